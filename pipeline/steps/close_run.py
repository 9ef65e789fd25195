"""Close: run.json, and what the catalogue takes with the commit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pipeline.publish.run_manifest import (
    RunManifest,
    cleaned_entry,
    feed_entry,
    manifest_bytes,
    report_entry,
    skipped_entries,
    unassigned_entries,
)
from pipeline.publish.seller_metrics import metrics_document
from pipeline.publish.watchlist import watchlist
from pipeline.steps.account import plan_position
from pipeline.store.catalogue_rows import PeriodRow, RunClosing
from pipeline.store.reader import CLEANED
from schemas.statuses import Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    import pandas as pd

    from pipeline.inbox.take import SkippedFile
    from pipeline.publish.report_writer import ReportWriter
    from pipeline.publish.settlements import SettlementResult
    from pipeline.steps.context import ReadResult, RunContext, RunEffects
    from pipeline.steps.prove_run import RunProof


def write_manifest(
    ctx: RunContext,
    effects: RunEffects,
    proof: RunProof,
    writer: ReportWriter,
    skipped: Sequence[SkippedFile],
    finished: datetime,
) -> dict[str, Any]:
    """run.json, staged and hashed like any report."""
    manifest = RunManifest(
        run=ctx.run,
        as_of=ctx.as_of,
        since=ctx.since,
        started=ctx.started,
        exit_code=proof.exit_code,
        settings_hash=ctx.settings.hash,
        feeds=[feed_entry(row, effects.messages) for row in proof.feeds],
        released=proof.released,
        skipped=skipped_entries(skipped),
        reports=[report_entry(row) for row in ctx.batch.manifest()],
        metrics=metrics_document(effects.counts.metrics, ctx.as_of, ctx.settings.tz),
        watch=watchlist(effects.counts.watch),
        unassigned=unassigned_entries(effects.unassigned),
        cleaned=[cleaned_entry(row) for row in ctx.cleaned],
        unencodable=writer.unencodable,
        proof=proof.lines,
        timings=ctx.timings,
    )
    document = manifest.document(finished)
    writer.write_pieces("run", "run.json", [manifest_bytes(document)], 0)
    return document


def close_run(
    ctx: RunContext, feeds: ReadResult, effects: RunEffects, proof: RunProof, finished: datetime
) -> RunClosing:
    """What the catalogue takes with the commit."""
    return RunClosing(
        exit_code=proof.exit_code,
        started=ctx.started,
        finished=finished,
        fees=ctx.fees_text,
        feeds=proof.feeds,
        counters=proof.orders,
        periods=_period_rows(effects.settlement, ctx.run),
        order_names=feeds.new_order_names,
        meta=effects.settlement.meta | plan_position(ctx) | {CLEANED + row.path: str(ctx.run) for row in ctx.cleaned},
        ended_without_effect=_without_effect(proof.held_again),
    )


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
        for period in settlement.books.settlements
        if period.closed
    ]
