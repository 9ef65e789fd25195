"""How a story is written: the rows of the flat files and the messages of the XML documents."""

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from sample_data.stories import ARTICLES, Cancellation, Order, Parcel, Payment, at, item_id, order_id

ORDER_COLUMNS = (
    *("order-id", "order-item-id", "purchase-date", "payments-date", "buyer-email", "buyer-name"),
    *("buyer-phone-number", "sku", "product-name", "quantity-purchased", "currency", "item-price", "item-tax"),
    *("shipping-price", "shipping-tax", "ship-service-level", "recipient-name", "ship-address-1", "ship-address-2"),
    *("ship-address-3", "ship-city", "ship-state", "ship-postal-code", "ship-country", "ship-phone-number"),
    *("delivery-start-date", "delivery-end-date", "delivery-time-zone", "delivery-Instructions", "payment-method"),
)
PAYMENT_COLUMNS = ("order-id", "payment-status", "payment-date", "payment-reference")
CONFIRMATION_COLUMNS = (
    *("order-id", "order-item-id", "quantity", "ship-date", "carrier-code", "carrier-name", "tracking-number"),
    "ship-method",
)
JAPANESE_COLUMNS = (*CONFIRMATION_COLUMNS, "cod-collection-method")
JAPANESE_LABELS = (
    *("注文番号", "注文商品番号", "出荷数", "出荷日", "配送業者コード", "配送業者名", "お問い合わせ伝票番号"),
    *("配送方法", "代金引換"),
)
CANCELLATION_COLUMNS = ("order-id", "cancellation-reason-code", "amazon-order-item-code")

Row = dict[str, str]
Branch = tuple[str, "str | list[Branch]"]


def flat(columns: Sequence[str], rows: Iterable[Row], *above: Sequence[str]) -> str:
    """A flat file, LF: the rows above the header, the header, the rows; a cell that a row does not name is empty."""
    body = ([row.get(column, "") for column in columns] for row in rows)
    return "".join("\t".join(cells) + "\n" for cells in (*above, columns, *body))


def envelope(message_type: str, payloads: Sequence[Branch], *, operation: str = "") -> str:
    """An AmazonEnvelope with one message for each payload, numbered from 1."""
    header: Branch = ("Header", [("DocumentVersion", "1.01"), ("MerchantIdentifier", "M_SAMPLE_0001")])
    messages: list[Branch] = [
        ("Message", [("MessageID", str(number)), ("OperationType", operation), payload])
        for number, payload in enumerate(payloads, 1)
    ]
    place = {
        "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
        "xsi:noNamespaceSchemaLocation": "amzn-envelope.xsd",
    }
    root = ET.Element("AmazonEnvelope", place)
    for branch in (header, ("MessageType", message_type), *messages):
        _grow(root, branch)
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _grow(above: ET.Element, branch: Branch) -> None:
    name, content = branch
    if not content:
        return
    element = ET.SubElement(above, name, {"currency": "JPY"} if name == "Amount" else {})
    if isinstance(content, str):
        element.text = content
    else:
        for child in content:
            _grow(element, child)


def in_utc(moment: datetime) -> str:
    """As the marketplace's own reports write an instant."""
    return moment.astimezone(UTC).isoformat()


def order_rows(order: Order, *, utc: bool = False) -> list[Row]:
    """A row for each line of an order, as the Orders report has it."""
    moment = in_utc if utc else datetime.isoformat
    shared = {
        "purchase-date": moment(at(order.bought)),
        "payments-date": moment(at(order.paid)) if order.paid else "",
        "payment-method": order.method,
        "payment-deadline": order.deadline,
        **_buyer(order),
    }
    money = {"currency": "JPY", "item-tax": "0", "shipping-tax": "0", "ship-service-level": "Standard"}
    return [
        {
            **_line(order, number),
            **shared,
            **money,
            "item-price": str(_price(order, number)),
            "shipping-price": str(_shipping(order, number)),
        }
        for number in range(1, len(order.lines) + 1)
    ]


def bare(rows: Iterable[Row]) -> list[Row]:
    """What a list of pending orders says of an order: neither price nor buyer nor payment."""
    known = ("order-id", "order-item-id", "purchase-date", "sku", "product-name", "quantity-purchased")
    return [{column: row[column] for column in known} for row in rows]


def _buyer(order: Order) -> Row:
    phone = f"000-0000-{order.number:04}"
    return {
        "buyer-email": f"buyer-{order.number:02}@example.invalid",
        "buyer-name": order.buyer,
        "buyer-phone-number": phone,
        "recipient-name": order.buyer,
        "ship-address-1": f"見本市例示町{order.number}-{order.number}",
        "ship-address-2": f"架空荘{order.number:02}号室",
        "ship-state": "見本県",
        "ship-postal-code": f"000-{order.number:04}",
        "ship-country": "JP",
        "ship-phone-number": phone,
    }


