"""The cells of a column of text as their bytes in memory: their lengths, and cells of one width as a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

_TEXT = pa.large_string()
_STR = pd.StringDtype(na_value=np.nan)
"""The dtype `str` itself."""
_LAST_PRINTABLE = 0x7E
_BLANK = 0x20


@dataclass(frozen=True)
class CellBytes:
    """A column of text without nulls. array: the column; offsets: where each cell begins in `data`, and the last ends.

    data: the UTF-8 bytes of all cells, one cell after the other; a byte of it belongs to the cell of `places_of`.
    """

    array: pa.Array
    offsets: np.ndarray
    data: np.ndarray

    def __len__(self) -> int:
        """The number of cells."""
        return len(self.array)

    @cached_property
    def lengths(self) -> np.ndarray:
        """The bytes of each cell."""
        return np.diff(self.offsets)

    @cached_property
    def is_printable_ascii(self) -> bool:
        """Whether no cell holds anything but letters, digits, signs and blanks of ASCII."""
        return len(self.data) == 0 or bool(self.data.max() <= _LAST_PRINTABLE and self.data.min() >= _BLANK)

    def places_of(self, positions: np.ndarray) -> np.ndarray:
        """The cells that hold the bytes at these positions of `data`, each once, in order."""
        # Empty cells share their offset with the next one: the last of these is the one that has the byte.
        places = np.searchsorted(self.offsets, positions, side="right") - 1
        return places[np.diff(places, prepend=-1) > 0]

    def matrix(self, places: np.ndarray, width: int) -> np.ndarray:
        """The cells at these places, all of this width, as a matrix of bytes, one row per cell."""
        if len(places) * width == len(self.data):
            # All others are blank, so that these follow one another.
            return self.data.reshape(len(places), width)
        return self.data[self.offsets[places][:, None] + np.arange(width)]


def cell_bytes(cells: pd.Series) -> CellBytes:
    """The bytes of a column of text (dtype str, no cell missing), without a copy where it lies in one piece."""
    # Of the array alone: with a series pyarrow first looks for nulls of pandas, which takes longer than all the rest.
    array = pa.array(cells.array)
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0) if array.num_chunks == 1 else array.combine_chunks()
    return bytes_of(array if array.type == _TEXT else array.cast(_TEXT))


def bytes_of(array: pa.Array) -> CellBytes:
    """The bytes of an array of large strings without nulls."""
    _, offset_buffer, data_buffer = array.buffers()
    if len(array) == 0 or data_buffer is None:
        return CellBytes(array, np.zeros(len(array) + 1, np.int64), np.zeros(0, np.uint8))
    offsets = np.frombuffer(offset_buffer, np.int64)[array.offset : array.offset + len(array) + 1]
    data = np.frombuffer(data_buffer, np.uint8)[offsets[0] : offsets[-1]]
    return CellBytes(array, offsets - offsets[0] if offsets[0] else offsets, data)


def as_text(array: pa.Array) -> ExtensionArray:
    """An array of large strings as the array of a column of text, without a copy."""
    return _STR.__from_arrow__(array)


def distinct_cells(cells: CellBytes) -> tuple[np.ndarray, pd.Series]:
    """For each cell the number of its word, and the words: each text that is in the column once."""
    encoded = cells.array.dictionary_encode()
    return encoded.indices.to_numpy(), pd.Series(as_text(encoded.dictionary), copy=False)
