"""A past run as its reports were made: the state after it, read from data files that are still kept.

Order process, 16.1 and 16.4.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.errors import FailureError
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import sort_by_keys
from pipeline.money.read_fee_schedule import read_fee_schedule
from pipeline.publish import order_lines, report_data, report_set, report_writer, settlements
from pipeline.store import datafiles, order_tables
from pipeline.store.staging import Staging
from pipeline.workspace.settings import Settings
from schemas.stored_frames import as_frame
from schemas.stored_tables import BY_ORDER, SCHEMAS

if TYPE_CHECKING:
    from pipeline.store.catalogue_rows import ReportRow, RunRow
    from pipeline.store.reader import StoreReader


def render_reports(store: StoreReader, run: RunRow, folder: Path) -> dict[str, tuple[ReportRow, Path]]:
    """Make every report again that can be made from the store, in an empty folder: by path, its row and its file.

    Raises FailureError when the state after the run is no longer kept.
    """
    settings = settings_of(run)
    _must_be_kept(store, run)
    staging = Staging(folder, run.run, run.day)
    writer = report_writer.ReportWriter(staging, settings, pd.Timestamp(run.as_of).as_unit("us"))
    report_set.write_reports(writer, report_data_of(store, run, settings))
    return {row.path: (row, staging.folder / row.staged) for row in staging.manifest}


def settings_of(run: RunRow) -> Settings:
    """The settings with which a run was made; the catalogue keeps them in full."""
    values = json.loads(run.settings)
    # Before settlements had a zone of their own, their times were in UTC.
    values["settlement"].setdefault("timezone", "UTC")
    values["settlement"]["anchor"] = datetime.fromisoformat(values["settlement"]["anchor"])
    return Settings.from_values(values, f"settings of run {run.run}")


def _marketplace_of(run: RunRow) -> str:
    """The marketplace in the fee schedule of a run; runs before settlements had a zone did not show it."""
    had_zone = "timezone" in json.loads(run.settings)["settlement"]
    return read_fee_schedule(run.fees).marketplace if had_zone else ""


def report_data_of(store: StoreReader, run: RunRow, settings: Settings) -> report_data.ReportData:
    """What the reports of a past run were made of."""
    number = run.run
    state = _state_after(store, number)
    runs_of_day = [row.run for row in store.runs() if row.day == run.day and row.run <= number]
    shown = order_lines.orders_to_show(state, runs_of_day)
    text = report_data.stored_text(store, shown.orders, shown.items, as_of_run=number)
    lines = order_lines.order_lines(shown, *text, settings.tz)
    records = _appended(store, "outcomes", number)
    charges = _appended(store, "charges", number)
    feeds = store.feeds(number)
    names = {feed.feed: feed.name for feed in feeds}
    return report_data.ReportData(
        lines=lines,
        lines_of_day=report_data.lines_of_day(store, state, lines, runs_of_day, settings.tz, as_of_run=number),
        stock=as_frame(store.read("inventory", schema=SCHEMAS["inventory"], as_of_run=number)),
        settlements=settlements.settlements_of_run(store, run, settings),
        marketplace=_marketplace_of(run),
        feeds=feeds,
        earlier_feeds=report_data.earlier_feeds(store, records, names),
        records=records,
        messages=_appended(store, "said", number),
        charges=charges,
        notices=_appended(store, "notices", number),
        canceled=_appended(store, "canceled", number),
        feed_names=report_data.feed_names(store, charges, records, names),
    )


def _state_after(store: StoreReader, run: int) -> OrderState:
    """The orders that were open after a run, and those that it closed or changed while they were closed."""
    tables = {
        name: pd.concat(
            [
                as_frame(store.read(name, part=order_tables.OPEN, schema=SCHEMAS[name], as_of_run=run)),
                order_tables.rows_closed_by(store, name, run),
            ],
            ignore_index=True,
        )
        for name in BY_ORDER
    }
    return OrderState(**{name: sort_by_keys(frame, KEYS[name]) for name, frame in tables.items()})


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
