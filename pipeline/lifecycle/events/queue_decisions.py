"""What is decided about one queued record, in the words of the rounds: event_decisions, and a rule for each kind.

The rules stand in the order of those for arrays (verification, shipment, cancellation), and a test holds them to the
same answers.

An item of which 2 units are open and none has left; one row cancels 3 of them, one cancels 2:

>>> from types import SimpleNamespace
>>> arrays = SimpleNamespace(item_shipped=[0], item_open=[2])
>>> events = SimpleNamespace(item_pos=[0, 0], quantity=[3, 2])
>>> [_decide_cancellation(events, row, OK, arrays) for row in (0, 1)]
[18021, 0]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lifecycle.events.event_arrays import AMBIGUOUS, STRANGER, TWIN
from pipeline.lifecycle.events.transitions import OK, TRANSITIONS
from pipeline.model.instants import NOTHING
from schemas import codes
from schemas.statuses import CAUSE, Event, Status

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.event_results import EventRowResults
    from pipeline.lifecycle.events.order_arrays import OrderArrays
    from pipeline.lifecycle.events.queue_places import QueuePlaces

_BY_ITEM = {TWIN: codes.ID_MANGLED, STRANGER: codes.ORDER_UNKNOWN, AMBIGUOUS: codes.VALUE_MISSING}
_TABLE = TRANSITIONS.tolist()


def decide(events: EventArrays, row: int, places: QueuePlaces, arrays: OrderArrays) -> int | None:
    """The code of a row (OK: it may take effect), None where only a round can tell."""
    code: int = _TABLE[events.event[row]][_status(arrays, events.order_pos[row])]
    if events.is_payment[row]:
        return _decide_payment(events, row, code, arrays)
    if events.is_confirmation[row]:
        return _BY_ITEM.get(events.item_pos[row]) or _decide_confirmation(events, row, code, places, arrays)
    if events.is_cancellation[row]:
        return _BY_ITEM.get(events.item_pos[row]) or _decide_cancellation(events, row, code, arrays)
    # An acknowledgement only links the seller's id; an address change goes by the table.
    return code if events.is_address_change[row] else OK


def _status(arrays: OrderArrays, order: int) -> Status:
    """The status of an order now (model.order_state.status)."""
    shipped = arrays.order_shipped[order]
    if arrays.order_open[order] == 0 and shipped == 0:
        return Status.CANCELED
    if arrays.order_verified[order] == NOTHING:
        return Status.PENDING
    if arrays.order_open[order] == 0:
        return Status.SHIPPED
    return Status.PARTIALLY_SHIPPED if shipped > 0 else Status.UNSHIPPED


def _decide_payment(events: EventArrays, row: int, code: int, arrays: OrderArrays) -> int | None:
    """The rules of verification.decide. A payment that may reopen its order is a round of its own."""
    order = events.order_pos[row]
    paid = events.moment[row]
    is_verification = events.event[row] == Event.VERIFY
    is_known_paid = arrays.order_verified[order] != NOTHING
    if paid > events.received[row] or events.day_end[row] < arrays.order_purchased[order]:
        return codes.DATE_INVALID
    if is_verification and code == codes.ORDER_CANCELED:
        return codes.UNCHANGED if is_known_paid else _decide_canceled(events, row, arrays)
    if is_verification and code == OK and NOTHING != arrays.order_paid_by[order] < paid:
        return codes.PAID_TOO_LATE
    if events.event[row] == Event.ATTEMPT and code == OK and events.is_repeated_attempt[row]:
        return codes.UNCHANGED
    return code


def _decide_canceled(events: EventArrays, row: int, arrays: OrderArrays) -> int | None:
    """A payment of a canceled order that was never paid: only where our clock canceled it may it be alive."""
    order = events.order_pos[row]
    may_reopen = arrays.order_cause[order] == CAUSE["PaymentDeadline"]
    return None if may_reopen and events.moment[row] <= arrays.order_paid_by[order] else codes.ORDER_CANCELED


def _decide_confirmation(events: EventArrays, row: int, code: int, places: QueuePlaces, arrays: OrderArrays) -> int:
    """The rules of shipment.decide, of a row that names an item."""
    order, item = events.order_pos[row], events.item_pos[row]
    open_units, shipped = arrays.item_open[item], arrays.item_shipped[item]
    if code == codes.ORDER_PENDING:
        return code
    if arrays.pair_shipment[places.shipment[row]] >= 0:
        return OK
    deadline = CAUSE["ConfirmationDeadline"]
    order_is_canceled = code == codes.ORDER_CANCELED
    if events.received[row] > arrays.order_cut_off[order] or (
        order_is_canceled and arrays.order_cause[order] == deadline
    ):
        return codes.CONFIRMED_TOO_LATE
    if order_is_canceled:
        return codes.ORDER_CANCELED
    if open_units == 0 and shipped == 0:
        return codes.CONFIRMED_TOO_LATE if arrays.item_cause[item] == deadline else codes.ORDER_CANCELED
    most_units = shipped if open_units == 0 else open_units
    return codes.QUANTITY_TOO_LARGE if events.quantity[row] > most_units else OK


def _decide_cancellation(events: EventArrays, row: int, code: int, arrays: OrderArrays) -> int:
    """The rules of cancellation.decide, of a row that names an item."""
    item = events.item_pos[row]
    if code != OK:
        return code
    if arrays.item_shipped[item] > 0:
        return codes.ALREADY_SHIPPED
    if arrays.item_open[item] == 0:
        return codes.UNCHANGED
    return codes.QUANTITY_TOO_LARGE if events.quantity[row] > arrays.item_open[item] else OK


def explain(events: EventArrays, row: int, code: int, arrays: OrderArrays, results: EventRowResults) -> None:
    """The numbers that the message of a code names (apply_events), and whether the buyer's money is due back."""
    order, item = events.order_pos[row], events.item_pos[row]
    is_of_living_order = item >= 0 and arrays.order_open[order] + arrays.order_shipped[order] > 0
    results.value[row] = events.moment[row]
    if code == codes.QUANTITY_TOO_LARGE:
        results.value[row] = events.quantity[row]
        results.limit[row] = arrays.item_open[item] if item >= 0 else arrays.order_open[order]
    elif code == codes.ORDER_CANCELED:
        results.value[row] = arrays.item_canceled_at[item] if is_of_living_order else arrays.order_canceled_at[order]
        results.limit[row] = arrays.item_cause[item] if is_of_living_order else arrays.order_cause[order]
    elif code == codes.CONFIRMED_TOO_LATE:
        results.limit[row] = arrays.order_cut_off[order]
    elif code == codes.PAID_TOO_LATE:
        results.limit[row] = arrays.order_paid_by[order]
    was_ours = arrays.order_cause[order] != CAUSE["BeforeOurTime"]
    is_in_vain = code == codes.PAID_TOO_LATE or (code == codes.ORDER_CANCELED and was_ours)
    if events.event[row] == Event.VERIFY and is_in_vain:
        arrays.order_refund_due[order] = True
