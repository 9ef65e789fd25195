"""Order process, steps 1 and 2: what an order is, and how order records place, fill and verify it.

Choices: last-updated-date, order-status and payments-date are not facts (they alone are nothing new); method and
deadline of payment fill until something has shipped and are renewed while Pending; a conflict is refused as 70007
alone, also when its verification came too late; an order before our time is never verified.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from .records import UNCHANGED, Calendar, Record, Row, says_verified

PENDING, UNSHIPPED, PARTIAL, SHIPPED, CANCELED = "Pending", "Unshipped", "PartiallyShipped", "Shipped", "Canceled"

ORDER_CANCELED = 70002
PAID_TOO_LATE, CONFLICT = 70005, 70007

CONFIRM_WITHIN_DAYS = 30
PAY_WITHIN_DAYS = 6
ADVANCE_METHODS = ("cvs", "conveniencestore", "atm", "emoney", "payeasy", "banktransfer", "コンビニ")

ORDER_FACTS = (
    "purchase-date", "recipient-name", "ship-address-1", "ship-address-2", "ship-address-3", "ship-city", "ship-state",
    "ship-postal-code", "ship-country",
)  # fmt: skip
ITEM_FACTS = (
    "sku", "quantity-purchased", "currency", "item-price", "shipping-price", "gift-wrap-price",
    "item-promotion-discount", "ship-promotion-discount",
)  # fmt: skip
PAYMENT_TERMS = ("payment-method", "payment-deadline")
RENEWED = ("latest-ship-date", "latest-delivery-date", "is-buyer-requested-cancellation")
DESCRIPTIONS = ("buyer-name", "buyer-email", "buyer-phone-number", "ship-phone-number", "ship-service-level")
ITEM_DESCRIPTIONS = ("product-name",)


@dataclass
class Parcel:
    """One shipment of units of an item, and every reference it has been known by."""

    units: int
    carrier: str
    tracking: str
    method: str
    shipped_on: datetime
    references: set[Any]


@dataclass
class Item:
    """An item of an order: its quantities, its facts and its parcels in order of creation."""

    key: str
    facts: Row
    shipped: int = 0
    canceled: int = 0
    cause: str = ""
    parcels: list[Parcel] = field(default_factory=list)

    @property
    def ordered(self) -> int:
        return int(self.facts["quantity-purchased"])

    @property
    def open(self) -> int:
        return self.ordered - self.shipped - self.canceled

    def parcel(self, reference: Any) -> Parcel | None:
        return next((parcel for parcel in self.parcels if reference in parcel.references), None)


@dataclass
class Order:
    """An order: facts, items, and what is known of its payment."""

    key: str
    calendar: Calendar
    facts: Row = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    verified_at: datetime | None = None
    cause: str = ""
    updated: datetime | None = None
    attempts: list[Row] = field(default_factory=list)

    @property
    def open(self) -> int:
        return sum(item.open for item in self.items.values())

    @property
    def shipped(self) -> int:
        return sum(item.shipped for item in self.items.values())

    @property
    def status(self) -> str:
        if self.open == 0:
            return SHIPPED if self.shipped else CANCELED
        if self.verified_at is None:
            return PENDING
        return PARTIAL if self.shipped else UNSHIPPED

    def _days_after_purchase(self, days: int) -> datetime:
        return self.calendar.end(self.calendar.day(self.facts["purchase-date"]) + timedelta(days=days))

    @property
    def cut_off(self) -> datetime:
        return self._days_after_purchase(CONFIRM_WITHIN_DAYS)

    @property
    def prepaid(self) -> bool:
        method = self.facts.get("payment-method", "")
        return method.casefold() in ADVANCE_METHODS or "payment-deadline" in self.facts

    @property
    def deadline(self) -> datetime | None:
        if not self.prepaid:
            return None
        return self.facts.get("payment-deadline") or self._days_after_purchase(PAY_WITHIN_DAYS)

    def copy(self) -> Order:
        """A second order to try a record on: quantities and parcels are its own."""
        items = {
            key: replace(item, parcels=[replace(p, references=set(p.references)) for p in item.parcels])
            for key, item in self.items.items()
        }
        return replace(self, items=items)


@dataclass(frozen=True)
class Effect:
    """What happened to units of a SKU: `placed`, `shipped`, `canceled` (`restock`: back on the shelf)."""

    what: str
    sku: str
    units: int
    restock: bool = False


@dataclass(frozen=True)
class Reply:
    """The outcome of a record that was not refused, and what it did."""

    outcome: str
    codes: tuple[int, ...] = ()
    effects: tuple[Effect, ...] = ()


class RefusalError(Exception):
    """The record does not apply."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


BEFORE_OUR_TIME = "BeforeOurTime"
ACCEPTED = Reply("accepted")
NOTHING_NEW = Reply("unchanged", (UNCHANGED,))


