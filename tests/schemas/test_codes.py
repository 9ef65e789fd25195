"""Codes: declared once, worded in both languages, filled in without a loop."""

from string import Formatter

import pandas as pd
import pytest

from schemas import codes
from schemas.codes import CODES, WORDING

TYPES = {"Fatal", "Error", "Warning", "Info"}


def problems(*rows):
    return pd.DataFrame(rows, columns=["code", "column", "value", "limit"]).astype(
        {"code": "int64", "column": "str", "value": "str", "limit": "str"}
    )


def test_every_code_has_a_name_of_its_own_and_a_known_type():
    assert len({code.name for code in CODES.values()}) == len(CODES)
    assert {code.type for code in CODES.values()} <= TYPES


def test_every_constant_is_a_declared_code():
    constants = {value for name, value in vars(codes).items() if name.isupper() and type(value) is int}
    assert constants == set(CODES)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_code_has_a_message_and_an_advice_that_only_name_what_is_filled_in(language):
    assert set(WORDING[language]) == set(CODES)
    for code in CODES.values():
        for text in (code.message(language), code.advice(language)):
            fields = {field for _, field, _, _ in Formatter().parse(text) if field is not None}
            assert text.strip() == text
            assert fields <= {"column", "value", "limit"}


def test_both_languages_fill_in_the_same_things():
    def fields(language, number):
        said = " ".join(WORDING[language][number])
        return {field for _, field, _, _ in Formatter().parse(said) if field}

    assert [number for number in CODES if fields("en", number) != fields("ja", number)] == []


def test_a_template_is_filled_for_each_row():
    frame = problems((0, "sku", "5", "3"), (0, "currency", "", ""))
    assert codes.filled("{column}: {value} of {limit}, plain", frame).tolist() == [
        "sku: 5 of 3, plain",
        "currency:  of , plain",
    ]


def test_messages_come_with_their_advice_and_in_the_order_of_the_rows():
    frame = problems((18021, "", "5", "3"), (70001, "", "", ""), (18021, "", "9", "8"))
    plain = codes.messages(frame, "en", advice=False)
    assert ["5" in plain[0], "3" in plain[0], "9" in plain[2]] == [True] * 3
    full = codes.messages(frame, "en")
    assert [long.startswith(short) and len(long) > len(short) for long, short in zip(full, plain, strict=True)] == [
        True
    ] * 3


def test_advices_stand_alone_too():
    found = codes.advices(problems((70101, "sku", "", ""), (70001, "", "", "")), "en")
    assert found.to_list() == ["Fill it in and drop again", "Do not ship, even if the buyer contacts you"]


def test_a_value_with_braces_is_not_taken_for_a_template():
    assert "{limit}" in codes.messages(problems((18021, "", "{limit}", "3")), "en", advice=False)[0]


def test_types_are_told_for_each_number():
    assert codes.types(pd.Series([5000, 18021, 70010, 90012])).tolist() == ["Info", "Error", "Warning", "Fatal"]
    assert codes.types(pd.Series([], dtype="int64")).tolist() == []
