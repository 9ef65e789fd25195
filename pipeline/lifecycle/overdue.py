"""Steps 2 and 4.3, the clock rules: orders past their payment deadline or their cut-off are canceled.

Of three orders one was never paid, one was not shipped in time, and one is shipped:

>>> moments = pd.to_datetime(["2026-10-11T15:00Z", "2026-11-04T15:00Z", "2026-11-04T15:00Z"])
>>> paid = pd.to_datetime([None, "2026-10-05T01:00Z", "2026-10-05T01:00Z"])
>>> orders = pd.DataFrame({"order_key": [1, 2, 3], "verified": paid, "paid_by": moments, "cut_off": moments})
>>> items = pd.DataFrame({"order_key": [1, 2, 3], "item_key": 7, "sku": "TEA", "ordered": 2, "canceled": 0})
>>> state = replace(
...     OrderState.empty(), orders=orders.assign(waived=False), items=items.assign(shipped=[0, 0, 2])
... )
>>> overdue_units(state, pd.Timestamp("2026-11-05T00:00Z"))[["order_key", "units"]].values.tolist()
[[1, 2], [2, 2]]
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, open_units, statuses
from pipeline.model.sorted_keys import positions
from schemas.frame_checks import check_frames
from schemas.statuses import CAUSE, STATUSES_TO_SHIP, Status

NO_GRACE = pd.Timedelta(0)


def overdue_units(state: OrderState, as_of: pd.Timestamp, grace: pd.Timedelta = NO_GRACE) -> pd.DataFrame:
    """The clock rules: what `as_of` ends (frame `overdue_units`).

    A Pending order past its payment deadline and `grace` is canceled (PaymentDeadline, step 2); what a verified order
    still has open past its cut-off is canceled (ConfirmationDeadline, step 4.3), unless the cut-off is waived.
    """
    orders = state.orders
    items = state.items
    cause = overdue_causes(orders, statuses(orders, items), as_of, grace).to_numpy()
    order_pos = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    items = items.assign(units=open_units(items), cause=cause[order_pos])
    is_ended = (items["cause"] > 0) & (items["units"] > 0)
    return items.loc[is_ended, ["order_key", "item_key", "sku", "units", "cause"]]


def overdue_causes(
    orders: pd.DataFrame, status: pd.Series, as_of: pd.Timestamp, grace: pd.Timedelta = NO_GRACE
) -> pd.Series:
    """The number of the cause for which the clock cancels each order at `as_of`, 0 where nothing is overdue (int64)."""
    is_unpaid = (status == Status.PENDING) & (orders["paid_by"] + grace < as_of)
    is_to_ship = status.isin(STATUSES_TO_SHIP)
    is_unshipped = is_to_ship & (orders["cut_off"] < as_of) & ~orders["waived"]
    cause = np.select([is_unpaid, is_unshipped], [CAUSE["PaymentDeadline"], CAUSE["ConfirmationDeadline"]], 0)
    return pd.Series(cause, orders.index, dtype="int64")


def cancel_overdue(state: OrderState, overdue: pd.DataFrame, as_of: pd.Timestamp) -> OrderState:
    """The state after the clock rules: `overdue_units`, by the index of their items, are canceled at `as_of`."""
    check_frames(overdue_units=overdue)
    if overdue.empty:
        return state
    return replace(
        state,
        orders=_cancel_orders(state.orders, overdue, as_of),
        items=_cancel_items(state.items, overdue, as_of),
    )


def _cancel_items(items: pd.DataFrame, overdue: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    is_canceled = items.index.isin(overdue.index)
    units = overdue["units"].reindex(items.index, fill_value=0)
    cause = overdue["cause"].reindex(items.index, fill_value=0)
    return items.assign(
        canceled=items["canceled"] + units,
        presumed=items["presumed"] + units,
        cause=items["cause"].where(~is_canceled, cause),
        canceled_at=items["canceled_at"].where(~is_canceled, as_of),
    )


def _cancel_orders(orders: pd.DataFrame, overdue: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    cause_by_order = overdue.groupby("order_key", dropna=False)["cause"].first()
    is_canceled = orders["order_key"].isin(cause_by_order.index)
    cause = orders["order_key"].map(cause_by_order).fillna(0).astype("int64")
    return orders.assign(
        cause=orders["cause"].where(~is_canceled, cause),
        canceled_at=orders["canceled_at"].where(~is_canceled, as_of),
        canceled_by_line=orders["canceled_by_line"] & ~is_canceled,
    )
