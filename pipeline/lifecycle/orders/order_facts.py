"""Facts of orders and items as codes: what a later record repeats, fills, revises or contradicts (step 1).

A fact is compared as an integer: numbers and instants are themselves, texts get a code that is the same for the same
text. NOTHING means that the record or the state says nothing: a blank never conflicts and never erases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.event_rows import counts
from pipeline.model.instants import NOTHING, micros
from schemas.formats import fields as f
from schemas.statuses import CANCEL_ASKED_NUMBERS
from schemas.stored_tables import BLANK, CONFLICT_TEXT, ITEM_TEXT, ITEM_YEN, ORDER_TEXT

ESTIMATED_DATES = {
    f.EARLIEST_SHIP.name: "earliest_ship",
    f.LATEST_SHIP.name: "latest_ship",
    f.EARLIEST_DELIVERY.name: "earliest_delivery",
    f.LATEST_DELIVERY.name: "latest_delivery",
}
"""The dates that the marketplace estimates and revises, and the column of the table orders that holds them."""
ORDER_INSTANTS = (f.PURCHASE_DATE.name, *ESTIMATED_DATES, f.PAYMENT_DEADLINE.name)
ORDER_NUMBERS = (f.BUYER_CANCEL.name,)
ORDER_FACTS = (*ORDER_INSTANTS, *ORDER_NUMBERS, *ORDER_TEXT)
ITEM_NUMBERS = (f.QUANTITY_PURCHASED.name, *ITEM_YEN.values())
ITEM_FACTS = (*ITEM_NUMBERS, f.SKU.name, f.CURRENCY.name, *ITEM_TEXT)
CONFLICTING = frozenset(
    {f.PURCHASE_DATE.name, *CONFLICT_TEXT, f.SKU.name, f.CURRENCY.name, *ITEM_NUMBERS} - {f.POINTS_GRANTED.name}
)
"""Facts of which another value is error order-conflict: sku, quantity, money, purchase date, recipient."""
REVISABLE = frozenset(
    {*ESTIMATED_DATES, f.PAYMENT_DEADLINE.name, f.PAYMENT_METHOD.name, f.BUYER_CANCEL.name, f.BUYER_CANCEL_REASON.name}
)
"""Facts that a newer record replaces. Order process, 1.6.6."""
_NUMBERS = frozenset({*ORDER_NUMBERS, *ITEM_NUMBERS})


@dataclass(slots=True)
class FactCodes:
    """Facts of orders, or of items, as int64 codes: matrices with one column per fact, NOTHING where nothing is said.

    known: one row per order or item, changed as records apply. incoming: one row per row of the records.
    addresses: one row per address that the orders ever had; facts that are no part of an address are NOTHING.
    texts: by name of a text fact, the text of each code.
    """

    names: tuple[str, ...]
    known: np.ndarray
    incoming: np.ndarray
    addresses: np.ndarray
    texts: dict[str, np.ndarray]

    def is_among(self, names: frozenset[str]) -> np.ndarray:
        """Which facts are among these names, as a boolean row."""
        return np.array([name in names for name in self.names])

    def known_codes(self) -> dict[str, np.ndarray]:
        """The known codes by name of the fact."""
        return dict(zip(self.names, self.known.T, strict=True))

    def known_text(self, name: str) -> np.ndarray:
        """The known values of a text fact, "" for NOTHING."""
        codes = self.known[:, self.names.index(name)]
        return self.texts[name][np.where(codes == NOTHING, 0, codes)]


def differs(known: np.ndarray, incoming: np.ndarray) -> np.ndarray:
    """Where both sides say something, and not the same."""
    return (known != NOTHING) & (incoming != NOTHING) & (known != incoming)


def encode_facts(
    names: tuple[str, ...], known: pd.DataFrame, incoming: pd.DataFrame, addresses: pd.DataFrame | None = None
) -> FactCodes:
    """Code the same columns of these frames so that equal values have equal codes; addresses may lack some of them.

    Numbers are int64 with blank -1, instants datetime64[us, UTC] with NaT, everything else text with "".
    """
    frames = (known, incoming, pd.DataFrame() if addresses is None else addresses)
    matrices = [np.empty((len(frame), len(names)), np.int64) for frame in frames]
    texts = {}
    for column, name in enumerate(names):
        if name in _NUMBERS or name in ORDER_INSTANTS:
            codes = [_encode_numbers(frame, name) for frame in frames]
        else:
            codes, texts[name] = _encode_texts(frames, name)
        for matrix, values in zip(matrices, codes, strict=True):
            matrix[:, column] = values
    of_known, of_incoming, of_addresses = matrices
    return FactCodes(names, of_known, of_incoming, of_addresses, texts)


def _encode_numbers(frame: pd.DataFrame, name: str) -> np.ndarray:
    if name not in frame:
        return np.full(len(frame), NOTHING)
    if name in ORDER_INSTANTS:
        return micros(frame[name])
    values = frame[name].to_numpy()
    return np.where(values < 0, NOTHING, values)


def _encode_texts(frames: tuple[pd.DataFrame, ...], name: str) -> tuple[list[np.ndarray], np.ndarray]:
    """The codes of a text column in each frame, and the text of each code: code 0 is "", and stands as NOTHING."""
    columns = [frame[name] if name in frame else pd.Series("", frame.index, dtype="str") for frame in frames]
    blank = pd.Series([""], dtype="str")
    codes, texts = pd.factorize(pd.concat([blank, *columns], ignore_index=True))
    codes = np.where(codes == 0, NOTHING, codes)[1:]
    ends = np.cumsum([len(column) for column in columns])
    return np.split(codes, ends[:-1]), np.asarray(texts, dtype=object)


def normalize_facts(rows: pd.DataFrame) -> pd.DataFrame:
    """Order rows (typed, columns of the order feed) with their facts as they are stored.

    Amounts become int64 with blank -1, discounts lose their sign, purchase dates their fraction of a second.
    """
    numbers = {name: counts(rows[name]) for name in ITEM_NUMBERS}
    for name in (f.ITEM_PROMOTION.name, f.SHIP_PROMOTION.name):
        numbers[name] = counts(rows[name].abs())
    requests = rows[f.BUYER_CANCEL.name].map(CANCEL_ASKED_NUMBERS)
    numbers[f.BUYER_CANCEL.name] = requests.fillna(BLANK).astype("int64")
    texts = {name: _as_text(rows[name]) for name in (*ORDER_TEXT, *ITEM_TEXT)}
    purchased = rows[f.PURCHASE_DATE.name].dt.floor("s")
    return rows.assign(**numbers, **texts, **{f.PURCHASE_DATE.name: purchased})


def _as_text(values: pd.Series) -> pd.Series:
    return values if values.dtype == "str" else values.astype("str").where(values.notna(), "")


def share_revisable_facts(facts: FactCodes, rows: pd.DataFrame) -> None:
    """What may be revised is said once a record: by the first of its rows that says it, for all of them.

    rows: those of `facts.incoming`, sorted by step and order, so that the rows of a record lie together.
    """
    count = len(rows)
    if count == 0:
        return
    columns = np.flatnonzero(facts.is_among(REVISABLE))
    incoming = facts.incoming[:, columns]
    # A record begins where the step or the order changes.
    is_start = np.r_[True, (np.diff(rows[["step", "order_key"]].to_numpy(), axis=0) != 0).any(axis=1)]
    starts = np.flatnonzero(is_start)
    # By record and fact: the first row that says it; `count` where none does.
    row_numbers = np.where(incoming != NOTHING, np.arange(count)[:, None], count)
    first_row = np.minimum.reduceat(row_numbers, starts, axis=0)
    value = np.take_along_axis(incoming, np.minimum(first_row, count - 1), axis=0)
    value_of_record = np.where(first_row < count, value, NOTHING)
    facts.incoming[:, columns] = np.repeat(value_of_record, np.diff(np.r_[starts, count]), axis=0)
