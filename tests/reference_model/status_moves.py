"""How an order record moves the status of an order: reinstated, verified, shipped or canceled elsewhere, delivered.

Order process, 1.6, 2.1, 2.2.4 and "Who decides".

Choices: every Shipped record that reinstates nothing is 70002 on a Canceled order, but the marketplace disagrees only
where it was not our clock that canceled; reinstating touches the items that our clock canceled, and no others; one
from elsewhere stays so when a confirmation edits it, and is never late; delivered is what order-status
says, of an order that is neither Pending nor Canceled; a row whose status nobody knows says nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from tests.reference_model.cancellations import cancel_item
from tests.reference_model.order import (
    CANCELED,
    CONFIRMATION_DEADLINE,
    MARKETPLACE,
    OUR_CLOCK,
    PAYMENT_DEADLINE,
    PENDING,
    Effect,
    Item,
    Order,
    RefusalError,
    Shipment,
)
from tests.reference_model.records import Record
from tests.reference_model.status_claims import StatusClaim, is_outdated

ORDER_CANCELED, TOO_LATE, PAID_TOO_LATE, ELSEWHERE, REINSTATED = 70002, 70004, 70005, 70015, 70016
DISAGREES = "marketplace-disagrees"


@dataclass
class StatusMove:
    """What a record has done so far."""

    codes: set[int] = field(default_factory=set)
    effects: list[Effect] = field(default_factory=list)
    changed: bool = False

    def add(self, effects: list[Effect], *codes: int) -> None:
        self.effects += effects
        self.codes |= set(codes)
        self.changed = True

    def add_move(self, move: StatusMove) -> None:
        self.effects += move.effects
        self.codes |= move.codes
        self.changed = self.changed or move.changed


def reinstate_or_refuse(order: Order, claims: list[StatusClaim], move: StatusMove) -> None:
    """A record of a Canceled order reinstates it, is refused, or says nothing of the status."""
    for claim in claims:
        if is_reopened(order, claim):
            move.add(reinstate(order, claim.verified_at, claim.stated_at), REINSTATED)
            return
    refuse_shipped(order, claims)
    if order.verified_at is None and any(claim.verified_at is not None for claim in claims):
        raise RefusalError(ORDER_CANCELED, refund_due=True)


def refuse_shipped(order: Order, claims: list[StatusClaim]) -> None:
    """Nothing of a Canceled order has left."""
    if any(claim.ships and claim.verified_at is not None for claim in claims):
        raise RefusalError(ORDER_CANCELED, notice="" if order.cause in OUR_CLOCK else DISAGREES)


def refuse_too_late(order: Order, claims: list[StatusClaim]) -> None:
    """What a verified order would ship after its cut-off."""
    for claim in claims if order.verified_at is not None else ():
        if order.is_cut_off(claim.stated_at) and any(claim.units(item) for item in claim.items(order)):
            raise RefusalError(TOO_LATE)


def is_reopened(order: Order, claim: StatusClaim) -> bool:
    """Whether a row shows that what our clock presumed was wrong. Order process, "Who decides"."""
    if not is_presumed(order) or claim.verified_at is None:
        return False
    if claim.explicit and order.canceled_at is not None and claim.stated_at > order.canceled_at:
        return True
    return "payments-date" in claim.row and is_paid_in_time(order, claim.row["payments-date"])


def is_presumed(order: Order) -> bool:
    """Whether the order is Canceled by our own clock, in a copy of what a marketplace decides."""
    return (
        order.rules.authority == MARKETPLACE
        and order.status == CANCELED
        and order.cause in OUR_CLOCK
        and any(item.presumed for item in order.items.values())
    )


def is_paid_in_time(order: Order, paid_at: datetime) -> bool:
    """Whether a payment came in time for an order that was canceled as unpaid."""
    return order.cause == PAYMENT_DEADLINE and order.deadline is not None and paid_at <= order.deadline


def reinstate(order: Order, verified_at: datetime | None, stated_at: datetime) -> list[Effect]:
    """Give back what our clock presumed canceled. The order enters the next Orders report again."""
    effects = [reinstate_item(item) for item in order.items.values() if item.presumed]
    order.cause, order.canceled_at, order.not_in_marketplace = "", None, None
    order.canceled_by_line = False
    order.verified_at = order.verified_at or verified_at
    order.waived = order.waived or stated_at > order.cut_off
    for item in order.items.values():
        item.reported = 0
    order.new_notices += [("order-confirmation", ""), ("order-reinstated", "")]
    return effects


def reinstate_item(item: Item) -> Effect:
    units, item.presumed = item.presumed, 0
    item.canceled -= units
    item.cause = "Seller" if item.canceled else ""
    item.asked = False
    return Effect("reinstated", item.facts["sku"], units)


def verify(order: Order, claims: list[StatusClaim], move: StatusMove) -> None:
    """One verifying row verifies a Pending order, unless it was paid too late."""
    verified_at = next((claim.verified_at for claim in claims if claim.verified_at is not None), None)
    if verified_at is None or order.status != PENDING:
        return
    if order.deadline is not None and verified_at > order.deadline:
        order.refund_due = True
        move.codes.add(PAID_TOO_LATE)
        return
    set_verified(order, verified_at)
    move.add([])


def set_verified(order: Order, verified_at: datetime) -> None:
    order.verified_at = verified_at
    order.new_notices += [("order-confirmation", ""), ("order-notice", "")]


def apply_item_claims(order: Order, claims: list[StatusClaim], record: Record, move: StatusMove) -> None:
    """What the rows say of items, one row after the other. Nothing ships while the order is Pending."""
    for claim in claims:
        if order.verified_at is not None:
            for item in claim.items(order):
                ship_elsewhere(order, item, claim, record, move)
        if claim.cancels_item:
            items = [item for item in claim.items(order) if not is_outdated(claim, item)]
            for item in items:
                item.presumed = 0
            for item in [item for item in items if item.open]:
                move.add([cancel_item(order, item, item.open, "Marketplace", record.received, by_record=True)])
        if claim.delivered and order.delivered is None and order.status not in (PENDING, CANCELED):
            order.delivered = claim.stated_at
            move.add([])


def ship_elsewhere(order: Order, item: Item, claim: StatusClaim, record: Record, move: StatusMove) -> None:
    """A shipment that no confirmation told of."""
    units = claim.units(item)
    if units == 0:
        return
    shipped_on = clamped_ship_date(order, claim.stated_at, record.received)
    joint = order.joint_number(("elsewhere", claim.stated_at))
    item.shipments.append(Shipment(units, "", "", "", shipped_on, set(), joint=joint, elsewhere=True))
    item.shipped += units
    order.new_shipments.append((joint, item.key))
    move.add([Effect("shipped", item.facts["sku"], units)], ELSEWHERE)


def clamped_ship_date(order: Order, ship_date: datetime, received: datetime) -> datetime:
    """Not after the feed was received, not on a day before the purchase day."""
    calendar = order.rules.calendar
    shipped_on = min(ship_date, received)
    bought_on = calendar.day(order.facts["purchase-date"])
    return calendar.start(bought_on) if calendar.day(shipped_on) < bought_on else shipped_on


def code_of_canceled(cause: str) -> int:
    """The code of a shipment of what was canceled for this cause."""
    return TOO_LATE if cause == CONFIRMATION_DEADLINE else ORDER_CANCELED
