"""A number of 64 bits for each row, made of its cells: rows that are equal in these cells have the same number.

Others may have it too, so that whoever needs to know looks at the cells of the few rows whose number occurs twice.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from feeds.duplicate_keys import key_parts
from schemas.cell_bytes import CellBytes, cell_bytes
from schemas.columns import Table

_WORD = 8
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_WORD + 1)], np.uint64)
"""What of a word of eight bytes belongs to a cell that ends after so many of them."""
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def key_hashes(table: Table, typed: pd.DataFrame) -> np.ndarray:
    """The number of the key of each row; of a format without a key, of all its cells. typed: frame `typed_feed`."""
    if not table.key:
        return _combined([cell_hashes(typed[name]) for name in table.names], len(typed))
    # A part of the key that does not count is the same for all rows in which it does not.
    parts = [np.where(counts, cell_hashes(typed[name]), _FACTOR) for _, name, counts in key_parts(table, typed)]
    return _combined(parts, len(typed))


def occur_twice(hashes: np.ndarray) -> np.ndarray:
    """Which rows have a number that another row has too."""
    ordered = np.sort(hashes)
    repeated = ordered[1:][ordered[1:] == ordered[:-1]]
    if len(repeated) == 0:
        return np.zeros(len(hashes), bool)
    places = np.minimum(np.searchsorted(repeated, hashes), len(repeated) - 1)
    return repeated[places] == hashes


def cell_hashes(values: pd.Series) -> np.ndarray:
    """The number of each value of a typed column."""
    if values.dtype == "str":
        return _text_hashes(cell_bytes(values))
    if values.dtype == "Int64":
        return values.fillna(np.iinfo(np.int64).min).to_numpy(np.int64).view(np.uint64)
    return values.to_numpy("datetime64[us]").view(np.uint64)


def _combined(columns: Sequence[np.ndarray], rows: int) -> np.ndarray:
    number = np.zeros(rows, np.uint64)
    for column in columns:
        number = _mixed(number + _FACTOR, column)
    return number


def _mixed(number: np.ndarray, word: np.ndarray) -> np.ndarray:
    product = (number ^ word) * _FACTOR
    return np.asarray(product ^ (product >> _SHIFT))


def _text_hashes(cells: CellBytes) -> np.ndarray:
    """The number of each cell, eight bytes after eight bytes of all cells that are as long as that."""
    padded = np.concatenate([cells.data, np.zeros(_WORD, np.uint8)])
    # The eight bytes that begin at each byte, as one number: a view that goes on by one byte.
    words = np.ndarray((len(cells.data) + 1,), "<u8", padded.data, strides=(1,))
    number = cells.lengths.astype(np.uint64)
    starts = cells.offsets[:-1]
    for start in range(0, int(cells.lengths.max(initial=0)), _WORD):
        is_longer = cells.lengths > start
        # Ids are all as long as each other: then all rows are meant, without a list of them.
        longer = slice(None) if is_longer.all() else np.flatnonzero(is_longer)
        rest = np.minimum(cells.lengths[longer] - start, _WORD)
        word = words[starts[longer] + start] & _MASKS[rest]
        number[longer] = _mixed(number[longer], word)
    return number
