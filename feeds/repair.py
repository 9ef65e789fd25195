"""Cells that were damaged and can mean one thing only, put right on request, with a problem for each: old and new.

A cell that reads without fault stays as it is, and what is put in place of another reads without fault:
schemas.column_kinds is asked both times. Ids in exponent form or cut short, days without a year or with the year last,
numbers of days and whatever else has two readings stay as they are, and are rejected by the check.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from zoneinfo import ZoneInfo

import pandas as pd

from feeds import leading_zeros
from feeds.problems import concat_problems, quotable, row_problems
from feeds.value_checks import is_canceled
from schemas import codes, column_kinds
from schemas.columns import Column, Kind, Table
from schemas.quoting import HIDDEN_VALUE

# Not the whole of NFKC: that would make 10² the number 102 and ½ a date.
_TRANSLATION = {
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
_OTHER_DATES = (rf"^{_YEAR}年([0-9]+)月([0-9]+)日", rf"^{_YEAR}/([0-9]+)/([0-9]+)", rf"^{_YEAR}\.([0-9]+)\.([0-9]+)")
_CLOCK = r"([0-9]{1,2}):([0-9]{2})(:[0-9]{2}(?:\.[0-9]{1,6})?)?(?: ?(Z|[+-][0-9]{2}:?[0-9]{2}))?"
_DATE_AND_TIME = rf"^{_YEAR}-([0-9]{{1,2}})-([0-9]{{1,2}})(?:[ T]{_CLOCK})?$"
_MIDNIGHT = r"T00:00(?::00(?:\.0+)?)?(?:Z|[+-][0-9:]+)?$"


def repair_cells(table: Table, text: pd.DataFrame, zone: ZoneInfo) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A text frame with its damaged cells put right, and a problem 70111 for each: value was there, limit is now.

    text: frame `feed_text`. Neither value of a column with buyer data is quoted.
    """
    columns = [column for column in table.columns if column.name in text]
    by_kind = {column.name: _repaired_cells(text[column.name], column, zone) for column in columns}
    by_column = by_kind | leading_zeros.restored_cells(table, text)
    repaired = {name: cells for name, cells in by_column.items() if len(cells)}
    problems = [_repair_problems(text, table[name], cells) for name, cells in repaired.items()]
    replaced = {name: _replace_cells(text[name], cells) for name, cells in repaired.items()}
    return text.assign(**replaced), concat_problems(problems)


def count_repairable(table: Table, text: pd.DataFrame, faults: pd.DataFrame, zone: ZoneInfo) -> int:
    """How many cells of these rows `repair_cells` would put right.

    text: frame `feed_text`, rows at fault; faults: what the check says of them (frame `problems`). A cell at fault is
    named there, so that only these are looked at; not of a canceled order, of which most cells are not asked.
    """
    is_hidden = is_canceled(table, text)
    count = sum(map(len, leading_zeros.restored_cells(table, text).values()))
    for column in table.columns:
        if column.kind is not Kind.TEXT and column.name in text:
            named = faults.loc[faults["column"] == column.name, "record"]
            is_asked = is_hidden if named.empty else is_hidden | text["record"].isin(named).to_numpy()
            if is_asked.any():
                count += len(_repaired_cells(text.loc[is_asked, column.name], column, zone))
    return count


def _replace_cells(cells: pd.Series, repaired: pd.Series) -> pd.Series:
    return cells.where(~cells.index.isin(repaired.index), repaired.reindex(cells.index, fill_value=""))


def _repair_problems(text: pd.DataFrame, column: Column, repaired: pd.Series) -> pd.DataFrame:
    """A problem for each cell; an old value that a message may not quote is not shown."""
    rows = text.loc[repaired.index, ["record", "line"]]
    if column.private:
        return row_problems(rows, column.name, codes.VALUE_REPAIRED, HIDDEN_VALUE, HIDDEN_VALUE)
    before = quotable(text.loc[repaired.index, column.name], column.kind)
    after = quotable(repaired, column.kind)
    return row_problems(rows, column.name, codes.VALUE_REPAIRED, before, after)


def _repaired_cells(cells: pd.Series, column: Column, zone: ZoneInfo) -> pd.Series:
    """The cells at fault that can be put right, as they are then; the index is that of the cells."""
    if column.kind is Kind.TEXT:
        return cells[:0]
    faulty = _faulty_cells(cells.drop_duplicates(), column, zone)
    if faulty.empty:
        return cells[:0]
    proposed = _REPAIRS[column.kind](faulty.str.translate(_TRANSLATION).str.strip(" ").str.removeprefix("'"))
    if column.end_of_day:
        # Midnight may be how a spreadsheet shows the day alone, which ends a day later.
        proposed = proposed.where(~proposed.str.contains(_MIDNIGHT), "")
    _, faults = column_kinds.read(proposed, column, zone)
    is_sound = ((proposed != "") & (faults == 0)).to_numpy(bool)
    repaired_of = pd.Series(proposed[is_sound].to_numpy(), faulty[is_sound].to_numpy(), dtype="str")
    repairable = cells[cells.isin(repaired_of.index)]
    return repairable.map(repaired_of).astype("str")


def _faulty_cells(cells: pd.Series, column: Column, zone: ZoneInfo) -> pd.Series:
    _, faults = column_kinds.read(cells, column, zone)
    return cells[(faults != 0).to_numpy(bool)]


def _repair_id(cells: pd.Series) -> pd.Series:
    return cells.str.replace(_DASHES, "-", regex=True)


def _repair_count(cells: pd.Series) -> pd.Series:
    return cells.str.replace(_COUNT, lambda match: match[1].replace(",", ""), regex=True)


def _repair_yen(cells: pd.Series) -> pd.Series:
    return cells.str.replace(_YEN, lambda match: match[1] + match[2] + match[3].replace(",", ""), regex=True)


def _repair_instant(cells: pd.Series) -> pd.Series:
    """Days and moments as ISO 8601, as far as they begin with the year."""
    cells = _repair_id(cells)
    for form in _OTHER_DATES:
        cells = cells.str.replace(form, r"\1-\2-\3", regex=True)
    return cells.str.replace(_DATE_AND_TIME, _iso_text, regex=True)


def _iso_text(match: re.Match[str]) -> str:
    year, month, day, hour, *rest = (part or "" for part in match.groups())
    clock = f"T{hour:0>2}:{rest[0]}{rest[1]}{rest[2]}" if hour else ""
    return f"{year}-{month:0>2}-{day:0>2}{clock}"


def _as_it_is(cells: pd.Series) -> pd.Series:
    return cells


_REPAIRS: dict[Kind, Callable[[pd.Series], pd.Series]] = {
    **dict.fromkeys((Kind.ORDER_ID, Kind.ITEM_ID), _repair_id),
    Kind.COUNT: _repair_count,
    Kind.YEN: _repair_yen,
    **dict.fromkeys((Kind.MOMENT, Kind.DAY, Kind.DAY_OR_MOMENT), _repair_instant),
    **dict.fromkeys((Kind.CHOICE, Kind.FLAG), _as_it_is),
}
