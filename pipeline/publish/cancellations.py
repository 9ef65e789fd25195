"""What a run canceled, with what a seller needs to know of it. Order process, steps 2 and 4.4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model.order_state import statuses
from pipeline.model.sorted_keys import pair_positions, positions
from schemas import keys
from schemas.statuses import CAUSE, Status

if TYPE_CHECKING:
    from pipeline.model.order_state import OrderState

_BY_SKU = ["order_key", "sku"]


def canceled_items(before: OrderState, after: OrderState, gone: pd.DataFrame, stock: pd.DataFrame) -> pd.DataFrame:
    """The cancellations of a run as reports.canceled_orders takes them: ids, stock, who may be invited.

    before, after: the book around the run. gone, a row an item of a cancellation: order_key, item_key, sku, units,
    cause, at (UTC). stock: sku and balance after the run, a row a SKU. An order that was placed closed is not listed.
    """
    rows = gone[gone["cause"] != CAUSE["BeforeOurTime"]].reset_index(drop=True)
    order, item = rows["order_key"].to_numpy(), rows["item_key"].to_numpy()
    at = positions(after.orders["order_key"].to_numpy(), order)
    earlier = np.append(before.items["reported_run"].to_numpy(), 0)[pair_positions(before.items, order, item)]
    return rows.assign(
        order_id=after.orders["order_id"].take(at).array,
        order_item_id=keys.item_ids(item).array,
        reported_run=earlier,
        available=_available(rows["sku"], stock),
        may_invite=may_be_invited(after, stock).take(at).array,
    )


def may_be_invited(book: OrderState, stock: pd.DataFrame) -> pd.Series:
    """Whether the buyer of each order may be invited to order again: all of it is canceled and all of it is there.

    Never after fraud, and never for a SKU whose stock is not tracked. stock: sku, balance. Steps 2 and 4.4.
    """
    items = book.items[book.items["canceled"] > 0]
    needed = items.groupby(_BY_SKU, dropna=False, as_index=False)["canceled"].sum()
    there = (_available(needed["sku"], stock) >= needed["canceled"]).fillna(value=False).to_numpy(bool)
    lacking = needed.loc[~there, "order_key"]
    fraud = items.loc[items["cause"] == CAUSE["Fraud"], "order_key"]
    over = statuses(book.orders, book.items) == Status.CANCELED
    return over & ~book.orders["order_key"].isin(lacking) & ~book.orders["order_key"].isin(fraud)


def _available(sku: pd.Series, stock: pd.DataFrame) -> pd.Series:
    """What may be sold of each SKU, as published: never below 0, blank where it is not tracked. Int64."""
    published = stock.set_index("sku")["balance"].clip(lower=0).astype("Int64")
    return published.reindex(sku).set_axis(sku.index)
