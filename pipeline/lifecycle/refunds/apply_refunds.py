"""Step 7 and the end of 4.4: refunds, once shipments and cancellations of the run have taken effect.

Round k applies the k-th refund of every order at once. A record applies wholly or not at all (order process, 9.2):
one row that is rejected rejects all of them, else one that waits for its shipment holds all of them.

Three refunds of an item of 1,000 yen that is shipped: 600 yen, 600 more, which is 200 too much (70009), and 400.

>>> from schemas.stored_frames import blank_instants
>>> orders = pd.DataFrame({"order_key": [1], "verified": pd.Timestamp("2026-10-05T01:00Z")})
>>> orders = orders.assign(paid_by=blank_instants(1), cut_off=blank_instants(1), canceled_at=blank_instants(1))
>>> orders = orders.assign(waived=False, refund_due=False, cause=0, cancel_asked=0, canceled_by_line=False)
>>> items = pd.DataFrame({"order_key": [1], "item_key": 7, "sku": "TEA", "currency": "JPY", "ordered": 2, "shipped": 2})
>>> items = items.assign(canceled_at=blank_instants(1), price=1000)
>>> items[["canceled", "cause", "presumed", "parcels", "reported_run"]] = 0
>>> rows = pd.DataFrame({"record": [1, 2, 3], "price": [600, 600, 400], "order_key": 1, "item_key": 7})
>>> rows = rows.assign(received=pd.Timestamp("2026-10-09T01:00Z"), quantity=BLANK, reason="Other", adjustment="")
>>> rows[["stage", "seq", "feed", "cause"]] = [5, 0, 3, 0]
>>> for frame in (items, rows):
...     frame[["shipping", "gift_wrap", "item_discount", "ship_discount"]] = 0
>>> result = apply(rows, replace(OrderState.empty(), orders=orders, items=items), run=8)
>>> result.rows[["record", "code", "value", "limit"]].values.tolist()
[[1, 0, 0, 0], [2, 70009, 600, 400], [3, 0, 0, 0]]
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.event_arrays import STRANGER, TWIN
from pipeline.lifecycle.events.transitions import OK
from pipeline.lifecycle.refunds.refund_arrays import RefundArrays, build_refund_arrays
from pipeline.lifecycle.refunds.refund_limits import NET, excess, fits
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import is_repeated, pair_positions, positions, round_slices, sort_by_keys
from schemas import codes
from schemas.frames import FRAMES
from schemas.statuses import NO_CAUSE, Status
from schemas.stored_frames import conform, empty
from schemas.stored_tables import BLANK

ADJUSTMENT = "merchant-adjustment-item-id"
_ITEM = ["order_key", "item_key"]


@dataclass(frozen=True, slots=True)
class RefundResult:
    """The state with its refunds; what became of the rows; what they canceled.

    rows: frame `refund_results`. canceled: frame `changed_units`.
    """

    state: OrderState
    rows: pd.DataFrame
    canceled: pd.DataFrame


def apply(rows: pd.DataFrame, state: OrderState, run: int) -> RefundResult:
    """Apply refunds (frame `refund_events`) of known orders. Without any nothing is looked at."""
    if rows.empty:
        return RefundResult(state, empty("refund_results"), empty("changed_units"))
    concerned = state.only(rows["order_key"].unique())
    refunds = build_refund_arrays(rows, concerned)
    for start, end in round_slices(refunds.frame["step"]):
        _apply_round(refunds, np.arange(start, end))
    cancels = refunds.takes_effect & (refunds.quantity > 0)
    results = refunds.frame.assign(
        code=refunds.code,
        value=refunds.value,
        limit=refunds.limit,
        charged=refunds.charged,
        about=pd.Series(refunds.about, dtype="str"),
        units=np.where(cancels, refunds.quantity, 0),
        cause=np.where(cancels, refunds.cause, NO_CAUSE),
        changed=refunds.takes_effect,
    )
    canceled = _canceled_units(concerned, refunds, results[cancels])
    return RefundResult(_state_after_refunds(state, concerned, refunds, run), results, canceled)


def _canceled_units(concerned: OrderState, refunds: RefundArrays, rows: pd.DataFrame) -> pd.DataFrame:
    """The units that these rows canceled."""
    sku = concerned.items["sku"].take(refunds.item_pos[rows.index]).array
    return rows.assign(sku=sku)[list(FRAMES["changed_units"].names)].reset_index(drop=True)


def _apply_round(refunds: RefundArrays, rows: np.ndarray) -> None:
    """Decide about each row of the round, then apply those of which every row of the record may take effect."""
    code = _decide(refunds, rows)
    # In a round an order has one record, so an item that stands twice stands twice in one record.
    item_pos = refunds.item_pos[rows]
    code[is_repeated(item_pos) & (item_pos >= 0)] = codes.DUPLICATE_RECORD
    refunds.code[rows] = code
    is_stopped = (code != OK) & (code != codes.UNCHANGED)
    if is_stopped.any():
        _explain(refunds, rows[is_stopped], code[is_stopped])
    record_is_stopped = refunds.units.any_of_record(refunds.order_pos[rows], is_stopped)
    _take_effect(refunds, rows[(code == OK) & ~record_is_stopped])


def _decide(refunds: RefundArrays, rows: np.ndarray) -> np.ndarray:
    """The code of each row (OK = it takes effect). Order process, 4.4.5, 7 and 9.3.2."""
    # Everything here has an element a row of the round. A stranger reads item 0: the first rule answers it before
    # anything of that item counts.
    item = np.maximum(refunds.item_pos[rows], 0)
    # A row a refund, a column for each of REFUND_YEN.
    amounts = refunds.amounts[rows]
    quantity = refunds.quantity[rows]
    cancels = quantity != BLANK
    open_units = refunds.units.item_open[item]
    is_canceled = (open_units == 0) & (refunds.units.item_shipped[item] == 0)
    is_priced = refunds.limits.is_priced[item]
    is_within_limits = (cancels | is_priced) & fits(amounts, refunds.limits.left(item))
    fits_when_shipped = (open_units > 0) & fits(amounts, refunds.limits.left_when_shipped(item))
    earlier = _earlier_refund(refunds, rows)
    # Where there is no earlier refund (BLANK) the last amounts are read, and earlier >= 0 keeps them out.
    is_equal = (refunds.known_amounts[earlier] == amounts).all(axis=1)
    # The first rule that applies decides.
    rules = (
        (refunds.item_pos[rows] == TWIN, codes.ID_MANGLED),
        (refunds.item_pos[rows] == STRANGER, codes.ORDER_UNKNOWN),
        (refunds.units.status(refunds.order_pos[rows]) == Status.PENDING, codes.ORDER_PENDING),
        ((earlier >= 0) & is_equal, codes.UNCHANGED),
        (earlier >= 0, codes.ORDER_CONFLICT),
        (is_canceled, codes.ORDER_CANCELED),
        (cancels & (quantity > open_units), codes.QUANTITY_TOO_LARGE),
        (~cancels & (amounts == 0).all(axis=1), codes.UNCHANGED),
        (is_within_limits, OK),
        (~cancels & (~is_priced | fits_when_shipped), codes.HELD),
    )
    conditions = [applies for applies, _ in rules]
    return np.select(conditions, [result for _, result in rules], codes.REFUND_EXCEEDS_CHARGE)


def _earlier_refund(refunds: RefundArrays, rows: np.ndarray) -> np.ndarray:
    """The refund of the same seller's id that has taken effect on the item of each row, BLANK where there is none."""
    pair = refunds.pair[rows]
    return np.where(pair >= 0, refunds.pair_refund[pair], BLANK)


