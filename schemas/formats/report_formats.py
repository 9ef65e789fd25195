"""The reports that are published: the columns of each flat file, in order."""

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f
from schemas.formats.run_lists import LISTS

_ORDER = f.ORDER_ID.example
_EVENING = "2026-10-05T23:30:00+09:00"
_START, _CLOSE = "2026-09-28T00:00:00+09:00", "2026-10-12T00:00:00+09:00"
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
    doc="Orders that left Pending and were not reported before, a row an item: new orders, not a pick list.",
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
        Column("quantity-shipped", Kind.COUNT, example="1", doc="Units confirmed."),
        Column("quantity-to-ship", Kind.COUNT, example="1", doc="Units still to be shipped."),
        f.SHIP_SERVICE_LEVEL,
        *f.RECIPIENT,
        *_ORDER_EXTRAS,
        Column("verge-of-cancellation", Kind.FLAG, example="false", doc="The cut-off is seven days away or less."),
        Column("verge-of-lateShipment", Kind.FLAG, example="true", doc="The promise is today, tomorrow or past."),
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
            doc="`do-not-ship-yet` where the marketplace no longer lists the order.",
        ),
    ),
    feed=False,
    doc="Everything verified that is still to be shipped at `as_of`: the file to pick and pack from.",
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
        Column("payment-type", longest=50, example="CVS", doc="The payment method, where known."),
    ),
    feed=False,
    doc="What was held back because payment is not verified. No buyer, no address: nobody may act on it.",
    source="Pending orders report (Japan only), 7 columns",
)

INVENTORY = Table(
    "inventory",
    (
        f.SKU,
        Column("quantity", Kind.COUNT, example="8", doc="What may be sold, never below 0."),
        Column("reserved-pending", Kind.COUNT, example="1", doc="Units of orders whose payment is not verified."),
        Column("reserved-unshipped", Kind.COUNT, example="2", doc="Units of verified orders still to be shipped."),
        Column("listing", longest=20, example="active", doc="`active`, or `inactive` at 0."),
        Column("last-fed-at", Kind.MOMENT, example=_EVENING, doc="When an inventory feed last named it."),
        Column("short-by", Kind.COUNT, example="3", doc="Units ordered beyond the stock."),
    ),
    feed=False,
    doc="Stock of every SKU that an inventory feed ever named.",
    source="own report",
)

SETTLEMENT = Table(
    "settlement",
    (
        Column("settlement-id", longest=50, example="OM-20261012"),
        Column(
            "settlement-start-date",
            longest=40,
            example="2026-09-27 15:00:00 UTC",
            doc="Of the period; in the summary row alone.",
        ),
        Column(
            "settlement-end-date",
            longest=40,
            example="2026-10-11 15:00:00 UTC",
            doc="Of the period; in the summary row alone.",
        ),
        Column("deposit-date", longest=40, example="2026-10-13 15:00:00 UTC", doc="In the summary row alone."),
        Column("total-amount", Kind.YEN, example="33245", doc="The sum of all amounts; in the summary row alone."),
        f.CURRENCY,
        Column("transaction-type", longest=100, example="Order"),
        Column("order-id", longest=19, example=_ORDER),
        Column("merchant-order-id", longest=50, example="M-0001"),
        Column(
            "adjustment-id",
            longest=100,
            example="C-999-0000001-0000017-99900000001701-refund-1",
            doc="Of a refund: the charge-id of its row in charges.tsv.",
        ),
        Column("shipment-id", longest=100, example="1"),
        Column("marketplace-name", longest=100, example="Amazon.co.jp"),
        Column("amount-type", longest=100, example="ItemPrice"),
        Column("amount-description", longest=100, example="Principal"),
        Column("amount", Kind.YEN, example="2000", doc="To the seller; negative: from the seller."),
        Column("fulfillment-id", longest=100, example="MFN"),
        Column("posted-date", longest=40, example="2026-10-06"),
        Column("posted-date-time", longest=40, example="2026-10-06 10:40:00 UTC"),
        Column("order-item-code", longest=14, example="00000000000101"),
        Column("merchant-order-item-id", longest=50, example="M-0001-1"),
        Column(
            "merchant-adjustment-item-id",
            longest=50,
            example="MA-0001-1",
            doc="Of a refund: the id that the seller gave it.",
        ),
        f.SKU,
        Column("quantity-purchased", Kind.COUNT, example="2", doc="Units of the parcel."),
        Column("promotion-id", longest=500, example="PROMO-0001"),
    ),
    feed=False,
    doc="What is paid for a period: a summary row, then a row an amount. total-amount is the sum of amount.",
    source="settlement report, flat file V2: 24 columns",
)

PROCESSING = Table(
    "processing report",
    (
        Column("original-record-number", Kind.COUNT, example="1", doc="Of the feed, from 1; 0: the file itself."),
        Column("order-id", longest=40, example=_ORDER),
        Column("order-item-id", longest=40, example="00000000000101"),
        Column("error-code", longest=10, example="70101"),
        Column("error-type", longest=20, example="Error", doc="Fatal, Error, Warning or Info."),
        Column("error-message", longest=1000, example="sku is empty. Fill it in and drop again"),
        Column("line", Kind.COUNT, example="2", doc="Physical line of the feed."),
    ),
    feed=False,
    doc="The answer to one feed: a summary block, then a row for each thing to say about a record.",
    source="text form of the processing report",
)

PAYOUTS = Table(
    "payouts",
    (
        Column("workspace", longest=4096, example="shops/mihon", doc="The folder of the seller, below that of all."),
        Column("seller-id", longest=50, example="M-SAMPLE-0001", doc="`seller.id` of the settings."),
        Column("settlement-id", longest=50, example="OM-20261012"),
        Column("period-start", Kind.MOMENT, example=_START),
        Column("period-end", Kind.MOMENT, example=_CLOSE),
        Column("total-amount", Kind.YEN, example="33245", doc="What is paid for the period."),
        f.CURRENCY,
        Column("deposit-date", Kind.MOMENT, example="2026-10-14T00:00:00+09:00"),
        Column("run", Kind.COUNT, example="8", doc="The run that closed the period."),
    ),
    feed=False,
    doc="What sellers are paid, a row a closed settlement with a deposit, by `run --all`; dates in the zone of each.",
    source="own report",
)

REPORTS = (ORDERS, UNSHIPPED, PENDING, INVENTORY, SETTLEMENT, PROCESSING, PAYOUTS, *LISTS)
BY_NAME = {table.name: table for table in REPORTS}
