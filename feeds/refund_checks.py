"""Checks between the columns of a refund: whole yen that go to the buyer, and nothing that would be lost.

Order process, step 7.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd

from feeds.problems import no_problems, quotable, row_problems
from schemas import codes
from schemas.columns import CURRENCY, Kind
from schemas.formats.refund_feed import CANCEL
from schemas.wording.reason_texts import COMPONENT, FOREIGN, NET, POSITIVE, TAX

PRICE = "item-price-adj"
RESTOCKING = "restocking-fee-adj"
UNITS = "quantity-cancelled"
OTHER = "other-component"
TAXES = ("item-tax-adj", "shipping-tax-adj", "gift-wrap-tax-adj")
AMOUNTS_BACK = (PRICE, "shipping-price-adj", "gift-wrap-price-adj", RESTOCKING)
DISCOUNTS = ("item-promotion-adj", "ship-promotion-adj")
_Shown = Callable[[npt.NDArray[np.bool_]], pd.Series | str]
"""What the messages quote of the rows of a mask: worked out for those at fault alone, mostly for none."""


def refund_problems(typed: pd.DataFrame, text: pd.DataFrame) -> list[pd.DataFrame]:
    """The problems between the columns of refunds. typed, text: the same rows.

    Other money than yen, taxes of their own, a fee that is paid to the seller twice and a refund that the buyer would
    pay are 70108; a Cancel without units is 70101, an amount of a Type that is not used 70106.
    """
    money = {name: typed[name].fillna(0).astype("int64") for name in (*TAXES, *AMOUNTS_BACK, *DISCOUNTS)}
    units = typed[UNITS].fillna(0)
    currency = _cells(text, "currency").str.strip(" ")
    other = _cells(text, OTHER)
    is_foreign = ~currency.str.upper().isin(["", CURRENCY])
    is_empty_cancel = (typed["action-type"] == CANCEL) & (units == 0)
    return [
        *(_money_problems(text, money[name] != 0, name, _quoted(_cells(text, name), Kind.YEN), TAX) for name in TAXES),
        _money_problems(text, money[RESTOCKING] > 0, RESTOCKING, _quoted(_cells(text, RESTOCKING), Kind.YEN), POSITIVE),
        *_direction_problems(typed, text, money),
        _money_problems(text, is_foreign, "currency", _quoted(currency, Kind.CHOICE), FOREIGN),
        _problems_where(text, is_empty_cancel, UNITS, codes.VALUE_MISSING, lambda _: ""),
        _problems_where(text, other != "", OTHER, codes.CHOICE_INVALID, _quoted(other, Kind.CHOICE), COMPONENT),
    ]


def _direction_problems(typed: pd.DataFrame, text: pd.DataFrame, money: dict[str, pd.Series]) -> list[pd.DataFrame]:
    """Refunds that the buyer would pay: of the price less the restocking fee, or over all amounts and discounts."""
    is_readable = _is_readable(typed, text) & (money[RESTOCKING] <= 0)
    price = money[PRICE] + money[RESTOCKING]
    discounts = sum(money[name].abs() for name in DISCOUNTS)
    net = sum((money[name] for name in AMOUNTS_BACK), start=-discounts)
    return [
        _money_problems(text, is_readable & (price < 0), RESTOCKING, _sums(price), NET),
        _money_problems(text, is_readable & (price >= 0) & (net < 0), PRICE, _sums(net), NET),
    ]


def _money_problems(text: pd.DataFrame, is_wrong: pd.Series, column: str, show: _Shown, reason: str) -> pd.DataFrame:
    return _problems_where(text, is_wrong, column, codes.MONEY_INVALID, show, reason)


def _problems_where(
    text: pd.DataFrame, is_wrong: pd.Series, column: str, code: int, show: _Shown, limit: str = ""
) -> pd.DataFrame:
    """A problem for each row at fault."""
    wrong = is_wrong.to_numpy(bool)
    if not wrong.any():
        return no_problems()
    return row_problems(text.loc[wrong, ["record", "line"]], column, code, show(wrong), limit)


def _quoted(cells: pd.Series, kind: Kind) -> _Shown:
    return lambda wrong: quotable(cells[wrong], kind)


def _sums(yen: pd.Series) -> _Shown:
    return lambda wrong: yen[wrong].astype("str")


def _cells(text: pd.DataFrame, name: str) -> pd.Series:
    return text.get(name, pd.Series("", text.index, dtype="str"))


def _is_readable(typed: pd.DataFrame, text: pd.DataFrame) -> np.ndarray:
    """Rows of which every amount could be read: others have a problem of their own already."""
    readable = [typed[name].notna() | (_cells(text, name).str.strip() == "") for name in (*AMOUNTS_BACK, *DISCOUNTS)]
    return np.logical_and.reduce([column.to_numpy(bool) for column in readable])
