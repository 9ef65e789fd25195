"""Facts of orders and items as codes: what a later record repeats, fills or contradicts (step 1).

A fact is compared as an integer: numbers and instants are themselves, texts get a code that is the same for the same
text. NOTHING means the record or the book says nothing: a blank never conflicts and never erases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lifecycle.events import counts
from schemas import fields as f
from schemas.state import CONFLICT_TEXT, ITEM_TEXT, ITEM_YEN, ORDER_TEXT

NOTHING = np.iinfo(np.int64).min
ORDER_INSTANTS = (f.PURCHASE_DATE.name, f.LATEST_SHIP.name, f.PAYMENT_DEADLINE.name)
ORDER_FACTS = (*ORDER_INSTANTS, *ORDER_TEXT)
ITEM_NUMBERS = (f.QUANTITY_PURCHASED.name, *ITEM_YEN.values())
ITEM_FACTS = (*ITEM_NUMBERS, f.SKU.name, f.CURRENCY.name, *ITEM_TEXT)
CONFLICTING = frozenset(
    {f.PURCHASE_DATE.name, *CONFLICT_TEXT, f.SKU.name, f.CURRENCY.name, *ITEM_NUMBERS} - {f.POINTS_GRANTED.name}
)
"""Facts of which another value is error order-conflict: sku, quantity, money, purchase date, recipient."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Codes of a known side and a recorded side over the same columns; `texts` turns text codes back into text."""

    columns: tuple[str, ...]
    known: np.ndarray
    said: np.ndarray
    texts: dict[str, np.ndarray]

    @property
    def conflicting(self) -> np.ndarray:
        """Which columns may conflict, as a boolean row."""
        return np.array([name in CONFLICTING for name in self.columns])

    def text(self, name: str, codes: np.ndarray) -> np.ndarray:
        """The texts of codes of one column."""
        return self.texts[name][np.where(codes == NOTHING, 0, codes)]


def facts(columns: tuple[str, ...], known: pd.DataFrame, said: pd.DataFrame) -> Facts:
    """Code the same columns of two frames so that equal values have equal codes.

    Numbers are int64 with blank -1, instants datetime64[us, UTC] with NaT, everything else text with "".
    """
    left, right, texts = [], [], {}
    for name in columns:
        a, b = known[name], said[name]
        if name in ITEM_NUMBERS:
            coded = tuple(np.where(side.to_numpy() < 0, NOTHING, side.to_numpy()) for side in (a, b))
        elif name in ORDER_INSTANTS:
            coded = tuple(_instants(side) for side in (a, b))
        else:
            codes, values = pd.factorize(pd.concat([pd.Series([""], dtype="str"), a, b], ignore_index=True))
            texts[name] = np.asarray(values, dtype=object)
            codes = np.where(codes == 0, NOTHING, codes)[1:]
            coded = codes[: len(a)], codes[len(a) :]
        left.append(coded[0])
        right.append(coded[1])
    return Facts(columns, _matrix(left, len(known)), _matrix(right, len(said)), texts)


def _matrix(columns: list[np.ndarray], rows: int) -> np.ndarray:
    return np.column_stack(columns).astype(np.int64) if rows else np.empty((0, len(columns)), dtype=np.int64)


def _instants(values: pd.Series) -> np.ndarray:
    return values.dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)


def said_by(rows: pd.DataFrame) -> pd.DataFrame:
    """The facts of order rows (typed, columns of the order feed) as the book writes them: a frame of all facts.

    Amounts become int64 with blank -1, discounts lose their sign, purchase dates their fraction of a second.
    """
    numbers = {name: counts(rows[name]) for name in (f.QUANTITY_PURCHASED.name, *ITEM_YEN.values())}
    for name in (f.ITEM_PROMOTION.name, f.SHIP_PROMOTION.name):
        numbers[name] = counts(rows[name].abs())
    texts = {name: _text(rows[name]) for name in (*ORDER_TEXT, *ITEM_TEXT)}
    return rows.assign(**numbers, **texts, **{f.PURCHASE_DATE.name: rows[f.PURCHASE_DATE.name].dt.floor("s")})


def _text(values: pd.Series) -> pd.Series:
    return values if values.dtype == "str" else values.astype("str").where(values.notna(), "")
