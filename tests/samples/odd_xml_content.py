"""Well-formed XML that says strange things: envelopes, message numbers, payloads, items."""

from tests.samples import sample_messages
from tests.samples.odd_records import Odd, OwnOrders, replaced

HEADER_END = "</Header>"
TYPE = "<MessageType>OrderFulfillment</MessageType>"


def _numbered(own: OwnOrders, *numbers: str) -> str:
    """Messages with these numbers; an empty one has none."""
    text = own.fulfilled(*range(2, 2 + len(numbers)))
    for place, number in enumerate(numbers, 1):
        old = f"<MessageID>{place}</MessageID>"
        text = replaced(text, old, f"<MessageID >{number}</MessageID>" if number else "")
    return text


def _operation(own: OwnOrders, *words: str) -> str:
    text = own.fulfilled(*range(2, 2 + len(words)))
    for place, word in enumerate(words, 1):
        old = f"<MessageID>{place}</MessageID>"
        text = replaced(text, old, f"{old}<OperationType>{word}</OperationType>")
    return text


def _item(code: str, quantity: str = "") -> sample_messages.Branch:
    return ("Item", [("AmazonOrderItemCode", code), ("Quantity", quantity)])


def _items(own: OwnOrders, *items: sample_messages.Branch) -> str:
    """One message about the order of two lines, and a sound one behind it."""
    first: sample_messages.Branch = own.fulfillment(5, *items)
    return sample_messages.envelope_text("OrderFulfillment", [first, own.fulfillment(2)])


def _two_payloads(own: OwnOrders) -> str:
    text = sample_messages.envelope_text(
        "OrderFulfillment", [own.fulfillment(2), own.fulfillment(3), own.fulfillment(4)]
    )
    return replaced(text, "</Message>\n  <Message>\n    <MessageID>2</MessageID>", "")


def _mixed_payloads(own: OwnOrders) -> str:
    canceled: sample_messages.Branch = (
        "OrderAcknowledgement",
        [("AmazonOrderID", own.order(3)), ("StatusCode", "Failure")],
    )
    return sample_messages.envelope_text("OrderFulfillment", [own.fulfillment(2), canceled])


def _item_twice(own: OwnOrders) -> str:
    text = own.reports()
    item = text[text.index("    <Item>") : text.index("</Item>") + len("</Item>\n")]
    return replaced(text, item, item * 2)


def _acknowledgements(own: OwnOrders) -> str:
    """A failure of a whole order, one with a reason under success, one with an unknown code."""

    def message(number: int, *more: sample_messages.Branch) -> sample_messages.Branch:
        return ("OrderAcknowledgement", [("AmazonOrderID", own.order(number)), *more])

    return sample_messages.envelope_text(
        "OrderAcknowledgement",
        [
            message(2, ("StatusCode", "Failure")),
            message(3, ("MerchantOrderID", "M-3"), ("StatusCode", "Success")),
            message(4, ("StatusCode", "Maybe")),
            message(
                5,
                ("StatusCode", "Failure"),
                ("Item", [("AmazonOrderItemCode", own.item(5)), ("CancelReason", "NoInventory")]),
            ),
        ],
    )


