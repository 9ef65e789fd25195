"""Text columns to typed columns and problems: each column by its kind, then the checks between columns.

Nobody else turns the text of a feed into values. Every fault of a record is found; the good records stand.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds import cross_column_checks, double_columns
from feeds.problems import (
    about_items,
    concat_problems,
    counted_from_0,
    frame_of,
    quotable,
    quotable_choice,
    quotable_word,
    row_problems,
)
from schemas import codes, column_kinds, quick_kinds
from schemas.cell_bytes import CellBytes, cell_bytes, distinct_cells
from schemas.columns import FIRST_INSTANT, LONGEST_TEXT, MOST_UNITS, MOST_YEN, Column, Kind, Table
from schemas.statuses import STATUS_TEXT, Status
from schemas.suspicious_cells import holds_byte, is_filled
from schemas.word_memory import read_words
from schemas.wording.reason_texts import ITEM, KEPT, NEGATIVE, TWO_VALUES

ROW_COLUMNS = ("record", "line", "message-id")
_TEXTS = frozenset({Kind.TEXT, Kind.ORDER_ID, Kind.ITEM_ID, Kind.CHOICE, Kind.FLAG})
_READ_OF_CANCELED = frozenset(
    {
        "order-id",
        "amazon-order-id",
        "order-item-id",
        "order-status",
        "item-status",
        "cancellation-cause",
        "last-updated-date",
    }
)
_TRACKING_FAULTS = frozenset({codes.VALUE_TOO_LONG, codes.CHARACTERS_INVALID})
_EXPONENT_FORM = r"[0-9](?:[.,][0-9]+)?E\+[0-9]{2,3}"
"""How spreadsheets write a number of many digits."""


class BlankColumns:
    """Columns in which every cell is blank, of one index: one for all columns of a kind, for frames do not change."""

    def __init__(self, index: pd.Index) -> None:
        self._index = index
        self._by_kind: dict[Kind, pd.Series] = {}

    def of(self, column: Column) -> pd.Series:
        """The blank values of a column."""
        if column.kind not in self._by_kind:
            self._by_kind[column.kind] = column_kinds.blank(column, self._index)
        return self._by_kind[column.kind]


def check(table: Table, text: pd.DataFrame, zone: ZoneInfo) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The text of a feed (frame `feed_text`) to its values (frame `typed_feed`) and its problems (frame `problems`).

    text: a column of the table that is absent counts as blank, any other is left out.
    The values have the same rows and every column of the table: counts and yen Int64, instants UTC, the rest text;
    cells at fault are blank. Days and instants without an offset are of the business zone. A format may have a column
    message-id of its own: then it is that one.
    """
    text = counted_from_0(text)
    read_fully = ~is_canceled(table, text)
    blank = pd.Series("", text.index, dtype="str")
    cells = {name: text.get(name, blank) for name in table.names}
    columns = {name: text[name] for name in ROW_COLUMNS}
    blanks = BlankColumns(text.index)
    problems = []
    for column in table.columns:
        columns[column.name], faults = _check_column(cells, column, zone, read_fully, blanks)
        if faults is not None and faults.any():
            long_texts = table.keeps_long(column)
            rows = text[["record", "line"]]
            problems.append(_column_problems(rows, cells[column.name], column, faults, keeps_long=long_texts))
    typed, cross_problems = cross_column_checks.check_across_columns(table, frame_of(columns), text, read_fully)
    found = concat_problems([about_items(frame, text) for frame in problems])
    between = concat_problems([about_items(frame, text) for frame in cross_problems])
    return typed, concat_problems([found, double_columns.without_undecided(between, found)])


def no_values(table: Table, text: pd.DataFrame) -> pd.DataFrame:
    """The values that `check` gives of no rows. text: frame `feed_text` without rows."""
    blanks = BlankColumns(text.index)
    return frame_of({name: text[name] for name in ROW_COLUMNS} | {c.name: blanks.of(c) for c in table.columns})


