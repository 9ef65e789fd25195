"""run.json: the manifest of a run and its proof, for people who script against it. Version 1.

Proof: records in = accepted + warning + unchanged + held + rejected; orders known = reported + Pending + canceled
before verification + before our time; held before + held now = released + expired + held after.
"""

from __future__ import annotations

import json
import platform
from dataclasses import replace
from datetime import UTC, datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any

import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.ingest.read_feeds import row_with_counts
from pipeline.publish import seller_metrics
from pipeline.publish.answers import code_counts
from pipeline.publish.invariants import order_counts, prove
from pipeline.publish.watchlist import watchlist
from pipeline.store.batch import RunClosing
from pipeline.store.catalogue_rows import PeriodRow
from schemas.statuses import COUNTED_OUTCOMES, FEED_REFUSED, OUTCOME_TEXT, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.inbox.take import SkippedFile
    from pipeline.ingest.read_feeds import FeedResult
    from pipeline.publish.report_writer import ReportWriter
    from pipeline.steps.context import AccountResult, ApplyResult, ReadResult, RunContext
    from pipeline.store.catalogue_rows import FeedRow, ReportRow


def feed_entry(row: FeedRow, read: FeedResult, said: pd.DataFrame) -> dict[str, Any]:
    """What run.json says of one feed."""
    lines = said[said["feed"] == row.feed] if read.incoming else read.problems
    return {
        "name": row.name,
        "sha256": row.sha256,
        "format": row.format,
        "form": row.form,
        "encoding": row.encoding,
        "received": instant_text(row.received),
        "status": row.status,
        "records": row.records,
        **{name: getattr(row, name) for name in COUNTED_OUTCOMES},
        "codes": code_counts(lines),
    }


def report_entry(row: ReportRow) -> dict[str, Any]:
    """What run.json says of one published file."""
    return {"name": row.path, "rows": row.rows, "bytes": row.bytes, "sha256": row.sha256}


def skipped_entries(entries: Sequence[SkippedFile]) -> list[dict[str, str]]:
    """Inbox entries that were not taken, and why."""
    return [{"name": entry.name, "reason": entry.reason} for entry in entries]


def released_entries(
    records: pd.DataFrame, said: pd.DataFrame, names: dict[int, tuple[int, str]]
) -> list[dict[str, Any]]:
    """Held records that this run settled: feed, run, record, outcome, code. names: first run and name by feed."""
    done = records[(records["outcome"] != Outcome.HELD)].sort_values(["feed", "record"])
    first = said.drop_duplicates(["feed", "record"]).set_index(["feed", "record"])["code"]
    code = first.reindex(pd.MultiIndex.from_frame(done[["feed", "record"]])).fillna(0).astype("int64")
    return [
        {
            "feed": names[number][1],
            "run": names[number][0],
            "record": record,
            "outcome": OUTCOME_TEXT[outcome],
            "code": said_ or None,
        }
        for number, record, outcome, said_ in zip(
            done["feed"].to_list(), done["record"].to_list(), done["outcome"].to_list(), code.to_list(), strict=True
        )
    ]


