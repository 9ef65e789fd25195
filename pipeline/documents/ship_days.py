"""Open orders by the business days of their promise and their cut-off, from which any later time can tell what is due.

Whether anything of an order is to be shipped depends on no clock; when it is due does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any, NamedTuple

import numpy as np

from pipeline.model.business_days import business_day_of
from pipeline.model.ship_holds import is_kept_back

NEVER = np.iinfo(np.int64).max
"""An instant that there is none of."""
_MINUTE = 60_000_000
_START = datetime.fromtimestamp(0, UTC)
Names = Callable[[np.ndarray], list[str]]


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


class _DatedOrders(NamedTuple):
    """Orders with an instant each, sorted by key."""

    order_key: np.ndarray
    instant: np.ndarray

    @classmethod
    def joined(cls, parts: Sequence[_DatedOrders]) -> _DatedOrders:
        """Several as one, each order being in one of them."""
        empty = np.empty(0, np.int64)
        order_key = np.concatenate([empty, *(part.order_key for part in parts)])
        instant = np.concatenate([empty, *(part.instant for part in parts)])
        in_order = np.argsort(order_key, kind="stable")
        return cls(order_key[in_order], instant[in_order])


def ship_days(parts: Iterable[tuple[OpenOrders, OpenItems]], zone: tzinfo, names: Names) -> dict[str, Any]:
    """Counts and ids of the orders that may ship by their promised day, and of those that end by the day of their end.

    An order of which nothing may be shipped yet is not among those that may ship (4.2.5); one whose cut-off is waived
    does not end. parts: the open orders, some after others; names: the sorted ids of sorted order keys, or as many of
    them as are to be named.
    """
    shipping, ending = [], []
    for orders, items in parts:
        is_to_ship, may_ship = _ship_flags(orders, items)
        ends = is_to_ship & ~orders.waived
        shipping.append(_DatedOrders(orders.order_key[may_ship], orders.promised[may_ship]))
        ending.append(_DatedOrders(orders.order_key[ends], orders.cut_off[ends]))
    promised, cut_off = (_DatedOrders.joined(dated) for dated in (shipping, ending))
    return {
        "all": _named(promised.order_key, names),
        "promised": _by_day(*promised, zone, names),
        "cut_off": _by_day(*cut_off, zone, names),
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


def _by_day(order_key: np.ndarray, instants: np.ndarray, zone: tzinfo, names: Names) -> dict[str, Any]:
    """Orders by the business day of an instant; those without one are of no day."""
    is_due = instants != NEVER
    # The clock of a zone changes at full minutes only, so that a day is worked out once for each minute.
    minutes, place = np.unique(instants[is_due] // _MINUTE, return_inverse=True)
    days = [str(business_day_of(_START + timedelta(minutes=minute), zone)) for minute in minutes.tolist()]
    known, day = np.unique(np.array(days, np.str_), return_inverse=True)
    day_of_order = day[place]
    # One stable sort brings the orders of a day together, each day's still in the order of their keys.
    in_order = np.argsort(day_of_order, kind="stable")
    bounds = np.searchsorted(day_of_order[in_order], np.arange(1, len(known)))
    parts = np.split(order_key[is_due][in_order], bounds)
    return {str(name): _named(part, names) for name, part in zip(known, parts, strict=len(known) > 0)}


def _named(order_key: np.ndarray, names: Names) -> dict[str, Any]:
    return {"count": len(order_key), "orders": names(order_key)}
