"""Step 4.4: the seller cancels a whole order or items of it, as long as nothing of them is confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.events.event_arrays import AMBIGUOUS, STRANGER
from pipeline.lifecycle.events.transitions import OK, TRANSITIONS
from schemas import codes
from schemas.statuses import CAUSE, UNREQUESTED_BUYER_CANCEL, Event

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.order_arrays import OrderArrays


def decide(acts: EventArrays, r: np.ndarray, now: OrderArrays) -> np.ndarray:
    """The code of each cancellation row (OK = it takes effect). Cases 9 and 20; order process, step 4.4."""
    o, i, quantity = acts.o[r], acts.i[r], acts.quantity[r]
    named, item = i >= 0, np.maximum(i, 0)
    shipped = np.where(named, now.item_shipped[item], now.order_shipped[o])
    still_open = np.where(named, now.item_open[item], now.order_open[o])
    code = TRANSITIONS[acts.event[r], now.status(o)]
    return np.select(
        [i == STRANGER, i == AMBIGUOUS, code != OK, shipped > 0, still_open == 0, named & (quantity > still_open)],
        [
            codes.ORDER_UNKNOWN,
            codes.VALUE_MISSING,
            code,
            codes.ALREADY_SHIPPED,
            codes.UNCHANGED,
            codes.QUANTITY_TOO_LARGE,
        ],
        OK,
    )


def apply(acts: EventArrays, r: np.ndarray, now: OrderArrays) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the rows cancel: (row, item, units)."""
    row, item = now.expand_to_items(acts.o[r], acts.i[r])
    asked = acts.quantity[r][row]
    return row, item, np.where(asked >= 0, asked, now.item_open[item])


def causes(acts: EventArrays, r: np.ndarray, now: OrderArrays) -> np.ndarray:
    """The cause of a cancellation by each row: a payment's own, else the one the record gives.

    BuyerCanceled is the buyer's only where the order carries the buyer's request. Order process, "Causes".
    """
    event, given = acts.event[r], unasked(acts.cause[r], now.order_cancel_asked[acts.o[r]])
    return np.select([event == Event.FAIL, event == Event.FRAUD], [CAUSE["PaymentFailed"], CAUSE["Fraud"]], given)


def unasked(cause: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Causes that records give; asked: whether the order carries the buyer's request. Order process, "Causes"."""
    return np.where((cause == CAUSE["BuyerCanceled"]) & ~asked, UNREQUESTED_BUYER_CANCEL, cause)
