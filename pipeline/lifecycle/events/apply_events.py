"""Steps 2, 4.3 and 4.4 in rounds: round k applies the k-th record of every order at once, through one table of rules.

A record applies wholly or not at all: a fault in one of its rows rejects all of them. Order process, 9.2.

Words of this folder: `rows` are places in the event arrays; `order_pos`, `item_pos`, `item` are places in the arrays of
orders and items. A pair (row, item) stands for each item that a row means: one that it names, or all of its order.
Inside a function an array has an element for each of `rows`, unless a comment says otherwise; `arrays.order_...` and
`arrays.item_...` have one for each order and item. Units are counted, instants are microseconds, codes and causes are
numbers. To follow a run read `apply`, then `_apply_round`.

Three records of an order of two units: one unit is shipped, so that the order can no longer be canceled (70003), and
two more are one too many (18021).

>>> from dataclasses import replace
>>> from zoneinfo import ZoneInfo
>>> from schemas.stored_frames import blank_instants
>>> from schemas.stored_tables import BLANK
>>> paid = pd.Timestamp("2026-10-05T01:00Z")
>>> orders = pd.DataFrame({"order_key": [1], "purchased": paid, "verified": paid})
>>> orders = orders.assign(paid_by=blank_instants(1), cut_off=paid + pd.Timedelta(30, "D"), waived=False)
>>> orders = orders.assign(canceled_at=blank_instants(1), cause=0, cancel_asked=0, refund_due=False)
>>> orders["canceled_by_line"] = False
>>> items = pd.DataFrame({"order_key": [1], "item_key": 7, "sku": "TEA", "ordered": 2})
>>> items["canceled_at"] = blank_instants(1)
>>> items[["shipped", "canceled", "cause", "presumed", "parcels", "reported_run"]] = 0
>>> events = pd.DataFrame({"record": [1, 2, 3], "event": [Event.CONFIRM, Event.CANCEL, Event.CONFIRM]})
>>> events = events.assign(quantity=[1, BLANK, 2], ref=["n:1", "", "n:2"], order_key=1, item_key=7, received=paid)
>>> events = events.assign(stage=4, seq=0, feed=3, at=paid, cause=0, carrier="", tracking="", method="", attempt="")
>>> events = events.assign(joint=events["ref"], said=["s:1", "", "s:2"])
>>> result = apply(events, replace(OrderState.empty(), orders=orders, items=items), ZoneInfo("Asia/Tokyo"))
>>> result.rows[["record", "code", "units", "changed"]].values.tolist()
[[1, 0, 1, True], [2, 70003, 0, False], [3, 18021, 0, False]]
>>> result.state.parcels[["number", "first_unit", "units"]].values.tolist()
[[1, 0, 1]]
"""

# Three stages go in rounds: orders.updates, this one, refunds.apply_refunds. They share what is equal (sorted_keys and
# UnitCounts) and no frame of decide, explain and apply: an order record has two verdicts, of facts and of status,
# and reopens between deciding and applying; an event has one and cancels in three ways; a refund may be held by its
# verdict and moves amounts. A frame would hold two lines of them, and a reader would follow the rest through hooks.

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.events import cancellation, shipment, verification
from pipeline.lifecycle.events.equal_instants import is_of_contested_order, turns
from pipeline.lifecycle.events.event_arrays import EventArrays, build_event_arrays
from pipeline.lifecycle.events.event_decisions import decide
from pipeline.lifecycle.events.event_results import EventRowResults
from pipeline.lifecycle.events.order_arrays import OrderArrays, build_order_arrays
from pipeline.lifecycle.events.record_queue import apply_queue
from pipeline.lifecycle.events.shipment_edit import edit_columns
from pipeline.lifecycle.events.state_after_events import state_after_events
from pipeline.lifecycle.events.transitions import OK
from pipeline.model import instants
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import numbers_in_turn, round_slices
from schemas import codes
from schemas.frame_checks import check_frames
from schemas.statuses import CAUSE, Event

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


FIRST_ROUNDS, FEW_RECORDS = 8, 32
"""From that round on, one of fewer records takes longer than they do one by one."""


@dataclass(frozen=True, slots=True)
class EventsResult:
    """The new state; what became of the events; what was canceled, what came back.

    rows: frame `event_results`. canceled, reinstated: frame `changed_units`.
    """

    state: OrderState
    rows: pd.DataFrame
    canceled: pd.DataFrame
    reinstated: pd.DataFrame


def apply(frame: pd.DataFrame, state: OrderState, zone: ZoneInfo, *, market: bool = True, run: int = 1) -> EventsResult:
    """Apply payments, confirmations, cancellations and what is asked of addresses (frame `events`).

    Of known orders; market: our clock only presumes; run: the number of this run. An address
    change is only judged here (address_change).
    """
    events = build_event_arrays(frame, state, instants.end_of_day(frame["at"], zone, 0))
    arrays = build_order_arrays(state, events, market=market, run=run)
    results = EventRowResults.unchanged(len(frame))
    is_contested = is_of_contested_order(events)
    _apply_in_turn(events, np.flatnonzero(~is_contested), arrays, results)
    for rows in turns(events, np.flatnonzero(is_contested), arrays):
        _apply_in_turn(events, rows, arrays, results)
    return EventsResult(
        state=state_after_events(state, events, arrays, results.changed, zone),
        rows=results.assigned_to(events.frame).assign(**edit_columns(events, results)),
        canceled=_of_items(state, events, results.canceled),
        reinstated=_of_items(state, events, results.reinstated),
    )