def cancel_open(order: Order, cause: str, item: Item | None = None, units: int | None = None) -> tuple[Effect, ...]:
    """Cancel units of an item, or all that is open on it, or on the order. Everything but NoInventory goes back."""
    effects = []
    for each in [item] if item else [item for item in order.items.values() if item.open]:
        count = each.open if units is None else units
        each.canceled += count
        each.cause = order.cause = cause
        effects.append(Effect("canceled", each.facts["sku"], count, restock=cause != "NoInventory"))
    return tuple(effects)


def place(record: Record, calendar: Calendar) -> tuple[Order, Reply]:
    """The first record of an order. Order process, step 1; orders before our time: cases 16."""
    order = Order(record.rows[0]["order-id"], calendar)
    learn(order, record)
    effects = add_items(order, record)
    if order.cut_off < record.received:
        cancel_open(order, BEFORE_OUR_TIME)
        return order, ACCEPTED
    late = verify(order, record) == "late"
    return order, Reply("warning" if late else "accepted", (PAID_TOO_LATE,) if late else (), effects)


def update(order: Order, record: Record) -> Reply:
    """An order record of a known order: conflict, then Canceled, then apply. Order process, step 1, cases 12 to 14.

    An order that was placed closed takes repeats and further items as it took the first ones (cases 16).
    """
    if conflicts(order, record):
        if verify(order, record) == "verified":
            return Reply("warning", (CONFLICT,))
        raise RefusalError(CONFLICT)
    new_item = any(row["order-item-id"] not in order.items for row in record.rows)
    never_verified = verifying_row(record) is not None and order.verified_at is None
    closed = order.cause == BEFORE_OUR_TIME
    if order.status == CANCELED and not closed and (new_item or never_verified):
        raise RefusalError(ORDER_CANCELED)
    learned = learn(order, record)
    effects = add_items(order, record)
    if closed:
        cancel_open(order, BEFORE_OUR_TIME)
        return Reply("accepted") if learned or new_item else NOTHING_NEW
    verification = verify(order, record)
    if verification == "late":
        return Reply("warning", (PAID_TOO_LATE,), effects)
    return Reply("accepted", (), effects) if learned or effects or verification == "verified" else NOTHING_NEW


def conflicts(order: Order, record: Record) -> bool:
    """Whether a value stands against another one; a blank never does, and instants count to the second."""

    def differs(known: Row, row: Row, columns: tuple[str, ...]) -> bool:
        shared = [column for column in columns if column in known and column in row]
        return any(to_second(known[column]) != to_second(row[column]) for column in shared)

    return any(
        differs(order.facts, row, ORDER_FACTS)
        or (row["order-item-id"] in order.items and differs(order.items[row["order-item-id"]].facts, row, ITEM_FACTS))
        for row in record.rows
    )


def to_second(value: Any) -> Any:
    return value.replace(microsecond=0) if isinstance(value, datetime) else value


def learn(order: Order, record: Record) -> bool:
    """Fill what is blank on the order and its known items, renew what a newer record may renew; True if anything."""
    stamp = record.rows[0].get("last-updated-date", record.received)
    newer = order.updated is None or stamp > order.updated
    order.updated = stamp if newer else order.updated
    before = [dict(order.facts)] + [dict(item.facts) for item in order.items.values()]
    for row in record.rows:
        fill(order.facts, row, ORDER_FACTS + DESCRIPTIONS + RENEWED + (PAYMENT_TERMS if not order.shipped else ()))
        if newer:
            renewed = RENEWED + (PAYMENT_TERMS if order.status == PENDING else ())
            order.facts.update({column: row[column] for column in renewed if column in row})
        if row["order-item-id"] in order.items:
            fill(order.items[row["order-item-id"]].facts, row, ITEM_FACTS + ITEM_DESCRIPTIONS)
    return before != [order.facts] + [item.facts for item in order.items.values()]


def fill(facts: Row, row: Row, columns: tuple[str, ...]) -> None:
    for column in columns:
        if column in row:
            facts.setdefault(column, row[column])


def add_items(order: Order, record: Record) -> tuple[Effect, ...]:
    """Place the items that the order does not have yet."""

    def placed() -> Iterator[Effect]:
        for row in record.rows:
            if row["order-item-id"] not in order.items:
                item = Item(row["order-item-id"], {})
                fill(item.facts, row, ITEM_FACTS + ITEM_DESCRIPTIONS)
                order.items[item.key] = item
                yield Effect("placed", item.facts["sku"], item.ordered)

    return tuple(placed())


def verifying_row(record: Record) -> Row | None:
    """One verifying row verifies the whole order."""
    return next((row for row in record.rows if says_verified(row)), None)


def verify(order: Order, record: Record) -> str:
    """What an order record does to a Pending order: "verified", "late" (paid after the deadline) or ""."""
    row = verifying_row(record)
    if row is None or order.status != PENDING:
        return ""
    told_at: datetime = row.get("last-updated-date", record.received) if "order-status" in row else record.received
    at: datetime = row.get("payments-date", told_at)
    if order.deadline is not None and at > order.deadline:
        return "late"
    order.verified_at = at
    return "verified"
