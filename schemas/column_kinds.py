"""Reading and writing of every kind of column, side by side: text -> values + faults, values -> text.

Vectorised. A fault is a code per cell (0 = well formed); blank cells are never faulty here. Values: text kinds stay
`str` with "" for blank, counts and yen are Int64, instants datetime64[us, UTC].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas import codes
from schemas.columns import MOST_UNITS, MOST_YEN, Column, Kind

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

INSTANT = "datetime64[us, UTC]"
_EXPONENT = r"^[0-9]+([.,][0-9]+)?([eE]\+?[0-9]+)$|^[0-9]+[.,]0*$"
_DAY = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
_CLOCK = r"T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
_NAIVE = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}" + _CLOCK + "$"
_AWARE = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}" + _CLOCK + r"(Z|[+-][0-9]{2}:?[0-9]{2})$"
_SUFFIX = r" - .*$"
ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
WIDE_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = f"[{ZERO_WIDTH}]|^[{WIDE_BLANKS}]|[{WIDE_BLANKS}]$"
_LAST_OF_DAY = pd.Timedelta(1, "D") - pd.Timedelta(1, "us")
FLAGS = (("true", "true"), ("false", "false"), ("yes", "true"), ("no", "false"), ("y", "true"), ("n", "false"))

CONTROLS = "[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029]"
"""Characters that no value may hold: to some reader each ends a line or a field, or moves a cursor. Cases 28."""
LINE_ENDS = "\r\n|[\\x09-\\x0d\\x1c-\\x1e\\x85\u2028\u2029]"
"""What some reader takes for the end of a line or of a field."""
SUBSTITUTE = "\x1a"
"""Stands for such a character where a refused value is shown: no column takes it either."""


def read(text: pd.Series, column: Column, zone: ZoneInfo) -> tuple[pd.Series, pd.Series]:
    """Text of one column to (values, fault code per cell).

    Values of faulty cells are blank; text kinds keep theirs. Days and moments without an offset are of the business
    zone; a day is its first instant, or its last one where the column says so. A cell at fault that holds a control
    character, or one that nobody can see, is told for that: its own fault would quote a value that looks right.
    """
    values, faults = _read(text, column, zone)
    wrong = text[faults != 0]
    if wrong.empty:
        return values, faults
    seen = CONTROLS if column.kind is Kind.TEXT else f"{CONTROLS}|{_INVISIBLE}"
    damaged = wrong.index[wrong.str.contains(seen, regex=True).to_numpy(bool)]
    return values, faults.mask(faults.index.isin(damaged), codes.CHARACTERS_INVALID)


def _read(text: pd.Series, column: Column, zone: ZoneInfo) -> tuple[pd.Series, pd.Series]:
    if column.kind in {Kind.TEXT, Kind.FLAG, Kind.CHOICE, Kind.ORDER_ID, Kind.ITEM_ID}:
        return _read_text(text, column)
    text = text.str.strip(" ")
    if column.kind in {Kind.COUNT, Kind.YEN}:
        return _read_number(text, column)
    return _read_instant(text, column, zone)


def blank(column: Column, index: pd.Index) -> pd.Series:
    """A column in which every cell is blank."""
    if column.kind in {Kind.COUNT, Kind.YEN}:
        return pd.Series(pd.NA, index, dtype="Int64")
    if column.kind in {Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT}:
        return pd.Series(pd.NaT, index, dtype=INSTANT)
    return pd.Series("", index, dtype="str")


def write(values: pd.Series, column: Column, zone: ZoneInfo) -> pd.Series:
    """Values of one column to the text of a flat file: blank is empty, instants are ISO 8601 with the zone's offset."""
    if column.kind in {Kind.COUNT, Kind.YEN}:
        return pd.Series(pc.fill_null(pa.array(values, from_pandas=True).cast(pa.string()), ""), values.index, "str")
    if column.kind is Kind.DAY:
        return _clock(values, zone, day=True)
    if column.kind in {Kind.MOMENT, Kind.DAY_OR_MOMENT}:
        return _clock(values, zone, day=False)
    return values


def _clock(values: pd.Series, zone: ZoneInfo, *, day: bool) -> pd.Series:
    """Instants as text of the zone: cast to text, which is far quicker than strftime, and the offset put behind."""
    local = values.dt.tz_convert(zone).dt.tz_localize(None).dt.floor("s")
    text = pa.array(local, from_pandas=True).cast(pa.timestamp("s")).cast(pa.string())
    if day:
        text = pc.utf8_slice_codeunits(text, 0, len("2026-10-05"))
    else:
        ahead = (local - values.dt.tz_localize(None).dt.floor("s")).to_numpy().astype("timedelta64[m]").astype(np.int64)
        known, which = np.unique(np.where(values.isna(), 0, ahead), return_inverse=True)
        text = pc.utf8_replace_slice(text, 10, 11, "T")
        text = pc.binary_join_element_wise(
            text, pa.array(map(_offset, known.tolist()), pa.string()).take(pa.array(which)), ""
        )
    return pd.Series(pc.fill_null(text, ""), values.index, "str")


