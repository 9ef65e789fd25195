"""Step 4.2: what the marketplace lists as unshipped or pending at an instant, beside what we hold.

An order that we hold and the marketplace does not list is marked, and stays as it is until a record says why.

Of three orders to ship the marketplace lists the first; the third was paid just before the list was made.

>>> verified = pd.to_datetime(["2026-10-05T01:00Z", "2026-10-05T01:00Z", "2026-10-06T08:30Z"])
>>> orders = pd.DataFrame({"order_key": [1, 2, 3], "verified": verified, "not_in_marketplace": verified})
>>> orders["not_in_marketplace"] = pd.NaT
>>> items = pd.DataFrame({"order_key": [1, 2, 3], "ordered": 1, "shipped": 0, "canceled": 0})
>>> state = replace(OrderState.empty(), orders=orders, items=items)
>>> report = Snapshot(pd.Timestamp("2026-10-06T09:00Z"), pending=False, order_keys=np.array([1]))
>>> mark_missing(state, [report]).orders["not_in_marketplace"].notna().tolist()
[False, True, False]
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, statuses
from schemas.statuses import STATUSES_TO_SHIP, Status

AT_REST = pd.Timedelta(60, "min")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A report of the marketplace as it stood at an instant; order_keys: every order that it names."""

    at: pd.Timestamp
    pending: bool
    order_keys: np.ndarray


def mark_missing(state: OrderState, snapshots: Iterable[Snapshot]) -> OrderState:
    """The state in which `not_in_marketplace` and `gone_from_pending` say what the newest snapshot of each kind misses.

    Orders that were verified (Pending ones: first heard of) less than an hour before it are left as they are.
    """
    by_age = sorted(snapshots, key=lambda snapshot: snapshot.at)
    newest = {snapshot.pending: snapshot for snapshot in by_age}
    for snapshot in newest.values():
        state = _mark_missing_from(state, snapshot)
    return state


def unmark_missing(state: OrderState, order_keys: np.ndarray) -> OrderState:
    """The state in which orders that a newer record has brought back are no longer missed."""
    is_back = state.orders["order_key"].isin(order_keys)
    marks = state.orders["not_in_marketplace"]
    return replace(state, orders=state.orders.assign(not_in_marketplace=marks.where(~is_back)))


def _mark_missing_from(state: OrderState, snapshot: Snapshot) -> OrderState:
    orders = state.orders
    status = statuses(orders, state.items)
    if snapshot.pending:
        column = "gone_from_pending"
        is_ours = status == Status.PENDING
        since = orders["received"]
    else:
        column = "not_in_marketplace"
        is_ours = status.isin(STATUSES_TO_SHIP)
        since = orders["verified"]
    # By order: whether the list has it, and whether it should and does not. A mark is taken off where it has it again.
    is_listed = orders["order_key"].isin(snapshot.order_keys)
    is_missing = is_ours & ~is_listed & (since < snapshot.at - AT_REST)
    marks = orders[column].mask(is_missing, snapshot.at).where(~(is_ours & is_listed))
    return replace(state, orders=orders.assign(**{column: marks}))
