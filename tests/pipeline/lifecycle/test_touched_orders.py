"""Which orders a run may change: named ones, and those of which the clock or the books want something."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.lifecycle.touched_orders import Clock, touched_orders
from pipeline.model.order_state import OrderState
from tests.histories.builders import at, confirmation, order, paid_order, run_on
from tests.support.product_rules import ZONE, instant
from tests.support.product_runs import product_after

NOBODY = np.empty(0, np.int64)
PAID = run_on(5, paid_order())
PENDING = run_on(5, order(payment_deadline="2026-10-08T12:00:00+09:00"))


def is_touched(moment, *runs, grace_hours=0, change=lambda state: state):
    """Whether the one order that these runs leave is touched by a run at an instant without feeds."""
    clock = Clock(instant(moment), ZONE, pd.Timedelta(grace_hours, "h"))
    (touched,) = touched_orders(change(product_after(*runs).state), NOBODY, clock).tolist()
    return touched


def test_an_order_is_touched_by_a_row_that_names_it():
    state = product_after(PAID).state
    clock = Clock(instant(at(6)), ZONE)
    order_keys = state.orders["order_key"].to_numpy()
    assert touched_orders(state, order_keys, clock).tolist() == [True]
    assert touched_orders(state, order_keys + 1, clock).tolist() == [False]


def test_every_order_is_touched_where_the_marketplace_lists_what_it_has():
    clock = Clock(instant(at(6)), ZONE)
    assert touched_orders(product_after(PAID).state, NOBODY, clock, has_lists=True).tolist() == [True]


def test_a_pending_order_is_touched_when_its_payment_deadline_and_the_grace_have_passed():
    assert not is_touched(at(8, 12), PENDING)
    assert is_touched(at(8, 12, 1), PENDING)
    assert not is_touched(at(8, 14), PENDING, grace_hours=2)
    assert is_touched(at(8, 14, 1), PENDING, grace_hours=2)


def test_an_order_to_ship_is_touched_to_be_warned_of_and_to_be_canceled():
    warned = PAID, (at(28, 0), [])
    assert not is_touched(at(27, 23, 59), PAID)
    assert is_touched(at(28, 0), PAID)
    assert not is_touched(at(29), *warned)
    assert not is_touched(at(35, 23), *warned)
    assert is_touched(at(36, 0), *warned)


def test_a_shipped_order_is_touched_when_the_buyer_is_to_be_asked():
    shipped = PAID, run_on(6, confirmation())
    assert not is_touched(at(12, 23, 59), *shipped)
    assert is_touched(at(13, 0), *shipped)
    assert not is_touched(at(14), *shipped, (at(13, 0), []))


def with_column(table, name, value):
    """The state with a column that says otherwise."""
    return lambda state: replace(state, **{table: getattr(state, table).assign(**{name: value})})


def uncaptured(state):
    """Paid in advance, and not charged yet."""
    return with_column("items", "captured", 0)(with_column("orders", "prepaid", True)(state))


def with_other_due(state):
    """Charged in advance, with other units due back than were canceled."""
    return with_column("items", "due_units", 1)(with_column("items", "captured", 1)(state))


@pytest.mark.parametrize(
    ("runs", "change"),
    [
        ([PAID], with_column("items", "reported_run", 0)),
        ([PAID], with_column("orders", "promise", pd.Timestamp("NaT"))),
        ([PAID, run_on(6, confirmation())], with_column("parcels", "posted_run", 0)),
        ([PAID], uncaptured),
        ([PAID], with_other_due),
    ],
    ids=["unreported", "without-promise", "unposted", "uncaptured", "other-units-due"],
)
def test_an_order_is_touched_while_reports_or_books_wait_for_it(runs, change):
    assert not is_touched(at(7), *runs)
    assert is_touched(at(7), *runs, change=change)


def test_nothing_of_nothing_is_touched():
    assert touched_orders(OrderState.empty(), NOBODY, Clock(instant(at(6)), ZONE)).tolist() == []
