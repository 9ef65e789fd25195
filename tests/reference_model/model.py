"""The whole lifecycle, one record after the other: what a run does to the orders, in the declared order of work.

Histories give received instants inside (previous `as_of`, `as_of`]; the clamp (order process, 11.1) belongs to the
inbox. Feeds of equal bytes are the inbox's business too, and so are merchant-order-ids and promotions spread over rows:
no history contains them.

Choices, beside those of the modules: a held order record is applied even when its hold ends in that run; an all-orders
row that no item fits is held whatever else it says; a notice stands once for an order, item or shipment in a run;
the item notices of a run have no order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference_model.address_changes import change_address
from tests.reference_model.charges import charges
from tests.reference_model.clock import compare_with_snapshots, let_time_pass
from tests.reference_model.days import Calendar
from tests.reference_model.description import order_description, shipment_descriptions
from tests.reference_model.equal_instants import by_rank_at_instants
from tests.reference_model.order import (
    ACCEPTED,
    HELD,
    MARKETPLACE,
    NOTHING_NEW,
    Effect,
    Order,
    RefusalError,
    Reply,
    Rules,
    apply_refusal,
)
from tests.reference_model.order_stage import OrderStage
from tests.reference_model.payments import apply_payment
from tests.reference_model.plan_fees import PlanAccount, RunPlanFee
from tests.reference_model.records import (
    STATUS_UNKNOWN,
    TIME_MISSING,
    UNCHANGED,
    File,
    Record,
    Run,
    in_work_order,
    read,
)
from tests.reference_model.refunds import apply_refund_record
from tests.reference_model.results import RecordOutcome, RefundDescription, ReleasedOutcome, RunCharge, RunNotice
from tests.reference_model.ship_marks import drop_idle_marks
from tests.reference_model.shipments import UNKNOWN, cancel, confirm
from tests.reference_model.status_claims import is_foreign
from tests.reference_model.stock import Stock
from tests.reference_model.tables import (
    ADDRESSES,
    ALL_ORDERS,
    CANCELLATIONS,
    CONFIRMATIONS,
    ESTIMATES,
    INVENTORY,
    ORDER_TABLES,
    PAYMENTS,
    REFUNDS,
)

__all__ = ["File", "Model", "Run"]

STAGES = ((INVENTORY,), ORDER_TABLES, (PAYMENTS,), (ADDRESSES,), (CONFIRMATIONS, CANCELLATIONS), (REFUNDS,))
HANDLERS = {
    PAYMENTS: apply_payment,
    ADDRESSES: change_address,
    CONFIRMATIONS: confirm,
    CANCELLATIONS: cancel,
    REFUNDS: apply_refund_record,
}
SHORT = 70012


@dataclass(frozen=True)
class HeldRecord:
    """A held record, and the day of the run that first held it."""

    record: Record
    since: datetime


class Model:
    """Orders, shipments, stock, charges and notices after any number of runs, and the outcome of every record."""

    def __init__(
        self,
        zone: str = "Asia/Tokyo",
        hold_days: int = 7,
        authority: str = MARKETPLACE,
        grace_hours: int = 0,
        days_off: frozenset[date] = frozenset(),
    ) -> None:
        self.calendar = Calendar(ZoneInfo(zone), days_off)
        self.rules = Rules(self.calendar, authority, timedelta(hours=grace_hours))
        self.hold_days = hold_days
        self.number = 0
        self.known: dict[str, Order] = {}
        self.stock_levels = Stock()
        self.held: list[HeldRecord] = []
        self.outcomes: list[RecordOutcome] = []
        self.released: list[ReleasedOutcome] = []
        self.foreign: list[tuple[int, str, int]] = []
        self.charges: list[RunCharge] = []
        self.notices: list[RunNotice] = []
        self.plan_account = PlanAccount(ZoneInfo(zone))
        self.plan_fees: list[RunPlanFee] = []

    def run(self, run: Run) -> None:
        """One run: the stages, the clock rules, the snapshots, the reports, then the stock of every SKU in one step."""
        self.number += 1
        records = [record for file in run.files for record in read(file, self.number, self.calendar)]
        answers = {record_id(record): Reply(record.outcome, record.codes) for record in records}
        for tables in STAGES:
            of_stage = [record for record in records if record.table in tables and not record.outcome]
            self._do_stage(tables, of_stage, run.as_of, answers)
        for order in self.known.values():
            for effect in let_time_pass(order, run.as_of):
                self.stock_levels.move(effect, run.as_of)
            drop_idle_marks(order)
        compare_with_snapshots(self.known.values(), run.files)
        self._report()
        self.plan_fees += self.plan_account.run(self.number, run, self.known.values())
        for record in self.stock_levels.close_run(self.number):
            answers[record_id(record)] = with_warning(answers[record_id(record)], SHORT)
        told = {record_id(record): with_own_warnings(record, answers[record_id(record)]) for record in records}
        self.outcomes += [RecordOutcome(self.number, *key, reply.outcome, reply.codes) for key, reply in told.items()]

    def _do_stage(
        self, tables: tuple[str, ...], records: list[Record], as_of: datetime, answers: dict[tuple[str, int], Reply]
    ) -> None:
        """Held records of a stage come first, by run, name and number; then the new ones in order of work."""
        held = {id(entry.record): entry for entry in self.held if entry.record.table in tables}
        first = sorted((entry.record for entry in held.values()), key=lambda record: (record.run, *record_id(record)))
        for record, reply in self._settle_all(tables, first, records):
            if id(record) in held:
                self._release(held[id(record)], reply, as_of)
            else:
                answers[record_id(record)] = reply
                self.held += [HeldRecord(record, as_of)] if reply.outcome == "held" else []

    def _settle_all(
        self, tables: tuple[str, ...], held: list[Record], new: list[Record]
    ) -> Iterable[tuple[Record, Reply]]:
        """Order records tell their facts and then move the status; all others are applied one after the other."""
        if tables != ORDER_TABLES:
            in_order: Iterable[Record] = [*held, *in_work_order(new)]
            if CANCELLATIONS in tables:
                in_order = by_rank_at_instants(in_order, self.known)
            return [(record, self._settle(record)) for record in in_order]
        settled = list(OrderStage(self.known, self.rules, self._move_stock).settle(held, new))
        theirs = [record for record, reply in settled if is_foreign(record) and reply.outcome != "warning"]
        self.foreign += [(record.run, *record_id(record)) for record in theirs]
        return settled

    def _move_stock(self, effect: Effect, record: Record) -> None:
        self.stock_levels.move(effect, record.received, record)

    def _release(self, waiting: HeldRecord, reply: Reply, as_of: datetime) -> None:
        """Tried again, then expired, but for refunds of known orders; an all-orders row is somebody else's then."""
        record = waiting.record
        days = (self.calendar.day(as_of) - self.calendar.day(waiting.since)).days
        unlimited = record.table == REFUNDS and record.key in self.known
        if reply.outcome == "held" and days >= self.hold_days and not unlimited:
            is_theirs = record.table == ALL_ORDERS
            reply = NOTHING_NEW if is_theirs else Reply("rejected", (UNKNOWN,))
            self.foreign += [(record.run, *record_id(record))] if is_theirs else []
        reply = with_own_warnings(record, reply)
        if reply.outcome != "held":
            self.held.remove(waiting)
            self.released.append(
                ReleasedOutcome(self.number, record.run, *record_id(record), reply.outcome, reply.codes)
            )

    def _settle(self, record: Record) -> Reply:
        """Apply one record wholly or not at all."""
        try:
            reply = self._apply(record)
        except RefusalError as refused:
            if record.key in self.known:
                apply_refusal(self.known[record.key], refused)
            return Reply("rejected", (refused.code,))
        for effect in reply.effects:
            self.stock_levels.move(effect, record.received, record)
        return reply

    def _apply(self, record: Record) -> Reply:
        if record.table == INVENTORY:
            self.stock_levels.add_record(record)
            return ACCEPTED
        order = self.known.get(record.key)
        if order is None:
            return HELD
        trial = order.copy()
        reply = HANDLERS[record.table](trial, record)
        self.known[record.key] = trial
        return reply

    def _report(self) -> None:
        """The items of the Orders report, the charges and the notices of this run."""
        for order in self.known.values():
            for item in order.items.values():
                item.refunds = [replace(refund, run=refund.run or self.number) for refund in item.refunds]
                if order.verified_at is not None and not item.reported:
                    item.reported = self.number
            order.was_reported = order.was_reported or any(item.reported for item in order.items.values())
            for kind, item_key, shipment, amount in charges(order):
                self.charges.append(RunCharge(self.number, kind, order.key, item_key, shipment, amount))
            order.new_notices += [("dates-revised", "")] if is_revised(order) else []
            order.shown_dates = {name: order.facts.get(name) for name in ESTIMATES} if order.verified_at else {}
            once = [*dict.fromkeys(order.new_notices), *shipment_notices(order)]
            self.notices += [RunNotice(self.number, kind, order.key, item_key) for kind, item_key in once]
            order.new_notices, order.new_shipments = [], []

    def orders(self) -> dict[str, dict[str, Any]]:
        """Order id -> all that is known of the order and its items."""
        return {key: order_description(order) for key, order in self.known.items()}

    def shipments(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """(order id, item id) -> its shipments in order of creation; items without shipment are left out."""
        items = [(order.key, item) for order in self.known.values() for item in order.items.values()]
        return {(key, item.key): shipment_descriptions(item) for key, item in items if item.shipments}

    def refunds(self) -> dict[tuple[str, str], list[RefundDescription]]:
        """(order id, item id) -> its refunds in order of work; items without one are left out."""
        items = [(order.key, item) for order in self.known.values() for item in order.items.values()]
        return {
            (key, item.key): [RefundDescription(*astuple(refund)) for refund in item.refunds]
            for key, item in items
            if item.refunds
        }

    def stock(self) -> dict[str, int]:
        """Tracked SKU -> signed balance."""
        return self.stock_levels.balances()


def is_revised(order: Order) -> bool:
    """Whether an estimated date of an order that was verified before this run has become another one in it."""
    return any(known is not None and order.facts.get(name) != known for name, known in order.shown_dates.items())


def shipment_notices(order: Order) -> list[tuple[str, str]]:
    """One notice for each shipment of this run; it names its item, if it has one alone."""
    items: dict[int, set[str]] = defaultdict(set)
    for number, item_key in order.new_shipments:
        items[number].add(item_key)
    return [("shipment-confirmed", next(iter(keys)) if len(keys) == 1 else "") for keys in items.values()]


def record_id(record: Record) -> tuple[str, int]:
    return record.file, record.number


def with_own_warnings(record: Record, reply: Reply) -> Reply:
    """What is told of a record beside what became of it: how a date was used only if it was, and no "nothing to do"."""
    is_used = reply.outcome not in {"held", "rejected"}
    warnings = {code for code in record.warnings if is_used or code != TIME_MISSING}
    codes = {*reply.codes, *warnings} - ({UNCHANGED} if STATUS_UNKNOWN in warnings else set())
    is_warned = bool(warnings) and reply.outcome == "accepted"
    return Reply("warning" if is_warned else reply.outcome, tuple(sorted(codes)))


def with_warning(reply: Reply, code: int) -> Reply:
    return Reply("warning", tuple(sorted({*reply.codes, code})))
