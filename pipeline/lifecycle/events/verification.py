"""Step 2: payment is verified, still open, failed, or fraud. Only a verified order may be acted on.

Two orders of two items each: the first is paid, the payment of the second fails, which cancels its items 2 and 3.

>>> from types import SimpleNamespace
>>> event = np.array([Event.VERIFY, Event.FAIL])
>>> events = SimpleNamespace(order_pos=np.array([0, 1]), event=event, moment=np.array([1700, 1800]))
>>> orders = SimpleNamespace(order_verified=np.array([NOTHING, NOTHING]))
>>> orders.items_of = lambda order_pos: (np.repeat(np.arange(len(order_pos)), 2), np.array([2, 3]))
>>> row, item = apply(events, np.array([0, 1]), orders)
>>> row.tolist(), item.tolist()
([1, 1], [2, 3])
>>> (orders.order_verified != NOTHING).tolist()
[True, False]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.events.transitions import OK, TRANSITIONS
from pipeline.model.instants import NOTHING
from schemas import codes
from schemas.statuses import CAUSE, Event

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.order_arrays import OrderArrays


def decide(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """The code of each payment row (OK = it takes effect). Order process, 2.2, 2.3 and 9.3.2.

    A date after the receipt or before the purchase day is 70103; verified after the deadline 70005. In time on an
    order that our clock took for unpaid: it is alive ("Who decides").
    """
    order_pos = events.order_pos[rows]
    event = events.event[rows]
    paid = events.moment[rows]
    paid_by = arrays.order_paid_by[order_pos]
    code = TRANSITIONS[event, arrays.status(order_pos)]
    is_verification = event == Event.VERIFY
    is_known_paid = arrays.order_verified[order_pos] != NOTHING
    # NOTHING is less than any instant: without a deadline nothing is past it.
    is_past_due = (paid_by != NOTHING) & (paid > paid_by)
    is_before_purchase = events.day_end[rows] < arrays.order_purchased[order_pos]
    # The first rule that applies decides; where none does, the table has.
    rules = (
        ((paid > events.received[rows]) | is_before_purchase, codes.DATE_INVALID),
        (reopens(events, rows, arrays), OK),
        (is_verification & (code == codes.ORDER_CANCELED) & is_known_paid, codes.UNCHANGED),
        (is_verification & (code == OK) & is_past_due, codes.PAID_TOO_LATE),
        ((event == Event.ATTEMPT) & (code == OK) & events.is_repeated_attempt[rows], codes.UNCHANGED),
    )
    return np.select([applies for applies, _ in rules], [result for _, result in rules], code)


def reopens(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """Payments in time of orders that our clock has canceled for want of it."""
    order_pos = events.order_pos[rows]
    is_presumed_unpaid = (
        arrays.is_presumed_canceled(order_pos)
        & (arrays.order_cause[order_pos] == CAUSE["PaymentDeadline"])
        & (arrays.order_verified[order_pos] == NOTHING)
    )
    # Without a deadline (NOTHING) no payment is in time for one.
    is_in_time = events.moment[rows] <= arrays.order_paid_by[order_pos]
    return arrays.market & is_presumed_unpaid & (events.event[rows] == Event.VERIFY) & is_in_time


def apply(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> tuple[np.ndarray, np.ndarray]:
    """Verify the orders of these rows. Returns what failed payments cancel, as pairs (place in rows, item)."""
    order_pos = events.order_pos[rows]
    event = events.event[rows]
    is_verification = event == Event.VERIFY
    arrays.order_verified[order_pos[is_verification]] = events.moment[rows[is_verification]]
    # failed: which of `rows`; failed_row: which of `failed`, once for each item of its order.
    failed = np.flatnonzero((event == Event.FAIL) | (event == Event.FRAUD))
    failed_row, item = arrays.items_of(order_pos[failed])
    return failed[failed_row], item
