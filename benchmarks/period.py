"""Fourteen nights of one settlement period: what posting and the open settlement cost late in it, beside its beginning.

Each night posts the same number of rows. As a program: one night of the period, in a process of its own.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import measure
from benchmarks.measure import Cost, Goal, Line
from pipeline.money.amount_kinds import COMMISSION, PRINCIPAL, TAX
from pipeline.publish.report_writer import ReportWriter
from pipeline.publish.settlement_files import write_settlements
from pipeline.publish.settlements import close_periods
from pipeline.publish.unsettled_rows import narrow_rows
from pipeline.store import RunClosing, Store
from pipeline.store.order_tables import append_rows
from pipeline.store.sharding import Sharding
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas.order_ids import OrderIds
from schemas.stored_frames import conform

GOAL, MEMORY_GOAL = Goal(1.1), Goal(1.1, "peak")
NIGHTS = 14
COMPARED = 3
"""So many nights at either end are compared, the best of each: they do the same work."""
ROWS = {"small": 30_000, "medium": 240_000, "large": 735_000}
FIRST_NIGHT = datetime.fromisoformat("2026-06-01T23:30:00+09:00")
KINDS = (PRINCIPAL, TAX, COMMISSION)
NO_NAMES = OrderIds.of({})


@dataclass(frozen=True, slots=True)
class NightCost:
    """What a night cost for posting and for its report; the peak is that of the whole process. size: of the report."""

    post: Cost
    report: Cost
    size: int


def lines(size: str, folder: Path) -> tuple[list[Line], list[str]]:
    """The rows of the table and what else must be said."""
    nights = [_measured(folder / "workspace", night, ROWS[size]) for night in range(1, NIGHTS + 1)]
    first, last = nights[:COMPARED], nights[-COMPARED:]
    what = f"a period, {ROWS[size]:,} rows a night: nights {NIGHTS - COMPARED + 1} to {NIGHTS}"
    peer = f"nights 1 to {COMPARED}"
    posts = [_best([night.post for night in part]) for part in (last, first)]
    reports = [_best([night.report for night in part]) for part in (last, first)]
    table = [
        Line(f"{what}, post", posts[0], peer, posts[1], GOAL, ROWS[size]),
        Line(f"{what}, report and memory", reports[0], peer, reports[1], MEMORY_GOAL),
    ]
    return table, [f"A report of a late night is larger: {_seconds_per_gb(first, last):.1f} s of CPU for each GB more."]


def _best(costs: Sequence[Cost]) -> Cost:
    """The least of each figure by itself; the largest peak."""
    return Cost(min(cost.wall for cost in costs), min(cost.cpu for cost in costs), max(cost.peak for cost in costs))


def _seconds_per_gb(first: Sequence[NightCost], last: Sequence[NightCost]) -> float:
    """What a report costs for the bytes that it has more than an early one."""
    cpu, size = (
        [min(value(night) for night in part) for part in (first, last)]
        for value in (lambda night: night.report.cpu, lambda night: night.size)
    )
    return (cpu[1] - cpu[0]) / (size[1] - size[0]) * 1e9


def _measured(workspace: Path, night: int, rows: int) -> NightCost:
    process = measure.python("-m", "benchmarks.period", workspace, night, rows).expect(0)
    inside = json.loads(process.out.splitlines()[-1])
    post, report = (Cost(*inside[name], process.cost.peak) for name in ("post", "report"))
    return NightCost(post, report, inside["size"])


def run_night(folder: Path, night: int, rows: int) -> dict[str, object]:
    """Post the rows of a night and publish its settlement: seconds (wall, CPU) of both, and the bytes of the report."""
    settings = Settings()
    as_of = pd.Timestamp(FIRST_NIGHT + timedelta(days=night - 1)).tz_convert("UTC").as_unit("us")
    workspace = Workspace(folder) if folder.exists() else Workspace.create(folder, settings_text="", fees_text="")
    with Store.open(workspace, settings) as store:
        batch = store.begin(as_of.to_pydatetime())
        ledger = ledger_of_night(night, rows, as_of)
        append_rows(batch, "ledger", ledger, Sharding(NO_NAMES, settings.shards))
        result, post = _timed(lambda: close_periods(store, [narrow_rows(ledger)], NO_NAMES, as_of, settings))
        writer = ReportWriter(batch, settings, as_of)
        _, report = _timed(lambda: write_settlements(writer, result.books, ""))
        batch.commit(RunClosing(0, batch.as_of, batch.as_of, meta=result.meta))
        batch.publish()
        [published] = store.reports(batch.run)
    return {"post": post, "report": report, "size": published.bytes}


def ledger_of_night(night: int, rows: int, as_of: pd.Timestamp) -> pd.DataFrame:
    """Rows of the ledger (frame `ledger`): shipments of items in four feeds of the day, a row for each of KINDS."""
    rng = np.random.default_rng(night)
    items = rows // len(KINDS)
    hours = pd.to_timedelta(rng.choice([2, 5, 9, 13], items), unit="h")
    numbers = {
        "order_key": np.sort(rng.choice(10**16, items, replace=False)) + 2 * 10**16,
        "item_key": rng.integers(10**12, 10**13, items),
        "quantity": rng.integers(1, 4, items),
        "record": np.arange(items),
        "posted": (as_of - hours).as_unit("us"),
        "sku": np.char.add("SKU-", rng.integers(10_000, 12_000, items).astype(str)),
    }
    by_row = pd.DataFrame(numbers).loc[np.repeat(np.arange(items), len(KINDS))].reset_index(drop=True)
    kinds = pd.DataFrame(KINDS * items).rename(columns={"code": "kind"})
    blank = dict.fromkeys(("refund", "adjustment"), "")
    more = {"parcel": "1", "currency": "JPY", "rule": "6.1", "feed": 1, "amount": rng.integers(1, 5_000, len(kinds))}
    return conform("ledger", by_row.join(kinds).assign(**blank, **more, transacted=by_row["posted"]))


def _timed(work: Callable[[], object]) -> tuple[object, tuple[float, float]]:
    cpu, wall = time.process_time(), time.perf_counter()
    result = work()
    return result, (time.perf_counter() - wall, time.process_time() - cpu)


if __name__ == "__main__":
    print(json.dumps(run_night(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))))
