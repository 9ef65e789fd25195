"""Where keys stand, units of orders, and the status that follows from them."""

import numpy as np
import pandas as pd
import pytest

from pipeline.model.order_state import OrderState, status, statuses, totals
from pipeline.model.sorted_keys import ordered, positions
from schemas.statuses import Status
from tests.histories.builders import ITEM_A, at, confirmation, feed, order, paid_order
from tests.support.product_runs import product_after

KNOWN = np.array([3, 5, 9])


def test_a_key_is_found_where_it_stands():
    assert positions(KNOWN, np.array([9, 3, 5])).tolist() == [2, 0, 1]


def test_an_unknown_key_stands_nowhere():
    assert positions(KNOWN, np.array([0, 4, 10])).tolist() == [-1, -1, -1]
    assert positions(KNOWN[:0], KNOWN).tolist() == [-1, -1, -1]
    assert positions(KNOWN, KNOWN[:0]).tolist() == []


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
    book = product_after((at(5, 18), files)).book
    assert totals(book.orders, book.items).to_dict("list") == {"open": [3, 2], "shipped": [2, 0], "canceled": [0, 0]}
    assert statuses(book.orders, book.items).tolist() == [Status.PARTIALLY_SHIPPED, Status.PENDING]
    one = book.only(book.orders["order_key"].to_numpy()[:1])
    assert [len(frame) for frame in one.tables().values()] == [1, 2, 1, 1, 0, 0, 0]


def test_an_empty_book_has_no_units():
    nothing = OrderState.empty()
    assert len(totals(nothing.orders, nothing.items)) == len(statuses(nothing.orders, nothing.items)) == 0


def test_rows_with_equal_keys_stay_as_they_stood():
    frame = pd.DataFrame({"order_key": [2, 1, 2, 1], "step": [0, 1, 0, 0], "name": list("abcd")})
    assert ordered(frame, ["order_key", "step"])["name"].tolist() == ["d", "b", "a", "c"]


def test_rows_are_sorted_by_instants_and_text_too_blanks_last():
    at = pd.to_datetime(["2026-10-02", None, "2026-10-01", "2026-10-01"], utc=True)
    frame = pd.DataFrame({"order_key": 1, "at": at, "message": ["a", "", "c", "b"]})
    assert ordered(frame, ["order_key", "at", "message"])["message"].tolist() == ["b", "c", "a", ""]
