"""Facts of orders and items as codes: what a later record repeats, fills, revises or contradicts (step 1).

A fact is compared as an integer: numbers and instants are themselves, texts get a code that is the same for the same
text. NOTHING means the record or the book says nothing: a blank never conflicts and never erases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.event_rows import counts
from pipeline.model.instants import NOTHING, micros
from schemas.formats import fields as f
from schemas.stored_tables import BLANK, CONFLICT_TEXT, ITEM_TEXT, ITEM_YEN, ORDER_TEXT

ESTIMATES = {
    f.EARLIEST_SHIP.name: "earliest_ship",
    f.LATEST_SHIP.name: "latest_ship",
    f.EARLIEST_DELIVERY.name: "earliest_delivery",
    f.LATEST_DELIVERY.name: "latest_delivery",
}
"""The dates that the marketplace estimates and revises, and the column of the book that holds them."""
ORDER_INSTANTS = (f.PURCHASE_DATE.name, *ESTIMATES, f.PAYMENT_DEADLINE.name)
ORDER_NUMBERS = (f.BUYER_CANCEL.name,)
ORDER_FACTS = (*ORDER_INSTANTS, *ORDER_NUMBERS, *ORDER_TEXT)
ITEM_NUMBERS = (f.QUANTITY_PURCHASED.name, *ITEM_YEN.values())
ITEM_FACTS = (*ITEM_NUMBERS, f.SKU.name, f.CURRENCY.name, *ITEM_TEXT)
CONFLICTING = frozenset(
    {f.PURCHASE_DATE.name, *CONFLICT_TEXT, f.SKU.name, f.CURRENCY.name, *ITEM_NUMBERS} - {f.POINTS_GRANTED.name}
)
"""Facts of which another value is error order-conflict: sku, quantity, money, purchase date, recipient."""
REVISABLE = frozenset(
    {*ESTIMATES, f.PAYMENT_DEADLINE.name, f.PAYMENT_METHOD.name, f.BUYER_CANCEL.name, f.BUYER_CANCEL_REASON.name}
)
"""Facts that a newer record replaces. Order process, step 1, "A newer record"."""
ASKED = {"false": 0, "true": 1}
_NUMBERS = frozenset({*ORDER_NUMBERS, *ITEM_NUMBERS})


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """Codes of a known side and a recorded side over the same columns; `texts` turns text codes back into text.

    also: further rows, coded alike, of those columns that they have (NOTHING elsewhere).
    """

    columns: tuple[str, ...]
    known: np.ndarray
    said: np.ndarray
    also: np.ndarray
    texts: dict[str, np.ndarray]

    def which(self, names: frozenset[str]) -> np.ndarray:
        """Which columns are among these names, as a boolean row."""
        return np.array([name in names for name in self.columns])

    def text(self, name: str, codes: np.ndarray) -> np.ndarray:
        """The texts of codes of one column."""
        return self.texts[name][np.where(codes == NOTHING, 0, codes)]


def facts(
    columns: tuple[str, ...], known: pd.DataFrame, said: pd.DataFrame, also: pd.DataFrame | None = None
) -> OrderFacts:
    """Code the same columns of two frames so that equal values have equal codes.

    Numbers are int64 with blank -1, instants datetime64[us, UTC] with NaT, everything else text with "". also: a
    frame with some of the text columns.
    """
    sides: list[list[np.ndarray]] = [[], [], []]
    texts = {}
    for name in columns:
        third = also[name] if also is not None and name in also else None
        if name in _NUMBERS or name in ORDER_INSTANTS:
            coded = [_number(name, known[name]), _number(name, said[name])]
        else:
            coded, texts[name] = _texts([known[name], said[name], *([] if third is None else [third])])
        rest = [] if third is not None or also is None else [np.full(len(also), NOTHING)]
        for side, values in zip(sides, [*coded, *rest], strict=False):
            side.append(values)
    count = 0 if also is None else len(also)
    return OrderFacts(
        columns, _matrix(sides[0], len(known)), _matrix(sides[1], len(said)), _matrix(sides[2], count), texts
    )


def _number(name: str, values: pd.Series) -> np.ndarray:
    if name in ORDER_INSTANTS:
        return micros(values)
    return np.where(values.to_numpy() < 0, NOTHING, values.to_numpy())


def _texts(columns: list[pd.Series]) -> tuple[list[np.ndarray], np.ndarray]:
    codes, values = pd.factorize(pd.concat([pd.Series([""], dtype="str"), *columns], ignore_index=True))
    codes = np.where(codes == 0, NOTHING, codes)[1:]
    return np.split(codes, np.cumsum([len(column) for column in columns])[:-1]), np.asarray(values, dtype=object)


def _matrix(columns: list[np.ndarray], rows: int) -> np.ndarray:
    return np.column_stack(columns).astype(np.int64) if rows else np.empty((0, len(columns)), dtype=np.int64)


def said_by(rows: pd.DataFrame) -> pd.DataFrame:
    """The facts of order rows (typed, columns of the order feed) as the book writes them: a frame of all facts.

    Amounts become int64 with blank -1, discounts lose their sign, purchase dates their fraction of a second.
    """
    numbers = {name: counts(rows[name]) for name in ITEM_NUMBERS}
    for name in (f.ITEM_PROMOTION.name, f.SHIP_PROMOTION.name):
        numbers[name] = counts(rows[name].abs())
    numbers[f.BUYER_CANCEL.name] = rows[f.BUYER_CANCEL.name].map(ASKED).fillna(BLANK).astype("int64")
    texts = {name: _text(rows[name]) for name in (*ORDER_TEXT, *ITEM_TEXT)}
    return rows.assign(**numbers, **texts, **{f.PURCHASE_DATE.name: rows[f.PURCHASE_DATE.name].dt.floor("s")})


def _text(values: pd.Series) -> pd.Series:
    return values if values.dtype == "str" else values.astype("str").where(values.notna(), "")
