"""Step 1, dates of which one is a day without a time: compared by day, and made exact by the finer one.

A day is kept as its first instant in the business zone, or as its last one where it means a deadline; an instant that
is just that counts as a day. Order process, 1.5.9.

A day that is known, and three records: the day again, an instant of that day, one of another day:

>>> zone = ZoneInfo("Asia/Tokyo")
>>> instants = ["2026-10-05T00:00+09:00", "2026-10-05T00:00+09:00", "2026-10-05T10:30+09:00", "2026-10-07T10:30+09:00"]
>>> moments = pd.Series(pd.to_datetime(instants, utc=True))
>>> known = pd.concat([moments.iloc[[0]]] * 3, ignore_index=True)
>>> agrees, refines = compare_days(known, moments.iloc[1:].reset_index(drop=True), zone)
>>> agrees.tolist(), refines.tolist()
([True, True, False], [False, True, False])
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from pipeline.model.instants import NOTHING, end_of_day, instants, start_of_day

TO_THE_END = frozenset({"latest_ship", "latest_delivery", "deadline"})
"""Dates of an order of which a day lasts to its end."""


def compare_days(
    known: pd.Series, incoming: pd.Series, zone: ZoneInfo, *, to_the_end: bool = False
) -> tuple[np.ndarray, np.ndarray]:
    """By row: whether two dates are of one day, one of them without a time; whether `incoming` is the finer.

    to_the_end: a day stands as its last instant. The day of an instant is that of the business zone or of UTC, because
    reports write either; a day itself is of the business zone.
    """
    known_day, incoming_day = (_day_instant(dates, zone, to_the_end=to_the_end) for dates in (known, incoming))
    known_is_day = known == known_day
    incoming_is_day = incoming == incoming_day
    is_one_day = known_day == incoming_day
    fits_known = known_is_day & (is_one_day | (_has_utc_day(incoming, known, zone) & ~incoming_is_day))
    fits_incoming = incoming_is_day & (is_one_day | (_has_utc_day(known, incoming, zone) & ~known_is_day))
    agrees = (fits_known | fits_incoming).to_numpy(bool)
    refines = (fits_known & ~incoming_is_day).to_numpy(bool)
    return agrees, refines


def compare_codes(
    known: np.ndarray, incoming: np.ndarray, zone: ZoneInfo, *, to_the_end: bool
) -> tuple[np.ndarray, np.ndarray]:
    """The same of dates as microseconds; where one of them is NOTHING, neither."""
    agrees, refines = np.zeros(len(known), bool), np.zeros(len(known), bool)
    asked = np.flatnonzero((known != NOTHING) & (incoming != NOTHING) & (known != incoming))
    if len(asked):
        both = instants(known[asked]), instants(incoming[asked])
        agrees[asked], refines[asked] = compare_days(*both, zone, to_the_end=to_the_end)
    return agrees, refines


def _day_instant(dates: pd.Series, zone: ZoneInfo, *, to_the_end: bool) -> pd.Series:
    return end_of_day(dates, zone, 0) if to_the_end else start_of_day(dates, zone)


def _has_utc_day(moments: pd.Series, days: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Whether each instant is, in UTC, of the same calendar day as `days` are in the business zone."""
    local_day = days.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    return moments.dt.tz_localize(None).dt.normalize() == local_day
