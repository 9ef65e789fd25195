"""The marketplace's own reports read as feeds: the columns of the reports that we write too, and the all-orders report.

Order process, step 1: what a row without `order-status` says depends on the report that it stands in.
"""

from dataclasses import replace

from schemas import fields as f
from schemas import reports
from schemas.columns import Column, Kind, Table


def _read(report: Table, *other: Column) -> tuple[Column, ...]:
    """The columns of a report, where some are read in another way than they are written."""
    instead = {column.name: column for column in other}
    return tuple(instead.get(column.name, column) for column in report.columns)


UNSHIPPED = Table(
    "unshipped report",
    (
        *_read(
            reports.UNSHIPPED,
            f.ORDER_ITEM_ID.needed(),
            f.PURCHASE_DATE.needed(),
            f.SKU.needed(),
            f.QUANTITY_PURCHASED.needed(),
            f.RECIPIENT_NAME.needed(),
            f.SHIP_ADDRESS_1.needed(),
            f.SHIP_POSTAL_CODE.needed(),
            Column("reporting-date", Kind.MOMENT, doc="Verified then, where there is no payments-date."),
            Column("promise-date", Kind.DAY_OR_MOMENT, day_ends=True, doc="Latest ship date."),
            Column("days-past-promise", longest=20, doc="A number with its sign; not used."),
            Column("quantity-shipped", Kind.COUNT, least=0, doc="More than we know of: shipped elsewhere."),
            Column("quantity-to-ship", Kind.COUNT, least=0, doc="Tells this report; not used."),
            Column("verge-of-cancellation", Kind.FLAG, aliases=("verge-of-cancelation",), doc="Not used."),
            Column("verge-of-lateShipment", Kind.FLAG, doc="Not used."),
            Column("check", longest=100, doc="Not used."),
        ),
        f.PRICE_DESIGNATION,
    ),
    anchor=("order-id", "purchase-date"),
    signs=("quantity-to-ship",),
    never=("payment-status", "amazon-order-id"),
    key=("order-id", "order-item-id"),
    doc="All that the marketplace holds as verified and not yet shipped, at the instant of the file; no money in it.",
    source="Unshipped Orders report; ours reads back as one",
)

PENDING = Table(
    "pending report",
    _read(
        reports.PENDING,
        f.ORDER_ITEM_ID.needed(),
        f.PURCHASE_DATE.needed(),
        f.SKU.needed(),
        f.QUANTITY_PURCHASED.needed(),
        Column("payment-type", longest=50, example="CVS", doc="The payment method."),
    ),
    anchor=("order-id", "purchase-date"),
    signs=("payment-type",),
    never=("quantity-to-ship", "payment-status", "amazon-order-id"),
    key=("order-id", "order-item-id"),
    doc="All orders whose payment is not verified, at the instant of the file; no buyer, no address, no money in it.",
    source="Pending orders report (Japan only); ours reads back as one",
)


_STATUS = replace(f.ORDER_STATUS, longest=200, suffixed=True, doc="Behind ` - ` anything may follow.")


def _plain(name: str, xml: str = "", *, private: bool = False) -> Column:
    """A column of which nothing is read but its text."""
    return Column(name, xml=xml, private=private)


def _amount(name: str, kind: str) -> Column:
    return _plain(name, f"OrderItem/ItemPrice/Component[{kind}]/Amount")


def _place(name: str, leaf: str) -> Column:
    return _plain(name, f"FulfillmentData/Address/{leaf}", private=True)


ALL_ORDERS = Table(
    "all-orders report",
    (
        f.ORDER_ID.named("amazon-order-id", label=""),
        _plain("merchant-order-id", "MerchantOrderID"),
        f.PURCHASE_DATE.at("PurchaseDate"),
        f.LAST_UPDATED.at("LastUpdatedDate"),
        replace(
            _STATUS.needed().at("OrderStatus"),
            example="Shipped - Delivered to Buyer",
            doc="Behind ` - ` anything may follow; Shipped - Delivered tells the day of delivery.",
        ),
        Column(
            "fulfillment-channel",
            longest=50,
            xml="FulfillmentData/FulfillmentChannel",
            example="Merchant",
            doc="Orders of AFN or Amazon are shipped by the marketplace: no business of ours.",
        ),
        _plain("sales-channel", "SalesChannel"),
        _plain("order-channel"),
        _plain("url", "URL"),
        _plain("ship-service-level", "FulfillmentData/ShipServiceLevel"),
        _plain("product-name", "OrderItem/ProductName"),
        f.SKU.needed().at("OrderItem/SKU"),
        _plain("asin", "OrderItem/ASIN"),
        _plain("number-of-items"),
        _STATUS.named("item-status", xml="OrderItem/ItemStatus", example="Shipped"),
        _plain("tax-collection-model"),
        _plain("tax-collection-responsible-party"),
        _plain("quantity", "OrderItem/Quantity"),
        _plain("currency", "OrderItem/ItemPrice/Component/Amount@currency"),
        _amount("item-price", "Principal"),
        _amount("item-tax", "Tax"),
        _amount("shipping-price", "Shipping"),
        _amount("shipping-tax", "ShippingTax"),
        _amount("gift-wrap-price", "GiftWrap"),
        _amount("gift-wrap-tax", "GiftWrapTax"),
        _plain("item-promotion-discount"),
        _plain("ship-promotion-discount"),
        _plain("address-type"),
        _place("ship-city", "City"),
        _place("ship-state", "State"),
        _place("ship-postal-code", "PostalCode"),
        _place("ship-country", "Country"),
        _plain("promotion-ids"),
        _plain("cpf", private=True),
        _plain("is-business-order"),
        _plain("purchase-order-number"),
        _plain("price-designation"),
    ),
    anchor=("amazon-order-id",),
    signs=("order-status", "item-status", "fulfillment-channel"),
    message="AllOrdersReport",
    payload="Order",
    item="OrderItem",
    doc="Every order with its status, a row a SKU: it moves orders that are known, and is never compared with them.",
    source="all-orders report by order date or by last update; XML: the order tracking message",
)
