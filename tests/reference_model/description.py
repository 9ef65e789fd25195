"""Orders and shipments as the tests compare them with the product's."""

from __future__ import annotations

from typing import Any

from tests.reference_model.order import Item, Order

ORDER = (
    *("status", "canceled_by_line", "verified_at", "cut_off", "deadline", "prepaid", "cause"),
    *("cancel_asked", "waived", "delivered", "refund_due", "warned", "invited"),
    *("not_in_marketplace", "gone_from_pending", "recipient"),
)
DATES = ("earliest_ship", "latest_ship", "earliest_delivery", "latest_delivery")
ITEM = ("ordered", "shipped", "canceled", "cause", "presumed", "reported", "marks")
SHIPMENT = ("units", "carrier", "tracking", "method", "shipped_on", "elsewhere", "late", "joint")


def order_description(order: Order) -> dict[str, Any]:
    """An order: its status and what it follows from, its dates (None when never given), its items by key."""
    plain = {column: getattr(order, column) for column in ORDER}
    dates = {name: order.facts.get(f"{name.replace('_', '-')}-date") for name in DATES}
    items = {key: {column: getattr(item, column) for column in ITEM} for key, item in order.items.items()}
    return plain | dates | {"method": order.facts.get("payment-method", ""), "items": items}


def shipment_descriptions(item: Item) -> list[dict[str, Any]]:
    """The shipments of an item."""
    return [{column: getattr(shipment, column) for column in SHIPMENT} for shipment in item.shipments]
