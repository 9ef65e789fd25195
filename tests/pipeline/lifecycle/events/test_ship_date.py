"""What a confirmation is warned of although it applies; several warnings stand side by side."""

import pytest

from schemas.statuses import CANCELED_BY
from tests.histories.builders import at, cancellation, feed, paid, parcel
from tests.support.product_runs import ACCEPTED, message_values, product_after, record_answers, stored_shipments, warned

EXPRESS = {"ship_service_level": "NextDay", "latest_ship_date": "2026-10-06"}
ASKED = {"is_buyer_requested_cancellation": "true"}


def told_on(day, *rows, **more):
    return at(day, 18), [feed(*rows, received=at(day), **more)]


@pytest.mark.parametrize("level", ["NextDay", "SameDay", "Scheduled", "Next", "nextday"])
def test_an_order_that_promises_a_day_and_ships_later_has_missed_its_service(level):
    first = told_on(5, paid(ship_service_level=level, latest_ship_date="2026-10-06"))
    assert record_answers(product_after(first, told_on(7, parcel(ship_date="2026-10-07")))) == [warned(70017)]
    assert record_answers(product_after(first, told_on(7, parcel(ship_date="2026-10-06")))) == [ACCEPTED]


def test_a_standard_order_that_ships_late_has_missed_no_service():
    first = told_on(5, paid(ship_service_level="Standard", latest_ship_date="2026-10-06"))
    product = product_after(first, told_on(7, parcel(ship_date="2026-10-07")))
    assert record_answers(product) == [ACCEPTED]
    assert stored_shipments(product, "late") == [(True,)]


def test_our_own_estimate_is_the_latest_ship_date_where_none_is_given():
    first = told_on(5, paid(ship_service_level="NextDay"))
    assert record_answers(product_after(first, told_on(8, parcel(ship_date="2026-10-08")))) == [warned(70017)]


def test_a_confirmation_although_the_buyer_asked_to_cancel_applies_and_warns():
    product = product_after(told_on(5, paid(**ASKED)), told_on(6, parcel()))
    assert record_answers(product) == [warned(70018)]
    assert stored_shipments(product, "units") == [(2,)]


def test_several_warnings_are_a_line_each():
    product = product_after(told_on(5, paid(**ASKED, **EXPRESS)), told_on(7, parcel(ship_date="2026-10-08")))
    assert record_answers(product) == [warned(70010, 70017, 70018)]
    assert [line[0] for line in message_values(product)] == [70010, 70017, 70018]


def test_an_edit_warns_of_nothing():
    runs = [told_on(5, paid(**ASKED, **EXPRESS)), told_on(7, parcel(ship_date="2026-10-07"))]
    edit = parcel(ship_date="2026-10-07", ship_method="Yu-Pack")
    assert record_answers(product_after(*runs, told_on(8, edit))) == [ACCEPTED]


def test_late_is_what_was_received_after_the_promise_then_in_force():
    first = told_on(5, paid(latest_ship_date="2026-10-06"))
    moved = told_on(6, paid(latest_ship_date="2026-10-09"))
    assert stored_shipments(product_after(first, moved, told_on(7, parcel(ship_date="2026-10-06"))), "late") == [
        (False,)
    ]
    late = product_after(
        first, told_on(7, parcel(ship_date="2026-10-06")), told_on(8, paid(latest_ship_date="2026-10-09"))
    )
    assert stored_shipments(late, "late") == [(True,)]


@pytest.mark.parametrize(("flag", "by"), [(ASKED, "buyer"), ({}, "seller")])
def test_a_cancellation_for_the_buyer_is_his_only_where_the_order_carries_his_request(flag, by):
    product = product_after(told_on(5, paid(**flag)), told_on(6, cancellation(reason="BuyerCanceled")))
    assert CANCELED_BY[product.book.orders["cause"].iloc[0]] == by
