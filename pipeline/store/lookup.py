"""The last published state, and of it only the rows that a question is about, read by position."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.errors import UsageError
from pipeline.model.order_state import OrderState
from pipeline.store import datafiles, order_tables
from pipeline.store.named_rows import NamedRows
from pipeline.store.reader import StoreReader
from schemas import keys
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS


def last_as_of(store: StoreReader) -> pd.Timestamp:
    """The business instant of the last run. Raises UsageError when there was none."""
    run = store.last_run
    if run is None:
        raise UsageError(
            "there was no run yet, so no order is known", "drop feeds into the inbox, then run `ordermill run`"
        )
    return pd.Timestamp(run.as_of).as_unit("us")


def rows_named(store: StoreReader, table: str, named: NamedRows) -> pd.DataFrame:
    """The named rows of a stored table, oldest run first, and `added`: the run that wrote each."""
    shards = store.shards_of(np.asarray(named.values)) if named.column == "order_key" else None
    files = store.live_files(table)
    rows = [datafiles.read(store.root, [file], schema=SCHEMAS[table], where=named, shards=shards) for file in files]
    added = np.repeat(
        np.array([file.added for file in files], np.int64), np.array([part.num_rows for part in rows], np.int64)
    )
    return as_frame(pa.concat_tables([SCHEMAS[table].empty_table(), *rows])).assign(added=added)


def rows_of_orders(store: StoreReader, table: str, order_keys: np.ndarray) -> pd.DataFrame:
    """The rows of these orders in a stored table, oldest run first, and `added`: the run that wrote each."""
    return rows_named(store, table, NamedRows.of("order_key", order_keys))


def state_of_orders(store: StoreReader, wanted: np.ndarray) -> OrderState:
    """What is known of these orders (keys): the open part first, then the newest version of the closed part."""
    return order_tables.load_named(store, wanted).touched


def with_order_ids(store: StoreReader, orders: pd.DataFrame) -> pd.DataFrame:
    """Orders with their ids, as people read them, in a column `order_id`."""
    texts = store.order_ids().texts(orders["order_key"].to_numpy())
    return orders.assign(order_id=pd.Series(texts, orders.index, dtype="str"))


def order_keys(store: StoreReader, ids: pd.Series) -> np.ndarray:
    """The key of each well-formed order id; 0 where it needs one from the dictionary and has none."""
    key_of_id = keys.digits_as_keys(ids)
    is_other = key_of_id == 0
    if is_other.any():
        named = store.order_keys(sorted(set(ids[is_other])))
        # By hand: pandas would turn keys into floats where one is missing, and floats do not hold them exactly.
        key_of_id[is_other] = [named.get(order_id, 0) for order_id in ids[is_other]]
    return key_of_id
