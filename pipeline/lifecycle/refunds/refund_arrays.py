"""The refunds of a run in rounds, as arrays, and what is known of their orders and items.

Private to one call of `apply_refunds.apply`; nothing outside sees it change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.cancellation import attribute_causes
from pipeline.lifecycle.events.event_arrays import known_positions
from pipeline.lifecycle.refunds.refund_limits import NET, RefundLimits, refund_limits
from pipeline.lifecycle.unit_counts import UnitCounts, build_unit_arrays
from pipeline.model.instants import micros
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import pair_positions, positions, record_numbers, sort_by_keys
from pipeline.model.yen import Yen
from schemas.statuses import CANCEL_ASKED
from schemas.stored_tables import BLANK, REFUND_YEN


@dataclass(slots=True)
class RefundArrays:
    """Arrays of the refunds, an element a row of `frame`, and what is known of their orders and items.

    order_pos, item_pos: places in the order state (STRANGER, TWIN: no item of it). quantity: units to cancel, BLANK
    for none. amounts: yen, a column for each of REFUND_YEN. received: microseconds. code, value, limit, charged, about
    (the column that a fault is of), takes_effect: what became of the rows so far.

    pair: which (item, seller's id of the refund) a row names, BLANK where it has no id. pair_refund: of each pair the
    refund that has taken effect, as a place in known_amounts, BLANK none. known_amounts: of the refunds of the order
    state, then of the rows.
    """

    frame: pd.DataFrame
    order_pos: np.ndarray
    item_pos: np.ndarray
    quantity: np.ndarray
    amounts: Yen
    cause: np.ndarray
    received: np.ndarray
    pair: np.ndarray
    pair_refund: np.ndarray
    known_amounts: Yen
    limits: RefundLimits
    units: UnitCounts
    code: np.ndarray
    value: np.ndarray
    limit: np.ndarray
    charged: np.ndarray
    about: np.ndarray
    takes_effect: np.ndarray


def build_refund_arrays(rows: pd.DataFrame, state: OrderState) -> RefundArrays:
    """The arrays of these rows (frame `refund_events`); state: all that is known of their orders."""
    frame = _sort_into_rounds(rows)
    order_key = frame["order_key"].to_numpy()
    order_pos = positions(state.orders["order_key"].to_numpy(), order_key)
    item = known_positions(state, order_key, frame["item_key"].to_numpy())
    amounts = frame[list(REFUND_YEN)].to_numpy()
    buyer_asked = (state.orders["cancel_asked"] == CANCEL_ASKED).to_numpy()
    pair, pair_refund = _pairs(frame, state, item)
    code, value, limit, charged = np.zeros((4, len(frame)), np.int64)
    return RefundArrays(
        frame=frame,
        order_pos=order_pos,
        item_pos=item,
        quantity=frame["quantity"].to_numpy(),
        amounts=amounts,
        cause=attribute_causes(frame["cause"].to_numpy(), buyer_asked[order_pos]),
        received=micros(frame["received"]),
        pair=pair,
        pair_refund=pair_refund,
        known_amounts=np.concatenate([state.refunds[list(REFUND_YEN)].to_numpy(), amounts]),
        limits=refund_limits(state.items, state.refunds),
        units=UnitCounts(**build_unit_arrays(state.orders, state.items)),
        code=code,
        value=value,
        limit=limit,
        charged=charged,
        about=np.full(len(frame), NET, dtype=object),
        takes_effect=np.zeros(len(frame), bool),
    )


def _sort_into_rounds(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows by `step` (the number of their record within its order), in it by order and the order of work."""
    work = ["order_key", "seq", "record"]
    frame = sort_by_keys(rows, work)
    return sort_by_keys(frame.assign(step=record_numbers(frame)), ["step", *work])


def _pairs(frame: pd.DataFrame, state: OrderState, item: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which (item, seller's id) each row names, and of each the refund of the order state that has it."""
    refunds = state.refunds
    # By refund of the order state: the place of its item.
    known_item = pair_positions(state.items, refunds["order_key"].to_numpy(), refunds["item_key"].to_numpy())
    ids = pd.concat([refunds["adjustment"], frame["adjustment"]], ignore_index=True)
    # Equal pairs of the known refunds and of the rows behind them get the same number.
    pair, _ = pd.factorize(pd.MultiIndex.from_arrays([np.r_[known_item, item], ids]))
    known_count = len(refunds)
    # There are at most as many pairs as refunds and rows, so this is long enough; the rest stays unused.
    pair_refund = np.full(len(pair), BLANK)
    pair_refund[pair[:known_count]] = np.arange(known_count)
    return np.where(frame["adjustment"] == "", BLANK, pair[known_count:]), pair_refund
