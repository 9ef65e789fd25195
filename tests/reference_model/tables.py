"""The tables that feeds fill: their names, and which columns hold what. Order process, 13.4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

ORDERS, UNSHIPPED_REPORT, PENDING_REPORT = "order feed", "unshipped report", "pending report"
ALL_ORDERS, PAYMENTS, ADDRESSES = "all-orders report", "payments", "address change"
CONFIRMATIONS, CANCELLATIONS, INVENTORY = "shipment confirmation", "cancellation", "inventory"
REFUNDS = "order adjustment"
ORDER_TABLES = (ORDERS, UNSHIPPED_REPORT, PENDING_REPORT, ALL_ORDERS)

Row = dict[str, Any]

_PLACING = ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased")
_ADDRESSED = ("recipient-name", "ship-address-1", "ship-postal-code")
REQUIRED = {
    ORDERS: _PLACING,
    UNSHIPPED_REPORT: _PLACING,
    PENDING_REPORT: _PLACING,
    ALL_ORDERS: ("amazon-order-id", "sku", "order-status"),
    PAYMENTS: ("order-id", "payment-status"),
    ADDRESSES: ("order-id", *_ADDRESSED),
    CONFIRMATIONS: ("order-id", "ship-date"),
    CANCELLATIONS: ("order-id",),
    REFUNDS: ("order-id", "order-item-id", "adjustment-reason-code", "item-price-adj"),
    INVENTORY: ("sku",),
}
ADDRESS_LINES = ("ship-address-1", "ship-address-2", "ship-address-3")
JAPANESE = ("", "jp", "japan", "日本")
REPLACEMENT = "is-replacement-order"
RECIPIENT = (
    "recipient-name", "ship-address-1", "ship-address-2", "ship-address-3", "ship-city", "ship-state",
    "ship-postal-code", "ship-country",
)  # fmt: skip
ESTIMATES = ("earliest-ship-date", "latest-ship-date", "earliest-delivery-date", "latest-delivery-date")
WHOLE_DAYS = ("payment-deadline", "latest-ship-date", "latest-delivery-date")
"""Dates that last until the end of a day given without a time."""
DATES = (
    *("purchase-date", "payments-date", "reporting-date", "last-updated-date", "payment-deadline", *ESTIMATES),
    *("payment-date", "ship-date", "requested-at"),
)
YEN = ("item-price", "shipping-price", "gift-wrap-price", "item-promotion-discount", "ship-promotion-discount")
REFUND_PARTS = ("item-price-adj", "shipping-price-adj", "gift-wrap-price-adj")
REFUND_DISCOUNTS, RESTOCKING = ("item-promotion-adj", "ship-promotion-adj"), "restocking-fee-adj"
REFUND_TAXES = ("item-tax-adj", "shipping-tax-adj", "gift-wrap-tax-adj")
SIGNED = (*REFUND_PARTS, *REFUND_DISCOUNTS, RESTOCKING, *REFUND_TAXES)
"""Yen of a refund, of which only some may be negative."""
COUNTS = ("quantity-purchased", "quantity", "on-hand", "quantity-shipped", "quantity-to-ship", "quantity-cancelled")
MAY_BE_ZERO = ("quantity-purchased", "quantity-shipped", "quantity-to-ship", "quantity-cancelled")
FLAG = "is-buyer-requested-cancellation"
FLAGS = (FLAG, REPLACEMENT)
OF_A_REFUSAL = ("line", "code", "error", "refused")
"""What a file of refused records has beside the columns of its table."""

VERIFYING_STATUSES = ("Unshipped", "PartiallyShipped", "Shipped")
_STATUSES = {
    "pending": "Pending",
    "unshipped": "Unshipped",
    "partiallyshipped": "PartiallyShipped",
    "shipped": "Shipped",
    "canceled": "Canceled",
    "cancelled": "Canceled",
    "pendingavailability": "Pending",
}


def status_word(text: str) -> str:
    """The status that a text means, in any case and spelling; "" for none that we know, and for Pending with more.

    What follows ` - ` changes no other status.
    """
    word, more, _ = text.partition(" - ")
    status = _STATUSES.get(word.strip().replace(" ", "").casefold(), "")
    return "" if status == "Pending" and more else status


def says_verified(row: Row) -> bool:
    """Whether a row of an order feed verifies its order: by its status, else by a payments-date. Step 2.1.

    A canceled line verifies nothing.
    """
    if str(row.get("quantity-purchased")) == "0":
        return False
    status = row.get("order-status")
    return status_word(status) in VERIFYING_STATUSES if status else bool(row.get("payments-date"))


def required(table: str, raw: dict[str, str]) -> Iterator[str]:
    """The columns that this row must fill. Order process, 13.4; carriers: 4.3.10."""
    yield from REQUIRED[table]
    is_to_ship = table == UNSHIPPED_REPORT and raw.get("quantity-purchased") != "0"
    if is_to_ship or (table == ORDERS and says_verified(raw)):
        if not any(raw.get(line) for line in ADDRESS_LINES):
            yield ADDRESS_LINES[0]
        if raw.get("ship-country", "").casefold() in JAPANESE:
            yield "ship-postal-code"
    if table == CONFIRMATIONS and not raw.get("carrier-name"):
        yield "carrier-name" if raw.get("carrier-code", "").upper() == "OTHER" else "carrier-code"
    if table == INVENTORY and not raw.get("on-hand"):
        yield "quantity"
