"""The clock that only reminds: the warning a week before the cut-off, and the invitation to leave feedback.

Steps 4.3 and 7. Each once an order, told by the number of the run.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle import deadlines
from pipeline.lifecycle.events.ship_date import promised
from pipeline.model import instants
from pipeline.model.order_state import OrderState, before_our_time, statuses
from schemas.statuses import Status

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

DELIVERED_WITHIN_DAYS = 5


def warn(book: OrderState, as_of: pd.Timestamp, run: int, zone: ZoneInfo) -> OrderState:
    """Orders to be shipped whose cut-off is seven days away or less: `warned` tells the run. Step 4.3."""
    orders = book.orders
    waits = statuses(orders, book.items).isin([Status.UNSHIPPED, Status.PARTIALLY_SHIPPED])
    due = waits & ~orders["waived"] & (orders["warned"] == 0) & (warned_from(orders["cut_off"], zone) <= as_of)
    return replace(book, orders=orders.assign(warned=orders["warned"].where(~due, run)))


def warned_from(cut_off: pd.Series, zone: ZoneInfo) -> pd.Series:
    """When an order comes on the verge of its cancellation: 00:00 of the 7th day before the cut-off's day."""
    return instants.start_of_day(cut_off, zone, -deadlines.WARN_BEFORE_DAYS)


def invite(book: OrderState, as_of: pd.Timestamp, run: int, zone: ZoneInfo) -> OrderState:
    """Shipped orders that must have arrived: `invited` tells the run that asks for feedback, once. Step 7."""
    orders = book.orders
    shipped = (statuses(orders, book.items) == Status.SHIPPED) & ~before_our_time(orders)
    due = shipped & (orders["invited"] == 0) & (arrived(orders, zone) <= as_of)
    return replace(book, orders=orders.assign(invited=orders["invited"].where(~due, run)))


def arrived(orders: pd.DataFrame, zone: ZoneInfo) -> pd.Series:
    """When each order is taken for delivered: as told, else its latest estimate, else five days after the promise."""
    guess = instants.end_of_day(promised(orders), zone, DELIVERED_WITHIN_DAYS)
    return orders["delivered"].fillna(orders["latest_delivery"]).fillna(guess)
