"""Columns that stand in a flat file under two headings: one value a row, or 70106 where the two disagree.

Of a row in which they disagree the cell holds both values, `<100> / <50>`: so they are in the file of the rejected
records too, and no column, of whatever kind, accepts such a cell. Order process, 13.9.
"""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from feeds.layout import Layout
from feeds.problems import concat_problems, quotable, row_problems
from schemas import codes, column_kinds
from schemas.columns import Column, Kind
from schemas.quoting import HIDDEN_VALUE
from schemas.wording.reason_texts import TWO_VALUES

_UTC = ZoneInfo("UTC")
"""Only whether two values are the same is asked, so that any zone will do."""
_BETWEEN = "> / <"
_UNDECIDED = f"(?s) *<.*{_BETWEEN}.*> *"


def one_cell(versions: Sequence[pd.Series], column: Column) -> pd.Series:
    """The value of each row under the headings of one column: the first that is filled, or all where they disagree."""
    first = _first_filled(versions)
    differs = [_differs(first, other, column) for other in versions[1:]]
    is_undecided = np.logical_or.reduce(differs, initial=False)
    if not is_undecided.any():
        return first
    every = first.str.strip()
    for other, is_other in zip(versions[1:], differs, strict=True):
        every = every.mask(is_other, every + _BETWEEN + other.str.strip())
    return first.mask(is_undecided, "<" + every + ">")


def is_undecided(cells: pd.Series) -> np.ndarray:
    """Whether each cell holds several values, of which one is to be kept."""
    values = pa.array(cells)
    if not pc.any(pc.match_substring(values, _BETWEEN)).as_py():
        return np.zeros(len(cells), bool)
    return cells.str.fullmatch(_UNDECIDED).to_numpy(bool)


def undecided_rows(text: pd.DataFrame, doubled: set[str], layout: Layout) -> pd.DataFrame:
    """70106 for each row in which the headings of one of the `doubled` columns disagree. text: record, line, cells."""
    problems = []
    for name in layout.table.names:
        if name in doubled:
            rows = text[is_undecided(text[name])]
            shown = shown_values(rows[name], layout.table[name])
            headings = _alternatives(layout, name)
            problems.append(row_problems(rows, headings, codes.CHOICE_INVALID, shown, TWO_VALUES))
    return concat_problems(problems)


def shown_values(cells: pd.Series, column: Column) -> pd.Series:
    """The values in cells that hold several, as a message may quote them."""
    if column.private or column.kind is Kind.TEXT:
        return pd.Series(HIDDEN_VALUE, cells.index, dtype="str")
    values = cells.str.strip().str.slice(1, -1).str.split(_BETWEEN, regex=False).explode()
    shown = quotable(values.astype("str"), column.kind)
    return shown.groupby(level=0, dropna=False).agg(" / ".join).astype("str")


def without_repeats(read_faults: pd.DataFrame, faults: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Faults of reading and of values: of two values in one cell only the line that names the headings.

    There is none of a cell that nobody reads, as most of a canceled order.
    """
    if read_faults.empty:
        return read_faults, faults
    key = ["record", "code", "value", "limit"]
    is_fault = (read_faults["limit"] != TWO_VALUES) | _is_among(read_faults, faults, key)
    return read_faults[is_fault], faults[~_is_among(faults, read_faults, key)]


def without_undecided(faults: pd.DataFrame, found: pd.DataFrame) -> pd.DataFrame:
    """Faults between columns, without those of a cell that holds several values: they would be about both."""
    if faults.empty:
        return faults
    return faults[~_is_among(faults, found, ["record", "line", "column"])]


def _is_among(problems: pd.DataFrame, others: pd.DataFrame, key: list[str]) -> np.ndarray:
    """Whether the others tell of two values in a cell where each of the problems has this key."""
    of_cells = others[others["limit"] == TWO_VALUES]
    if of_cells.empty or problems.empty:
        return np.zeros(len(problems), bool)
    return pd.MultiIndex.from_frame(problems[key]).isin(pd.MultiIndex.from_frame(of_cells[key]))


def _first_filled(cells: Sequence[pd.Series]) -> pd.Series:
    """The first value of each row that is not blank."""
    merged = cells[0]
    for other in cells[1:]:
        merged = merged.where(merged.str.strip() != "", other)
    return merged


def _alternatives(layout: Layout, name: str) -> str:
    """The headings of a column, as the problems of alternatives name them."""
    above = [text for text, known in zip(layout.headings, layout.columns, strict=True) if known == name]
    return " or ".join(dict.fromkeys(text or name for text in above))


def _differs(first: pd.Series, other: pd.Series, column: Column) -> np.ndarray:
    """Whether a second cell says something else than the first; `550` and `550.00` are the same amount."""
    left, right = first.str.strip(), other.str.strip()
    differs = ((left != right) & (right != "")).to_numpy(bool)
    if not differs.any():
        return differs
    left_value, left_fault = column_kinds.read(left, column, _UTC)
    right_value, right_fault = column_kinds.read(right, column, _UTC)
    is_read = ((left_fault == 0) & (right_fault == 0)).to_numpy(bool)
    is_same = (left_value == right_value).fillna(value=False).to_numpy(bool)
    return differs & ~(is_read & is_same)