def _of_items(state: OrderState, events: EventArrays, units: pd.DataFrame) -> pd.DataFrame:
    """Units (frame `unit_changes`) with the keys of their item and their record (frame `changed_units`)."""
    check_frames(unit_changes=units)
    items = state.items.loc[units["item"], ["order_key", "item_key", "sku"]].reset_index(drop=True)
    records = events.frame.loc[units["row"], ["received", "stage", "seq", "feed", "record"]].reset_index(drop=True)
    return pd.concat([items, units[["units", "cause"]], records], axis=1)


def _apply_in_turn(events: EventArrays, rows: np.ndarray, arrays: OrderArrays, results: EventRowResults) -> None:
    """Round k applies the k-th record of every order; what few orders have left goes through the queue.

    rows: the records of each order in turn, whatever lies between them.
    """
    number = numbers_in_turn(events.order_pos[rows], events.frame["step"].to_numpy()[rows])
    by_number = np.argsort(number, kind="stable")
    rows, number = rows[by_number], number[by_number]
    for start, end in round_slices(pd.Series(number)):
        if number[start] >= FIRST_ROUNDS and end - start < FEW_RECORDS:
            apply_queue(events, rows[start:], arrays, results, _apply_round)
            return
        _apply_round(events, np.sort(rows[start:end]), arrays, results)


def _apply_round(events: EventArrays, rows: np.ndarray, arrays: OrderArrays, results: EventRowResults) -> None:
    """Decide about each row of the round, then apply those of which no other row of their record has a fault."""
    code = decide(events, rows, arrays)
    results.code[rows] = code
    is_fit = code == OK
    if not is_fit.all():
        _explain(events, rows[~is_fit], code[~is_fit], arrays, results)
        _note_refunds_due(events, rows[~is_fit], code[~is_fit], arrays)
        # A row that would change nothing is no fault: the other rows of its record may still take effect.
        is_fault = ~is_fit & (code != codes.UNCHANGED)
        is_fit &= ~arrays.any_of_record(events.order_pos[rows], is_fault)
    _take_effect(events, rows[is_fit], arrays, results)


def _explain(
    events: EventArrays, rows: np.ndarray, code: np.ndarray, arrays: OrderArrays, results: EventRowResults
) -> None:
    """The numbers that the message of each code names, as they stand when the record is met."""
    order_pos = events.order_pos[rows]
    item_pos = events.item_pos[rows]
    is_too_large = code == codes.QUANTITY_TOO_LARGE
    is_canceled = code == codes.ORDER_CANCELED
    # Units open of the item that a row names, else of its order. Where none is named item 0 is read and not taken.
    open_units = np.where(item_pos >= 0, arrays.item_open[np.maximum(item_pos, 0)], arrays.order_open[order_pos])
    canceled_at, cause = arrays.cancellation_of(order_pos, item_pos)
    # value: the units asked for, when it was canceled, else the date that the record gives. limit: the units that are
    # open, why it was canceled, or the deadline that has passed.
    results.value[rows] = np.select(
        [is_too_large, is_canceled], [events.quantity[rows], canceled_at], events.moment[rows]
    )
    results.limit[rows] = np.select(
        [is_too_large, is_canceled, code == codes.CONFIRMED_TOO_LATE, code == codes.PAID_TOO_LATE],
        [open_units, cause, arrays.order_cut_off[order_pos], arrays.order_paid_by[order_pos]],
        0,
    )


def _note_refunds_due(events: EventArrays, rows: np.ndarray, code: np.ndarray, arrays: OrderArrays) -> None:
    """Orders that were paid too late, or when they were canceled: the buyer's money is due back."""
    order_pos = events.order_pos[rows]
    was_ours = arrays.order_cause[order_pos] != CAUSE["BeforeOurTime"]
    is_paid_in_vain = ((code == codes.ORDER_CANCELED) & was_ours) | (code == codes.PAID_TOO_LATE)
    arrays.order_refund_due[order_pos[(events.event[rows] == Event.VERIFY) & is_paid_in_vain]] = True


def _take_effect(events: EventArrays, rows: np.ndarray, arrays: OrderArrays, results: EventRowResults) -> None:
    """Apply the rows that are fit: in a round an order has one record, so the kinds never meet."""
    results.changed[rows] = True
    confirmations = rows[events.is_confirmation[rows]]
    payments = rows[events.is_payment[rows]]
    cancellations = rows[events.is_cancellation[rows]]
    if len(confirmations):
        shipment.apply(events, confirmations, arrays, results)
    if len(payments):
        _reopen(events, payments[verification.reopens(events, payments, arrays)], arrays, results)
        row, item = verification.apply(events, payments, arrays)
        _cancel(events, payments[row], item, arrays.item_open[item], arrays, results)
    if len(cancellations):
        row, item, units = cancellation.apply(events, cancellations, arrays)
        _cancel(events, cancellations[row], item, units, arrays, results)


def _reopen(events: EventArrays, rows: np.ndarray, arrays: OrderArrays, results: EventRowResults) -> None:
    """Orders that our clock had canceled are alive: what it canceled comes back."""
    if len(rows):
        row, item, units = arrays.reopen(events.order_pos[rows], events.received[rows])
        results.note_reinstated(rows, rows[row], item, units)


def _cancel(
    events: EventArrays,
    rows: np.ndarray,
    item: np.ndarray,
    units: np.ndarray,
    arrays: OrderArrays,
    results: EventRowResults,
) -> None:
    """Cancel units of items by these rows: an element a row and item."""
    is_some = units > 0
    if is_some.any():
        rows = rows[is_some]
        item = item[is_some]
        units = units[is_some]
        cause = cancellation.causes(events, rows, arrays)
        by_line = events.item_pos[rows] >= 0
        arrays.cancel(events.order_pos[rows], item, units, cause, events.received[rows], by_line=by_line)
        results.note_canceled(rows, item, units, cause)
