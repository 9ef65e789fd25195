"""Step 1, in which rounds the records of an order tell their facts: one after another, but for those that are alike.

The rows of a long order mostly say the same of it, each of another item. Once the first of them has told its facts, the
others have nothing to add to the order, and no item waits for another one.

Three rows name an item, of which the second contradicts what is known; so the third has to come after it.

>>> is_plain, repeats = np.array([True, False, True]), np.array([False, True, True])
>>> _is_sure(is_plain, repeats, is_new_item=np.array([True, False, False])).tolist()
[True, False, False]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.orders.like_records import equals_before, is_single, rounds_of_like, times_before
from pipeline.lifecycle.orders.order_facts import CONFLICTING, differs
from pipeline.model.sorted_keys import round_slices
from schemas.statuses import Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from pipeline.lifecycle.orders.update_arrays import UpdateArrays

MANY_ROUNDS = 32
"""With fewer rounds it is not worth looking for records that are alike."""
_OF_ORDER = (
    *("verified_at", "paid_at", "effective_at", "updated_at", "received_at"),
    *("shows_alive", "agrees_on_day", "refines_day"),
)
"""What a record says of its order beside the facts."""
_SPECIAL = ("cancels_order", "cancels_item", "cancels_line", "by_sku", "of_sku", "is_free", "places_order")
"""What makes a record one that tells more than facts of its order and of an item that it names."""


def fact_rounds(arrays: UpdateArrays, steps: pd.Series) -> Iterator[np.ndarray]:
    """The rows of each round. steps: the sorted numbers of the records within their orders, by row."""
    if len(steps) == 0 or steps.iloc[-1] < MANY_ROUNDS:
        for start, end in round_slices(steps):
            yield np.arange(start, end)
        return
    # The rows of an order together, in the order of work.
    ordered = np.argsort(arrays.records.order_pos, kind="stable")
    yield from rounds_of_like(arrays.records, ordered, _is_like_the_one_before(arrays, ordered))


def _is_like_the_one_before(arrays: UpdateArrays, ordered: np.ndarray) -> np.ndarray:
    """By row, in this order: it and the row before it are plain, of one order, say the same of it, of different items.

    Rows that name their items for the same time, counted within the order, name different ones.
    """
    records = arrays.records
    times = _times_named(arrays, ordered)
    is_plain = is_single(records, ordered) & (times >= 0)
    is_like = is_plain & np.append(False, is_plain[:-1]) & equals_before(records.order_pos[ordered])
    is_like &= equals_before(times)
    for name in _OF_ORDER:
        is_like &= equals_before(getattr(records, name)[ordered])
    # A matrix at a time would take as much memory as all facts of the rows.
    for facts in arrays.order_facts.incoming.T:
        is_like &= equals_before(facts[ordered])
    return is_like


def _times_named(arrays: UpdateArrays, ordered: np.ndarray) -> np.ndarray:
    """By row: how many rows of its order have named its item before, -1 where the row is not plain.

    A plain row names an item of a living order and contradicts nothing that is known of it, nor does any row before it
    that names the item.
    """
    facts = arrays.item_facts
    item = arrays.records.item_pos[ordered]
    by_item = np.argsort(item, kind="stable")
    rows = ordered[by_item]
    repeats = np.append(False, (facts.incoming[rows[1:]] == facts.incoming[rows[:-1]]).all(axis=1))
    is_sure = np.empty(len(item), bool)
    is_sure[by_item] = _is_sure(_is_plain(arrays, rows), repeats, ~equals_before(item[by_item]))
    return np.where(is_sure, times_before(item), -1)


def _is_sure(is_plain: np.ndarray, repeats: np.ndarray, is_new_item: np.ndarray) -> np.ndarray:
    """By row, sorted by item: whether it and all before it of its item are plain and say the same."""
    place = np.arange(len(is_plain))
    broken_at = np.maximum.accumulate(np.where(is_plain & (repeats | is_new_item), -1, place))
    return np.asarray(broken_at < np.maximum.accumulate(np.where(is_new_item, place, 0)))


def _is_plain(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Rows that tell nothing special, in time, of an item of a living order, in accord with what is known of it."""
    records, facts = arrays.records, arrays.item_facts
    order_pos, item = records.order_pos[rows], np.maximum(records.item_pos[rows], 0)
    is_living = (arrays.units.status(order_pos) != Status.CANCELED) & ~arrays.is_closed[order_pos]
    conflicts = differs(facts.known[item], facts.incoming[rows]) & facts.is_among(CONFLICTING)
    in_time = records.effective_at[rows] <= arrays.units.order_cut_off[order_pos]
    is_plain = (records.item_pos[rows] >= 0) & is_living & in_time & ~conflicts.any(axis=1) & (arrays.twin[item] < 0)
    for name in _SPECIAL:
        is_plain &= ~getattr(records, name)[rows]
    return np.asarray(is_plain)
