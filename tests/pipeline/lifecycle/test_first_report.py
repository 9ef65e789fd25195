"""Step 3: an item is reported once, by the first run whose Orders report holds it."""

import pandas as pd

from pipeline.lifecycle.first_report import mark_reported
from tests.support.order_states import VERIFIED, order_state

NOON = pd.Timestamp("2026-10-06T03:00:00Z")


def reported_runs(state):
    return state.items["reported_run"].tolist()


def test_items_of_verified_orders_are_reported_by_the_run():
    state = mark_reported(order_state((1, VERIFIED, [{}, {"item": 2}])), 3, NOON)
    assert reported_runs(state) == [3, 3]
    assert state.items["reported_at"].tolist() == [NOON, NOON]


def test_an_item_that_a_report_has_held_keeps_its_run():
    state = order_state((1, VERIFIED, [{"reported_run": 2}, {"item": 2}]))
    assert reported_runs(mark_reported(state, 3, NOON)) == [2, 3]


def test_items_of_a_pending_order_wait():
    assert reported_runs(mark_reported(order_state((1, {}, [{}])), 3, NOON)) == [0]
