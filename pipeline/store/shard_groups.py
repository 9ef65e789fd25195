"""Groups of shards: orders are worked on group by group, so that memory never holds more than a budget of rows.

Of four shards with 3, 1, 2 and 5 rows a budget of 4 makes three groups; a shard that is larger stands alone.

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
