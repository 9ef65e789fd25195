"""What is to ship, today and overdue, and what is canceled by itself soon, for `status`. Feeds and runs, 15.8."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Any, NamedTuple

import numpy as np

from pipeline.model.business_days import WARN_BEFORE_DAYS, business_day_of, start_of_business_day
from pipeline.model.ship_holds import is_kept_back

NEVER = np.iinfo(np.int64).max
"""An instant that there is none of: it is never reached."""
_DAY = timedelta(days=1)


class OpenOrders(NamedTuple):
    """Open orders, an array a fact, sorted by key.

    verified, missing: whether each is paid, and whether the marketplace's list misses it. promised: its latest ship
    date, the marketplace's or our estimate; promised and cut_off in microseconds of UTC, NEVER for none.
    """

    order_key: np.ndarray
    verified: np.ndarray
    missing: np.ndarray
    waived: np.ndarray
    promised: np.ndarray
    cut_off: np.ndarray


class OpenItems(NamedTuple):
    """Items of open orders, an array a fact: the order, open units, and the marks of `hold`."""

    order_key: np.ndarray
    open_units: np.ndarray
    hold: np.ndarray


def to_ship_entries(
    orders: OpenOrders, items: OpenItems, clock: datetime, zone: tzinfo, ids_of: Callable[[np.ndarray], list[str]]
) -> dict[str, Any]:
    """The orders to ship, today and overdue, and those that are canceled by themselves within seven days.

    An order of which nothing may be shipped yet is not among those to ship (4.2.5). ids_of: the sorted ids of sorted
    order keys, or as many of them as are to be named.
    """
    is_to_ship, may_ship = _ship_flags(orders, items)
    today = business_day_of(clock, zone)
    begins, ends, warned = (
        _micros(start_of_business_day(today + days * _DAY, zone)) for days in (0, 1, WARN_BEFORE_DAYS + 1)
    )
    # Midnights instead of days: an instant is of today from its first microsecond on and before that of tomorrow.
    chosen = {
        "all": may_ship,
        "today": may_ship & (orders.promised >= begins) & (orders.promised < ends),
        "overdue": may_ship & (orders.promised < begins),
        "auto_cancel": is_to_ship & ~orders.waived & (orders.cut_off < warned),
    }
    keys = {name: orders.order_key[is_chosen] for name, is_chosen in chosen.items()}
    return {"day": str(today)} | {
        name: {"count": len(order_keys), "orders": ids_of(order_keys)} for name, order_keys in keys.items()
    }


def _ship_flags(orders: OpenOrders, items: OpenItems) -> tuple[np.ndarray, np.ndarray]:
    """By order, whether anything of it is to be shipped, and whether anything of it may be."""
    place = np.searchsorted(orders.order_key, items.order_key)
    verified, missing = orders.verified[place], orders.missing[place]
    is_to_ship = verified & (items.open_units > 0)
    may_ship = is_to_ship & ~is_kept_back(verified, missing, items.open_units, items.hold)
    # Of items to their orders: an order has the flag where any item of it has.
    count = len(orders.order_key)
    to_ship, may = (np.bincount(place[has_flag], minlength=count) > 0 for has_flag in (is_to_ship, may_ship))
    return to_ship, may


def _micros(moment: datetime) -> int:
    return (moment - datetime.fromtimestamp(0, moment.tzinfo)) // timedelta(microseconds=1)
