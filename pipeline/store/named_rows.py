"""Rows by position: of a data file only the row groups that may hold what is named, and of these the rows that do.

A row group knows the smallest and the largest value of each column. Files of orders are sorted by shard and key, so
that an order is in one row group of its shard; where a file is not sorted, more row groups are read, never fewer rows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from schemas import plain_arrays


@dataclass(frozen=True, slots=True)
class NamedRows:
    """The rows of a table whose column has one of these values, which are sorted: whole numbers or text."""

    column: str
    values: Sequence[Any] | np.ndarray

    @classmethod
    def of(cls, column: str, values: Iterable[int] | Iterable[str] | np.ndarray) -> Self:
        """The same of values in any order."""
        return cls(column, np.sort(values) if isinstance(values, np.ndarray) else sorted(set(values)))

    def is_in(self, rows: pa.Table) -> np.ndarray:
        """Which of the rows are named."""
        column = rows[self.column]
        if column.type == pa.int64():
            return _is_one_of(plain_arrays.numbers(column), np.asarray(self.values, np.int64))
        wanted = set(self.values)
        cells = column.to_pylist()
        return np.fromiter((cell in wanted for cell in cells), bool, len(cells))


def named_groups(file: pq.ParquetFile, named: NamedRows, groups: Iterable[int]) -> list[int]:
    """Those of the row groups that may hold named rows: all that do not know their smallest and largest value."""
    place = file.schema_arrow.get_field_index(named.column)
    return [number for number in groups if _may_hold(file.metadata.row_group(number).column(place), named.values)]


def read_named(file: pq.ParquetFile, columns: list[str], named: NamedRows, groups: Iterable[int]) -> pa.Table:
    """The named rows in these row groups, in the order of the file. Other columns are read where a row is named."""
    groups = named_groups(file, named, groups)
    is_named = named.is_in(file.read_row_groups(groups, columns=[named.column]))
    rows = np.array([file.metadata.row_group(number).num_rows for number in groups], np.int64)
    # Which row group each row is of, by its place among those that were read; then whether any of its rows is named.
    group_of_row = np.repeat(np.arange(len(groups)), rows)
    is_hit = np.bincount(group_of_row[is_named], minlength=len(groups)) > 0
    table = file.read_row_groups([groups[place] for place in np.flatnonzero(is_hit)], columns=columns)
    return table.filter(plain_arrays.flag_array(is_named[is_hit[group_of_row]]))


def _may_hold(column: pq.ColumnChunkMetaData, values: Sequence[Any] | np.ndarray) -> bool:
    """Whether a value lies within the bounds of a column of a row group."""
    bounds = column.statistics
    if bounds is None or not bounds.has_min_max:
        return bounds is None or bounds.null_count is None or bounds.null_count < column.num_values
    return bisect_left(values, bounds.min) < bisect_right(values, bounds.max)


def _is_one_of(numbers: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Which numbers are among sorted values: the first value that is not less than each is it, or none is."""
    if len(values) == 0:
        return np.zeros(len(numbers), bool)
    nearest = values[np.minimum(np.searchsorted(values, numbers), len(values) - 1)]
    return np.asarray(nearest == numbers)
