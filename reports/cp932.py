"""Code page 932, the Shift_JIS of Windows: encode the characters it has, replace all others."""

from __future__ import annotations

from functools import cache

import numpy as np

REPLACEMENT = "〓"
"""Replaces a character that the code page lacks (U+3013, the printer's mark for a missing type)."""

_TAB = ord("\t")
_NEWLINE = ord("\n")
_FIRST_PLANE = 0x10000
_SURROGATES = range(0xD800, 0xE000)


def encode(data: bytes) -> tuple[bytes, np.ndarray, np.ndarray]:
    """Tab-separated lines from UTF-8 to cp932, and where a character was replaced.

    Returns the bytes, and for each cell that lost a character its line and its position in the line, both from 0.
    """
    text = data.decode("utf-8")
    try:
        return text.encode("cp932"), np.zeros(0, np.int64), np.zeros(0, np.int64)
    except UnicodeEncodeError:
        points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    is_lost = ~_is_encodable()[np.minimum(points, _FIRST_PLANE)]
    replaced = np.where(is_lost, np.uint32(ord(REPLACEMENT)), points).astype("<u4").tobytes().decode("utf-32-le")
    return replaced.encode("cp932"), *_cells_around(points, np.flatnonzero(is_lost))


def _cells_around(points: np.ndarray, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Line, and position in the line, of the cells that contain the characters, each cell once."""
    tabs = np.flatnonzero(points == _TAB)
    newlines = np.flatnonzero(points == _NEWLINE)
    lines = np.searchsorted(newlines, positions)
    starts = np.concatenate(([0], newlines + 1))[lines]
    places = np.searchsorted(tabs, positions) - np.searchsorted(tabs, starts)
    cells = np.unique(np.stack([lines, places]), axis=1)
    return cells[0].astype(np.int64), cells[1].astype(np.int64)


@cache
def _is_encodable() -> np.ndarray:
    """Whether the code page has each character of the first plane; the last entry is for all characters beyond it."""
    plane = [chr(point) for point in range(_FIRST_PLANE) if point not in _SURROGATES]
    coded = "\n".join(plane).encode("cp932", errors="ignore").split(b"\n")
    del coded[_NEWLINE]
    is_encodable = np.zeros(_FIRST_PLANE + 1, dtype=bool)
    is_encodable[[ord(character) for character, code in zip(plane, coded, strict=True) if code]] = True
    is_encodable[_NEWLINE] = True
    return is_encodable
