"""Order process, steps 1 and 2: how order records place, fill, verify and move orders.

Choices: last-updated-date, order-status and payments-date are not facts (they alone are nothing new); a conflict is
refused as 70007 alone, also when its payment came too late, and leaves no refund due and no notice then; an order
before our time takes facts and items and never moves, nor is it delivered; a record that reinstates its order may bring
a new item; one that is refused as too late (70004) places nothing either, unless it turns out late only when another
record has placed what it would ship.
"""

from __future__ import annotations

from tests.reference_model.cancellations import cancel_open
from tests.reference_model.charges import ADDED, TAKEN_OFF
from tests.reference_model.order import BEFORE_OUR_TIME, CANCELED, Order, RefusalError, Rules
from tests.reference_model.order_facts import (
    add_items,
    conflicts,
    free_replacements,
    keep_told,
    merge_facts,
    new_rows,
    update_age,
)
from tests.reference_model.records import Record
from tests.reference_model.status_claims import StatusClaim, claims_of
from tests.reference_model.status_moves import (
    ORDER_CANCELED,
    PAID_TOO_LATE,
    StatusMove,
    apply_item_claims,
    refuse_shipped,
    refuse_too_late,
    reinstate_or_refuse,
    verify,
)
from tests.reference_model.tables import ALL_ORDERS, Row

CONFLICT, UNPRICED, DAMAGED = 70007, 70021, 70105


def place(record: Record, rules: Rules) -> tuple[Order, StatusMove]:
    """The first record of an order. Order process, 1.1; orders before our time: 1.4."""
    order = Order(record.key, rules, record.received)
    order.facts["purchase-date"] = record.rows[0]["purchase-date"]
    move = StatusMove()
    if order.cut_off < record.received:
        tell_closed(order, record, move)
        return order, move
    rows = new_rows(order, record)
    take_facts(order, record, move)
    free_replacements(order, record)
    verify(order, claims_of(record), move)
    warn_of_missing_prices(order, rows, claims_of(record), move)
    return order, move


def tell(order: Order, record: Record) -> StatusMove:
    """What a record of a known order says before anything moves on: conflicts, facts, verified. Steps 1.5 and 1.6."""
    claims = claims_of(record)
    move = StatusMove()
    settle_amounts(order)
    if all(claim.cancels_line for claim in claims):
        return move
    if all(claim.cancels for claim in claims):
        if record.table == ALL_ORDERS:
            update_age(order, record)
        return move
    if record.table != ALL_ORDERS and any(order.has_twin(row["order-item-id"]) for row in new_rows(order, record)):
        raise RefusalError(DAMAGED)
    against = record.table != ALL_ORDERS and conflicts(order, record)
    if order.cause == BEFORE_OUR_TIME:
        tell_closed(order, record, move, against=against)
    elif against:
        tell_status_only(order, record, claims, move)
    else:
        tell_facts(order, record, claims, move)
    return move


def settle_amounts(order: Order) -> None:
    """What an item did not say of its money when the buyer was charged for it is nothing: it cannot come later."""
    for item in order.items.values():
        if item.captured or any(shipment.charged for shipment in item.shipments):
            for column in (*ADDED, *TAKEN_OFF):
                item.facts.setdefault(column, 0)


def tell_closed(order: Order, record: Record, move: StatusMove, *, against: bool = False) -> None:
    """An order before our time takes facts and items, but never moves and takes no stock."""
    if against:
        raise RefusalError(CONFLICT)
    if record.table == ALL_ORDERS:
        move.changed = free_replacements(order, record)
        return
    learned, new = merge_facts(order, record), new_rows(order, record)
    add_items(order, record)
    learned |= free_replacements(order, record)
    cancel_open(order, BEFORE_OUR_TIME, record.received)
    move.changed = learned or bool(new)


def tell_status_only(order: Order, record: Record, claims: list[StatusClaim], move: StatusMove) -> None:
    """A conflict refuses the facts of a record, never its status; refused by its status too, it is the conflict."""
    move.codes.add(CONFLICT)
    try:
        tell_facts(order, record, claims, move, with_facts=False)
    except RefusalError:
        raise RefusalError(CONFLICT) from None


def tell_facts(
    order: Order, record: Record, claims: list[StatusClaim], move: StatusMove, *, with_facts: bool = True
) -> None:
    """Reinstated first, then facts and items, then verified by the terms as they are now."""
    was_verified = order.verified_at is not None
    takes_item = record.table != ALL_ORDERS and order.canceled_by_line and bool(new_rows(order, record))
    if order.status == CANCELED and not takes_item:
        reinstate_or_refuse(order, claims, move)
        if order.status == CANCELED and record.table != ALL_ORDERS and new_rows(order, record):
            raise RefusalError(ORDER_CANCELED)
    if record.table == ALL_ORDERS:
        update_age(order, record)
    new = new_rows(order, record) if with_facts and record.table != ALL_ORDERS else []
    if record.table != ALL_ORDERS and with_facts:
        take_facts(order, record, move)
    if with_facts and free_replacements(order, record):
        move.add([])
    verify(order, claims, move)
    warn_of_missing_prices(order, new, claims, move)
    # Which of several items a row without an item id means is not known yet.
    refuse_too_late(order, [claim for claim in claims if not was_verified or "order-item-id" in claim.row])


def warn_of_missing_prices(order: Order, rows: list[Row], claims: list[StatusClaim], move: StatusMove) -> None:
    """Items that these rows placed and that the record verifies may ship without a price. Step 1.9."""
    placed = [order.items[row["order-item-id"]] for row in rows]
    is_verified = any(claim.verified_at for claim in claims) and PAID_TOO_LATE not in move.codes
    if is_verified and any("item-price" not in item.facts or "currency" not in item.facts for item in placed):
        move.add([], UNPRICED)


def take_facts(order: Order, record: Record, move: StatusMove) -> None:
    if merge_facts(order, record):
        move.add([])
    placed = new_rows(order, record)
    effects = add_items(order, record)
    verifies = any(claim.verified_at is not None for claim in claims_of(record))
    keep_told(order, record, placed, verifies=verifies)
    if effects:
        move.add(effects)


def move_on(order: Order, record: Record, claims: list[StatusClaim], move: StatusMove, *, may_be_late: bool) -> None:
    """What a record says has become of the order: canceled, shipped, delivered. Order process, 8.6."""
    if order.cause == BEFORE_OUR_TIME:
        return
    if order.status == CANCELED:
        refuse_shipped(order, claims)
    if not may_be_late:
        refuse_too_late(order, claims)
    apply_item_claims(order, [claim for claim in claims if not claim.cancels], record, move)
    if any(claim.cancels for claim in claims):
        cancel_elsewhere(order, record, claims, move)


def cancel_elsewhere(order: Order, record: Record, claims: list[StatusClaim], move: StatusMove) -> None:
    """All that is open is canceled, and the order as a whole. A row that says so is read for nothing else."""
    cause = next((claim.row["cancellation-cause"] for claim in claims if "cancellation-cause" in claim.row), "")
    effects = cancel_open(order, cause or "Marketplace", record.received, by_record=True)
    order.canceled_by_line = False
    for item in order.items.values():
        item.presumed = 0
    if effects and cause == "Fraud" and order.verified_at is not None:
        order.new_notices.append(("stop-shipment", ""))
    if effects:
        move.add(list(effects))
