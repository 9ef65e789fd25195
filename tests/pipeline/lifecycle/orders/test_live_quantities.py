"""After a unit was canceled, records may count the units that are left, with the amounts of these or of the whole."""

import pytest

from tests.histories.answers import UNCHANGED, rejected
from tests.histories.builders import cancellation, paid_order, run_on
from tests.support.product_runs import last_run_answers, product_after

CANCELED = [run_on(5, paid_order(item_price="2161")), run_on(6, cancellation(quantity="1"))]


def answer_to(**facts):
    return last_run_answers(product_after(*CANCELED, run_on(7, paid_order(**facts))))


@pytest.mark.parametrize("price", ["2161", "1080"])
def test_the_units_that_are_left_have_the_amounts_of_the_whole_or_their_own(price):
    assert answer_to(quantity_purchased="1", item_price=price) == [UNCHANGED]


def test_the_whole_quantity_is_right_too():
    assert answer_to(quantity_purchased="2", item_price="2161") == [UNCHANGED]


@pytest.mark.parametrize(
    ("quantity", "price"), [("1", "1081"), ("1", "999"), ("2", "1080"), ("3", "2161"), ("3", "1080")]
)
def test_another_quantity_or_amount_contradicts(quantity, price):
    assert answer_to(quantity_purchased=quantity, item_price=price) == [rejected(70007)]


def test_without_a_cancellation_a_smaller_quantity_contradicts():
    product = product_after(CANCELED[0], run_on(7, paid_order(quantity_purchased="1", item_price="2161")))
    assert last_run_answers(product) == [rejected(70007)]


def test_amounts_of_the_units_that_are_left_fill_no_amount_of_the_whole():
    runs = [run_on(5, paid_order(item_price="")), CANCELED[1]]
    items = product_after(*runs, run_on(7, paid_order(quantity_purchased="1", item_price="1080"))).state.items
    assert items[["ordered", "canceled", "price"]].to_numpy().tolist() == [[2, 1, -1]]
