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

import numpy as np
import pandas as pd

from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import FailureError
from pipeline.ingest.read_feeds import APPLIED, counted
from pipeline.lifecycle.events.transitions import MOVES
from pipeline.lifecycle.refunds.refund_limits import overdrawn
from pipeline.model.order_state import before_our_time, statuses
from pipeline.model.sorted_keys import positions
from pipeline.publish import seller_metrics
from pipeline.publish.report_set import counted_codes
from pipeline.publish.watchlist import watch
from pipeline.store.batch import RunClosing
from pipeline.store.catalogue_rows import PeriodRow
from schemas.statuses import CLOCK_CAUSES, OUTCOME_TEXT, Outcome, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.inbox.take import SkippedFile
    from pipeline.ingest.read_feeds import FeedResult
    from pipeline.model.order_state import OrderState
    from pipeline.publish.report_set import ReportWriter
    from pipeline.steps.context import AccountResult, ApplyResult, ReadResult, RunContext
    from pipeline.store.catalogue_rows import FeedRow, ReportRow

KNOWN = ("known", "reported", "pending", "canceled-before-verification", "before-our-time")


def feed(row: FeedRow, read: FeedResult, said: pd.DataFrame) -> dict[str, Any]:
    """What run.json says of one feed."""
    lines = said[said["feed"] == row.feed] if read.arrived else read.problems
    return {
        "name": row.name,
        "sha256": row.sha256,
        "format": row.format,
        "form": row.form,
        "encoding": row.encoding,
        "received": instant(row.received),
        "status": row.status,
        "records": row.records,
        **{name: getattr(row, name) for name in OUTCOMES},
        "codes": counted_codes(lines),
    }


OUTCOMES = ("accepted", "warning", "unchanged", "held", "rejected")


def report(row: ReportRow) -> dict[str, Any]:
    """What run.json says of one published file."""
    return {"name": row.path, "rows": row.rows, "bytes": row.bytes, "sha256": row.sha256}


def left(entries: Sequence[SkippedFile]) -> list[dict[str, str]]:
    """Inbox entries that were not taken, and why."""
    return [{"name": entry.name, "reason": entry.reason} for entry in entries]


def settled(records: pd.DataFrame, said: pd.DataFrame, names: dict[int, tuple[int, str]]) -> list[dict[str, Any]]:
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


def tally(before: OrderState, after: OrderState, counters: dict[str, int]) -> dict[str, int]:
    """How many orders are known, and where each stands: the counters of the run before and what this run changed.

    before and after hold the same orders but for the new ones (cases 45: totals never come from reading history).
    """
    then, now = _standing(before), _standing(after)
    return {name: counters.get(name, 0) + now[name] - then[name] for name in KNOWN}


def _standing(book: OrderState) -> dict[str, int]:
    closed = before_our_time(book.orders)
    status = statuses(book.orders, book.items)
    at = positions(book.orders["order_key"].to_numpy(), book.items["order_key"].to_numpy())
    shown = np.zeros(len(book.orders), bool)
    shown[at[(book.items["reported_run"] > 0).to_numpy()]] = True
    unseen = ~shown & ~closed.to_numpy()
    return {
        "known": len(book.orders),
        "reported": int(shown.sum()),
        "pending": int((unseen & (status == Status.PENDING)).sum()),
        "canceled-before-verification": int((unseen & (status == Status.CANCELED)).sum()),
        "before-our-time": int(closed.sum()),
    }


def proof(rows: Sequence[FeedRow], orders: dict[str, int], held: dict[str, int]) -> dict[str, Any]:
    """The proof lines; refuses the run when one does not add up."""
    counts = {name: sum(getattr(row, name) for row in rows) for name in OUTCOMES}
    records = {"in": sum(row.records for row in rows if row.status == APPLIED), **counts}
    sums = (
        ("records", records["in"], sum(counts.values())),
        ("orders", orders["known"], sum(orders[name] for name in KNOWN[1:])),
        ("held records", held["before"] + held["now"], held["released"] + held["expired"] + held["after"]),
    )
    for what, whole, parts in sums:
        if whole != parts:
            raise FailureError(f"{what} do not add up: {whole} against {parts}; nothing was published", REPORT)
    return {"records": records, "held": held, "orders": orders}


