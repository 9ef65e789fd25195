"""What to keep an eye on after a run: orders that wait for something nobody has said yet. Counts and order ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.lifecycle import deadlines
from pipeline.model.order_state import OrderState, is_priced, open_units, statuses
from pipeline.model.ship_marks import orders_not_to_ship_yet
from pipeline.model.sorted_keys import pair_positions
from schemas.statuses import STATUSES_TO_SHIP, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from zoneinfo import ZoneInfo

    from schemas.order_ids import OrderIds


def watchlist(watched: Mapping[str, Iterable[str]]) -> dict[str, Any]:
    """The `watch` block of run.json: for each reason how many orders, and which."""
    return {reason: _entry(order_ids) for reason, order_ids in watched.items()}


def watched_orders(
    state: OrderState, foreign: pd.DataFrame, ids: OrderIds, as_of: pd.Timestamp, zone: ZoneInfo
) -> dict[str, list[str]]:
    """The ids of the orders to keep an eye on, by reason; one may be there twice. ids: of all orders.

    stale-pending: Pending for 30 days without a payment deadline (step 2.4). unpriced: verified before a price was
    known (steps 1.9 and 6.5). foreign: in an all-orders report, but of no order of this workspace (step 1.8.4;
    frame `foreign_records`). do-not-ship-yet: with something open that may not be shipped yet, for whatever reason
    (step 4.2.5). not-in-marketplace, gone-from-pending: missed by a snapshot (step 4.2).
    """
    orders = state.orders
    status = statuses(orders, state.items)
    is_pending = status == Status.PENDING
    is_unshipped = status.isin(STATUSES_TO_SHIP)
    is_old = deadlines.stale_from(orders["purchased"], zone) <= as_of
    order_keys = orders["order_key"].to_numpy()

    def of_orders(is_watched: pd.Series | np.ndarray) -> list[str]:
        return [str(text) for text in ids.texts(order_keys[np.asarray(is_watched)]).to_pylist()]

    return {
        "stale-pending": of_orders(is_pending & orders["paid_by"].isna() & is_old),
        "unpriced": of_orders(_is_unpriced(state)),
        "foreign": foreign["order_id"].to_list(),
        "do-not-ship-yet": of_orders(orders_not_to_ship_yet(orders, state.items)),
        "not-in-marketplace": of_orders(is_unshipped & orders["not_in_marketplace"].notna()),
        "gone-from-pending": of_orders(is_pending & orders["gone_from_pending"].notna()),
    }


def _is_unpriced(state: OrderState) -> np.ndarray:
    """Orders of which money waits for a price: of a shipment, of what was paid in advance, or of what may ship."""
    orders = state.orders
    items = state.items
    has_price = is_priced(items).to_numpy()
    shipments = state.parcels[state.parcels["posted_run"] == 0]
    item_pos = pair_positions(items, shipments["order_key"].to_numpy(), shipments["item_key"].to_numpy())
    with_unpriced_shipment = shipments.loc[~has_price[item_pos], "order_key"]
    with_unpriced_item = items.loc[~has_price & (items["captured"] == 0), "order_key"]
    open_without_price = items.loc[~has_price & (open_units(items) > 0), "order_key"]
    waits_for_capture = orders["prepaid"] & orders["order_key"].isin(with_unpriced_item)
    waits = orders["verified"].notna() & (waits_for_capture | orders["order_key"].isin(open_without_price))
    return (orders["order_key"].isin(with_unpriced_shipment) | waits).to_numpy()


def _entry(order_ids: Iterable[str]) -> dict[str, Any]:
    distinct = sorted(set(order_ids))
    return {"count": len(distinct), "orders": distinct}
