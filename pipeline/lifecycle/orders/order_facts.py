"""Facts of orders and items as codes: what a later record repeats, fills, revises or contradicts (step 1).

A fact is compared as an integer: numbers and instants are themselves, texts get a code that is the same for the same
text. NOTHING means that the record or the state says nothing: a blank never conflicts and never erases.

The SKU of three items, as it is known and as a later record has it: the same, not known before, and a contradiction.

>>> known = pd.DataFrame({"sku": ["TEA", "", "MUG"]})
>>> facts = encode_facts(("sku",), known, incoming=pd.DataFrame({"sku": ["TEA", "TEA", "CUP"]}))
>>> differs(facts.known, facts.incoming)[:, 0].tolist()
[False, False, True]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.model.instants import NOTHING, micros
from schemas.formats import fields as f
from schemas.stored_tables import CONFLICT_TEXT, ITEM_TEXT, ITEM_YEN, ORDER_TEXT

ESTIMATED_DATES = ("earliest_ship", "latest_ship", "earliest_delivery", "latest_delivery")
"""The dates that the marketplace estimates and revises."""
ORDER_INSTANTS = ("purchased", *ESTIMATED_DATES, "deadline")
ORDER_NUMBERS = ("cancel_asked",)
ORDER_FACTS = (*ORDER_INSTANTS, *ORDER_NUMBERS, *ORDER_TEXT)
ITEM_NUMBERS = ("ordered", *ITEM_YEN)
ITEM_FACTS = (*ITEM_NUMBERS, "sku", "currency", *ITEM_TEXT)
CONFLICTING = frozenset({"purchased", *CONFLICT_TEXT, "sku", "currency", *ITEM_NUMBERS} - {"points"})
"""Facts of which another value is error order-conflict: sku, quantity, money, purchase date, recipient."""
REVISABLE = frozenset({*ESTIMATED_DATES, "deadline", "cancel_asked", f.PAYMENT_METHOD.name, f.BUYER_CANCEL_REASON.name})
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
