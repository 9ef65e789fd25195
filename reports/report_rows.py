"""What several reports do with a book: choose columns, sort, count open units, compare business days.

A book is a frame with a row an order item: the columns of the Orders report, typed, and beside them status (int64, of
the order), ordered, shipped, canceled (int64, of the item), verified_at, promise_at, cut_off, canceled_at, reported_at,
not_in_marketplace (UTC instants), waived (bool) and reported_run (int64).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas.columns import Table
from schemas.statuses import Status


def of(table: Table, book: pd.DataFrame, other: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The columns of a report in their order: from `other` where it names them, else from the book."""
    return pd.DataFrame({name: other[name] if name in other else book[name] for name in table.names})


def in_order(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The rows sorted by columns, text by code points, blanks last, numbered afresh."""
    keys = pa.table({name: pa.array(frame[name], from_pandas=True) for name in by})
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in by])
    return frame.take(order.to_numpy()).reset_index(drop=True)


def still_open(book: pd.DataFrame) -> pd.Series:
    """Units of each item that are neither shipped nor canceled."""
    return book["ordered"] - book["shipped"] - book["canceled"]


def pending(book: pd.DataFrame) -> pd.Series:
    """Whether the order of each item waits for its payment."""
    return book["status"] == Status.PENDING


def to_ship(book: pd.DataFrame) -> pd.Series:
    """Whether each item belongs to a verified order and has units still to be shipped."""
    return ~book["status"].isin([Status.PENDING, Status.CANCELED]) & (still_open(book) > 0)


def named(feeds: pd.Series, names: Mapping[int, str]) -> pd.Series:
    """The name of each feed by its number; 0 is the clock and has none, an unknown one shows its number."""
    known = {number: names.get(number, str(number) if number else "") for number in feeds.unique().tolist()}
    return feeds.map(known).astype("str")


def days(instants: pd.Series, zone: ZoneInfo) -> np.ndarray:
    """The business day of each instant, datetime64[D]; NaT where there is none."""
    local: np.ndarray = instants.dt.tz_convert(zone).dt.tz_localize(None).to_numpy()
    return local.astype("datetime64[D]")


def day(instant: datetime, zone: ZoneInfo) -> np.datetime64:
    """The business day of one instant."""
    return np.datetime64(instant.astimezone(zone).date(), "D")
