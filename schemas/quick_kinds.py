"""The same as `column_kinds.read`, quicker: cells of the usual form are read by their bytes, all others by it.

A cell is usual if its bytes alone say that it has no fault, and its value. Whatever is unusual in any way (a blank at
an end, a sign, another form of a date, a letter in an id) goes the way of `column_kinds.read`, which says what is true.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas import column_kinds
from schemas.cell_bytes import CellBytes, cell_bytes, distinct_cells
from schemas.columns import MOST_UNITS, MOST_YEN, Column, Kind
from schemas.suspicious_cells import unreadable_cells
from schemas.word_memory import read_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

_DIGIT_ZERO, _LAST_DIGIT, _DASH = ord("0"), 9, ord("-")
_ORDER_ID_WIDTH, _ITEM_ID_WIDTH = 19, 14
_MOST_DIGITS = {Kind.COUNT: 9, Kind.YEN: 12}
_CENTURIES = np.frombuffer(b"192021", np.uint16)
_SIGN_PLACE, _COMMA = 19, ord(",")
_SAMPLE = 1000
_FEW_WORDS = (Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT)
_INSTANT = pd.DatetimeTZDtype("us", "UTC")
_NOT_A_TIME = np.iinfo(np.int64).min
_FORM = b"1000-00-00T00:00:00+00:00"
_LEAST = np.frombuffer(_FORM, np.uint8)
_SPAN = np.frombuffer(b"2999-19-39T29:59:59-19:59", np.uint8) - _LEAST
"""An instant with its offset: the least byte at each place, and how far the largest is above it.

