"""The refunds of a run in rounds, as arrays, and what is known of their orders and items.

Private to one call of `refunds.apply`; nothing outside sees it change.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.cancellation import unasked
from pipeline.lifecycle.events.event_arrays import STRANGER
from pipeline.lifecycle.events.order_arrays import ASKED
from pipeline.lifecycle.refunds.refund_limits import NET, RefundLimits, claims
from pipeline.lifecycle.unit_counts import UnitCounts, build_unit_arrays
from pipeline.model.instants import micros
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import ordered, pair_positions, positions, steps
from pipeline.model.yen import Yen
from schemas.stored_tables import BLANK, REFUND_YEN


@dataclass(slots=True)
class RefundArrays:
    """The refunds in rounds, and what is known of their orders and items.

    o, i: place of a row's order and item (STRANGER: not of the order). pair: which (item, seller's id of the refund) a
    row names, BLANK none; had: by pair the place in `known` of the refund that has taken effect, BLANK none. known:
    amounts of the refunds of the book, then of the rows.
    """

    frame: pd.DataFrame
    o: np.ndarray
    i: np.ndarray
    quantity: np.ndarray
    amounts: Yen
    cause: np.ndarray
    received: np.ndarray
    pair: np.ndarray
    had: np.ndarray
    known: Yen
    claims: RefundLimits
    units: UnitCounts
    code: np.ndarray
    value: np.ndarray
    limit: np.ndarray
    about: np.ndarray
    fit: np.ndarray


def desk(rows: pd.DataFrame, book: OrderState) -> RefundArrays:
    """The desk for these rows (events.REFUNDS with `stage`); book: all that is known of their orders."""
    frame = ordered(rows, ["order_key", "seq", "record"])
    frame = ordered(frame.assign(step=steps(frame)), ["step", "order_key", "seq", "record"])
    keys = frame["order_key"].to_numpy()
    found = pair_positions(book.items, keys, frame["item_key"].to_numpy())
    o = positions(book.orders["order_key"].to_numpy(), keys)
    amounts = frame[list(REFUND_YEN)].to_numpy()
    pair, had = _pairs(frame, book, found)
    number = np.zeros((3, len(frame)), np.int64)
    return RefundArrays(
        frame=frame,
        o=o,
        i=np.where(found < 0, STRANGER, found),
        quantity=frame["quantity"].to_numpy(),
        amounts=amounts,
        cause=unasked(frame["cause"].to_numpy(), book.orders["cancel_asked"].to_numpy()[o] == ASKED),
        received=micros(frame["received"]),
        pair=pair,
        had=had,
        known=np.concatenate([book.refunds[list(REFUND_YEN)].to_numpy(), amounts]),
        claims=claims(book.items, book.refunds),
        units=UnitCounts(**build_unit_arrays(book.orders, book.items)),
        code=number[0],
        value=number[1],
        limit=number[2],
        about=np.full(len(frame), NET, dtype=object),
        fit=np.zeros(len(frame), bool),
    )


def _pairs(frame: pd.DataFrame, book: OrderState, item: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which (item, seller's id) each row names, and the refund of the book that has it."""
    earlier = pair_positions(book.items, *(book.refunds[name].to_numpy() for name in ("order_key", "item_key")))
    ids = pd.concat([book.refunds["adjustment"], frame["adjustment"]], ignore_index=True)
    both = pd.MultiIndex.from_arrays([np.r_[earlier, item], ids])
    pair, _ = pd.factorize(both)
    known = len(earlier)
    had = np.full(len(both), BLANK)
    had[pair[:known]] = np.arange(known)
    return np.where(frame["adjustment"] == "", BLANK, pair[known:]), had
