"""The keys of rows: which feed and record a row belongs to, which order and item it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from pipeline.ingest.feed import IncomingFeed
from pipeline.lifecycle.events import event_rows
from pipeline.store.reader import StoreReader
from pipeline.store.sharding import NO_ORDER
from schemas import keys
from schemas.columns import Table
from schemas.formats.id_columns import ITEM_ID_COLUMN


def numbered_rows(feed: IncomingFeed, rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of a feed with its number, its place in the order of work and its received instant."""
    received = pd.Series(feed.received, rows.index, dtype="datetime64[us, UTC]")
    numbers = {name: rows[name].astype("int64") for name in ("record", "line")}
    return rows.assign(feed=np.int64(feed.number), seq=np.int64(feed.seq), received=received, **numbers)


def keyed_rows(rows: pd.DataFrame, table: Table, named_keys: Mapping[str, int]) -> pd.DataFrame:
    """Rows of a format with the ids and the keys of their order and item.

    named_keys: the keys of order ids that are not made of digits.
    """
    column = ITEM_ID_COLUMN.get(table.name)
    item_ids = rows[column] if column else pd.Series("", rows.index, dtype="str")
    return rows.assign(
        order_id=rows["order-id"],
        item_id=item_ids,
        order_key=order_keys(rows["order-id"], named_keys),
        item_key=keys.item_keys(item_ids),
    ).reset_index(drop=True)


def order_keys(ids: pd.Series, named_keys: Mapping[str, int]) -> np.ndarray:
    """Keys of order ids, NO_ORDER where the id is blank."""
    order_key = np.full(len(ids), NO_ORDER)
    has_id = (ids != "").to_numpy(bool)
    order_key[has_id] = event_rows.order_keys(ids[has_id], dict(named_keys))
    return order_key


def named_order_keys(feeds: Sequence[IncomingFeed], store: StoreReader) -> tuple[dict[str, int], dict[str, int]]:
    """Keys of the order ids that are not made of digits: all that the feeds name, and those of them that are new."""
    names = sorted({name for feed in feeds for name in feed.named_ids})
    known = store.order_keys(names)
    next_key = store.next_order_key()
    new_names = [name for name in names if name not in known]
    new = {name: next_key + number for number, name in enumerate(new_names)}
    return known | new, new
