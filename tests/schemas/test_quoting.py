"""What a message may quote: digits, ASCII letters and signs, no mail, no telephone number, no postal code."""

import pandas as pd
import pytest

from schemas.quoting import HIDDEN_VALUE, has_contact, quoted


def texts(*values):
    return pd.Series(list(values), dtype="str")


@pytest.mark.parametrize("value", ["", "A-1 (x)", "4.5E+11", "~!#$%", "１２", "¥2,160", "￥2,160", "1 / …"])
def test_plain_signs_are_quoted(value):
    assert quoted(texts(value)).tolist() == [value]


@pytest.mark.parametrize(
    "value", ["見本", "ﾐﾎﾝ", "Ｔａｒｏ", "tarō", "a@b", "a＠b", "10月5日", "2160円", "a\tb", "a\u200bb"]
)
def test_anything_else_is_hidden(value):
    assert quoted(texts(value)).tolist() == [HIDDEN_VALUE]


def test_a_long_text_is_cut_and_says_so():
    assert quoted(texts("X" * 41, "X" * 40)).tolist() == ["X" * 39 + HIDDEN_VALUE, "X" * 40]


@pytest.mark.parametrize(
    "value",
    ["090-0000-9999", "09000009999", "0300009999", "x (03) 0000-9999", "+81 3-0000-9999", "A 000-0001", "000-0001."],
)
def test_telephone_numbers_and_postal_codes_are_seen_anywhere(value):
    assert has_contact(texts(value)).tolist() == [True]


@pytest.mark.parametrize(
    "value",
    [
        *(
            "999-0000001-0000001",
            "00000000000101",
            "0000-0000-0001",
            "2026-10-05T10:00:00+09:00",
            "2026-10-05",
            "4.5E+11",
        ),
        *("-1", "1,000", "T-1", "A1-000-00012", "2026/10/05 10:00:00.123456789"),
    ],
)
def test_ids_numbers_and_dates_are_none(value):
    assert has_contact(texts(value)).tolist() == [False]