def _explain(refunds: RefundArrays, rows: np.ndarray, code: np.ndarray) -> None:
    """The numbers that the message of each code names, as they stand when the record is met."""
    order_pos = refunds.order_pos[rows]
    item_pos = refunds.item_pos[rows]
    item = np.maximum(item_pos, 0)
    canceled_at, cause = refunds.units.cancellation_of(order_pos, item_pos)
    # By row: the part of the refund that is too much, its yen, what of it is left to give back, and what was charged.
    limits = refunds.limits
    heading, amount, left, charged = excess(refunds.amounts[rows], limits.left(item), limits.charged[item])
    is_excess = code == codes.REFUND_EXCEEDS_CHARGE
    conditions = [code == codes.ORDER_CANCELED, code == codes.QUANTITY_TOO_LARGE, is_excess]
    refunds.value[rows] = np.select(conditions, [canceled_at, refunds.quantity[rows], amount], 0)
    refunds.limit[rows] = np.select(conditions, [cause, refunds.units.item_open[item], left], 0)
    refunds.charged[rows] = np.where(is_excess, charged, 0)
    refunds.about[rows] = np.select([code == codes.ORDER_CONFLICT, is_excess], [ADJUSTMENT, heading], NET)


def _take_effect(refunds: RefundArrays, rows: np.ndarray) -> None:
    """Money goes back and open units are canceled; in a round an item stands once."""
    refunds.takes_effect[rows] = True
    refunds.limits.refund(refunds.item_pos[rows], refunds.amounts[rows])
    with_id = rows[refunds.pair[rows] >= 0]
    # The amounts of the rows stand behind those of the earlier refunds.
    earlier_count = len(refunds.known_amounts) - len(refunds.frame)
    refunds.pair_refund[refunds.pair[with_id]] = earlier_count + with_id
    canceling = rows[refunds.quantity[rows] > 0]
    refunds.units.cancel(
        refunds.order_pos[canceling],
        refunds.item_pos[canceling],
        refunds.quantity[canceling],
        refunds.cause[canceling],
        refunds.received[canceling],
        by_line=True,
    )