def _line(order: Order, number: int) -> Row:
    sku, units = order.lines[number - 1]
    return {
        "order-id": order_id(order.number),
        "order-item-id": item_id(order.number, number),
        "sku": sku,
        "product-name": ARTICLES[sku].title,
        "quantity-purchased": str(units),
    }


def _price(order: Order, number: int) -> int:
    sku, units = order.lines[number - 1]
    return ARTICLES[sku].yen * units


def _shipping(order: Order, number: int) -> int:
    return order.shipping if number == 1 else 0


def order_report(order: Order) -> Branch:
    """The OrderReport payload of a verified order: the same facts as its rows."""
    buyer = _buyer(order)
    leaves = {
        "Name": "recipient-name",
        "AddressFieldOne": "ship-address-1",
        "AddressFieldTwo": "ship-address-2",
        "StateOrRegion": "ship-state",
        "PostalCode": "ship-postal-code",
        "CountryCode": "ship-country",
        "PhoneNumber": "ship-phone-number",
    }
    address: list[Branch] = [(leaf, buyer[column]) for leaf, column in leaves.items()]
    billing: list[Branch] = [
        ("BuyerEmailAddress", buyer["buyer-email"]),
        ("BuyerName", buyer["buyer-name"]),
        ("BuyerPhoneNumber", buyer["buyer-phone-number"]),
    ]
    delivery: list[Branch] = [
        ("FulfillmentMethod", "Ship"),
        ("FulfillmentServiceLevel", "Standard"),
        ("Address", address),
    ]
    head: list[Branch] = [
        ("AmazonOrderID", order_id(order.number)),
        ("AmazonSessionID", order_id(order.number)),
        ("OrderDate", at(order.bought).isoformat()),
        ("OrderPostedDate", at(order.paid).isoformat()),
        ("BillingData", billing),
        ("FulfillmentData", delivery),
    ]
    return ("OrderReport", [*head, *(_item(order, number) for number in range(1, len(order.lines) + 1))])


def _item(order: Order, number: int) -> Branch:
    line, price, shipping = _line(order, number), _price(order, number), _shipping(order, number)
    parts = [_component("Principal", price), *([_component("Shipping", shipping)] if shipping else [])]
    fee = ((price + shipping) * 15 + 50) // 100
    return (
        "Item",
        [
            ("AmazonOrderItemCode", line["order-item-id"]),
            ("SKU", line["sku"]),
            ("Title", line["product-name"]),
            ("Quantity", line["quantity-purchased"]),
            ("ItemPrice", parts),
            ("ItemFees", [("Fee", [("Type", "Commission"), ("Amount", f"-{fee}")])]),
        ],
    )


def _component(kind: str, yen: int) -> Branch:
    return ("Component", [("Type", kind), ("Amount", str(yen))])


def payment_row(payment: Payment) -> Row:
    """A row of the payment feed."""
    reference = f"PAY-{payment.order:02}-{payment.attempt}"
    values = (order_id(payment.order), payment.status, at(payment.at).isoformat(), reference)
    return dict(zip(PAYMENT_COLUMNS, values, strict=True))


def parcel_row(parcel: Parcel) -> Row:
    """A row of the flat shipping confirmation."""
    line = item_id(parcel.order, parcel.line)
    carrier = (parcel.code, parcel.name, parcel.tracking, parcel.method)
    values = (order_id(parcel.order), line, parcel.units, parcel.day, *carrier)
    return dict(zip(CONFIRMATION_COLUMNS, values, strict=True))


def order_fulfillment(parcel: Parcel) -> Branch:
    """The OrderFulfillment payload of a parcel, handed over at three in the afternoon."""
    carrier: list[Branch] = [
        ("CarrierCode", parcel.code),
        ("ShippingMethod", parcel.method),
        ("ShipperTrackingNumber", parcel.tracking),
    ]
    line = item_id(parcel.order, parcel.line)
    item: list[Branch] = [("AmazonOrderItemCode", line), ("Quantity", parcel.units)] if line else []
    return (
        "OrderFulfillment",
        [
            ("AmazonOrderID", order_id(parcel.order)),
            ("MerchantFulfillmentID", parcel.id),
            ("FulfillmentDate", f"{parcel.day}T15:00:00+09:00"),
            ("FulfillmentData", carrier),
            ("Item", item),
        ],
    )


def cancellation_row(canceled: Cancellation) -> Row:
    """A row of the order cancellation."""
    values = (order_id(canceled.order), canceled.reason, item_id(canceled.order, canceled.line))
    return dict(zip(CANCELLATION_COLUMNS, values, strict=True))


def acknowledgement(number: int, own: str) -> Branch:
    """The OrderAcknowledgement payload that links the seller's own number of an order."""
    return (
        "OrderAcknowledgement",
        [("AmazonOrderID", order_id(number)), ("MerchantOrderID", own), ("StatusCode", "Success")],
    )
