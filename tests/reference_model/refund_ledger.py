"""Order process, step 6.6: what a refund posts, one refund after the other, with exact fractions.

Kinds of amounts by the number that they have in the ledger; a refund has those of its sale and 100. Choices: a tax part
is rounded down, commission and points half up; all is worked out on what was returned so far, and what was returned
once is never taken back; where an item cost nothing in all, fees and points come back when every part is given back.
"""

from __future__ import annotations

from fractions import Fraction

PARTS = {
    "price": (10, 11, 1),
    "shipping": (12, 13, 1),
    "gift_wrap": (14, 15, 1),
    "item_discount": (20, 21, -1),
    "ship_discount": (22, 23, -1),
}
"""A part of a refund: kind of its amount, kind of its tax, +1 when the buyer gets it."""
POINTS, COMMISSION, CLOSING, PLAN_UNIT_FEE, REFUND_FEE = 30, 40, 41, 43, 142
BY_SHARE = (POINTS, COMMISSION)

Amounts = dict[int, int]


def half_up(value: Fraction) -> int:
    return (value + Fraction(1, 2)).__floor__()


def refund_postings(ledger: Amounts, amounts: dict[str, int], fee_share: Fraction, cap: int) -> Amounts:
    """The rows that one refund posts, by kind. ledger: the sums of all rows of the item so far."""
    rows = {}
    for part, (main, tax, sign) in PARTS.items():
        back = tax_back(ledger, main, tax, amounts[part])
        rows[main + 100], rows[tax + 100] = -sign * (amounts[part] - back), -sign * back
    after = {kind: ledger.get(kind, 0) + rows.get(kind, 0) for kind in (*ledger, *rows)}
    for kind in (*BY_SHARE, CLOSING, PLAN_UNIT_FEE):
        so_far = ledger.get(kind + 100, 0)
        rows[kind + 100] = max(so_far, fee_back(after, kind)) - so_far
    rows[REFUND_FEE] = -min(cap, half_up(fee_share * rows[COMMISSION + 100]))
    return rows


def tax_back(ledger: Amounts, main: int, tax: int, amounts: int) -> int:
    """The tax in what is asked of a part."""
    charged, in_all = abs(ledger.get(main, 0) + ledger.get(tax, 0)), abs(ledger.get(tax, 0))
    so_far = abs(ledger.get(tax + 100, 0))
    refunded = abs(ledger.get(main + 100, 0) + ledger.get(tax + 100, 0)) + amounts
    if refunded == charged:
        return in_all - so_far
    return min(amounts, max(0, in_all * refunded // charged - so_far))


def fee_back(after: Amounts, kind: int) -> int:
    """What must have come back of a fee or of points, once the parts of a refund are posted."""
    charged = sum(after.get(code, 0) for main, tax, _ in PARTS.values() for code in (main, tax))
    refunded = -sum(after.get(code + 100, 0) for main, tax, _ in PARTS.values() for code in (main, tax))
    whole = refunded >= charged
    if charged <= 0:
        whole = all(
            after.get(main, 0) + after.get(tax, 0) == -after.get(main + 100, 0) - after.get(tax + 100, 0)
            for main, tax, _ in PARTS.values()
        )
    fee = -after.get(kind, 0)
    if whole:
        return fee
    return half_up(Fraction(fee * refunded, charged)) if kind in BY_SHARE and charged > 0 else 0
