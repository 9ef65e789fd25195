"""Keys that must be single in one feed: equal rows count once, other values for a key reject its records.

Rows of an order item that differ only in their promotions are one item with the promotions added up.
Order process, 8.5.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from feeds.duplicate_keys import has_required_key, key_columns
from feeds.problems import about_items, no_problems, row_problems
from feeds.row_hashes import key_hashes, occur_twice
from schemas import codes
from schemas.columns import Table
from schemas.formats import fields as f
from schemas.formats.order_feed import ORDERS

FIRST, EQUAL, MERGED = 0, 1, 2
_DISCOUNTS = ["item-promotion-discount", "ship-promotion-discount"]
_PROMOTIONS = [*_DISCOUNTS, "item-promotion-id", "ship-promotion-id"]


def mark_duplicates(
    table: Table, typed: pd.DataFrame, problems: pd.DataFrame
) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame]:
    """Over the whole feed: (typed with merged promotions, int8 per row, problems 70014).

    typed: frame `typed_feed`; problems: what is known of its records (frame `problems`). 0 first of its key, 1 equal to
    an earlier row, 2 promotion row added to the first. Rows at fault take no part: they are rejected for what they are,
    and neither repeat nor contradict a sound row; but promotions are not added up beside one. A record that does the
    same thing twice is rejected, also in equal rows: nobody knows whether it means the one or both. Rows of an order
    are facts, which may be repeated. Rows of a format without a key are never rejected: one that names its item repeats
    an equal earlier one, any other may mean another item.
    """
    marks = np.zeros(len(typed), np.int8)
    faulty = problems.loc[codes.problem_types(problems) == "Error", "record"]
    is_sound = ~typed["record"].isin(faulty).to_numpy()
    if not table.key:
        names_item = typed[f.ORDER_ITEM_ID.name].ne("").to_numpy(bool)
        rows = np.flatnonzero(is_sound & names_item & occur_twice(key_hashes(table, typed)))
        marks[rows[typed[list(table.names)].iloc[rows].duplicated().to_numpy(bool)]] = EQUAL
        return typed, marks, no_problems()
    rows, group = _rows_sharing_a_key(table, typed, problems)
    if len(rows) == 0:
        return typed, marks, no_problems()
    values = typed.iloc[rows][list(table.names)].assign(group=group)
    is_rejected, is_equal, is_merged = _compare_rows(table, values, typed["record"].iloc[rows], is_sound[rows])
    marks[rows] = np.select([is_rejected, is_equal, is_merged], [FIRST, EQUAL, MERGED], FIRST)
    column = ", ".join(part.split("|")[0] for part in table.key)
    rejected = typed.iloc[rows[is_rejected]].drop_duplicates("record")
    return (
        _add_promotions(typed, values[~is_rejected], marks),
        marks,
        about_items(row_problems(rejected, column, codes.DUPLICATE_RECORD), typed),
    )


def _rows_sharing_a_key(table: Table, typed: pd.DataFrame, problems: pd.DataFrame) -> tuple[np.ndarray, pd.Series]:
    """The positions of rows whose key stands in another row too, and the number of the key of each.

    Rows of which the fields stand under wrong headings, or that lack a part of their key, have none.
    """
    ragged = typed["record"].isin(_records_with(problems, {codes.ROW_RAGGED})).to_numpy()
    keyed = np.flatnonzero(~ragged & has_required_key(table, typed) & occur_twice(key_hashes(table, typed)))
    key = key_columns(table, typed.iloc[keyed])
    is_shared = key.duplicated(keep=False).to_numpy()
    group = key[is_shared].groupby(list(key.columns), dropna=False, sort=False).ngroup()
    return keyed[is_shared], group


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


def _records_with(problems: pd.DataFrame, numbers: set[int] | frozenset[int]) -> np.ndarray:
    """The records that have a problem with one of these codes."""
    return problems.loc[problems["code"].isin(numbers), "record"].unique()


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


def _add_promotions(typed: pd.DataFrame, values: pd.DataFrame, marks: np.ndarray) -> pd.DataFrame:
    """The typed rows, with the discounts of merged rows added to the first row of their item."""
    counted = values[marks[values.index] != EQUAL]
    merged_groups = counted["group"][marks[counted.index] == MERGED].unique()
    summed = counted[counted["group"].isin(merged_groups)]
    if summed.empty:
        return typed
    sums = summed.groupby("group", dropna=False)[_DISCOUNTS].sum(min_count=1)
    firsts = summed.drop_duplicates("group")
    totals = {}
    for name in _DISCOUNTS:
        amounts = firsts["group"].map(sums[name]).astype("Int64").reindex(typed.index)
        totals[name] = typed[name].where(~typed.index.isin(firsts.index), amounts)
    return typed.assign(**totals)
