"""Checks between the columns of a refund: whole yen that go to the buyer, and nothing that would be lost.

Order process, step 7.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from feeds.problems import quotable, row_problems
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
        *(_money_problems(text, money[name] != 0, name, _quotable_yen(text, name), TAX) for name in TAXES),
        _money_problems(text, money[RESTOCKING] > 0, RESTOCKING, _quotable_yen(text, RESTOCKING), POSITIVE),
        *_direction_problems(typed, text, money),
        _money_problems(text, is_foreign, "currency", quotable(currency, Kind.CHOICE), FOREIGN),
        _problems_where(text, is_empty_cancel, UNITS, codes.VALUE_MISSING),
        _problems_where(text, other != "", OTHER, codes.CHOICE_INVALID, quotable(other, Kind.CHOICE), COMPONENT),
    ]


def _direction_problems(typed: pd.DataFrame, text: pd.DataFrame, money: dict[str, pd.Series]) -> list[pd.DataFrame]:
    """Refunds that the buyer would pay: of the price less the restocking fee, or over all amounts and discounts."""
    is_readable = _is_readable(typed, text) & (money[RESTOCKING] <= 0)
    price = money[PRICE] + money[RESTOCKING]
    discounts = sum(money[name].abs() for name in DISCOUNTS)
    net = sum((money[name] for name in AMOUNTS_BACK), start=-discounts)
    return [
        _money_problems(text, is_readable & (price < 0), RESTOCKING, price.astype("str"), NET),
        _money_problems(text, is_readable & (price >= 0) & (net < 0), PRICE, net.astype("str"), NET),
    ]


def _money_problems(
    text: pd.DataFrame, is_wrong: pd.Series, column: str, value: pd.Series, reason: str
) -> pd.DataFrame:
    return _problems_where(text, is_wrong, column, codes.MONEY_INVALID, value, reason)


def _problems_where(
    text: pd.DataFrame, is_wrong: pd.Series, column: str, code: int, value: pd.Series | str = "", limit: str = ""
) -> pd.DataFrame:
    """A problem for each row at fault; value: of all rows."""
    wrong = is_wrong.to_numpy(bool)
    shown = value if isinstance(value, str) else value[wrong]
    return row_problems(text.loc[wrong, ["record", "line"]], column, code, shown, limit)


def _cells(text: pd.DataFrame, name: str) -> pd.Series:
    return text.get(name, pd.Series("", text.index, dtype="str"))


def _quotable_yen(text: pd.DataFrame, name: str) -> pd.Series:
    return quotable(_cells(text, name), Kind.YEN)


def _is_readable(typed: pd.DataFrame, text: pd.DataFrame) -> np.ndarray:
    """Rows of which every amount could be read: others have a problem of their own already."""
    readable = [typed[name].notna() | (_cells(text, name).str.strip() == "") for name in (*AMOUNTS_BACK, *DISCOUNTS)]
    return np.logical_and.reduce([column.to_numpy(bool) for column in readable])
