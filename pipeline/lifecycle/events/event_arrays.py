"""Events of the rounds as arrays: payments, confirmations, cancellations, one row per (record, item).

Sorted by the number of the record within its order, so that round k is one slice. Texts are codes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.model.instants import micros
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import ordered, pair_positions, positions, steps
from schemas.formats.confirmation_feed import DELETE_MARK
from schemas.keys import WHOLE_ORDER
from schemas.statuses import Event
from schemas.stored_tables import BLANK

PAYMENT_KINDS = (Event.VERIFY, Event.ATTEMPT, Event.FAIL, Event.FRAUD)
STRANGER, AMBIGUOUS = -2, -3
"""Item index of an item that is not of the order, and of a quantity without item on an order of several items."""


@dataclass(frozen=True, slots=True)
class EventArrays:
    """Arrays of the events. `i` is the item's place in the book, BLANK the whole order.

    pays, confirms, cancels, redirects: which rule decides a row (none: an acknowledgement); shared: its record has
    other rows.
    """

    frame: pd.DataFrame
    event: np.ndarray
    pays: np.ndarray
    confirms: np.ndarray
    cancels: np.ndarray
    redirects: np.ndarray
    shared: np.ndarray
    o: np.ndarray
    i: np.ndarray
    quantity: np.ndarray
    received: np.ndarray
    at: np.ndarray
    day: np.ndarray
    ref: np.ndarray
    known_refs: np.ndarray
    refs: int
    fields: np.ndarray
    cause: np.ndarray
    repeated: np.ndarray
    texts: dict[str, pd.Index]
    ref_texts: pd.Index

    def code(self, name: str, values: pd.Series) -> np.ndarray:
        """The codes of texts of one field."""
        return self.texts[name].get_indexer(values).astype(np.int64)


def acts(frame: pd.DataFrame, book: OrderState, day: pd.Series) -> EventArrays:
    """Events (columns of event_rows, of known orders, with `stage`) as arrays; `day` is 00:00 of each `at`."""
    frame = ordered(frame.assign(day=day), ["order_key", "stage", "seq", "record"])
    frame = ordered(frame.assign(step=steps(frame)), ["step", "order_key", "stage", "seq", "record"])
    o = positions(book.orders["order_key"].to_numpy(), frame["order_key"].to_numpy())
    texts = {name: _texts(frame[name], book.parcels[name]) for name in ("carrier", "tracking", "method")}
    refs = _texts(frame["ref"], book.refs["ref"])
    event = frame["event"].to_numpy()
    return EventArrays(
        frame=frame,
        event=event,
        pays=np.isin(event, PAYMENT_KINDS),
        confirms=event == Event.CONFIRM,
        cancels=event == Event.CANCEL,
        redirects=event == Event.REDIRECT,
        shared=frame.duplicated(["order_key", "step"], keep=False).to_numpy(),
        o=o,
        i=_items(frame, book),
        quantity=frame["quantity"].to_numpy(),
        received=micros(frame["received"]),
        at=micros(frame["at"]),
        day=micros(frame["day"]),
        ref=refs.get_indexer(frame["ref"]),
        known_refs=refs.get_indexer(book.refs["ref"]).astype(np.int64),
        refs=len(refs),
        fields=np.stack([texts[name].get_indexer(frame[name]) for name in texts], axis=1),
        cause=frame["cause"].to_numpy(),
        repeated=_repeated(frame, book),
        texts=texts,
        ref_texts=refs,
    )


def _texts(said: pd.Series, known: pd.Series) -> pd.Index:
    """Every text of a field, "" first (code 0) and NULL second (code 1)."""
    return pd.Index(pd.concat([pd.Series(["", DELETE_MARK], dtype="str"), said, known], ignore_index=True).unique())


def _items(frame: pd.DataFrame, book: OrderState) -> np.ndarray:
    """The place of each row's item. A quantity without item means the only item of its order (cases 21)."""
    item_key, quantity = frame["item_key"].to_numpy(), frame["quantity"].to_numpy()
    found = pair_positions(book.items, frame["order_key"].to_numpy(), item_key)
    whole = item_key == WHOLE_ORDER
    found = np.where(whole, BLANK, np.where(found < 0, STRANGER, found))
    known = book.items["order_key"].to_numpy()
    key = frame["order_key"].to_numpy()
    first, after = np.searchsorted(known, key, "left"), np.searchsorted(known, key, "right")
    counted = whole & (quantity != BLANK)
    return np.where(counted, np.where(after - first == 1, first, AMBIGUOUS), found)


def _repeated(frame: pd.DataFrame, book: OrderState) -> np.ndarray:
    """Payment attempts equal to one that the order has had before, in this run or an earlier one (cases 19).

    One that claims a date after its receipt is refused, so it has not been had.
    """
    attempts = (frame["event"] == Event.ATTEMPT) & (frame["at"] <= frame["received"])
    here = frame[attempts].drop_duplicates(["order_key", "attempt"])
    earlier = pd.MultiIndex.from_frame(book.attempts[["order_key", "attempt"]])
    now = pd.MultiIndex.from_frame(frame[["order_key", "attempt"]])
    fresh = frame.index.isin(here.index) & (earlier.get_indexer(now) < 0 if len(earlier) else True)
    return (attempts & ~fresh).to_numpy()
