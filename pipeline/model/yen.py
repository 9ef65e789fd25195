"""Whole yen: rounding, the tax contained in a price, and the share of some units in an amount.

Amounts are yen (int64), rates basis points from 0 to 10,000, units are counted from 0. A product of an amount and a
rate or count never leaves int64: every amount is first divided, and only its remainder is multiplied. Where two amounts
are multiplied, one of them is taken in pieces.

>>> half_up(np.array([100, 33, 30]), 1500).tolist()
[15, 5, 5]
>>> included_tax(np.array([1100, 1099, 0]), 1000).tolist()
[100, 99, 0]
>>> share(np.array([1000, 1000, 1000]), of=3, first=np.array([0, 1, 2]), units=1).tolist()
[333, 333, 334]
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from schemas.columns import WHOLE_BP
from schemas.stored_tables import REFUND_YEN

Yen = npt.NDArray[np.int64]
_SIGNS = np.array([1, 1, 1, -1, -1], dtype=np.int64)
"""Of the parts of REFUND_YEN in a net amount: discounts lower it."""
_PIECE = 20
"""Bits of a factor that are multiplied at a time."""


def half_up(amount: Yen, rate_bp: Yen | int) -> Yen:
    """The rate of each amount, a half yen rounded up. Amounts are not negative. Order process, step 6.3."""
    rest = (amount % WHOLE_BP * rate_bp + WHOLE_BP // 2) // WHOLE_BP
    return amount // WHOLE_BP * rate_bp + rest


def included_tax(amount: Yen, rate_bp: Yen | int) -> Yen:
    """The tax contained in each amount, rounded down. Order process, step 6.3."""
    return _portion(amount, rate_bp, rate_bp + WHOLE_BP)


def share(amount: Yen, of: Yen, first: Yen, units: Yen) -> Yen:
    """What `units` units from unit `first` on have in an amount that is spread over `of` units.

    Unit k of n has floor(T(k+1)/n) - floor(Tk/n) of the amount T; this is their sum. The shares of any parts into which
    the units are divided add up to the amount. Order process, step 6.2.
    """
    return _portion(amount, first + units, of) - _portion(amount, first, of)


def portion(amount: Yen, part: Yen | int, whole: Yen | int) -> Yen:
    """What an amount has for a part of a whole, rounded down. 0 <= part <= whole, 0 < whole < 2**42, amount >= 0."""
    return _divided(amount, part, whole)[0]


def portion_half_up(amount: Yen, part: Yen | int, whole: Yen | int) -> Yen:
    """The same, a half yen rounded up. Order process, step 6.6."""
    quotient, rest = _divided(amount, part, whole)
    return quotient + (2 * rest >= whole)


def _divided(amount: Yen, part: Yen | int, whole: Yen | int) -> tuple[Yen, Yen]:
    """Of amount x part / whole the quotient and the rest, in steps of so few bits that nothing overflows."""
    remainder = amount % whole
    quotient = np.zeros_like(remainder)
    rest = np.zeros_like(remainder)
    # Long division: the bits of `part` are taken from the left, a piece at a time.
    for shift in (2 * _PIECE, _PIECE, 0):
        piece = part >> shift & (1 << _PIECE) - 1
        step = (rest << _PIECE) + remainder * piece
        quotient = (quotient << _PIECE) + step // whole
        rest = step % whole
    return amount // whole * part + quotient, rest


def _portion(amount: Yen, part: Yen | int, whole: Yen | int) -> Yen:
    """Amount x part / whole, rounded down, of a part or rate that is small enough to be multiplied at once."""
    return amount // whole * part + amount % whole * part // whole


def net(money: pd.DataFrame) -> pd.Series:
    """What each row comes to in yen: price, shipping and gift wrap, less the discounts taken back.

    money: the columns of schemas.stored_tables.REFUND_YEN, none of them blank.
    """
    return pd.Series(net_of_parts(money[list(REFUND_YEN)].to_numpy()), money.index)


def net_of_parts(parts: Yen) -> Yen:
    """The same of an array: one row per amount, one column per part of schemas.stored_tables.REFUND_YEN."""
    amounts: Yen = parts @ _SIGNS
    return amounts
