"""What to look out for at an order that is still open; the same for one order and for all."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pandas as pd

from pipeline.lifecycle.deadlines import stale_from, warned_from
from pipeline.model.order_state import totals
from pipeline.model.ship_marks import orders_not_to_ship_yet
from schemas.statuses import CANCEL_ASKED, Status

LISTED_COLUMNS = [
    "order_key",
    "purchased",
    "verified",
    "paid_by",
    "cut_off",
    "waived",
    "latest_ship",
    "promise",
    "cancel_asked",
    "not_in_marketplace",
    "gone_from_pending",
]
"""The columns of orders that it takes to list them, beside the id (`order_id`)."""
LISTED_ITEM_COLUMNS = ["order_key", "sku", "ordered", "shipped", "canceled", "hold"]
"""The columns of items that it takes to list their orders."""


def order_flags(
    orders: pd.DataFrame, items: pd.DataFrame, status: pd.Series, as_of: pd.Timestamp, zone: ZoneInfo
) -> pd.DataFrame:
    """The flags of each order (frame `order_flags`), named as in schemas.wording.order_words.FLAG_WORDS.

    items: those of the orders, with the columns LISTED_ITEM_COLUMNS.
    A Pending order without a payment deadline is stale from the 30th day after its purchase (step 2.4).
    """
    is_pending = status == Status.PENDING
    is_to_ship = ~status.isin([Status.PENDING, Status.CANCELED]) & (totals(orders, items)["open"] > 0)
    is_on_the_verge = is_to_ship & ~orders["waived"] & (warned_from(orders["cut_off"], zone) <= as_of)
    is_stale = is_pending & orders["paid_by"].isna() & (stale_from(orders["purchased"], zone) <= as_of)
    return pd.DataFrame(
        {
            "do-not-ship-yet": orders_not_to_ship_yet(orders, items),
            "gone-from-pending": is_pending & orders["gone_from_pending"].notna(),
            "verge-of-cancellation": is_on_the_verge,
            "buyer-asked-to-cancel": (is_pending | is_to_ship) & (orders["cancel_asked"] == CANCEL_ASKED),
            "stale-pending": is_stale,
        },
        index=orders.index,
    )
