"""Which orders a run may change: those that rows name, and those of which the clock or the books still want something.

Every rule is asked by the columns that it reads, so that the rest of a group needs neither rules nor books. An order
more than needed changes nothing; one that is missing would not be canceled, warned of, reported or paid.

Three orders to ship: the first is named, the cut-off of the second has passed, nothing is due of the third.

>>> from dataclasses import replace
>>> from zoneinfo import ZoneInfo
>>> paid = pd.Series(pd.to_datetime(["2026-10-05T01:00Z", "2026-10-05T01:00Z", "2026-10-20T01:00Z"]))
>>> orders = pd.DataFrame({"order_key": [1, 2, 3], "verified": paid, "promise": paid, "paid_by": paid})
>>> orders = orders.assign(cut_off=paid + pd.Timedelta(30, "D"), waived=False, warned=4, prepaid=False)
>>> orders = orders.assign(latest_ship=paid, latest_delivery=paid, delivered=paid)
>>> items = pd.DataFrame({"order_key": [1, 2, 3], "ordered": 2, "canceled": 0, "shipped": 0, "reported_run": 3})
>>> items = items.assign(captured=0, due_units=0)
>>> state = replace(OrderState.empty(), orders=orders.assign(invited=0, cause=0), items=items)
>>> clock = Clock(pd.Timestamp("2026-11-05T00:00Z"), ZoneInfo("Asia/Tokyo"))
>>> touched_orders(state, np.array([1]), clock).tolist()
[True, True, False]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle import reminders
from pipeline.lifecycle.overdue import NO_GRACE, overdue_causes
from pipeline.model.order_state import OrderState, statuses
from pipeline.model.sorted_keys import positions

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Clock:
    """What the clock rules go by: the instant of the run, the business zone, the grace of the payment deadline."""

    as_of: pd.Timestamp
    zone: ZoneInfo
    grace: pd.Timedelta = NO_GRACE


def touched_orders(state: OrderState, named: np.ndarray, clock: Clock, *, has_lists: bool = False) -> np.ndarray:
    """Whether a run may change each order of a state (bool array).

    named: the keys that its rows name, in any order. has_lists: the marketplace lists what it has (step 4.2), and what
    it misses is marked: that may be any order.
    """
    if has_lists:
        return np.ones(len(state.orders), bool)
    order_keys = state.orders["order_key"].to_numpy()
    is_named = positions(np.sort(named), order_keys) >= 0
    return is_named | _is_due_by_clock(state, clock) | _is_due_by_books(state, order_keys)


def _is_due_by_clock(state: OrderState, clock: Clock) -> np.ndarray:
    """Orders that the clock cancels, warns of or invites, or that have no promised ship date yet. Steps 2, 4.3, 7."""
    orders = state.orders
    status = statuses(orders, state.items)
    lacks_promise = orders["verified"].notna() & orders["promise"].isna()
    is_due = (
        (overdue_causes(orders, status, clock.as_of, clock.grace) > 0)
        | reminders.is_warning_due(orders, status, clock.as_of, clock.zone)
        | reminders.is_invitation_due(orders, status, clock.as_of, clock.zone)
        | lacks_promise
    )
    return is_due.to_numpy(bool)


def _is_due_by_books(state: OrderState, order_keys: np.ndarray) -> np.ndarray:
    """Orders that are to be reported first, or of which money is to be posted or charged. Steps 3, 5 and 6."""
    orders, items = state.orders, state.items
    order_pos = positions(order_keys, items["order_key"].to_numpy())
    # By order, then by item: whether the order is verified, and whether it was paid in advance too.
    is_verified = orders["verified"].notna().to_numpy(bool)
    is_prepaid = is_verified & orders["prepaid"].to_numpy(bool)
    is_unreported = (items["reported_run"] == 0).to_numpy() & is_verified[order_pos]
    is_uncaptured = (items["captured"] == 0).to_numpy()
    has_other_due = ~is_uncaptured & (items["canceled"] != items["due_units"]).to_numpy()
    is_due = np.zeros(len(orders), bool)
    is_due[order_pos[is_unreported | (is_uncaptured & is_prepaid[order_pos]) | has_other_due]] = True
    parcels = state.parcels
    unposted = parcels.loc[parcels["posted_run"] == 0, "order_key"].to_numpy()
    is_due[positions(order_keys, unposted)] = True
    return is_due
