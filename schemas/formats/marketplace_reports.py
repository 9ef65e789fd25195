"""The marketplace's own reports, read as feeds: the two reports that we also write, and the all-orders report.

Order process, step 1: the status of a row without `order-status` depends on the report it is in.
"""

from dataclasses import replace

from schemas.columns import UNKNOWN, Column, Kind, Table
from schemas.formats import fields as f
from schemas.formats import order_reports, other_columns


def _as_read(report: Table, *other: Column) -> tuple[Column, ...]:
    """The columns of a report; those in `other` are read in another way than they are written."""
    instead = {column.name: column for column in other}
    return tuple(instead.get(column.name, column) for column in report.columns)


UNSHIPPED = Table(
    "unshipped report",
    (
        *_as_read(
            order_reports.UNSHIPPED,
            f.ORDER_ITEM_ID.as_required(),
            f.PURCHASE_DATE.as_required(),
            f.SKU.as_required(),
            f.QUANTITY_PURCHASED.as_required(),
            Column(
                "reporting-date",
                Kind.MOMENT,
                day_alone=UNKNOWN,
                example="2026-10-05T23:30:00+09:00",
                doc="Counts as the time of verification if payments-date is empty.",
            ),
            Column("promise-date", Kind.DAY_OR_MOMENT, end_of_day=True, example="2026-10-07", doc="Latest ship date."),
            Column("days-past-promise", longest=20, example="-2", doc="A number with a sign; not used."),
            Column(
                "quantity-shipped",
                Kind.COUNT,
                least=0,
                example="0",
                doc="If more than is known here: shipped elsewhere.",
            ),
            Column(
                "quantity-to-ship",
                Kind.COUNT,
                least=0,
                example="2",
                doc="If less than is open here: do not ship yet.",
            ),
            Column(
                "verge-of-cancellation",
                Kind.FLAG,
                aliases=("verge-of-cancelation",),
                example="false",
                doc="Not used.",
            ),
            Column("verge-of-lateShipment", Kind.FLAG, example="false", doc="Not used."),
            Column("check", longest=100, example="do-not-ship-yet", doc="Not used."),
        ),
        f.PRICE_DESIGNATION,
        f.SHIP_PHONE,
        f.SHIP_SERVICE_NAME,
        f.SALES_CHANNEL,
        f.ADDRESS_TYPE,
        f.NUMBER_OF_ITEMS,
        f.SIGNATURE,
        f.PAYMENT_DETAILS,
        f.IS_REPLACEMENT,
    ),
    anchor=("order-id", "purchase-date"),
    markers=("quantity-to-ship",),
    other_columns=other_columns.ORDER_REPORTS,
    excluded=("payment-status", "amazon-order-id"),
    key=("order-id", "order-item-id"),
    keeps_long_texts=True,
    doc="What the marketplace lists as verified and not yet shipped, at the time of the file; without amounts.",
    source="Unshipped Orders report; ours reads back as one",
)

PENDING = Table(
    "pending report",
    (
        *_as_read(
            order_reports.PENDING,
            f.ORDER_ITEM_ID.as_required(),
            f.PURCHASE_DATE.as_required(),
            f.SKU.as_required(),
            f.QUANTITY_PURCHASED.as_required(),
            Column("payment-type", longest=50, example="CVS", doc="The payment method."),
        ),
        f.IS_REPLACEMENT,
    ),
    anchor=("order-id", "purchase-date"),
    markers=("payment-type",),
    other_columns=other_columns.ORDER_REPORTS,
    excluded=("quantity-to-ship", "payment-status", "amazon-order-id"),
    key=("order-id", "order-item-id"),
    keeps_long_texts=True,
    doc="All orders whose payment is not verified, at the time of the file; without buyer, address or amounts.",
    source="Pending orders report (Japan only); ours reads back as one",
)


_STATUS = replace(f.ORDER_STATUS, longest=200, doc="Any text may follow after ` - `.")


def _plain(name: str, example: str, xml: str = "", *, longest: int = 1000, private: bool = False) -> Column:
    """A column that no rule reads."""
    return Column(name, longest=longest, xml=xml, private=private, example=example, doc="Not used.")


