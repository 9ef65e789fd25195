"""Which order is meant: by its id, by the last seven digits of it, or by the tracking number of one of its parcels."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from pipeline.errors import UsageError
from pipeline.store.lookup import among, order_keys, rows
from pipeline.store.reader import StoreReader
from schemas.keys import ORDER_ID

LAST = re.compile(r"[0-9A-Za-z_]{7}")
MOST_LISTED = 20
ADVICE = "give the whole order id, its last 7 digits, or a tracking number"
_SHORT = ["order_key", "order_id"]


def find(store: StoreReader, said: str) -> int:
    """The key of the order that is meant. Raises Usage when there is none, or several, which it lists."""
    said = said.strip()
    if not store.head:
        raise UsageError("there was no run yet: no order is known", "drop feeds into the inbox, then `ordermill run`")
    if not said:
        raise UsageError("no order was named", ADVICE)
    found = _by_id(store, said) if ORDER_ID.fullmatch(said) else _by_part(store, said)
    if found.empty:
        raise UsageError(f"no order {said} is known", ADVICE)
    if len(found) > 1:
        listed = ", ".join(found["order_id"].sort_values()[:MOST_LISTED])
        more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
        raise UsageError(f"{said} may mean {len(found)} orders", f"choose one of: {listed}{more}")
    return int(found["order_key"].iloc[0])


def _by_id(store: StoreReader, order_id: str) -> pd.DataFrame:
    return _orders(store, among("order_key", order_keys(store, pd.Series([order_id], dtype="str"))))


def _by_part(store: StoreReader, said: str) -> pd.DataFrame:
    """Orders whose id ends so, and those with a parcel of that tracking number, hyphens left out."""
    number = said.replace("-", "")
    if not number:
        return _orders(store, among("order_key", np.empty(0, np.int64)))
    plain = pc.replace_substring(pc.field("tracking"), pattern="-", replacement="")
    parcels = rows(store, "parcels", plain == number)
    found = _orders(store, among("order_key", parcels["order_key"].unique()))
    if not LAST.fullmatch(said):
        return found
    ended = _orders(store, pc.ends_with(pc.field("order_id"), pattern=f"-{said}"))
    return pd.concat([found, ended], ignore_index=True).drop_duplicates("order_key", ignore_index=True)


def _orders(store: StoreReader, where: pc.Expression) -> pd.DataFrame:
    """Key and id of the orders that `where` picks, open or closed, each once."""
    table = store.read("orders", columns=_SHORT, where=where)
    found = table.to_pandas() if table.num_columns else pd.DataFrame({name: [] for name in _SHORT})
    return found.drop_duplicates("order_key", ignore_index=True)
