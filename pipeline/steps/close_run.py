"""Close: the proof and run.json, and what the catalogue takes with the commit."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipeline.ingest.read_feeds import row_with_counts
from pipeline.publish import seller_metrics
from pipeline.publish.invariants import held_counts, order_counts, prove
from pipeline.publish.run_manifest import (
    RunManifest,
    feed_entry,
    manifest_bytes,
    needs_person,
    released_entries,
    report_entry,
    skipped_entries,
)
from pipeline.publish.watchlist import watchlist
from pipeline.store.catalogue_rows import PeriodRow, RunClosing
from schemas.statuses import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pipeline.inbox.take import SkippedFile
    from pipeline.publish.report_writer import ReportWriter
    from pipeline.publish.settlements import SettlementResult
    from pipeline.steps.context import ReadResult, RunContext, RunEffects
    from pipeline.store.catalogue_rows import FeedRow


def close_run(
    ctx: RunContext, feeds: ReadResult, effects: RunEffects, writer: ReportWriter, skipped: Sequence[SkippedFile]
) -> tuple[dict[str, Any], RunClosing]:
    """run.json, staged and hashed like any report, and what the catalogue takes with the commit.

    Raises FailureError where the proof does not add up: then nothing is published.
    """
    applied = effects.applied
    rows = _feed_rows(feeds, applied.records, writer.rejected_files)
    held_again = applied.records[applied.records["feed"].isin(feeds.held_before["feed"])]
    released = released_entries(held_again, effects.messages, feeds.held_before)
    orders = order_counts(applied.loaded.state, effects.state, ctx.store.counters())
    held = held_counts(feeds.held_before, effects.held, len(released), len(applied.lifecycle.expired), ctx.run)
    manifest = RunManifest(
        run=ctx.run,
        as_of=ctx.as_of,
        since=ctx.since,
        started=ctx.started,
        exit_code=3 if needs_person(rows, released) else 0,
        settings_hash=ctx.settings.hash,
        feeds=[feed_entry(row, effects.messages) for row in rows],
        released=released,
        skipped=skipped_entries(skipped),
        reports=[report_entry(row) for row in ctx.batch.manifest()],
        metrics=seller_metrics.metrics_document(effects.metrics, ctx.as_of, ctx.settings.tz),
        watch=watchlist(effects.state, applied.lifecycle.foreign, ctx.as_of, ctx.settings.tz),
        unencodable=writer.unencodable,
        proof=prove(rows, orders, held),
        timings=ctx.timings,
    )
    finished = datetime.now(UTC)
    document = manifest.document(finished)
    path = ctx.batch.begin_file("run", "run.json")
    path.write_bytes(manifest_bytes(document))
    ctx.batch.finish_file(path, 0)
    return document, RunClosing(
        exit_code=manifest.exit_code,
        started=ctx.started,
        finished=finished,
        fees=ctx.fees_text,
        feeds=rows,
        counters=orders,
        periods=_period_rows(effects.settlement, ctx.run),
        order_names=feeds.new_order_names,
        meta=effects.settlement.meta,
        ended_without_effect=_without_effect(held_again),
    )


def _feed_rows(feeds: ReadResult, records: pd.DataFrame, rejected_files: dict[int, str]) -> list[FeedRow]:
    """The row of each feed that was taken, with its counts and the file of its rejected records."""
    return [
        replace(row_with_counts(feed, records), rejected_file=rejected_files.get(feed.row.feed, ""))
        for feed in feeds.feeds
    ]


def _without_effect(held_again: pd.DataFrame) -> dict[int, int]:
    """By feed, how many records that were held ended without effect."""
    ended = held_again[held_again["outcome"].isin([Outcome.REJECTED, Outcome.UNCHANGED])]
    return {int(number): int(count) for number, count in ended["feed"].value_counts().items()}


def _period_rows(settlement: SettlementResult, run: int) -> list[PeriodRow]:
    """The settlements that this run closed."""
    return [
        PeriodRow(
            period.settlement_id,
            period.start.to_pydatetime(),
            period.end.to_pydatetime(),
            period.deposit_at.to_pydatetime(),
            period.total,
            period.brought_forward,
            period.carried_forward,
            run,
        )
        for period in settlement.settlements
        if period.closed
    ]
