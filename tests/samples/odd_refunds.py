"""Refunds, flat and in XML: amounts, reasons, what was charged, what is not shipped; and stock in XML."""

from tests.samples import sample_forms, sample_messages
from tests.samples.odd_records import CANCELED, OPEN, SHIPPED, Odd, OwnOrders, replaced
from tests.samples.sample_forms import Row

Branch = sample_messages.Branch


def _refunds(own: OwnOrders, *changes: Row) -> str:
    """Refunds of the shipped order, one for each change of a sound one: half of its price."""
    sound = {
        "order-id": own.order(SHIPPED),
        "order-item-id": own.item(SHIPPED),
        "adjustment-reason-code": "CustomerReturn",
        "currency": "JPY",
        "item-price-adj": "2200",
    }
    return sample_forms.flat_text(sample_forms.REFUND_COLUMNS, [sound | change for change in changes])


def _amounts(own: OwnOrders, *amounts: str) -> str:
    reasons = (
        "CustomerReturn",
        "GeneralAdjustment",
        "CouldNotShip",
        "DifferentItem",
        "PriceError",
        "Exchange",
        "Other",
    )
    return _refunds(
        own,
        *(
            {"item-price-adj": amount, "adjustment-reason-code": reason}
            for amount, reason in zip(amounts, reasons, strict=False)
        ),
    )


def _about(own: OwnOrders, *numbers: int) -> str:
    return _refunds(own, *({"order-id": own.order(number), "order-item-id": own.item(number)} for number in numbers))


def _item(own: OwnOrders, yen: str = "1000", **other: str) -> Branch:
    """An item that goes back; other: code, id, reason and kind of the amount, where they are not the usual ones."""
    amount: Branch = ("Component", [("Type", other.get("kind", "Principal")), ("Amount", yen)])
    return (
        "AdjustedItem",
        [
            ("AmazonOrderItemCode", other.get("code", own.item(SHIPPED))),
            ("MerchantAdjustmentItemID", other.get("id", "")),
            ("AdjustmentReason", other.get("reason", "CustomerReturn")),
            ("ItemPriceAdjustments", [amount]),
        ],
    )


def _adjusted_item(own: OwnOrders, *items: Branch) -> Branch:
    return ("OrderAdjustment", [("AmazonOrderID", own.order(SHIPPED)), ("ActionType", "Refund"), *items])


def _adjustments(own: OwnOrders, *messages_: tuple[Branch, ...]) -> str:
    return sample_messages.envelope_text("OrderAdjustment", [_adjusted_item(own, *items) for items in messages_])


def _cancel_without_units(own: OwnOrders) -> str:
    return replaced(_adjustments(own, (_item(own),)), ">Refund<", ">Cancel<")


def _stock(own: OwnOrders, *stock_messages: tuple[Branch, ...]) -> str:
    """A message for each SKU with what is told of it."""
    payloads: list[Branch] = [
        ("Inventory", [("SKU", f"ODD-{own.number}-{place}"), *branches])
        for place, branches in enumerate(stock_messages)
    ]
    return sample_messages.envelope_text("Inventory", payloads)


def _all_orders_report(own: OwnOrders, *rows: tuple[int, str]) -> str:
    payloads: list[Branch] = [
        (
            "Order",
            [
                ("AmazonOrderID", own.order(number)),
                ("LastUpdatedDate", "2026-10-06T10:00:00+09:00"),
                ("OrderStatus", status),
                ("OrderItem", [("SKU", "MUG-02"), ("ItemStatus", status), ("Quantity", "2")]),
            ],
        )
        for number, status in rows
    ]
    return sample_messages.envelope_text("AllOrdersReport", payloads)


def _item_codes_report(own: OwnOrders, number: int) -> str:
    """A report that names the items of an order of two items of one SKU: the first is canceled, the second alive."""
    items: list[Branch] = [
        (
            "OrderItem",
            [
                ("AmazonOrderItemCode", own.item(number, line)),
                ("SKU", "MUG-02"),
                ("ItemStatus", status),
                ("Quantity", quantity),
            ],
        )
        for line, status, quantity in ((1, "Cancelled", "0"), (2, "Unshipped", "2"))
    ]
    updated = ("LastUpdatedDate", "2026-10-06T10:00:00+09:00")
    order = [("AmazonOrderID", own.order(number)), updated, ("OrderStatus", "Unshipped"), *items]
    return sample_messages.envelope_text("AllOrdersReport", [("Order", order)])


