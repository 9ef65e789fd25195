"""Records of an order that wait for nothing of each other: they share a round.

A round takes as long for one order as for a thousand, so an order with 100,000 rows would hold up all others, were each
of them a round of its own. What makes records wait for nothing each stage says itself (fact_rounds, status_rounds).

Five records of an order, of which the third to the fifth are like the one before them:

>>> is_new_order, is_like = np.array([True, False, False, False, False]), np.array([False, False, True, True, True])
>>> _round_numbers(is_new_order, is_like).tolist()
[0, 1, 2, 2, 2]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.lifecycle.orders.record_arrays import RecordArrays


def rounds_of_like(records: RecordArrays, ordered: np.ndarray, is_like: np.ndarray) -> Iterator[np.ndarray]:
    """The rows of each round, ascending. ordered: rows by order, in it in turn; is_like: its record and the one before.

    The first of several that are alike goes before the others, which share a round.
    """
    if len(ordered) == 0:
        return
    is_new_record = begins_record(records, ordered)
    is_new_order = np.diff(records.order_pos[ordered], prepend=-1) != 0
    first = np.flatnonzero(is_new_record)
    of_records = _round_numbers(is_new_order[first], is_like[first])
    number = np.repeat(of_records, np.diff(np.append(first, len(ordered))))
    by_number = np.argsort(number, kind="stable")
    for rows in np.split(ordered[by_number], np.flatnonzero(np.diff(number[by_number])) + 1):
        yield np.sort(rows)


def begins_record(records: RecordArrays, ordered: np.ndarray) -> np.ndarray:
    """By row, sorted by order: whether it is the first of its record."""
    return np.asarray(np.diff(records.record_number[ordered], prepend=-1) != 0)


def is_single(records: RecordArrays, ordered: np.ndarray) -> np.ndarray:
    """By row, sorted by order: whether it is all of its record."""
    is_new_record = begins_record(records, ordered)
    return is_new_record & np.append(is_new_record[1:], True)


def equals_before(values: np.ndarray) -> np.ndarray:
    """Whether each value is that of the one before it."""
    return np.append(False, values[1:] == values[:-1])


def times_before(values: np.ndarray) -> np.ndarray:
    """How often each value is among those before it."""
    by_value = np.argsort(values, kind="stable")
    is_new = ~equals_before(values[by_value])
    place = np.arange(len(values))
    times = np.empty(len(values), np.int64)
    times[by_value] = place - np.maximum.accumulate(np.where(is_new, place, 0))
    return times


def _round_numbers(is_new_order: np.ndarray, is_like: np.ndarray) -> np.ndarray:
    """By record, sorted by order: its round. is_like: it waits for nothing of the one before."""
    shares = is_like & np.append(False, is_like[:-1])
    number = np.cumsum(~shares)
    return number - np.maximum.accumulate(np.where(is_new_order, number, 0))
