"""A past run as its reports were made: the state after it, read from data files that are still kept.

Order process, 16.1 and 16.4.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.errors import FailureError
from pipeline.ingest.kept_lines import KeptLines
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.outcome_table import OutcomeTable
from pipeline.model.sorted_keys import sort_by_keys
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.publish import report_data, report_set, settlements
from pipeline.publish.order_parts import OF_ORDERS, OrderParts, write_order_reports
from pipeline.publish.report_writer import ReportWriter
from pipeline.publish.run_settings import settings_of
from pipeline.publish.shown_orders import ITEM_COLUMNS, ORDER_COLUMNS, items_to_show, order_lines, stored_text
from pipeline.scratch_blocks import ScratchSpace
from pipeline.store import datafiles, order_tables
from pipeline.store.closed_orders import CLOSED
from pipeline.store.shard_groups import open_items, shard_groups
from pipeline.store.sharding import Sharding
from pipeline.store.staging import Staging
from reports.charges_report import charges_part
from reports.notices_report import notices_part
from schemas.stored_frames import as_frame, empty
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from pipeline.store.catalogue_rows import ReportRow, RunRow
    from pipeline.store.reader import StoreReader

_KEPT = "kept"
_TIMES_A_RUN = 2
"""A report holds no more than half of what a run does of an order, so groups may be so much larger."""
REPORT_COLUMNS = {"orders": ORDER_COLUMNS, "items": ITEM_COLUMNS}
"""The tables and columns of the state that reports read."""


def render_reports(store: StoreReader, run: RunRow, folder: Path) -> dict[str, tuple[ReportRow, Path]]:
    """Make every report again that can be made from the store, in an empty folder: by path, its row and its file.

    Raises FailureError when the state after the run is no longer kept.
    """
    return _rendered(
        store, run, folder, lambda writer: report_set.write_reports(writer, report_data_of(store, run, writer, folder))
    )


def render_report(store: StoreReader, run: RunRow, report: ReportRow, folder: Path) -> tuple[ReportRow, Path] | None:
    """Make one report again in an empty folder: its row and its file, None if it cannot be made from the store.

    Others are made beside it only where it is none of the reports about orders. Raises FailureError when the state
    after the run is no longer kept.
    """

    def write(writer: ReportWriter) -> None:
        parts = _order_parts(store, run, writer, folder, [report.name])
        write_order_reports(writer, parts, _stock_after(store, run.run), [report.name])

    if report.name not in OF_ORDERS:
        return render_reports(store, run, folder).get(report.path)
    return _rendered(store, run, folder, write).get(report.path)


def _rendered(
    store: StoreReader, run: RunRow, folder: Path, write: Callable[[ReportWriter], None]
) -> dict[str, tuple[ReportRow, Path]]:
    """What is written of a run in a folder: by path, its row and its file."""
    _must_be_kept(store, run)
    staging = Staging(folder, run.run, run.day)
    write(ReportWriter(staging, settings_of(run), pd.Timestamp(run.as_of).as_unit("us")))
    return {row.path: (row, staging.folder / row.staged) for row in staging.manifest}


def _marketplace_of(run: RunRow) -> str:
    """The marketplace in the fee schedule of a run; runs before settlements had a zone did not show it."""
    had_zone = "timezone" in json.loads(run.settings)["settlement"]
    return read_fee_schedule(run.fees).marketplace if had_zone else ""


def report_data_of(store: StoreReader, run: RunRow, writer: ReportWriter, folder: Path) -> report_data.ReportData:
    """What the reports of a past run were made of; folder: where lines may lie until they are written."""
    number = run.run
    records = OutcomeTable()
    records.add(_appended(store, "outcomes", number))
    messages = KeptLines("answer_lines", ScratchSpace())
    messages.add(_appended(store, "answer_lines", number))
    charges = _appended(store, "charges", number)
    feeds = store.feeds(number)
    names = {feed.feed: feed.name for feed in feeds}
    charged = [*charges["feed"].unique().tolist(), *records.feeds]
    feed_names = report_data.feed_names(store, pd.Series(charged, dtype="int64"), names)
    ids = store.order_ids()
    return report_data.ReportData(
        orders=_order_parts(store, run, writer, folder),
        stock=_stock_after(store, number),
        settlements=settlements.settlements_of_run(store, run, writer.settings),
        marketplace=_marketplace_of(run),
        feeds=feeds,
        earlier_feeds=report_data.earlier_feeds(store, records, names),
        records=records,
        messages=messages,
        charges=[charges_part(charges, feed_names, ids, writer.zone)],
        notices=[notices_part(_appended(store, "notices", number), ids, writer.zone)],
        canceled=_appended(store, "canceled", number),
        feed_names=feed_names,
        order_ids=ids,
    )


def _order_parts(
    store: StoreReader, run: RunRow, writer: ReportWriter, folder: Path, only: Sequence[str] = OF_ORDERS
) -> OrderParts:
    """The parts of some reports about orders of a past run; of several groups of shards they are kept in a folder."""
    number, moment, ids = run.run, writer.moment, store.order_ids()
    sharding = Sharding(ids, writer.settings.shards)
    runs_of_day = [row.run for row in store.runs() if row.day == run.day and row.run <= number]
    counts = open_items(store, sharding.count, as_of_run=number)
    groups = shard_groups(counts, writer.settings.run.group_rows * _TIMES_A_RUN)
    parts = OrderParts()
    known = []
    for shards in groups:
        state = _state_after(store, number, shards, sharding)
        text = stored_text(store, shards=shards, as_of_run=number)
        lines = order_lines(state, items_to_show(state, runs_of_day), moment.business_zone, ids, text)
        parts.add(lines, runs_of_day, moment, only)
        if len(groups) > 1:
            parts.keep_in(folder / _KEPT)
        known.append(state.orders["order_key"].to_numpy())
    if "orders.tsv" in only:
        others = np.concatenate(known)
        report_data.add_closed_orders(parts, store, others, runs_of_day, ids, moment, as_of_run=number)
    return parts


def _stock_after(store: StoreReader, run: int) -> pd.DataFrame:
    return as_frame(store.read("inventory", schema=SCHEMAS["inventory"], as_of_run=run))


def _state_after(store: StoreReader, run: int, shards: Collection[int], sharding: Sharding) -> OrderState:
    """The orders of some shards that were open after a run, and those that it closed or changed while they were closed.

    Of these the tables and columns that reports read.
    """
    tables = {}
    for name, columns in REPORT_COLUMNS.items():
        is_open = store.live_files(name, part=order_tables.OPEN, as_of_run=run)
        files = [file for file in is_open if file.shard in shards]
        closed = store.live_files(name, part=CLOSED, as_of_run=run)
        files += [file for file in closed if file.added == run]
        rows = as_frame(datafiles.read(store.root, files, columns=columns, schema=SCHEMAS[name], shards=shards))
        # Files of closed orders hold those of other shards too.
        if len(shards) < sharding.count:
            rows = rows[np.isin(sharding.shards(rows["order_key"].to_numpy()), [*shards])]
        tables[name] = sort_by_keys(rows, KEYS[name])
    return OrderState(**{name: tables.get(name, empty(name)) for name in KEYS})


def _appended(store: StoreReader, name: str, run: int) -> pd.DataFrame:
    """What one run appended to a table that only grows."""
    files = [file for file in store.live_files(name, as_of_run=run) if file.added == run]
    return as_frame(datafiles.read(store.root, files, schema=SCHEMAS[name]))


def _must_be_kept(store: StoreReader, run: RunRow) -> None:
    """The data files of a run go when a later one is so many runs away as its settings said. Order process, 16.4."""
    oldest = max(row.run - json.loads(row.settings)["history"]["keep_runs"] for row in store.runs())
    if run.run < oldest:
        raise FailureError(
            f"the state after run {run.run} is no longer kept, so its reports cannot be made again",
            f"restore {run.folder} from a backup; history.keep_runs sets for how many runs the state is kept",
        )
