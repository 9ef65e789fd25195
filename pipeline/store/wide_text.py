"""Wide text of orders and items in the store: written once when it comes, found by the run that wrote it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model.order_state import OrderState
from pipeline.store import datafiles
from pipeline.store.reader import StoreReader
from schemas.stored_frames import as_frame, empty
from schemas.stored_tables import SCHEMAS


def load_text(store: StoreReader, name: str, places: pd.DataFrame, *, as_of_run: int | None = None) -> pd.DataFrame:
    """Wide text (order_text or item_text) of orders or items: a row each, from the run of their text.

    places: the key columns and text_run. as_of_run: as it was after that run, the last by default.
    """
    key_columns = [column for column in SCHEMAS[name].names if column.endswith("_key")]
    texts = [empty(name)]
    for file in store.live_files(name, as_of_run=as_of_run):
        in_file = places.loc[places["text_run"] == file.added, key_columns]
        if len(in_file):
            table = datafiles.read(store.root, [file], schema=SCHEMAS[name])
            table = table.filter(pc.is_in(table["order_key"], value_set=pa.array(in_file["order_key"].unique())))
            texts.append(in_file.merge(as_frame(table), how="inner", on=key_columns, validate="one_to_one"))
    return pd.concat(texts, ignore_index=True)


def text_of_orders(store: StoreReader, state: OrderState, order_keys: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The wide order and item text of known orders, for records that repeat or fill it."""
    orders = state.orders[state.orders["order_key"].isin(order_keys)]
    items = state.items[state.items["order_key"].isin(order_keys)]
    return (
        load_text(store, "order_text", orders[["order_key", "text_run"]]),
        load_text(store, "item_text", items[["order_key", "item_key", "text_run"]]),
    )
