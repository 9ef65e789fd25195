"""What several reports do with frames: choose columns, sort, name feeds, compare business days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas.columns import Table


def select_columns(table: Table, rows: pd.DataFrame, computed: Mapping[str, pd.Series]) -> pd.DataFrame:
    """The columns of a report in their order: from `computed` if it has them, else from the rows."""
    return pd.DataFrame({name: computed[name] if name in computed else rows[name] for name in table.names})


def sort_rows(frame: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """The rows sorted by columns, text by code points, blanks last, numbered anew."""
    keys = pa.table({name: pa.array(frame[name], from_pandas=True) for name in by})
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in by])
    return frame.take(order.to_numpy()).reset_index(drop=True)


def feed_names(feeds: pd.Series, names: Mapping[int, str]) -> pd.Series:
    """The name of each feed by its number."""
    name_of = {number: feed_name(number, names) for number in feeds.unique().tolist()}
    return feeds.map(name_of).astype("str")


def feed_name(number: int, names: Mapping[int, str]) -> str:
    """The name of a feed; 0 is the clock and has no name, an unknown feed shows its number."""
    return names.get(number, str(number) if number else "")


def business_days(instants: pd.Series, zone: ZoneInfo) -> np.ndarray:
    """The business day of each instant, datetime64[D]; NaT if there is none."""
    local: np.ndarray = instants.dt.tz_convert(zone).dt.tz_localize(None).to_numpy()
    return local.astype("datetime64[D]")


def business_day(instant: datetime, zone: ZoneInfo) -> np.datetime64:
    """The business day of one instant."""
    return np.datetime64(instant.astimezone(zone).date(), "D")
