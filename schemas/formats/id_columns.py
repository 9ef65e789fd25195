"""What each feed format calls the id of the order and that of the item."""

from __future__ import annotations

from schemas.columns import Table
from schemas.formats import fields as f
from schemas.formats.cancellation_feed import CANCELLATIONS
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.marketplace_reports import ALL_ORDERS, PENDING, UNSHIPPED
from schemas.formats.order_feed import ORDERS
from schemas.formats.refund_feed import REFUNDS

ITEM_ID_COLUMN = {
    ORDERS.name: "order-item-id",
    CONFIRMATIONS.name: "order-item-id",
    CANCELLATIONS.name: "amazon-order-item-code",
    REFUNDS.name: "order-item-id",
    UNSHIPPED.name: "order-item-id",
    PENDING.name: "order-item-id",
}
"""The column of the item id, by format; the others name no item."""


def order_id_column(table: Table) -> str:
    """What a format calls the order id."""
    return "amazon-order-id" if table is ALL_ORDERS else f.ORDER_ID.name
