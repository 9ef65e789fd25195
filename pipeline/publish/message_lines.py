"""What a run said and what it mended: every line of every answer, and what became of refusals that came again.

Both are stored for ever, so that answers can be given again and refusals be listed (cases 34, 39).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.outcomes import MESSAGE_COLUMNS
from schemas.formats.added_columns import REJECTION_MARK
from schemas.formats.inventory_feed import INVENTORY
from schemas.statuses import FEED_REFUSED, GOOD_OUTCOMES, Outcome
from schemas.stored_frames import conform, empty
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pipeline.ingest.feed import IncomingFeed
    from pipeline.ingest.read_feeds import FeedResult

PLAIN_SKU = r"[!-~][ -~]{0,39}"
FORM = r"[1-9][0-9]{0,8}/[^/]+/[1-9][0-9]{0,17}"
"""How a refusal is marked in a file of refused records: run, feed and record."""


def answer_lines(
    read: Sequence[FeedResult], arrived: Iterable[IncomingFeed], records: pd.DataFrame, said: pd.DataFrame, run: int
) -> pd.DataFrame:
    """Every line of the answers of a run, those about whole files with record 0. Stored tables: said.

    arrived: the feeds whose records went on, held ones too. records: feed, record, outcome; said: the lines about
    records and feeds that were read (outcomes.SAID). `refused` is true where the record was refused, and for record 0
    where the whole feed was. message: the MessageID of the record, "" where it has none of its own. sku: what a record
    without an order is about.
    """
    whole = [_of_file(one) for one in read if not one.incoming]
    every = pd.concat([said[MESSAGE_COLUMNS], *(frame[MESSAGE_COLUMNS] for frame in whole)], ignore_index=True)
    rejected = pd.MultiIndex.from_frame(records.loc[records["outcome"] == Outcome.REJECTED, RECORD])
    refused = pd.MultiIndex.from_frame(every[RECORD].astype("int64")).isin(rejected)
    not_read = [one.row.feed for one in read if one.row.status == FEED_REFUSED]
    refused = refused | every["feed"].isin(not_read).to_numpy()
    return conform("said", _named(every, list(arrived)).assign(run=run, refused=refused))


def _named(lines: pd.DataFrame, arrived: Sequence[IncomingFeed]) -> pd.DataFrame:
    """The lines with the MessageID and the sku of their record, by which a program that sent it knows it."""
    messages = [feed.message_ids.rename("message").rename_axis("record").reset_index() for feed in arrived]
    skus = [_skus(feed) for feed in arrived]
    for found, name in ((messages, "message"), (skus, "sku")):
        every = [frame.assign(feed=feed.number) for feed, frame in zip(arrived, found, strict=True) if len(frame)]
        nobody = pd.DataFrame({"feed": [], "record": [], name: []})
        known = pd.concat([nobody, *every]).astype({"feed": "int64", "record": "int64", name: "str"})
        lines = lines.merge(known, how="left", on=RECORD, validate="many_to_one").fillna({name: ""})
    return lines


def _skus(feed: IncomingFeed) -> pd.DataFrame:
    """The sku of each record of a feed about stock, where it is a plain one."""
    if feed.table is not INVENTORY:
        return feed.text[["record"]].iloc[:0]
    first = feed.text.drop_duplicates("record")[["record", "sku"]]
    return first[first["sku"].str.fullmatch(PLAIN_SKU).astype(bool)]


def _of_file(one: FeedResult) -> pd.DataFrame:
    return one.problems.assign(feed=one.row.feed, order_id="", item_id="")


def resolved_marks(arrived: Iterable[IncomingFeed], records: pd.DataFrame, run: int) -> pd.DataFrame:
    """The marks of earlier refusals whose records were dropped back and are settled in this run. Stored: resolved.

    again: the mark of the refusal that took the place of the earlier one; "" where the record ended well. A mark that
    has not the form `run/feed/record` means nothing.
    """
    found = [empty("resolved")]
    for feed in arrived:
        if REJECTION_MARK in feed.text:
            outcome = records[records["feed"] == feed.number].set_index("record")["outcome"]
            rows = feed.text.loc[feed.text[REJECTION_MARK] != "", ["record", REJECTION_MARK]].drop_duplicates()
            rows = rows.assign(run=run, outcome=rows["record"].map(outcome))
            again = f"{run}/{feed.name}/" + rows["record"].astype("str")
            refused = rows["outcome"] == Outcome.REJECTED
            found.append(rows.assign(again=again.where(refused, ""))[refused | rows["outcome"].isin(GOOD_OUTCOMES)])
    marks = pd.concat([frame[["run", REJECTION_MARK, "again"]] for frame in found], ignore_index=True)
    marks = marks.drop_duplicates([REJECTION_MARK, "again"], ignore_index=True)
    return conform("resolved", marks[marks[REJECTION_MARK].astype("str").str.fullmatch(FORM).astype(bool)])
