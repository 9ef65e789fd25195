"""The age of facts, and what may change of an order, in the reference model."""

import pytest

from tests.histories.answers import ACCEPTED, UNCHANGED, all_answers, last_answer, notice_kinds
from tests.histories.builders import (
    FULL,
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    at,
    confirmation,
    feed,
    model_after,
    model_day_by_day,
    model_on_days,
    order,
    paid_order,
    payment,
    unshipped_row,
)

CONFLICT = ("rejected", (70007,))


def order_updated_on(day, latest="2026-10-08", **more):
    return paid_order(last_updated_date=f"2026-10-{day:02}T09:00:00+09:00", latest_ship_date=latest, **more)


def latest_ship_text(model):
    return model.orders()[ORDER_ID]["latest_ship"].astimezone(at(1).tzinfo).strftime("%m-%dT%H")


def test_a_newer_record_overwrites_dates_and_an_older_or_equal_one_does_not():
    for updated, outcome, date in ((7, ACCEPTED, "10-09T14"), (6, UNCHANGED, "10-08T14"), (5, UNCHANGED, "10-08T14")):
        model = model_day_by_day(order_updated_on(6), order_updated_on(updated, "2026-10-09"))
        assert (last_answer(model), latest_ship_text(model)) == (outcome, date)


def test_without_two_update_dates_the_later_received_is_newer():
    model = model_day_by_day(
        order_updated_on(6),
        paid_order(latest_ship_date="2026-10-10"),
        order_updated_on(1, "2026-10-11"),
        order_updated_on(1, "2026-10-12"),
    )
    assert (all_answers(model)[1:], latest_ship_text(model)) == ([ACCEPTED, ACCEPTED, UNCHANGED], "10-11T14")


def test_an_older_record_still_fills_blanks_and_a_blank_erases_nothing():
    model = model_day_by_day(order_updated_on(6, ""), order_updated_on(5), order_updated_on(7, ""))
    assert (all_answers(model)[1:], latest_ship_text(model)) == ([ACCEPTED, UNCHANGED], "10-08T14")


def test_a_conflict_and_a_record_that_says_canceled_leave_the_age_as_it_was():
    for row in (order_updated_on(9, item_price="1"), order_updated_on(9, order_status="Canceled")):
        model = model_day_by_day(order_updated_on(6), confirmation(ITEM_A, "1"), row, order_updated_on(8, "2026-10-20"))
        assert (last_answer(model), latest_ship_text(model)) == (ACCEPTED, "10-20T14")


def test_all_four_estimates_and_the_request_of_the_buyer_are_renewed():
    dates = ("earliest_ship_date", "latest_ship_date", "earliest_delivery_date", "latest_delivery_date")
    first = paid_order(**dict.fromkeys(dates, "2026-10-08"), is_buyer_requested_cancellation="false")
    second = paid_order(**dict.fromkeys(dates, "2026-10-09"), is_buyer_requested_cancellation="true")
    known = model_day_by_day(first, second).orders()[ORDER_ID]
    days = [known[date.removesuffix("_date")].astimezone(at(1).tzinfo) for date in dates]
    assert [day.isoformat() for day in days] == [
        *("2026-10-08T15:00:00+00:00", "2026-10-09T14:59:59.999999+00:00"),
        *("2026-10-08T15:00:00+00:00", "2026-10-09T14:59:59.999999+00:00"),
    ]
    assert known["cancel_asked"] is True
    assert model_day_by_day(paid_order()).orders()[ORDER_ID]["cancel_asked"] is None


def test_of_several_rows_of_one_record_the_first_value_counts():
    rows = (
        paid_order(),
        paid_order(ITEM_B, latest_ship_date="2026-10-08"),
        paid_order("10000000000012", latest_ship_date="2026-10-09"),
    )
    model = model_after((at(5, 18), [feed(*rows, received=at(5), records=(1, 1, 1))]))
    assert latest_ship_text(model) == "10-08T14"


def test_other_dates_of_a_verified_order_are_told_to_its_buyer():
    assert notice_kinds(model_day_by_day(order_updated_on(6), order_updated_on(7, "2026-10-09")), 2) == [
        "dates-revised"
    ]
    assert notice_kinds(model_day_by_day(order_updated_on(6, ""), order_updated_on(7)), 2) == []
    waiting = {"order_status": "Pending", "payments_date": ""}
    assert (
        notice_kinds(model_day_by_day(order_updated_on(6, **waiting), order_updated_on(7, "2026-10-09", **waiting)), 2)
        == []
    )


def test_terms_of_payment_change_while_pending_and_are_fixed_by_verification():
    model = model_day_by_day(order(payment_method="CVS"), order(payment_method="COD"))
    assert (last_answer(model), model.orders()[ORDER_ID]["method"], model.orders()[ORDER_ID]["deadline"]) == (
        ACCEPTED,
        "COD",
        None,
    )
    model = model_day_by_day(paid_order(payment_method="CVS"), paid_order(payment_method="COD"))
    assert (last_answer(model), model.orders()[ORDER_ID]["method"]) == (UNCHANGED, "CVS")
    assert last_answer(model_day_by_day(paid_order(), paid_order(payment_method="COD"))) == ACCEPTED
    assert (
        last_answer(model_day_by_day(paid_order(), confirmation(ITEM_A, "1"), paid_order(payment_method="COD")))
        == UNCHANGED
    )


def test_the_terms_that_a_record_brings_decide_whether_it_was_paid_in_time():
    paid_on_the_seventh = {"payments_date": "2026-10-07T12:00:00+09:00"}
    model = model_on_days(
        (5, order(payment_deadline="2026-10-07T00:00:00+09:00")),
        (7, paid_order(payment_deadline="2026-10-08", **paid_on_the_seventh)),
    )
    assert (last_answer(model), model.orders()[ORDER_ID]["verified_at"]) == (ACCEPTED, at(7))


def test_a_canceled_order_is_not_overwritten():
    model = model_day_by_day(order_updated_on(6), payment("Fraud"), order_updated_on(9, "2026-10-20"))
    assert (last_answer(model), latest_ship_text(model)) == (UNCHANGED, "10-08T14")


@pytest.mark.parametrize("column", ["recipient_name", "ship_address_1", "ship_postal_code"])
def test_another_recipient_is_a_conflict(column):
    assert last_answer(model_day_by_day(paid_order(), paid_order(**{column: "別"}))) == CONFLICT
    assert last_answer(model_day_by_day(paid_order(), unshipped_row(**{column: "別"}))) == CONFLICT


def test_an_unshipped_report_is_not_compared_in_money():
    assert last_answer(model_day_by_day(paid_order(), unshipped_row())) == UNCHANGED
    assert last_answer(model_day_by_day(unshipped_row(), order() | FULL)) == ACCEPTED
