"""Every code of an answer: number, name, type and step, declared once; the texts are in schemas.wording.

Numbers below 70000 and from 90000 are the marketplace's own, with the same meaning; 70000 to 79999 are ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from schemas.wording import messages_en, messages_ja
from schemas.wording.event_words import ORDER_OF_WORK
from schemas.wording.reason_texts import KEPT

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


@dataclass(frozen=True, slots=True)
class Code:
    """One code. `type` is Fatal (the whole file), Error (the record), Warning (applied) or Info.

    step: its place in docs/order-process.md, the number of a step or a heading. says_applied: its texts say that the
    record took effect, so it is never said of one that did not.
    """

    number: int
    name: str
    type: str
    step: str
    says_applied: bool = False

    def message(self, language: str) -> str:
        """The template of the message in `en` or `ja`."""
        return TEXTS[language][self.number][0]

    def advice(self, language: str) -> str:
        """The template of the advice in `en` or `ja`."""
        return TEXTS[language][self.number][1]

    def advice_without_values(self, language: str) -> str:
        """The advice if there is nothing to fill into the other one; "" if there always is."""
        return "".join(TEXTS[language][self.number][2:])


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
TRACKING_REPLACED = 70019
ITEM_UNCLEAR = 70020
PLACED_UNPRICED = 70021
TIME_MISSING = 70022
STATUS_UNKNOWN = 70023
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
ZERO_LOST = 70112
FEED_UNRECOGNISED = 70201
FEED_AMBIGUOUS = 70202
TEXT_UNDECODABLE = 70203
FEED_EMPTY = 70204
FEED_TOO_LARGE = 70205
MESSAGE_TYPE_MISMATCH = 70206
FEED_DUPLICATE = 70207
WRONG_SELLER = 70208
FEED_QUOTED = 70209
CELLS_QUOTED = 70210
QUOTES_REMOVED = 70211
COLUMN_MISSING = 90012
COLUMN_UNKNOWN = 90061
VALUE_TOO_LONG = 90118

TEXTS: Mapping[str, Mapping[int, tuple[str, ...]]] = {"en": messages_en.CODES, "ja": messages_ja.CODES}
_WHO_DECIDES = "Who decides"
_OUTCOMES = "Outcomes and codes"
GROUPS: Mapping[str, tuple[Code, ...]] = {
    "Records of an order": (
        Code(UNCHANGED, "unchanged", "Info", _OUTCOMES),
        Code(QUANTITY_TOO_LARGE, "quantity-too-large", "Error", "4.3"),
        Code(ORDER_UNKNOWN, "order-unknown", "Error", ORDER_OF_WORK),
        Code(ORDER_PENDING, "order-pending", "Error", "4.2"),
        Code(ORDER_CANCELED, "order-canceled", "Error", "2.2"),
        Code(ALREADY_SHIPPED, "already-shipped", "Error", "4.4"),
        Code(CONFIRMED_TOO_LATE, "confirmed-too-late", "Error", "4.3"),
        Code(PAID_TOO_LATE, "paid-too-late", "Error", "2.3"),
        Code(ALREADY_VERIFIED, "already-verified", "Error", "2.2"),
        Code(ORDER_CONFLICT, "order-conflict", "Error", "1.5"),
        Code(REDIRECT_NOT_REQUESTED, "redirect-not-requested", "Error", "4.3"),
        Code(REFUND_EXCEEDS_CHARGE, "refund-exceeds-charge", "Error", "7"),
        Code(SHIP_DATE_OUT_OF_WINDOW, "ship-date-out-of-window", "Warning", "4.3", says_applied=True),
        Code(CARRIER_UNKNOWN, "carrier-unknown", "Warning", "4.3", says_applied=True),
        Code(INVENTORY_SHORT, "inventory-short", "Warning", "1.3", says_applied=True),
        Code(HELD, "held", "Info", ORDER_OF_WORK),
        Code(DUPLICATE_RECORD, "duplicate-record", "Error", ORDER_OF_WORK),
        Code(CONFIRMED_ELSEWHERE, "confirmed-elsewhere", "Warning", "1.6", says_applied=True),
        Code(REINSTATED, "reinstated", "Warning", _WHO_DECIDES, says_applied=True),
        Code(SERVICE_MISSED, "service-missed", "Warning", "4.3", says_applied=True),
        Code(BUYER_ASKED_TO_CANCEL, "buyer-asked-to-cancel", "Warning", "4.3", says_applied=True),
        Code(TRACKING_REPLACED, "tracking-replaced", "Warning", "4.3", says_applied=True),
        Code(ITEM_UNCLEAR, "item-unclear", "Warning", "1.8"),
        Code(PLACED_UNPRICED, "placed-unpriced", "Warning", "1.9", says_applied=True),
    ),
    "The form of a record": (
        Code(STATUS_UNKNOWN, "status-unknown", "Warning", "1.6"),
        Code(TRACKING_INVALID, "tracking-invalid", "Error", _OUTCOMES),
        Code(VALUE_TOO_LONG, "value-too-long", "Error", _OUTCOMES),
        Code(VALUE_MISSING, "value-missing", "Error", _OUTCOMES),
        Code(NUMBER_INVALID, "number-invalid", "Error", _OUTCOMES),
        Code(DATE_INVALID, "date-invalid", "Error", _OUTCOMES),
        Code(ID_INVALID, "id-invalid", "Error", _OUTCOMES),
        Code(ID_MANGLED, "id-mangled", "Error", _OUTCOMES),
        Code(CHOICE_INVALID, "choice-invalid", "Error", _OUTCOMES),
        Code(ROW_RAGGED, "row-ragged", "Error", _OUTCOMES),
        Code(MONEY_INVALID, "money-invalid", "Error", _OUTCOMES),
        Code(CHARACTERS_INVALID, "characters-invalid", "Error", _OUTCOMES),
        Code(TIME_MISSING, "time-missing", "Warning", _OUTCOMES, says_applied=True),
        Code(ROW_PADDED, "row-padded", "Warning", _OUTCOMES),
        Code(VALUE_REPAIRED, "value-repaired", "Warning", _OUTCOMES),
        Code(ZERO_LOST, "zero-lost", "Warning", _OUTCOMES),
    ),
    "Whole files": (
        Code(XML_MALFORMED, "xml-malformed", "Fatal", _OUTCOMES),
        Code(COLUMN_MISSING, "column-missing", "Fatal", _OUTCOMES),
        Code(COLUMN_UNKNOWN, "column-unknown", "Warning", _OUTCOMES),
        Code(FEED_UNRECOGNISED, "feed-unrecognised", "Fatal", _OUTCOMES),
        Code(FEED_AMBIGUOUS, "feed-ambiguous", "Fatal", _OUTCOMES),
        Code(TEXT_UNDECODABLE, "text-undecodable", "Fatal", _OUTCOMES),
        Code(FEED_EMPTY, "feed-empty", "Fatal", _OUTCOMES),
        Code(FEED_TOO_LARGE, "feed-too-large", "Fatal", _OUTCOMES),
        Code(MESSAGE_TYPE_MISMATCH, "message-type-mismatch", "Fatal", _OUTCOMES),
        Code(FEED_DUPLICATE, "feed-duplicate", "Info", ORDER_OF_WORK),
        Code(WRONG_SELLER, "wrong-seller", "Fatal", _OUTCOMES),
        Code(FEED_QUOTED, "feed-quoted", "Fatal", _OUTCOMES),
        Code(CELLS_QUOTED, "cells-quoted", "Warning", _OUTCOMES),
        Code(QUOTES_REMOVED, "quotes-removed", "Warning", _OUTCOMES),
    ),
}
"""All codes, grouped by what they are about."""
CODES: Mapping[int, Code] = {code.number: code for group in GROUPS.values() for code in group}
SAY_APPLIED = tuple(code.number for code in CODES.values() if code.says_applied)
"""Codes that are said only of records that took effect."""


def types(numbers: pd.Series) -> pd.Series:
    """The type of each code number, as text."""
    return numbers.map({number: code.type for number, code in CODES.items()}).astype("str")


def problem_types(problems: pd.DataFrame) -> pd.Series:
    """The type of each problem (columns code, value): that of its code, but Warning for a text that was kept."""
    return types(problems["code"]).mask(is_kept(problems), "Warning")


def problem_type(number: int, value: str) -> str:
    """The type of one problem: that of its code, but Warning for a text that was kept."""
    return "Warning" if number == VALUE_TOO_LONG and value == KEPT else CODES[number].type


def is_kept(problems: pd.DataFrame) -> pd.Series:
    """Problems (columns code, value) of a text that is too long and was kept."""
    return (problems["code"] == VALUE_TOO_LONG) & (problems["value"] == KEPT)
