"""What a run canceled, with what a seller needs to know of it. Order process, steps 2 and 4.4."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model.order_state import statuses
from pipeline.model.sorted_keys import pair_positions, positions
from schemas.statuses import CAUSE, Status
from schemas.stored_frames import conform, empty
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from pipeline.model.order_state import OrderState

_BY_SKU = ["order_key", "sku"]


def cancellation_rows(
    before: OrderState, after: OrderState, canceled: pd.DataFrame, stock: pd.DataFrame, run: int
) -> pd.DataFrame:
    """The cancellations of a run with what a seller needs to know of them (frame `canceled`)."""
    if canceled.empty:
        return empty("canceled")
    rows = canceled_items(before, after, canceled, stock)
    return conform("canceled", rows.assign(run=run, available=rows["available"].fillna(BLANK)))


def canceled_items(before: OrderState, after: OrderState, canceled: pd.DataFrame, stock: pd.DataFrame) -> pd.DataFrame:
    """The cancellations of a run with what is in stock, and whether the buyer may be invited.

    before, after: the state around the run. canceled: frame `cancellations`. stock: frame `stock`, after the run. An
    order that was placed closed is not listed.
    """
    rows = canceled[canceled["cause"] != CAUSE["BeforeOurTime"]].reset_index(drop=True)
    order_keys = rows["order_key"].to_numpy()
    item_keys = rows["item_key"].to_numpy()
    order_pos = positions(after.orders["order_key"].to_numpy(), order_keys)
    item_pos = pair_positions(before.items, order_keys, item_keys)
    # A new item has position -1: the 0 at the end says that no run has reported it.
    reported_run = np.append(before.items["reported_run"].to_numpy(), 0)[item_pos]
    return rows.assign(
        reported_run=reported_run,
        available=_available(rows["sku"], stock),
        may_invite=may_be_invited(after, stock).take(order_pos).array,
    )


def may_be_invited(state: OrderState, stock: pd.DataFrame) -> pd.Series:
    """Whether the buyer of each order may be invited to order again: all of it is canceled and all of it is there.

    Never after fraud, and never for a SKU whose stock is not tracked. stock: sku, balance. Steps 2 and 4.4.
    """
    items = state.items[state.items["canceled"] > 0]
    needed = items.groupby(_BY_SKU, dropna=False, as_index=False)["canceled"].sum()
    is_in_stock = (_available(needed["sku"], stock) >= needed["canceled"]).fillna(value=False).to_numpy(bool)
    lacking = needed.loc[~is_in_stock, "order_key"]
    fraud = items.loc[items["cause"] == CAUSE["Fraud"], "order_key"]
    is_canceled = statuses(state.orders, state.items) == Status.CANCELED
    order_keys = state.orders["order_key"]
    return is_canceled & ~order_keys.isin(lacking) & ~order_keys.isin(fraud)


def _available(sku: pd.Series, stock: pd.DataFrame) -> pd.Series:
    """What may be sold of each SKU, as published: never below 0, blank where it is not tracked. Int64."""
    published = stock.set_index("sku")["balance"].clip(lower=0).astype("Int64")
    return published.reindex(sku).set_axis(sku.index)
