"""What odd files are made of: orders of their own, sound rows and messages; a strangeness is a small change of these.

Every cell about a buyer holds one of SECRETS, so that it is found wherever it should not be.
"""

import zlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

from tests.samples import sample_forms, sample_messages
from tests.samples.sample_forms import Row

SECRETS = ("秘見", "himitsu", "000-5550", "000-5551")
BUYER: Row = {
    "buyer-email": "himitsu@example.invalid",
    "buyer-name": "秘見 太郎",
    "buyer-phone-number": "000-5550-0001",
    "recipient-name": "秘見 花子",
    "ship-address-1": "秘見町1-2-3",
    "ship-address-2": "秘見荘101",
    "ship-state": "秘見県",
    "ship-postal-code": "000-5551",
    "ship-country": "JP",
    "ship-phone-number": "000-5550-0002",
    "gift-message-text": "秘見の品です",
}
ORDER_COLUMNS = (
    *("order-id", "order-item-id", "purchase-date", "payments-date", "buyer-email", "buyer-name"),
    *("buyer-phone-number", "sku", "product-name", "quantity-purchased", "currency", "item-price", "shipping-price"),
    *("recipient-name", "ship-address-1", "ship-address-2", "ship-state", "ship-postal-code", "ship-country"),
    *("ship-phone-number", "gift-message-text"),
)
CONFIRMATION_COLUMNS = sample_forms.CONFIRMATION_COLUMNS
PENDING, OPEN, SHIPPED, CANCELED = 1, (2, 3, 4, 5), 6, 7
"""The orders of every odd file that are known before it comes, by their last digits. Those of OPEN are Unshipped: two
units of one item, the last one two items. New ones count from NEW."""
NEW = 11
Content = str | bytes


class Odd(NamedTuple):
    """One odd file: its name, and the text or the bytes it is made of."""

    name: str
    make: Callable[["OwnOrders"], Content]

    def content(self) -> bytes:
        """The bytes of the file; text is UTF-8."""
        content = self.make(OwnOrders(self.name))
        return content.encode("utf-8") if isinstance(content, str) else content


class OwnOrders:
    """The orders of one file: nobody else has orders with its number in the middle."""

    def __init__(self, name: str) -> None:
        self.number = zlib.crc32(name.encode()) % 10**7

    def order(self, number: int) -> str:
        """An order id of this file."""
        return f"999-{self.number:07}-{number:07}"

    def item(self, number: int, line: int = 1) -> str:
        """The item id of a line of an order."""
        return f"{self.number:07}{number:04}{line:03}"

    def order_row(self, number: int, line: int = 1) -> Row:
        """A sound row of the order feed: verified, two mugs."""
        return {
            "order-id": self.order(number),
            "order-item-id": self.item(number, line),
            "purchase-date": "2026-10-05T10:00:00+09:00",
            "payments-date": "2026-10-05T10:05:00+09:00",
            **BUYER,
            "sku": "MUG-02",
            "product-name": "マグカップ",
            "quantity-purchased": "2",
            "currency": "JPY",
            "item-price": "4400",
            "shipping-price": "0",
        }

    def order_rows(self, *changes: Row) -> list[Row]:
        """Rows of new orders, one for each change of a sound row."""
        return [self.order_row(number) | change for number, change in enumerate(changes, NEW)]

    def orders(self, *changes: Row, columns: Sequence[str] = ORDER_COLUMNS) -> str:
        """An order feed with a new order for each change of a sound row."""
        return sample_forms.flat_text(columns, self.order_rows(*changes))

    def confirmation_rows(self, *changes: Row) -> list[Row]:
        """Rows of a confirmation, one for each change: the first is about the first order of OPEN, and so on."""
        sound = {"ship-date": "2026-10-06", "carrier-code": "YAMATO", "ship-method": "宅急便"}
        return [
            {"order-id": self.order(number), **sound, "tracking-number": f"0000-{number:04}", **change}
            for number, change in zip(OPEN, changes, strict=False)
        ]

    def confirmations(self, *changes: Row, columns: Sequence[str] = CONFIRMATION_COLUMNS) -> str:
        """A shipping confirmation with a row for each change of a sound one."""
        return sample_forms.flat_text(columns, self.confirmation_rows(*changes))

    def fulfillment(self, number: int, *items: sample_messages.Branch) -> sample_messages.Branch:
        """The OrderFulfillment of a known order."""
        carrier: list[sample_messages.Branch] = [
            ("CarrierCode", "YAMATO"),
            ("ShipperTrackingNumber", f"0000-{number:04}"),
        ]
        facts: list[sample_messages.Branch] = [
            ("AmazonOrderID", self.order(number)),
            ("FulfillmentDate", "2026-10-06T15:00:00+09:00"),
            ("FulfillmentData", carrier),
        ]
        return ("OrderFulfillment", [*facts, *items])

    def fulfilled(self, *numbers: int) -> str:
        """An OrderFulfillment feed of whole orders; those of OPEN where none are named: one message."""
        return sample_messages.envelope_text(
            "OrderFulfillment", [self.fulfillment(number) for number in numbers or OPEN[:2]]
        )

    def report(self, number: int) -> sample_messages.Branch:
        """The OrderReport of a new order: two mugs."""
        address: list[sample_messages.Branch] = [
            ("Name", BUYER["recipient-name"]),
            ("AddressFieldOne", BUYER["ship-address-1"]),
            ("PostalCode", BUYER["ship-postal-code"]),
            ("CountryCode", "JP"),
            ("PhoneNumber", BUYER["ship-phone-number"]),
        ]
        item: list[sample_messages.Branch] = [
            ("AmazonOrderItemCode", self.item(number)),
            ("SKU", "MUG-02"),
            ("Title", "マグカップ"),
            ("Quantity", "2"),
            ("ItemPrice", [("Component", [("Type", "Principal"), ("Amount", "4400")])]),
        ]
        return (
            "OrderReport",
            [
                ("AmazonOrderID", self.order(number)),
                ("OrderDate", "2026-10-05T10:00:00+09:00"),
                ("OrderPostedDate", "2026-10-05T10:05:00+09:00"),
                ("BillingData", [("BuyerEmailAddress", BUYER["buyer-email"]), ("BuyerName", BUYER["buyer-name"])]),
                ("FulfillmentData", [("FulfillmentMethod", "Ship"), ("Address", address)]),
                ("Item", item),
            ],
        )

    def reports(self, count: int = 2) -> str:
        """An OrderReport feed of new orders."""
        return sample_messages.envelope_text("OrderReport", [self.report(number) for number in range(NEW, NEW + count)])


def replaced(text: str, old: str, new: str, count: int = 1) -> str:
    """The text with the first places of something changed. It must be there."""
    if old not in text:
        raise ValueError(old)
    return text.replace(old, new, count)


def flat_table(columns: Sequence[str], *rows: Sequence[str]) -> str:
    """A flat file from plain rows."""
    return "".join("\t".join(cells) + "\n" for cells in (columns, *rows))
