"""Cells of text that may hold something unusual, found by their bytes. A cell that is not named here is sound.

What is named is looked at again, letter by letter, by whoever asks.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas.cell_bytes import CellBytes

_FIRST_PRINTABLE, _DELETE = 0x20, 0x7F
_FIRST_VISIBLE, _LAST_VISIBLE = 0x21, 0x7E
_LEAD_C2, _LEAD_E1, _LEAD_E2, _LEAD_E3, _LEAD_EF = 0xC2, 0xE1, 0xE2, 0xE3, 0xEF
_SECOND_80, _SECOND_BF, _THIRD_BD = 0x80, 0xBF, 0xBD
_LAST_C1 = 0x9F
_LINE_SEPARATORS = (0xA8, 0xA9)
_MAY_BE_BLANK = np.zeros(256, bool)
_MAY_BE_BLANK[:_FIRST_VISIBLE] = True
_MAY_BE_BLANK[[_DELETE, _LEAD_C2, _LEAD_E1, _LEAD_E2, _LEAD_E3]] = True
"""First bytes of the letters that count as blanks, and of others: a cell that begins with another one is filled."""


def unreadable_cells(cells: CellBytes) -> np.ndarray:
    """The places of all cells with a character of `column_kinds.UNREADABLE`."""
    if cells.is_printable_ascii:
        return np.zeros(0, np.int64)
    raw = cells.data
    found = [np.flatnonzero((raw < _FIRST_PRINTABLE) | (raw == _DELETE)), *_unreadable_letters(raw)]
    positions = np.concatenate(found)
    return cells.places_of(np.sort(positions)) if len(positions) else positions


def _unreadable_letters(raw: np.ndarray) -> list[np.ndarray]:
    """Where the other controls, the two separators of lines and the sign for what could not be read begin."""
    # No byte of a letter of UTF-8 but the first is C2, E2 or EF, and two or one more follow these.
    controls = np.flatnonzero(raw == _LEAD_C2)
    controls = controls[raw[controls + 1] <= _LAST_C1]
    separators = np.flatnonzero(raw == _LEAD_E2)
    separators = separators[raw[separators + 1] == _SECOND_80]
    separators = separators[np.isin(raw[separators + 2], _LINE_SEPARATORS)]
    unread = np.flatnonzero(raw == _LEAD_EF)
    unread = unread[(raw[unread + 1] == _SECOND_BF) & (raw[unread + 2] == _THIRD_BD)]
    return [controls, separators, unread]


def is_filled(cells: CellBytes) -> np.ndarray:
    """Whether each cell holds anything but blanks, of whatever width (str.strip)."""
    filled = cells.lengths > 0
    unsure = _cells_that_may_be_blank(cells, filled)
    if len(unsure) == 0:
        return filled
    unsure = unsure[~_begins_with_kana(cells, unsure)]
    if len(unsure):
        text = pd.Series(cells.array.take(unsure), dtype="str")
        filled[unsure] = (text.str.strip() != "").to_numpy(bool)
    return filled


def _cells_that_may_be_blank(cells: CellBytes, filled: np.ndarray) -> np.ndarray:
    """The places of filled cells whose first byte may be one of a blank."""
    if filled.all():
        return np.flatnonzero(_MAY_BE_BLANK[cells.data[cells.offsets[:-1]]])
    places = np.flatnonzero(filled)
    return places[_MAY_BE_BLANK[cells.data[cells.offsets[places]]]]


def _begins_with_kana(cells: CellBytes, places: np.ndarray) -> np.ndarray:
    """Whether the first letter of filled cells begins with E3 and is no blank: that is E3 80 80."""
    starts = cells.offsets[places]
    second = cells.data[np.minimum(starts + 1, len(cells.data) - 1)]
    return (cells.data[starts] == _LEAD_E3) & (second != _SECOND_80)


def holds_byte(cells: CellBytes, letter: str) -> bool:
    """Whether any cell holds a character of ASCII."""
    return bool((cells.data == ord(letter)).any())
