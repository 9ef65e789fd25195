"""Step 1, rows without item ids: a row of the all-orders report may mean any item of its SKU (row_matching).

Four rows of an order with two items of one SKU and one of another: a row an item that the first may mean; the third has
no item, and the fourth names one that nobody knows.

>>> from types import SimpleNamespace
>>> items = pd.DataFrame({"order_key": 1, "sku": ["TEA", "TEA", "MUG"], "item_key": [7, 8, 9]})
>>> rows = pd.DataFrame({"feed": 2, "record": [1, 2, 3, 4], "order_key": 1, "sku": ["TEA", "MUG", "CUP", "TEA"]})
>>> rows = rows.assign(item_key=[-1, -1, -1, 6], by_sku=True, cancels_line=False)
>>> expanded, unmatched = expand_by_sku(rows, SimpleNamespace(items=items))
>>> expanded[["record", "item_key"]].values.tolist(), unmatched["record"].tolist()
([[1, 7], [1, 8], [2, 9]], [3, 4])
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState
from schemas.stored_tables import BLANK, RECORD

_ITEM = ["order_key", "item_key"]


def expand_by_sku(rows: pd.DataFrame, state: OrderState) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows without item ids as a row for each item of their SKU; and the rows of records that have no such item.

    Adds `source_row`, the number of the row that a row was made of, and `of_sku`, whether it was made so. Items are
    those of the state, and those that other rows name; a row of the all-orders report names none that is not there.
    """
    rows = rows.assign(source_row=np.arange(len(rows)), of_sku=rows["by_sku"] & (rows["item_key"] == BLANK))
    by_sku = rows["by_sku"].to_numpy(bool)
    if not by_sku.any():
        return rows, rows.iloc[:0]
    of_sku = rows["of_sku"].to_numpy(bool)
    items = _items_of_skus(rows[~by_sku], state, rows["order_key"])
    wanted = rows[of_sku].drop(columns="item_key")
    expanded = wanted.merge(items, how="left", on=["order_key", "sku"], validate="many_to_many")
    without_item = [expanded.loc[expanded["item_key"].isna(), RECORD], _naming_nothing(rows[by_sku & ~of_sku], items)]
    unmatched = pd.concat(without_item)
    matched = expanded[~_is_of_records(expanded, unmatched)].astype({"item_key": "int64"})
    is_unmatched = by_sku & _is_of_records(rows, unmatched)
    return pd.concat([rows[~of_sku & ~is_unmatched], matched], ignore_index=True), rows[is_unmatched]


def _naming_nothing(named: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """The records of rows with an item id that none of these items has."""
    is_there = pd.MultiIndex.from_frame(named[_ITEM]).isin(pd.MultiIndex.from_frame(items[_ITEM]))
    return named.loc[~is_there, RECORD]


def _items_of_skus(item_rows: pd.DataFrame, state: OrderState, order_keys: pd.Series) -> pd.DataFrame:
    """The items of these orders with their SKU, each once: as they are known, else as a row names them."""
    columns = ["order_key", "sku", "item_key"]
    known = state.items.loc[state.items["order_key"].isin(order_keys), columns]
    named = item_rows.loc[~item_rows["cancels_line"], columns]
    both = pd.concat([known, named], ignore_index=True)
    return both.drop_duplicates(_ITEM)


def _is_of_records(rows: pd.DataFrame, records: pd.DataFrame) -> np.ndarray:
    """Which rows are of one of these records (feed, record)."""
    return pd.MultiIndex.from_frame(rows[RECORD]).isin(pd.MultiIndex.from_frame(records))
