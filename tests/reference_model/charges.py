"""Order process, step 5: what a run charges and refunds, and which refunds are due. Amounts are unit shares of an item.

Choices: a row of 0 yen is a row; money that came too late is due for every item of the order, also for one that came
later, once it has a price; each amount of an item is spread over its units by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.reference_model.order import Item, Order

ADDED = ("item-price", "shipping-price", "gift-wrap-price")
TAKEN_OFF = ("item-promotion-discount", "ship-promotion-discount")

Charge = tuple[str, str, str, int]
"""Kind, item, number of the shipment or "", amount in yen."""


def share(item: Item, first: int, end: int) -> int:
    """What the units from number `first` up to `end` cost; negative when `end` comes before `first`."""

    def part(amount: int) -> int:
        return amount * end // item.ordered - amount * first // item.ordered

    added = sum(part(item.facts.get(column, 0)) for column in ADDED)
    return added - sum(part(item.facts.get(column, 0)) for column in TAKEN_OFF)


def total(item: Item) -> int:
    return share(item, 0, item.ordered)


def charges(order: Order) -> Iterator[Charge]:
    """What an order adds to the charges of a run. What has no price yet waits."""
    for item in order.items.values():
        if "item-price" in item.facts and "currency" in item.facts:
            yield from (prepaid_charges if order.prepaid else shipment_charges)(order, item)
            yield from refund_charges(item)
            if order.refund_due and not item.late_due:
                item.late_due = True
                yield "refund-due", item.key, "", total(item)


def shipment_charges(_: Order, item: Item) -> Iterator[Charge]:
    """Each shipment takes the lowest free unit numbers, and is charged once."""
    first = 0
    for shipment in item.shipments:
        if not shipment.charged:
            shipment.charged = True
            yield "charge", item.key, str(shipment.joint), share(item, first, first + shipment.units)
        first += shipment.units


def prepaid_charges(order: Order, item: Item) -> Iterator[Charge]:
    """Captured whole when verified; canceled units, the highest numbers, are due back, and reinstated ones are not."""
    if order.verified_at is not None and not item.captured:
        item.captured = True
        yield "prepaid-capture", item.key, "", total(item)
    if item.captured and item.canceled != item.due_units:
        first, end = item.ordered - item.canceled, item.ordered - item.due_units
        item.due_units = item.canceled
        yield "refund-due", item.key, "", share(item, first, end)


def refund_charges(item: Item) -> Iterator[Charge]:
    """Each refund that took effect is given back once: its parts less the discounts that it takes back."""
    for refund in item.refunds[item.refunds_given :]:
        yield "refund", item.key, "", refund.net
    item.refunds_given = len(item.refunds)