def _check_column(
    cells: Mapping[str, pd.Series], column: Column, zone: ZoneInfo, read_fully: np.ndarray, blanks: BlankColumns
) -> tuple[pd.Series, np.ndarray | None]:
    """The values of a column and a code per cell, without faults of what does not count or has an alternative.

    cells: the text of every column of the format. None instead of codes: no cell is at fault.
    """
    values, faults = _read_column(cells[column.name], column, zone, blanks)
    if faults is None:
        return values, None
    if column.alternative:
        is_replaced = _is_filled(cells[column.alternative]) & (faults == codes.VALUE_MISSING)
        faults = np.where(is_replaced, 0, faults)
    if column.name not in _READ_OF_CANCELED:
        values = _without_ignored(values, faults, read_fully)
        faults = np.where(read_fully, faults, 0)
    return values, faults


def _read_column(
    cells: pd.Series, column: Column, zone: ZoneInfo, blanks: BlankColumns
) -> tuple[pd.Series, np.ndarray | None]:
    """Values and a code per cell, None for no fault; a column that is empty throughout costs nothing."""
    text = cell_bytes(cells)
    if len(text.data) == 0:
        faults = np.full(len(cells), codes.VALUE_MISSING) if column.required else None
        return cells if column.kind in _TEXTS else blanks.of(column), faults
    values, faults = quick_kinds.read_cells(cells, text, column, zone)
    if column.name == "tracking-number":
        faults = _tracking_faults(cells, text, faults)
    if column.required or column.kind is Kind.TEXT:
        has_value = is_filled(text)
        values = values if column.kind is not Kind.TEXT else _without_blanks(values, (text.lengths > 0) & ~has_value)
        faults = faults if not column.required else np.where((faults == 0) & ~has_value, codes.VALUE_MISSING, faults)
    if holds_byte(text, ">") and (column.kind is Kind.TEXT or faults.any()):
        # Any other kind finds fault with several values in a cell itself.
        faults = np.where(double_columns.is_undecided(cells), codes.CHOICE_INVALID, faults)
    return values, faults if faults.any() else None


def _without_blanks(values: pd.Series, is_blank: np.ndarray) -> pd.Series:
    return values.where(~is_blank, "") if is_blank.any() else values


def _tracking_faults(cells: pd.Series, text: CellBytes, faults: np.ndarray) -> np.ndarray:
    """The faults of tracking numbers, in words of their own."""
    faults = np.where(np.isin(faults, list(_TRACKING_FAULTS)), codes.TRACKING_INVALID, faults)
    if not holds_byte(text, "+"):
        return faults
    return np.where(cells.str.fullmatch(_EXPONENT_FORM), codes.ID_MANGLED, faults)


def _is_filled(cells: pd.Series) -> np.ndarray:
    return is_filled(cell_bytes(cells))


def is_canceled(table: Table, text: pd.DataFrame) -> np.ndarray:
    """Order records that say Canceled: they are read for ids and status alone."""
    if "order-status" not in table.names or "order-status" not in text:
        return np.zeros(len(text), bool)
    column = table["order-status"]
    numbers, words = distinct_cells(cell_bytes(text["order-status"]))
    _, is_canceled, _ = read_words(("canceled", column), words, partial(_says_canceled, column=column))
    return is_canceled[numbers]


def _says_canceled(status: pd.Series, column: Column) -> tuple[pd.Series, np.ndarray]:
    values, _ = column_kinds.read(status, column, ZoneInfo("UTC"))
    word, _ = column_kinds.split_suffix(values)
    return status, (word == STATUS_TEXT[Status.CANCELED]).to_numpy(bool)


def _without_ignored(values: pd.Series, faults: np.ndarray, read_fully: np.ndarray) -> pd.Series:
    """A text that nobody complains about must not come through either."""
    is_ignored = (faults != 0) & ~read_fully
    if values.dtype != "str" or not is_ignored.any():
        return values
    return values.where(~is_ignored, "")


