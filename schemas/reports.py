"""The reports that are published: the columns of each flat file, in order."""

from schemas import fields as f
from schemas.columns import Column, Kind, Table
from schemas.lists import LISTS

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
        Column("reporting-date", Kind.MOMENT, doc="`as_of` of the run that first reported the item."),
        Column("promise-date", Kind.MOMENT, doc="Latest ship date."),
        Column("days-past-promise", Kind.COUNT, doc="Calendar days since the promise; negative: days left."),
        *f.BUYER,
        f.SKU,
        f.PRODUCT_NAME,
        f.QUANTITY_PURCHASED,
        Column("quantity-shipped", Kind.COUNT),
        Column("quantity-to-ship", Kind.COUNT),
        f.SHIP_SERVICE_LEVEL,
        *f.RECIPIENT,
        *_ORDER_EXTRAS,
        Column("verge-of-cancellation", Kind.FLAG, doc="The cut-off is seven days away or less."),
        Column("verge-of-lateShipment", Kind.FLAG, doc="The promise is today, tomorrow or past."),
        f.BUYER_CANCEL,
        f.BUYER_CANCEL_REASON,
        f.GIFT_WRAP_TYPE,
        f.GIFT_MESSAGE,
        f.IS_BUSINESS,
        f.PURCHASE_ORDER,
        Column("check", doc="`do-not-ship-yet` where the marketplace no longer lists the order."),
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
        Column("payment-type", doc="The payment method, where known."),
    ),
    feed=False,
    doc="What was held back because payment is not verified. No buyer, no address: nobody may act on it.",
    source="Pending orders report (Japan only), 7 columns",
)

INVENTORY = Table(
    "inventory",
    (
        f.SKU,
        Column("quantity", Kind.COUNT, doc="What may be sold, never below 0."),
        Column("reserved-pending", Kind.COUNT, doc="Units of orders whose payment is not verified."),
        Column("reserved-unshipped", Kind.COUNT, doc="Units of verified orders still to be shipped."),
        Column("listing", doc="`active`, or `inactive` at 0."),
        Column("last-fed-at", Kind.MOMENT),
        Column("short-by", Kind.COUNT, doc="Units ordered beyond the stock."),
    ),
    feed=False,
    doc="Stock of every SKU that an inventory feed ever named.",
    source="own report",
)

SETTLEMENT = Table(
    "settlement",
    (
        Column("settlement-id"),
        Column("settlement-start-date"),
        Column("settlement-end-date"),
        Column("deposit-date"),
        Column("total-amount", Kind.YEN),
        Column("currency"),
        Column("transaction-type"),
        Column("order-id"),
        Column("merchant-order-id"),
        Column("adjustment-id"),
        Column("shipment-id"),
        Column("marketplace-name"),
        Column("amount-type"),
        Column("amount-description"),
        Column("amount", Kind.YEN),
        Column("fulfillment-id"),
        Column("posted-date"),
        Column("posted-date-time"),
        Column("order-item-code"),
        Column("merchant-order-item-id"),
        Column("merchant-adjustment-item-id"),
        Column("sku"),
        Column("quantity-purchased", Kind.COUNT),
        Column("promotion-id"),
    ),
    feed=False,
    doc="What is paid for a period: a summary row, then a row an amount. total-amount is the sum of amount.",
    source="settlement report, flat file V2: 24 columns",
)

PROCESSING = Table(
    "processing report",
    (
        Column("original-record-number", Kind.COUNT),
        Column("order-id"),
        Column("order-item-id"),
        Column("error-code"),
        Column("error-type"),
        Column("error-message"),
        Column("line", Kind.COUNT, doc="Physical line of the feed."),
    ),
    feed=False,
    doc="The answer to one feed: a summary block, then a row for each thing to say about a record.",
    source="text form of the processing report",
)

PAYOUTS = Table(
    "payouts",
    (
        Column("workspace", doc="The folder of the seller, below the one that holds all."),
        Column("seller-id", doc="`seller.id` of the settings."),
        Column("settlement-id"),
        Column("period-start", Kind.MOMENT),
        Column("period-end", Kind.MOMENT),
        Column("total-amount", Kind.YEN, doc="What is paid for the period."),
        Column("currency"),
        Column("deposit-date", Kind.MOMENT),
        Column("run", Kind.COUNT, doc="The run that closed the period."),
    ),
    feed=False,
    doc="What sellers are paid, a row a closed settlement with a deposit, by `run --all`; dates in the zone of each.",
    source="own report",
)

REPORTS = (ORDERS, UNSHIPPED, PENDING, INVENTORY, SETTLEMENT, PROCESSING, PAYOUTS, *LISTS)
BY_NAME = {table.name: table for table in REPORTS}
