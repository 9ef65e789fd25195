"""Code page 932, the Shift_JIS of Windows: encode what it holds, mark what it does not."""

from __future__ import annotations

from functools import cache

import numpy as np

MARK = "〓"
"""Stands for a character that the code page does not hold (U+3013, the printer's mark for a missing type)."""

_TAB, _NEWLINE = ord("\t"), ord("\n")
_PLANE = 0x10000
_SURROGATES = range(0xD800, 0xE000)


def encode(data: bytes) -> tuple[bytes, np.ndarray, np.ndarray]:
    """UTF-8 lines of tab-separated values to cp932, and where a character became the mark.

    Returns the bytes, and for each cell that lost a character its line and its place in the line, both from 0.
    """
    text = data.decode("utf-8")
    try:
        return text.encode("cp932"), np.zeros(0, np.int64), np.zeros(0, np.int64)
    except UnicodeEncodeError:
        points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    lost = ~_held()[np.minimum(points, _PLANE)]
    marked = np.where(lost, np.uint32(ord(MARK)), points).astype("<u4").tobytes().decode("utf-32-le")
    return marked.encode("cp932"), *_cells(points, np.flatnonzero(lost))


def _cells(points: np.ndarray, where: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Line and place in the line of the cells around characters, each cell once."""
    tabs, newlines = np.flatnonzero(points == _TAB), np.flatnonzero(points == _NEWLINE)
    lines = np.searchsorted(newlines, where)
    starts = np.concatenate(([0], newlines + 1))[lines]
    places = np.searchsorted(tabs, where) - np.searchsorted(tabs, starts)
    cells = np.unique(np.stack([lines, places]), axis=1)
    return cells[0].astype(np.int64), cells[1].astype(np.int64)


@cache
def _held() -> np.ndarray:
    """Whether the code page holds each character of the first plane; the last entry is every character beyond it."""
    plane = [chr(point) for point in range(_PLANE) if point not in _SURROGATES]
    coded = "\n".join(plane).encode("cp932", errors="ignore").split(b"\n")
    del coded[_NEWLINE]
    held = np.zeros(_PLANE + 1, dtype=bool)
    held[[ord(character) for character, code in zip(plane, coded, strict=True) if code]] = True
    held[_NEWLINE] = True
    return held
