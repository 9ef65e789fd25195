"""Kinds of amounts: of the ledger a number that never changes and three names, of the buyer's side a name."""

from __future__ import annotations

from typing import NamedTuple

from schemas.formats.run_lists import CHARGE_KINDS


class AmountKind(NamedTuple):
    """A kind of amount: its number in the ledger, and its names in the settlement report."""

    code: int
    transaction_type: str
    amount_type: str
    amount_description: str


SALE_TRANSACTION, REFUND_TRANSACTION = "Order", "Refund"
"""The transaction types of what a shipment and what a refund posts."""

PRINCIPAL = AmountKind(10, SALE_TRANSACTION, "ItemPrice", "Principal")
TAX = AmountKind(11, SALE_TRANSACTION, "ItemPrice", "Tax")
SHIPPING = AmountKind(12, SALE_TRANSACTION, "ItemPrice", "Shipping")
SHIPPING_TAX = AmountKind(13, SALE_TRANSACTION, "ItemPrice", "ShippingTax")
GIFT_WRAP = AmountKind(14, SALE_TRANSACTION, "ItemPrice", "GiftWrap")
GIFT_WRAP_TAX = AmountKind(15, SALE_TRANSACTION, "ItemPrice", "GiftWrapTax")
ITEM_DISCOUNT = AmountKind(20, SALE_TRANSACTION, "Promotion", "Principal")
ITEM_DISCOUNT_TAX = AmountKind(21, SALE_TRANSACTION, "Promotion", "TaxDiscount")
SHIP_DISCOUNT = AmountKind(22, SALE_TRANSACTION, "Promotion", "Shipping")
SHIP_DISCOUNT_TAX = AmountKind(23, SALE_TRANSACTION, "Promotion", "TaxDiscount")
POINTS = AmountKind(30, SALE_TRANSACTION, "Points", "PointsGranted")
COMMISSION = AmountKind(40, SALE_TRANSACTION, "ItemFees", "Commission")
CLOSING_FEE = AmountKind(41, SALE_TRANSACTION, "ItemFees", "VariableClosingFee")
PLAN_UNIT_FEE = AmountKind(43, SALE_TRANSACTION, "ItemFees", "FixedClosingFee")

SALE_KINDS = (
    PRINCIPAL, TAX, SHIPPING, SHIPPING_TAX, GIFT_WRAP, GIFT_WRAP_TAX, ITEM_DISCOUNT, ITEM_DISCOUNT_TAX, SHIP_DISCOUNT,
    SHIP_DISCOUNT_TAX, POINTS, COMMISSION, CLOSING_FEE, PLAN_UNIT_FEE,
)  # fmt: skip
"""What the confirmation of a shipment may post, in the order of the ledger."""

_REFUND_CODES_FROM = 100
RETURNED_KINDS = tuple(AmountKind(kind.code + _REFUND_CODES_FROM, REFUND_TRANSACTION, *kind[2:]) for kind in SALE_KINDS)
"""What a refund gives back of each of SALE_KINDS, in the same order and under the same names."""
PLAN_UNIT_CODES = (PLAN_UNIT_FEE.code, PLAN_UNIT_FEE.code + _REFUND_CODES_FROM)
"""The fee of the plan by the unit: taken, and given back."""
REFUND_FEE = AmountKind(142, REFUND_TRANSACTION, "ItemFees", "RefundCommission")
REFUND_KINDS = (*RETURNED_KINDS, REFUND_FEE)
"""What a refund may post, in the order of the ledger."""

BROUGHT_FORWARD = AmountKind(1, "other-transaction", "other-transaction", "Balance brought forward")
CARRIED_FORWARD = AmountKind(2, "other-transaction", "other-transaction", "Balance carried forward")
PLAN_FEE = AmountKind(3, "other-transaction", "other-transaction", "Subscription Fee")
"""What belongs to no order: the balances between two periods, and the monthly fee of the selling plan."""

BUYER_PAYS = tuple(kind.code for kind in SALE_KINDS if kind.amount_type in {"ItemPrice", "Promotion"})
"""The kinds of a sale that together are what the buyer pays for the shipment. Settlement and charge agree on them."""
BUYER_GETS = tuple(code + _REFUND_CODES_FROM for code in BUYER_PAYS)
"""The kinds of a refund that together are what the buyer gets."""
CHARGE, CAPTURE, REFUND, REFUND_DUE = CHARGE_KINDS
"""The kinds of rows of the buyer's side. Order process, step 5."""
