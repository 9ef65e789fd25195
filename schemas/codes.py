"""Every code of an answer: number, name, type, message and advice in English and Japanese, declared once.

Numbers below 70000 and from 90000 are the marketplace's own where the meaning is the same; 70000 to 79999 are ours.
In the texts `{column}`, `{value}` and `{limit}` are filled in; they never hold buyer data.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

import pandas as pd

from schemas import english, japanese

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `type` is Fatal (the whole file), Error (the record), Warning (applied) or Info."""

    number: int
    name: str
    type: str

    def message(self, language: str) -> str:
        """The template of the message in `en` or `ja`."""
        return WORDING[language][self.number][0]

    def advice(self, language: str) -> str:
        """The template of the advice in `en` or `ja`."""
        return WORDING[language][self.number][1]


UNCHANGED = 5000
QUANTITY_TOO_LARGE = 18021
ORDER_UNKNOWN = 18028
TRACKING_INVALID = 18181
XML_MALFORMED = 50001
ORDER_PENDING = 70001
ORDER_CANCELED = 70002
ALREADY_SHIPPED = 70003
CONFIRMED_TOO_LATE = 70004
PAID_TOO_LATE = 70005
ALREADY_VERIFIED = 70006
ORDER_CONFLICT = 70007
REDIRECT_NOT_REQUESTED = 70008
REFUND_EXCEEDS_CHARGE = 70009
SHIP_DATE_OUT_OF_WINDOW = 70010
CARRIER_UNKNOWN = 70011
INVENTORY_SHORT = 70012
HELD = 70013
DUPLICATE_RECORD = 70014
CONFIRMED_ELSEWHERE = 70015
REINSTATED = 70016
SERVICE_MISSED = 70017
BUYER_ASKED_TO_CANCEL = 70018
VALUE_MISSING = 70101
NUMBER_INVALID = 70102
DATE_INVALID = 70103
ID_INVALID = 70104
ID_MANGLED = 70105
CHOICE_INVALID = 70106
ROW_RAGGED = 70107
MONEY_INVALID = 70108
CHARACTERS_INVALID = 70109
ROW_PADDED = 70110
VALUE_REPAIRED = 70111
FEED_UNRECOGNISED = 70201
FEED_AMBIGUOUS = 70202
TEXT_UNDECODABLE = 70203
FEED_EMPTY = 70204
FEED_TOO_LARGE = 70205
MESSAGE_TYPE_MISMATCH = 70206
FEED_DUPLICATE = 70207
WRONG_SELLER = 70208
COLUMN_MISSING = 90012
COLUMN_UNKNOWN = 90061
VALUE_TOO_LONG = 90118

WORDING = {"en": english.CODES, "ja": japanese.CODES}
CODES: Mapping[int, Code] = {
    number: Code(number, name, type_)
    for number, name, type_ in (
        (5000, "unchanged", "Info"),
        (18021, "quantity-too-large", "Error"),
        (18028, "order-unknown", "Error"),
        (18181, "tracking-invalid", "Error"),
        (50001, "xml-malformed", "Fatal"),
        (70001, "order-pending", "Error"),
        (70002, "order-canceled", "Error"),
        (70003, "already-shipped", "Error"),
        (70004, "confirmed-too-late", "Error"),
        (70005, "paid-too-late", "Error"),
        (70006, "already-verified", "Error"),
        (70007, "order-conflict", "Error"),
        (70008, "redirect-not-requested", "Error"),
        (70009, "refund-exceeds-charge", "Error"),
        (70010, "ship-date-out-of-window", "Warning"),
        (70011, "carrier-unknown", "Warning"),
        (70012, "inventory-short", "Warning"),
        (70013, "held", "Info"),
        (70014, "duplicate-record", "Error"),
        (70015, "confirmed-elsewhere", "Warning"),
        (70016, "reinstated", "Warning"),
        (70017, "service-missed", "Warning"),
        (70018, "buyer-asked-to-cancel", "Warning"),
        (70101, "value-missing", "Error"),
        (70102, "number-invalid", "Error"),
        (70103, "date-invalid", "Error"),
        (70104, "id-invalid", "Error"),
        (70105, "id-mangled", "Error"),
        (70106, "choice-invalid", "Error"),
        (70107, "row-ragged", "Error"),
        (70108, "money-invalid", "Error"),
        (70109, "characters-invalid", "Error"),
        (70110, "row-padded", "Warning"),
        (70111, "value-repaired", "Warning"),
        (70201, "feed-unrecognised", "Fatal"),
        (70202, "feed-ambiguous", "Fatal"),
        (70203, "text-undecodable", "Fatal"),
        (70204, "feed-empty", "Fatal"),
        (70205, "feed-too-large", "Fatal"),
        (70206, "message-type-mismatch", "Fatal"),
        (70207, "feed-duplicate", "Info"),
        (70208, "wrong-seller", "Fatal"),
        (90012, "column-missing", "Fatal"),
        (90061, "column-unknown", "Warning"),
        (90118, "value-too-long", "Error"),
    )
}


def filled(template: str, frame: pd.DataFrame) -> pd.Series:
    """A template for every row of a frame with text columns `column`, `value`, `limit`: a Series of text."""
    text = pd.Series("", index=frame.index, dtype="str")
    for literal, field, _, _ in Formatter().parse(template):
        text = text + literal
        if field:
            text = text + frame[field]
    return text


def messages(problems: pd.DataFrame, language: str, *, advice: bool = True) -> pd.Series:
    """The message of each problem (columns code, column, value, limit), with its advice behind it."""
    said = _texts(problems, lambda code: code.message(language))
    return said + ("。" if language == "ja" else ". ") + advices(problems, language) if advice else said


def advices(problems: pd.DataFrame, language: str) -> pd.Series:
    """The advice of each problem (columns code, column, value, limit)."""
    return _texts(problems, lambda code: code.advice(language))


def _texts(problems: pd.DataFrame, template: Callable[[Code], str]) -> pd.Series:
    """A template of its code for each problem, filled in."""
    text = pd.Series("", index=problems.index, dtype="str")
    for number, rows in problems.groupby("code", dropna=False):
        text.loc[rows.index] = filled(template(CODES[int(number)]), rows)
    return text


def types(numbers: pd.Series) -> pd.Series:
    """The type of each code number, as text."""
    return numbers.map({number: code.type for number, code in CODES.items()}).astype("str")
