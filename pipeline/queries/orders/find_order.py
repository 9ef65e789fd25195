"""Which order is meant: by its id, its last seven digits, or a tracking number that one of its parcels has or had."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.store.lookup import order_keys, with_order_ids
from pipeline.store.named_rows import NamedRows
from pipeline.store.reader import StoreReader
from schemas.keys import FIRST_DICTIONARY_KEY, ORDER_ID
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

LAST_DIGITS = re.compile(r"[0-9A-Za-z_]{7}")
MOST_LISTED = 20
_SEVEN_DIGITS = 10**7
ADVICE = "give the whole order id, its last 7 digits, or a tracking number"


def find_order(store: StoreReader, wanted: str) -> int:
    """The key of the order that is meant. Raises UsageError when there is none, or several, which it lists."""
    wanted = wanted.strip()
    if not store.last_run:
        raise UsageError(
            "there was no run yet, so no order is known", "drop feeds into the inbox, then run `ordermill run`"
        )
    if not wanted:
        raise UsageError("no order was given", ADVICE)
    orders = _orders_by_id(store, wanted) if ORDER_ID.fullmatch(wanted) else _orders_by_part(store, wanted)
    if orders.empty:
        raise UsageError(f"no order {wanted} is known", ADVICE)
    if len(orders) > 1:
        listed = ", ".join(orders["order_id"].sort_values()[:MOST_LISTED])
        more = f" and {len(orders) - MOST_LISTED} more" if len(orders) > MOST_LISTED else ""
        raise UsageError(f"{wanted} matches {len(orders)} orders", f"choose one of: {listed}{more}")
    return int(orders["order_key"].iloc[0])


def _orders_by_id(store: StoreReader, order_id: str) -> pd.DataFrame:
    return _orders_of(store, order_keys(store, pd.Series([order_id], dtype="str")))


def _orders_by_part(store: StoreReader, wanted: str) -> pd.DataFrame:
    """Orders whose id ends so, and those with a shipment that has or had that tracking number, hyphens left out."""
    number = wanted.replace("-", "")
    if not number:
        return _orders_of(store, np.empty(0, np.int64))
    tracking = pc.replace_substring(pc.field("tracking"), pattern="-", replacement="")
    ref = pc.replace_substring(pc.field("ref"), pattern="-", replacement="")
    order_keys_of = [
        _keys_where(store, "parcels", tracking == number),
        _keys_where(store, "refs", ref == f"n:{number}"),
    ]
    by_tracking = _orders_of(store, np.concatenate(order_keys_of))
    if not LAST_DIGITS.fullmatch(wanted):
        return by_tracking
    by_ending = _orders_of(store, _keys_where(store, "orders", _ends_with(store, wanted)))
    return pd.concat([by_tracking, by_ending], ignore_index=True).drop_duplicates("order_key", ignore_index=True)


def _keys_where(store: StoreReader, table: str, where: pc.Expression) -> np.ndarray:
    """The order keys of the rows that `where` picks."""
    return store.read(table, columns=["order_key"], schema=SCHEMAS[table], where=where)["order_key"].to_numpy()


def _orders_of(store: StoreReader, keys: np.ndarray) -> pd.DataFrame:
    """Key and id of those of the orders that are known, open or closed, each once."""
    named = NamedRows.of("order_key", keys)
    shards = store.shards_of(keys)
    orders = as_frame(store.read("orders", columns=["order_key"], schema=SCHEMAS["orders"], shards=shards, where=named))
    return with_order_ids(store, orders.drop_duplicates("order_key", ignore_index=True))


def _ends_with(store: StoreReader, ending: str) -> pc.Expression:
    """Orders whose id ends in these seven characters: by their keys, in which these are the last digits."""
    named = pc.field("order_key").isin(pa.array(store.order_ids().keys_ending(ending)))
    if not ending.isdecimal():
        return named
    key = pc.field("order_key")
    last_digits = key - pc.divide(key, _SEVEN_DIGITS) * _SEVEN_DIGITS
    return named | ((last_digits == int(ending)) & (key < FIRST_DICTIONARY_KEY))
