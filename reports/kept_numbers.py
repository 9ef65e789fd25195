"""Columns of whole numbers in a file, of which a few rows are read at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

BYTES = 8


class Numbers(Protocol):
    """Whole numbers in their order, in memory or in a file."""

    def __len__(self) -> int: ...

    def __getitem__(self, rows: slice, /) -> np.ndarray: ...


@dataclass(frozen=True, slots=True)
class KeptNumbers:
    """A column of int64 in a file. first: its place in it, counted in numbers."""

    path: Path
    first: int
    count: int

    def __len__(self) -> int:
        return self.count

    def __getitem__(self, rows: slice) -> np.ndarray:
        """Rows from one on up to another. Raises OSError where the file cannot be read."""
        start, stop, _ = rows.indices(self.count)
        return np.fromfile(self.path, np.int64, max(stop - start, 0), offset=(self.first + start) * BYTES)


def keep_numbers(columns: Sequence[np.ndarray], path: Path) -> tuple[KeptNumbers, ...]:
    """The same columns (int64, of one length), but they lie in a file. Raises OSError where it cannot be written."""
    count = len(columns[0])
    with path.open("wb") as file:
        for column in columns:
            file.write(np.ascontiguousarray(column, np.int64).data)
    return tuple(KeptNumbers(path, place * count, count) for place in range(len(columns)))
