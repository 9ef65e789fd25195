"""The feeds that are read: one declaration a format drives recognising, parsing, checking, refusing and the docs."""

from schemas.columns import Column, Kind, Table
from schemas.formats import fields as f
from schemas.formats.inventory_feed import INVENTORY
from schemas.formats.marketplace_reports import ALL_ORDERS, PENDING, UNSHIPPED
from schemas.formats.refund_feed import REFUNDS
from schemas.statuses import SELLER_REASONS

ORDERS = Table(
    "order feed",
    (
        f.ORDER_ID,
        f.ORDER_ITEM_ID.needed(),
        f.PURCHASE_DATE.needed(),
        f.PAYMENTS_DATE,
        *f.BUYER,
        f.SKU.needed(),
        f.PRODUCT_NAME,
        f.QUANTITY_PURCHASED.needed(),
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
    ),
    anchor=("order-id",),
    signs=("purchase-date", "quantity-purchased"),
    never=("quantity-to-ship", "payment-type", "amazon-order-id"),
    message="OrderReport",
    key=("order-id", "order-item-id"),
    doc="New orders and what is known of old ones, a row an order item; the Orders report itself reads back as one.",
    source="Orders report columns: order-reports-attributes and the Japanese Order Report help page; XML: OrderReport",
)

PAYMENTS = Table(
    "payments",
    (
        f.ORDER_ID,
        Column(
            "payment-status",
            Kind.CHOICE,
            required=True,
            example="Verified",
            choices=("Verified", "Pending", "Retrying", "Declined", "Failed", "Fraud"),
        ),
        Column("payment-date", Kind.MOMENT, example="2026-10-06T12:00:00+09:00", doc="Empty: when the file came."),
        Column("payment-reference", longest=100, example="PAY-0001"),
    ),
    anchor=("order-id",),
    signs=("payment-status",),
    key=("order-id", "payment-reference|payment-date"),
    doc="What became of the payment of an order (order process, step 2).",
    source="own format",
)

ADDRESS_CHANGES = Table(
    "address change",
    (
        f.ORDER_ID,
        Column(
            "requested-by",
            Kind.CHOICE,
            choices=("buyer", "customer-service"),
            spellings=(("customer service", "customer-service"),),
            example="buyer",
            doc="Who asked; must be filled (70008).",
        ),
        Column(
            "message-id",
            longest=100,
            example="MSG-0001",
            doc="The message that says so; must be filled (70008).",
        ),
        Column("requested-at", Kind.MOMENT, example="2026-10-05T12:00:00+09:00"),
        f.RECIPIENT_NAME.needed(),
        f.SHIP_ADDRESS_1.needed(),
        f.SHIP_ADDRESS_2,
        f.SHIP_ADDRESS_3,
        f.SHIP_CITY,
        f.SHIP_STATE,
        f.SHIP_POSTAL_CODE.needed(),
        f.SHIP_COUNTRY,
        f.SHIP_PHONE,
    ),
    anchor=("order-id",),
    signs=("requested-by", "message-id", "recipient-name", "ship-address-1"),
    never=(
        *("amazon-order-id", "purchase-date", "quantity-purchased", "quantity-to-ship", "payment-status"),
        *("ship-date", "carrier-code", "carrier-name", "tracking-number"),
        *("cancellation-reason-code", "amazon-order-item-code"),
    ),
    key=("order-id", "message-id"),
    doc="Somebody who may asks to send an order elsewhere: the address is replaced whole (order process, step 4.3).",
    source="own format",
)

_OWN_ID = Column(
    "merchant-order-id",
    longest=50,
    xml="MerchantOrderID",
    example="M-0001",
    doc="The seller's own id, once acknowledged; names the order where order-id is empty.",
)

