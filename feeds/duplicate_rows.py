"""Keys that must be single in one feed (cases 10): equal rows count once, other values for a key refuse its records.

Rows of an order item that differ only in their promotions are one item with the promotions added up.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from feeds.problems import none, of_rows
from schemas import codes
from schemas.columns import Table
from schemas.formats.confirmation_feed import DELETE_MARK
from schemas.formats.order_feed import ORDERS

FIRST, EQUAL, MERGED = 0, 1, 2
_AMOUNTS = ["item-promotion-discount", "ship-promotion-discount"]
_PROMOTIONS = [*_AMOUNTS, "item-promotion-id", "ship-promotion-id"]


def find(table: Table, typed: pd.DataFrame, problems: pd.DataFrame) -> tuple[pd.DataFrame, np.ndarray, pd.DataFrame]:
    """Over the whole feed: (typed with merged promotions, int8 per row, problems 70014).

    typed: the rows of the feed; problems: what is known of its records. 0 first of its key, 1 equal to an earlier row,
    2 promotion row added to the first. Rows at fault take no part: they are refused for what they are, and neither
    repeat nor contradict a sound row; but promotions are not added up beside one. A record that does the same thing
    twice is refused, also in equal rows: nobody knows whether it means the one or both. Rows of an order are facts,
    which may be said twice. Where rows have no key, one equal to an earlier one repeats it, and none is refused.
    """
    marks = np.zeros(len(typed), np.int8)
    shapeless = _records(problems, {codes.ROW_RAGGED})
    errors = {number for number, code in codes.CODES.items() if code.type == "Error"}
    faulty = typed["record"].isin(_records(problems, errors)).to_numpy()
    if not table.key:
        marks[_second_of(typed[list(table.names)], ~faulty)] = EQUAL
        return typed, marks, none()
    whole = np.flatnonzero(~typed["record"].isin(shapeless).to_numpy() & _has_required(table, typed))
    key = _key(table, typed.iloc[whole])
    several = key.duplicated(keep=False).to_numpy()
    rows, key = whole[several], key[several]
    if len(rows) == 0:
        return typed, marks, none()
    group = key.groupby(list(key.columns), dropna=False, sort=False).ngroup()
    values = typed.iloc[rows][list(table.names)].assign(group=group)
    refused, equal, merged = _compared(table, values, typed["record"].iloc[rows], ~faulty[rows])
    marks[rows] = np.select([refused, equal, merged], [FIRST, EQUAL, MERGED], FIRST)
    column = ", ".join(part.split("|")[0] for part in table.key)
    found = of_rows(typed.iloc[rows[refused]].drop_duplicates("record"), column, codes.DUPLICATE_RECORD)
    return _added_up(typed, values[~refused], marks), marks, found


def _compared(
    table: Table, values: pd.DataFrame, record: pd.Series, sound: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sound rows that are refused, that repeat an earlier one, that are added to the first one of their item.

    A row of a refused record has not been had: what repeats it elsewhere is the first.
    """
    group, same = values["group"], _second_of(values, sound)
    other = _second_of(group, sound) & ~same & ~_merged(table, values, same, ~sound)
    clashing = sound & group.isin(group[other]).to_numpy()
    inside = sound & _inside(record, group) & (table.name != ORDERS.name)
    refused = clashing | inside
    alone = sound & ~record.isin(record[refused]).to_numpy()
    equal = _second_of(values, alone)
    return refused, equal, alone & _merged(table, values, equal, ~alone)


def _second_of(values: pd.DataFrame | pd.Series, sound: np.ndarray) -> np.ndarray:
    """Sound rows that repeat an earlier sound one."""
    repeated = np.zeros(len(values), bool)
    repeated[sound] = values[sound].duplicated()
    return repeated


def _inside(record: pd.Series, group: pd.Series) -> np.ndarray:
    """Rows of records in which a key stands twice."""
    twice = pd.DataFrame({"record": record, "group": group}).duplicated().to_numpy()
    return record.isin(record[twice]).to_numpy()


def _records(problems: pd.DataFrame, numbers: set[int]) -> np.ndarray:
    return problems.loc[problems["code"].isin(numbers), "record"].unique()


def _has_required(table: Table, typed: pd.DataFrame) -> np.ndarray:
    names = [name for name in table.key if name in table.required]
    return np.logical_and.reduce([typed[name].ne("").to_numpy(bool) for name in names])


def _key(table: Table, typed: pd.DataFrame) -> pd.DataFrame:
    """The key as columns. Of alternatives `a|b|c+d` the first that is filled counts, and which one it is."""
    key = {}
    for part in table.key:
        open_still = np.ones(len(typed), bool)
        ways = part.split("|")
        for way in ways:
            cells = typed[way.split("+")]
            here = open_still if way == ways[-1] else open_still & _names(cells.iloc[:, 0])
            key.update({f"{part} {name}": cells[name].where(here) for name in cells})
            open_still = open_still & ~here
    return pd.DataFrame(key)


def _names(cells: pd.Series) -> np.ndarray:
    return ((cells != "") & (cells != DELETE_MARK)).to_numpy(bool)


def _merged(table: Table, values: pd.DataFrame, equal: np.ndarray, faulty: np.ndarray) -> np.ndarray:
    """Rows of the order feed, all sound, that repeat the first of their item but for other promotions."""
    nothing = np.zeros(len(values), bool)
    if table.name != ORDERS.name:
        return nothing
    alike = values.drop(columns=_PROMOTIONS)
    unlike = (~alike.duplicated() & values["group"].duplicated()).to_numpy()
    spoilt = values["group"].isin(values["group"][unlike | faulty]).to_numpy()
    return alike.duplicated().to_numpy() & ~equal & ~spoilt


def _added_up(typed: pd.DataFrame, values: pd.DataFrame, marks: np.ndarray) -> pd.DataFrame:
    counted = values[marks[values.index] != EQUAL]
    groups = counted["group"][marks[counted.index] == MERGED].unique()
    summed = counted[counted["group"].isin(groups)]
    if summed.empty:
        return typed
    sums = summed.groupby("group", dropna=False)[_AMOUNTS].sum(min_count=1)
    firsts = summed.drop_duplicates("group")
    new = {}
    for name in _AMOUNTS:
        amounts = firsts["group"].map(sums[name]).astype("Int64").reindex(typed.index)
        new[name] = typed[name].where(~typed.index.isin(firsts.index), amounts)
    return typed.assign(**new)
