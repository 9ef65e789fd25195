"""Step 1, rows without item ids: a row of the all-orders report means every item of its SKU.

Three rows of an order with two items of one SKU and one of another: a row an item; the last row has no item.

>>> from types import SimpleNamespace
>>> items = pd.DataFrame({"order_key": 1, "sku": ["TEA", "TEA", "MUG"], "item_key": [7, 8, 9]})
>>> rows = pd.DataFrame({"feed": 2, "record": [1, 2, 3], "order_key": 1, "sku": ["TEA", "MUG", "CUP"]})
>>> rows = rows.assign(item_key=-1, by_sku=True, cancels_line=False)
>>> expanded, unmatched = expand_by_sku(rows, SimpleNamespace(items=items))
>>> expanded[["record", "item_key"]].values.tolist(), unmatched["record"].tolist()
([[1, 7], [1, 8], [2, 9]], [3])
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState
from schemas.stored_tables import RECORD


def expand_by_sku(rows: pd.DataFrame, state: OrderState) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows without item ids as a row for each item of their SKU; and the rows of records that have no such item.

    Adds `source_row`, the number of the row that a row was made of. Items are those of the state, and those that other
    rows name.
    """
    rows = rows.assign(source_row=np.arange(len(rows)))
    by_sku = rows["by_sku"].to_numpy(bool)
    if not by_sku.any():
        return rows, rows.iloc[:0]
    wanted = rows[by_sku].drop(columns="item_key")
    items = _items_of_skus(rows[~by_sku], state, rows["order_key"])
    expanded = wanted.merge(items, how="left", on=["order_key", "sku"], validate="many_to_many")
    unmatched = expanded.loc[expanded["item_key"].isna(), RECORD]
    matched = expanded[~_is_of_records(expanded, unmatched)]
    matched = matched.drop_duplicates([*RECORD, "item_key"]).astype({"item_key": "int64"})
    return pd.concat([rows[~by_sku], matched], ignore_index=True), rows[by_sku & _is_of_records(rows, unmatched)]


def _items_of_skus(item_rows: pd.DataFrame, state: OrderState, order_keys: pd.Series) -> pd.DataFrame:
    """The items of these orders with their SKU, each once: as they are known, else as a row names them."""
    columns = ["order_key", "sku", "item_key"]
    known = state.items.loc[state.items["order_key"].isin(order_keys), columns]
    named = item_rows.loc[~item_rows["cancels_line"], columns]
    both = pd.concat([known, named], ignore_index=True)
    return both.drop_duplicates(["order_key", "item_key"])


def _is_of_records(rows: pd.DataFrame, records: pd.DataFrame) -> np.ndarray:
    """Which rows are of one of these records (feed, record)."""
    return pd.MultiIndex.from_frame(rows[RECORD]).isin(pd.MultiIndex.from_frame(records))
