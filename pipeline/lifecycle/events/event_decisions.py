"""What is decided about the events of a round: by the rule for their kind, and where a record means an item twice.

Three rows of one round: two of a record that ship the same item, and one of another order.

>>> from types import SimpleNamespace
>>> flags = {"is_confirmation": np.array([True, True, True]), "is_cancellation": np.array([False, False, False])}
>>> places = {"order_pos": np.array([0, 0, 1]), "item_pos": np.array([4, 4, 6])}
>>> events = SimpleNamespace(shares_record=np.array([True, True, False]), **flags, **places)
>>> arrays = SimpleNamespace(expand_to_items=lambda order_pos, item_pos: (np.arange(len(item_pos)), item_pos))
>>> _repeats_an_item(events, np.array([0, 1, 2]), arrays).tolist()
[True, True, False]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.events import cancellation, shipment, verification
from pipeline.lifecycle.events.transitions import OK, TRANSITIONS
from pipeline.model.sorted_keys import is_repeated
from schemas import codes
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.order_arrays import OrderArrays


def decide(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """The code of each row by the rule for its kind (OK: it may take effect)."""
    # OK stays where no rule decides: an acknowledgement only links the seller's id.
    code = np.full(len(rows), OK)
    rules = (
        (events.is_payment[rows], verification.decide),
        (events.is_confirmation[rows], shipment.decide),
        (events.is_cancellation[rows], cancellation.decide),
        (events.is_address_change[rows], _decide_by_status),
    )
    for is_of_kind, decide_kind in rules:
        if is_of_kind.any():
            code[is_of_kind] = decide_kind(events, rows[is_of_kind], arrays)
    if events.shares_record[rows].any():
        code[_repeats_an_item(events, rows, arrays)] = codes.DUPLICATE_RECORD
    return code


def _decide_by_status(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """What the table says, and nothing more."""
    code: np.ndarray = TRANSITIONS[events.event[rows], arrays.status(events.order_pos[rows])]
    return code


def _repeats_an_item(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """Rows that mean an item which another row of their record means too: one shipment cannot be both.

    Order process, 8.5.3.
    """
    is_of_items = events.is_confirmation[rows] | events.is_cancellation[rows]
    # place: which of `rows` to look at. STRANGER and AMBIGUOUS lie below BLANK and mean no item.
    place = np.flatnonzero(events.shares_record[rows] & is_of_items & (events.item_pos[rows] >= BLANK))
    # A pair for each item that one of them means; row: which of `place`.
    row, item = arrays.expand_to_items(events.order_pos[rows[place]], events.item_pos[rows[place]])
    # In a round an order has one record, so an item that stands twice stands twice in one record.
    repeats = np.zeros(len(rows), bool)
    repeats[place[row[is_repeated(item)]]] = True
    return repeats