REPORT = "please report it with the feeds of this run; the inbox is as it was"


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
        replace(counted(one, applied.records), rejected_file=press.rejected_files.get(one.row.feed, ""))
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
    done = settled(old, applied.said, names)
    tallied = tally(applied.loaded.book, applied.book, at.store.counters())
    document: dict[str, Any] = {
        "version": JSON_VERSION,
        "run": at.batch.run,
        "as_of": instant(at.as_of),
        "started": instant(at.started),
        "finished": "",
        "exit_code": 3 if refused(rows, done) else 0,
        "versions": versions(),
        "settings": at.settings.hash,
        "feeds": [feed(row, one, applied.said) for row, one in zip(rows, feeds.read, strict=True)],
        "released": done,
        "left": left(not_taken),
        "reports": [report(row) for row in at.batch.manifest()],
        "metrics": seller_metrics.document(money.metrics, at.as_of, at.settings.tz),
        "watch": watch(money.earned.book, applied.night.foreign, at.as_of, at.settings.tz),
        "unencodable": press.lost,
        "covers": {"from": instant(at.since) if at.since is not None else None, "to": instant(at.as_of)},
        "proof": proof(rows, tallied, _held(feeds, applied, done, at.batch.run)),
        "timings": at.timings,
    }
    finished = datetime.now(UTC)
    document["finished"] = instant(finished)
    path = at.batch.stage("run", "run.json")
    path.write_bytes(text(document))
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
            one.brought,
            one.carried,
            at.batch.run,
        )
        for one in money.settled.settlements
        if one.closed
    ]


def check(before: OrderState, after: OrderState) -> None:
    """The invariants of every run: no more units than ordered, no more yen back than charged, only declared moves."""
    items = after.items
    wrong = (
        (items["shipped"] + items["canceled"] > items["ordered"]) | (items[["shipped", "canceled"]] < 0).any(axis=1)
    ).sum()
    at = positions(before.orders["order_key"].to_numpy(), after.orders["order_key"].to_numpy())
    known = at >= 0
    was = statuses(before.orders, before.items).to_numpy()[at[known]]
    now = statuses(after.orders, after.items).to_numpy()[known]
    moves = set(map(tuple, np.unique(np.stack([was, now], axis=1), axis=0).tolist()))
    presumed = before.orders["cause"].isin(CLOCK_CAUSES).to_numpy()[at[known]]
    wrong += int(((was == Status.CANCELED) & (now != Status.CANCELED) & ~presumed).sum())
    wrong += overdrawn(after)
    if wrong or not moves <= MOVES:
        raise FailureError(f"{wrong} items and {len(moves - MOVES)} moves break a rule; nothing was published", REPORT)


def instant(moment: datetime) -> str:
    """An instant as run.json writes it: ISO 8601 in UTC."""
    return pd.Timestamp(moment).tz_convert("UTC").isoformat()


def versions() -> dict[str, str]:
    """What the run was made with."""
    return {"python": platform.python_version()} | {
        name: metadata.version(name) for name in ("ordermill", "pandas", "numpy", "pyarrow", "lxml")
    }


def text(document: dict[str, Any]) -> bytes:
    """run.json as bytes."""
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def refused_now(document: dict[str, Any]) -> bool:
    """Whether a feed of this run was refused, or a record of one.

    A held record that ends refused does not count: its feed is long archived, and no later run could do better.
    """
    return any(feed["rejected"] or feed["status"] == "refused" for feed in document["feeds"])


def refused(rows: Sequence[FeedRow], settled_now: Sequence[dict[str, Any]]) -> bool:
    """Whether something of this run needs a person: a record or a feed was refused."""
    return any(row.rejected or row.status == "refused" for row in rows) or any(
        one["outcome"] == OUTCOME_TEXT[Outcome.REJECTED] for one in settled_now
    )
