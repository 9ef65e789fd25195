"""What several reports do with items: choose columns, sort, count open units, compare business days.

Items are the frame `order_lines`; beside its narrow facts it has the columns of the Orders report, typed.
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


def select_columns(table: Table, rows: pd.DataFrame, computed: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The columns of a report in their order: from `computed` if it has them, else from the rows."""
    return pd.DataFrame({name: computed[name] if name in computed else rows[name] for name in table.names})


def sort_rows(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The rows sorted by columns, text by code points, blanks last, numbered anew."""
    keys = pa.table({name: pa.array(frame[name], from_pandas=True) for name in by})
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in by])
    return frame.take(order.to_numpy()).reset_index(drop=True)


def open_units(items: pd.DataFrame) -> pd.Series:
    """Units of each item that are neither shipped nor canceled."""
    return items["ordered"] - items["shipped"] - items["canceled"]


def is_pending(items: pd.DataFrame) -> pd.Series:
    """Whether the order of each item waits for its payment."""
    return items["status"] == Status.PENDING


def is_to_ship(items: pd.DataFrame) -> pd.Series:
    """Whether each item belongs to a verified order and has units still to be shipped."""
    return ~items["status"].isin([Status.PENDING, Status.CANCELED]) & (open_units(items) > 0)


def feed_names(feeds: pd.Series, names: Mapping[int, str]) -> pd.Series:
    """The name of each feed by its number; 0 is the clock and has no name, an unknown feed shows its number."""
    numbers = feeds.unique().tolist()
    name_of = {number: names.get(number, str(number) if number else "") for number in numbers}
    return feeds.map(name_of).astype("str")


def business_days(instants: pd.Series, zone: ZoneInfo) -> np.ndarray:
    """The business day of each instant, datetime64[D]; NaT if there is none."""
    local: np.ndarray = instants.dt.tz_convert(zone).dt.tz_localize(None).to_numpy()
    return local.astype("datetime64[D]")


def business_day(instant: datetime, zone: ZoneInfo) -> np.datetime64:
    """The business day of one instant."""
    return np.datetime64(instant.astimezone(zone).date(), "D")
