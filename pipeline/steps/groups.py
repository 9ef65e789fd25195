"""The groups of shards in which a run applies its orders, each with its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from pipeline.store.shard_groups import open_items, shard_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.ingest.normalized_rows import NormalizedRows
    from pipeline.steps.context import ReadResult, RunContext


class ShardGroup(NamedTuple):
    """Shards that are worked on together, and the rows of their orders. is_whole: there is no other group."""

    shards: tuple[int, ...]
    rows: NormalizedRows
    is_whole: bool


def group_rows(ctx: RunContext, feeds: ReadResult, *, only_named: bool = False) -> Iterator[ShardGroup]:
    """The groups of a run, each with its rows; the budget (run.group_rows) counts rows by weight, and open items.

    only_named: orders that no row names are left out, so that rows alone count.
    """
    counts = feeds.rows.weights
    if not only_named:
        counts = counts + open_items(ctx.store, feeds.sharding.count)
    groups = shard_groups(counts, ctx.settings.run.group_rows)
    for shards in groups:
        yield ShardGroup(shards, feeds.rows.of_shards(shards), is_whole=len(groups) == 1)
