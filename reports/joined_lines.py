"""Cells joined to the lines of a flat file: tabs between them, CRLF after each line, no quoting.

A tab or a line break inside a cell becomes one space, even one that only some readers treat as a line break, so no
value can make a cell or a line of its own. Nothing else in a value is changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reports.cells import TEXT, Cells
from schemas import column_kinds

END = "\r\n"
_TAB, _NOTHING, _LINE_END = (pa.scalar(text, TEXT) for text in ("\t", "", END))
_FIRST_HARMLESS = ord(" ")
_WIDE_ENDS = tuple(end.encode() for end in "\x85\u2028\u2029")
_SEPARATORS = b"\t\r\n"


def joined_lines(cells: Sequence[Cells], rows: int) -> pa.Array:
    """The finished lines (large_string) of a block of so many rows.

    Cells are cleaned only when counting shows a tab or a line break that we did not write.
    """
    lines = _join(cells, rows)
    data = line_bytes(lines)
    separators = rows * (len(cells) - 1 + len(END))
    if np.count_nonzero(data < _FIRST_HARMLESS) == separators and not _has_wide_end(data):
        return lines
    clean = [pc.replace_substring_regex(cell, pattern=column_kinds.LINE_ENDS, replacement=" ") for cell in cells]
    lines = _join(clean, rows)
    check_not_forged(line_bytes(lines), separators)
    return lines


def line_bytes(lines: pa.Array) -> np.ndarray:
    """The UTF-8 of all lines, one after the other, without a copy."""
    bounds = np.frombuffer(lines.buffers()[1], np.int64)[lines.offset : lines.offset + len(lines) + 1]
    return np.frombuffer(lines.buffers()[2], np.uint8)[bounds[0] : bounds[-1]]


def check_not_forged(data: np.ndarray, separators: int) -> None:
    """Raise ValueError unless lines have exactly so many tabs and line ends: a value has forged a cell."""
    if sum(np.count_nonzero(data == separator) for separator in _SEPARATORS) != separators or _has_wide_end(data):
        raise ValueError("a value holds a tab or a line break")


def _has_wide_end(data: np.ndarray) -> bool:
    """Whether lines of UTF-8 hold one of the line ends that take more than one byte."""
    return any(_has_sequence(data, end) for end in _WIDE_ENDS)


def _has_sequence(data: np.ndarray, sequence: bytes) -> bool:
    """Whether these bytes follow one another anywhere: their first one is rare in text, so it is looked for."""
    starts = np.flatnonzero(data[: len(data) - len(sequence) + 1] == sequence[0])
    for place, byte in enumerate(sequence[1:], 1):
        starts = starts[data[starts + place] == byte]
    return len(starts) > 0


def _join(cells: Sequence[Cells], rows: int) -> pa.Array:
    *others, last = _with_joined_constants(cells)
    if not others and isinstance(last, pa.Scalar):
        return pa.array([last.as_py() + END] * rows, TEXT)
    ended = pc.binary_join_element_wise(last, _NOTHING, _LINE_END, null_handling="replace")
    return pc.binary_join_element_wise(*others, ended, _TAB, null_handling="replace")


def _with_joined_constants(cells: Sequence[Cells]) -> list[Cells]:
    """The same cells, but neighbours that are one text for all rows are one, with tabs between: fewer to join."""
    joined: list[Cells] = []
    for is_constant, neighbours in groupby(cells, key=lambda cell: isinstance(cell, pa.Scalar)):
        if is_constant:
            joined.append(pa.scalar("\t".join(cell.as_py() for cell in neighbours), TEXT))
        else:
            joined.extend(neighbours)
    return joined
