"""Order process, step 2: what a payment record does to an order.

Choice: a payment of an unknown order is held before its date is judged.
"""

from __future__ import annotations

from datetime import datetime

from .orders import (
    ACCEPTED,
    CANCELED,
    NOTHING_NEW,
    ORDER_CANCELED,
    PAID_TOO_LATE,
    PENDING,
    Order,
    RefusalError,
    Reply,
    cancel_open,
)
from .records import BAD_DATE, Record, Row

ALREADY_VERIFIED = 70006


def pay(order: Order, record: Record) -> Reply:
    """A payment record. Order process, step 2, cases 13 and 19."""
    row = record.rows[0]
    at = row.get("payment-date", record.received)
    if at > record.received or order.calendar.day(at) < order.calendar.day(order.facts["purchase-date"]):
        raise RefusalError(BAD_DATE)
    match row["payment-status"]:
        case "Verified":
            return paid(order, at)
        case "Failed":
            return failed(order, "PaymentFailed")
        case "Fraud":
            return failed(order, "Fraud")
        case _:
            return attempted(order, row)


def paid(order: Order, at: datetime) -> Reply:
    if order.verified_at is not None:
        return NOTHING_NEW
    if order.status == CANCELED:
        raise RefusalError(ORDER_CANCELED)
    if order.deadline is not None and at > order.deadline:
        raise RefusalError(PAID_TOO_LATE)
    order.verified_at = at
    return ACCEPTED


def attempted(order: Order, row: Row) -> Reply:
    if order.status == CANCELED:
        raise RefusalError(ORDER_CANCELED)
    if order.verified_at is not None:
        raise RefusalError(ALREADY_VERIFIED)
    if row in order.attempts:
        return NOTHING_NEW
    order.attempts.append(row)
    return ACCEPTED


def failed(order: Order, cause: str) -> Reply:
    if order.status == CANCELED:
        return NOTHING_NEW
    if order.status == PENDING or (cause == "Fraud" and not order.shipped):
        return Reply("accepted", (), cancel_open(order, cause))
    raise RefusalError(ALREADY_VERIFIED)
