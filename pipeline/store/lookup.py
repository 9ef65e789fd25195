"""The last published state, and of it only the rows that a question is about: filtered by order while they are read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import ordered
from pipeline.store import datafiles, order_tables
from pipeline.store.reader import StoreReader
from schemas import keys
from schemas.stored_frames import as_frame, empty
from schemas.stored_tables import BY_ORDER, SCHEMAS


def as_of(store: StoreReader) -> pd.Timestamp:
    """The business instant of the last run. Raises Usage when there was none."""
    head = store.head
    if head is None:
        raise UsageError("there was no run yet: no order is known", "drop feeds into the inbox, then `ordermill run`")
    return pd.Timestamp(head.as_of).as_unit("us")


def rows(store: StoreReader, table: str, where: pc.Expression, part: str | None = None) -> pd.DataFrame:
    """The rows of a stored table that `where` picks, oldest first, and `added`: the run that wrote each."""
    parts = [
        as_frame(datafiles.read(store.root, [file], schema=SCHEMAS[table], where=where)).assign(added=file.added)
        for file in store.live(table, part=part)
    ]
    found = [frame for frame in parts if len(frame)]
    return pd.concat(found, ignore_index=True) if found else empty(table).assign(added=np.int64(0))


def among(column: str, wanted: np.ndarray | list[str]) -> pc.Expression:
    """The filter that takes the rows whose column is one of the values."""
    return pc.field(column).isin(pa.array(wanted))


def known(store: StoreReader, wanted: np.ndarray) -> OrderState:
    """What is known of these orders (keys): the open part first, then the newest version of the closed part."""
    open_ = {name: rows(store, name, among("order_key", wanted), order_tables.OPEN) for name in BY_ORDER}
    found = order_tables.closed(store, np.setdiff1d(wanted, open_["orders"]["order_key"].to_numpy()))
    both = {name: pd.concat([open_[name][found[name].columns], found[name]], ignore_index=True) for name in BY_ORDER}
    return OrderState(**{name: ordered(frame, KEYS[name]) for name, frame in both.items()})


def order_keys(store: StoreReader, ids: pd.Series) -> np.ndarray:
    """The key of each well-formed order id; 0 where it needs one from the dictionary and has none."""
    found = keys.digits_as_keys(ids)
    other = found == 0
    if other.any():
        named = store.order_keys(sorted(set(ids[other])))
        found[other] = ids[other].map(named).fillna(0).astype("int64").to_numpy()
    return found
