"""Text columns to typed columns and problems: each column by its kind, then what columns demand of each other.

Nobody else turns the text of a feed into values. Every fault of a record is found; the good records stand.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from feeds import cross_column_checks
from feeds.problems import like, of_rows, quotable, together
from schemas import codes, column_kinds
from schemas.columns import Column, Kind, Table

_SAMPLE = 1000
PLACE = ("record", "line", "message-id")
_TEXTS = frozenset({Kind.TEXT, Kind.ORDER_ID, Kind.ITEM_ID, Kind.CHOICE, Kind.FLAG})
_OF_CANCELED = frozenset(
    {"order-id", "amazon-order-id", "order-item-id", "order-status", "cancellation-cause", "last-updated-date"}
)
_TRACKING = frozenset({codes.VALUE_TOO_LONG, codes.CHARACTERS_INVALID})
_AS_A_NUMBER = r"[0-9](?:[.,][0-9]+)?E\+[0-9]{2,3}"
"""How spreadsheets write a number of many digits."""


def check(table: Table, text: pd.DataFrame, zone: ZoneInfo) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A text frame to its typed frame and its problems (columns record, line, column, code, value, limit).

    text: record, line, message-id and columns of the table; one that is absent counts as blank, any other is left out.
    The typed frame has the same rows and every column of the table: counts and yen Int64, instants UTC, the rest text;
    cells at fault are blank. Days and instants without an offset are of the business zone. A format may have a column
    message-id of its own: then it is that one.
    """
    text = text.reset_index(drop=True)
    blank = pd.Series("", text.index, dtype="str")
    read_fully = ~_canceled(table, text)
    typed, found = {name: text[name] for name in PLACE}, []
    for column in table.columns:
        cells = text.get(column.name, blank)
        typed[column.name], faults = _read(cells, column, zone)
        if column.stands_in:
            stands = _filled(text.get(column.stands_in, blank)) & (faults == codes.VALUE_MISSING)
            faults = np.where(stands, 0, faults)
        if column.name not in _OF_CANCELED:
            typed[column.name] = _without(typed[column.name], faults, read_fully)
            faults = np.where(read_fully, faults, 0)
        if faults.any():
            found.append(_problems(text[["record", "line"]], cells, column, faults))
    frame = pd.DataFrame(typed)
    frame, more = cross_column_checks.meet(table, frame, text, read_fully)
    return frame, together([*found, *more])


def _read(cells: pd.Series, column: Column, zone: ZoneInfo) -> tuple[pd.Series, np.ndarray]:
    """Values and a code per cell; a column that is empty throughout costs nothing."""
    if _is_empty(cells):
        faults = np.full(len(cells), codes.VALUE_MISSING if column.required else 0)
        return cells if column.kind in _TEXTS else column_kinds.blank(column, cells.index), faults
    values, found = _read_once(cells, column, zone)
    if column.kind is Kind.TEXT:
        values = values.where(_filled(values), "")
    faults = found.to_numpy()
    if column.name == "tracking-number":
        faults = np.where(np.isin(faults, list(_TRACKING)), codes.TRACKING_INVALID, faults)
        faults = np.where(cells.str.fullmatch(_AS_A_NUMBER), codes.ID_MANGLED, faults)
    if column.required:
        faults = np.where((faults == 0) & ~_filled(cells), codes.VALUE_MISSING, faults)
    return values, faults


def _read_once(cells: pd.Series, column: Column, zone: ZoneInfo) -> tuple[pd.Series, pd.Series]:
    """Where few values stand in many cells (flags, dates, prices), each value is read once."""
    if cells.iloc[:_SAMPLE].nunique() * 4 > min(len(cells), _SAMPLE):
        return column_kinds.read(cells, column, zone)
    places, distinct = pd.factorize(cells)
    values, faults = column_kinds.read(pd.Series(distinct, dtype="str"), column, zone)
    return values.take(places).set_axis(cells.index), faults.take(places).set_axis(cells.index)


def _is_empty(cells: pd.Series) -> bool:
    return not pc.max(pc.binary_length(pa.array(cells))).as_py()


def _filled(cells: pd.Series) -> np.ndarray:
    return (cells.str.strip() != "").to_numpy(bool)


def _canceled(table: Table, text: pd.DataFrame) -> np.ndarray:
    """Order records that say Canceled: they are read for ids and status alone."""
    if "order-status" not in table.names or "order-status" not in text:
        return np.zeros(len(text), bool)
    status, _ = column_kinds.read(text["order-status"], table["order-status"], ZoneInfo("UTC"))
    return status.str.startswith("Canceled").to_numpy(bool)


def _without(values: pd.Series, faults: np.ndarray, read_fully: np.ndarray) -> pd.Series:
    """A text that nobody complains about must not come through either."""
    ignored = (faults != 0) & ~read_fully
    if values.dtype != "str" or not ignored.any():
        return values
    return values.where(~ignored, "")


def _quoted(cells: pd.Series, column: Column) -> pd.Series:
    return like(cells, column) if column.kind is Kind.CHOICE else quotable(cells, column.kind)


def _problems(rows: pd.DataFrame, cells: pd.Series, column: Column, faults: np.ndarray) -> pd.DataFrame:
    wrong = np.flatnonzero(faults)
    code = pd.Series(faults[wrong], wrong)
    unsaid = pd.Series("", wrong, dtype="str")
    # No message quotes a text, and a buyer's name may have slipped into any of them.
    value = unsaid if column.private or column.kind is Kind.TEXT else _quoted(cells.iloc[wrong], column)
    limit = unsaid
    limit = limit.mask(code.isin([codes.VALUE_TOO_LONG, codes.TRACKING_INVALID]), str(column.longest))
    limit = limit.mask(code == codes.CHOICE_INVALID, ", ".join(column.choices) or "true, false")
    return of_rows(rows.iloc[wrong], column.name, code, value, limit)