FILES = (
    Odd("refunds-half-of-a-price.tsv", lambda own: _refunds(own, {})),
    Odd("refunds-more-than-was-charged.tsv", lambda own: _refunds(own, {"item-price-adj": "4401"})),
    Odd("refunds-of-everything-twice.tsv", lambda own: _amounts(own, "4400", "4400")),
    Odd("refunds-row-twice-equal.tsv", lambda own: _refunds(own, {}, {})),
    Odd("refunds-row-twice-different.tsv", lambda own: _refunds(own, {}, {"item-price-adj": "2000"})),
    Odd(
        "refunds-amounts-that-are-none.tsv", lambda own: _amounts(own, "-100", "100.50", "¥100", "1,000", "", "１００")
    ),
    Odd("refunds-amounts-with-two-decimals.tsv", lambda own: _refunds(own, {"item-price-adj": "2200.00"})),
    Odd("refunds-of-nothing.tsv", lambda own: _refunds(own, {"item-price-adj": "0"})),
    Odd("refunds-of-a-tax.tsv", lambda own: _refunds(own, {"item-tax-adj": "200"})),
    Odd("refunds-of-shipping-that-was-free.tsv", lambda own: _refunds(own, {"shipping-price-adj": "500"})),
    Odd("refunds-in-dollars.tsv", lambda own: _refunds(own, {"currency": "USD"})),
    Odd("refunds-without-item.tsv", lambda own: _refunds(own, {"order-item-id": ""})),
    Odd(
        "refunds-reasons-in-other-words.tsv",
        lambda own: _refunds(
            own,
            *({"adjustment-reason-code": reason} for reason in ("返品", "customerreturn", "", "NoInventoryAtAll")),
        ),
    ),
    Odd("refunds-before-the-shipment.tsv", lambda own: _about(own, OPEN[0])),
    Odd("refunds-of-a-canceled-order.tsv", lambda own: _about(own, CANCELED)),
    Odd("refunds-of-an-unknown-order.tsv", lambda own: _about(own, 91)),
    Odd(
        "refunds-that-cancel-units.tsv",
        lambda own: _refunds(
            own,
            *(
                {
                    "order-id": own.order(number),
                    "order-item-id": own.item(number),
                    "item-price-adj": "0",
                    "quantity-cancelled": units,
                }
                for number, units in zip(OPEN, ("1", "2", "3", "one"), strict=True)
            ),
        ),
    ),
    Odd("adjustment-item-twice-in-a-message.xml", lambda own: _adjustments(own, (_item(own), _item(own)))),
    Odd(
        "adjustment-one-item-unknown.xml",
        lambda own: _adjustments(
            own, (_item(own), _item(own, code=own.item(91))), (_item(own, "500", reason="Other"),)
        ),
    ),
    Odd("adjustment-of-good-will.xml", lambda own: _adjustments(own, (_item(own, kind="Goodwill"),))),
    Odd(
        "adjustment-id-twice.xml",
        lambda own: _adjustments(own, (_item(own, id="ADJ-1"),), (_item(own, "500", id="ADJ-1", reason="Other"),)),
    ),
    Odd("adjustment-cancel-without-units.xml", _cancel_without_units),
    Odd("adjustment-without-items.xml", lambda own: _adjustments(own, ())),
    Odd(
        "stock-told-without-a-number.xml",
        lambda own: _stock(
            own,
            (("Available", "true"),),
            (("Lookup", "FulfillmentNetwork"),),
            (("Quantity", "5"), ("Available", "true")),
            (("Quantity", "5"),),
            (),
        ),
    ),
    Odd(
        "stock-strange-quantities.xml",
        lambda own: _stock(own, *((("Quantity", text),) for text in ("0", "-1", "1.0", "many", " 7 "))),
    ),
    Odd(
        "all-orders-in-messages.xml",
        lambda own: _all_orders_report(own, (2, "Shipped"), (3, "Cancelled"), (91, "Pending"), (4, "Lost")),
    ),
    Odd("all-orders-item-codes.xml", lambda own: _item_codes_report(own, OPEN[-1])),
)
