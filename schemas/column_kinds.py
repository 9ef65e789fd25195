"""Reading and writing of every kind of column, side by side: text -> values and faults, values -> text.

Vectorised. A fault is one code per cell (0 = well formed); blank cells are never faulty here. Values: text kinds stay
`str` with "" for blank, counts and yen are Int64, instants are datetime64[us, UTC].
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas import codes, keys
from schemas.columns import MOST_UNITS, MOST_YEN, UNKNOWN, UNKNOWN_CHOICE, Column, Kind

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

INSTANT = "datetime64[us, UTC]"
_EXPONENT = r"^[0-9]+([.,][0-9]+)?([eE]\+?[0-9]+)$|^[0-9]+[.,]0*$"
_DAY = r"(?:19|20|21)[0-9]{2}(?:-[0-9]{2}-[0-9]{2}|/[0-9]{2}/[0-9]{2})"
_NAIVE = _DAY + r"[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?"
_AWARE = _NAIVE + r"(?:Z|[+-][0-9]{2}:?[0-9]{2})"
_BEYOND_MICROSECONDS = r"(\.[0-9]{6})[0-9]+"
_COUNT = r"^[0-9]{1,9}$"
_YEN = r"^-?[0-9]{1,12}(\.0{1,2})?$"
_SUFFIX = r" - .*$"
ZERO_WIDTH = "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\ufeff"
WIDE_BLANKS = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = f"[{ZERO_WIDTH}]|^[{WIDE_BLANKS}]|[{WIDE_BLANKS}]$"
_LAST_OF_DAY = pd.Timedelta(1, "D") - pd.Timedelta(1, "us")
FLAGS = (("true", "true"), ("false", "false"), ("yes", "true"), ("no", "false"), ("y", "true"), ("n", "false"))

CONTROLS = "[\\x00-\\x1f\\x7f-\\x9f\u2028\u2029]"
"""Characters that no value may contain: for some reader each of them ends a line or a field, or moves a cursor.

Order process, 13.6.
"""
UNREADABLE = f"{CONTROLS}|\ufffd"
"""What no value may contain: controls, and the sign for what could not be read.

Order process, 13.12.
"""
LINE_ENDS = "\r\n|[\\x09-\\x0d\\x1c-\\x1e\\x85\u2028\u2029]"
"""What some reader treats as the end of a line or a field."""
SUBSTITUTE = "\x1a"
"""Replaces such a character where a rejected value is shown; no column accepts it either."""


def read(text: pd.Series, column: Column, zone: ZoneInfo) -> tuple[pd.Series, pd.Series]:
    """Text of one column to (values, fault code per cell).

    Values of faulty cells are blank; text kinds keep theirs. Days, and moments without an offset, are in the business
    zone; a day is its first instant, or its last one if the column says so. If a faulty cell contains a control
    character or an invisible one, that is its fault: any other would quote a value that looks right.
    """
    values, faults = _read(text, column, zone)
    faulty = text[faults != 0]
    if faulty.empty:
        return values, faults
    pattern = UNREADABLE if column.kind is Kind.TEXT else f"{UNREADABLE}|{_INVISIBLE}"
    damaged = faulty.index[faulty.str.contains(pattern, regex=True).to_numpy(bool)]
    return values, faults.mask(faults.index.isin(damaged), codes.CHARACTERS_INVALID)


def _read(text: pd.Series, column: Column, zone: ZoneInfo) -> tuple[pd.Series, pd.Series]:
    match column.kind:
        case Kind.TEXT:
            return text, _text_faults(text, column)
        case Kind.FLAG | Kind.CHOICE:
            return _read_choice(text, column)
        case Kind.ORDER_ID | Kind.ITEM_ID:
            return _read_id(text.str.strip(" "), column)
        case Kind.COUNT | Kind.YEN:
            return _read_number(text.str.strip(" "), column)
        case _:
            return _read_instant(text.str.strip(" "), column, zone)


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
        return _day_text(values, zone)
    if column.kind in {Kind.MOMENT, Kind.DAY_OR_MOMENT}:
        return _moment_text(values, zone)
    return values


def _day_text(values: pd.Series, zone: ZoneInfo) -> pd.Series:
    text = pc.utf8_slice_codeunits(_clock_text(_local(values, zone)), 0, len("2026-10-05"))
    return pd.Series(pc.fill_null(text, ""), values.index, "str")


def _moment_text(values: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Instants as text in the zone, followed by the offset; there are few different offsets."""
    local = _local(values, zone)
    utc = values.dt.tz_localize(None).dt.floor("s")
    ahead = (local - utc).to_numpy().astype("timedelta64[m]").astype(np.int64)
    minutes, places = np.unique(np.where(values.isna(), 0, ahead), return_inverse=True)
    offsets = pa.array(map(_offset_text, minutes.tolist()), pa.string()).take(pa.array(places))
    clock = pc.utf8_replace_slice(_clock_text(local), 10, 11, "T")
    text = pc.binary_join_element_wise(clock, offsets, "")
    return pd.Series(pc.fill_null(text, ""), values.index, "str")


