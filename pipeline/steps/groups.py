"""Groups of shards: a run applies its orders group by group, so that it never holds more than a budget of rows.

Of four shards with 3, 1, 2 and 5 rows a budget of 4 makes three groups; a shard that is larger stands alone.

>>> shard_groups(np.array([3, 1, 2, 5]), budget=4)
[(0, 1), (2,), (3,)]
>>> shard_groups(np.array([3, 1, 2, 5]), budget=100)
[(0, 1, 2, 3)]
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from pipeline.store.order_tables import OPEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.normalized_rows import NormalizedRows
    from pipeline.steps.context import ReadResult, RunContext
    from pipeline.store.reader import StoreReader


class ShardGroup(NamedTuple):
    """Shards that are worked on together, and the rows of their orders. is_whole: there is no other group."""

    shards: tuple[int, ...]
    rows: NormalizedRows
    is_whole: bool


def group_rows(ctx: RunContext, feeds: ReadResult) -> Iterator[ShardGroup]:
    """The groups of a run, each with its rows; the budget (run.group_rows) counts rows and open items."""
    counts = feeds.rows.counts + open_items(ctx.store, feeds.sharding.count)
    groups = shard_groups(counts, ctx.settings.run.group_rows)
    for shards in groups:
        yield ShardGroup(shards, feeds.rows.of_shards(shards), is_whole=len(groups) == 1)


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


def open_items(store: StoreReader, shard_count: int) -> np.ndarray:
    """How many items the open part of each shard has."""
    rows = np.zeros(shard_count, np.int64)
    for file in store.live_files("items", part=OPEN):
        rows[file.shard] += file.rows
    return rows
