"""Order process, 4.3.13: another address, while something is open and somebody is named who asked for it.

Choices: a message is known by its reference and the recipient that it leads to; another phone number alone is a change;
the seller hears of it only when a run before this one has reported the order.
"""

from __future__ import annotations

from tests.reference_model.order import ACCEPTED, CANCELED, NOTHING_NEW, PENDING, SHIPPED, Order, RefusalError, Reply
from tests.reference_model.records import Record
from tests.reference_model.shipments import ALREADY_SHIPPED, ORDER_PENDING
from tests.reference_model.spelling import plain
from tests.reference_model.status_moves import ORDER_CANCELED
from tests.reference_model.tables import RECIPIENT, Row

REFUSED = {PENDING: ORDER_PENDING, CANCELED: ORDER_CANCELED, SHIPPED: ALREADY_SHIPPED}
PHONE, COUNTRY = "ship-phone-number", "ship-country"


def change_address(order: Order, record: Record) -> Reply:
    """The recipient is replaced as a whole; country and phone number are kept where the record leaves them blank."""
    row = record.rows[0]
    if order.status in REFUSED:
        raise RefusalError(REFUSED[order.status])
    recipient = tuple((row | {COUNTRY: row.get(COUNTRY, order.recipient[-1])}).get(column, "") for column in RECIPIENT)
    change = (row["message-id"], spelled(recipient))
    if change in order.changes or (change[1] == spelled(order.recipient) and is_same_phone(order, row)):
        return NOTHING_NEW
    order.addresses.append({column: order.facts[column] for column in RECIPIENT if column in order.facts})
    order.changes.append(change)
    for column in RECIPIENT:
        order.facts.pop(column, None)
    order.facts |= {column: text for column, text in zip(RECIPIENT, recipient, strict=True) if text}
    order.facts |= {PHONE: row[PHONE]} if PHONE in row else {}
    if order.was_reported:
        order.new_notices.append(("address-changed", ""))
    return ACCEPTED


def spelled(recipient: tuple[str, ...]) -> tuple[str, ...]:
    """A recipient as it is compared."""
    return tuple(plain(column, text) for column, text in zip(RECIPIENT, recipient, strict=True))


def is_same_phone(order: Order, row: Row) -> bool:
    return PHONE not in row or plain(PHONE, row[PHONE]) == plain(PHONE, order.facts.get(PHONE))