def _local(values: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Instants as day and clock of the zone, to the second."""
    return values.dt.tz_convert(zone).dt.tz_localize(None).dt.floor("s")


def _clock_text(local: pd.Series) -> pa.Array:
    """Day and clock by a cast to text, which is far quicker than strftime."""
    return pa.array(local, from_pandas=True).cast(pa.timestamp("s")).cast(pa.string())


def _offset_text(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"


def _faults(text: pd.Series, is_wrong: pd.Series, code: int) -> pd.Series:
    """The code for each wrong cell that is not blank, 0 for the others."""
    return pd.Series(np.where(is_wrong.to_numpy(bool) & (text != "").to_numpy(bool), code, 0), text.index)


def _text_faults(text: pd.Series, column: Column) -> pd.Series:
    faults = _faults(text, text.str.contains(UNREADABLE, regex=True), codes.CHARACTERS_INVALID)
    if column.longest:
        faults = faults.where(text.str.len() <= column.longest, codes.VALUE_TOO_LONG)
    return faults


def _read_choice(text: pd.Series, column: Column) -> tuple[pd.Series, pd.Series]:
    """Choices in their declared spelling, whatever the case; with the text after them, if that is allowed.

    Where the column is open, a word that is none of them is UNKNOWN_CHOICE, and a fault that warns.
    """
    choices = dict(FLAGS) if column.kind is Kind.FLAG else {choice.casefold(): choice for choice in column.choices}
    choices |= {spelling.casefold(): choice for spelling, choice in column.spellings}
    stripped = text.str.strip(" ")
    word, suffix = split_suffix(stripped) if column.allows_suffix else (stripped, "")
    known = word.str.casefold().map(choices).astype("str")
    values = known + suffix
    is_blank = stripped == ""
    if column.is_open:
        is_unknown = (values.isna() | (known.isin(column.bare_choices) & (suffix != ""))) & ~is_blank
        return values.mask(is_unknown, UNKNOWN_CHOICE).mask(is_blank, ""), _faults(
            text, is_unknown, codes.STATUS_UNKNOWN
        )
    faults = _faults(text, values.isna() & ~is_blank, codes.CHOICE_INVALID)
    return values.where(values.notna() & ~is_blank, ""), faults


def split_suffix(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Choices, and the text after each, beginning with ` - `."""
    return text.str.replace(_SUFFIX, "", regex=True), text.str.extract(f"({_SUFFIX})", expand=False).fillna("")


def _read_id(text: pd.Series, column: Column) -> tuple[pd.Series, pd.Series]:
    is_order = column.kind is Kind.ORDER_ID
    form = keys.ORDER_ID.pattern if is_order else keys.ITEM_ID.pattern
    mangled_form = _EXPONENT if is_order else _EXPONENT + r"|^[0-9]{1,13}$"
    is_valid = text.str.fullmatch(form)
    faults = _faults(text, ~is_valid, codes.ID_INVALID).where(~text.str.fullmatch(mangled_form), codes.ID_MANGLED)
    return text.where(is_valid, ""), faults


def _read_number(text: pd.Series, column: Column) -> tuple[pd.Series, pd.Series]:
    is_yen = column.kind is Kind.YEN
    is_number = text.str.fullmatch(_YEN if is_yen else _COUNT)
    whole = pa.array(text.where(is_number, "").str.replace(r"\.0+$", "", regex=True), pa.string())
    number = pc.cast(pc.if_else(pc.equal(whole, ""), pa.scalar(None, pa.string()), whole), pa.int64())
    values = pd.Series(pd.array(number, dtype="Int64"), text.index)
    most = MOST_YEN if is_yen else MOST_UNITS
    is_in_range = ((values >= column.least) & (values <= most)).fillna(value=False).astype(bool)
    is_valid = is_number & is_in_range
    faults = _faults(text, ~is_valid, codes.MONEY_INVALID if is_yen else codes.NUMBER_INVALID)
    return values.where(is_valid, pd.NA), faults


def _read_instant(text: pd.Series, column: Column, zone: ZoneInfo) -> tuple[pd.Series, pd.Series]:
    """Days and moments. In an hour that the zone has twice, the first is meant; a skipped hour moves forward.

    A day where a moment is asked is a fault that warns, where the column says what it means. Order process, 11.4.
    """
    nowhere = pd.Series(False, text.index)
    is_day = text.str.fullmatch(_DAY) if column.kind is not Kind.MOMENT or column.day_alone else nowhere
    is_naive = text.str.fullmatch(_NAIVE) if column.kind is not Kind.DAY else nowhere
    is_aware = text.str.fullmatch(_AWARE) if column.kind is not Kind.DAY else nowhere
    values = pd.Series(pd.NaT, text.index, dtype=INSTANT)
    is_local = is_day | is_naive
    iso = _iso_text(text)
    if is_local.any():
        local = pd.to_datetime(iso[is_local], format="ISO8601", errors="coerce").astype("datetime64[us]")
        if column.end_of_day:
            local = local.where(~is_day[is_local], local + _LAST_OF_DAY)
        placed = local.dt.tz_localize(zone, ambiguous=np.ones(len(local), bool), nonexistent="shift_forward")
        values = values.where(~is_local, placed.dt.tz_convert("UTC").astype(INSTANT).reindex(text.index))
    if is_aware.any():
        instants = pd.to_datetime(iso[is_aware], format="ISO8601", errors="coerce", utc=True).astype(INSTANT)
        values = values.where(~is_aware, instants.reindex(text.index))
    faults = _faults(text, values.isna(), codes.DATE_INVALID)
    if column.kind is Kind.MOMENT:
        is_taken = is_day & values.notna()
        faults = faults.mask(is_taken, codes.TIME_MISSING)
        values = values.mask(is_taken & (column.day_alone == UNKNOWN), pd.NaT)
    return values, faults


def _iso_text(text: pd.Series) -> pd.Series:
    """Days and moments as ISO 8601 has them, with at most six digits of a second."""
    iso = text.str.replace("/", "-", regex=False).str.replace(" ", "T", regex=False)
    return iso.str.replace(_BEYOND_MICROSECONDS, r"\1", regex=True)
