"""The kinds of money: of ledger rows a number that never changes and three names, of the buyer's side a name."""

from __future__ import annotations

from typing import NamedTuple

from schemas.lists import CHARGE_KINDS


class Kind(NamedTuple):
    """A kind of amount: its number in the ledger, and its names in the settlement report."""

    code: int
    transaction_type: str
    amount_type: str
    amount_description: str


PRINCIPAL = Kind(10, "Order", "ItemPrice", "Principal")
TAX = Kind(11, "Order", "ItemPrice", "Tax")
SHIPPING = Kind(12, "Order", "ItemPrice", "Shipping")
SHIPPING_TAX = Kind(13, "Order", "ItemPrice", "ShippingTax")
GIFT_WRAP = Kind(14, "Order", "ItemPrice", "GiftWrap")
GIFT_WRAP_TAX = Kind(15, "Order", "ItemPrice", "GiftWrapTax")
ITEM_DISCOUNT = Kind(20, "Order", "Promotion", "Principal")
ITEM_DISCOUNT_TAX = Kind(21, "Order", "Promotion", "TaxDiscount")
SHIP_DISCOUNT = Kind(22, "Order", "Promotion", "Shipping")
SHIP_DISCOUNT_TAX = Kind(23, "Order", "Promotion", "TaxDiscount")
POINTS = Kind(30, "Order", "Points", "PointsGranted")
COMMISSION = Kind(40, "Order", "ItemFees", "Commission")
CLOSING_FEE = Kind(41, "Order", "ItemFees", "VariableClosingFee")

SALE = (
    PRINCIPAL, TAX, SHIPPING, SHIPPING_TAX, GIFT_WRAP, GIFT_WRAP_TAX, ITEM_DISCOUNT, ITEM_DISCOUNT_TAX, SHIP_DISCOUNT,
    SHIP_DISCOUNT_TAX, POINTS, COMMISSION, CLOSING_FEE,
)  # fmt: skip
"""What the confirmation of a parcel may post, in the order of the ledger."""

BROUGHT_FORWARD = Kind(1, "other-transaction", "other-transaction", "Balance brought forward")
CARRIED_FORWARD = Kind(2, "other-transaction", "other-transaction", "Balance carried forward")

BUYER_PAYS = tuple(kind.code for kind in SALE if kind.amount_type in {"ItemPrice", "Promotion"})
"""The kinds of a sale that together are what the buyer pays for the parcel. Settlement and charge agree on them."""
CHARGE, CAPTURE, REFUND, REFUND_DUE = CHARGE_KINDS
"""The kinds of rows of the buyer's side. Order process, step 5."""
