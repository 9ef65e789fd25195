"""The dates of an order, a function each: when payment, shipment and confirmation are due, when to warn and to ask.

And how long a record is held.

Calendar days of the business zone. What is stored is stored when it first exists and never recomputed. Order process,
11.5.

Orders of two days in New York, where clocks are put back on 1 November:

>>> from zoneinfo import ZoneInfo
>>> zone = ZoneInfo("America/New_York")
>>> bought = pd.Series(pd.to_datetime(["2026-10-05T14:00Z", "2026-10-07T03:59Z"]))
>>> ends = cut_off(bought, zone)
>>> ends.dt.tz_convert(zone).dt.strftime("%m-%d %H:%M").tolist()
['11-04 23:59', '11-05 23:59']
>>> warned_from(ends, zone).dt.tz_convert(zone).dt.strftime("%m-%d %H:%M").tolist()
['10-28 00:00', '10-29 00:00']
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model.business_days import WARN_BEFORE_DAYS
from pipeline.model.instants import end_of_day, start_of_day
from schemas.statuses import ADVANCE_METHODS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from zoneinfo import ZoneInfo

CONFIRM_WITHIN_DAYS = 30
PAY_WITHIN_DAYS = 6
DELIVERED_WITHIN_DAYS = 5
STALE_AFTER_DAYS = 30
_ADVANCE = frozenset(method.casefold() for method in ADVANCE_METHODS)


def cut_off(purchased: pd.Series, zone: ZoneInfo) -> pd.Series:
    """The last instant at which each order may be confirmed: end of the 30th day after purchase. Step 4.3."""
    return end_of_day(purchased, zone, CONFIRM_WITHIN_DAYS)


def warned_from(cut_off: pd.Series, zone: ZoneInfo) -> pd.Series:
    """When an order comes on the verge of its cancellation: 00:00 of the 7th day before the cut-off's. Step 4.3."""
    return start_of_day(cut_off, zone, -WARN_BEFORE_DAYS)


def payment_deadline(purchased: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Until when an order paid in advance must be paid when it says nothing itself: end of the 6th day. Step 2."""
    return end_of_day(purchased, zone, PAY_WITHIN_DAYS)


def stale_from(purchased: pd.Series, zone: ZoneInfo) -> pd.Series:
    """When an order that waits for payment without a deadline becomes stale: 00:00 of the 30th day. Step 2.4."""
    return start_of_day(purchased, zone, STALE_AFTER_DAYS)


def held_until(since: pd.Series, zone: ZoneInfo, hold_days: int) -> pd.Series:
    """How long a record waits for its order: to the end of the `hold_days`th day after that of the run that held it.

    Order process, 8.3.2.
    """
    return end_of_day(since, zone, hold_days)


def is_last_attempt(since: pd.Series, as_of: pd.Timestamp, zone: ZoneInfo, hold_days: int) -> pd.Series:
    """Whether a run at `as_of` is the last to try each held record: from 00:00 of the day of `held_until`.

    Days and not hours count, so that the hour of a run does not matter, nor a change of the clock. Where there is no
    instant the run holds the record for the first time, and it is not the last. Order process, 8.3.2.
    """
    return start_of_day(held_until(since, zone, hold_days), zone) <= as_of


def is_paid_in_advance(method: pd.Series) -> pd.Series:
    """Whether each payment method is paid before shipment (convenience store, bank transfer ...). Step 2."""
    return method.str.strip().str.casefold().isin(_ADVANCE)


def estimated_ship_date(verified: pd.Series, zone: ZoneInfo, handling_days: int, days_off: Iterable[date]) -> pd.Series:
    """The estimated latest ship date: end of the last of `handling_days` business days after verification. Step 1.

    Saturdays, Sundays and `days_off` (holidays) do not count. NaT where payment is not verified.
    """
    known = verified.dropna()
    # The business day of each verification; counted from a day off (roll) the business day before it is day 0.
    days = known.dt.tz_convert(zone).dt.tz_localize(None).dt.normalize().to_numpy().astype("datetime64[D]")
    holidays = np.array(sorted(days_off), dtype="datetime64[D]")
    last_day = np.busday_offset(days, handling_days, roll="backward", holidays=holidays)
    local = pd.Series(last_day.astype("datetime64[us]"), known.index).dt.tz_localize(zone)
    ends = end_of_day(local.dt.tz_convert("UTC"), zone, 0)
    return ends.reindex(verified.index).astype("datetime64[us, UTC]")


def latest_ship_date(orders: pd.DataFrame) -> pd.Series:
    """What each order is promised to be shipped by: the marketplace's latest ship date, else our estimate. Step 1."""
    return orders["latest_ship"].fillna(orders["promise"])


def delivery_date(orders: pd.DataFrame, zone: ZoneInfo) -> pd.Series:
    """When each is taken for delivered: as recorded, else as estimated, else five days after the promise (step 7)."""
    estimate = end_of_day(latest_ship_date(orders), zone, DELIVERED_WITHIN_DAYS)
    return orders["delivered"].fillna(orders["latest_delivery"]).fillna(estimate)
