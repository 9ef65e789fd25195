"""The Unshipped report beside writing the same columns with pyarrow.csv. As a program: one task, for `measure.task`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import feather

import feeds
from benchmarks import generate, measure, peers
from benchmarks.measure import Goal, Line
from reports import flat_file_writer
from reports.cells import whole_column
from reports.order_lines import OrderLines, TextTable
from reports.unshipped_report import ReportMoment, unshipped_part
from schemas.formats.order_reports import UNSHIPPED
from schemas.keys import digits_as_keys, item_keys
from schemas.order_ids import OrderIds
from schemas.statuses import Status
from schemas.stored_tables import BLANK, ITEM_TEXT, ITEM_YEN, ORDER_TEXT

GOAL = Goal(1.5)
ROWS = {"small": 40_000, "medium": 200_000, "large": 1_000_000}
ROUNDS = {"small": 3, "medium": 3, "large": 3}
ZONE = ZoneInfo("Asia/Tokyo")
AS_OF = datetime(2026, 6, 3, 5, tzinfo=ZONE)
TEXTS = (*ORDER_TEXT, *ITEM_TEXT, "sku", "currency")
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
        Line(f"{what}: chosen, sorted, written", rendered, PEER, theirs, GOAL, ROWS[size]),
        Line(f"{what}: written alone", written, PEER, theirs, rows=ROWS[size]),
    ], ["Reports are written with sha256 and fsync, their peer without."]


def prepare(feed: Path, items: Path) -> None:
    """Every item of a feed as one that is to be shipped: facts and wide text that reports are made from, in files."""
    typed = feeds.read(feed, zone=ZONE).typed
    count = len(typed)
    blank, bought = np.zeros(count, np.int64), typed["purchase-date"]
    facts = pd.DataFrame(
        {
            "order_key": digits_as_keys(typed["order-id"]),
            "item_key": item_keys(typed["order-item-id"]),
            "status": blank + int(Status.UNSHIPPED),
            "ordered": typed["quantity-purchased"].astype("int64"),
            "shipped": blank,
            "canceled": blank,
            **{name: typed[column].fillna(BLANK).astype("int64") for name, column in ITEM_YEN.items()},
            "cancel_asked": blank + BLANK,
            "purchased": bought,
            "verified_at": bought,
            "promise_at": typed["latest-ship-date"],
            "warned_from": bought + pd.Timedelta(days=23),
            "waived": blank > 0,
            "do_not_ship_yet": blank > 0,
            "reported_at": bought,
            "reported_run": blank + 1,
        }
    )
    feather.write_feather(pa.Table.from_pandas(facts, preserve_index=False), items)
    texts = {name: whole_column(typed[name].astype("str")) for name in TEXTS}
    feather.write_feather(pa.table(texts), _texts_of(items))


def _texts_of(items: Path) -> Path:
    return items.with_name("texts.arrow")


def report(items: Path, path: Path) -> Callable[[], object]:
    """Ours: from the items to the file."""
    facts, texts = feather.read_feather(items), feather.read_table(_texts_of(items))
    columns = {name: whole_column(texts[name]) for name in TEXTS}
    lines = OrderLines.of(facts, (TextTable(columns, np.arange(len(facts))),), OrderIds.of({}))
    moment = ReportMoment(AS_OF, ZONE, ZONE)
    return lambda: flat_file_writer.write_parts(
        path, UNSHIPPED.columns, [unshipped_part(lines, moment)], encoding="utf-8-sig"
    )


def task(name: str, items: Path) -> Callable[[], object]:
    """The work of one task; what it needs is in memory before its time begins."""
    path = items.with_name(f"{name}.tsv")
    work = report(items, path)
    if name == "report":
        return work
    work()
    rows = peers.read_flat(path, UNSHIPPED.columns)
    if name == "arrow":
        return lambda: peers.write_flat(path, rows)
    frame = rows.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype(), pa.string(): pd.StringDtype(na_value=np.nan)}.get)
    return lambda: flat_file_writer.write(path, UNSHIPPED.columns, frame, encoding="utf-8-sig", zone=ZONE)


if __name__ == "__main__":
    if sys.argv[1] == "prepare":
        prepare(*map(Path, sys.argv[2:]))
    else:
        measure.timed(task(sys.argv[1], Path(sys.argv[2])))
