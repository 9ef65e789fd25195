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
    reply_of,
)
from tests.reference_model.order_facts import add_items, conflicts, merge_facts, new_rows, update_age
from tests.reference_model.records import Record
from tests.reference_model.status_claims import StatusClaim, claims_of
from tests.reference_model.status_moves import (
    ORDER_CANCELED,
    StatusMove,
    apply_item_claims,
    reinstate_or_refuse,
    verify,
)
from tests.reference_model.tables import ALL_ORDERS

CONFLICT = 70007


def place(record: Record, rules: Rules) -> tuple[Order, Reply]:
    """The first record of an order. Order process, 1.1; orders before our time: 1.4."""
    order = Order(record.key, rules, record.received)
    order.facts["purchase-date"] = record.rows[0]["purchase-date"]
    if order.cut_off < record.received:
        return order, update_closed(order, record)
    move = move_order(order, record, claims_of(record))
    return order, reply_of(move.codes, move.effects, changed=True)


def update(order: Order, record: Record) -> Reply:
    """An order record of a known order: Canceled at once, then conflicts, then the rest. Order process, 1.5 and 1.6."""
    claims = claims_of(record)
    if not all(claim.items(order) for claim in claims) and record.table == ALL_ORDERS:
        return HELD
    settle_amounts(order)
    if any(claim.cancels for claim in claims):
        return cancel_elsewhere(order, record, claims)
    against = record.table != ALL_ORDERS and conflicts(order, record)
    if order.cause == BEFORE_OUR_TIME:
        return update_closed(order, record, against=against)
    if against:
        return move_status_only(order, record, claims)
    move = move_order(order, record, claims)
    return reply_of(move.codes, move.effects, changed=move.changed)


def settle_amounts(order: Order) -> None:
    """What an item did not say of its money when the buyer was charged for it is nothing: it cannot come later."""
    for item in order.items.values():
        if item.captured or any(shipment.charged for shipment in item.shipments):
            for column in (*ADDED, *TAKEN_OFF):
                item.facts.setdefault(column, 0)


def update_closed(order: Order, record: Record, *, against: bool = False) -> Reply:
    """An order before our time takes facts and items, but never moves and takes no stock."""
    if against:
        raise RefusalError(CONFLICT)
    if record.table == ALL_ORDERS:
        return NOTHING_NEW
    learned, new = merge_facts(order, record), new_rows(order, record)
    add_items(order, record)
    cancel_open(order, BEFORE_OUR_TIME, record.received)
    return reply_of(set(), [], changed=learned or bool(new))


def cancel_elsewhere(order: Order, record: Record, claims: list[StatusClaim]) -> Reply:
    """All that is open is canceled. An order row that says so is read for nothing else, not even for its age."""
    if record.table == ALL_ORDERS:
        update_age(order, record)
    cause = next((claim.row["cancellation-cause"] for claim in claims if "cancellation-cause" in claim.row), "")
    effects = cancel_open(order, cause or "Marketplace", record.received, by_record=True)
    for item in order.items.values():
        item.presumed = 0
    if effects and cause == "Fraud" and order.verified_at is not None:
        order.new_notices.append(("stop-shipment", ""))
    return reply_of(set(), list(effects), changed=bool(effects))


def move_status_only(order: Order, record: Record, claims: list[StatusClaim]) -> Reply:
    """A conflict refuses the facts of a record, never its status; refused by its status too, it is the conflict."""
    try:
        move = move_order(order, record, claims, with_facts=False)
    except RefusalError:
        raise RefusalError(CONFLICT) from None
    if not move.changed:
        raise RefusalError(CONFLICT)
    return reply_of(move.codes | {CONFLICT}, move.effects, changed=True)


def move_order(order: Order, record: Record, claims: list[StatusClaim], *, with_facts: bool = True) -> StatusMove:
    """Reinstated first, then facts and items, then verified by the terms as they are now, then what was shipped."""
    move = StatusMove()
    if order.items and order.status == CANCELED:
        reinstate_or_refuse(order, claims, move)
    if record.table == ALL_ORDERS:
        update_age(order, record)
    elif with_facts:
        take_facts(order, record, move)
    verify(order, claims, move)
    apply_item_claims(order, claims, record, move)
    return move


def take_facts(order: Order, record: Record, move: StatusMove) -> None:
    if order.items and order.status == CANCELED and new_rows(order, record):
        raise RefusalError(ORDER_CANCELED)
    if merge_facts(order, record):
        move.add([])
    effects = add_items(order, record)
    if effects:
        move.add(effects)
