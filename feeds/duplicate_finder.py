"""Duplicate rows of a feed that is read block by block: a number of 64 bits is kept for each row, and nothing else.

Only rows whose number occurs twice are looked at again, by their cells, at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
PART = 262_144
"""How many rows are compared at a time, about."""


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


@dataclass(frozen=True, slots=True)
class ComparedRows:
    """Rows that were compared, by their positions: the record and the mark (feeds.duplicate_rows) of each.

    rejected: those that contradict others (frame `typed_feed`, and the item). promotions: as in Duplicates.
    """

    rows: np.ndarray
    records: np.ndarray
    marks: np.ndarray
    rejected: pd.DataFrame
    promotions: pd.DataFrame

    def without(self, rows: np.ndarray) -> ComparedRows:
        """What became of all others but these rows, all rejected ones among them."""
        others = ~np.isin(self.rows, rows)
        promotions = self.promotions[~self.promotions.index.isin(rows)]
        return ComparedRows(
            self.rows[others], self.records[others], self.marks[others], self.rejected.iloc[:0], promotions
        )


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
        hashes = np.concatenate(self._hashes)[rows]
        # Rows of one key have one number, so that each part can be compared by itself.
        part = (hashes % np.uint64(len(rows) // PART + 1)).astype(np.uint32)
        faulty = _faulty_records(later_problems)
        compared = [self._compare(typed_at, rows[part == number], faulty) for number in np.unique(part)]
        again = _rows_beside_rejected(rows, hashes, compared)
        if len(compared) > 1 and len(again):
            compared = [*(one.without(again) for one in compared), self._compare(typed_at, again, faulty)]
        del hashes, part
        return self._joined(compared)

    def _compare(self, typed_at: RowReader, rows: np.ndarray, faulty: pd.Series) -> ComparedRows:
        """What became of some rows, all those of their keys among them. faulty: other records at fault."""
        typed = typed_at(rows).reset_index(drop=True)
        is_sound = np.concatenate(self._is_sound)[rows] & ~typed["record"].isin(faulty).to_numpy()
        comparison = compare_rows(self.table, typed, is_sound)
        typed = typed.assign(item=np.concatenate(self._items)[rows])
        rejected = typed[comparison.is_rejected].set_axis(rows[comparison.is_rejected])
        promotions = comparison.promotions.set_axis(rows[comparison.promotions.index])
        # A copy, as narrow as may be: else it would hold all cells.
        records = pd.to_numeric(typed["record"], downcast="integer").to_numpy(copy=True)
        return ComparedRows(rows, records, comparison.marks, rejected, promotions)

    def _joined(self, compared: Sequence[ComparedRows]) -> Duplicates:
        """What became of the rows of all parts, in their order."""
        marks = np.zeros(sum(map(len, self._hashes)), np.int8)
        for one in compared:
            marks[one.rows] = one.marks
        marked = np.flatnonzero(marks)
        promotions = pd.concat([one.promotions for one in compared]).sort_index()
        rejected = pd.concat([one.rejected for one in compared]).sort_index()
        return Duplicates(marked, marks[marked], promotions, self._problems(rejected))

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


def _rows_beside_rejected(rows: np.ndarray, hashes: np.ndarray, compared: Sequence[ComparedRows]) -> np.ndarray:
    """The rows of each key that a record has of which any row was rejected: they do not count for those beside them.

    Such a record may have rows in several parts. hashes: the number of each row. Mostly there are none.
    """
    rejected = np.concatenate([one.rejected["record"].to_numpy() for one in compared])
    if len(rejected) == 0:
        return rejected
    of_rejected = np.concatenate([one.rows[np.isin(one.records, rejected)] for one in compared])
    return rows[np.isin(hashes, hashes[np.searchsorted(rows, of_rejected)])]


def _faulty_records(problems: pd.DataFrame) -> pd.Series:
    if problems.empty:
        return problems["record"]
    return problems.loc[codes.problem_types(problems) == "Error", "record"]
