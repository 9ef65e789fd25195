"""Declared frames and stored tables as pandas frames: empty ones, table to frame and back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import pandas as pd
import pyarrow as pa

from schemas import column_kinds
from schemas.frames import FRAMES
from schemas.frames.frame_columns import LogicalKind
from schemas.stored_tables import SCHEMAS

DTYPES = {
    **dict.fromkeys((LogicalKind.KEY, LogicalKind.COUNT, LogicalKind.YEN, LogicalKind.CODE), "int64"),
    LogicalKind.INSTANT: "datetime64[us, UTC]",
    LogicalKind.FLAG: "bool",
    LogicalKind.TEXT: "str",
}
"""The pandas dtype of each kind of column."""


def empty(name: str) -> pd.DataFrame:
    """A declared frame (schemas.frames) or a stored table without rows, with its dtypes; each call has its own."""
    return _empty(name).copy(deep=False)


@cache
def _empty(name: str) -> pd.DataFrame:
    """The same, made once: a run of few records asks for these so often that they would be a tenth of it."""
    frame = FRAMES.get(name)
    if frame is None:
        return as_frame(SCHEMAS[name].empty_table())
    stored = as_frame(SCHEMAS[frame.stored].empty_table()) if frame.stored else pd.DataFrame()
    formats = frame.carries.columns if frame.carries else ()
    columns = {name: values.array for name, values in stored.items()}
    columns |= {column.name: column_kinds.blank(column, stored.index).array for column in formats}
    columns |= {column.name: _no_values(column.kind) for column in frame.columns}
    return pd.DataFrame(columns)


@cache
def _no_values(kind: LogicalKind) -> pd.api.extensions.ExtensionArray:
    return pd.Series(dtype=DTYPES[kind]).array


def as_frame(table: pa.Table) -> pd.DataFrame:
    """A stored table as a pandas frame: `str`, int64, bool, datetime64[us, UTC]."""
    return table.to_pandas()


def as_table(name: str, frame: pd.DataFrame) -> pa.Table:
    """A frame as its stored table; a column that does not fit is an error."""
    schema = SCHEMAS[name]
    return pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the columns and dtypes of a declared frame or a stored table."""
    dtypes = _dtypes(name)
    return with_dtypes(frame[list(dtypes)], dtypes)


def with_dtypes(frame: pd.DataFrame, dtypes: Mapping[str, object]) -> pd.DataFrame:
    """The frame with the dtypes of these columns; those that have theirs, mostly all, are not turned."""
    others = {column: dtypes[column] for column, own in frame.dtypes.items() if own != dtypes.get(column, own)}
    return frame.astype(others) if others else frame


@cache
def _dtypes(name: str) -> dict[str, object]:
    """The dtype of each column of a declared frame or a stored table."""
    return empty(name).dtypes.to_dict()


def blank_instants(rows: int) -> pd.Series:
    """A column of blank instants, one per row."""
    return pd.Series(pd.NaT, range(rows), dtype="datetime64[us, UTC]")
