"""How the orders stand during the rounds: arrays of orders, items, parcels and the refs that name parcels.

Private to one call of `rounds.apply`. Items of an order lie together, so an order is one segment of the item arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.book import Book, pair_positions, positions, status, totals
from pipeline.lifecycle.facts import NOTHING
from pipeline.lifecycle.repetition import micros
from schemas.state import BLANK

if TYPE_CHECKING:
    from pipeline.lifecycle.acts import Acts

_FIELDS = ("carrier", "tracking", "method")


@dataclass(slots=True)
class Standing:
    """Orders (`o_`), items (`i_`), parcels (`p_`, known ones first) and pairs of (item, ref) that may name a parcel."""

    o_verified: np.ndarray
    o_paid_by: np.ndarray
    o_cut_off: np.ndarray
    o_purchased: np.ndarray
    o_cause: np.ndarray
    o_canceled_at: np.ndarray
    o_refund_due: np.ndarray
    o_open: np.ndarray
    o_shipped: np.ndarray
    o_start: np.ndarray
    o_items: np.ndarray
    i_open: np.ndarray
    i_shipped: np.ndarray
    i_canceled: np.ndarray
    i_cause: np.ndarray
    i_canceled_at: np.ndarray
    i_parcels: np.ndarray
    i_last: np.ndarray
    p_known: int
    p_item: np.ndarray
    p_number: np.ndarray
    p_first: np.ndarray
    p_units: np.ndarray
    p_fields: np.ndarray
    p_act: np.ndarray
    pair_keys: np.ndarray
    pair_parcel: np.ndarray
    refs: int
    mark: np.ndarray

    def status(self, o: np.ndarray) -> np.ndarray:
        """The status of orders now."""
        return status(self.o_verified[o] != NOTHING, self.o_open[o], self.o_shipped[o])

    def pair(self, item: np.ndarray, ref: np.ndarray) -> np.ndarray:
        """Which pair each (item, ref) is."""
        return np.searchsorted(self.pair_keys, item * self.refs + ref)

    def of_record(self, o: np.ndarray, flag: np.ndarray) -> np.ndarray:
        """A flag of a row as a flag of its record: in a round an order has one record."""
        self.mark[o[flag]] = True
        marked = self.mark[o]
        self.mark[o] = False
        return marked

    def spread(self, o: np.ndarray, i: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The items each row means: a named item itself, a blank one every item of its order. (row, item)."""
        count = np.where(i >= 0, 1, self.o_items[o])
        row = np.repeat(np.arange(len(o)), count)
        within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        return row, np.where(i[row] >= 0, i[row], self.o_start[o[row]] + within)


def standing(book: Book, acts: Acts) -> Standing:
    """The arrays of a book, with room for every parcel that the acts may make."""
    orders, items = book.orders, book.items
    units = totals(orders, items)
    of_order = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    count = np.bincount(of_order, minlength=len(orders))
    start = np.cumsum(count) - count
    pair_keys, pair_parcel = _pairs(book, acts, start, count)
    fields = _fields(book, acts, len(pair_keys))
    known = len(book.parcels)
    item = pair_positions(items, book.parcels["order_key"].to_numpy(), book.parcels["item_key"].to_numpy())
    last = np.full(len(items), -1)
    last[item] = np.arange(known)
    room = np.zeros(len(pair_keys), np.int64)
    return Standing(
        o_verified=micros(orders["verified"]),
        o_paid_by=micros(orders["paid_by"]),
        o_cut_off=micros(orders["cut_off"]),
        o_purchased=micros(orders["purchased"]),
        o_cause=_copy(orders["cause"]),
        o_canceled_at=micros(orders["canceled_at"]),
        o_refund_due=orders["refund_due"].to_numpy(bool, copy=True),
        o_open=_copy(units["open"]),
        o_shipped=_copy(units["shipped"]),
        o_start=start,
        o_items=count,
        i_open=_copy(items["ordered"] - items["shipped"] - items["canceled"]),
        i_shipped=_copy(items["shipped"]),
        i_canceled=_copy(items["canceled"]),
        i_cause=_copy(items["cause"]),
        i_canceled_at=micros(items["canceled_at"]),
        i_parcels=_copy(items["parcels"]),
        i_last=last,
        p_known=known,
        p_item=np.r_[item, room],
        p_number=np.r_[book.parcels["number"].to_numpy(), room],
        p_first=np.r_[book.parcels["first_unit"].to_numpy(), room],
        p_units=np.r_[book.parcels["units"].to_numpy(), room],
        p_fields=fields,
        p_act=np.full(known + len(pair_keys), BLANK),
        pair_keys=pair_keys,
        pair_parcel=pair_parcel,
        refs=acts.refs,
        mark=np.zeros(len(orders), bool),
    )


def _copy(values: pd.Series) -> np.ndarray:
    return values.to_numpy(np.int64, copy=True)


def _pairs(book: Book, acts: Acts, start: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
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


def _fields(book: Book, acts: Acts, room: int) -> np.ndarray:
    """Carrier, tracking number and method of the parcels as text codes of the acts, a column each."""
    known = np.stack([acts.code(name, book.parcels[name]) for name in _FIELDS], axis=1)
    return np.concatenate([known, np.zeros((room, len(_FIELDS)), np.int64)])
