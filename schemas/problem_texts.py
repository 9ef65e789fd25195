"""The text of one problem in English or Japanese: the message or the advice of its code, filled in.

What is filled in is stored independently of the language and said in it here. `schemas.code_texts` says the same of
whole frames of problems.

>>> message(Problem(ORDER_CANCELED, "", "2026-10-06", "Fraud"), "en")
'Order was canceled on 2026-10-06: Fraud'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from schemas.codes import (
    CHOICE_INVALID,
    CODES,
    CONFIRMED_TOO_LATE,
    FEED_DUPLICATE,
    FEED_UNRECOGNISED,
    HELD,
    ID_INVALID,
    ID_MANGLED,
    MONEY_INVALID,
    NUMBER_INVALID,
    ORDER_CANCELED,
    PAID_TOO_LATE,
    SHIP_DATE_OUT_OF_WINDOW,
    VALUE_MISSING,
)
from schemas.wording import messages_ja
from schemas.wording.reason_texts import REASON_COLUMNS, REASONS, reason_texts
from schemas.wording.templates import placeholders

JAPANESE_VALUES: Mapping[int, Mapping[str, Callable[[str], str]]] = {
    ORDER_CANCELED: {"value": messages_ja.day_text_of_iso, "limit": messages_ja.cause_text},
    CONFIRMED_TOO_LATE: {"limit": messages_ja.day_text_of_iso},
    PAID_TOO_LATE: {"limit": messages_ja.day_text_of_iso},
    SHIP_DATE_OUT_OF_WINDOW: {"limit": messages_ja.day_text_of_iso},
    FEED_UNRECOGNISED: {"value": messages_ja.non_feed_text, "column": messages_ja.remedy_text},
    HELD: {"value": messages_ja.held_for_text, "limit": messages_ja.day_text_of_iso},
    FEED_DUPLICATE: {"limit": messages_ja.cleaned_text},
    VALUE_MISSING: {"column": messages_ja.alternative_text},
    NUMBER_INVALID: {"limit": messages_ja.range_text},
    MONEY_INVALID: {"limit": messages_ja.range_text},
    ID_INVALID: {"column": messages_ja.alternative_text},
    ID_MANGLED: {"column": messages_ja.alternative_text},
    CHOICE_INVALID: {"column": messages_ja.alternative_text, "limit": messages_ja.alternative_text},
}
"""The functions that translate what is filled in, by code and column."""


class Problem(NamedTuple):
    """What a message fills in: its code, and the cell or fact that it is about; never buyer data."""

    code: int
    column: str
    value: str
    limit: str


def message(problem: Problem, language: str) -> str:
    """The message of a problem."""
    special = reason_texts(problem.code, _reason(problem))
    return _fill(special[language][0] if special else CODES[problem.code].message(language), problem, language)


def advice(problem: Problem, language: str) -> str:
    """The advice of a problem; one that names something gives way where there is nothing to name."""
    special = reason_texts(problem.code, _reason(problem))
    if special:
        return _fill(special[language][1], problem, language)
    code = CODES[problem.code]
    template, otherwise = code.advice(language), code.advice_without_values(language)
    values = _localized(problem, language)
    is_blank = otherwise and any(values[name] == "" for name in placeholders(template))
    return _fill(otherwise if is_blank else template, problem, language)


def _reason(problem: Problem) -> str:
    """The reason of a problem, where its code has any."""
    column = REASON_COLUMNS.get(problem.code, "limit" if problem.code in REASONS else "")
    reason: str = getattr(problem, column) if column else ""
    return reason


def _localized(problem: Problem, language: str) -> dict[str, str]:
    """What is filled in, in the language; stored values are English already."""
    localize = JAPANESE_VALUES.get(problem.code, {}) if language == "ja" else {}
    cells = {"column": problem.column, "value": problem.value, "limit": problem.limit}
    return cells | {name: text_of(cells[name]) for name, text_of in localize.items()}


def _fill(template: str, problem: Problem, language: str) -> str:
    return template.format_map(_localized(problem, language))