def _quotable_cells(cells: pd.Series, column: Column) -> pd.Series:
    return quotable_choice(cells, column) if column.kind is Kind.CHOICE else quotable(cells, column.kind)


def _number_reasons(limit: pd.Series, code: pd.Series, cells: pd.Series, column: Column) -> pd.Series:
    """Why numbers that are written like one are wrong: counts out of their range, amounts below 0 or too large."""
    if column.kind not in {Kind.COUNT, Kind.YEN}:
        return limit
    cells = cells.str.strip()
    is_count = (code == codes.NUMBER_INVALID) & cells.str.fullmatch("-?[0-9]+").astype(bool)
    is_money = code == codes.MONEY_INVALID
    is_large = is_money & cells.str.fullmatch(r"-?[0-9]{13,}(\.0{1,2})?").astype(bool)
    is_negative = is_money & ~is_large & cells.str.fullmatch(r"-[0-9]+(\.0{1,2})?").astype(bool) & (column.least >= 0)
    in_range = limit.mask(is_count, f"{column.least} to {MOST_UNITS}")
    return in_range.mask(is_negative, NEGATIVE).mask(is_large, f"{column.least} to {MOST_YEN}")


def _column_problems(
    rows: pd.DataFrame, cells: pd.Series, column: Column, faults: np.ndarray, *, keeps_long: bool
) -> pd.DataFrame:
    """A problem for each cell at fault. rows: record and line of every cell; faults: a code per cell, 0 for none.

    keeps_long: a text that is too long is kept.
    """
    wrong = np.flatnonzero(faults)
    code = pd.Series(faults[wrong], wrong)
    cells = cells.iloc[wrong]
    value = _shown_values(cells, code, column)
    limit = _limits(cells, code, column)
    if keeps_long:
        is_kept = (code == codes.VALUE_TOO_LONG) & (cells.str.len() <= LONGEST_TEXT).array
        value = value.mask(is_kept, KEPT)
        limit = limit.mask((code == codes.VALUE_TOO_LONG) & ~is_kept, str(LONGEST_TEXT))
    limit = limit.mask(code == codes.CHOICE_INVALID, ", ".join(column.choices) or "true, false")
    is_undecided = double_columns.is_undecided(cells)
    if is_undecided.any():
        value = value.mask(is_undecided, double_columns.shown_values(cells[is_undecided], column))
        limit = limit.mask(is_undecided, TWO_VALUES)
    if column.kind is Kind.ITEM_ID:
        limit = limit.mask(code.isin([codes.ID_INVALID, codes.ID_MANGLED]), ITEM)
    return row_problems(rows.iloc[wrong], column.name, code, value, limit)


def _shown_values(cells: pd.Series, code: pd.Series, column: Column) -> pd.Series:
    """The cells at fault as a message may quote them."""
    # No message quotes a text, and a buyer's name may have slipped into any of them.
    is_hidden = column.private or column.kind is Kind.TEXT
    value = pd.Series("", cells.index, dtype="str") if is_hidden else _quotable_cells(cells, column)
    is_mangled = code == codes.ID_MANGLED
    if is_mangled.any() and not column.private:
        value = value.mask(is_mangled, quotable(cells, Kind.ITEM_ID))
    is_unknown = code == codes.STATUS_UNKNOWN
    return value.mask(is_unknown, quotable_word(cells)) if is_unknown.any() else value


def _limits(cells: pd.Series, code: pd.Series, column: Column) -> pd.Series:
    """What each cell at fault should have been."""
    blank = pd.Series("", cells.index, dtype="str")
    limit = blank.mask(code.isin([codes.VALUE_TOO_LONG, codes.TRACKING_INVALID]), str(column.longest))
    limit = limit.mask(code == codes.DATE_INVALID, column.example)
    limit = _number_reasons(limit, code, cells, column)
    if column.day_alone == FIRST_INSTANT:
        limit = limit.mask(code == codes.TIME_MISSING, cells.str.strip() + " 00:00")
    return limit
