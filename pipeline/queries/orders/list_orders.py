"""Reading the orders that are open, or every order of the kept history, to list them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_flags import LISTED_COLUMNS, LISTED_ITEM_COLUMNS
from pipeline.documents.orders_list_document import ListingFilter, orders_list_document
from pipeline.model.sorted_keys import sort_by_keys
from pipeline.store import order_tables
from pipeline.store.closed_orders import CLOSED
from pipeline.store.lookup import last_as_of, with_order_ids
from pipeline.store.reader import StoreReader
from pipeline.workspace.settings import Settings
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS


def list_orders(store: StoreReader, settings: Settings, listing_filter: ListingFilter) -> dict[str, Any]:
    """The orders that the filter picks as one document. Raises UsageError when there was no run."""
    instant = last_as_of(store)
    orders, items = _orders_and_items(store, closed=listing_filter.closed)
    return orders_list_document(
        orders,
        items,
        listing_filter,
        run=store.last_run.run if store.last_run else 0,
        as_of=instant,
        localizer=Localizer.of(settings),
    )


def _orders_and_items(store: StoreReader, *, closed: bool) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Orders and items of the open part, and of the closed part the newest version of each that is not open again."""
    orders = _part(store, "orders", order_tables.OPEN)
    items = _part(store, "items", order_tables.OPEN)
    if closed:
        closed_orders = _part(store, "orders", CLOSED)
        is_open_again = closed_orders["order_key"].isin(orders["order_key"])
        newest = closed_orders[~is_open_again].drop_duplicates("order_key", keep="last")
        closed_items = _part(store, "items", CLOSED).merge(
            newest[["order_key", "added"]], how="inner", on=["order_key", "added"], validate="many_to_one"
        )
        orders = pd.concat([orders, newest], ignore_index=True)
        items = pd.concat([items, closed_items], ignore_index=True)
    return with_order_ids(store, sort_by_keys(orders, ["order_key"])), items


def _part(store: StoreReader, name: str, part: str) -> pd.DataFrame:
    """A part of a table, and `added`: the run that wrote each row."""
    columns = LISTED_COLUMNS if name == "orders" else LISTED_ITEM_COLUMNS
    table = store.read(name, part=part, columns=columns, schema=SCHEMAS[name])
    files = store.live_files(name, part=part)
    added = np.array([file.added for file in files], np.int64)
    rows = np.array([file.rows for file in files], np.int64)
    return as_frame(table).assign(added=np.repeat(added, rows))
