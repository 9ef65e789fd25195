"""What an order is: its items, its shipments, its facts, and what follows from them. Order process, "Statuses"."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from tests.reference_model.days import Calendar
from tests.reference_model.records import UNCHANGED
from tests.reference_model.tables import FLAG, RECIPIENT, Row

PENDING, UNSHIPPED, PARTIAL, SHIPPED, CANCELED = "Pending", "Unshipped", "PartiallyShipped", "Shipped", "Canceled"
PAYMENT_DEADLINE, CONFIRMATION_DEADLINE, BEFORE_OUR_TIME = "PaymentDeadline", "ConfirmationDeadline", "BeforeOurTime"
OUR_CLOCK = (PAYMENT_DEADLINE, CONFIRMATION_DEADLINE)
MARKETPLACE, HERE = "marketplace", "here"

CONFIRM_WITHIN_DAYS = 30
PAY_WITHIN_DAYS = 6
ADVANCE_METHODS = ("cvs", "conveniencestore", "atm", "emoney", "payeasy", "banktransfer", "コンビニ")
STRICT_SERVICES = ("nextday", "sameday", "scheduled", "next")


@dataclass(frozen=True)
class Rules:
    """The calendar, who decides, and by how much the payment clock waits where this product decides."""

    calendar: Calendar
    authority: str = MARKETPLACE
    grace: timedelta = timedelta()


@dataclass
class Shipment:
    """One shipment of units of an item, every reference it has been known by, and every row it has had."""

    units: int
    carrier: str
    tracking: str
    method: str
    shipped_on: datetime
    references: set[Any]
    said: list[Row] = field(default_factory=list)
    joint: int = 0
    elsewhere: bool = False
    late: bool = False
    charged: bool = False


@dataclass(frozen=True)
class Refund:
    """A refund of an item that took effect: price, shipping, gift wrap, then two discounts taken back, in yen.

    `record_run` is the run of its record, `run` the one in which it took effect, 0 while that is going on.
    """

    number: int
    reason: str
    adjustment: str
    amounts: tuple[int, ...]
    received: datetime
    record: int
    record_run: int
    run: int = 0

    @property
    def net(self) -> int:
        """What the buyer gets."""
        return sum(self.amounts[:3]) - sum(self.amounts[3:])


@dataclass
class Item:
    """An item of an order: its quantities, its facts and its shipments in order of creation.

    `asked`: BuyerCanceled, and the buyer had asked. `presumed`: units that our clock canceled. `due_units`: canceled
    units of which the refund is due. `late_due`: the refund of money that came too late is due.
    `told`: the last update of the records that placed it or told of its payment. `marks`: why it may not ship yet.
    """

    key: str
    facts: Row
    shipped: int = 0
    canceled: int = 0
    presumed: int = 0
    cause: str = ""
    asked: bool = False
    shipments: list[Shipment] = field(default_factory=list)
    reported: int = 0
    captured: bool = False
    due_units: int = 0
    late_due: bool = False
    refunds: list[Refund] = field(default_factory=list)
    refunds_given: int = 0
    told: datetime | None = None
    marks: set[str] = field(default_factory=set)

    @property
    def ordered(self) -> int:
        return int(self.facts["quantity-purchased"])

    @property
    def open(self) -> int:
        return self.ordered - self.shipped - self.canceled

    def shipment(self, reference: Any) -> Shipment | None:
        return next((shipment for shipment in self.shipments if reference in shipment.references), None)


@dataclass
class Order:
    """An order. `updated` and `last_received` tell the age of its facts; `new_notices` are those of this run,
    by kind and item, `new_shipments` by number in the order and item. `joint_numbers` are the numbers of the shipments
    by every name that they have had, across items.

    `canceled_by_line`: what was canceled last was a line, not the whole order.
    `addresses` are the recipients it had before the present one, `changes` the address changes that applied.
    """

    key: str
    rules: Rules
    received: datetime
    facts: Row = field(default_factory=dict)
    items: dict[str, Item] = field(default_factory=dict)
    verified_at: datetime | None = None
    cause: str = ""
    canceled_at: datetime | None = None
    canceled_by_line: bool = False
    updated: datetime | None = None
    last_received: datetime | None = None
    waived: bool = False
    delivered: datetime | None = None
    refund_due: bool = False
    warned: bool = False
    invited: bool = False
    not_in_marketplace: datetime | None = None
    gone_from_pending: datetime | None = None
    attempts: list[Row] = field(default_factory=list)
    addresses: list[Row] = field(default_factory=list)
    changes: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    new_notices: list[tuple[str, str]] = field(default_factory=list)
    new_shipments: list[tuple[int, str]] = field(default_factory=list)
    joint_numbers: dict[Any, int] = field(default_factory=dict)
    shown_dates: dict[str, Any] = field(default_factory=dict)
    was_reported: bool = False

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

    @property
    def cut_off(self) -> datetime:
        return self.rules.calendar.end_of_day_after(self.facts["purchase-date"], CONFIRM_WITHIN_DAYS)

    def is_cut_off(self, at: datetime) -> bool:
        """Whether an instant is too late to ship. It never is on an order whose cut-off is waived."""
        return at > self.cut_off and not self.waived

    @property
    def prepaid(self) -> bool:
        method = self.facts.get("payment-method", "")
        return method.casefold() in ADVANCE_METHODS or "payment-deadline" in self.facts

    @property
    def deadline(self) -> datetime | None:
        if not self.prepaid:
            return None
        end = self.rules.calendar.end_of_day_after(self.facts["purchase-date"], PAY_WITHIN_DAYS)
        return self.facts.get("payment-deadline", end)

    @property
    def promise(self) -> datetime | None:
        """The latest ship date: as given, else the end of the second business day after verification."""
        if "latest-ship-date" in self.facts or self.verified_at is None:
            return self.facts.get("latest-ship-date")
        return self.rules.calendar.promise(self.verified_at)

    def is_past_promise(self, at: datetime) -> bool:
        return self.promise is not None and at > self.promise

    @property
    def is_strict(self) -> bool:
        return self.facts.get("ship-service-level", "").casefold() in STRICT_SERVICES

    @property
    def cancel_asked(self) -> bool | None:
        asked: bool | None = self.facts.get(FLAG)
        return asked

    @property
    def recipient(self) -> tuple[str, ...]:
        return tuple(self.facts.get(column, "") for column in RECIPIENT)

    def has_twin(self, key: str) -> bool:
        """Whether an id is that of an item, but for leading zeros. Feeds and runs, 13.8."""
        return int(key) in {int(known) for known in self.items}

    def joint_number(self, name: Any) -> int:
        """The number of the shipment of this name, across items: the next one, if there is none yet."""
        numbers = [shipment.joint for item in self.items.values() for shipment in item.shipments]
        return self.joint_numbers.setdefault(name, max(numbers, default=0) + 1)

    def copy(self) -> Order:
        """A second order to try a record on: all that a record may change is its own."""
        items = {
            key: replace(
                item,
                facts=dict(item.facts),
                shipments=[
                    replace(shipment, references=set(shipment.references), said=list(shipment.said))
                    for shipment in item.shipments
                ],
                refunds=list(item.refunds),
                marks=set(item.marks),
            )
            for key, item in self.items.items()
        }
        lists = {
            name: list(getattr(self, name))
            for name in ("attempts", "addresses", "changes", "new_notices", "new_shipments")
        }
        lists["joint_numbers"] = dict(self.joint_numbers)
        return replace(self, facts=dict(self.facts), items=items, **lists)


@dataclass(frozen=True)
class Effect:
    """What happened to units of a SKU: `placed`, `reinstated`, `shipped`, `canceled` (`restock`: back on the shelf)."""

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
    """The record does not apply; what it leaves behind all the same: a refund due, a notice to the seller."""

    def __init__(self, code: int, *, refund_due: bool = False, notice: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.refund_due = refund_due
        self.notice = notice


ACCEPTED = Reply("accepted")
NOTHING_NEW = Reply("unchanged", (UNCHANGED,))
COUNTED = Reply("unchanged", ())
HELD = Reply("held", (70013,))


def apply_refusal(order: Order, refused: RefusalError) -> None:
    """What a refused record does all the same: money is due back, but none for an order before our time."""
    order.refund_due = order.refund_due or (refused.refund_due and order.cause != BEFORE_OUR_TIME)
    if refused.notice:
        order.new_notices.append((refused.notice, ""))


def reply_of(codes: set[int], effects: list[Effect], *, changed: bool) -> Reply:
    """A warning if there is something to say, else accepted if anything changed, else unchanged."""
    if codes:
        return Reply("warning", tuple(sorted(codes)), tuple(effects))
    return Reply("accepted", (), tuple(effects)) if changed else NOTHING_NEW
