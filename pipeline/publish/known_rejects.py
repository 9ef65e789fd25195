"""Rejects from the messages that runs stored, and what became of each since. Order process, 14.6."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from pipeline.documents.reject_resolution import (
    resolve_by_marks,
    resolve_whole_feeds,
    settle_by_later_records,
    unsettled_records,
)
from pipeline.documents.rejects_document import RECORD_KEYS, rejects_from_messages
from pipeline.errors import UsageError
from pipeline.publish.answers import feed_file_name, rejected_file_name
from pipeline.store.lookup import order_keys, rows_of_orders
from schemas import codes
from schemas.statuses import APPLIED_OUTCOMES
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from pipeline.store.catalogue_rows import FeedRow
    from pipeline.store.reader import StoreReader

REFUSING = ("Error", "Fatal")


def resolved_rejects(store: StoreReader, language: str, run: int | None = None) -> pd.DataFrame:
    """Every reject, of one run if asked for, with what ended it (frame `rejects`). Raises UsageError."""
    last = store.last_run.run if store.last_run else 0
    if run is not None and not 1 <= run <= last:
        raise UsageError(f"there is no run {run}", f"the last one is run {last}" if last else "there was no run yet")
    messages = _refusing_messages(store, last, run)
    feeds = store.feeds_by_number(messages["feed"].unique())
    rejects = _with_files(rejects_from_messages(messages, _feed_frame(feeds), language), feeds)
    return _resolved(store, rejects, last)


def _refusing_messages(store: StoreReader, last: int, run: int | None) -> pd.DataFrame:
    """The messages that refused something, those of a record in the order in which it was answered."""
    table = store.read("answer_lines", schema=SCHEMAS["answer_lines"], as_of_run=last or None)
    wanted = table["refused"] if run is None else pc.and_(table["refused"], pc.equal(table["run"], run))
    messages = as_frame(table.filter(wanted))
    messages = messages[codes.problem_types(messages).isin(REFUSING)]
    return messages.sort_values(RECORD_KEYS, kind="stable", ignore_index=True)


def _feed_frame(feeds: dict[int, FeedRow]) -> pd.DataFrame:
    """Name, format and form of the feeds by their number."""
    rows_of_feeds = [(feed.name, feed.format, feed.form) for feed in feeds.values()]
    return pd.DataFrame(rows_of_feeds, index=[*feeds], columns=["name", "format", "form"])


def _with_files(rejects: pd.DataFrame, feeds: dict[int, FeedRow]) -> pd.DataFrame:
    """The rejects, and where each lies to be corrected: in rejected/, a feed that was refused whole in the archive."""
    places = zip(rejects["number"], rejects["run"], rejects["record"], strict=True)
    files = [_file(feeds[number], run, record) for number, run, record in places]
    return rejects.assign(file=pd.Series(files, rejects.index, dtype="str"))


def _file(feed: FeedRow, run: int, record: int) -> str:
    if not record:
        return feed.archived
    name = feed_file_name(feed, released=feed.run != run)
    return f"rejected/{rejected_file_name(run, name)}"


def _resolved(store: StoreReader, rejects: pd.DataFrame, last: int) -> pd.DataFrame:
    """The rejects with the run that ended each, and when somebody closed it."""
    marks = as_frame(store.read("resolved", schema=SCHEMAS["resolved"]))
    rejects = resolve_by_marks(rejects.assign(closed=_closed(store, rejects)), marks)
    rejects = resolve_whole_feeds(rejects, _feeds_of_names(store, rejects, last))
    unsettled = unsettled_records(rejects)
    unsettled = unsettled.assign(order_key=order_keys(store, unsettled["order_id"]))
    applied = _applied_records(store, unsettled["order_key"].unique())
    return settle_by_later_records(rejects, unsettled, applied)


def _feeds_of_names(store: StoreReader, rejects: pd.DataFrame, last: int) -> pd.DataFrame:
    """Run, name and status of the feeds that have the name of one that was refused whole."""
    names = rejects.loc[rejects["record"] == 0, "feed"].unique()
    rows = [(feed.run, feed.name, feed.status) for feed in store.feeds_named(names) if feed.run <= last]
    frame = pd.DataFrame(rows, columns=["run", "name", "status"])
    return frame.astype({"run": "int64", "name": "str", "status": "str"})


def _closed(store: StoreReader, rejects: pd.DataFrame) -> pd.Series:
    """When somebody closed a feed that was refused whole; blank for records, and where nobody did."""
    closed = store.closed_refusals()
    instants = [closed.get(number, "") for number in rejects["number"]]
    return pd.Series(instants, rejects.index, dtype="str").where(rejects["record"] == 0, "")


def _applied_records(store: StoreReader, order_key: np.ndarray) -> pd.DataFrame:
    """What took effect on these orders (frame `applied_records`); no record whose facts were not applied."""
    journal = rows_of_orders(store, "journal", order_key)
    is_applied = journal["outcome"].isin(APPLIED_OUTCOMES) & (journal["code"] != codes.ORDER_CONFLICT)
    formats = {number: feed.format for number, feed in store.feeds_by_number(journal["feed"].unique()).items()}
    applied = journal.loc[is_applied & (journal["feed"] > 0), ["order_key", "item_key", "run", "feed"]]
    return applied.assign(format=applied["feed"].map(formats).astype("str")).drop(columns="feed").drop_duplicates()
