"""Events of the rounds as arrays: payments, confirmations, cancellations, address changes, a row per (record, item).

Sorted by the number of the record within its order, so that round k is one slice. Texts are codes.

Four rows of an order of one item and one of two: a named item, one that the order does not have, and a quantity without
item, which means the only item of the first order and none of the second.

>>> from types import SimpleNamespace
>>> state = SimpleNamespace(items=pd.DataFrame({"order_key": [1, 2, 2], "item_key": [7, 7, 8]}))
>>> item_key = [8, 9, WHOLE_ORDER, WHOLE_ORDER]
>>> rows = pd.DataFrame({"order_key": [2, 2, 1, 2], "item_key": item_key, "quantity": 1})
>>> _item_positions(rows, state).tolist() == [2, STRANGER, 0, AMBIGUOUS]
True
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.model.instants import micros
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import pair_positions, positions, record_numbers, sort_by_keys
from schemas.formats.confirmation_feed import DELETE_MARK
from schemas.keys import WHOLE_ORDER, without_leading_zeros
from schemas.statuses import Event
from schemas.stored_tables import BLANK

PAYMENT_EVENTS = (Event.VERIFY, Event.ATTEMPT, Event.FAIL, Event.FRAUD)
SHIPMENT_TEXTS = ("carrier", "tracking", "method")
"""What a confirmation says of its shipment, and a later one may edit: the columns of EventArrays.text_codes."""
STRANGER, AMBIGUOUS, TWIN = -2, -3, -4
"""Item position of an item that is not of the order, of a quantity without item on an order of several items, and of an
id that is that of an item of the order but for leading zeros."""


@dataclass(frozen=True, slots=True)
class EventArrays:
    """Arrays of the events, an element a row of `frame`. They stay as they are while the rounds go on.

    event: schemas.statuses.Event; is_...: which rule decides the row (none: an acknowledgement). shares_record: other
    rows belong to its record. order_pos, item_pos: places in the order state; item_pos is BLANK for the whole order,
    or STRANGER, AMBIGUOUS, TWIN. quantity: units, BLANK for none. cause: a number of schemas.statuses.CAUSE. received,
    moment (what the record gives as its date), day_end (the last instant of that day): microseconds, NOTHING for none.
    is_repeated_attempt: the order has had this payment attempt before.

    text_codes: a column for each of SHIPMENT_TEXTS, codes of the texts in `texts`. ref: code (of ref_count ones, in
    `ref_texts`) of what names the shipment of a confirmation; joint_ref: of what names it across items; number_ref: of
    its tracking number, BLANK for none; said_ref: of all that it says; known_ref: that of each row of the stored refs.
    """

    frame: pd.DataFrame
    event: np.ndarray
    is_payment: np.ndarray
    is_confirmation: np.ndarray
    is_cancellation: np.ndarray
    is_address_change: np.ndarray
    shares_record: np.ndarray
    order_pos: np.ndarray
    item_pos: np.ndarray
    quantity: np.ndarray
    cause: np.ndarray
    received: np.ndarray
    moment: np.ndarray
    day_end: np.ndarray
    is_repeated_attempt: np.ndarray
    texts: dict[str, pd.Index]
    text_codes: np.ndarray
    ref_texts: pd.Index
    ref_count: int
    ref: np.ndarray
    number_ref: np.ndarray
    joint_ref: np.ndarray
    said_ref: np.ndarray
    known_ref: np.ndarray


def build_event_arrays(events: pd.DataFrame, state: OrderState, day_end: pd.Series) -> EventArrays:
    """Arrays of events of known orders (frame `events`); day_end: of the day of each `at`."""
    frame = _sort_into_rounds(events.assign(day=day_end))
    texts = {name: _texts(frame[name], state.parcels[name]) for name in SHIPMENT_TEXTS}
    number = ("n:" + frame["tracking"]).where(~frame["tracking"].isin(["", DELETE_MARK]), "")
    names = pd.concat([frame["ref"], number, frame["joint"], frame["said"]], ignore_index=True)
    ref_texts = _texts(names, state.refs["ref"])
    return EventArrays(
        frame=frame,
        **_kinds(frame["event"].to_numpy()),
        shares_record=frame.duplicated(["order_key", "step"], keep=False).to_numpy(),
        order_pos=positions(state.orders["order_key"].to_numpy(), frame["order_key"].to_numpy()),
        item_pos=_item_positions(frame, state),
        quantity=frame["quantity"].to_numpy(),
        cause=frame["cause"].to_numpy(),
        received=micros(frame["received"]),
        moment=micros(frame["at"]),
        day_end=micros(frame["day"]),
        is_repeated_attempt=_repeated_attempts(frame, state),
        texts=texts,
        text_codes=encode_texts(texts, frame),
        ref_texts=ref_texts,
        ref_count=len(ref_texts),
        ref=ref_texts.get_indexer(frame["ref"]),
        number_ref=np.where(number == "", BLANK, ref_texts.get_indexer(number)),
        joint_ref=ref_texts.get_indexer(frame["joint"]),
        said_ref=ref_texts.get_indexer(frame["said"]),
        known_ref=ref_texts.get_indexer(state.refs["ref"]).astype(np.int64),
    )


def encode_texts(texts: dict[str, pd.Index], frame: pd.DataFrame) -> np.ndarray:
    """The codes of the texts of a frame, a column for each of SHIPMENT_TEXTS."""
    return np.stack([index.get_indexer(frame[name]).astype(np.int64) for name, index in texts.items()], axis=1)


def _sort_into_rounds(events: pd.DataFrame) -> pd.DataFrame:
    """The events by `step` (the number of their record within its order), in it by order and the order of work."""
    work = ["order_key", "stage", "seq", "record"]
    frame = sort_by_keys(events, work)
    return sort_by_keys(frame.assign(step=record_numbers(frame)), ["step", *work])


def _kinds(event: np.ndarray) -> dict[str, np.ndarray]:
    return {
        "event": event,
        "is_payment": np.isin(event, PAYMENT_EVENTS),
        "is_confirmation": event == Event.CONFIRM,
        "is_cancellation": event == Event.CANCEL,
        "is_address_change": event == Event.REDIRECT,
    }


def _texts(incoming: pd.Series, known: pd.Series) -> pd.Index:
    """Every text of a field: "" first (code 0) and NULL second (code 1)."""
    first = pd.Series(["", DELETE_MARK], dtype="str")
    return pd.Index(pd.concat([first, incoming, known], ignore_index=True).unique())


def _item_positions(frame: pd.DataFrame, state: OrderState) -> np.ndarray:
    """The place of each row's item. A quantity without item means the only item of its order (step 4.3.1)."""
    order_key = frame["order_key"].to_numpy()
    item_key = frame["item_key"].to_numpy()
    # By row: the place of the item that it names.
    place = known_positions(state, order_key, item_key)
    is_whole_order = item_key == WHOLE_ORDER
    is_counted = is_whole_order & (frame["quantity"] != BLANK).to_numpy()
    known = state.items["order_key"].to_numpy()
    # Where the items of each row's order begin among the sorted items, and how many they are.
    first_item = np.searchsorted(known, order_key, "left")
    item_count = np.searchsorted(known, order_key, "right") - first_item
    return np.select(
        [is_counted & (item_count == 1), is_counted, is_whole_order], [first_item, AMBIGUOUS, BLANK], place
    )


