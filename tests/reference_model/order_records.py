"""Order process, steps 1 and 2: how order records place, fill, verify and move orders.

Choices: last-updated-date, order-status and payments-date are not facts (they alone are nothing new); a conflict is
refused as 70007 alone, also when its payment came too late, and leaves no refund due and no notice then; an order
before our time takes facts and items and never moves, nor is it delivered; a record that reinstates its order may bring
a new item; one that is refused as too late (70004) places nothing either.
"""

from __future__ import annotations

from tests.reference_model.cancellations import cancel_open
from tests.reference_model.charges import ADDED, TAKEN_OFF
from tests.reference_model.order import (
    BEFORE_OUR_TIME,
    CANCELED,
    HELD,
    NOTHING_NEW,
    Order,
    RefusalError,
    Reply,
    Rules,
    answer,
)
from tests.reference_model.order_facts import add_items, conflicts, grow_older, learn, new_rows
from tests.reference_model.records import Record
from tests.reference_model.status_claims import Saying, sayings
from tests.reference_model.status_moves import ORDER_CANCELED, Moved, follow, revive, verify
from tests.reference_model.tables import ALL_ORDERS

CONFLICT = 70007


def place(record: Record, rules: Rules) -> tuple[Order, Reply]:
    """The first record of an order. Order process, step 1; orders before our time: cases 16."""
    order = Order(record.key, rules, record.received)
    order.facts["purchase-date"] = record.rows[0]["purchase-date"]
    if order.cut_off < record.received:
        return order, learn_closed(order, record)
    moved = move(order, record, sayings(record))
    return order, answer(moved.codes, moved.effects, changed=True)


def update(order: Order, record: Record) -> Reply:
    """An order record of a known order: Canceled at once, then conflicts, then the rest. Cases 12 to 14."""
    said = sayings(record)
    if not all(saying.items(order) for saying in said) and record.table == ALL_ORDERS:
        return HELD
    settle_amounts(order)
    if any(saying.cancels for saying in said):
        return canceled_elsewhere(order, record, said)
    against = record.table != ALL_ORDERS and conflicts(order, record)
    if order.cause == BEFORE_OUR_TIME:
        return learn_closed(order, record, against=against)
    if against:
        return status_alone(order, record, said)
    moved = move(order, record, said)
    return answer(moved.codes, moved.effects, changed=moved.changed)


def settle_amounts(order: Order) -> None:
    """What an item did not say of its money when the buyer was charged for it is nothing: it cannot come later."""
    for item in order.items.values():
        if item.captured or any(parcel.charged for parcel in item.parcels):
            for column in (*ADDED, *TAKEN_OFF):
                item.facts.setdefault(column, 0)


def learn_closed(order: Order, record: Record, *, against: bool = False) -> Reply:
    """An order before our time takes facts and items, but never moves and takes no stock."""
    if against:
        raise RefusalError(CONFLICT)
    if record.table == ALL_ORDERS:
        return NOTHING_NEW
    learned, new = learn(order, record), new_rows(order, record)
    add_items(order, record)
    cancel_open(order, BEFORE_OUR_TIME, record.received)
    return answer(set(), [], changed=learned or bool(new))


def canceled_elsewhere(order: Order, record: Record, said: list[Saying]) -> Reply:
    """All that is open is canceled. An order row that says so is read for nothing else, not even for its age."""
    if record.table == ALL_ORDERS:
        grow_older(order, record)
    cause = next((saying.row["cancellation-cause"] for saying in said if "cancellation-cause" in saying.row), "")
    effects = cancel_open(order, cause or "Marketplace", record.received, by_record=True)
    for item in order.items.values():
        item.presumed = 0
    if effects and cause == "Fraud" and order.verified_at is not None:
        order.news.append(("stop-shipment", ""))
    return answer(set(), list(effects), changed=bool(effects))


def status_alone(order: Order, record: Record, said: list[Saying]) -> Reply:
    """A conflict refuses the facts of a record, never its status; refused by its status too, it is the conflict."""
    try:
        moved = move(order, record, said, with_facts=False)
    except RefusalError:
        raise RefusalError(CONFLICT) from None
    if not moved.changed:
        raise RefusalError(CONFLICT)
    return answer(moved.codes | {CONFLICT}, moved.effects, changed=True)


def move(order: Order, record: Record, said: list[Saying], *, with_facts: bool = True) -> Moved:
    """Reinstated first, then facts and items, then verified by the terms as they are now, then what was shipped."""
    moved = Moved()
    if order.items and order.status == CANCELED:
        revive(order, said, moved)
    if record.table == ALL_ORDERS:
        grow_older(order, record)
    elif with_facts:
        take_facts(order, record, moved)
    verify(order, said, moved)
    follow(order, said, record, moved)
    return moved


def take_facts(order: Order, record: Record, moved: Moved) -> None:
    if order.items and order.status == CANCELED and new_rows(order, record):
        raise RefusalError(ORDER_CANCELED)
    if learn(order, record):
        moved.add([])
    effects = add_items(order, record)
    if effects:
        moved.add(effects)
