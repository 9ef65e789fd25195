"""What the columns of a refund demand of each other: whole yen that go to the buyer, and nothing that would be lost.

Order process, step 7.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from feeds.problems import of_rows, quotable
from schemas import codes
from schemas.columns import CURRENCY, Kind
from schemas.formats.refund_feed import CANCEL, COMPONENT_TYPES

PRICE, RESTOCKING, UNITS, OTHER = "item-price-adj", "restocking-fee-adj", "quantity-cancelled", "other-component"
TAXES = ("item-tax-adj", "shipping-tax-adj", "gift-wrap-tax-adj")
GIVEN = (PRICE, "shipping-price-adj", "gift-wrap-price-adj", RESTOCKING)
DISCOUNTS = ("item-promotion-adj", "ship-promotion-adj")


def demands(typed: pd.DataFrame, text: pd.DataFrame) -> list[pd.DataFrame]:
    """The problems between the columns of refunds. typed, text: the same rows.

    Other money than yen, taxes of their own, a fee that is paid to the seller twice and a refund that the buyer would
    pay are 70108; a Cancel without units is 70101, an amount of a Type that is not used 70106.
    """
    money = {name: typed[name].fillna(0).astype("int64") for name in (*TAXES, *GIVEN, *DISCOUNTS)}
    price = money[PRICE] + money[RESTOCKING]
    net = sum((money[name] for name in GIVEN), start=-sum(money[name].abs() for name in DISCOUNTS))
    sound = _sound(typed, text) & (money[RESTOCKING] <= 0)
    currency = _cells(text, "currency").str.strip(" ")
    other, units = _cells(text, OTHER), typed[UNITS].fillna(0)
    return [
        *(_at(text, money[name] != 0, name, codes.MONEY_INVALID, _quoted(text, name)) for name in TAXES),
        _at(text, money[RESTOCKING] > 0, RESTOCKING, codes.MONEY_INVALID, _quoted(text, RESTOCKING)),
        _at(text, sound & (price < 0), PRICE, codes.MONEY_INVALID, price.astype("str")),
        _at(text, sound & (price >= 0) & (net < 0), PRICE, codes.MONEY_INVALID, net.astype("str")),
        _at(
            text,
            ~currency.str.upper().isin(["", CURRENCY]),
            "currency",
            codes.MONEY_INVALID,
            quotable(currency, Kind.CHOICE),
        ),
        _at(text, (typed["action-type"] == CANCEL) & (units == 0), UNITS, codes.VALUE_MISSING),
        _at(text, other != "", OTHER, codes.CHOICE_INVALID, quotable(other, Kind.CHOICE), ", ".join(COMPONENT_TYPES)),
    ]


def _at(
    text: pd.DataFrame, where: pd.Series, column: str, code: int, value: pd.Series | str = "", limit: str = ""
) -> pd.DataFrame:
    hit = where.to_numpy(bool)
    return of_rows(
        text.loc[hit, ["record", "line"]], column, code, value if isinstance(value, str) else value[hit], limit
    )


def _cells(text: pd.DataFrame, name: str) -> pd.Series:
    return text.get(name, pd.Series("", text.index, dtype="str"))


def _quoted(text: pd.DataFrame, name: str) -> pd.Series:
    return quotable(_cells(text, name), Kind.YEN)


def _sound(typed: pd.DataFrame, text: pd.DataFrame) -> np.ndarray:
    """Rows of which every amount could be read: of others nothing more is said."""
    read = [typed[name].notna() | (_cells(text, name).str.strip() == "") for name in (*GIVEN, *DISCOUNTS)]
    return np.logical_and.reduce([each.to_numpy(bool) for each in read])
