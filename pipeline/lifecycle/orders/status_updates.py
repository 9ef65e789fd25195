"""Step 1, what an order record says of the status: it verifies, ships, cancels, or shows that an order is alive.

A status only moves forward; what our own clock has canceled is a presumption in a seller's copy and may be refuted.
One rule for each, on the rows of one round (an order has one record in it). Cases 12, 13, 22; "Who decides".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.model.instants import NOTHING
from schemas import codes
from schemas.statuses import CAUSE, Event, Status

if TYPE_CHECKING:
    from pipeline.lifecycle.orders.update_arrays import UpdateArrays


@dataclass(frozen=True, slots=True)
class StatusDecision:
    """code: the refusal of each row or 0; reopens: rows whose order is alive again; owed: paid, but it was canceled."""

    code: np.ndarray
    reopens: np.ndarray
    owed: np.ndarray


def decide(desk: UpdateArrays, r: np.ndarray) -> StatusDecision:
    """What the rows say that cannot be (70002, 70004), and the orders that they reopen."""
    said, units, o, i = desk.said, desk.units, desk.said.o[r], desk.said.i[r]
    dead = (units.status(o) == Status.CANCELED) & ~desk.closed[o]
    verifies = said.verifies[r] != NOTHING
    reopens = dead & verifies & _reopens(desk, r)
    gone, never = dead & ~reopens & ~said.cancels[r], units.order_verified[o] == NOTHING
    fresh = (i >= 0) & ~desk.placed[np.maximum(i, 0)] & ~said.by_sku[r] & ~desk.closed[o]
    shipped = verifies & said.says_shipped[r]
    owed = gone & verifies & never & ~shipped
    refused = owed | (gone & (shipped | fresh))
    late = (
        _ships(desk, r, fresh, reopens) & ~gone & (said.moment[r] > units.order_cut_off[o]) & ~reopens & ~said.fresh[r]
    )
    code = np.select([refused, late], [codes.ORDER_CANCELED, codes.CONFIRMED_TOO_LATE], 0)
    return StatusDecision(code, reopens, owed)


def _reopens(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """Records that refute our clock: a status newer than the cancellation, or a payment in time."""
    said, units, o = desk.said, desk.units, desk.said.o[r]
    alive = said.explicit[r] & (said.moment[r] > units.order_canceled_at[o])
    in_time = (said.paid[r] != NOTHING) & (said.paid[r] <= units.order_paid_by[o])
    unpaid = units.order_cause[o] == CAUSE["PaymentDeadline"]
    return desk.market & units.is_presumed_canceled(o) & (alive | (unpaid & in_time))


def _ships(desk: UpdateArrays, r: np.ndarray, fresh: np.ndarray, reopens: np.ndarray) -> np.ndarray:
    """Rows that would ship something, were it in time."""
    said, units, o, i = desk.said, desk.units, desk.said.o[r], np.maximum(desk.said.i[r], 0)
    in_time = (units.order_paid_by[o] == NOTHING) | (said.verifies[r] <= units.order_paid_by[o])
    paid = (units.order_verified[o] != NOTHING) | ((said.verifies[r] != NOTHING) & in_time)
    more = np.where(said.counted[r] > 0, said.counted[r] > units.item_shipped[i], True)
    has = (units.item_open[i] > 0) | fresh | (reopens & (units.item_presumed[i] > 0))
    return said.ships[r] & paid & more & has & ~desk.closed[o]


def reopen(desk: UpdateArrays, r: np.ndarray) -> None:
    """The orders of these rows are alive again, with the units that our clock had taken; each is verified."""
    said, units = desk.said, desk.units
    o, first = np.unique(said.o[r], return_index=True)
    row, item, back = units.reopen(o, said.moment[r[first]])
    desk.told.note(Event.REINSTATE, r[first][row], item, back)
    unpaid = units.order_verified[o] == NOTHING
    units.order_verified[o[unpaid]] = said.verifies[r[first]][unpaid]
    desk.told.note(Event.VERIFY, r[first][unpaid])


def verify(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """Verify pending orders in time; which rows moved a status. Too late: stays Pending (cases 18)."""
    said, units, o = desk.said, desk.units, desk.said.o[r]
    paid = said.verifies[r]
    pending = (units.status(o) == Status.PENDING) & ~desk.closed[o] & (paid != NOTHING)
    late = pending & (units.order_paid_by[o] != NOTHING) & (paid > units.order_paid_by[o])
    moved = pending & ~late
    first = np.unique(o[moved], return_index=True)[1]
    units.order_verified[o[moved]] = paid[moved]
    desk.told.note(Event.VERIFY, r[moved][first])
    desk.told.late[r] |= late
    return moved


def ship(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """What the marketplace says has shipped leaves as a parcel of its own; which rows shipped something."""
    said, units, o, i = desk.said, desk.units, desk.said.o[r], desk.said.i[r]
    verified = units.order_verified[o] != NOTHING
    able = said.ships[r] & verified & (i >= 0) & ~desk.closed[o] & (said.moment[r] <= units.order_cut_off[o])
    mine = np.flatnonzero(able | (said.ships[r] & said.fresh[r] & verified & (i >= 0)))
    item, first = np.unique(i[mine], return_index=True)
    mine = mine[first]
    counted = said.counted[r[mine]]
    wanted = np.where(counted > 0, counted - units.item_shipped[item], units.item_open[item])
    count = np.minimum(wanted, units.item_open[item])
    mine, item, count = mine[count > 0], item[count > 0], count[count > 0]
    desk.told.note(Event.SHIPPED_ELSEWHERE, r[mine], item, count)
    units.item_shipments[item] += 1
    units.ship(o[mine], item, count)
    desk.told.units[r[mine]] = count
    shipped = np.zeros(len(r), bool)
    shipped[mine] = True
    return shipped


def cancel(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """What the marketplace has canceled: all that is open on the order, or on the item; which rows canceled.

    What our clock had canceled before is a presumption no more.
    """
    said, units, o = desk.said, desk.units, desk.said.o[r]
    mine = np.flatnonzero((said.cancels[r] | (said.cancels_item[r] & (said.i[r] >= 0))) & ~desk.closed[o])
    row, item = units.expand_to_items(o[mine], np.where(said.cancels[r[mine]], -1, said.i[r[mine]]))
    item, first = np.unique(item, return_index=True)
    row = mine[row[first]]
    units.item_presumed[item] = 0
    count = units.item_open[item]
    row, item, count = row[count > 0], item[count > 0], count[count > 0]
    units.cancel(o[row], item, count, said.cause[r[row]], said.received[r[row]])
    desk.told.note(Event.CANCELED_ELSEWHERE, r[row], item, count)
    canceled = np.zeros(len(r), bool)
    canceled[row] = True
    return canceled


def deliver(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """The first record that says delivered tells when; which rows told."""
    said, o = desk.said, desk.said.o[r]
    there = ~np.isin(desk.units.status(o), [Status.PENDING, Status.CANCELED])
    mine = np.flatnonzero(said.delivered[r] & (desk.delivered[o] == NOTHING) & there)
    _, first = np.unique(o[mine], return_index=True)
    mine = mine[first]
    desk.delivered[o[mine]] = said.moment[r[mine]]
    desk.told.note(Event.DELIVER, r[mine])
    told = np.zeros(len(r), bool)
    told[mine] = True
    return told
