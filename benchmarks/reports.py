"""The Unshipped report beside writing the same columns with pyarrow.csv. As a program: one task, for `measure.task`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
from pyarrow import feather

import feeds
from benchmarks import generate, measure, peers
from benchmarks.measure import Line
from reports import flat_file_writer
from reports.unshipped_report import unshipped_rows
from schemas.formats.order_reports import ORDERS, UNSHIPPED
from schemas.statuses import Status

GOAL = 1.5
ROWS = {"small": 40_000, "medium": 200_000, "large": 1_000_000}
ROUNDS = {"small": 5, "medium": 3, "large": 3}
ZONE = ZoneInfo("Asia/Tokyo")
AS_OF = datetime(2026, 6, 3, 5, tzinfo=ZONE)
PEER = "pyarrow.csv.write_csv"


def lines(size: str, folder: Path) -> tuple[list[Line], list[str]]:
    """The rows of the table and what else must be said."""
    feed, items = folder / "orders.tsv", folder / "items.arrow"
    generate.write_flat(feed, generate.with_rows(ROWS[size]).rows)
    measure.python("-m", "benchmarks.reports", "prepare", feed, items).expect(0)
    works = [partial(measure.task, "reports", task, items) for task in ("report", "write", "arrow")]
    rendered, written, theirs = measure.rounds(ROUNDS[size], *works)
    what = f"Unshipped report, {ROWS[size]:,} rows"
    return [
        Line(f"{what}: chosen, sorted, written", rendered, PEER, theirs, GOAL),
        Line(f"{what}: written alone", written, PEER, theirs),
    ], ["Reports are written with sha256 and fsync, their peer without."]


def prepare(feed: Path, items: Path) -> None:
    """Every item of a feed as one that is to be shipped: the items that reports are made from, in a file."""
    typed = feeds.read(feed, zone=ZONE).typed
    units, bought = typed["quantity-purchased"].astype("int64"), typed["purchase-date"]
    more = {
        "status": units * 0 + int(Status.UNSHIPPED),
        "ordered": units,
        "shipped": units * 0,
        "canceled": units * 0,
        "verified_at": bought,
        "promise_at": typed["latest-ship-date"],
        "warned_from": bought + pd.Timedelta(days=23),
        "waived": units < 0,
        "do_not_ship_yet": units < 0,
        "reported_at": bought,
    }
    feather.write_feather(_as_table(typed[list(ORDERS.names)].assign(**more)), items)


def _as_table(frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, preserve_index=False)


def report(items: pd.DataFrame, path: Path) -> Callable[[], object]:
    """Ours: from the items to the file."""

    def work() -> object:
        return write(unshipped_rows(items, AS_OF, ZONE), path)()

    return work


def write(frame: pd.DataFrame, path: Path) -> Callable[[], object]:
    """Ours: from the report's frame to the file."""
    return lambda: flat_file_writer.write(path, UNSHIPPED.columns, frame, encoding="utf-8-sig", zone=ZONE)


def arrow(frame: pd.DataFrame, path: Path) -> Callable[[], object]:
    """The peer: the report's columns as an Arrow table to a file."""
    table = _as_table(frame)
    return lambda: peers.write_flat(path, table)


def task(name: str, file: Path) -> Callable[[], object]:
    """The work of one task; what it needs is in memory before its time begins."""
    items, path = feather.read_feather(file), file.with_name(f"{name}.tsv")
    if name == "report":
        return report(items, path)
    frame = unshipped_rows(items, AS_OF, ZONE)
    return write(frame, path) if name == "write" else arrow(frame, path)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(*map(Path, sys.argv[2:]))
    else:
        measure.timed(task(sys.argv[1], Path(sys.argv[2])))