def close(
    at: RunContext,
    feeds: ReadResult,
    applied: ApplyResult,
    money: AccountResult,
    press: ReportWriter,
    not_taken: Sequence[SkippedFile],
) -> tuple[dict[str, Any], RunClosing]:
    """run.json, staged and hashed like any report, and what the catalogue takes with the commit."""
    rows = [
        replace(row_with_counts(one, applied.records), rejected_file=press.rejected_files.get(one.row.feed, ""))
        for one in feeds.read
    ]
    names = dict(
        zip(
            feeds.waited["feed"].tolist(),
            zip(feeds.waited["run"].tolist(), feeds.waited["name"].tolist(), strict=True),
            strict=True,
        )
    )
    old = applied.records[applied.records["feed"].isin(list(names))]
    done = released_entries(old, applied.said, names)
    tallied = order_counts(applied.loaded.book, applied.book, at.store.counters())
    document: dict[str, Any] = {
        "version": JSON_VERSION,
        "run": at.batch.run,
        "as_of": instant_text(at.as_of),
        "started": instant_text(at.started),
        "finished": "",
        "exit_code": 3 if needs_person(rows, done) else 0,
        "versions": version_entries(),
        "settings": at.settings.hash,
        "feeds": [feed_entry(row, one, applied.said) for row, one in zip(rows, feeds.read, strict=True)],
        "released": done,
        "left": skipped_entries(not_taken),
        "reports": [report_entry(row) for row in at.batch.manifest()],
        "metrics": seller_metrics.metrics_document(money.metrics, at.as_of, at.settings.tz),
        "watch": watchlist(money.earned.state, applied.night.foreign, at.as_of, at.settings.tz),
        "unencodable": press.lost,
        "covers": {"from": instant_text(at.since) if at.since is not None else None, "to": instant_text(at.as_of)},
        "proof": prove(rows, tallied, _held(feeds, applied, done, at.batch.run)),
        "timings": at.timings,
    }
    finished = datetime.now(UTC)
    document["finished"] = instant_text(finished)
    path = at.batch.stage("run", "run.json")
    path.write_bytes(manifest_bytes(document))
    at.batch.staged(path, 0)
    return document, RunClosing(
        exit_code=document["exit_code"],
        started=at.started,
        finished=finished,
        fees=at.fees,
        feeds=rows,
        counters=tallied,
        periods=_periods(at, money),
        order_names=feeds.new_names,
        meta=money.settled.meta,
        let_go=_let_go(old),
    )


def _held(feeds: ReadResult, applied: ApplyResult, done: Sequence[dict[str, Any]], run: int) -> dict[str, int]:
    before, after = (len(frame[["feed", "record"]].drop_duplicates()) for frame in (feeds.waited, applied.held))
    new = applied.held[applied.held["run"] == run]
    expired = len(applied.night.expired)
    return {
        "before": before,
        "now": len(new[["feed", "record"]].drop_duplicates()),
        "released": len(done) - expired,
        "expired": expired,
        "after": after,
    }


def _let_go(old: pd.DataFrame) -> dict[int, int]:
    """By feed, how many records that were held ended without effect."""
    ended = old[old["outcome"].isin([Outcome.REJECTED, Outcome.UNCHANGED])]
    return {int(number): int(count) for number, count in ended["feed"].value_counts().items()}


def _periods(at: RunContext, money: AccountResult) -> list[PeriodRow]:
    return [
        PeriodRow(
            one.settlement_id,
            one.start.to_pydatetime(),
            one.end.to_pydatetime(),
            one.deposit_at.to_pydatetime(),
            one.total,
            one.brought_forward,
            one.carried_forward,
            at.batch.run,
        )
        for one in money.settled.settlements
        if one.closed
    ]


def instant_text(moment: datetime) -> str:
    """An instant as run.json writes it: ISO 8601 in UTC."""
    return pd.Timestamp(moment).tz_convert("UTC").isoformat()


def version_entries() -> dict[str, str]:
    """What the run was made with."""
    return {"python": platform.python_version()} | {
        name: metadata.version(name) for name in ("ordermill", "pandas", "numpy", "pyarrow", "lxml")
    }


def manifest_bytes(document: dict[str, Any]) -> bytes:
    """run.json as bytes."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def refuses_feeds(document: dict[str, Any]) -> bool:
    """Whether a feed of this run was refused, or a record of one.

    A held record that ends refused does not count: its feed is long archived, and no later run could do better.
    """
    return any(feed["rejected"] or feed["status"] == FEED_REFUSED for feed in document["feeds"])


def needs_person(rows: Sequence[FeedRow], settled_now: Sequence[dict[str, Any]]) -> bool:
    """Whether something of this run needs a person: a record or a feed was refused."""
    return any(row.rejected or row.status == FEED_REFUSED for row in rows) or any(
        one["outcome"] == OUTCOME_TEXT[Outcome.REJECTED] for one in settled_now
    )