def _offset(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _faults(text: pd.Series, wrong: pd.Series, code: int) -> pd.Series:
    return pd.Series(np.where(wrong.to_numpy(bool) & (text != "").to_numpy(bool), code, 0), text.index)


def _read_text(text: pd.Series, column: Column) -> tuple[pd.Series, pd.Series]:
    if column.kind is Kind.ORDER_ID or column.kind is Kind.ITEM_ID:
        return _read_id(text.str.strip(" "), column)
    faults = _faults(text, text.str.contains(CONTROLS, regex=True), codes.CHARACTERS_INVALID)
    if column.longest:
        faults = faults.where(text.str.len() <= column.longest, codes.VALUE_TOO_LONG)
    if column.kind is Kind.TEXT:
        return text, faults
    spelling = dict(FLAGS) if column.kind is Kind.FLAG else {c.casefold(): c for c in column.choices}
    spelling |= {known.casefold(): meant for known, meant in column.spellings}
    word, tail = split_suffix(text.str.strip(" ")) if column.suffixed else (text.str.strip(" "), "")
    meant = word.str.casefold().map(spelling).astype("str") + tail
    blank = text.str.strip(" ") == ""
    return meant.where(meant.notna(), "").where(~blank, ""), _faults(text, meant.isna() & ~blank, codes.CHOICE_INVALID)


def split_suffix(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Choices, and what follows each after ` - `, that mark included."""
    return text.str.replace(_SUFFIX, "", regex=True), text.str.extract(f"({_SUFFIX})", expand=False).fillna("")


def _read_id(text: pd.Series, column: Column) -> tuple[pd.Series, pd.Series]:
    order = column.kind is Kind.ORDER_ID
    form = r"^[0-9A-Za-z_]{3}-[0-9A-Za-z_]{7}-[0-9A-Za-z_]{7}$" if order else r"^[0-9]{14}$"
    mangled = _EXPONENT if order else _EXPONENT + r"|^[0-9]{1,13}$"
    right = text.str.fullmatch(form)
    faults = _faults(text, ~right, codes.ID_INVALID).where(~text.str.fullmatch(mangled), codes.ID_MANGLED)
    return text.where(right, ""), faults


def _read_number(text: pd.Series, column: Column) -> tuple[pd.Series, pd.Series]:
    yen = column.kind is Kind.YEN
    form = r"^-?[0-9]{1,12}(\.0{1,2})?$" if yen else r"^[0-9]{1,9}$"
    right = text.str.fullmatch(form)
    whole = pa.array(text.where(right, "").str.replace(r"\.0+$", "", regex=True), pa.string())
    number = pc.cast(pc.if_else(pc.equal(whole, ""), pa.scalar(None, pa.string()), whole), pa.int64())
    values = pd.Series(pd.array(number, dtype="Int64"), text.index)
    least, most = column.least, MOST_YEN if yen else MOST_UNITS
    within = right & ((values >= least) & (values <= most)).fillna(value=False).astype(bool)
    return values.where(within, pd.NA), _faults(text, ~within, codes.MONEY_INVALID if yen else codes.NUMBER_INVALID)


def _read_instant(text: pd.Series, column: Column, zone: ZoneInfo) -> tuple[pd.Series, pd.Series]:
    nothing = pd.Series(False, text.index)
    day = text.str.fullmatch(_DAY) if column.kind is not Kind.MOMENT else nothing
    naive = text.str.fullmatch(_NAIVE) if column.kind is not Kind.DAY else nothing
    aware = text.str.fullmatch(_AWARE) if column.kind is not Kind.DAY else nothing
    values = pd.Series(pd.NaT, text.index, dtype=INSTANT)
    local = day | naive
    if local.any():
        there = pd.to_datetime(text[local], format="ISO8601", errors="coerce").astype("datetime64[us]")
        if column.day_ends:
            there = there.where(~day[local], there + _LAST_OF_DAY)
        placed = there.dt.tz_localize(zone, ambiguous=np.ones(len(there), bool), nonexistent="shift_forward")
        values = values.where(~local, placed.dt.tz_convert("UTC").astype(INSTANT).reindex(text.index))
    if aware.any():
        there = pd.to_datetime(text[aware], format="ISO8601", errors="coerce", utc=True).astype(INSTANT)
        values = values.where(~aware, there.reindex(text.index))
    return values, _faults(text, values.isna(), codes.DATE_INVALID)
