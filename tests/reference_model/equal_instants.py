"""Confirmations and cancellations of one order and one instant: which go first. Order process, 4.4.7.

Choice: a quantity without an item names the only item of its order; a shipment that is known asks for nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from tests.reference_model.order import Item, Order
from tests.reference_model.records import Record, shipment_reference
from tests.reference_model.tables import CONFIRMATIONS, Row

CANCELED_ITEM = "amazon-order-item-code"


def by_rank_at_instants(records: Iterable[Record], known: Mapping[str, Order]) -> Iterator[Record]:
    """The records in order of work, but for those of one order and instant, decided when they are reached."""
    waiting, decided = list(records), set()
    while waiting:
        instant = waiting[0].key, waiting[0].received
        together = [record for record in waiting if (record.key, record.received) == instant and is_request(record)]
        if instant not in decided and instant[0] in known:
            decided.add(instant)
            others = [record for record in waiting if all(record is not other for other in together)]
            waiting = in_order_of_rank(known[instant[0]], together) + others
        yield waiting.pop(0)


def is_request(record: Record) -> bool:
    """Whether it confirms or cancels, and does not only acknowledge."""
    return record.table == CONFIRMATIONS or record.rows[0].get("status-code") != "Success"


def in_order_of_rank(order: Order, together: list[Record]) -> list[Record]:
    """Cancellations that go first, confirmations, the other cancellations; as they are where there is one kind."""
    confirming = [record for record in together if record.table == CONFIRMATIONS]
    canceling = [record for record in together if record.table != CONFIRMATIONS]
    if not confirming:
        return canceling
    first = [record for record in canceling if goes_first(order, record, confirming, canceling)]
    return [*first, *confirming, *(record for record in canceling if all(record is not other for other in first))]


def goes_first(order: Order, record: Record, confirming: list[Record], canceling: list[Record]) -> bool:
    """Whether a cancellation goes before the confirmations of its instant: all of its rows name items that allow it."""
    confirmed = [row for other in confirming for row in other.rows]
    canceled = [row for other in canceling for row in other.rows]
    items = [item_of(order, row, CANCELED_ITEM) for row in record.rows]
    if not all(items):
        return False
    if not any(item_of(order, row, "order-item-id") for row in confirmed):
        return True
    return all(item and units_asked(order, item, confirmed, canceled) <= item.open for item in items)


def item_of(order: Order, row: Row, column: str) -> Item | None:
    """The item that a row names; a quantity alone names the only one."""
    if column not in row and "quantity" in row and len(order.items) == 1:
        return next(iter(order.items.values()))
    return order.items.get(row.get(column, ""))


def units_asked(order: Order, item: Item, confirmed: list[Row], canceled: list[Row]) -> int:
    """What confirmations and cancellations want of an item together."""
    shipments = {}
    for row in confirmed:
        names_none = "order-item-id" not in row and "quantity" not in row
        if (names_none or item_of(order, row, "order-item-id") is item) and not item.shipment(shipment_reference(row)):
            shipments.setdefault(shipment_reference(row), row.get("quantity", item.open))
    of_item = [row for row in canceled if item_of(order, row, CANCELED_ITEM) is item]
    return sum(shipments.values()) + sum(row.get("quantity", item.open) for row in of_item)
