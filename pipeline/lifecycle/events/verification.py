"""Step 2: payment is verified, still open, failed, or fraud. Only a verified order may be acted on."""

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


def decide(acts: EventArrays, r: np.ndarray, now: OrderArrays) -> np.ndarray:
    """The code of each payment row (OK = it takes effect). Cases 9, 13, 19; order process, step 2.

    A date after the receipt or before the purchase day is 70103; verified after the deadline 70005. In time on an
    order that our clock took for unpaid: it is alive ("Who decides").
    """
    o, event, paid = acts.o[r], acts.event[r], acts.at[r]
    code = TRANSITIONS[event, now.status(o)]
    known_paid = now.order_verified[o] != NOTHING
    past_due = (now.order_paid_by[o] != NOTHING) & (paid > now.order_paid_by[o])
    return np.select(
        [
            (paid > acts.received[r]) | (acts.day[r] < now.order_purchased[o]),
            reopens(acts, r, now),
            (event == Event.VERIFY) & (code == codes.ORDER_CANCELED) & known_paid,
            (event == Event.VERIFY) & (code == OK) & past_due,
            (event == Event.ATTEMPT) & (code == OK) & acts.repeated[r],
        ],
        [codes.DATE_INVALID, OK, codes.UNCHANGED, codes.PAID_TOO_LATE, codes.UNCHANGED],
        code,
    )


def reopens(acts: EventArrays, r: np.ndarray, now: OrderArrays) -> np.ndarray:
    """Payments in time of orders that our clock has canceled for want of it."""
    o = acts.o[r]
    presumed = (
        now.is_presumed_canceled(o)
        & (now.order_cause[o] == CAUSE["PaymentDeadline"])
        & (now.order_verified[o] == NOTHING)
    )
    return now.market & presumed & (acts.event[r] == Event.VERIFY) & (acts.at[r] <= now.order_paid_by[o])


def apply(acts: EventArrays, r: np.ndarray, now: OrderArrays) -> tuple[np.ndarray, np.ndarray]:
    """Verify, or cancel what failed with everything it has open: (row, item) pairs to cancel."""
    o, event = acts.o[r], acts.event[r]
    verify = event == Event.VERIFY
    now.order_verified[o[verify]] = acts.at[r[verify]]
    stop = np.flatnonzero((event == Event.FAIL) | (event == Event.FRAUD))
    row, item = now.expand_to_items(o[stop], np.full(len(stop), -1))
    return stop[row], item
