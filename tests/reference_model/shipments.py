"""Order process, step 4: what a confirmation and what a cancellation of the seller do to an order.

Choices: of the faults of several rows the first of RANK is answered; a record that means an item with two rows is
refused as 70014 before anything else; a ship date is first taken back to received,
then forward to the purchase day; a quantity without item, on an order of several items, is refused in both tables.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime

from tests.reference_model.cancellations import cancel_item, cancel_open
from tests.reference_model.form import MISSING
from tests.reference_model.order import (
    ACCEPTED,
    CANCELED,
    NOTHING_NEW,
    PENDING,
    Effect,
    Item,
    Order,
    RefusalError,
    Reply,
    Shipment,
    reply_of,
)
from tests.reference_model.records import DUPLICATE, Record, shipment_reference
from tests.reference_model.status_moves import ORDER_CANCELED, TOO_LATE, clamped_ship_date, code_of_canceled
from tests.reference_model.tables import Row

QUANTITY_TOO_LARGE, UNKNOWN, DAMAGED = 18021, 18028, 70105
ORDER_PENDING, ALREADY_SHIPPED, DATE_OUT_OF_WINDOW, SERVICE_MISSED, BUYER_ASKED = 70001, 70003, 70010, 70017, 70018
TRACKING_REPLACED = 70019

RANK = (DAMAGED, UNKNOWN, MISSING, ORDER_PENDING, TOO_LATE, ORDER_CANCELED, ALREADY_SHIPPED, QUANTITY_TOO_LARGE)


def confirm(order: Order, record: Record) -> Reply:
    """A shipment confirmation. Order process, 4.3.1 to 4.3.6."""
    name_items_once(order, record, "order-item-id")
    return row_by_row(record, lambda row: confirm_row(order, record, row))


def cancel(order: Order, record: Record) -> Reply:
    """A cancellation of the seller; an acknowledgement changes nothing. Order process, 4.4."""
    if record.rows[0].get("status-code") == "Success":
        return ACCEPTED
    name_items_once(order, record, "amazon-order-item-code")
    return row_by_row(record, lambda row: cancel_row(order, row, record.received))


def name_items_once(order: Order, record: Record, column: str) -> None:
    """A record is one shipment, or one cancellation: an item that two of its rows mean stands twice.

    Order process, 8.5.3.
    """
    meant = [key for row in record.rows for key in items_meant(order, row, column)]
    if len(meant) > len(set(meant)):
        raise RefusalError(DUPLICATE)


def items_meant(order: Order, row: Row, column: str) -> list[str]:
    """The items of the order that a row means: all of them when it names none; none when nobody can tell."""
    if column in row:
        return [row[column]] if row[column] in order.items else []
    return list(order.items) if "quantity" not in row or len(order.items) == 1 else []


def row_by_row(record: Record, apply: Callable[[Row], Reply]) -> Reply:
    """All rows of the record, or none: the order they act on is a copy, thrown away when any row is refused."""
    replies, faults = [], []
    for row in record.rows:
        try:
            replies.append(apply(row))
        except RefusalError as refused:
            faults.append(refused.code)
    if faults:
        raise RefusalError(min(faults, key=RANK.index))
    return combined_reply(replies)


def combined_reply(replies: list[Reply]) -> Reply:
    """One reply of several: a warning is more than accepted, which is more than unchanged."""
    effects = tuple(effect for reply in replies for effect in reply.effects)
    for outcome in ("warning", "accepted"):
        replied = [reply for reply in replies if reply.outcome == outcome]
        if replied:
            return Reply(outcome, tuple(sorted({code for reply in replied for code in reply.codes})), effects)
    return NOTHING_NEW


def named_item(order: Order, row: Row, column: str) -> Item | None:
    """The item that a row means; None is the whole order. A quantity alone means the only item."""
    if column in row:
        if row[column] not in order.items:
            raise RefusalError(DAMAGED if order.has_twin(row[column]) else UNKNOWN)
        return order.items[row[column]]
    if "quantity" not in row:
        return None
    if len(order.items) > 1:
        raise RefusalError(MISSING)
    return next(iter(order.items.values()))


def confirm_row(order: Order, record: Record, row: Row) -> Reply:
    item = named_item(order, row, "order-item-id")
    if order.status == PENDING:
        raise RefusalError(ORDER_PENDING)
    if item is None:
        return confirm_whole(order, record, row)
    known = item.shipment(shipment_reference(row))
    if known:
        return edit_shipment(order, item, known, row)
    must_be_alive(order, record)
    return confirm_item(order, item, record, row)


def must_be_alive(order: Order, record: Record) -> None:
    """A shipment that is not known yet: received by the cut-off, and the order not canceled."""
    if order.is_cut_off(record.received):
        raise RefusalError(TOO_LATE)
    if order.status == CANCELED:
        raise RefusalError(code_of_canceled(order.cause))


def confirm_item(order: Order, item: Item, record: Record, row: Row) -> Reply:
    """A record of an unknown shipment of one item."""
    quantity = row.get("quantity")
    if item.open == 0 and item.shipped == 0:
        raise RefusalError(code_of_canceled(item.cause))
    if item.open == 0:
        if quantity is not None and quantity > item.shipped:
            raise RefusalError(QUANTITY_TOO_LARGE)
        return edit_shipment(order, item, item.shipments[-1], row)
    if quantity is not None and quantity > item.open:
        raise RefusalError(QUANTITY_TOO_LARGE)
    return ship(order, item, quantity or item.open, record, row)


def confirm_whole(order: Order, record: Record, row: Row) -> Reply:
    """A record without item: ships what is open where its shipment is not known, edits where it is."""
    reference = shipment_reference(row)
    items = [order.items[key] for key in sorted(order.items)]
    known = [(item, shipment) for item in items if (shipment := item.shipment(reference))]
    edits = [edit_shipment(order, item, shipment, row) for item, shipment in known]
    if known and order.is_cut_off(record.received):
        return combined_reply(edits)
    must_be_alive(order, record)
    if order.open:
        waiting = [item for item in items if item.open and not item.shipment(reference)]
        return combined_reply(edits + [ship(order, item, item.open, record, row) for item in waiting])
    if known:
        return combined_reply(edits)
    shipped = [item for item in items if item.shipments]
    return combined_reply([edit_shipment(order, item, item.shipments[-1], row) for item in shipped])


def ship(order: Order, item: Item, units: int, record: Record, row: Row) -> Reply:
    """A new shipment of an item, with all that there is to warn of."""
    tracking, method = (new_value(row, column, "") for column in ("tracking-number", "ship-method"))
    shipped_on = clamped_ship_date(order, row["ship-date"], record.received)
    shipment = Shipment(units, row["carrier"], tracking, method, shipped_on, {shipment_reference(row)})
    shipment.late = order.is_past_promise(record.received)
    shipment.joint = order.joint_number(joint_reference(row))
    item.shipments.append(shipment)
    remember_row(order, item, shipment, row)
    item.shipped += units
    order.new_shipments.append((shipment.joint, item.key))
    codes = {
        DATE_OUT_OF_WINDOW: shipped_on != row["ship-date"],
        SERVICE_MISSED: order.is_strict and order.is_past_promise(shipped_on),
        BUYER_ASKED: order.cancel_asked is True,
    }
    effects = [Effect("shipped", item.facts["sku"], units)]
    return reply_of({code for code, is_so in codes.items() if is_so}, effects, changed=True)


def new_value(row: Row, column: str, known: str) -> str:
    """A value overwrites, a blank keeps, NULL deletes."""
    text: str = row.get(column, known)
    return "" if text == "NULL" else text


def edit_shipment(order: Order, item: Item, shipment: Shipment, row: Row) -> Reply:
    """A later record of a shipment: never more units, never another ship date. It is known by this reference too.

    What it has been told before, word by word, turns nothing back. Order process, 4.3.14 and 4.3.15.
    """
    shipment.references.add(shipment_reference(row))
    is_repeat = row in shipment.said
    remember_row(order, item, shipment, row)
    if is_repeat:
        return NOTHING_NEW
    before = (shipment.carrier, shipment.tracking, shipment.method)
    shipment.carrier = row["carrier"]
    shipment.tracking = new_value(row, "tracking-number", shipment.tracking)
    shipment.method = new_value(row, "ship-method", shipment.method)
    if before[1] and shipment.tracking not in ("", before[1]):
        return Reply("warning", (TRACKING_REPLACED,))
    return NOTHING_NEW if before == (shipment.carrier, shipment.tracking, shipment.method) else ACCEPTED


def remember_row(order: Order, item: Item, shipment: Shipment, row: Row) -> None:
    """The shipment has had this row; its tracking number names it, unless it names another one of the item."""
    number = "tracking-number", row.get("tracking-number", "NULL")
    if number[1] != "NULL" and not item.shipment(number):
        shipment.references.add(number)
    order.joint_numbers.setdefault(joint_reference(row), shipment.joint)
    if number[1] != "NULL":
        order.joint_numbers.setdefault(number, shipment.joint)
    shipment.said.append(row)


def joint_reference(row: Row) -> Hashable:
    """What a confirmation calls its shipment across the items of the order: no quantity tells it apart."""
    reference = shipment_reference(row)
    return ("ship-date", row["ship-date"], row["carrier"]) if reference[0] == "ship-date" else reference


def cancel_row(order: Order, row: Row, received: datetime) -> Reply:
    item = named_item(order, row, "amazon-order-item-code")
    cause = row.get("cancellation-reason-code", "Seller")
    if order.status == PENDING:
        raise RefusalError(ORDER_PENDING)
    if order.status == CANCELED:
        return NOTHING_NEW
    if item is None:
        if order.shipped:
            raise RefusalError(ALREADY_SHIPPED)
        return Reply("accepted", (), cancel_open(order, cause, received))
    if item.shipped:
        raise RefusalError(ALREADY_SHIPPED)
    if item.open == 0:
        return NOTHING_NEW
    if row.get("quantity", 0) > item.open:
        raise RefusalError(QUANTITY_TOO_LARGE)
    return Reply("accepted", (), (cancel_item(order, item, row.get("quantity", item.open), cause, received),))
