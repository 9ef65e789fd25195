"""Order rows as facts and text: every fact once, blanks as they are stored, and the same rows in both frames."""

import pytest

from schemas.formats import fields as f
from schemas.frames import FRAMES
from tests.histories.builders import ITEM_A, ITEM_B, order, paid_order
from tests.support.all_rows import all_rows
from tests.support.incoming_feeds import incoming_feed


def split_rows(*rows):
    return all_rows([incoming_feed(*rows)], {}).orders


def test_each_fact_stands_once():
    orders = split_rows(paid_order())
    assert list(orders.facts) == list(FRAMES["order_rows"].names)
    assert list(orders.text) == list(FRAMES["order_row_text"].names)
    assert not set(orders.facts) & set(orders.text)


def test_both_frames_hold_the_same_rows_in_the_same_order():
    orders = split_rows(
        order(ITEM_A, **{f.PRODUCT_NAME.name: "first"}), order(ITEM_B, **{f.PRODUCT_NAME.name: "second"})
    )
    assert orders.facts["item_id"].tolist() == [ITEM_A, ITEM_B]
    assert orders.text[f.PRODUCT_NAME.name].tolist() == ["first", "second"]
    assert orders.facts.index.tolist() == orders.text.index.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("change", "fact", "expected"),
    [
        ({"item-promotion-discount": "-50"}, "item_discount", 50),
        ({"item-promotion-discount": "50"}, "item_discount", 50),
        ({"ship-promotion-discount": "-20"}, "ship_discount", 20),
        ({"item-price": ""}, "price", -1),
        ({"is-buyer-requested-cancellation": "true"}, "cancel_asked", 1),
        ({"is-buyer-requested-cancellation": "false"}, "cancel_asked", 0),
        ({"is-buyer-requested-cancellation": ""}, "cancel_asked", -1),
    ],
)
def test_facts_are_as_they_are_stored(change, fact, expected):
    assert split_rows(order(**change)).facts[fact].tolist() == [expected]


def test_a_fraction_of_a_second_of_the_purchase_is_cut_off():
    orders = split_rows(order(**{"purchase-date": "2026-10-05T10:00:00.7+09:00"}))
    assert orders.facts["purchased"].dt.microsecond.tolist() == [0]


def test_numbers_among_the_wide_text_are_text_and_blank_where_nothing_is_said():
    orders = split_rows(order(ITEM_A, **{"item-tax": "98"}), order(ITEM_B, **{"item-tax": ""}))
    assert orders.text["item-tax"].tolist() == ["98", ""]
