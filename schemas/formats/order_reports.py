"""The reports about orders and stock: the columns of each flat file, in order."""

from __future__ import annotations

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f

_EVENING = "2026-10-05T23:30:00+09:00"
_ORDER_EXTRAS = (
    *f.PAYMENT,
    f.SCHEDULED_START,
    f.SCHEDULED_END,
    f.POINTS_GRANTED,
    f.IS_PRIME,
)


ORDERS = Table(
    "orders",
    (
        f.ORDER_ID,
        f.ORDER_ITEM_ID,
        f.PURCHASE_DATE,
        f.PAYMENTS_DATE,
        *f.BUYER,
        f.SKU,
        f.PRODUCT_NAME,
        f.QUANTITY_PURCHASED,
        f.CURRENCY,
        f.ITEM_PRICE,
        f.ITEM_TAX,
        f.SHIPPING_PRICE,
        f.SHIPPING_TAX,
        f.SHIP_SERVICE_LEVEL,
        *f.RECIPIENT,
        f.SHIP_PHONE,
        *f.DELIVERY,
        *_ORDER_EXTRAS,
        f.ORDER_STATUS,
        f.BUYER_CANCEL,
        f.BUYER_CANCEL_REASON,
        f.GIFT_WRAP_PRICE,
        f.GIFT_WRAP_TAX,
        f.GIFT_WRAP_TYPE,
        f.GIFT_MESSAGE,
        f.ITEM_PROMOTION,
        f.SHIP_PROMOTION,
        f.IS_BUSINESS,
        f.PURCHASE_ORDER,
        f.LATEST_SHIP,
    ),
    feed=False,
    doc="Orders that left Pending and were not reported before, one row per item: new orders, not a pick list.",
    source="Orders report: 29 base columns, then columns that a Japanese seller can switch on",
)


UNSHIPPED = Table(
    "unshipped-orders",
    (
        f.ORDER_ID,
        f.ORDER_ITEM_ID,
        f.PURCHASE_DATE,
        f.PAYMENTS_DATE,
        Column("reporting-date", Kind.MOMENT, example=_EVENING, doc="`as_of` of the run that first reported the item."),
        Column("promise-date", Kind.MOMENT, example="2026-10-07T23:59:59+09:00", doc="Latest ship date."),
        Column(
            "days-past-promise", Kind.COUNT, example="1", doc="Calendar days since the promise; negative: days left."
        ),
        *f.BUYER,
        f.SKU,
        f.PRODUCT_NAME,
        f.QUANTITY_PURCHASED,
        Column("quantity-shipped", Kind.COUNT, example="1", doc="Units whose shipment is confirmed."),
        Column("quantity-to-ship", Kind.COUNT, example="1", doc="Units still to be shipped."),
        f.SHIP_SERVICE_LEVEL,
        *f.RECIPIENT,
        *_ORDER_EXTRAS,
        Column("verge-of-cancellation", Kind.FLAG, example="false", doc="The cut-off is seven days away or less."),
        Column("verge-of-lateShipment", Kind.FLAG, example="true", doc="The promise-date is today, tomorrow or past."),
        f.BUYER_CANCEL,
        f.BUYER_CANCEL_REASON,
        f.GIFT_WRAP_TYPE,
        f.GIFT_MESSAGE,
        f.IS_BUSINESS,
        f.PURCHASE_ORDER,
        Column(
            "check",
            longest=100,
            example="do-not-ship-yet",
            doc="`do-not-ship-yet` if its open units may not be shipped yet.",
        ),
    ),
    feed=False,
    doc="Every item of a verified order that is still to be shipped at `as_of`: pick and pack from this file.",
    source="Unshipped Orders report, the 32 columns of Japan, then columns that can be switched on",
)


PENDING = Table(
    "pending-orders",
    (
        f.ORDER_ID,
        f.ORDER_ITEM_ID,
        f.PURCHASE_DATE,
        f.SKU,
        f.PRODUCT_NAME,
        f.QUANTITY_PURCHASED,
        Column("payment-type", longest=50, example="CVS", doc="The payment method, if known."),
    ),
    feed=False,
    doc="Orders whose payment is not verified. Without buyer or address: nobody may act on them.",
    source="Pending orders report (Japan only), 7 columns",
)


INVENTORY = Table(
    "inventory",
    (
        f.SKU,
        Column("quantity", Kind.COUNT, example="8", doc="Units that may be sold; never below 0."),
        Column("reserved-pending", Kind.COUNT, example="1", doc="Units of orders whose payment is not verified."),
        Column("reserved-unshipped", Kind.COUNT, example="2", doc="Units of verified orders still to be shipped."),
        Column("listing", longest=20, example="active", doc="`active`, or `inactive` if the quantity is 0."),
        Column("last-fed-at", Kind.MOMENT, example=_EVENING, doc="When an inventory feed last contained the SKU."),
        Column("short-by", Kind.COUNT, example="3", doc="Units ordered beyond the stock."),
    ),
    feed=False,
    doc="The stock of every SKU that an inventory feed has ever contained.",
    source="own report",
)
