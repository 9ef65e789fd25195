"""How a story is written in XML: the envelope, and the payload of an order, shipment, acknowledgement or refund."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence

from tests.samples import sample_forms
from tests.samples.packing import Shipment
from tests.samples.sample_refunds import Refund
from tests.samples.stories import Order, item_id, order_id, story_instant

Branch = tuple[str, "str | list[Branch]"]


def envelope_text(message_type: str, payloads: Sequence[Branch], *, operation: str = "") -> str:
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


def order_report(order: Order) -> Branch:
    """The OrderReport payload of a verified order: the same facts as its rows."""
    buyer = sample_forms.buyer(order)
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
        ("OrderDate", story_instant(order.bought).isoformat()),
        ("OrderPostedDate", story_instant(order.paid).isoformat()),
        ("BillingData", billing),
        ("FulfillmentData", delivery),
    ]
    return ("OrderReport", [*head, *(_item(order, number) for number in range(1, len(order.lines) + 1))])


def _item(order: Order, number: int) -> Branch:
    line = sample_forms.line(order, number)
    price, shipping = sample_forms.price(order, number), sample_forms.shipping(order, number)
    parts = [_component("Principal", price), *([_component("Shipping", shipping)] if shipping else [])]
    fee = ((price + shipping) * 15 + 50) // 100
    return (
        "Item",
        [
            ("AmazonOrderItemCode", line["order-item-id"]),
            ("SKU", line["sku"]),
            ("Title", line["product-name"]),
            ("Quantity", line["quantity-purchased"]),
            *_ranges(order),
            ("ItemPrice", parts),
            ("ItemFees", [("Fee", [("Type", "Commission"), ("Amount", f"-{fee}")])]),
        ],
    )


def _ranges(order: Order) -> list[Branch]:
    if order.dates is None:
        return []
    moments = sample_forms.estimates(order.dates)
    names = {"earliest-ship-date": "EarliestShipDate", "latest-ship-date": "LatestShipDate"}
    arrival = {"earliest-delivery-date": "EarliestDeliveryDate", "latest-delivery-date": "LatestDeliveryDate"}
    return [
        ("ExpectedShipDateRange", [(leaf, moments[column]) for column, leaf in names.items()]),
        ("ExpectedDeliveryDateRange", [(leaf, moments[column]) for column, leaf in arrival.items()]),
    ]


def _component(kind: str, yen: int) -> Branch:
    return ("Component", [("Type", kind), ("Amount", str(yen))])


def order_fulfillment(parcel: Shipment) -> Branch:
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


def acknowledgement(number: int, own: str) -> Branch:
    """The OrderAcknowledgement payload that links the seller's own number of an order."""
    return (
        "OrderAcknowledgement",
        [("AmazonOrderID", order_id(number)), ("MerchantOrderID", own), ("StatusCode", "Success")],
    )


def order_adjustment(refund: Refund) -> Branch:
    """The OrderAdjustment payload of a refund."""
    item: list[Branch] = [
        ("AmazonOrderItemCode", item_id(refund.order, refund.line)),
        ("MerchantAdjustmentItemID", refund.id),
        ("AdjustmentReason", refund.reason),
        ("ItemPriceAdjustments", [_component("Principal", refund.yen)]),
    ]
    return (
        "OrderAdjustment",
        [("AmazonOrderID", order_id(refund.order)), ("ActionType", "Refund"), ("AdjustedItem", item)],
    )
