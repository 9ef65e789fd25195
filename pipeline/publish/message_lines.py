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


def answer_lines(lines: pd.DataFrame, feed: IncomingFeed, records: OutcomeTable, run: int) -> pd.DataFrame:
    """Lines of the answer to a feed that was read, or to what was held of one (frame `answer_lines`).

    lines: those about some of its records, or about the file (frame `messages`). `refused` is true where the record was
    rejected. message: the MessageID of the record, "" where it has none of its own. sku: what a record without an order
    is about.
    """
    is_refused = records.of_rows(lines) == Outcome.REJECTED
    named = _with_record_names(_with_typed_dates(lines[MESSAGE_COLUMNS], feed), feed)
    return conform("answer_lines", named.assign(run=run, refused=is_refused))


def lines_of_file(feed: FeedResult, run: int) -> pd.DataFrame:
    """What is said of a file that was not read, with record 0 (frame `answer_lines`); refused: a duplicate is not."""
    is_refused = feed.row.status == FEED_REFUSED
    names = dict.fromkeys(("order_id", "item_id", "message", "sku"), "")
    return conform("answer_lines", feed.problems.assign(feed=feed.row.feed, run=run, refused=is_refused, **names))


def _with_typed_dates(lines: pd.DataFrame, feed: IncomingFeed) -> pd.DataFrame:
    """The lines in which a date that the rules found wrong stands as the record has it, in its own zone."""
    value = lines["value"]
    for code, name in _TYPED_DATES.items():
        is_meant = (lines["code"] == code) & (lines["limit"] == WINDOW if code == codes.DATE_INVALID else True)
        if is_meant.any() and name in feed.text.columns:
            records = lines.loc[is_meant, "record"]
            cells = _cells_of_records(feed, name, records)
            value = value.mask(is_meant, cells.reindex(records, fill_value="").set_axis(records.index))
    return lines.assign(value=value)


def _cells_of_records(feed: IncomingFeed, name: str, records: pd.Series) -> pd.Series:
    """The cell of a column in the first row of each of these records, by record.

    It is as a message may quote it.
    """
    first = feed.text.rows(records).drop_duplicates("record")
    return quotable(first[name].str.strip(), feed.table[name].kind).set_axis(first["record"])


def _with_record_names(lines: pd.DataFrame, feed: IncomingFeed) -> pd.DataFrame:
    """The lines with the MessageID and the sku of their record, by which a program that sent it knows it."""
    return lines.assign(
        message=_texts_of_records(lines, feed.message_ids), sku=_texts_of_records(lines, _plain_skus(feed, lines))
    )


def _texts_of_records(lines: pd.DataFrame, texts: pd.Series) -> pd.Series:
    """The text of the record of each line, "" where it has none. texts: text or int64 by record, ascending."""
    places = texts.index.searchsorted(lines["record"].to_numpy())
    is_known = np.isin(lines["record"], texts.index[np.unique(places[places < len(texts)])])
    shown = pd.Series("", lines.index, dtype="str")
    shown[is_known] = texts.iloc[places[is_known]].astype("str").to_numpy()
    return shown


def _plain_skus(feed: IncomingFeed, lines: pd.DataFrame) -> pd.Series:
    """The sku of each record of a feed about stock that a line is about, where a message may quote it; by record."""
    if feed.table is not INVENTORY:
        return pd.Series(dtype="str", index=pd.Index([], dtype="int64"))
    first = feed.text.rows(lines["record"]).drop_duplicates("record")
    is_quotable = is_plain(first["sku"]) & ~has_contact(first["sku"]) & (first["sku"].str.len() <= LONGEST_QUOTE)
    shown = first[is_quotable & ~first["record"].isin(feed.ragged_records)]
    return shown.set_index("record")["sku"]


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
