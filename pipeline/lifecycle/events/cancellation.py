"""Step 4.4: the seller cancels a whole order or items of it, as long as nothing of them is confirmed.

Two records say that the buyer canceled, of which only the first buyer had asked; the third record has another reason.

>>> from schemas.statuses import CANCELED_BY, CAUSES
>>> stated = np.array([CAUSE["BuyerCanceled"], CAUSE["BuyerCanceled"], CAUSE["NoInventory"]])
>>> cause = attribute_causes(stated, buyer_asked=np.array([True, False, False]))
>>> [(CAUSES[number], CANCELED_BY[number]) for number in cause]
[('BuyerCanceled', 'buyer'), ('BuyerCanceled', 'seller'), ('NoInventory', 'seller')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.events.event_arrays import AMBIGUOUS, STRANGER, TWIN
from pipeline.lifecycle.events.transitions import OK, TRANSITIONS
from schemas import codes
from schemas.statuses import CAUSE, UNREQUESTED_BUYER_CANCEL, Event

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.order_arrays import OrderArrays


def decide(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """The code of each cancellation row (OK = it takes effect). Order process, 4.4 and 9.3.2."""
    order_pos = events.order_pos[rows]
    item_pos = events.item_pos[rows]
    is_named = item_pos >= 0
    # Where no item is named item 0 is read, and is_named keeps it out.
    item = np.maximum(item_pos, 0)
    # Units of what the row means: of the item it names, or of the whole order.
    shipped_units = np.where(is_named, arrays.item_shipped[item], arrays.order_shipped[order_pos])
    open_units = np.where(is_named, arrays.item_open[item], arrays.order_open[order_pos])
    code = TRANSITIONS[events.event[rows], arrays.status(order_pos)]
    # The first rule that applies decides.
    rules = (
        (item_pos == TWIN, codes.ID_MANGLED),
        (item_pos == STRANGER, codes.ORDER_UNKNOWN),
        (item_pos == AMBIGUOUS, codes.VALUE_MISSING),
        (code != OK, code),
        (shipped_units > 0, codes.ALREADY_SHIPPED),
        (open_units == 0, codes.UNCHANGED),
        (is_named & (events.quantity[rows] > open_units), codes.QUANTITY_TOO_LARGE),
    )
    return np.select([applies for applies, _ in rules], [result for _, result in rules], OK)


def apply(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What the rows cancel: (place in rows, item, units). Without a quantity all that is open."""
    # A pair for each item that a row means; quantity: the units that the row of each pair states.
    row, item = arrays.expand_to_items(events.order_pos[rows], events.item_pos[rows])
    quantity = events.quantity[rows][row]
    return row, item, np.where(quantity >= 0, quantity, arrays.item_open[item])


def causes(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """The cause of a cancellation by each row: a payment's own, else the one that the record states.

    BuyerCanceled is the buyer's only where the order carries the buyer's request. Order process, 10.1.
    """
    event = events.event[rows]
    buyer_asked = arrays.order_cancel_asked[events.order_pos[rows]]
    stated = attribute_causes(events.cause[rows], buyer_asked)
    payment_causes = [CAUSE["PaymentFailed"], CAUSE["Fraud"]]
    return np.select([event == Event.FAIL, event == Event.FRAUD], payment_causes, stated)


def attribute_causes(cause: np.ndarray, buyer_asked: np.ndarray) -> np.ndarray:
    """The causes that records state; BuyerCanceled without the buyer's request counts as the seller's."""
    return np.where((cause == CAUSE["BuyerCanceled"]) & ~buyer_asked, UNREQUESTED_BUYER_CANCEL, cause)
