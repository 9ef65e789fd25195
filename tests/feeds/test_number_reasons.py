"""A number at fault is answered with its reason, and the advice followed literally is accepted by its column."""

import pytest

from schemas import code_texts


def texts(feed, language="en"):
    return code_texts.messages(feed.problems, language).tolist()


@pytest.mark.parametrize(
    ("name", "column", "value", "message"),
    [
        ("orders", "quantity-purchased", "1000000", "{column} is out of range: {value}. Enter a whole number from "),
        ("confirmations", "quantity", "0", "{column} is out of range: 0. Enter a whole number from 1 to 999999"),
        (
            "inventory",
            "quantity",
            "1000000",
            "{column} is out of range: 1000000. Enter a whole number from 0 to",
        ),
        ("orders", "quantity-purchased", "1e5", "{column} is not a whole number in plain digits: {value}"),
        ("orders", "item-price", "-1", "{column} must not be negative: -1. Enter the amount without a minus sign"),
        ("orders", "item-price", "1" * 13, "{column} is out of range: {value}. Enter whole yen from 0 to 999999999999"),
        ("orders", "item-price", "12.5", "{column} is not an amount in whole yen: 12.5"),
        ("orders", "quantity-purchased", "-1", "{column} is out of range: -1. Enter a whole number from 0 to 999999"),
    ],
)
def test_a_number_is_answered_with_its_reason(read_rows, name, column, value, message):
    (text,) = texts(read_rows(name, {column: value}))
    assert text.startswith(message.format(column=column, value=value))


@pytest.mark.parametrize(
    ("name", "column", "followed"),
    [
        ("confirmations", "quantity", "1"),
        ("confirmations", "quantity", "999999"),
        ("inventory", "quantity", "0"),
        ("orders", "item-price", "1"),
        ("orders", "item-price", "999999999999"),
    ],
)
def test_what_the_advice_asks_for_is_accepted(read_rows, name, column, followed):
    assert texts(read_rows(name, {column: followed})) == []


def test_the_reasons_are_said_in_japanese(read_rows):
    assert texts(read_rows("confirmations", {"quantity": "0"}), "ja") == [
        "「quantity」の値「0」は範囲外です。1〜999999の範囲の整数を入力してください"
    ]
