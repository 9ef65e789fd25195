"""Units of orders, and the status that follows from them."""

import numpy as np
import pytest

from pipeline.model.order_state import OrderState, status, statuses, totals
from schemas.statuses import Status
from tests.histories.builders import ITEM_A, at, confirmation, feed, order, paid_order
from tests.support.product_runs import product_after


@pytest.mark.parametrize(
    ("verified", "open_units", "shipped", "means"),
    [
        (False, 2, 0, Status.PENDING),
        (True, 2, 0, Status.UNSHIPPED),
        (True, 1, 1, Status.PARTIALLY_SHIPPED),
        (True, 0, 1, Status.SHIPPED),
        (True, 0, 0, Status.CANCELED),
        (False, 0, 0, Status.CANCELED),
    ],
)
def test_the_status_follows_from_payment_and_units(verified, open_units, shipped, means):
    assert status(np.array([verified]), np.array([open_units]), np.array([shipped])).tolist() == [means]


def test_units_are_added_up_by_order_and_other_orders_are_left_out():
    other = "999-0000001-0000002"
    files = [
        feed(paid_order(), paid_order("10000000000011", "3"), order(order_id=other), received=at(5)),
        feed(confirmation(ITEM_A), received=at(5)),
    ]
    state = product_after((at(5, 18), files)).state
    assert totals(state.orders, state.items).to_dict("list") == {"open": [3, 2], "shipped": [2, 0], "canceled": [0, 0]}
    assert statuses(state.orders, state.items).tolist() == [Status.PARTIALLY_SHIPPED, Status.PENDING]
    first = state.only(state.orders["order_key"].to_numpy()[:1])
    assert [len(frame) for frame in first.tables().values()] == [1, 2, 1, 2, 0, 0, 0]


def test_an_empty_state_has_no_units():
    nothing = OrderState.empty()
    assert len(totals(nothing.orders, nothing.items)) == len(statuses(nothing.orders, nothing.items)) == 0
