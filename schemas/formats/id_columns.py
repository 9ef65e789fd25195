"""The names of the columns that hold the order id and the item id, by feed format."""

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
    ALL_ORDERS.name: "order-item-id",
}
"""The column of the item id, by format; the other formats have none."""


def order_id_column(table: Table) -> str:
    """The column of the order id in a format."""
    return "amazon-order-id" if table is ALL_ORDERS else f.ORDER_ID.name