CONFIRMATIONS = Table(
    "shipment confirmation",
    (
        f.ORDER_ID.unless("merchant-order-id"),
        f.ORDER_ITEM_ID,
        Column("quantity", Kind.COUNT, label="出荷数", xml="Item/Quantity", example="2", doc="Empty: all still open."),
        Column(
            "ship-date", Kind.DAY_OR_MOMENT, required=True, label="出荷日", xml="FulfillmentDate", example="2026-10-06"
        ),
        Column("carrier-code", longest=50, label="配送業者コード", xml="FulfillmentData/CarrierCode", example="YAMATO"),
        Column(
            "carrier-name",
            longest=50,
            label="配送業者名",
            xml="FulfillmentData/CarrierName",
            example="ヤマト運輸",
            doc="Must be filled when the code is Other.",
        ),
        Column(
            "tracking-number",
            longest=50,
            label="お問い合わせ伝票番号",
            xml="FulfillmentData/ShipperTrackingNumber",
            example="0000-0000-0001",
        ),
        Column("ship-method", longest=50, label="配送方法", xml="FulfillmentData/ShippingMethod", example="宅急便"),
        Column(
            "cod-collection-method",
            Kind.CHOICE,
            label="代金引換",
            choices=("DirectPayment",),
            xml="CODCollectionMethod",
            example="DirectPayment",
        ),
        _OWN_ID,
        Column(
            "parcel-id",
            longest=50,
            xml="MerchantFulfillmentID",
            example="1001",
            doc="Names the parcel; empty: tracking number.",
        ),
        *(
            Column(name, private=True, longest=200, example=example, doc="Not used.")
            for name, example in (
                ("transparency-code", "T-0001"),
                ("ship-from-address-name", "見本倉庫"),
                ("ship-from-address-line1", "見本町9-9-9"),
                ("ship-from-address-line2", "見本ビル2階"),
                ("ship-from-address-line3", "第1棟"),
                ("ship-from-address-city", "見本市"),
                ("ship-from-address-county", "見本郡"),
                ("ship-from-address-state-or-region", "東京都"),
                ("ship-from-address-postalcode", "000-0009"),
                ("ship-from-address-countrycode", "JP"),
                ("ship-from-supply-source-id", "SOURCE-0001"),
            )
        ),
    ),
    anchor=("order-id",),
    signs=("ship-date", "carrier-code", "carrier-name", "tracking-number"),
    never=("purchase-date",),
    template="OrderFulfillment",
    message="OrderFulfillment",
    key=(
        "order-id|merchant-order-id",
        "order-item-id",
        "parcel-id|tracking-number|ship-date+carrier-code+carrier-name+quantity",
    ),
    one_of=(("carrier-code", "carrier-name"),),
    doc="The seller confirms that a parcel has left (order process, step 4.3).",
    source="seller help G641, the Japanese three-header template; XML: OrderFulfillment",
)

CANCELLATIONS = Table(
    "cancellation",
    (
        f.ORDER_ID.unless("merchant-order-id"),
        _OWN_ID,
        Column(
            "status-code",
            Kind.CHOICE,
            choices=("Success", "Failure"),
            xml="StatusCode",
            example="Failure",
            doc="XML only: Success links the seller's own order id, Failure cancels. Empty: Failure.",
        ),
        Column(
            "cancellation-reason-code",
            Kind.CHOICE,
            choices=SELLER_REASONS,
            xml="Item/CancelReason",
            spellings=(("BuyerCancelled", "BuyerCanceled"),),
            example="NoInventory",
        ),
        f.ORDER_ITEM_ID.named("amazon-order-item-code", label=""),
        Column("quantity", Kind.COUNT, xml="Item/Quantity", example="1", doc="Empty: all still open."),
    ),
    anchor=("order-id",),
    signs=("cancellation-reason-code", "amazon-order-item-code"),
    template="OrderCancellation",
    message="OrderAcknowledgement",
    key=("order-id|merchant-order-id", "amazon-order-item-code"),
    doc="The seller cancels an order or items of it (order process, step 4.4).",
    source="order cancellation template; XML: OrderAcknowledgement",
)

FEEDS = (
    *(ORDERS, UNSHIPPED, PENDING, ALL_ORDERS),
    *(PAYMENTS, ADDRESS_CHANGES, CONFIRMATIONS, CANCELLATIONS, REFUNDS, INVENTORY),
)
BY_NAME = {table.name: table for table in FEEDS}

ADDED = ("line", "code", "error", "refused")
"""The four columns that a file of refused records has beside the feed's own; known in every format."""

SELLER_ID = "seller-id"
"""The seller whom a row of a flat file belongs to; known in every format. Blank: the seller of the workspace."""

REFUSED = ADDED[-1]
"""Names the refusal that a record corrects: run, feed and record. Kept beside the text, it never counts as a value."""

VERIFIED_NEEDS = ("currency", "item-price", "recipient-name", "ship-address-1", "ship-postal-code")
"""What an order record with a verified status must hold beside the required columns."""