What passes may still be no time at all (the 31st of February): the cast refuses that.
"""
Reading = tuple[pd.Series, np.ndarray]
"""The values of cells and a fault code each."""


def read(text: pd.Series, column: Column, zone: ZoneInfo) -> Reading:
    """Text of one column to (values, fault code per cell), as `column_kinds.read`. text: no cell is missing."""
    return read_cells(text, cell_bytes(text), column, zone)


def read_cells(text: pd.Series, cells: CellBytes, column: Column, zone: ZoneInfo) -> Reading:
    """`read`, where the bytes of the cells are at hand."""
    return _READERS[column.kind](text, cells, column, zone)


def _read_text(text: pd.Series, cells: CellBytes, column: Column, zone: ZoneInfo) -> Reading:
    places = unreadable_cells(cells)
    if column.longest and cells.lengths.max(initial=0) > column.longest:
        is_long = pc.utf8_length(cells.array).to_numpy() > column.longest
        places = np.union1d(places, np.flatnonzero(is_long))
    faults = np.zeros(len(text), np.int64)
    if len(places):
        _, faults[places] = _read_slowly(text.iloc[places], column, zone)
    return text, faults


def _read_id(text: pd.Series, cells: CellBytes, column: Column, zone: ZoneInfo) -> Reading:
    is_order = column.kind is Kind.ORDER_ID
    width = _ORDER_ID_WIDTH if is_order else _ITEM_ID_WIDTH
    is_usual = cells.lengths == width
    wide = np.flatnonzero(is_usual)
    if len(wide):
        matrix = cells.matrix(wide, width)
        is_usual[wide] = _is_dashed(matrix) if is_order else _are_digits(matrix)
    return _with_unusual_text(text, is_usual | (cells.lengths == 0), column, zone)


def _is_dashed(matrix: np.ndarray) -> np.ndarray:
    """Rows of bytes of the form 3-7-7 digits."""
    parts = (matrix[:, :3], matrix[:, 4:11], matrix[:, 12:])
    is_dashed = (matrix[:, 3] == _DASH) & (matrix[:, 11] == _DASH)
    return np.logical_and.reduce([is_dashed, *map(_are_digits, parts)])


def _are_digits(matrix: np.ndarray) -> np.ndarray:
    """Rows of bytes that are digits alone."""
    # A byte below 0 wraps round to a large one.
    is_digit = (matrix - np.uint8(_DIGIT_ZERO)) <= _LAST_DIGIT
    return np.ones(len(matrix), bool) if is_digit.all() else np.asarray(is_digit.all(axis=1))


def _read_choice(text: pd.Series, cells: CellBytes, column: Column, zone: ZoneInfo) -> Reading:
    """Each distinct cell once. Where all of them read as they are, the text is the values."""
    numbers, words = distinct_cells(cells)
    values, faults, is_same = read_words((column, zone), words, partial(_read_column, column=column, zone=zone))
    if is_same:
        return text, faults[numbers]
    return pd.Series(cell_bytes(values).array.take(pa.array(numbers)), text.index, dtype="str"), faults[numbers]


def _read_number(text: pd.Series, cells: CellBytes, column: Column, zone: ZoneInfo) -> Reading:
    """Cells of a few digits, within the limits of the column."""
    most = MOST_YEN if column.kind is Kind.YEN else MOST_UNITS
    is_blank = cells.lengths == 0
    is_usual = ~is_blank & (cells.lengths <= _MOST_DIGITS[column.kind])
    is_other = (cells.data - np.uint8(_DIGIT_ZERO)) > _LAST_DIGIT
    if is_other.any():
        is_usual[cells.places_of(np.flatnonzero(is_other))] = False
    numbers = _cast(cells, is_usual, pa.int64())
    is_usual &= (numbers >= column.least) & (numbers <= most)
    values = pd.Series(pd.arrays.IntegerArray(np.where(is_usual, numbers, 1), ~is_usual), text.index, copy=False)
    return _with_unusual_values(text, values, is_usual | is_blank, column, zone)


def _read_instant(text: pd.Series, cells: CellBytes, column: Column, zone: ZoneInfo) -> Reading:
    """Cells such as 2026-10-05T10:00:00+09:00; of days and other forms few are distinct."""
    is_blank = cells.lengths == 0
    is_usual = cells.lengths == (0 if column.kind is Kind.DAY else len(_FORM))
    wide = np.flatnonzero(is_usual & ~is_blank)
    is_usual[:] = False
    if len(wide):
        is_usual[wide] = _has_form_of_instant(cells.matrix(wide, len(_FORM)))
    instants = np.full(len(cells), _NOT_A_TIME)
    if is_usual.any():
        try:
            instants = np.where(is_usual, _cast(cells, is_usual, pa.timestamp("us", "UTC")), _NOT_A_TIME)
        except pa.ArrowInvalid:
            # One of them is no time at all, such as the 31st of February; nobody says which.
            return _read_slowly(text, column, zone)
    faults = np.zeros(len(text), np.int64)
    places = np.flatnonzero(~(is_usual | is_blank))
    if len(places):
        others, faults[places] = _read_slowly(text.iloc[places], column, zone)
        instants[places] = others.to_numpy("datetime64[us]").view(np.int64)
    values = pd.array(instants.view("datetime64[us]"), dtype=_INSTANT)
    return pd.Series(values, text.index, copy=False), faults


def _has_form_of_instant(matrix: np.ndarray) -> np.ndarray:
    """Rows of bytes with digits and signs at their places, of the years 1900 to 2199, the offset below 20 hours."""
    is_in_span = (matrix - _LEAST) <= _SPAN
    has_form = np.ones(len(matrix), bool) if is_in_span.all() else is_in_span.all(axis=1)
    # The first two digits as one number: compared with the few centuries that there are.
    century = np.ascontiguousarray(matrix[:, :2]).view(np.uint16)[:, 0]
    is_of_century = np.logical_or.reduce([century == digits for digits in _CENTURIES])
    return np.asarray(has_form & is_of_century & (matrix[:, _SIGN_PLACE] != _COMMA))


def _cast(cells: CellBytes, is_taken: np.ndarray, target: pa.DataType) -> np.ndarray:
    """The cells that are taken as 64-bit integers of another type, any number for the others. Raises ArrowInvalid."""
    validity = pa.py_buffer(np.packbits(is_taken, bitorder="little"))
    offsets, data = pa.py_buffer(cells.offsets), pa.py_buffer(cells.data)
    taken = pa.LargeStringArray.from_buffers(len(cells), offsets, data, validity)
    return np.frombuffer(pc.cast(taken, target).buffers()[1], np.int64, len(cells))


def _with_unusual_text(text: pd.Series, is_usual: np.ndarray, column: Column, zone: ZoneInfo) -> Reading:
    """Cells that are their own values, but for those that are not usual."""
    faults = np.zeros(len(text), np.int64)
    places = np.flatnonzero(~is_usual)
    if len(places) == 0:
        return text, faults
    values, faults[places] = _read_slowly(text.iloc[places], column, zone)
    replaced = pc.replace_with_mask(_array(text), pa.array(~is_usual), _array(values))
    return pd.Series(replaced, text.index, dtype="str"), faults


def _with_unusual_values(
    text: pd.Series, values: pd.Series, is_known: np.ndarray, column: Column, zone: ZoneInfo
) -> Reading:
    """Values of the cells that are known, and of the others what `column_kinds.read` says."""
    faults = np.zeros(len(text), np.int64)
    places = np.flatnonzero(~is_known)
    if len(places):
        others, faults[places] = _read_slowly(text.iloc[places], column, zone)
        values = values.copy()
        values.iloc[places] = others.array
    return values, faults


def _read_slowly(text: pd.Series, column: Column, zone: ZoneInfo) -> Reading:
    """What `column_kinds.read` says; where many cells have few values, each value is read once."""
    reader = partial(_read_column, column=column, zone=zone)
    if column.kind in _FEW_WORDS:
        numbers, cells = distinct_cells(cell_bytes(text))
        values, faults, _ = read_words((column, zone), cells, reader)
        return values.take(numbers).set_axis(text.index), faults[numbers]
    if text.iloc[:_SAMPLE].nunique() * 4 > min(len(text), _SAMPLE):
        return reader(text)
    places, words = pd.factorize(text)
    values, faults = reader(pd.Series(words, dtype="str"))
    return values.take(places).set_axis(text.index), faults[places]


def _read_column(text: pd.Series, column: Column, zone: ZoneInfo) -> Reading:
    values, faults = column_kinds.read(text, column, zone)
    return values, faults.to_numpy()


def _array(text: pd.Series) -> pa.Array:
    return cell_bytes(text).array


_READERS: dict[Kind, Callable[[pd.Series, CellBytes, Column, ZoneInfo], Reading]] = {
    Kind.TEXT: _read_text,
    **dict.fromkeys((Kind.ORDER_ID, Kind.ITEM_ID), _read_id),
    **dict.fromkeys((Kind.COUNT, Kind.YEN), _read_number),
    **dict.fromkeys((Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT), _read_instant),
    **dict.fromkeys((Kind.CHOICE, Kind.FLAG), _read_choice),
}
