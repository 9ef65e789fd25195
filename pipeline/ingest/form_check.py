"""What the form check decides: the records that it refuses, those that only repeat, and every message about them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from feeds.duplicate_rows import EQUAL
from feeds.problems import item_numbers, quotable
from pipeline.lifecycle.outcomes import MESSAGE_COLUMNS
from schemas import codes, keys
from schemas.formats.id_columns import ITEM_ID_COLUMN, order_id_column
from schemas.frame_checks import check_frames
from schemas.statuses import Outcome
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.ingest.feed import IncomingFeed
    from schemas.columns import Table


_FAULTS_OF_IDS = (codes.VALUE_MISSING, codes.ID_INVALID, codes.ID_MANGLED)
BY_PLACE = " of item "
"""Between a column and the position of the item in its message."""


def form_outcomes(feed: IncomingFeed) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Records that end here (frame `record_outcomes`): refused ones, those that only repeat; and all `messages`.

    Block by block of the feed, as far as there is anything to say.
    """
    check_frames(problems=feed.problems)
    problems = feed.problems.sort_values("record", kind="stable", ignore_index=True)
    of_problem = problems["record"].to_numpy()
    equal = np.sort(feed.duplicates.rows[feed.duplicates.marks == EQUAL])
    row = start = 0
    for records in feed.text.records():
        first, last = np.searchsorted(equal, (row, row + len(records)))
        repeated = _repeated_records(records, equal[first:last] - row)
        until = int(np.searchsorted(of_problem, records[-1], side="right"))
        if until > start or len(repeated):
            yield _outcomes_of_block(feed, problems[start:until], repeated)
        row, start = row + len(records), until
    if start < len(problems):
        yield _outcomes_of_block(feed, problems[start:], np.zeros(0, np.int64))


def _outcomes_of_block(
    feed: IncomingFeed, problems: pd.DataFrame, repeated: np.ndarray
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Of some records those that end here, and their messages. repeated: those of which every row is a repeat."""
    rejected = problems.loc[codes.problem_types(problems) == "Error", "record"].unique()
    repeated = repeated[~np.isin(repeated, rejected)]
    outcome = np.repeat([int(Outcome.REJECTED), int(Outcome.UNCHANGED)], [len(rejected), len(repeated)])
    outcomes = pd.DataFrame({"record": np.r_[rejected, repeated]}).assign(feed=feed.number, outcome=outcome)
    unchanged = pd.DataFrame({"record": repeated}).assign(column="", code=codes.UNCHANGED, value="", limit="", item=1)
    lines = pd.concat([problems, unchanged], ignore_index=True)
    return outcomes[[*RECORD, "outcome"]], _with_place_and_ids(feed, lines)


def _repeated_records(records: np.ndarray, equal: np.ndarray) -> np.ndarray:
    """Records of which every row is equal to an earlier one. records: of each row; equal: the places of such rows."""
    is_equal = np.zeros(len(records), np.int64)
    is_equal[equal] = 1
    starts = np.flatnonzero(np.diff(records, prepend=-1))
    counts = np.diff(np.append(starts, len(records)))
    return records[starts][np.add.reduceat(is_equal, starts) == counts]


def _with_place_and_ids(feed: IncomingFeed, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines with the feed, the physical line and the ids of what they are about; a line about the file keeps its own.

    The item is that of the row at fault. One whose id is the fault is named by its position. Order process, 13.14.
    """
    text = feed.text.rows(lines["record"].unique())
    records = text.drop_duplicates("record").set_index("record")
    item_column = ITEM_ID_COLUMN.get(feed.table.name, "")
    ragged = lines.loc[lines["code"] == codes.ROW_RAGGED, "record"].unique()
    several = text.loc[text.duplicated("record"), "record"].unique()
    item = _item_of(lines, several)
    ids = {
        "order_id": _shown_ids(records, order_id_column(feed.table), feed.table, ragged).reindex(
            lines["record"], fill_value=""
        ),
        "item_id": _shown_ids(_rows_by_item(text), item_column, feed.table, ragged).reindex(item, fill_value=""),
    }
    line = lines["record"].map(records["line"].astype("int64")).fillna(lines["line"]).fillna(0).astype("int64")
    is_of_id = (lines["column"] == item_column) & lines["record"].isin(several)
    is_named_by_place = is_of_id & lines["code"].isin(_FAULTS_OF_IDS) & (lines["item"] > 0)
    by_place = lines["column"] + BY_PLACE + lines["item"].astype("str")
    shown = {name: pd.Series(texts.to_numpy(), lines.index, dtype="str") for name, texts in ids.items()}
    column = lines["column"].mask(is_named_by_place, by_place)
    return lines.assign(feed=feed.number, line=line, column=column, **shown)[MESSAGE_COLUMNS]


def _shown_ids(rows: pd.DataFrame, column: str, table: Table, ragged: np.ndarray) -> pd.Series:
    """The ids in a column as an answer may show them, "" where the format has no such column.

    Of `ragged` records only what is an id, for whatever else may stand under this heading.
    """
    if column not in rows:
        return pd.Series("", rows.index, dtype="str")
    shown = quotable(rows[column], table[column].kind)
    is_ragged = rows.index.get_level_values(0).isin(ragged)
    is_id = shown.str.fullmatch(f"{keys.ORDER_ID.pattern}|{keys.ITEM_ID.pattern}").astype(bool)
    return shown.where(~is_ragged | is_id, "")


def _rows_by_item(text: pd.DataFrame) -> pd.DataFrame:
    """Rows of a feed (frame `feed_text`) by record and number of their item."""
    return text.set_index([text["record"].rename(None), item_numbers(text).rename(None)])


def _item_of(lines: pd.DataFrame, several: np.ndarray) -> pd.MultiIndex:
    """The record and item of each line; a record of one row is that item, one of `several` is none of them."""
    is_of_several = lines["record"].isin(several)
    return pd.MultiIndex.from_arrays([lines["record"], lines["item"].mask(~is_of_several, 1)])
