"""Step 1, what an order record does to the status: it reopens, verifies, ships, cancels, or tells of the delivery.

A status only moves forward, but for what our own clock had canceled. One function for each, on the rows of one round;
each says which rows moved something. Steps 1.6 and 8.6; "Who decides".

Of three rows of shipped orders two say delivered; the order of the second of them was delivered before.

>>> from types import SimpleNamespace
>>> from pipeline.lifecycle.orders.update_results import RecordResults
>>> rows = np.array([0, 1, 2])
>>> moments = np.array([1700, 1700, 1700])
>>> records = SimpleNamespace(order_pos=rows, is_delivered=np.array([True, False, True]), effective_at=moments)
>>> units = SimpleNamespace(status=lambda order_pos: np.full(len(order_pos), Status.SHIPPED))
>>> arrays = SimpleNamespace(records=records, units=units, results=RecordResults.unchanged(3))
>>> arrays.delivered_at = np.array([NOTHING, NOTHING, 1600])
>>> deliver(arrays, rows).tolist()
[True, False, False]
>>> arrays.delivered_at[[0, 2]].tolist()
[1700, 1600]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.model.instants import NOTHING
from schemas.statuses import Event, Status
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from pipeline.lifecycle.orders.update_arrays import UpdateArrays


def reopen(arrays: UpdateArrays, rows: np.ndarray) -> None:
    """The orders of these rows are alive again, with the units that our clock had canceled; each is verified."""
    records = arrays.records
    units = arrays.units
    # Each order once, with the first of its rows.
    order_pos, first = np.unique(records.order_pos[rows], return_index=True)
    rows = rows[first]
    row, item_pos, count = units.reopen(order_pos, records.effective_at[rows])
    arrays.results.add_effect(Event.REINSTATE, rows[row], item_pos, count)
    is_unverified = units.order_verified[order_pos] == NOTHING
    units.order_verified[order_pos[is_unverified]] = records.verified_at[rows[is_unverified]]
    arrays.results.add_effect(Event.VERIFY, rows[is_unverified])


def move_status(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Ship, then cancel, then deliver; which rows moved anything."""
    moved = np.zeros(len(rows), bool)
    for move in (ship, cancel, deliver):
        moved |= move(arrays, rows)
    return moved


