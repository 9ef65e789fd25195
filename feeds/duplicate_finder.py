"""Duplicate rows of a feed that is read block by block: a number of 64 bits is kept for each row, and nothing else.

Only rows whose number occurs twice are looked at again, by their cells, at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from feeds.duplicate_keys import has_required_key
from feeds.duplicate_rows import DISCOUNTS, compare_rows, no_promotions
from feeds.problems import item_numbers, no_problems, row_problems
from feeds.row_hashes import key_hashes, occur_twice
from schemas import codes
from schemas.columns import Table
from schemas.formats import fields as f

RowReader = Callable[[np.ndarray], pd.DataFrame]
"""Positions of rows in their feed, ascending, to these rows as one frame."""


@dataclass(frozen=True, slots=True)
class Duplicates:
    """The duplicate rows of a feed, by their positions in it.

    rows, marks: rows that repeat another one and how (int8, feeds.duplicate_rows); all other rows are FIRST.
    promotions: the discounts of first rows that are to be replaced, by position. problems: 70014 (frame `problems`).
    """

    rows: np.ndarray
    marks: np.ndarray
    promotions: pd.DataFrame
    problems: pd.DataFrame

    def repeats(self, count: int) -> np.ndarray:
        """The mark of each of so many rows, int8."""
        marks = np.zeros(count, np.int8)
        marks[self.rows] = self.marks
        return marks

    def with_promotions(self, typed: pd.DataFrame) -> pd.DataFrame:
        """All rows of the feed (frame `typed_feed`, index from 0) with the discounts of merged rows in the first."""
        if self.promotions.empty:
            return typed
        is_first = typed.index.isin(self.promotions.index)
        amounts = self.promotions.reindex(typed.index)
        return typed.assign(**{name: typed[name].where(~is_first, amounts[name]) for name in DISCOUNTS})


NO_DUPLICATES = Duplicates(np.zeros(0, np.int64), np.zeros(0, np.int8), no_promotions(), no_problems())


class DuplicateFinder:
    """What must be kept of the rows of one feed to find the duplicates among them: some ten bytes a row."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self._hashes: list[np.ndarray] = []
        self._has_key: list[np.ndarray] = []
        self._is_sound: list[np.ndarray] = []
        self._items: list[np.ndarray] = []

    def add(self, typed: pd.DataFrame, problems: pd.DataFrame) -> None:
        """Add the next rows (frame `typed_feed`) of whole records, and what is known of them (frame `problems`)."""
        self._hashes.append(key_hashes(self.table, typed))
        self._has_key.append(self._with_key(typed, problems))
        self._is_sound.append(~typed["record"].isin(_faulty_records(problems)).to_numpy())
        self._items.append(item_numbers(typed).to_numpy(np.int32))

    def find(self, typed_at: RowReader, later_problems: pd.DataFrame) -> Duplicates:
        """The duplicates over all rows. later_problems: what else is known of records (frame `problems`)."""
        rows = self._rows_alike()
        if len(rows) == 0:
            return NO_DUPLICATES
        typed = typed_at(rows).reset_index(drop=True)
        is_sound = np.concatenate(self._is_sound)[rows]
        is_sound &= ~typed["record"].isin(_faulty_records(later_problems)).to_numpy()
        comparison = compare_rows(self.table, typed, is_sound)
        is_marked = comparison.marks != 0
        items = np.concatenate(self._items)[rows]
        promotions = comparison.promotions.set_axis(rows[comparison.promotions.index])
        problems = self._problems(typed.assign(item=items)[comparison.is_rejected])
        return Duplicates(rows[is_marked], comparison.marks[is_marked], promotions, problems)

    def _rows_alike(self) -> np.ndarray:
        """The positions of rows with a key whose number another one has too."""
        if not self._hashes:
            return np.zeros(0, np.int64)
        rows = np.flatnonzero(np.concatenate(self._has_key))
        return rows[occur_twice(np.concatenate(self._hashes)[rows])]

    def _with_key(self, typed: pd.DataFrame, problems: pd.DataFrame) -> np.ndarray:
        """Rows that may have the key of another one.

        Not those of which the fields are under wrong headings, or that lack a part of their key. In a format without
        a key those that name their item: any other may mean another item.
        """
        if not self.table.key:
            return typed[f.ORDER_ITEM_ID.name].ne("").to_numpy(bool)
        has_key = has_required_key(self.table, typed)
        if problems.empty:
            return has_key
        ragged = problems.loc[problems["code"] == codes.ROW_RAGGED, "record"]
        return has_key & ~typed["record"].isin(ragged).to_numpy()

    def _problems(self, rejected: pd.DataFrame) -> pd.DataFrame:
        """70014 for the first rejected row of each record. rejected: frame `typed_feed`, and its item."""
        firsts = rejected.drop_duplicates("record")
        if firsts.empty:
            return no_problems()
        column = ", ".join(part.split("|")[0] for part in self.table.key)
        return row_problems(firsts, column, codes.DUPLICATE_RECORD).assign(item=firsts["item"].astype("int64"))


def _faulty_records(problems: pd.DataFrame) -> pd.Series:
    if problems.empty:
        return problems["record"]
    return problems.loc[codes.problem_types(problems) == "Error", "record"]
