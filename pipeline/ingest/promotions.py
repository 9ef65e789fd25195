"""Promotion rows that were added to the first row of their item: they end as that row's record did.

Order process, 8.5.2.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from feeds.duplicate_rows import MERGED
from pipeline.lifecycle.outcomes import MESSAGE_COLUMNS
from pipeline.model.outcome_table import NONE
from schemas.frames import FRAMES
from schemas.stored_frames import empty
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.ingest.feed import IncomingFeed
    from pipeline.ingest.kept_lines import KeptLines
    from pipeline.model.outcome_table import OutcomeTable

_ITEM = ["order-id", "order-item-id"]
_FIRST_RECORD = ["feed", "first"]


def merged_rows(feed: IncomingFeed, ended: OutcomeTable) -> pd.DataFrame:
    """The rows of an order feed that were added to another one (frame `merged_rows`).

    ended: the records that ended at the form check.
    """
    added = feed.repeats(MERGED)
    added = added[ended.of(feed.number, added["record"].to_numpy()) == NONE]
    if added.empty:
        return empty("merged_rows")
    items = pd.MultiIndex.from_frame(added[_ITEM])
    firsts = [rows.loc[pd.MultiIndex.from_frame(rows[_ITEM]).isin(items)] for rows in feed.first_rows()]
    by_item = pd.concat(firsts)[[*_ITEM, "record"]].rename(columns={"record": "first"}).drop_duplicates(_ITEM)
    added = added.merge(by_item, how="inner", on=_ITEM, validate="many_to_one")
    return added.assign(feed=feed.number)[list(FRAMES["merged_rows"].names)].astype("int64")


def merged_outcomes(rows: pd.DataFrame, outcomes: OutcomeTable) -> pd.DataFrame:
    """The outcomes of merged rows from those of all other records (frame `record_outcomes`)."""
    firsts = rows[_FIRST_RECORD].rename(columns={"first": "record"})
    merged = rows[RECORD].assign(outcome=outcomes.of_rows(firsts).astype(np.int64))
    return merged[merged["outcome"] != NONE]


def merged_messages(rows: pd.DataFrame, messages: KeptLines) -> pd.DataFrame:
    """The lines of the answer (frame `messages`) that merged rows of one feed have in common with their first."""
    others = rows[rows["record"] != rows["first"]]
    if others.empty:
        return empty("messages")
    lines = messages.of_records(int(others["feed"].iloc[0]), np.unique(others["first"]))
    firsts = lines.rename(columns={"record": "first"}).drop(columns="line")
    return others.merge(firsts, how="inner", on=_FIRST_RECORD, validate="many_to_many")[MESSAGE_COLUMNS]
