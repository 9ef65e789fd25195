"""The texts of problems in English and Japanese: the message and the advice of their code, filled in.

`{column}`, `{value}` and `{limit}` are filled into the templates; they never hold buyer data. They are stored
independently of the language, for example as a day or a cause, and are put into the language of the reader here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from schemas.codes import CODES, Code
from schemas.problem_texts import JAPANESE_VALUES
from schemas.wording import messages_en, messages_ja
from schemas.wording.reason_texts import REASON_COLUMNS, REASONS, reason_texts
from schemas.wording.template_columns import fill
from schemas.wording.templates import placeholders

MESSAGE_BY_POSITION: Mapping[str, str] = {"en": messages_en.BY_POSITION, "ja": messages_ja.BY_POSITION}
"""The text of a problem of an XML message that is named by its position, because it has no MessageID of its own."""


def messages(problems: pd.DataFrame, language: str, *, advice: bool = True) -> pd.Series:
    """The message of each problem (columns code, column, value, limit), followed by its advice."""
    texts = _texts(problems, language, _message)
    if not advice:
        return texts
    return texts + ("。" if language == "ja" else ". ") + advices(problems, language)


def advices(problems: pd.DataFrame, language: str) -> pd.Series:
    """The advice of each problem (columns code, column, value, limit)."""
    return _texts(problems, language, _advice)


def _message(code: Code, rows: pd.DataFrame, reason: str, language: str) -> pd.Series:
    special = reason_texts(code.number, reason)
    return fill(special[language][0] if special else code.message(language), rows)


def _advice(code: Code, rows: pd.DataFrame, reason: str, language: str) -> pd.Series:
    special = reason_texts(code.number, reason)
    if special:
        return fill(special[language][1], rows)
    advice = fill(code.advice(language), rows)
    otherwise = code.advice_without_values(language)
    if not otherwise:
        return advice
    blank = (rows[placeholders(code.advice(language))] == "").any(axis=1)
    return advice.where(~blank, fill(otherwise, rows))


def _texts(
    problems: pd.DataFrame, language: str, text_of: Callable[[Code, pd.DataFrame, str, str], pd.Series]
) -> pd.Series:
    """For each problem the text of its code, or that of its reason (schemas.wording.reason_texts)."""
    text = pd.Series("", index=problems.index, dtype="str")
    reasons = problems["limit"].where(problems["code"].isin(list(REASONS)), "")
    for number, column in REASON_COLUMNS.items():
        reasons = reasons.mask(problems["code"] == number, problems[column])
    for (number, reason), rows in problems.groupby(["code", reasons.rename("reason")], dropna=False):
        code = CODES[int(number)]
        text.loc[rows.index] = text_of(code, _localized(rows, code.number, language), str(reason), language)
    return text


def _localized(rows: pd.DataFrame, number: int, language: str) -> pd.DataFrame:
    """Problems of one code with their values in the language; stored values are English already."""
    localize = JAPANESE_VALUES.get(number, {}) if language == "ja" else {}
    return rows.assign(**{field: map_distinct(rows[field], text_of) for field, text_of in localize.items()})


def map_distinct(texts: pd.Series, text_of: Callable[[str], str]) -> pd.Series:
    """What is said for each text, worked out once for each distinct one: many rows share few of them."""
    places, distinct = pd.factorize(texts)
    return pd.Series([text_of(text) for text in distinct], dtype="str").take(places).set_axis(texts.index)