def _state_after_refunds(state: OrderState, concerned: OrderState, refunds: RefundArrays, run: int) -> OrderState:
    """The state with the refunds that took effect, and what they canceled. concerned: its part with their orders."""
    known = pd.concat([state.refunds, _new_refunds(concerned, refunds, run)], ignore_index=True)
    state = replace(state, refunds=sort_by_keys(known, KEYS["refunds"]))
    if not (refunds.takes_effect & (refunds.quantity > 0)).any():
        return state
    order_keys = concerned.orders["order_key"].to_numpy()
    items = concerned.items
    # Where the concerned orders and items stand in the whole state.
    order_pos = positions(state.orders["order_key"].to_numpy(), order_keys)
    item_pos = pair_positions(state.items, items["order_key"].to_numpy(), items["item_key"].to_numpy())
    return replace(
        state,
        orders=_with_rows(state.orders, order_pos, refunds.units.updated_orders(concerned.orders)),
        items=_with_rows(state.items, item_pos, refunds.units.updated_items(items)),
    )


def _with_rows(frame: pd.DataFrame, places: np.ndarray, rows: pd.DataFrame) -> pd.DataFrame:
    """The frame with its rows at these places replaced."""
    return pd.concat([frame.drop(index=places), rows.set_axis(places)]).sort_index()


def _new_refunds(concerned: OrderState, refunds: RefundArrays, run: int) -> pd.DataFrame:
    """Refunds that took effect, numbered on from those of their items. One of units alone and without id is none."""
    has_id = (refunds.frame["adjustment"] != "").to_numpy()
    rows = refunds.frame[refunds.takes_effect & ((refunds.amounts != 0).any(axis=1) | has_id)]
    # By row: how many refunds its item had before this run; behind them it counts on from 1.
    earlier = pd.MultiIndex.from_frame(concerned.refunds[_ITEM]).value_counts()
    earlier_count = earlier.reindex(pd.MultiIndex.from_frame(rows[_ITEM]), fill_value=0).to_numpy()
    number = earlier_count + rows.groupby(_ITEM, dropna=False).cumcount().to_numpy() + 1
    return conform("refunds", rows.assign(number=number, run=np.int64(run)))
