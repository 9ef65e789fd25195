"""The columns that several formats share, each declared once. Paths are those of the XML OrderReport."""

from dataclasses import replace

from schemas.columns import CURRENCY as YEN_CODE
from schemas.columns import FIRST_INSTANT, MOST_YEN, UNKNOWN, Column, Kind
from schemas.statuses import STATUS_TEXT

ORDER_ID = Column(
    "order-id",
    Kind.ORDER_ID,
    required=True,
    label="注文番号",
    xml="AmazonOrderID",
    example="999-0000001-0000001",
    doc="Order id: groups of 3, 7 and 7 characters.",
)
MERCHANT_ORDER_ID = Column(
    "merchant-order-id",
    longest=50,
    xml="MerchantOrderID",
    example="M-0001",
    doc="The seller's own order id, once acknowledged; identifies the order if order-id is empty.",
)
ORDER_ITEM_ID = Column(
    "order-item-id",
    Kind.ITEM_ID,
    label="注文商品番号",
    xml="Item/AmazonOrderItemCode",
    example="00000000000101",
    doc="Order item id: 14 or 15 digits, with leading zeros.",
)
PURCHASE_DATE = Column(
    "purchase-date",
    Kind.MOMENT,
    xml="OrderDate",
    day_alone=FIRST_INSTANT,
    example="2026-10-05T10:00:00+09:00",
    doc="When the order was placed.",
)
PAYMENTS_DATE = Column(
    "payments-date",
    Kind.MOMENT,
    xml="OrderPostedDate",
    day_alone=FIRST_INSTANT,
    example="2026-10-05T10:05:00+09:00",
    doc="When payment was verified; empty while the order is Pending.",
)
BUYER_EMAIL = Column(
    "buyer-email", private=True, longest=320, xml="BillingData/BuyerEmailAddress", example="taro@example.invalid"
)
BUYER_NAME = Column("buyer-name", private=True, longest=50, xml="BillingData/BuyerName", example="見本 太郎")
BUYER_PHONE = Column(
    "buyer-phone-number", private=True, longest=50, xml="BillingData/BuyerPhoneNumber", example="000-0000-0001"
)
SKU = Column("sku", longest=40, xml="Item/SKU", example="TEA-001", doc="The seller's own article number; always text.")
PRODUCT_NAME = Column("product-name", longest=500, xml="Item/Title", example="煎茶 100g")
QUANTITY_PURCHASED = Column(
    "quantity-purchased", Kind.COUNT, least=0, xml="Item/Quantity", example="2", doc="Units ordered; 0: canceled."
)
CURRENCY = Column(
    "currency", Kind.CHOICE, choices=(YEN_CODE,), xml="Item/ItemPrice/Component/Amount@currency", example=YEN_CODE
)


def yen(name: str, example: str, xml: str = "", doc: str = "", least: int = 0) -> Column:
    """A column of whole yen: the total of the line, not the price of one unit."""
    return Column(name, Kind.YEN, least=least, xml=xml, doc=doc, example=example)


ITEM_PRICE = yen("item-price", "2160", "Item/ItemPrice/Component[Principal]/Amount", "Total of the line, tax included.")
ITEM_TAX = yen("item-tax", "0", "Item/ItemPrice/Component[Tax]/Amount", "Not used in Japan: the price includes tax.")
SHIPPING_PRICE = yen("shipping-price", "550", "Item/ItemPrice/Component[Shipping]/Amount", "Tax included.")
SHIPPING_TAX = yen("shipping-tax", "0", "Item/ItemPrice/Component[ShippingTax]/Amount", "Not used in Japan.")
GIFT_WRAP_PRICE = yen("gift-wrap-price", "330", "Item/ItemPrice/Component[GiftWrap]/Amount", "Tax included.")
GIFT_WRAP_TAX = yen("gift-wrap-tax", "0", "Item/ItemPrice/Component[GiftWrapTax]/Amount", "Not used in Japan.")
SHIP_SERVICE_LEVEL = Column(
    "ship-service-level", longest=50, xml="FulfillmentData/FulfillmentServiceLevel", example="Standard"
)
RECIPIENT_NAME = Column(
    "recipient-name", private=True, longest=50, xml="FulfillmentData/Address/Name", example="見本 太郎"
)


def _address(name: str, leaf: str, longest: int, example: str) -> Column:
    return Column(name, private=True, longest=longest, xml=f"FulfillmentData/Address/{leaf}", example=example)


