"""Order process, step 2: what a payment record does to an order.

Choice: a payment of an unknown order is held before its date is judged.
"""

from __future__ import annotations

from datetime import datetime

from tests.reference_model.cancellations import cancel_open
from tests.reference_model.form import BAD_DATE
from tests.reference_model.order import ACCEPTED, CANCELED, NOTHING_NEW, PENDING, Order, RefusalError, Reply
from tests.reference_model.records import Record
from tests.reference_model.status_moves import (
    ORDER_CANCELED,
    PAID_TOO_LATE,
    REINSTATED,
    is_paid_in_time,
    is_presumed,
    reinstate,
    set_verified,
)
from tests.reference_model.tables import Row

ALREADY_VERIFIED = 70006


def apply_payment(order: Order, record: Record) -> Reply:
    """A payment record. Order process, 2.2."""
    row = record.rows[0]
    paid_at = row.get("payment-date", record.received)
    calendar = order.rules.calendar
    if paid_at > record.received or calendar.day(paid_at) < calendar.day(order.facts["purchase-date"]):
        raise RefusalError(BAD_DATE)
    match row["payment-status"]:
        case "Verified":
            return verify_payment(order, paid_at, record.received)
        case "Failed":
            return cancel_unpaid(order, "PaymentFailed", record.received)
        case "Fraud":
            return cancel_unpaid(order, "Fraud", record.received)
        case _:
            return note_attempt(order, row)


def verify_payment(order: Order, paid_at: datetime, received: datetime) -> Reply:
    if order.verified_at is not None:
        return NOTHING_NEW
    if order.status == CANCELED:
        if is_presumed(order) and is_paid_in_time(order, paid_at):
            return Reply("warning", (REINSTATED,), tuple(reinstate(order, paid_at, received)))
        raise RefusalError(ORDER_CANCELED, refund_due=True)
    if order.deadline is not None and paid_at > order.deadline:
        raise RefusalError(PAID_TOO_LATE, refund_due=True)
    set_verified(order, paid_at)
    return ACCEPTED


def note_attempt(order: Order, row: Row) -> Reply:
    if order.status == CANCELED:
        raise RefusalError(ORDER_CANCELED)
    if order.verified_at is not None:
        raise RefusalError(ALREADY_VERIFIED)
    if row in order.attempts:
        return NOTHING_NEW
    order.attempts.append(row)
    return ACCEPTED


def cancel_unpaid(order: Order, cause: str, received: datetime) -> Reply:
    if order.status == CANCELED:
        return NOTHING_NEW
    if order.status == PENDING or (cause == "Fraud" and not order.shipped):
        if order.verified_at is not None:
            order.new_notices.append(("stop-shipment", ""))
        return Reply("accepted", (), cancel_open(order, cause, received))
    raise RefusalError(ALREADY_VERIFIED)