def verify(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Verify pending orders in time; which rows verified. Too late: the order stays Pending (step 2.3.3)."""
    units = arrays.units
    order_pos = arrays.records.order_pos[rows]
    verified_at = arrays.records.verified_at[rows]
    is_pending = (units.status(order_pos) == Status.PENDING) & ~arrays.is_closed[order_pos]
    paid_by = units.order_paid_by[order_pos]
    is_late = is_pending & (verified_at != NOTHING) & (paid_by != NOTHING) & (verified_at > paid_by)
    verifies = is_pending & (verified_at != NOTHING) & ~is_late
    units.order_verified[order_pos[verifies]] = verified_at[verifies]
    # Of the rows that verify an order the first one tells of it.
    first = np.unique(order_pos[verifies], return_index=True)[1]
    arrays.results.add_effect(Event.VERIFY, rows[verifies][first])
    arrays.results.is_paid_late[rows] |= is_late
    return verifies


def ship(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """What the marketplace says has shipped leaves as a shipment of its own; which rows shipped something."""
    records = arrays.records
    units = arrays.units
    # Positions in `rows` of those that may ship, the first one of each item.
    candidates = np.flatnonzero(_may_ship(arrays, rows))
    item_pos, first = np.unique(records.item_pos[rows[candidates]], return_index=True)
    # Record by record, in each by item: several records of an order may share a round.
    in_turn = np.argsort(records.record_number[rows[candidates[first]]], kind="stable")
    item_pos, candidates = item_pos[in_turn], candidates[first[in_turn]]
    # A counted row ships what it counts beyond what is known to have left; any other, all that is open.
    shipped_count = records.shipped_count[rows[candidates]]
    open_units = units.item_open[item_pos]
    wanted = np.where(shipped_count > 0, shipped_count - units.item_shipped[item_pos], open_units)
    count = np.minimum(wanted, open_units)
    ships = count > 0
    shipping = candidates[ships]
    _ship_units(arrays, rows[shipping], item_pos[ships], count[ships])
    return _mask(shipping, len(rows))


def _may_ship(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Rows that say shipped, of verified orders and before the cut-off, or in the record that places the order."""
    records = arrays.records
    order_pos = records.order_pos[rows]
    is_verified = arrays.units.order_verified[order_pos] != NOTHING
    in_time = records.effective_at[rows] <= arrays.units.order_cut_off[order_pos]
    ships_item = records.ships[rows] & (records.item_pos[rows] >= 0)
    is_allowed = (in_time & ~arrays.is_closed[order_pos]) | records.places_order[rows]
    return ships_item & is_verified & is_allowed


def _ship_units(arrays: UpdateArrays, rows: np.ndarray, item_pos: np.ndarray, count: np.ndarray) -> None:
    """Ship these units; every item stands once."""
    arrays.results.add_effect(Event.SHIPPED_ELSEWHERE, rows, item_pos, count)
    arrays.results.shipped_units[rows] = count
    arrays.units.item_shipments[item_pos] += 1
    arrays.units.ship(arrays.records.order_pos[rows], item_pos, count)


def cancel(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """What the marketplace has canceled: all that is open on the order, or on the item; which rows canceled.

    What our clock had canceled before is a presumption no more.
    """
    records = arrays.records
    units = arrays.units
    order_pos = records.order_pos[rows]
    cancels_item = records.cancels_item[rows] & (records.item_pos[rows] >= 0) & ~_is_outdated_line(arrays, rows)
    # Positions in `rows` of those that cancel; below, for every item that they mean, the first of its rows.
    cancels = np.flatnonzero((records.cancels_order[rows] | cancels_item) & ~arrays.is_closed[order_pos])
    units.order_canceled_by_line[order_pos[records.cancels_order[rows]]] = False
    meant = np.where(records.cancels_order[rows], BLANK, records.item_pos[rows])  # BLANK: every item of its order
    row, item_pos = units.expand_to_items(order_pos[cancels], meant[cancels])
    item_pos, first = np.unique(item_pos, return_index=True)
    units.item_presumed[item_pos] = 0
    is_open = units.item_open[item_pos] > 0
    open_items = item_pos[is_open]
    canceling = cancels[row[first[is_open]]]
    _cancel_units(arrays, rows[canceling], open_items, units.item_open[open_items])
    return _mask(canceling, len(rows))


def _is_outdated_line(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Canceled lines that are older than what placed their item or told of its payment. Order process, 1.10."""
    records = arrays.records
    updated_at = records.updated_at[rows]
    facts_at = arrays.facts_at[np.maximum(records.item_pos[rows], 0)]
    return records.cancels_line[rows] & (updated_at != NOTHING) & (updated_at < facts_at)


def _cancel_units(arrays: UpdateArrays, rows: np.ndarray, item_pos: np.ndarray, count: np.ndarray) -> None:
    """Cancel these units; every item stands once."""
    records = arrays.records
    order_pos = records.order_pos[rows]
    by_line = ~records.cancels_order[rows]
    cause, moment = records.cancel_cause[rows], records.received_at[rows]
    arrays.units.cancel(order_pos, item_pos, count, cause, moment, by_line=by_line)
    arrays.results.cancels[rows] = True
    arrays.results.add_effect(Event.CANCELED_ELSEWHERE, rows, item_pos, count)


def deliver(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """The first record that says delivered tells when; which rows did."""
    records = arrays.records
    order_pos = records.order_pos[rows]
    may_arrive = ~np.isin(arrays.units.status(order_pos), [Status.PENDING, Status.CANCELED])
    is_first = arrays.delivered_at[order_pos] == NOTHING
    # Positions in `rows` of those that say so first, one per order.
    delivers = np.flatnonzero(records.is_delivered[rows] & is_first & may_arrive)
    first = np.unique(order_pos[delivers], return_index=True)[1]
    delivers = delivers[first]
    arrays.delivered_at[order_pos[delivers]] = records.effective_at[rows[delivers]]
    arrays.results.add_effect(Event.DELIVER, rows[delivers])
    return _mask(delivers, len(rows))


def _mask(row_pos: np.ndarray, length: int) -> np.ndarray:
    """A mask of this length that is true at these positions."""
    mask = np.zeros(length, bool)
    mask[row_pos] = True
    return mask
