"""What to keep an eye on after a run: orders that wait for something nobody has said yet. Counts and order ids."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from pipeline.model import instants
from pipeline.model.order_state import OrderState, is_priced, statuses
from pipeline.model.sorted_keys import pair_positions
from schemas.statuses import Status

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

STALE_DAYS = 30


def watchlist(book: OrderState, foreign: pd.DataFrame, as_of: pd.Timestamp, zone: ZoneInfo) -> dict[str, Any]:
    """The `watch` block of run.json: for each reason how many orders, and which.

    stale-pending: Pending for 30 days without a payment deadline (cases 17). unpriced: shipped or paid in advance
    before a price was known (cases 21). foreign: in an all-orders report and nobody's here (cases 24; column
    order_id). not-in-marketplace, gone-from-pending: missed by a snapshot (step 4.2).
    """
    orders, status = book.orders, statuses(book.orders, book.items)
    pending = status == Status.PENDING
    unshipped = status.isin([Status.UNSHIPPED, Status.PARTIALLY_SHIPPED])
    old = instants.start_of_day(orders["purchased"], zone, STALE_DAYS) <= as_of
    found = {
        "stale-pending": orders["order_id"][pending & orders["paid_by"].isna() & old],
        "unpriced": orders["order_id"][_unpriced(book)],
        "foreign": foreign["order_id"],
        "not-in-marketplace": orders["order_id"][unshipped & orders["not_in_marketplace"].notna()],
        "gone-from-pending": orders["order_id"][pending & orders["gone_from_pending"].notna()],
    }
    return {reason: _listed(ids) for reason, ids in found.items()}


def _unpriced(book: OrderState) -> np.ndarray:
    """Orders of which money waits for a price: of a parcel, or of what was paid in advance."""
    items = book.items.assign(known=is_priced(book.items))
    parcels = book.parcels[book.parcels["posted_run"] == 0]
    at = pair_positions(items, parcels["order_key"].to_numpy(), parcels["item_key"].to_numpy())
    shipped = parcels.loc[~items["known"].to_numpy()[at], "order_key"]
    blank = items.loc[~items["known"] & (items["captured"] == 0), "order_key"]
    ahead = book.orders["prepaid"] & book.orders["verified"].notna() & book.orders["order_key"].isin(blank)
    return (book.orders["order_key"].isin(shipped) | ahead).to_numpy()


def _listed(ids: pd.Series) -> dict[str, Any]:
    every = sorted(set(ids))
    return {"count": len(every), "orders": every}
