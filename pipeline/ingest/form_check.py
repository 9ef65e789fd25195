"""What the form check decides: the records that it refuses, those that only repeat, and every message about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from feeds.duplicate_rows import EQUAL
from feeds.problems import quotable
from pipeline.lifecycle.outcomes import MESSAGE_COLUMNS
from schemas import codes
from schemas.formats.id_columns import ITEM_ID_COLUMN, order_id_column
from schemas.frame_checks import check_frames
from schemas.statuses import Outcome
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.ingest.feed import IncomingFeed


def form_outcomes(feed: IncomingFeed) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Records that end here (frame `record_outcomes`): refused ones, those that only repeat; and all `messages`."""
    check_frames(feed.table.columns, feed_text=feed.text, typed_feed=feed.typed)
    check_frames(problems=feed.problems)
    is_error = codes.problem_types(feed.problems) == "Error"
    rejected = feed.problems.loc[is_error, "record"].drop_duplicates()
    repeated = _repeated_records(feed).difference(pd.Index(rejected))
    record = np.r_[rejected.to_numpy(np.int64), repeated.to_numpy(np.int64)]
    outcome = np.repeat([int(Outcome.REJECTED), int(Outcome.UNCHANGED)], [len(rejected), len(repeated)])
    outcomes = pd.DataFrame({"record": record}).assign(feed=feed.number, outcome=outcome)
    unchanged = pd.DataFrame({"record": repeated.astype("int64")}).assign(
        column="", code=codes.UNCHANGED, value="", limit=""
    )
    lines = pd.concat([feed.problems, unchanged], ignore_index=True)
    return outcomes[[*RECORD, "outcome"]], _with_place_and_ids(feed, lines)


def _repeated_records(feed: IncomingFeed) -> pd.Index:
    """Records of which every row is equal to an earlier one."""
    is_repeated = pd.Series(feed.repeats == EQUAL).groupby(feed.typed["record"].to_numpy(), dropna=False).all()
    return is_repeated.index[is_repeated]


def _with_place_and_ids(feed: IncomingFeed, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines with the feed, the physical line and the ids of their record; a line about the file keeps its own."""
    columns = {"order_id": order_id_column(feed.table), "item_id": ITEM_ID_COLUMN.get(feed.table.name, "")}
    records = feed.text.drop_duplicates("record").set_index("record")
    ids = {}
    for name, column in columns.items():
        if column in records:
            shown = quotable(records[column], feed.table[column].kind)
            ids[name] = lines["record"].map(shown).astype("str").fillna("")
        else:
            ids[name] = pd.Series("", lines.index, dtype="str")
    line = lines["record"].map(records["line"].astype("int64")).fillna(lines["line"]).fillna(0).astype("int64")
    return lines.assign(feed=feed.number, line=line, **ids)[MESSAGE_COLUMNS]
