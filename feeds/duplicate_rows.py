"""Keys that must be single in one feed: equal rows count once, other values for a key reject its records.

Rows of an order item that differ only in their promotions are one item with the promotions added up.
Order process, 8.5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from feeds.duplicate_keys import key_columns
from schemas.columns import Table
from schemas.formats.order_feed import ORDERS

FIRST, EQUAL, MERGED = 0, 1, 2
DISCOUNTS = ("item-promotion-discount", "ship-promotion-discount")
_PROMOTIONS = [*DISCOUNTS, "item-promotion-id", "ship-promotion-id"]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of rows that may repeat one another.

    marks: int8 per row, FIRST, EQUAL to an earlier one or MERGED with the first. is_rejected: rows that contradict
    others. promotions: the discounts of the first rows of merged items, added up, by the position of the row.
    """

    marks: np.ndarray
    is_rejected: np.ndarray
    promotions: pd.DataFrame


def compare_rows(table: Table, typed: pd.DataFrame, is_sound: np.ndarray) -> Comparison:
    """Compare the rows of a feed that may share their key with another one.

    typed: frame `typed_feed`, index from 0, each row with its key; is_sound: rows without a fault. Rows at fault take
    no part: they are rejected for what they are, and neither repeat nor contradict a sound row; but promotions are not
    added up beside one. A record that does the same thing twice is rejected, also in equal rows: nobody knows whether
    it means the one or both. Rows of an order are facts, which may be repeated. Rows of a format without a key are
    never rejected.
    """
    marks = np.zeros(len(typed), np.int8)
    is_rejected = np.zeros(len(typed), bool)
    if not table.key:
        marks[_repeats_earlier(typed[list(table.names)], is_sound)] = EQUAL
        return Comparison(marks, is_rejected, no_promotions())
    rows, group = _rows_sharing_a_key(table, typed)
    values = typed.iloc[rows][list(table.names)].assign(group=group)
    rejected, is_equal, is_merged = _compare_rows(table, values, typed["record"].iloc[rows], is_sound[rows])
    marks[rows] = np.select([rejected, is_equal, is_merged], [FIRST, EQUAL, MERGED], FIRST)
    is_rejected[rows] = rejected
    return Comparison(marks, is_rejected, _add_promotions(values[~rejected], marks))


def no_promotions() -> pd.DataFrame:
    """No discounts of merged rows."""
    return pd.DataFrame({name: pd.Series(dtype="Int64") for name in DISCOUNTS}, index=pd.Index([], dtype="int64"))


def _rows_sharing_a_key(table: Table, typed: pd.DataFrame) -> tuple[np.ndarray, pd.Series]:
    """The positions of rows whose key is in another row too, and the number of the key of each."""
    key = key_columns(table, typed)
    is_shared = key.duplicated(keep=False).to_numpy()
    group = key[is_shared].groupby(list(key.columns), dropna=False, sort=False).ngroup()
    return np.flatnonzero(is_shared), group


def _compare_rows(
    table: Table, values: pd.DataFrame, record: pd.Series, is_sound: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sound rows that are rejected, that repeat an earlier one, that are added to the first one of their item.

    A row of a rejected record does not count: what repeats it elsewhere is the first.
    """
    group = values["group"]
    is_equal = _repeats_earlier(values, is_sound)
    is_other = _repeats_earlier(group, is_sound) & ~is_equal
    is_other &= ~_differs_in_promotions(table, values, is_equal, ~is_sound)
    is_contradicted = is_sound & group.isin(group[is_other]).to_numpy()
    is_done_twice = is_sound & _repeats_in_record(record, group) & (table.name != ORDERS.name)
    is_rejected = is_contradicted | is_done_twice
    counts = is_sound & ~record.isin(record[is_rejected]).to_numpy()
    is_equal = _repeats_earlier(values, counts)
    return is_rejected, is_equal, counts & _differs_in_promotions(table, values, is_equal, ~counts)


def _repeats_earlier(values: pd.DataFrame | pd.Series, counts: np.ndarray) -> np.ndarray:
    """Of the rows that count those that repeat an earlier one of them."""
    repeats = np.zeros(len(values), bool)
    repeats[counts] = values[counts].duplicated()
    return repeats


def _repeats_in_record(record: pd.Series, group: pd.Series) -> np.ndarray:
    """Rows of records in which a key stands twice."""
    stands_twice = pd.DataFrame({"record": record, "group": group}).duplicated().to_numpy()
    return record.isin(record[stands_twice]).to_numpy()


def _differs_in_promotions(
    table: Table, values: pd.DataFrame, is_equal: np.ndarray, is_ignored: np.ndarray
) -> np.ndarray:
    """Rows of the order feed, all of them counting, that repeat the first of their item but for other promotions."""
    if table.name != ORDERS.name:
        return np.zeros(len(values), bool)
    rest = values.drop(columns=_PROMOTIONS)
    differs_in_more = (~rest.duplicated() & values["group"].duplicated()).to_numpy()
    in_spoilt_group = values["group"].isin(values["group"][differs_in_more | is_ignored]).to_numpy()
    return rest.duplicated().to_numpy() & ~is_equal & ~in_spoilt_group


def _add_promotions(values: pd.DataFrame, marks: np.ndarray) -> pd.DataFrame:
    """The discounts of the first row of each merged item with those of its merged rows, by the position of the row."""
    counted = values[marks[values.index] != EQUAL]
    merged_groups = counted["group"][marks[counted.index] == MERGED].unique()
    summed = counted[counted["group"].isin(merged_groups)]
    if summed.empty:
        return no_promotions()
    sums = summed.groupby("group", dropna=False)[list(DISCOUNTS)].sum(min_count=1)
    firsts = summed.drop_duplicates("group")
    return pd.DataFrame({name: firsts["group"].map(sums[name]).astype("Int64") for name in DISCOUNTS})
