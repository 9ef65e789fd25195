"""The whole lifecycle, one record after the other: what a run does to the orders, in the declared order of work.

Histories give received instants inside (previous `as_of`, `as_of`]; the clamp of cases 1 belongs to the inbox.
Feeds of equal bytes are the inbox's business too, and so are refunds, address changes, reinstatement, promotions
spread over rows, and order records that say Shipped or Canceled: no history contains them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from .orders import ACCEPTED, CANCELED, PENDING, Effect, Order, RefusalError, Reply, cancel_open, place, update
from .payments import pay
from .records import (
    CANCELLATIONS,
    CONFIRMATIONS,
    HELD,
    INVENTORY,
    ORDERS,
    PAYMENTS,
    Calendar,
    File,
    Record,
    Run,
    in_order_of_work,
    read,
)
from .shipping import UNKNOWN, cancel, confirm
from .stock import Stock

__all__ = ["File", "Model", "Run"]

STAGES = ((INVENTORY,), (ORDERS,), (PAYMENTS,), (CONFIRMATIONS, CANCELLATIONS))
HANDLERS = {PAYMENTS: pay, CONFIRMATIONS: confirm, CANCELLATIONS: cancel}
SHORT = 70012


@dataclass(frozen=True)
class Waiting:
    """A held record, and the day of the run that first held it."""

    record: Record
    since: datetime


class Model:
    """Orders, parcels and stock after any number of runs, and the outcome of every record."""

    def __init__(self, zone: str = "Asia/Tokyo", hold_days: int = 7) -> None:
        self.calendar = Calendar(ZoneInfo(zone))
        self.hold_days = hold_days
        self.number = 0
        self.known: dict[str, Order] = {}
        self.shelf = Stock()
        self.held: list[Waiting] = []
        self.outcomes: list[tuple[int, str, int, str, tuple[int, ...]]] = []
        self.released: list[tuple[int, int, str, int, str, tuple[int, ...]]] = []

    def run(self, run: Run) -> None:
        """One run: the stages, the clock rules, then the stock of every SKU in one step."""
        self.number += 1
        records = [record for file in run.files for record in read(file, self.number, self.calendar)]
        answers = {record_id(record): Reply(record.outcome, record.codes) for record in records}
        for tables in STAGES:
            self._retry(tables, run.as_of)
            for record in in_order_of_work(each for each in records if each.table in tables and not each.outcome):
                reply = self._settle(record)
                answers[record_id(record)] = reply
                if reply.outcome == "held":
                    self.held.append(Waiting(record, run.as_of))
        self._let_time_pass(run.as_of)
        for record in self.shelf.close_run(self.number):
            answers[record_id(record)] = warned(answers[record_id(record)], SHORT)
        self.outcomes += [(self.number, *key, reply.outcome, reply.codes) for key, reply in answers.items()]

    def _retry(self, tables: tuple[str, ...], as_of: datetime) -> None:
        """Held records of a stage come first, by run, name and number: tried, then expired."""
        mine = [waiting for waiting in self.held if waiting.record.table in tables]
        for waiting in sorted(mine, key=lambda each: (each.record.run, *record_id(each.record))):
            record = waiting.record
            reply = self._settle(record)
            days = (self.calendar.day(as_of) - self.calendar.day(waiting.since)).days
            if reply.outcome == "held" and days >= self.hold_days:
                reply = Reply("rejected", (UNKNOWN,))
            if reply.outcome != "held":
                self.held.remove(waiting)
                self.released.append((self.number, record.run, *record_id(record), reply.outcome, reply.codes))

    def _settle(self, record: Record) -> Reply:
        """Apply one record wholly or not at all."""
        try:
            reply = self._apply(record)
        except RefusalError as refused:
            return Reply("rejected", (refused.code,))
        for effect in reply.effects:
            self.shelf.book(effect, record.received, record)
        return reply

    def _apply(self, record: Record) -> Reply:
        if record.table == INVENTORY:
            self.shelf.tell(record)
            return ACCEPTED
        key = record.rows[0]["order-id"]
        order = self.known.get(key)
        if record.table == ORDERS:
            return update(order, record) if order else self._place(record)
        if order is None:
            return Reply("held", (HELD,))
        trial = order.copy()
        reply = HANDLERS[record.table](trial, record)
        self.known[key] = trial
        return reply

    def _place(self, record: Record) -> Reply:
        order, reply = place(record, self.calendar)
        self.known[order.key] = order
        return reply

    def _let_time_pass(self, as_of: datetime) -> None:
        """The clock rules: unpaid by the deadline, or not confirmed by the cut-off."""
        for order in self.known.values():
            for effect in overdue(order, as_of):
                self.shelf.book(effect, as_of)

    def orders(self) -> dict[str, dict[str, Any]]:
        """Order id -> status, verified_at, cut_off, deadline, prepaid, cause, and its items' quantities and cause."""
        return {key: described(order) for key, order in self.known.items()}

    def parcels(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """(order id, item id) -> its parcels in order of creation; items without parcel are left out."""
        return {(order, item): parcels for order, item, parcels in self._all_parcels() if parcels}

    def _all_parcels(self) -> Iterator[tuple[str, str, list[dict[str, Any]]]]:
        columns = ("units", "carrier", "tracking", "method", "shipped_on")
        for order in self.known.values():
            for item in order.items.values():
                parcels = [{column: getattr(parcel, column) for column in columns} for parcel in item.parcels]
                yield order.key, item.key, parcels

    def stock(self) -> dict[str, int]:
        """Tracked SKU -> signed balance."""
        return self.shelf.balances()


def record_id(record: Record) -> tuple[str, int]:
    return record.file, record.number


def warned(reply: Reply, code: int) -> Reply:
    return Reply("warning", tuple(sorted({*reply.codes, code})))


def overdue(order: Order, as_of: datetime) -> tuple[Effect, ...]:
    """What the clock cancels on an order at this instant. Order process, steps 2 and 4.3."""
    if order.status == CANCELED:
        return ()
    if order.status == PENDING:
        unpaid = order.deadline is not None and as_of > order.deadline
        return cancel_open(order, "PaymentDeadline") if unpaid else ()
    return cancel_open(order, "ConfirmationDeadline") if as_of > order.cut_off else ()


def described(order: Order) -> dict[str, Any]:
    """An order as the tests compare it."""
    columns = ("status", "verified_at", "cut_off", "deadline", "prepaid", "cause")
    quantities = ("ordered", "shipped", "canceled", "cause")
    items = {key: {column: getattr(item, column) for column in quantities} for key, item in order.items.items()}
    return {column: getattr(order, column) for column in columns} | {"items": items}
