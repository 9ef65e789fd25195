"""Step 1, what order records say of the status, once all of them have placed and filled: in which order it is done.

What ships, cancels or arrives waits until the last record of the stage has told its facts, so that neither the name of
a file nor the night in which it comes decides whether an item is alive. Order process, 8.6.

Three records of one order: Canceled and Shipped of one instant, and Canceled that an earlier run held.

>>> from types import SimpleNamespace
>>> records = SimpleNamespace(order_pos=np.zeros(3, int), record_number=np.arange(3), seq=np.array([1, 2, -5]))
>>> records.record = np.ones(3, int)
>>> records.is_held_before = records.seq < 0
>>> records.updated_at = np.full(3, NOTHING)
>>> records.received_at = np.array([1700, 1700, 1800])
>>> records.any_of_records = lambda flag: flag
>>> records.ships = np.array([False, True, False])
>>> [rows.tolist() for rows in status_rounds(records, np.arange(3))]
[[2], [1], [0]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.model.instants import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.lifecycle.orders.record_arrays import RecordArrays


def moves_status(records: RecordArrays) -> np.ndarray:
    """Rows of records that say that something has left, is canceled or has arrived."""
    says = records.ships | records.cancels_order | records.cancels_item | records.is_delivered
    return records.any_of_records(says)


def status_rounds(records: RecordArrays, rows: np.ndarray) -> Iterator[np.ndarray]:
    """These rows (whole records) in rounds of at most one record of every order.

    By order: what was held before, then by last-updated-date where every record has one, else by when they were
    received; at the same instant Shipped comes before Canceled; then the order of work.
    """
    if len(rows) == 0:
        return
    keys = (
        records.order_pos,
        ~records.is_held_before,
        _stated_at(records, rows),
        ~records.any_of_records(records.ships),
        records.seq,
        records.record,
        np.arange(len(records.order_pos)),
    )
    ordered = rows[np.lexsort([key[rows] for key in reversed(keys)])]
    round_number = _numbers_within_order(records.order_pos[ordered], records.record_number[ordered])
    for number in range(round_number.max() + 1):
        # In ascending order: the rows of a round stand as the arrays have them.
        yield np.sort(ordered[round_number == number])


def _stated_at(records: RecordArrays, rows: np.ndarray) -> np.ndarray:
    """By row, the instant by which its record is sorted among those of its order that these rows are of."""
    is_undated = np.zeros(len(records.order_pos), bool)
    is_undated[rows] = records.updated_at[rows] == NOTHING
    is_dated_record = ~records.any_of_records(is_undated)
    has_undated_record = np.bincount(records.order_pos[rows], weights=~is_dated_record[rows]) > 0
    by_update = ~np.append(has_undated_record, np.zeros(int(records.order_pos.max()) + 1, bool))[records.order_pos]
    return np.where(by_update, records.updated_at, records.received_at)


def _numbers_within_order(order_pos: np.ndarray, record_number: np.ndarray) -> np.ndarray:
    """The number of each row's record within its order, from 0. Rows of an order, and of a record, lie together."""
    is_new_order = np.diff(order_pos, prepend=-1) != 0
    is_new_record = is_new_order | (np.diff(record_number, prepend=-1) != 0)
    number = np.cumsum(is_new_record) - 1
    rows_of_order = np.diff(np.append(np.flatnonzero(is_new_order), len(order_pos)))
    return number - np.repeat(number[is_new_order], rows_of_order)
