"""Cells that were damaged and can mean one thing only, put right on request; each is told, old and new.

A cell that reads without fault stays as it is, and what is put in place of another reads without fault:
schemas.column_kinds is asked both times. Ids in exponent form or cut short, days without a year or with the year last,
numbers of days and whatever else has two readings stay as they are, and are refused by the check.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pandas as pd

from feeds import leading_zeros
from feeds.problems import NOT_SHOWN, of_rows, quotable, together
from schemas import codes, column_kinds
from schemas.columns import Column, Kind, Table

# Not the whole of NFKC: that would make 10² the number 102 and ½ a date.
_LETTERS = {
    **{letter: letter - 0xFEE0 for letter in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(map(ord, column_kinds.ZERO_WIDTH), None),
    **dict.fromkeys(map(ord, column_kinds.WIDE_BLANKS), " "),
    ord("￥"): "¥",
    ord("−"): "-",
    ord("’"): "'",
}
_DASHES = "[‐‑‒–—―ーｰ]"
_FIGURES = r"([0-9]+|[1-9][0-9]{0,2}(?:,[0-9]{3})+)(?:\.0{1,2})?"
_COUNT = f"^{_FIGURES}$"
# A backslash is what CP932 has for the yen sign.
_YEN = rf"^(-?)(?:[¥\\] *)?(-?){_FIGURES}(?: *円)?$"
_YEAR = "((?:19|20|21)[0-9]{2})"
_SEPARATED = (rf"^{_YEAR}年([0-9]+)月([0-9]+)日", rf"^{_YEAR}/([0-9]+)/([0-9]+)", rf"^{_YEAR}\.([0-9]+)\.([0-9]+)")
_CLOCK = r"([0-9]{1,2}):([0-9]{2})(:[0-9]{2}(?:\.[0-9]{1,6})?)?(?: ?(Z|[+-][0-9]{2}:?[0-9]{2}))?"
_WHEN = rf"^{_YEAR}-([0-9]{{1,2}})-([0-9]{{1,2}})(?:[ T]{_CLOCK})?$"
_MIDNIGHT = r"T00:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9:]+)?$"


def repaired(table: Table, text: pd.DataFrame, zone: ZoneInfo) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A text frame with its damaged cells put right, and a problem 70111 for each: value was there, limit is now.

    text: record, line and columns of the table. Neither value of a column with buyer data is quoted.
    """
    columns = [column for column in table.columns if column.name in text]
    mended = {column.name: _mended(text[column.name], column, zone) for column in columns} | leading_zeros.filled(
        table, text
    )
    mended = {name: cells for name, cells in mended.items() if len(cells)}
    told = [_told(text, table[name], cells) for name, cells in mended.items()]
    return text.assign(**{name: _put(text[name], cells) for name, cells in mended.items()}), together(told)


def _put(cells: pd.Series, mended: pd.Series) -> pd.Series:
    return cells.where(~cells.index.isin(mended.index), mended.reindex(cells.index, fill_value=""))


def _told(text: pd.DataFrame, column: Column, mended: pd.Series) -> pd.DataFrame:
    """A line for each cell; an old value that a message may not quote is not shown."""
    rows, old = text.loc[mended.index, ["record", "line"]], text.loc[mended.index, column.name]
    if column.private:
        return of_rows(rows, column.name, codes.VALUE_REPAIRED, NOT_SHOWN, NOT_SHOWN)
    return of_rows(rows, column.name, codes.VALUE_REPAIRED, quotable(old, column.kind), quotable(mended, column.kind))


def _mended(cells: pd.Series, column: Column, zone: ZoneInfo) -> pd.Series:
    """The cells at fault that can be put right, as they are then."""
    if column.kind is Kind.TEXT:
        return cells[:0]
    wrong = _at_fault(cells.drop_duplicates(), column, zone)
    said = _FORMS[column.kind](wrong.str.translate(_LETTERS).str.strip(" ").str.removeprefix("'"))
    if column.day_ends:
        # Midnight may be how a spreadsheet shows the day alone, which ends a day later.
        said = said.where(~said.str.contains(_MIDNIGHT), "")
    _, still = column_kinds.read(said, column, zone)
    sound = ((said != "") & (still == 0)).to_numpy(bool)
    right = pd.Series(said[sound].to_numpy(), wrong[sound].to_numpy(), dtype="str")
    here = cells[cells.isin(right.index)]
    return here.map(right).astype("str")


def _at_fault(cells: pd.Series, column: Column, zone: ZoneInfo) -> pd.Series:
    _, faults = column_kinds.read(cells, column, zone)
    return cells[(faults != 0).to_numpy(bool)]


def _id(cells: pd.Series) -> pd.Series:
    return cells.str.replace(_DASHES, "-", regex=True)


def _count(cells: pd.Series) -> pd.Series:
    return cells.str.replace(_COUNT, lambda found: found[1].replace(",", ""), regex=True)


def _yen(cells: pd.Series) -> pd.Series:
    return cells.str.replace(_YEN, lambda found: found[1] + found[2] + found[3].replace(",", ""), regex=True)


def _when(cells: pd.Series) -> pd.Series:
    """Days and moments as ISO 8601, as far as they begin with the year."""
    cells = _id(cells)
    for form in _SEPARATED:
        cells = cells.str.replace(form, r"\1-\2-\3", regex=True)
    return cells.str.replace(_WHEN, _iso, regex=True)


def _iso(found: re.Match[str]) -> str:
    year, month, day, hour, *rest = (part or "" for part in found.groups())
    clock = f"T{hour:0>2}:{rest[0]}{rest[1]}{rest[2]}" if hour else ""
    return f"{year}-{month:0>2}-{day:0>2}{clock}"


def _same(cells: pd.Series) -> pd.Series:
    return cells


_FORMS: dict[Kind, Callable[[pd.Series], pd.Series]] = {
    **dict.fromkeys((Kind.ORDER_ID, Kind.ITEM_ID), _id),
    Kind.COUNT: _count,
    Kind.YEN: _yen,
    **dict.fromkeys((Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT), _when),
    **dict.fromkeys((Kind.CHOICE, Kind.FLAG), _same),
}
