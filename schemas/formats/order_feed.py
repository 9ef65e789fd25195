"""The order feed: new orders, and news about known ones. Order process, step 1."""

from __future__ import annotations

from schemas.columns import Table
from schemas.formats import fields as f
from schemas.formats import other_columns

ORDERS = Table(
    "order feed",
    (
        f.ORDER_ID,
        f.ORDER_ITEM_ID.as_required(),
        f.PURCHASE_DATE.as_required(),
        f.PAYMENTS_DATE,
        *f.BUYER,
        f.SKU.as_required(),
        f.PRODUCT_NAME,
        f.QUANTITY_PURCHASED.as_required(),
        f.CURRENCY,
        f.ITEM_PRICE,
        f.ITEM_TAX,
        f.SHIPPING_PRICE,
        f.SHIPPING_TAX,
        f.GIFT_WRAP_PRICE,
        f.GIFT_WRAP_TAX,
        f.SHIP_SERVICE_LEVEL,
        *f.RECIPIENT,
        f.SHIP_PHONE,
        *f.DELIVERY,
        *f.PAYMENT,
        f.SCHEDULED_START,
        f.SCHEDULED_END,
        f.POINTS_GRANTED,
        f.IS_PRIME,
        f.ORDER_STATUS,
        f.BUYER_CANCEL,
        f.BUYER_CANCEL_REASON,
        f.GIFT_WRAP_TYPE,
        f.GIFT_MESSAGE,
        f.ITEM_PROMOTION,
        f.ITEM_PROMOTION_ID,
        f.SHIP_PROMOTION,
        f.SHIP_PROMOTION_ID,
        f.IS_BUSINESS,
        f.PURCHASE_ORDER,
        f.EARLIEST_SHIP,
        f.LATEST_SHIP,
        f.EARLIEST_DELIVERY,
        f.LATEST_DELIVERY,
        f.PAYMENT_DEADLINE,
        f.LAST_UPDATED,
        f.CANCELLATION_CAUSE,
        f.SHIP_SERVICE_NAME,
        f.SALES_CHANNEL,
        f.ADDRESS_TYPE,
        f.PRICE_DESIGNATION,
        f.NUMBER_OF_ITEMS,
        f.TAX_MODEL,
        f.SIGNATURE,
        f.PAYMENT_DETAILS,
        f.IS_REPLACEMENT,
    ),
    anchor=("order-id",),
    markers=("purchase-date", "quantity-purchased"),
    excluded=("quantity-to-ship", "payment-type", "amazon-order-id"),
    message="OrderReport",
    other_columns=other_columns.ORDER_REPORTS,
    from_marketplace=True,
    key=("order-id", "order-item-id"),
    keeps_long_texts=True,
    doc="New orders, and news about known ones, one row per order item. The Orders report can be read as one, too.",
    source="Orders report columns: order-reports-attributes and the Japanese Order Report help page; XML: OrderReport",
)


ADDRESS_LINES = (f.SHIP_ADDRESS_1.name, f.SHIP_ADDRESS_2.name, f.SHIP_ADDRESS_3.name)
"""The lines of an address: a verified order must have one of them."""
JAPAN = ("", "JP", "JAPAN", "日本")
"""What stands for Japan as a country, in capitals: an address without a country is a Japanese one."""
