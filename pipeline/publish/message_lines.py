"""Every line of every answer of a run, and what became of rejected records that came again.

Both are stored for ever, so that answers can be given again and rejections be listed. Order process, 14.6 and 16.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from feeds.problems import quotable
from pipeline.lifecycle.outcomes import MESSAGE_COLUMNS
from schemas import codes
from schemas.formats.added_columns import REJECTION_MARK
from schemas.formats.inventory_feed import INVENTORY
from schemas.quoting import LONGEST_QUOTE, has_contact, is_plain
from schemas.statuses import FEED_REFUSED, GOOD_OUTCOMES, Outcome
from schemas.stored_frames import conform, empty
from schemas.stored_tables import RECORD
from schemas.wording.reason_texts import WINDOW

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.ingest.feed import IncomingFeed
    from pipeline.ingest.read_feeds import FeedResult
    from pipeline.model.outcome_table import OutcomeTable

_TYPED_DATES = {codes.DATE_INVALID: "payment-date", codes.SHIP_DATE_OUT_OF_WINDOW: "ship-date"}
"""The column of the date that a line of the rules is about."""
MARK_FORM = r"[1-9][0-9]{0,8}/[^/]+/[1-9][0-9]{0,17}"
"""How a rejection is marked in a file of rejected records: run, feed and record."""


def answer_lines(
    feeds: Sequence[FeedResult],
    incoming: Sequence[IncomingFeed],
    records: OutcomeTable,
    messages: pd.DataFrame,
    run: int,
) -> pd.DataFrame:
    """Every line of the answers of a run, those about whole files with record 0 (frame `answer_lines`).

    feeds: those that were taken. incoming: those whose records go on, held ones too. messages: the lines about records
    and feeds that were read (frame `messages`). `refused` is true where the record was rejected, and for record 0 where
    the whole feed was refused. message: the MessageID of the record, "" where it has none of its own. sku: what a
    record without an order is about.
    """
    about_files = [_file_lines(feed) for feed in feeds if not feed.incoming]
    lines = _with_typed_dates(pd.concat([messages[MESSAGE_COLUMNS], *about_files], ignore_index=True), incoming)
    is_rejected = records.of_rows(lines) == Outcome.REJECTED
    refused_feeds = [feed.row.feed for feed in feeds if feed.row.status == FEED_REFUSED]
    is_refused = is_rejected | lines["feed"].isin(refused_feeds).to_numpy()
    return conform("answer_lines", _with_record_names(lines, incoming).assign(run=run, refused=is_refused))


def _file_lines(feed: FeedResult) -> pd.DataFrame:
    """What is said of a whole file."""
    return feed.problems.assign(feed=feed.row.feed, order_id="", item_id="")[MESSAGE_COLUMNS]


def _with_typed_dates(lines: pd.DataFrame, incoming: Sequence[IncomingFeed]) -> pd.DataFrame:
    """The lines in which a date that the rules found wrong stands as the record has it, in its own zone."""
    value = lines["value"]
    for code, name in _TYPED_DATES.items():
        is_meant = (lines["code"] == code) & (lines["limit"] == WINDOW if code == codes.DATE_INVALID else True)
        meant = lines[is_meant]
        feeds = [feed for feed in incoming if name in feed.text.columns and meant["feed"].eq(feed.number).any()]
        if not feeds:
            continue
        cells = pd.concat([_cells_of_records(feed, name, meant) for feed in feeds])
        records = pd.MultiIndex.from_frame(lines.loc[is_meant, RECORD])
        value = value.mask(is_meant, cells.reindex(records, fill_value="").set_axis(lines.index[is_meant]))
    return lines.assign(value=value)


def _cells_of_records(feed: IncomingFeed, name: str, lines: pd.DataFrame) -> pd.Series:
    """The cell of a column in the first row of each record that lines are about, by feed and record.

    It is as a message may quote it.
    """
    first = feed.text.rows(lines.loc[lines["feed"] == feed.number, "record"]).drop_duplicates("record")
    places = pd.MultiIndex.from_arrays([np.full(len(first), feed.number), first["record"]], names=RECORD)
    return quotable(first[name].str.strip(), feed.table[name].kind).set_axis(places)


def _with_record_names(lines: pd.DataFrame, incoming: Sequence[IncomingFeed]) -> pd.DataFrame:
    """The lines with the MessageID and the sku of their record, by which a program that sent it knows it."""
    message_ids = [feed.message_ids.rename("message").rename_axis("record").reset_index() for feed in incoming]
    skus = [_plain_skus(feed, lines) for feed in incoming]
    for frames, name in ((message_ids, "message"), (skus, "sku")):
        named = [frame.assign(feed=feed.number) for feed, frame in zip(incoming, frames, strict=True) if len(frame)]
        nothing = empty("record_outcomes")[RECORD].assign(**{name: ""})
        known = pd.concat([nothing, *named]).astype({"feed": "int64", "record": "int64", name: "str"})
        lines = lines.merge(known, how="left", on=RECORD, validate="many_to_one").fillna({name: ""})
    return lines


def _plain_skus(feed: IncomingFeed, lines: pd.DataFrame) -> pd.DataFrame:
    """The sku of each record of a feed about stock that a line is about, where a message may quote it."""
    if feed.table is not INVENTORY:
        return empty("stock_rows")[["record", "sku"]]
    records = lines.loc[lines["feed"] == feed.number, "record"]
    first = feed.text.rows(records).drop_duplicates("record")[["record", "sku"]]
    is_quotable = is_plain(first["sku"]) & ~has_contact(first["sku"]) & (first["sku"].str.len() <= LONGEST_QUOTE)
    return first[is_quotable & ~first["record"].isin(feed.ragged_records)]


def resolved_marks(incoming: Sequence[IncomingFeed], records: OutcomeTable, run: int) -> pd.DataFrame:
    """The marks of earlier rejections whose records were dropped back and are settled in this run (table `resolved`).

    again: the mark of the rejection that took the place of the earlier one; "" where the record ended well. A mark that
    has not the form `run/feed/record` means nothing.
    """
    columns = ["run", REJECTION_MARK, "again"]
    parts = [_marks_of_feed(feed, records, run)[columns] for feed in incoming if len(feed.marks)]
    marks = pd.concat([empty("resolved")[columns], *parts], ignore_index=True)
    marks = marks.drop_duplicates([REJECTION_MARK, "again"], ignore_index=True)
    is_mark = marks[REJECTION_MARK].astype("str").str.fullmatch(MARK_FORM).astype(bool)
    return conform("resolved", marks[is_mark])


def _marks_of_feed(feed: IncomingFeed, records: OutcomeTable, run: int) -> pd.DataFrame:
    """The marked records of one feed that are settled: run, mark, again."""
    rows = feed.marks
    outcome = records.of(feed.number, rows["record"].to_numpy())
    is_rejected = outcome == Outcome.REJECTED
    new_mark = f"{run}/{feed.name}/" + rows["record"].astype("str")
    marks = rows.assign(run=run, again=new_mark.where(is_rejected, ""))
    return marks[is_rejected | np.isin(outcome, [*GOOD_OUTCOMES])]
