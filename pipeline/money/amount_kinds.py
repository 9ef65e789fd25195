"""The kinds of money: of ledger rows a number that never changes and three names, of the buyer's side a name."""

from __future__ import annotations

from typing import NamedTuple

from schemas.formats.run_lists import CHARGE_KINDS


class AmountKind(NamedTuple):
    """A kind of amount: its number in the ledger, and its names in the settlement report."""

    code: int
    transaction_type: str
    amount_type: str
    amount_description: str


SOLD, GIVEN_BACK = "Order", "Refund"
"""The transaction types of what a parcel and what a refund posts."""

PRINCIPAL = AmountKind(10, SOLD, "ItemPrice", "Principal")
TAX = AmountKind(11, SOLD, "ItemPrice", "Tax")
SHIPPING = AmountKind(12, SOLD, "ItemPrice", "Shipping")
SHIPPING_TAX = AmountKind(13, SOLD, "ItemPrice", "ShippingTax")
GIFT_WRAP = AmountKind(14, SOLD, "ItemPrice", "GiftWrap")
GIFT_WRAP_TAX = AmountKind(15, SOLD, "ItemPrice", "GiftWrapTax")
ITEM_DISCOUNT = AmountKind(20, SOLD, "Promotion", "Principal")
ITEM_DISCOUNT_TAX = AmountKind(21, SOLD, "Promotion", "TaxDiscount")
SHIP_DISCOUNT = AmountKind(22, SOLD, "Promotion", "Shipping")
SHIP_DISCOUNT_TAX = AmountKind(23, SOLD, "Promotion", "TaxDiscount")
POINTS = AmountKind(30, SOLD, "Points", "PointsGranted")
COMMISSION = AmountKind(40, SOLD, "ItemFees", "Commission")
CLOSING_FEE = AmountKind(41, SOLD, "ItemFees", "VariableClosingFee")

SALE = (
    PRINCIPAL, TAX, SHIPPING, SHIPPING_TAX, GIFT_WRAP, GIFT_WRAP_TAX, ITEM_DISCOUNT, ITEM_DISCOUNT_TAX, SHIP_DISCOUNT,
    SHIP_DISCOUNT_TAX, POINTS, COMMISSION, CLOSING_FEE,
)  # fmt: skip
"""What the confirmation of a parcel may post, in the order of the ledger."""

_REFUNDS_FROM = 100
RETURNED = tuple(AmountKind(kind.code + _REFUNDS_FROM, GIVEN_BACK, *kind[2:]) for kind in SALE)
"""What a refund gives back of each kind of SALE, in the same order and under the same names."""
REFUND_FEE = AmountKind(142, GIVEN_BACK, "ItemFees", "RefundCommission")
REFUNDED = (*RETURNED, REFUND_FEE)
"""What a refund may post, in the order of the ledger."""

BROUGHT_FORWARD = AmountKind(1, "other-transaction", "other-transaction", "Balance brought forward")
CARRIED_FORWARD = AmountKind(2, "other-transaction", "other-transaction", "Balance carried forward")

BUYER_PAYS = tuple(kind.code for kind in SALE if kind.amount_type in {"ItemPrice", "Promotion"})
"""The kinds of a sale that together are what the buyer pays for the parcel. Settlement and charge agree on them."""
BUYER_GETS = tuple(code + _REFUNDS_FROM for code in BUYER_PAYS)
"""The kinds of a refund that together are what the buyer gets."""
CHARGE, CAPTURE, REFUND, REFUND_DUE = CHARGE_KINDS
"""The kinds of rows of the buyer's side. Order process, step 5."""
