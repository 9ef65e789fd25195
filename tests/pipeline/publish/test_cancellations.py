"""What a seller is told of a cancellation (order process, steps 2 and 4.4)."""

import pytest

from pipeline.model.order_state import OrderState
from pipeline.publish.cancellations import canceled_items, may_be_invited
from schemas.statuses import CAUSE
from tests.support.frames import stock_balances
from tests.support.order_states import VERIFIED, at, order_key, order_state
from tests.support.order_states import cancellation_rows as gone

OVER = {"canceled": 2, "ordered": 2}


def invitations(after, **balances):
    return may_be_invited(after, stock_balances(**balances)).tolist()


def test_a_cancellation_is_listed_with_its_ids_its_stock_and_the_report_that_had_it():
    item = {"sku": "LAMP-9", "ordered": 2}
    before = order_state((1, VERIFIED, [item | {"reported_run": 3}]))
    after = order_state((1, VERIFIED, [item | {"reported_run": 3, "canceled": 2}]), (2, {}, [item | {"canceled": 2}]))
    rows = gone((2, {"sku": "LAMP-9", "units": 2}), (1, {"sku": "LAMP-9", "units": 2, "at": "06 21:00"}))
    listed_items = canceled_items(before, after, rows, stock_balances(**{"LAMP-9": 5}))
    columns = ["order_key", "item_key", "units", "reported_run", "available", "may_invite"]
    assert listed_items[columns].to_numpy().tolist() == [
        [order_key(2), 10_000_000_000_001, 2, 0, 5, True],
        [order_key(1), 10_000_000_000_001, 2, 3, 5, True],
    ]
    assert listed_items["at"].tolist() == [at("06 20:00"), at("06 21:00")]


def test_what_is_verified_and_canceled_in_one_run_was_in_no_report_before():
    after = order_state((1, VERIFIED, [{"canceled": 1, "reported_run": 7}]))
    assert canceled_items(OrderState.empty(), after, gone((1, {})), stock_balances())["reported_run"].tolist() == [0]


def test_an_order_that_was_placed_closed_is_not_listed():
    closed = {"cause": CAUSE["BeforeOurTime"]}
    after = order_state((1, closed, [{"canceled": 1} | closed]))
    assert canceled_items(OrderState.empty(), after, gone((1, closed)), stock_balances()).empty


@pytest.mark.parametrize(
    ("balance", "may"), [({"MUG-02": 2}, True), ({"MUG-02": 1}, False), ({"MUG-02": -3}, False), ({}, False)]
)
def test_a_buyer_may_be_invited_when_all_that_was_canceled_is_there(balance, may):
    assert invitations(order_state((1, {}, [OVER])), **balance) == [may]


def test_every_canceled_item_must_be_there_and_items_of_one_sku_together():
    two_skus = order_state((1, {}, [OVER, OVER | {"item": 2, "sku": "TEA-001"}]))
    assert invitations(two_skus, **{"MUG-02": 9, "TEA-001": 1}) == [False]
    assert invitations(two_skus, **{"MUG-02": 9, "TEA-001": 2}) == [True]
    one_sku = order_state((1, {}, [OVER, OVER | {"item": 2}]))
    assert invitations(one_sku, **{"MUG-02": 3}) == [False]
    assert invitations(one_sku, **{"MUG-02": 4}) == [True]


def test_nobody_is_invited_after_fraud_or_while_something_is_left_of_the_order():
    fraud = order_state((1, {}, [OVER | {"cause": CAUSE["Fraud"]}]))
    still_open = order_state((1, VERIFIED, [OVER, {"item": 2}]))
    shipped = order_state((1, VERIFIED, [OVER, {"item": 2, "shipped": 1}]))
    for state in (fraud, still_open, shipped):
        assert invitations(state, **{"MUG-02": 9}) == [False]


def test_an_order_without_a_cancellation_invites_nobody():
    assert invitations(order_state((1, VERIFIED, [{}])), **{"MUG-02": 9}) == [False]
    assert invitations(OrderState.empty()) == []
