"""The last published state, and of it only the rows that a question is about: filtered by order while they are read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.model.order_state import OrderState
from pipeline.store import datafiles, order_tables
from pipeline.store.reader import StoreReader
from schemas import keys
from schemas.stored_frames import as_frame, empty
from schemas.stored_tables import BY_ORDER, SCHEMAS


def last_as_of(store: StoreReader) -> pd.Timestamp:
    """The business instant of the last run. Raises UsageError when there was none."""
    run = store.last_run
    if run is None:
        raise UsageError(
            "there was no run yet, so no order is known", "drop feeds into the inbox, then run `ordermill run`"
        )
    return pd.Timestamp(run.as_of).as_unit("us")


def rows_where(store: StoreReader, table: str, where: pc.Expression, part: str | None = None) -> pd.DataFrame:
    """The rows of a stored table that `where` picks, oldest first, and `added`: the run that wrote each."""
    frames = [
        as_frame(datafiles.read(store.root, [file], schema=SCHEMAS[table], where=where)).assign(added=file.added)
        for file in store.live_files(table, part=part)
    ]
    filled = [frame for frame in frames if len(frame)]
    return pd.concat(filled, ignore_index=True) if filled else empty(table).assign(added=np.int64(0))


def is_one_of(column: str, values: np.ndarray | list[str]) -> pc.Expression:
    """The filter that takes the rows whose column is one of the values."""
    return pc.field(column).isin(pa.array(values))


def state_of_orders(store: StoreReader, wanted: np.ndarray) -> OrderState:
    """What is known of these orders (keys): the open part first, then the newest version of the closed part."""
    is_wanted = is_one_of("order_key", wanted)
    open_part = {name: rows_where(store, name, is_wanted, order_tables.OPEN).drop(columns="added") for name in BY_ORDER}
    missing = np.setdiff1d(wanted, open_part["orders"]["order_key"].to_numpy())
    return order_tables.joined_state(open_part, order_tables.load_closed(store, missing))


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
