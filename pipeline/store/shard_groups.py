"""Groups of shards: orders are worked on group by group, so that memory never holds more than a budget of rows.

There are as few groups as the budget allows, and they are about as large as each other. Of six shards with two rows
each, a budget of nine makes two groups of three shards, not one of four and one of two. A shard that is larger than the
budget is a group of its own.

>>> shard_groups(np.array([2, 2, 2, 2, 2, 2]), budget=9)
[(0, 1, 2), (3, 4, 5)]
>>> shard_groups(np.array([3, 1, 2, 5]), budget=4)
[(0, 1), (2,), (3,)]
>>> shard_groups(np.array([3, 1, 2, 5]), budget=100)
[(0, 1, 2, 3)]
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from pipeline.store.order_tables import OPEN

if TYPE_CHECKING:
    from pipeline.store.reader import StoreReader


def shard_groups(rows: np.ndarray, budget: int) -> list[tuple[int, ...]]:
    """Neighbouring shards in groups, each with no more rows than the budget. rows: of each shard, by its number."""
    count = len(_full_groups(rows, budget))
    # The smallest size with which there are not more groups lies between their mean and the budget.
    smallest, largest = -(-int(rows.sum()) // max(count, 1)), budget
    while smallest < largest:
        size = (smallest + largest) // 2
        if len(_full_groups(rows, size)) > count:
            smallest = size + 1
        else:
            largest = size
    return _full_groups(rows, largest)


def _full_groups(rows: np.ndarray, budget: int) -> list[tuple[int, ...]]:
    """Groups of which each but the last is as full as the budget allows."""
    bounds = [0]
    held = 0
    for shard, count in enumerate(rows.tolist()):
        if held + count > budget and shard > bounds[-1]:
            bounds.append(shard)
            held = 0
        held += count
    return [tuple(range(first, last)) for first, last in pairwise([*bounds, len(rows)])]


def open_items(store: StoreReader, shard_count: int, *, as_of_run: int | None = None) -> np.ndarray:
    """How many items the open part of each shard has after a run, the last one by default."""
    rows = np.zeros(shard_count, np.int64)
    for file in store.live_files("items", part=OPEN, as_of_run=as_of_run):
        rows[file.shard] += file.rows
    return rows