FILES = (
    Odd(
        "fulfillment-namespace-prefix.xml",
        lambda own: (
            own.fulfilled()
            .replace("<AmazonEnvelope ", '<a:AmazonEnvelope xmlns:a="urn:x" ')
            .replace("</AmazonEnvelope", "</a:AmazonEnvelope")
        ),
    ),
    Odd(
        "fulfillment-default-namespace.xml",
        lambda own: replaced(own.fulfilled(), "<AmazonEnvelope ", '<AmazonEnvelope xmlns="urn:x" '),
    ),
    Odd("fulfillment-tags-in-lower-case.xml", lambda own: own.fulfilled().replace("AmazonOrderID", "amazonorderid")),
    Odd("fulfillment-order-id-misspelt.xml", lambda own: own.fulfilled().replace("AmazonOrderID", "AmazonOrderId")),
    Odd(
        "fulfillment-envelope-in-lower-case.xml",
        lambda own: own.fulfilled().replace("AmazonEnvelope", "amazonenvelope"),
    ),
    Odd(
        "fulfillment-wrapped-in-soap.xml",
        lambda own: replaced(
            replaced(own.fulfilled(), "<AmazonEnvelope", "<Body><AmazonEnvelope"),
            "</AmazonEnvelope>",
            "</AmazonEnvelope></Body>",
        ),
    ),
    Odd("fulfillment-without-message-type.xml", lambda own: replaced(own.fulfilled(), TYPE, "")),
    Odd(
        "fulfillment-message-type-of-a-flat-file.xml",
        lambda own: replaced(own.fulfilled(), TYPE, "<MessageType>POST_FLAT_FILE_FULFILLMENT_DATA</MessageType>"),
    ),
    Odd(
        "fulfillment-message-type-of-prices.xml",
        lambda own: replaced(own.fulfilled(), TYPE, "<MessageType>Price</MessageType>"),
    ),
    Odd(
        "fulfillment-message-type-behind-messages.xml",
        lambda own: replaced(replaced(own.fulfilled(), TYPE, ""), "</AmazonEnvelope>", f"{TYPE}</AmazonEnvelope>"),
    ),
    Odd(
        "fulfillment-message-type-twice.xml",
        lambda own: replaced(own.fulfilled(), TYPE, f"{TYPE}<MessageType>OrderReport</MessageType>"),
    ),
    Odd(
        "fulfillment-under-order-report.xml",
        lambda own: replaced(own.fulfilled(), TYPE, "<MessageType>OrderReport</MessageType>"),
    ),
    Odd("fulfillment-second-payload-of-another-kind.xml", _mixed_payloads),
    Odd("fulfillment-two-payloads-in-a-message.xml", _two_payloads),
    Odd(
        "fulfillment-message-without-payload.xml",
        lambda own: replaced(own.fulfilled(2), "</Message>", "</Message><Message><MessageID>2</MessageID></Message>"),
    ),
    Odd("fulfillment-message-ids-missing.xml", lambda own: _numbered(own, "", "2", "")),
    Odd("fulfillment-message-ids-repeated.xml", lambda own: _numbered(own, "1", "2", "1")),
    Odd("fulfillment-message-ids-that-are-none.xml", lambda own: _numbered(own, "xx", "0", "-1", "1.0")),
    Odd("fulfillment-message-ids-of-20-and-21-digits.xml", lambda own: _numbered(own, "9" * 20, "9" * 21, "007")),
    Odd(
        "fulfillment-operations-of-all-kinds.xml",
        lambda own: _operation(own, "Update", "Delete", "PartialUpdate", "update"),
    ),
    Odd(
        "fulfillment-purge-and-replace.xml",
        lambda own: replaced(own.fulfilled(), TYPE, f"{TYPE}<PurgeAndReplace>true</PurgeAndReplace>"),
    ),
    Odd("fulfillment-other-seller.xml", lambda own: replaced(own.fulfilled(), "M_SAMPLE_0001", "M_OTHER_0009")),
    Odd("fulfillment-seller-not-named.xml", lambda own: replaced(own.fulfilled(), "M_SAMPLE_0001", "")),
    Odd(
        "fulfillment-seller-behind-the-messages.xml",
        lambda own: replaced(
            replaced(own.fulfilled(), "<MerchantIdentifier>M_SAMPLE_0001</MerchantIdentifier>", ""),
            "</AmazonEnvelope>",
            "<Header><MerchantIdentifier>M_OTHER_0009</MerchantIdentifier></Header></AmazonEnvelope>",
        ),
    ),
    Odd(
        "fulfillment-without-header.xml",
        lambda own: (
            (text := own.fulfilled())[: text.index("<Header>")] + text[text.index(HEADER_END) + len(HEADER_END) :]
        ),
    ),
    Odd("fulfillment-document-version-99.xml", lambda own: replaced(own.fulfilled(), "1.01", "99.99")),
    Odd(
        "fulfillment-unknown-elements.xml",
        lambda own: replaced(
            own.fulfilled(), "<FulfillmentDate>", "<Gift><AmazonOrderID>x</AmazonOrderID></Gift><FulfillmentDate>"
        ),
    ),
    Odd(
        "fulfillment-order-id-twice.xml",
        lambda own: replaced(
            own.fulfilled(2),
            f"<AmazonOrderID>{own.order(2)}</AmazonOrderID>",
            f"<AmazonOrderID>{own.order(2)}</AmazonOrderID><AmazonOrderID>{own.order(3)}</AmazonOrderID>",
        ),
    ),
    Odd("fulfillment-item-without-id.xml", lambda own: _items(own, ("Item", [("Quantity", "1")]))),
    Odd(
        "fulfillment-item-id-empty.xml",
        lambda own: _items(own, ("Item", [("AmazonOrderItemCode", " "), ("Quantity", "1")])),
    ),
    Odd(
        "fulfillment-items-one-bad.xml",
        lambda own: _items(own, _item(own.item(5, 1), "1"), _item(own.item(5, 2), "one")),
    ),
    Odd(
        "fulfillment-item-of-another-order.xml",
        lambda own: _items(own, _item(own.item(5, 1), "1"), _item(own.item(3), "1")),
    ),
    Odd(
        "fulfillment-item-twice-in-a-message.xml",
        lambda own: _items(own, _item(own.item(5, 1), "1"), _item(own.item(5, 1), "1")),
    ),
    Odd(
        "fulfillment-quantity-beyond-the-order.xml",
        lambda own: _items(own, _item(own.item(5, 1), "1"), _item(own.item(5, 2), "9")),
    ),
    Odd("fulfillment-date-alone.xml", lambda own: own.fulfilled(2).replace("2026-10-06T15:00:00+09:00", "2026-10-06")),
    Odd(
        "fulfillment-date-with-a-blank.xml",
        lambda own: own.fulfilled(2).replace("2026-10-06T15:00:00+09:00", "2026-10-06 15:00:00"),
    ),
    Odd(
        "fulfillment-values-in-attributes.xml",
        lambda own: replaced(
            own.fulfilled(2), "<OrderFulfillment>", f'<OrderFulfillment AmazonOrderID="{own.order(3)}" note="a&#10;b">'
        ),
    ),
    Odd(
        "reports-other-currency-in-an-attribute.xml",
        lambda own: replaced(own.reports(), 'currency="JPY"', 'currency="USD"'),
    ),
    Odd(
        "reports-two-currencies-in-an-item.xml",
        lambda own: replaced(
            own.reports(),
            "</Component>",
            '</Component><Component><Type>Shipping</Type><Amount currency="USD">1</Amount></Component>',
        ),
    ),
    Odd(
        "reports-amounts-of-all-kinds.xml",
        lambda own: replaced(
            replaced(replaced(own.reports(4), ">4400<", ">4400.50<"), ">4400<", ">4400.00<"), ">4400<", ">4,400<"
        ),
    ),
    Odd(
        "reports-principal-twice.xml",
        lambda own: replaced(
            own.reports(),
            "</Component>",
            '</Component><Component><Type>Principal</Type><Amount currency="JPY">600</Amount></Component>',
        ),
    ),
    Odd("reports-item-twice-in-a-message.xml", _item_twice),
    Odd(
        "reports-without-items.xml",
        lambda own: sample_messages.envelope_text(
            "OrderReport",
            [("OrderReport", [("AmazonOrderID", own.order(11)), ("OrderDate", "2026-10-05T10:00:00+09:00")])],
        ),
    ),
    Odd("acknowledgement-status-codes.xml", _acknowledgements),
    Odd(
        "processing-report-of-the-marketplace.xml",
        lambda _: sample_messages.envelope_text(
            "ProcessingReport", [("ProcessingReport", [("DocumentTransactionID", "1"), ("StatusCode", "Complete")])]
        ),
    ),
)
