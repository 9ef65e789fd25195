"""Step 1, what an order record may do to the status, before anything is applied: what is refused, what reopens.

What our own clock has canceled is a presumption in a seller's copy and may be refuted; what anybody else has canceled
stays canceled. Decided on the rows of one round, before their facts apply and again before their status does.
Steps 1.6, 2.2.4 and 8.6; "Who decides".

Our clock has canceled three orders as unpaid. A payment in time refutes that, a late one does not, a newer status does.

>>> from types import SimpleNamespace
>>> records = SimpleNamespace(order_pos=np.array([0, 1, 2]), effective_at=np.array([10, 10, 30]))
>>> records.paid_at = np.array([15, 25, NOTHING])
>>> records.shows_alive = np.array([False, False, True])
>>> units = SimpleNamespace(order_paid_by=np.full(3, 20), order_canceled_at=np.full(3, 21))
>>> units.order_cause = np.full(3, CAUSE["PaymentDeadline"])
>>> units.is_presumed_canceled = lambda order_pos: np.full(len(order_pos), fill_value=True)
>>> arrays = SimpleNamespace(records=records, units=units, market=True)
>>> _refutes_cancellation(arrays, np.array([0, 1, 2])).tolist()
[True, False, True]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.model.instants import NOTHING
from schemas import codes
from schemas.statuses import CAUSE, Status

if TYPE_CHECKING:
    from pipeline.lifecycle.orders.update_arrays import UpdateArrays


@dataclass(frozen=True, slots=True)
class StatusDecision:
    """A value for each row of a round.

    code: why the row is refused, 0 if it is not. reopens: its order is alive again. is_refund_due: it says that money
    was paid for an order that had been canceled.
    """

    code: np.ndarray
    reopens: np.ndarray
    is_refund_due: np.ndarray


def decide_status(arrays: UpdateArrays, rows: np.ndarray) -> StatusDecision:
    """What the rows say that cannot be (70002, 70004, 70105), and the orders that they reopen: before facts apply.

    A record with a damaged item id does nothing at all. An order that was canceled line by line takes a new item like a
    live one.
    """
    # Every array here has an element a row. NOTHING is less than any instant.
    records = arrays.records
    order_pos = records.order_pos[rows]
    is_canceled = (arrays.units.status(order_pos) == Status.CANCELED) & ~arrays.is_closed[order_pos]
    verifies = records.verified_at[rows] != NOTHING
    reopens = is_canceled & verifies & _refutes_cancellation(arrays, rows)
    adds_item = _adds_item(arrays, rows)
    takes_item = arrays.any_of_record(rows, adds_item & arrays.units.order_canceled_by_line[order_pos])
    stays_canceled = is_canceled & ~reopens & ~takes_item & ~records.cancels_order[rows]
    says_shipped = verifies & records.says_shipped[rows]
    is_unverified = arrays.units.order_verified[order_pos] == NOTHING
    is_refund_due = stays_canceled & verifies & is_unverified & ~says_shipped
    is_against_cancellation = is_refund_due | (stays_canceled & (says_shipped | adds_item))
    is_too_late = _ships_too_late(arrays, rows, adds_item, reopens) & ~(stays_canceled | reopens)
    # Which item such a row means is not known yet; of a verified order that is asked when it moves on.
    is_too_late &= is_unverified | ~records.of_sku[rows]
    code = np.select([is_against_cancellation, is_too_late], [codes.ORDER_CANCELED, codes.CONFIRMED_TOO_LATE], 0)
    is_twin = arrays.names_twin(rows)
    is_sound = ~arrays.any_of_record(rows, is_twin)
    code = np.where(is_sound, code, np.where(is_twin, codes.ID_MANGLED, 0))
    return StatusDecision(code, reopens & is_sound, is_refund_due & is_sound)


def refuse_status(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Why what the rows say of the status cannot be, now that all facts are told; 0 where it can.

    Another record may have canceled the order by now, or placed what these would ship too late.
    """
    records = arrays.records
    order_pos = records.order_pos[rows]
    is_canceled = (arrays.units.status(order_pos) == Status.CANCELED) & ~arrays.is_closed[order_pos]
    says_shipped = (records.verified_at[rows] != NOTHING) & records.says_shipped[rows]
    no_row = np.zeros(len(rows), bool)
    is_too_late = _ships_too_late(arrays, rows, no_row, no_row)
    return np.select([is_canceled & says_shipped, is_too_late], [codes.ORDER_CANCELED, codes.CONFIRMED_TOO_LATE], 0)


def _ships_too_late(arrays: UpdateArrays, rows: np.ndarray, adds_item: np.ndarray, reopens: np.ndarray) -> np.ndarray:
    """Rows that would ship something after the cut-off. The record that places its order is never late."""
    records = arrays.records
    is_late = records.effective_at[rows] > arrays.units.order_cut_off[records.order_pos[rows]]
    return _would_ship(arrays, rows, adds_item, reopens) & is_late & ~records.places_order[rows]


def _refutes_cancellation(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Records that refute our clock: a status newer than the cancellation, or a payment in time."""
    records = arrays.records
    units = arrays.units
    order_pos = records.order_pos[rows]
    is_newer = records.effective_at[rows] > units.order_canceled_at[order_pos]
    paid_at = records.paid_at[rows]
    paid_in_time = (paid_at != NOTHING) & (paid_at <= units.order_paid_by[order_pos])
    was_unpaid = units.order_cause[order_pos] == CAUSE["PaymentDeadline"]
    refutes = (records.shows_alive[rows] & is_newer) | (was_unpaid & paid_in_time)
    return arrays.market & units.is_presumed_canceled(order_pos) & refutes


def _adds_item(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Rows that name an item which their order has not yet."""
    records = arrays.records
    item_pos = records.item_pos[rows]
    is_new = (item_pos >= 0) & ~arrays.is_placed[np.maximum(item_pos, 0)]
    names_item = ~records.by_sku[rows] & ~records.cancels_line[rows]
    return is_new & names_item & ~arrays.is_closed[records.order_pos[rows]]


def _would_ship(arrays: UpdateArrays, rows: np.ndarray, adds_item: np.ndarray, reopens: np.ndarray) -> np.ndarray:
    """Rows that would ship something, were it in time."""
    records = arrays.records
    units = arrays.units
    order_pos = records.order_pos[rows]
    # A row without an item reads item 0; it ships nothing (status_updates.ship asks again).
    item_pos = np.maximum(records.item_pos[rows], 0)
    verified_at = records.verified_at[rows]
    # By row: when it says that payment was verified, and until when that counts; microseconds.
    paid_by = units.order_paid_by[order_pos]
    verifies_in_time = (verified_at != NOTHING) & ((paid_by == NOTHING) | (verified_at <= paid_by))
    is_verified = (units.order_verified[order_pos] != NOTHING) | verifies_in_time
    # Units that it says have left, of which only what is more than we know of ships; -1: it does not count them.
    shipped_count = records.shipped_count[rows]
    counts_more = (shipped_count <= 0) | (shipped_count > units.item_shipped[item_pos])
    comes_back = reopens & (units.item_presumed[item_pos] > 0)
    has_units = (units.item_open[item_pos] > 0) | adds_item | comes_back
    may_ship = records.ships[rows] & (records.item_pos[rows] >= 0)
    return may_ship & is_verified & counts_more & has_units & ~arrays.is_closed[order_pos]
