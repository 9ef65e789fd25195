"""One address in two spellings is one address, for order records and for address changes. Order process, 1.5.8."""

import pandas as pd
import pytest

from pipeline.model.folded_text import folded, folded_column
from tests.histories.answers import ACCEPTED, UNCHANGED, all_answers, rejected
from tests.histories.builders import address_change, paid_order, run_on
from tests.reference_model.spelling import plain
from tests.support.product_runs import last_run_answers, product_after, product_day_by_day

DASHES = "-\u301c\uff5e\u223c\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\uff0d"
SAME = [
    ("見本 一", "見本\u3000一"),
    ("見本 一", "見本一"),
    ("1-2-3", "１－２－３"),
    ("1-2-3", "1\u30fc2\u30fc3"),
    ("1-2-3", "1\uff702\uff703"),
    ("見本\u2016一", "見本\u2225一"),
    ("カタカナ", "ｶﾀｶﾅ"),
    *(("1-2", f"1{dash}2") for dash in DASHES),
]
OTHER = [("1-23", "12-3"), ("1-2", "12"), ("ラーメン", "ラ-メン"), ("花", "華"), ("a", "A")]


def is_same(first, second):
    one, other = folded(pd.Series([first, second], dtype="str"))
    return one == other


@pytest.mark.parametrize(("first", "second"), SAME)
def test_two_spellings_of_one_address_fold_to_the_same(first, second):
    assert is_same(first, second)
    assert plain("ship-address-1", first) == plain("ship-address-1", second)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_two_addresses_stay_two(first, second):
    assert not is_same(first, second)
    assert plain("ship-address-1", first) != plain("ship-address-1", second)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("153-0042", "1530042"),
        ("1530042", "1530042"),
        ("〒153-0042", "1530042"),
        ("１５３ー００４２", "1530042"),
        ("15300-42", "15300-42"),
        ("SW1A 1AA", "SW1A1AA"),
    ],
)
def test_a_japanese_postal_code_is_its_digits(code, expected):
    assert folded_column("ship-postal-code", pd.Series([code], dtype="str")).tolist() == [expected]
    assert plain("ship-postal-code", code) == expected


def test_a_later_record_in_another_spelling_is_unchanged_and_the_first_one_stays():
    again = paid_order(ship_address_1="青葉台　１－２－３", recipient_name="青木　花", ship_postal_code="1530042")
    product = product_day_by_day(paid_order(), again)
    assert all_answers(product) == [ACCEPTED, UNCHANGED]
    assert product.text[0]["ship-address-1"].tolist() == ["青葉台 1-2-3"]
    assert product.text[0]["recipient-name"].tolist() == ["青木 花"]


def test_a_later_record_with_another_address_is_rejected():
    assert all_answers(product_day_by_day(paid_order(), paid_order(ship_address_1="青葉台 1-23"))) == [
        ACCEPTED,
        rejected(70007),
    ]


@pytest.mark.parametrize("address", ["渋谷　９－８－７", "渋谷9\u22128\u22127"])
def test_an_address_change_that_is_sent_again_in_another_spelling_is_unchanged(address):
    runs = [run_on(5, paid_order()), run_on(6, address_change())]
    again = product_after(*runs, run_on(7, address_change(ship_address_1=address)))
    assert last_run_answers(again) == [UNCHANGED]
    other = product_after(*runs, run_on(7, address_change("M2", ship_address_1=address)))
    assert last_run_answers(other) == [UNCHANGED]


def test_a_spelling_of_a_former_address_is_known():
    runs = [run_on(5, paid_order()), run_on(6, address_change())]
    product = product_after(*runs, run_on(7, paid_order(ship_address_1="青葉台１－２－３")))
    assert last_run_answers(product) == [UNCHANGED]
