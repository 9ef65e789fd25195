"""Step 1, purchase dates of which one is a day without a time: compared by day, and made exact by the finer one.

A day is kept as 00:00 of the business zone, so an instant at 00:00 counts as a day. Order process, 1.5.9.

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

from pipeline.model.instants import start_of_day


def compare_days(known: pd.Series, incoming: pd.Series, zone: ZoneInfo) -> tuple[np.ndarray, np.ndarray]:
    """By row: whether two purchase dates are of one day, one of them without a time; whether `incoming` is the finer.

    The day of an instant is that of the business zone or of UTC, because reports write either.
    """
    known_is_day = known == start_of_day(known, zone)
    incoming_is_day = incoming == start_of_day(incoming, zone)
    fits_known = known_is_day & (_has_day(incoming, known, zone) | _has_utc_day(incoming, known, zone))
    fits_incoming = incoming_is_day & (_has_day(known, incoming, zone) | _has_utc_day(known, incoming, zone))
    agrees = (fits_known | fits_incoming).to_numpy(bool)
    refines = (fits_known & ~incoming_is_day).to_numpy(bool)
    return agrees, refines


def _has_day(instants: pd.Series, days: pd.Series, zone: ZoneInfo) -> pd.Series:
    return start_of_day(instants, zone) == days


def _has_utc_day(instants: pd.Series, days: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Whether each instant is, in UTC, of the same calendar day as `days` are in the business zone."""
    local_day = days.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize()
    return instants.dt.tz_localize(None).dt.normalize() == local_day
