"""Columns that stand in a flat file under two headings: one value a row, or 70106 where the two disagree.

Order process, 13.9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds.layout import Layout
from feeds.problems import HIDDEN_VALUE, concat_problems, quotable, row_problems
from schemas import codes, column_kinds
from schemas.columns import Column, Kind

_UTC = ZoneInfo("UTC")
"""Only whether two values are the same is asked, so that any zone will do."""


def first_filled(cells: Sequence[pd.Series]) -> pd.Series:
    """The first value of each row that is not blank."""
    merged = cells[0]
    for other in cells[1:]:
        merged = merged.where(merged.str.strip() != "", other)
    return merged


def disagreements(rows: pd.DataFrame, cells: Mapping[str, Sequence[pd.Series]], layout: Layout) -> pd.DataFrame:
    """70106 for each row in which the cells of one column say two things. cells: of each column that stands twice."""
    problems = []
    for name, versions in cells.items():
        column = layout.table.column(name) or Column(name, private=True)
        first = first_filled(versions)
        differs = np.logical_or.reduce([_differs(first, other, column) for other in versions[1:]])
        if differs.any():
            headings = _alternatives(layout, name)
            shown = _shown([version[differs] for version in versions], column)
            problems.append(row_problems(rows[differs], headings, codes.CHOICE_INVALID, shown, headings))
    return concat_problems(problems)


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


def _shown(versions: Sequence[pd.Series], column: Column) -> pd.Series:
    """The values of a row, as a message may quote them."""
    if column.private or column.kind is Kind.TEXT:
        return pd.Series(HIDDEN_VALUE, versions[0].index, dtype="str")
    shown = [quotable(version.str.strip(), column.kind) for version in versions]
    text = shown[0]
    for other in shown[1:]:
        text = text + " / " + other
    return text
