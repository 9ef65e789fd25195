"""Step 1, what order records say of the status, once all of them have placed and filled: in which order it is done.

What ships, cancels or arrives waits until the last record of the stage has told its facts, so that neither the name of
a file nor the night in which it comes decides whether an item is alive. Order process, 8.6.

Three records of one order: Canceled and Shipped of one instant, and Canceled that an earlier run held.

>>> from types import SimpleNamespace
>>> records = SimpleNamespace(order_pos=np.zeros(3, int), record_number=np.arange(3), seq=np.array([1, 2, -5]))
>>> records.record = records.item_pos = records.effective_at = np.ones(3, int)
>>> records.is_held_before = records.seq < 0
>>> records.updated_at = np.full(3, NOTHING)
>>> records.received_at = np.array([1700, 1700, 1800])
>>> records.any_of_records = lambda flag: flag
>>> records.ships = np.array([False, True, False])
>>> [rows.tolist() for rows in status_rounds(records, np.arange(3), np.zeros(3, bool))]
[[2], [1], [0]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.orders.like_records import equals_before, is_single, rounds_of_like, times_before
from pipeline.model.instants import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.lifecycle.orders.record_arrays import RecordArrays
    from pipeline.lifecycle.orders.update_arrays import UpdateArrays


def moves_status(records: RecordArrays) -> np.ndarray:
    """Rows of records that say that something has left, is canceled or has arrived."""
    says = records.ships | records.cancels_order | records.cancels_item | records.is_delivered
    return records.any_of_records(says)


def ships_in_time(arrays: UpdateArrays) -> np.ndarray:
    """Rows that say nothing of the status but that the item that they name has shipped in time."""
    records = arrays.records
    in_time = records.effective_at <= arrays.units.order_cut_off[records.order_pos]
    says_more = records.is_delivered | records.cancels_order | records.cancels_item | records.by_sku | records.of_sku
    return np.asarray(records.ships & (records.item_pos >= 0) & in_time & ~says_more)


def status_rounds(records: RecordArrays, rows: np.ndarray, only_ships: np.ndarray) -> Iterator[np.ndarray]:
    """These rows (whole records) in rounds of at most one record of every order, but for those that only ship items.

    only_ships: of all rows, those that do nothing else (ships_in_time).

    Records of one row that only ship at one instant, each another item, do not wait for each other: what leaves at one
    instant is one shipment, and shipments are numbered as they leave (step 4.3.17).

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
    is_plain = is_single(records, ordered) & only_ships[ordered]
    is_like = is_plain & np.append(False, is_plain[:-1]) & equals_before(records.order_pos[ordered])
    # Rows that name their items for the same time name different ones.
    is_like &= equals_before(times_before(records.item_pos[ordered]))
    for instant in (records.effective_at, records.received_at):
        is_like &= equals_before(instant[ordered])
    yield from rounds_of_like(records, ordered, is_like)


def _stated_at(records: RecordArrays, rows: np.ndarray) -> np.ndarray:
    """By row, the instant by which its record is sorted among those of its order that these rows are of."""
    is_undated = np.zeros(len(records.order_pos), bool)
    is_undated[rows] = records.updated_at[rows] == NOTHING
    is_dated_record = ~records.any_of_records(is_undated)
    has_undated_record = np.bincount(records.order_pos[rows], weights=~is_dated_record[rows]) > 0
    by_update = ~np.append(has_undated_record, np.zeros(int(records.order_pos.max()) + 1, bool))[records.order_pos]
    return np.where(by_update, records.updated_at, records.received_at)
