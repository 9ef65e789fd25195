"""The clock that only reminds: the warning a week before the cut-off, and the invitation to leave feedback.

Steps 4.3 and 7. Once an order: the number of the run that reminded is kept.

Run 9 warns of the second order alone: the first has time left, the third has been warned of by run 8.

>>> from zoneinfo import ZoneInfo
>>> cut_off = pd.to_datetime(["2026-11-05T14:59Z", "2026-11-04T14:59Z", "2026-11-03T14:59Z"])
>>> orders = pd.DataFrame({"order_key": [1, 2, 3], "cut_off": cut_off, "waived": False, "warned": [0, 0, 8]})
>>> orders = orders.assign(verified=pd.Timestamp("2026-10-05T01:00Z"))
>>> items = pd.DataFrame({"order_key": [1, 2, 3], "ordered": 1, "shipped": 0, "canceled": 0})
>>> state = replace(OrderState.empty(), orders=orders, items=items)
>>> as_of = pd.Timestamp("2026-10-28T12:00Z")
>>> mark_warned(state, as_of, 9, ZoneInfo("Asia/Tokyo")).orders["warned"].tolist()
[0, 9, 8]
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.deadlines import delivery_date, warned_from
from pipeline.model.business_days import WARN_BEFORE_DAYS
from pipeline.model.order_state import OrderState, before_our_time, statuses
from schemas.statuses import STATUSES_TO_SHIP, Status

if TYPE_CHECKING:
    from collections.abc import Callable
    from zoneinfo import ZoneInfo

WARNED_AT_MOST = pd.Timedelta(WARN_BEFORE_DAYS + 2, "D")
"""Longer before a cut-off than any warning: a business day may be longer than 24 hours."""


def mark_warned(state: OrderState, as_of: pd.Timestamp, run: int, zone: ZoneInfo) -> OrderState:
    """Orders to be shipped whose cut-off is seven days away or less: `warned` tells the run. Step 4.3."""
    orders = state.orders
    is_due = is_warning_due(orders, statuses(orders, state.items), as_of, zone)
    return replace(state, orders=orders.assign(warned=orders["warned"].where(~is_due, run)))


def mark_invited(state: OrderState, as_of: pd.Timestamp, run: int, zone: ZoneInfo) -> OrderState:
    """Shipped orders that must have arrived: `invited` tells the run that asks for feedback, once. Step 7."""
    orders = state.orders
    is_due = is_invitation_due(orders, statuses(orders, state.items), as_of, zone)
    return replace(state, orders=orders.assign(invited=orders["invited"].where(~is_due, run)))


def is_warning_due(orders: pd.DataFrame, status: pd.Series, as_of: pd.Timestamp, zone: ZoneInfo) -> pd.Series:
    """Whether the seller is to be warned of each order at `as_of` (bool). Step 4.3."""
    is_near = orders["cut_off"] <= as_of + WARNED_AT_MOST
    is_due = status.isin(STATUSES_TO_SHIP) & ~orders["waived"] & (orders["warned"] == 0) & is_near
    return _only_where(is_due, lambda near: warned_from(orders.loc[near, "cut_off"], zone) <= as_of)


def is_invitation_due(orders: pd.DataFrame, status: pd.Series, as_of: pd.Timestamp, zone: ZoneInfo) -> pd.Series:
    """Whether the buyer of each order is to be asked for feedback at `as_of` (bool). Step 7."""
    is_shipped = (status == Status.SHIPPED) & ~before_our_time(orders) & (orders["invited"] == 0)
    return _only_where(is_shipped, lambda shipped: delivery_date(orders[shipped], zone) <= as_of)


def _only_where(is_candidate: pd.Series, is_due: Callable[[pd.Series], pd.Series]) -> pd.Series:
    """Candidates whose day has come. Days of the calendar are dear, so that they are worked out for these alone."""
    return is_due(is_candidate).reindex(is_candidate.index, fill_value=False)
