"""What a confirmation is warned of although it applies; several warnings stand side by side."""

import pytest

from schemas.statuses import CANCELED_BY
from tests.histories.answers import ACCEPTED, warned
from tests.histories.builders import cancellation, confirmation, paid_order, run_on
from tests.support.product_runs import last_run_answers, message_values, product_after, stored_shipments

EXPRESS = {"ship_service_level": "NextDay", "latest_ship_date": "2026-10-06"}
ASKED = {"is_buyer_requested_cancellation": "true"}


@pytest.mark.parametrize("level", ["NextDay", "SameDay", "Scheduled", "Next", "nextday"])
def test_an_order_that_promises_a_day_and_ships_later_has_missed_its_service(level):
    first = run_on(5, paid_order(ship_service_level=level, latest_ship_date="2026-10-06"))
    assert last_run_answers(product_after(first, run_on(7, confirmation(ship_date="2026-10-07")))) == [warned(70017)]
    assert last_run_answers(product_after(first, run_on(7, confirmation(ship_date="2026-10-06")))) == [ACCEPTED]


def test_a_standard_order_that_ships_late_has_missed_no_service():
    first = run_on(5, paid_order(ship_service_level="Standard", latest_ship_date="2026-10-06"))
    product = product_after(first, run_on(7, confirmation(ship_date="2026-10-07")))
    assert last_run_answers(product) == [ACCEPTED]
    assert stored_shipments(product, "late") == [(True,)]


def test_our_own_estimate_is_the_latest_ship_date_where_none_is_given():
    first = run_on(5, paid_order(ship_service_level="NextDay"))
    assert last_run_answers(product_after(first, run_on(8, confirmation(ship_date="2026-10-08")))) == [warned(70017)]


def test_a_confirmation_although_the_buyer_asked_to_cancel_applies_and_warns():
    product = product_after(run_on(5, paid_order(**ASKED)), run_on(6, confirmation()))
    assert last_run_answers(product) == [warned(70018)]
    assert stored_shipments(product, "units") == [(2,)]


def test_several_warnings_are_a_line_each():
    product = product_after(run_on(5, paid_order(**ASKED, **EXPRESS)), run_on(7, confirmation(ship_date="2026-10-08")))
    assert last_run_answers(product) == [warned(70010, 70017, 70018)]
    assert [line[0] for line in message_values(product)] == [70010, 70017, 70018]


def test_an_edit_warns_of_nothing():
    runs = [run_on(5, paid_order(**ASKED, **EXPRESS)), run_on(7, confirmation(ship_date="2026-10-07"))]
    edit = confirmation(ship_date="2026-10-07", ship_method="Yu-Pack")
    assert last_run_answers(product_after(*runs, run_on(8, edit))) == [ACCEPTED]


def test_late_is_what_was_received_after_the_promise_then_in_force():
    first = run_on(5, paid_order(latest_ship_date="2026-10-06"))
    moved = run_on(6, paid_order(latest_ship_date="2026-10-09"))
    assert stored_shipments(product_after(first, moved, run_on(7, confirmation(ship_date="2026-10-06"))), "late") == [
        (False,)
    ]
    late = product_after(
        first, run_on(7, confirmation(ship_date="2026-10-06")), run_on(8, paid_order(latest_ship_date="2026-10-09"))
    )
    assert stored_shipments(late, "late") == [(True,)]


@pytest.mark.parametrize(("flag", "by"), [(ASKED, "buyer"), ({}, "seller")])
def test_a_cancellation_for_the_buyer_is_his_only_where_the_order_carries_his_request(flag, by):
    product = product_after(run_on(5, paid_order(**flag)), run_on(6, cancellation(reason="BuyerCanceled")))
    assert CANCELED_BY[product.state.orders["cause"].iloc[0]] == by
