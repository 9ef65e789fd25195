"""The clock rules at `as_of`, and what a marketplace's own lists do not hold. Order process, steps 2, 4.2, 4.3 and 7.

Choices: a snapshot sets or clears the mark of the orders that it should hold, all others keep theirs; of two snapshots
received at one instant the later name counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from tests.reference_model.cancellations import cancel_open
from tests.reference_model.order import (
    CANCELED,
    CONFIRMATION_DEADLINE,
    HERE,
    PARTIAL,
    PAYMENT_DEADLINE,
    PENDING,
    SHIPPED,
    UNSHIPPED,
    Effect,
    Order,
)
from tests.reference_model.records import File
from tests.reference_model.tables import PENDING_REPORT, UNSHIPPED_REPORT

WARN_BEFORE_DAYS = 7
DELIVERED_AFTER_DAYS = 5
FRESH = timedelta(minutes=60)


def let_time_pass(order: Order, as_of: datetime) -> tuple[Effect, ...]:
    """What the clock does to an order: cancel it, warn of it, invite its buyer."""
    effects = overdue(order, as_of)
    if is_on_the_verge(order, as_of):
        order.warned = True
        order.new_notices.append(("verge-of-cancellation", ""))
    if order.status == SHIPPED and not order.invited and delivered_at(order) <= as_of:
        order.invited = True
        order.new_notices.append(("feedback-invitation", ""))
    return effects


def overdue(order: Order, as_of: datetime) -> tuple[Effect, ...]:
    """What the clock cancels on an order at this instant."""
    if order.status == CANCELED:
        return ()
    if order.status == PENDING:
        grace = order.rules.grace if order.rules.authority == HERE else timedelta()
        unpaid = order.deadline is not None and as_of > order.deadline + grace
        return cancel_open(order, PAYMENT_DEADLINE, as_of) if unpaid else ()
    return cancel_open(order, CONFIRMATION_DEADLINE, as_of) if order.is_cut_off(as_of) else ()


def is_on_the_verge(order: Order, as_of: datetime) -> bool:
    """Whether the seller is to be warned, once, from the seventh day before the day of the cut-off on."""
    if order.verified_at is None or not order.open or order.waived or order.warned:
        return False
    calendar = order.rules.calendar
    return calendar.day(as_of) >= calendar.day(order.cut_off) - timedelta(days=WARN_BEFORE_DAYS)


def delivered_at(order: Order) -> datetime:
    """As told, else the latest delivery date, else the end of the fifth day after the promise."""
    known: datetime | None = order.delivered or order.facts.get("latest-delivery-date")
    return known or order.rules.calendar.end_of_day_after(order.promise, DELIVERED_AFTER_DAYS)


def compare_with_snapshots(orders: Iterable[Order], files: tuple[File, ...]) -> None:
    """Mark what the newest Unshipped and the newest Pending report of a run should hold and do not."""
    known = list(orders)
    unshipped, pending = newest(files, UNSHIPPED_REPORT), newest(files, PENDING_REPORT)
    if unshipped:
        for order in known:
            if order.verified_at and order.status in (UNSHIPPED, PARTIAL) and is_old(order.verified_at, unshipped):
                order.not_in_marketplace = missing_since(order, unshipped)
    if pending:
        for order in known:
            if order.status == PENDING and is_old(order.received, pending):
                order.gone_from_pending = missing_since(order, pending)


def newest(files: tuple[File, ...], table: str) -> File | None:
    """The last whole report of a table; a file of rows that were refused once is none."""
    whole = [file for file in files if file.table == table and not any(row.get("refused") for row in file.rows)]
    return max(whole, key=lambda file: (file.received, file.name), default=None)


def is_old(since: datetime, snapshot: File) -> bool:
    return since < snapshot.received - FRESH


def missing_since(order: Order, snapshot: File) -> datetime | None:
    """The instant of a snapshot that does not hold the order; refused rows hold theirs, canceled lines do not."""
    listed = {row.get("order-id") for row in snapshot.rows if row.get("quantity-purchased") != "0"}
    return None if order.key in listed else snapshot.received
