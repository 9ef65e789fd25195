"""Stored tables (schemas.stored_tables) as pandas frames: empty ones, table to frame and back."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa

from schemas.stored_tables import SCHEMAS


def empty(name: str) -> pd.DataFrame:
    """A stored table without rows, with its dtypes."""
    return as_frame(SCHEMAS[name].empty_table())


def as_frame(table: pa.Table) -> pd.DataFrame:
    """A stored table as pandas holds it: `str`, int64, bool, datetime64[us, UTC]."""
    return table.to_pandas()


def as_table(name: str, frame: pd.DataFrame) -> pa.Table:
    """A frame as its stored table; refuses a column that does not fit."""
    schema = SCHEMAS[name]
    return pa.Table.from_pandas(frame[schema.names], schema=schema, preserve_index=False)


def conform(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with the columns and dtypes of a stored table."""
    dtypes = empty(name).dtypes
    return frame[list(dtypes.index)].astype(dtypes.to_dict())


def blank_instants(rows: int) -> pd.Series:
    """A column of blank instants, one a row."""
    return pd.Series(pd.NaT, range(rows), dtype="datetime64[us, UTC]")
