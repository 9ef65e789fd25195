"""Texts of plain XML as cells: without the entities of XML, and on one line."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

_ENTITIES = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
"""What each entity means; the last is read last, so that nothing is read twice."""
_AMPERSAND, _BLANK = ord("&"), ord(" ")


def clean_cells(cells: pa.LargeStringArray) -> pa.LargeStringArray:
    """Texts as they are between tags to what they mean: tabs and line ends are one blank, none is left at the ends.

    Of a column without any of these nothing is done.
    """
    letters = letters_of(cells)
    if (letters == _AMPERSAND).any():
        for entity, letter in _ENTITIES.items():
            cells = pc.replace_substring(cells, entity, letter)
    if (letters < _BLANK).any():
        cells = pc.replace_substring_regex(cells, r"[\t\r\n]+", " ")
    return pc.ascii_trim(cells, " ") if (letters <= _BLANK).any() else cells


def blank_cells(count: int) -> pa.LargeStringArray:
    """So many cells without text."""
    return pa.LargeStringArray.from_buffers(count, pa.py_buffer(np.zeros(count + 1, np.int64)), pa.py_buffer(b""))


def all_true(mask: pa.BooleanArray) -> bool:
    """Whether a mask holds everywhere, as of no cells it does."""
    return not pc.any(pc.invert(mask)).as_py()


def letters_of(cells: pa.LargeStringArray) -> np.ndarray:
    """The bytes of all texts of an array, one after the other."""
    _, offsets, data = cells.buffers()
    if data is None:
        return np.zeros(0, np.uint8)
    bounds = np.frombuffer(offsets, np.int64)[cells.offset : cells.offset + len(cells) + 1]
    return np.frombuffer(data, np.uint8)[bounds[0] : bounds[-1]]