def known_positions(state: OrderState, order_key: np.ndarray, item_key: np.ndarray) -> np.ndarray:
    """The place of each item among those of the state; STRANGER, or TWIN, where its order has no such item.

    An id with other leading zeros is not the same id, but a damaged one. Order process, 13.8.
    """
    place = pair_positions(state.items, order_key, item_key)
    missing = np.flatnonzero(place < 0)
    place[missing] = STRANGER
    if len(missing) == 0:
        return place
    numbers = without_leading_zeros(state.items["item_key"].to_numpy())
    known = pd.MultiIndex.from_arrays([state.items["order_key"].to_numpy(), numbers])
    wanted = pd.MultiIndex.from_arrays([order_key[missing], without_leading_zeros(item_key[missing])])
    place[missing[wanted.isin(known)]] = TWIN
    return place


def _repeated_attempts(frame: pd.DataFrame, state: OrderState) -> np.ndarray:
    """Payment attempts equal to one that the order has had before, in this run or an earlier one (step 2.2.3).

    One that claims a date after its receipt is refused, so it has not been had.
    """
    is_attempt = (frame["event"] == Event.ATTEMPT) & (frame["at"] <= frame["received"])
    first_here = frame[is_attempt].drop_duplicates(["order_key", "attempt"])
    # By row: whether it is the first of its kind in this run, then whether no earlier run had it either.
    is_first = frame.index.isin(first_here.index)
    if len(state.attempts):
        earlier = pd.MultiIndex.from_frame(state.attempts[["order_key", "attempt"]])
        is_first &= earlier.get_indexer(pd.MultiIndex.from_frame(frame[["order_key", "attempt"]])) < 0
    return (is_attempt & ~is_first).to_numpy()
