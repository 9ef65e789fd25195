"""Rows of a flat file whose quoted cell holds line breaks: which lines they are, and where a block may be cut."""

from __future__ import annotations

import numpy as np

_QUOTE, _TAB, _LF = b'"\t\n'


def is_part_of_multiline_row(block: bytes, ends: np.ndarray) -> np.ndarray:
    """The lines that are parts of one row whose quoted cell holds line breaks: a bool for each line.

    ends: the positions of the line ends. Such a row begins with a line whose last cell opens a quote and ends with the
    next line of an odd number of quotes, if its first cell closes one; lines between hold even numbers, for quotes
    inside a cell are doubled. So no line of a value is taken for a row of its own, whatever a buyer wrote.
    """
    depth_change = np.zeros(len(ends) + 1, np.int64)
    if b'"' in block:
        odd, opens, closes = _odd_lines(np.frombuffer(block, np.uint8), ends)
        first = np.flatnonzero(opens[:-1] & closes[1:])
        depth_change[odd[first]] += 1
        depth_change[odd[first + 1] + 1] -= 1
    return np.cumsum(depth_change)[:-1] > 0


def complete_length(block: bytes) -> int:
    """How much of a block holds no row that may go on in the next one."""
    if b'"' not in block:
        return len(block)
    raw = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(raw == _LF)
    odd, opens, _ = _odd_lines(raw, ends)
    if not opens[-1:].any():
        return len(block)
    return int(ends[odd[-1] - 1]) + 1 if odd[-1] else 0


def without_multiline_rows(block: bytes) -> bytes:
    """A block without the rows that go over several lines."""
    raw = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(raw == _LF)
    lengths = np.diff(ends, prepend=-1)
    return raw[np.repeat(~is_part_of_multiline_row(block, ends), lengths)].tobytes()


def _odd_lines(raw: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lines with an odd number of quotes: which, whether the last cell opens one, whether the first cell closes one."""
    quotes = np.flatnonzero(raw == _QUOTE)
    counts = np.diff(np.searchsorted(quotes, ends), prepend=0)
    odd = np.flatnonzero(counts % 2)
    line_start = np.concatenate([[0], ends + 1])[odd]
    line_end = ends[odd]
    tabs = np.concatenate([[-1], np.flatnonzero(raw == _TAB), [len(raw)]])
    first_cell_end = np.minimum(tabs[np.searchsorted(tabs, line_start)], line_end)
    last_cell_start = np.maximum(tabs[np.searchsorted(tabs, line_end) - 1] + 1, line_start)
    return odd, raw[last_cell_start] == _QUOTE, raw[first_cell_end - 1] == _QUOTE
