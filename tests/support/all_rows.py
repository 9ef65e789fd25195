"""The rows of feeds, all in one shard."""

from collections.abc import Iterable, Mapping

import pandas as pd

from pipeline.ingest.feed import IncomingFeed
from pipeline.ingest.normalized_rows import NormalizedRows
from pipeline.ingest.rows_by_shard import RowsByShard
from pipeline.scratch_blocks import ScratchSpace
from pipeline.store.sharding import Sharding
from schemas.order_ids import OrderIds


def all_rows(
    feeds: Iterable[IncomingFeed], named_keys: Mapping[str, int], links: pd.Series | None = None
) -> NormalizedRows:
    """The rows of feeds as those of one shard."""
    rows = RowsByShard(Sharding(OrderIds.of(dict(named_keys)), 1), ScratchSpace())
    rows.add_feeds(list(feeds), named_keys, links)
    return rows.of_shards((0,))
