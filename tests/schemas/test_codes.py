"""Codes: declared once, worded in both languages."""

import re

import pandas as pd
import pytest

from schemas import codes
from schemas.codes import CODES, GROUPS, TEXTS
from schemas.wording.reason_texts import REASONS
from schemas.wording.templates import placeholders
from tests.support.order_process import passage_text

MOST_WORDS = 20
MISREAD = ("注文ID", "保留", "出荷ID", "単価", "却下", "フィード", "レコード")
TYPES = {"Fatal", "Error", "Warning", "Info"}


def test_every_code_has_a_name_of_its_own_and_a_known_type():
    assert len({code.name for code in CODES.values()}) == len(CODES)
    assert {code.type for code in CODES.values()} <= TYPES


def test_every_constant_is_a_declared_code():
    constants = {value for name, value in vars(codes).items() if name.isupper() and type(value) is int}
    assert constants == set(CODES)


def test_every_code_stands_in_one_group_of_the_catalogue():
    assert sorted(code.number for group in GROUPS.values() for code in group) == sorted(CODES)


def test_the_page_about_the_order_process_has_the_step_of_every_code():
    assert [code.number for code in CODES.values() if not passage_text(code.step)] == []


def test_the_step_of_a_code_about_an_order_names_it():
    passages = {code: passage_text(code.step) for code in GROUPS["Records of an order"]}
    assert [
        code.name for code, passage in passages.items() if str(code.number) not in passage and code.name not in passage
    ] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_code_has_a_message_and_an_advice_that_only_name_what_is_filled_in(language):
    assert set(TEXTS[language]) == set(CODES)
    for texts in TEXTS[language].values():
        assert len(texts) in {2, 3}
        assert [text for text in texts if text.strip() != text or not text] == []
        assert {field for text in texts for field in placeholders(text)} <= {"column", "value", "limit"}


def test_no_english_text_is_longer_than_twenty_words():
    texts = [text for code_texts in TEXTS["en"].values() for text in code_texts]
    assert [text for text in texts if len(text.split()) > MOST_WORDS] == []


def test_a_text_of_a_reason_is_one_of_a_known_code_in_both_languages_with_the_same_things_filled_in():
    assert set(REASONS) <= set(CODES)
    texts = [texts for reasons in REASONS.values() for texts in reasons.values()]
    assert [text for text in texts if list(text) != ["en", "ja"]] == []
    assert [text for text in texts if list(map(placeholders, text["en"])) != list(map(placeholders, text["ja"]))] == []
    assert [part for text in texts for part in text["en"] if len(part.split()) > MOST_WORDS] == []


def test_japanese_texts_use_the_words_of_seller_central():
    texts_of_codes = {number: " ".join(texts) for number, texts in TEXTS["ja"].items() if number != codes.ORDER_PENDING}
    assert [(number, word) for number, text in texts_of_codes.items() for word in MISREAD if word in text] == []
    assert TEXTS["ja"][codes.ORDER_PENDING][0].startswith("保留中(支払い未確認)")
    assert TEXTS["ja"][codes.HELD][0].startswith("照合待ち")


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_new_order_is_invited_only_where_there_is_stock(language):
    condition = {"en": "If you have stock, you may invite", "ja": "在庫があれば再注文を案内できます"}[language]
    inviting = [number for number, texts in TEXTS[language].items() if condition in texts[1]]
    assert inviting == [codes.ORDER_CANCELED, codes.PAID_TOO_LATE]


def test_both_languages_fill_in_the_same_things():
    def fields(language, number):
        return [set(placeholders(text)) for text in TEXTS[language][number]]

    assert [number for number in CODES if fields("en", number) != fields("ja", number)] == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_an_advice_for_want_of_something_to_fill_in_names_nothing_of_what_is_missing(language):
    spare = {
        code.number: code.advice_without_values(language)
        for code in CODES.values()
        if code.advice_without_values(language)
    }
    wanted = {number: set(placeholders(CODES[number].advice(language))) for number in spare}
    assert sorted(spare) == [
        codes.UNCHANGED,
        codes.HELD,
        codes.TIME_MISSING,
        codes.CHARACTERS_INVALID,
        codes.FEED_UNRECOGNISED,
        codes.FEED_AMBIGUOUS,
        codes.TEXT_UNDECODABLE,
        codes.FEED_DUPLICATE,
        codes.COLUMN_UNKNOWN,
    ]
    assert [number for number in spare if set(placeholders(spare[number])) & wanted[number] or not wanted[number]] == []


def test_types_are_told_for_each_number():
    assert codes.types(pd.Series([5000, 18021, 70010, 90012])).tolist() == ["Info", "Error", "Warning", "Fatal"]
    assert codes.types(pd.Series([], dtype="int64")).tolist() == []


def test_a_text_that_something_was_applied_is_declared_as_such():
    says = [
        number
        for number, texts in TEXTS["en"].items()
        if any(re.match("(Applied|Used|Placed|Taken) ", text) for text in texts)
    ]
    assert [number for number in says if not CODES[number].says_applied] == []
    assert [number for number in codes.SAY_APPLIED if CODES[number].type != "Warning"] == []
