"""How the orders stand during the rounds: arrays of orders, items, parcels and the refs that name parcels.

Private to one call of `rounds.apply`. Items of an order lie together, so an order is one segment of the item arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.unit_counts import UnitCounts, build_unit_arrays
from pipeline.model.instants import micros
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import pair_positions
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays

ASKED = 1
_FIELDS = ("carrier", "tracking", "method")


@dataclass(slots=True)
class OrderArrays(UnitCounts):
    """Orders and items, parcels (`p_`, known ones first) and pairs of (item, ref) that may name a parcel."""

    order_purchased: np.ndarray
    order_cancel_asked: np.ndarray
    item_last_shipment: np.ndarray
    known_shipments: int
    shipment_item: np.ndarray
    shipment_number: np.ndarray
    shipment_first_unit: np.ndarray
    shipment_units: np.ndarray
    shipment_texts: np.ndarray
    shipment_event: np.ndarray
    pair_key: np.ndarray
    pair_shipment: np.ndarray
    refs: int
    market: bool

    def pair(self, item: np.ndarray, ref: np.ndarray) -> np.ndarray:
        """Which pair each (item, ref) is."""
        return np.searchsorted(self.pair_key, item * self.refs + ref)


def standing(book: OrderState, acts: EventArrays, *, market: bool) -> OrderArrays:
    """The arrays of a book, with room for every parcel that the acts may make. market: our clock only presumes."""
    orders, items = book.orders, book.items
    units = build_unit_arrays(orders, items)
    pair_key, pair_shipment = _pairs(book, acts, units["order_first_item"], units["order_item_count"])
    known = len(book.parcels)
    item = pair_positions(items, book.parcels["order_key"].to_numpy(), book.parcels["item_key"].to_numpy())
    last = np.full(len(items), -1)
    last[item] = np.arange(known)
    room = np.zeros(len(pair_key), np.int64)
    return OrderArrays(
        **units,
        order_purchased=micros(orders["purchased"]),
        order_cancel_asked=orders["cancel_asked"].to_numpy() == ASKED,
        item_last_shipment=last,
        known_shipments=known,
        shipment_item=np.r_[item, room],
        shipment_number=np.r_[book.parcels["number"].to_numpy(), room],
        shipment_first_unit=np.r_[book.parcels["first_unit"].to_numpy(), room],
        shipment_units=np.r_[book.parcels["units"].to_numpy(), room],
        shipment_texts=_fields(book, acts, len(pair_key)),
        shipment_event=np.full(known + len(pair_key), BLANK),
        pair_key=pair_key,
        pair_shipment=pair_shipment,
        refs=acts.refs,
        market=market,
    )


def _pairs(book: OrderState, acts: EventArrays, start: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every (item, ref) that a known parcel or an act names, sorted, and the known parcel it means (-1: none)."""
    refs = book.refs
    item = pair_positions(book.items, refs["order_key"].to_numpy(), refs["item_key"].to_numpy())
    known = item * acts.refs + acts.known_refs
    named = acts.confirms & (acts.i >= 0)
    whole = np.unique(np.stack([acts.o, acts.ref])[:, acts.confirms & (acts.i == BLANK)], axis=1)
    times = count[whole[0]]
    within = np.arange(times.sum()) - np.repeat(np.cumsum(times) - times, times)
    spread = (np.repeat(start[whole[0]], times) + within) * acts.refs + np.repeat(whole[1], times)
    keys = np.unique(np.r_[known, acts.i[named] * acts.refs + acts.ref[named], spread])
    parcel = np.full(len(keys), -1)
    frame = book.parcels[["order_key", "item_key", "number"]]
    rows = pd.MultiIndex.from_frame(frame).get_indexer(pd.MultiIndex.from_frame(refs[frame.columns.to_list()]))
    parcel[np.searchsorted(keys, known)] = rows
    return keys, parcel


def _fields(book: OrderState, acts: EventArrays, room: int) -> np.ndarray:
    """Carrier, tracking number and method of the parcels as text codes of the acts, a column each."""
    known = np.stack([acts.code(name, book.parcels[name]) for name in _FIELDS], axis=1)
    return np.concatenate([known, np.zeros((room, len(_FIELDS)), np.int64)])