def _amount(name: str, kind: str) -> Column:
    return _plain(name, "1080", f"OrderItem/ItemPrice/Component[{kind}]/Amount")


def _address(name: str, leaf: str, example: str) -> Column:
    return _plain(name, example, f"FulfillmentData/Address/{leaf}", private=True)


ALL_ORDERS = Table(
    "all-orders report",
    (
        f.ORDER_ID.renamed("amazon-order-id", label=""),
        _plain("merchant-order-id", "M-0001", "MerchantOrderID"),
        f.PURCHASE_DATE.at_path("PurchaseDate"),
        f.LAST_UPDATED.at_path("LastUpdatedDate"),
        replace(
            _STATUS.as_required().at_path("OrderStatus"),
            example="Shipped - Delivered to Buyer",
            doc="Any text may follow after ` - `; `Shipped - Delivered` means that the order was delivered.",
        ),
        Column(
            "fulfillment-channel",
            longest=50,
            xml="FulfillmentData/FulfillmentChannel",
            example="Merchant",
            doc="AFN or Amazon: the marketplace ships the order, so it is ignored here.",
        ),
        _plain("sales-channel", "Amazon.co.jp", "SalesChannel"),
        _plain("order-channel", "WebsiteOrderChannel"),
        _plain("url", "https://shop.example.invalid/", "URL", longest=2000),
        _plain("ship-service-level", "Standard", "FulfillmentData/ShipServiceLevel"),
        _plain("product-name", "煎茶 100g", "OrderItem/ProductName"),
        f.SKU.as_required().at_path("OrderItem/SKU"),
        replace(
            f.ORDER_ITEM_ID,
            xml="OrderItem/AmazonOrderItemCode",
            aliases=("amazon-order-item-code", "order-item-code"),
            label="",
            doc="The item that the row means; without it, which item that is follows from the rows of its SKU.",
        ),
        _plain("asin", "B000000001", "OrderItem/ASIN"),
        _plain("number-of-items", "1"),
        _STATUS.renamed("item-status", xml="OrderItem/ItemStatus", example="Shipped"),
        _plain("tax-collection-model", "StandardSalesTax"),
        _plain("tax-collection-responsible-party", "AmazonServices"),
        replace(
            _plain("quantity", "2", "OrderItem/Quantity"),
            doc="Tells which item of its SKU a row without item id means.",
        ),
        _plain("currency", "JPY", "OrderItem/ItemPrice/Component/Amount@currency"),
        _amount("item-price", "Principal"),
        _amount("item-tax", "Tax"),
        _amount("shipping-price", "Shipping"),
        _amount("shipping-tax", "ShippingTax"),
        _amount("gift-wrap-price", "GiftWrap"),
        _amount("gift-wrap-tax", "GiftWrapTax"),
        _plain("item-promotion-discount", "100"),
        replace(_plain("ship-promotion-discount", "100"), aliases=f.SHIP_PROMOTION.aliases),
        _plain("address-type", "Residential"),
        _address("ship-city", "City", "見本市"),
        _address("ship-state", "State", "東京都"),
        _address("ship-postal-code", "PostalCode", "000-0001"),
        _address("ship-country", "Country", "JP"),
        _plain("promotion-ids", "PROMO-0001", longest=10_000),
        _plain("cpf", "000", private=True),
        _plain("is-business-order", "false"),
        _plain("purchase-order-number", "PO-0001"),
        _plain("price-designation", "Business Price"),
        f.IS_REPLACEMENT,
    ),
    anchor=("amazon-order-id",),
    markers=("order-status", "item-status", "fulfillment-channel"),
    message="AllOrdersReport",
    other_columns=other_columns.ORDER_REPORTS,
    from_marketplace=True,
    payload="Order",
    item="OrderItem",
    keeps_long_texts=True,
    doc="Every order with its status, one row per item. It updates known orders; its amounts are not compared.",
    source="all-orders report by order date or by last update; XML: the order tracking message",
)
