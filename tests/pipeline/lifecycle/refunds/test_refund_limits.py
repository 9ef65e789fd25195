"""Amounts of refunds: parts that go back, less discounts taken back, and never more than was charged."""

import pandas as pd
import pytest

from pipeline.lifecycle.refunds.refund_limits import count_overdrawn
from pipeline.model.order_state import OrderState
from pipeline.model.yen import net
from schemas.stored_tables import REFUND_YEN
from tests.support.order_states import VERIFIED, order_state

HALF = {"ordered": 2, "shipped": 1, "price": 1200, "shipping": 300, "item_discount": 200}


def test_discounts_taken_back_lower_what_a_refund_comes_to():
    money = pd.DataFrame([[1000, 300, 200, 100, 50], [0, 0, 0, 0, 0]], columns=list(REFUND_YEN))
    assert net(money).tolist() == [1350, 0]


@pytest.mark.parametrize(
    ("refunds", "wrong"),
    [
        ([], 0),
        ([{"price": 500}, {"price": 100, "item_discount": 100}], 0),
        ([{"price": 600, "item_discount": 100}, {"price": 1}], 1),
        ([{"shipping": 151}], 1),
        ([{"item_discount": 101}], 1),
    ],
)
def test_an_item_that_gave_back_more_than_it_was_charged_is_counted(refunds, wrong):
    state = order_state((1, VERIFIED, [HALF], [], refunds), (2, VERIFIED, [HALF]))
    assert count_overdrawn(state) == wrong


def test_a_state_without_refunds_is_never_overdrawn():
    assert count_overdrawn(OrderState.empty()) == 0


@pytest.mark.parametrize("shipped", [5, 6])
def test_a_unit_of_which_only_the_discount_counts_does_not_undo_a_refund_of_those_before(shipped):
    item = {"ordered": 8, "shipped": shipped, "price": 5, "item_discount": 4}
    assert count_overdrawn(order_state((1, VERIFIED, [item], [], [{"price": 3, "item_discount": 2}]))) == 0
