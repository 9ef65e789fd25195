"""Read: bytes become checked records; records that were held before come again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.ingest import held_records, read_feeds, row_keys, seller_order_ids
from pipeline.ingest.rows_by_shard import RowsByShard
from pipeline.scratch_blocks import ScratchSpace
from pipeline.steps.context import ReadResult
from pipeline.store.sharding import Sharding
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.inbox.taken_file import TakenFile
    from pipeline.steps.context import RunContext


def read_records(ctx: RunContext, taken: Sequence[TakenFile]) -> ReadResult:
    """Read and check every feed that was taken, and the held records again; all of them as rows for the rules."""
    rows = ctx.batch.add_feeds(taken)
    cleaned = ctx.cleaned_files()
    space = ScratchSpace(ctx.batch.scratch)
    feeds = read_feeds.read_taken_files(taken, rows, ctx.store, ctx.settings, ctx.progress, cleaned, space)
    held_before = as_frame(ctx.store.read("held", schema=SCHEMAS["held"]))
    held_feeds = held_records.held_feeds(held_before, read_feeds.feed_check(ctx.settings))
    incoming = [*held_feeds, *(feed.incoming for feed in feeds if feed.incoming)]
    order_names, new_order_names = row_keys.named_order_keys(incoming, ctx.store)
    linked_ids = seller_order_ids.order_ids_by_seller_id(incoming, ctx.store)
    sharding = Sharding(ctx.store.order_ids(new_order_names), ctx.settings.shards)
    by_shard = RowsByShard(sharding, space)
    by_shard.add_feeds(incoming, order_names, linked_ids)
    return ReadResult(feeds, held_before, held_feeds, by_shard, new_order_names)