SHIP_ADDRESS_1 = _address("ship-address-1", "AddressFieldOne", 60, "見本町1-2-3")
SHIP_ADDRESS_2 = _address("ship-address-2", "AddressFieldTwo", 60, "見本荘101")
SHIP_ADDRESS_3 = _address("ship-address-3", "AddressFieldThree", 60, "株式会社見本")
SHIP_CITY = _address("ship-city", "City", 50, "見本市")
SHIP_STATE = _address("ship-state", "StateOrRegion", 50, "東京都")
SHIP_POSTAL_CODE = _address("ship-postal-code", "PostalCode", 20, "000-0001")
SHIP_COUNTRY = _address("ship-country", "CountryCode", 2, "JP")
SHIP_PHONE = _address("ship-phone-number", "PhoneNumber", 50, "000-0000-0001")


def _delivery(name: str, leaf: str, example: str) -> Column:
    return Column(name, longest=100, xml=f"Item/{leaf}", doc="Usually empty.", example=example)


DELIVERY_START = _delivery("delivery-start-date", "DeliveryStartDate", "2026-10-08T09:00:00+09:00")
DELIVERY_END = _delivery("delivery-end-date", "DeliveryEndDate", "2026-10-10T21:00:00+09:00")
DELIVERY_ZONE = _delivery("delivery-time-zone", "DeliveryTimeZone", "Asia/Tokyo")
DELIVERY_INSTRUCTIONS = Column(
    "delivery-Instructions", private=True, longest=500, xml="Item/DeliveryInstructions", example="置き配希望"
)
PAYMENT_METHOD = Column(
    "payment-method",
    longest=50,
    example="CVS",
    doc="CVS, BankTransfer and the like are paid in advance, all others at shipment.",
)
COD_COLLECTIBLE = yen(
    "cod-collectible-amount", "3040", "BillingData/CODCollectibleAmount", "Amount to collect on delivery."
)
ALREADY_PAID = yen("already-paid", "330", "BillingData/AlreadyPaid", "Amount already paid, by points or a gift card.")
PAYMENT_METHOD_FEE = yen(
    "payment-method-fee", "330", "./Item/ItemPrice/Component[CODFee]/Amount", "Fee for cash on delivery."
)
SCHEDULED_START = Column(
    "scheduled-delivery-start-date",
    longest=40,
    xml="Item/ScheduledDeliveryStartDate",
    example="2026-10-08T09:00:00+09:00",
    doc="Start of the delivery time the buyer asked for.",
)
SCHEDULED_END = Column(
    "scheduled-delivery-end-date",
    longest=40,
    xml="Item/ScheduledDeliveryEndDate",
    example="2026-10-08T12:00:00+09:00",
    doc="End of the delivery time the buyer asked for.",
)
POINTS_GRANTED = yen("points-granted", "21", "", "Points granted by the seller, in yen; they reduce the payout.")
IS_PRIME = Column("is-prime", Kind.FLAG, xml="IsPrime", example="false")
ORDER_STATUS = Column(
    "order-status",
    Kind.CHOICE,
    choices=STATUS_TEXT,
    spellings=(
        ("Cancelled", "Canceled"),
        ("Partially Shipped", "PartiallyShipped"),
        ("PendingAvailability", "Pending"),
    ),
    allows_suffix=True,
    is_open=True,
    bare_choices=("Pending",),
    example="Unshipped",
)
BUYER_CANCEL = Column(
    "is-buyer-requested-cancellation",
    Kind.FLAG,
    aliases=("is-buyer-requested-cancelation",),
    example="false",
    doc="The buyer has asked to cancel.",
)
BUYER_CANCEL_REASON = Column(
    "buyer-requested-cancel-reason",
    longest=500,
    aliases=("buyer-requested-cancellation-reason", "buyer-requested-cancelation-reason"),
    example="Ordered by mistake",
    doc="Why the buyer has asked to cancel, as the marketplace words it.",
)
CANCELLATION_CAUSE = Column(
    "cancellation-cause",
    Kind.CHOICE,
    aliases=("cancelation-cause",),
    choices=("Marketplace", "PaymentFailed", "Fraud"),
    example="Marketplace",
    doc="Why the marketplace canceled the order; empty: Marketplace.",
)
GIFT_WRAP_TYPE = Column(
    "gift-wrap-type", longest=100, xml="Item/GiftWrapLevel", example="ribbon", doc="Kind of gift wrap; empty: none."
)
GIFT_MESSAGE = Column(
    "gift-message-text", private=True, longest=500, xml="Item/GiftMessageText", example="おめでとうございます"
)
ITEM_PROMOTION = yen(
    "item-promotion-discount",
    "100",
    "Item/Promotion/Component[Principal]/Amount",
    "Discount on the line.",
    -MOST_YEN,
)
ITEM_PROMOTION_ID = Column(
    "item-promotion-id", longest=500, xml="Item/Promotion/MerchantPromotionID", example="PROMO-0001"
)
SHIP_PROMOTION = replace(
    yen(
        "ship-promotion-discount", "50", "Item/Promotion/Component[Shipping]/Amount", "Discount on shipping.", -MOST_YEN
    ),
    aliases=("shipping-promotion-discount",),
)
SHIP_PROMOTION_ID = Column("ship-promotion-id", longest=500, aliases=("shipping-promotion-id",), example="PROMO-0002")
IS_BUSINESS = Column("is-business-order", Kind.FLAG, xml="IsBusinessOrder", example="false")
IS_REPLACEMENT = Column(
    "is-replacement-order",
    Kind.FLAG,
    xml="IsReplacementOrder",
    example="false",
    doc="A replacement is free: without a price it is of 0 yen.",
)
PURCHASE_ORDER = Column(
    "purchase-order-number",
    longest=100,
    xml="PurchaseOrderNumber",
    example="PO-0001",
    doc="The business buyer's own order number.",
)
PRICE_DESIGNATION = Column(
    "price-designation", longest=100, xml="Item/PriceDesignation", example="Business Price", doc="Not used."
)
EARLIEST_SHIP = Column(
    "earliest-ship-date",
    Kind.DAY_OR_MOMENT,
    xml="Item/ExpectedShipDateRange/EarliestShipDate",
    example="2026-10-06T00:00:00+09:00",
)
LATEST_SHIP = Column(
    "latest-ship-date",
    Kind.DAY_OR_MOMENT,
    end_of_day=True,
    xml="Item/ExpectedShipDateRange/LatestShipDate",
    example="2026-10-07T23:59:59+09:00",
    doc="The promise: the latest time at which the order should be shipped.",
)
EARLIEST_DELIVERY = Column(
    "earliest-delivery-date",
    Kind.DAY_OR_MOMENT,
    xml="Item/ExpectedDeliveryDateRange/EarliestDeliveryDate",
    example="2026-10-08T00:00:00+09:00",
)
LATEST_DELIVERY = Column(
    "latest-delivery-date",
    Kind.DAY_OR_MOMENT,
    end_of_day=True,
    xml="Item/ExpectedDeliveryDateRange/LatestDeliveryDate",
    example="2026-10-10T23:59:59+09:00",
)
PAYMENT_DEADLINE = Column(
    "payment-deadline",
    Kind.DAY_OR_MOMENT,
    end_of_day=True,
    example="2026-10-08",
    doc="When an order paid in advance must be paid at the latest; a date means the end of that day.",
)
SHIP_SERVICE_NAME = Column("ship-service-name", longest=100, example="Standard Shipping", doc="Not used.")
SALES_CHANNEL = Column("sales-channel", longest=100, example="Amazon.co.jp", doc="Not used.")
ADDRESS_TYPE = Column("address-type", longest=50, example="Residential", doc="Not used.")
NUMBER_OF_ITEMS = Column("number-of-items", longest=20, example="1", doc="Not used.")
TAX_MODEL = Column("tax-collection-model", longest=100, example="StandardSalesTax", doc="Not used.")
SIGNATURE = Column("signature-confirmation-recommended", longest=20, example="false", doc="Not used.")
PAYMENT_DETAILS = Column("payment-method-details", longest=200, example="CreditCard", doc="Not used.")
LAST_UPDATED = Column("last-updated-date", Kind.MOMENT, day_alone=UNKNOWN, example="2026-10-05T10:05:00+09:00")

BUYER = (BUYER_EMAIL, BUYER_NAME, BUYER_PHONE)
RECIPIENT = (
    RECIPIENT_NAME,
    SHIP_ADDRESS_1,
    SHIP_ADDRESS_2,
    SHIP_ADDRESS_3,
    SHIP_CITY,
    SHIP_STATE,
    SHIP_POSTAL_CODE,
    SHIP_COUNTRY,
)
DELIVERY = (DELIVERY_START, DELIVERY_END, DELIVERY_ZONE, DELIVERY_INSTRUCTIONS)
PAYMENT = (PAYMENT_METHOD, COD_COLLECTIBLE, ALREADY_PAID, PAYMENT_METHOD_FEE)
"""Columns that are next to each other, in this order, in every format that has them."""
