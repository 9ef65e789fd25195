"""Instants as int64 microseconds of UTC, and their text in a zone, made from bytes.

>>> moments = pd.Series(pd.to_datetime(["2026-10-05T15:30:00.9Z", None]))
>>> moment_texts(micros(moments), ZoneInfo("Asia/Tokyo")).to_pylist()
['2026-10-06T00:30:00+09:00', '']
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa

NOTHING = np.iinfo(np.int64).min
"""An instant that there is none of."""
_MICROS = 1_000_000
_DAY = 86_400
_PLACES = np.dtype([("day", "V10"), ("clock", "V9"), ("ahead", "V6")])
"""The bytes of `2026-10-06T00:30:00+09:00`: the day, the clock with its T, and how far the zone is ahead of UTC."""


def micros(values: pd.Series) -> np.ndarray:
    """Instants as int64 microseconds, NaT as NOTHING."""
    return values.dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)


def moment_texts(instants: np.ndarray, zone: ZoneInfo) -> pa.Array:
    """Microseconds as ISO 8601 to the second, with the offset of the zone (large_string); NOTHING is blank."""
    is_known = instants != NOTHING
    if not is_known.any():
        return pa.array([""] * len(instants), pa.large_string())
    # NOTHING is the least of all integers: a blank is worked out like the latest instant and left out at the end.
    seconds = np.where(is_known, instants, instants.max()) // _MICROS
    ahead = _seconds_ahead(seconds, zone)
    day, second = np.divmod(seconds + ahead, _DAY)
    first_day = day.min()
    texts = np.empty(len(instants), _PLACES)
    texts["day"] = _day_bytes(int(first_day), int(day.max()))[day - first_day]
    texts["clock"] = _clock_bytes()[second]
    texts["ahead"] = _ahead_bytes(ahead)
    ends = np.cumsum(np.where(is_known, _PLACES.itemsize, 0))
    offsets = np.concatenate([[0], ends]).astype(np.int64)
    shown = texts if is_known.all() else texts[is_known]
    return pa.LargeStringArray.from_buffers(len(instants), pa.py_buffer(offsets), pa.py_buffer(shown.view(np.uint8)))


def day_numbers(instants: np.ndarray, zone: ZoneInfo) -> np.ndarray:
    """The day of each instant in the zone, counted from 1970 on; NOTHING where there is no instant."""
    days = np.full(len(instants), NOTHING)
    is_known = instants != NOTHING
    if is_known.any():
        seconds = instants[is_known] // _MICROS
        days[is_known] = (seconds + _seconds_ahead(seconds, zone)) // _DAY
    return days


def _seconds_ahead(seconds: np.ndarray, zone: ZoneInfo) -> np.ndarray:
    """How many seconds the clocks of the zone are ahead of UTC at each instant (seconds of UTC)."""
    day = seconds // _DAY
    first = int(day.min())
    days = np.flatnonzero(np.bincount(day - first))
    of_day = [_ahead_on(zone, first + number) for number in days.tolist()]
    # By day from the first on: what it is at the start of the day, and whether it is the same at its end.
    table = np.zeros(int(days[-1]) + 1, np.int64)
    table[days] = [start for start, _ in of_day]
    changes = np.zeros(len(table), bool)
    changes[days] = [start != end for start, end in of_day]
    ahead = table[day - first]
    rows = np.flatnonzero(changes[day - first])
    ahead[rows] = [_ahead_at(zone, second) for second in seconds[rows].tolist()]
    return ahead


@cache
def _ahead_on(zone: ZoneInfo, day: int) -> tuple[int, int]:
    """The same in the first and in the last second of a day of UTC, by its number since 1970."""
    return _ahead_at(zone, day * _DAY), _ahead_at(zone, day * _DAY + _DAY - 1)


def _ahead_at(zone: ZoneInfo, second: int) -> int:
    offset = datetime.fromtimestamp(second, zone).utcoffset()
    return 0 if offset is None else offset.days * _DAY + offset.seconds


def _day_bytes(first: int, last: int) -> np.ndarray:
    """The text of each day from the first to the last, by their numbers since 1970."""
    days = np.arange(first, last + 1).astype("datetime64[D]")
    return np.datetime_as_string(days).astype("S10").view("V10")


@cache
def _clock_bytes() -> np.ndarray:
    """`T00:00:00` and so on, for each second of a day."""
    seconds = np.arange(_DAY).astype("datetime64[s]")
    # The text of a second of the first day of 1970, without that day.
    return np.ascontiguousarray(np.datetime_as_string(seconds).astype("S19").view("S1").reshape(-1, 19)[:, 10:]).view(
        "V9"
    )[:, 0]


def _ahead_bytes(ahead: np.ndarray) -> np.ndarray:
    """`+09:00` for each of these seconds; there are few different ones."""
    if ahead.min() == ahead.max():
        return np.array([_ahead_text(int(ahead[0]))], "S6").view("V6")
    offsets, places = np.unique(ahead, return_inverse=True)
    return np.array([_ahead_text(offset) for offset in offsets.tolist()], "S6").view("V6")[places]


def _ahead_text(seconds: int) -> str:
    minutes = seconds // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
