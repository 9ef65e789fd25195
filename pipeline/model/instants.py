"""Instants inside the rules are int64 microseconds, UTC; only here they are made and read. Days are business days.

Three instants around midnight in Japan:

>>> moments = pd.Series(pd.to_datetime(["2026-10-05T14:59Z", "2026-10-05T15:00Z", None]))
>>> end_of_day(moments, ZoneInfo("Asia/Tokyo"), 1).dt.strftime("%m-%d %H:%M:%S.%f").fillna("none").tolist()
['10-06 14:59:59.999999', '10-07 14:59:59.999999', 'none']
>>> micros(moments.iloc[1:]).tolist() == [1791212400000000, NOTHING]
True
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from schemas.instant_texts import NOTHING, micros

__all__ = ["NOTHING", "end_of_day", "instants", "micros", "start_of_day"]


def end_of_day(instants: pd.Series, zone: ZoneInfo, days: int) -> pd.Series:
    """The last microsecond of the business day `days` after each instant's day. UTC in, UTC out."""
    if len(instants) == 0:
        return instants.astype("datetime64[us, UTC]")
    naive = instants.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize() + pd.DateOffset(days=days + 1)
    local = naive.dt.tz_localize(zone, ambiguous=np.ones(len(naive), bool), nonexistent="shift_forward")
    return (local.dt.tz_convert("UTC") - pd.Timedelta(1, "us")).astype("datetime64[us, UTC]")


def start_of_day(instants: pd.Series, zone: ZoneInfo, days: int = 0) -> pd.Series:
    """The first instant of the business day `days` after each instant's day. UTC in, UTC out."""
    return (end_of_day(instants, zone, days - 1) + pd.Timedelta(1, "us")).astype("datetime64[us, UTC]")


def instants(values: np.ndarray) -> pd.Series:
    """Microseconds back to UTC instants, NOTHING as NaT."""
    return pd.Series(values.astype("datetime64[us]")).dt.tz_localize("UTC")
