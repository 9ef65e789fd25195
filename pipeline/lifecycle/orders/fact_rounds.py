"""Step 1, in which rounds the records of an order tell their facts: one after another, but for those that are alike.

Round k applies the k-th record of every order at once. An order with 100,000 rows would take as many rounds, each as
long as one of a thousand orders. Its rows mostly say the same of the order, each of another item. Once the first of
them has told its facts, the others have nothing to add to the order, and no item waits for another one: they all go in
the next round.

Five records of an order, of which the third to the fifth are like the one before them:

>>> is_new_order, is_like = np.array([True, False, False, False, False]), np.array([False, False, True, True, True])
>>> _round_numbers(is_new_order, is_like).tolist()
[0, 1, 2, 2, 2]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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
_SPECIAL = (
    *("cancels_order", "cancels_item", "cancels_line", "says_shipped", "ships", "is_delivered"),
    *("by_sku", "of_sku", "is_free", "places_order"),
)
"""What makes a record one that tells more than facts of its order and of an item that it names."""


def fact_rounds(arrays: UpdateArrays, steps: pd.Series) -> Iterator[np.ndarray]:
    """The rows of each round. steps: the sorted numbers of the records within their orders, by row."""
    if len(steps) == 0 or steps.iloc[-1] < MANY_ROUNDS:
        for start, end in round_slices(steps):
            yield np.arange(start, end)
        return
    # The rows of an order together, in the order of work.
    ordered = np.argsort(arrays.records.order_pos, kind="stable")
    order_pos, record = arrays.records.order_pos[ordered], arrays.records.record_number[ordered]
    is_new_order = np.diff(order_pos, prepend=-1) != 0
    is_new_record = np.diff(record, prepend=-1) != 0
    first = np.flatnonzero(is_new_record)
    number = _round_numbers(is_new_order[first], _is_like_the_one_before(arrays, ordered, is_new_record)[first])
    number = np.repeat(number, np.diff(np.append(first, len(ordered))))
    by_number = np.argsort(number, kind="stable")
    for rows in np.split(ordered[by_number], np.flatnonzero(np.diff(number[by_number])) + 1):
        yield np.sort(rows)


def _round_numbers(is_new_order: np.ndarray, is_like: np.ndarray) -> np.ndarray:
    """By record, sorted by order: its round. is_like: it adds nothing to what the one before it says of the order."""
    # The first of those that are alike follows the one that they are like; they share its round.
    shares = is_like & np.append(False, is_like[:-1])
    number = np.cumsum(~shares)
    return number - np.maximum.accumulate(np.where(is_new_order, number, 0))


def _is_like_the_one_before(arrays: UpdateArrays, ordered: np.ndarray, is_new_record: np.ndarray) -> np.ndarray:
    """By row, in this order: it and the row before it are plain, of one order, say the same of it, of different items.

    Rows that name their items for the same time, counted within the order, name different ones.
    """
    records = arrays.records
    is_single = is_new_record & np.append(is_new_record[1:], True)
    times = _times_named(arrays, ordered)
    is_plain = is_single & (times >= 0)
    is_like = is_plain & np.append(False, is_plain[:-1]) & _equals_before(records.order_pos[ordered])
    is_like &= _equals_before(times)
    for name in _OF_ORDER:
        is_like &= _equals_before(getattr(records, name)[ordered])
    # A matrix at a time would take as much memory as all facts of the rows.
    for facts in arrays.order_facts.incoming.T:
        is_like &= _equals_before(facts[ordered])
    return is_like


def _times_named(arrays: UpdateArrays, ordered: np.ndarray) -> np.ndarray:
    """By row: how many rows of its order have named its item before, -1 where the row is not plain.

    A plain row names an item of a living order and contradicts nothing that is known of it, nor does any row before it
    that names the item.
    """
    records, facts = arrays.records, arrays.item_facts
    item = records.item_pos[ordered]
    by_item = np.argsort(item, kind="stable")
    is_new_item = np.diff(item[by_item], prepend=-2) != 0
    place = np.arange(len(item))
    times = place - np.maximum.accumulate(np.where(is_new_item, place, 0))
    rows = ordered[by_item]
    is_plain = _is_plain(arrays, rows)
    repeats = np.append(False, (facts.incoming[rows[1:]] == facts.incoming[rows[:-1]]).all(axis=1))
    is_broken = ~is_plain | ~(repeats | is_new_item)
    # From the first row on that is not plain or says something else none of that item is.
    broken_at = np.maximum.accumulate(np.where(is_broken, place, -1))
    item_begins = np.maximum.accumulate(np.where(is_new_item, place, 0))
    result = np.empty(len(item), np.int64)
    result[by_item] = np.where(broken_at >= item_begins, -1, times)
    return result


def _is_plain(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """Rows that tell nothing special, of an item of a living order, in accord with what is known of it."""
    records, facts = arrays.records, arrays.item_facts
    order_pos, item = records.order_pos[rows], np.maximum(records.item_pos[rows], 0)
    is_living = (arrays.units.status(order_pos) != Status.CANCELED) & ~arrays.is_closed[order_pos]
    conflicts = differs(facts.known[item], facts.incoming[rows]) & facts.is_among(CONFLICTING)
    is_plain = (records.item_pos[rows] >= 0) & is_living & ~conflicts.any(axis=1) & (arrays.twin[item] < 0)
    for name in _SPECIAL:
        is_plain &= ~getattr(records, name)[rows]
    return np.asarray(is_plain)


def _equals_before(values: np.ndarray) -> np.ndarray:
    """Whether each value is that of the one before it."""
    return np.append(False, values[1:] == values[:-1])
