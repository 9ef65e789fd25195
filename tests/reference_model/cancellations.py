"""Canceling open units, whoever asks for it. Order process, "Causes of a cancellation".

Choices: what an order record cancels goes back to stock whatever its cause, and its BuyerCanceled is the buyer's; the
buyer hears of a cancellation that leaves nothing open on an item, shipped in part or not.
"""

from __future__ import annotations

from datetime import datetime

from tests.reference_model.order import BEFORE_OUR_TIME, OUR_CLOCK, Effect, Item, Order
from tests.reference_model.ship_marks import QUANTITY

BUYER_CANCELED, NO_INVENTORY = "BuyerCanceled", "NoInventory"


def cancel_open(order: Order, cause: str, at: datetime, *, by_record: bool = False) -> tuple[Effect, ...]:
    """Cancel all that is open on the order; `by_record`: the marketplace says so, in an order record."""
    items = [item for item in order.items.values() if item.open]
    effects = tuple(cancel_item(order, item, item.open, cause, at, by_record=by_record) for item in items)
    order.canceled_by_line = order.canceled_by_line and not effects
    return effects


def cancel_item(order: Order, item: Item, units: int, cause: str, at: datetime, *, by_record: bool = False) -> Effect:
    """Cancel units of an item, as a line of its order. Everything goes back but what the seller cancels as NoInventory.

    BuyerCanceled was asked for by the buyer when the order carries his request, or when an order record says it.
    """
    item.canceled += units
    item.marks.discard(QUANTITY)
    item.presumed += units if cause in OUR_CLOCK and not by_record else 0
    item.cause = order.cause = cause
    order.canceled_by_line = True
    item.asked = cause == BUYER_CANCELED and (by_record or order.cancel_asked is True)
    order.canceled_at = at
    if cause != BEFORE_OUR_TIME:
        order.new_notices.append(("order-canceled", item.key))
    return Effect("canceled", item.facts["sku"], units, restock=by_record or cause != NO_INVENTORY)
