"""The age of facts, and what may change of an order, in the reference model."""

import pytest

from tests.histories.builders import (
    FULL,
    A,
    B,
    O,
    after,
    answers,
    at,
    day_by_day,
    feed,
    last,
    noticed,
    on_days,
    order,
    paid,
    parcel,
    payment,
    unshipped,
)

ACCEPTED = ("accepted", ())
UNCHANGED = ("unchanged", (5000,))
CONFLICT = ("rejected", (70007,))


def dated(day, latest="2026-10-08", **more):
    return paid(last_updated_date=f"2026-10-{day:02}T09:00:00+09:00", latest_ship_date=latest, **more)


def latest_ship(model):
    return model.orders()[O]["latest_ship"].astimezone(at(1).tzinfo).strftime("%m-%dT%H")


def test_a_newer_record_overwrites_dates_and_an_older_or_equal_one_does_not():
    for updated, outcome, date in ((7, ACCEPTED, "10-09T14"), (6, UNCHANGED, "10-08T14"), (5, UNCHANGED, "10-08T14")):
        model = day_by_day(dated(6), dated(updated, "2026-10-09"))
        assert (last(model), latest_ship(model)) == (outcome, date)


def test_without_two_update_dates_the_later_received_is_newer():
    model = day_by_day(dated(6), paid(latest_ship_date="2026-10-10"), dated(1, "2026-10-11"), dated(1, "2026-10-12"))
    assert (answers(model)[1:], latest_ship(model)) == ([ACCEPTED, ACCEPTED, UNCHANGED], "10-11T14")


def test_an_older_record_still_fills_blanks_and_a_blank_erases_nothing():
    model = day_by_day(dated(6, ""), dated(5), dated(7, ""))
    assert (answers(model)[1:], latest_ship(model)) == ([ACCEPTED, UNCHANGED], "10-08T14")


def test_a_conflict_and_a_record_that_says_canceled_leave_the_age_as_it_was():
    for row in (dated(9, item_price="1"), dated(9, order_status="Canceled")):
        model = day_by_day(dated(6), parcel(A, "1"), row, dated(8, "2026-10-20"))
        assert (last(model), latest_ship(model)) == (ACCEPTED, "10-20T14")


def test_all_four_estimates_and_the_request_of_the_buyer_are_renewed():
    dates = ("earliest_ship_date", "latest_ship_date", "earliest_delivery_date", "latest_delivery_date")
    first = paid(**dict.fromkeys(dates, "2026-10-08"), is_buyer_requested_cancellation="false")
    second = paid(**dict.fromkeys(dates, "2026-10-09"), is_buyer_requested_cancellation="true")
    known = day_by_day(first, second).orders()[O]
    days = [known[date.removesuffix("_date")].astimezone(at(1).tzinfo) for date in dates]
    assert [day.isoformat() for day in days] == [
        *("2026-10-08T15:00:00+00:00", "2026-10-09T14:59:59.999999+00:00"),
        *("2026-10-08T15:00:00+00:00", "2026-10-09T14:59:59.999999+00:00"),
    ]
    assert known["cancel_asked"] is True
    assert day_by_day(paid()).orders()[O]["cancel_asked"] is None


def test_of_several_rows_of_one_record_the_first_value_counts():
    rows = (paid(), paid(B, latest_ship_date="2026-10-08"), paid("10000000000012", latest_ship_date="2026-10-09"))
    model = after((at(5, 18), [feed(*rows, received=at(5), records=(1, 1, 1))]))
    assert latest_ship(model) == "10-08T14"


def test_other_dates_of_a_verified_order_are_told_to_its_buyer():
    assert noticed(day_by_day(dated(6), dated(7, "2026-10-09")), 2) == ["dates-revised"]
    assert noticed(day_by_day(dated(6, ""), dated(7)), 2) == []
    waiting = {"order_status": "Pending", "payments_date": ""}
    assert noticed(day_by_day(dated(6, **waiting), dated(7, "2026-10-09", **waiting)), 2) == []


def test_terms_of_payment_change_while_pending_and_are_fixed_by_verification():
    model = day_by_day(order(payment_method="CVS"), order(payment_method="COD"))
    assert (last(model), model.orders()[O]["method"], model.orders()[O]["deadline"]) == (ACCEPTED, "COD", None)
    model = day_by_day(paid(payment_method="CVS"), paid(payment_method="COD"))
    assert (last(model), model.orders()[O]["method"]) == (UNCHANGED, "CVS")
    assert last(day_by_day(paid(), paid(payment_method="COD"))) == ACCEPTED
    assert last(day_by_day(paid(), parcel(A, "1"), paid(payment_method="COD"))) == UNCHANGED


def test_the_terms_that_a_record_brings_decide_whether_it_was_paid_in_time():
    paid_on_the_seventh = {"payments_date": "2026-10-07T12:00:00+09:00"}
    model = on_days(
        (5, order(payment_deadline="2026-10-07T00:00:00+09:00")),
        (7, paid(payment_deadline="2026-10-08", **paid_on_the_seventh)),
    )
    assert (last(model), model.orders()[O]["verified_at"]) == (ACCEPTED, at(7))


def test_a_canceled_order_is_not_overwritten():
    model = day_by_day(dated(6), payment("Fraud"), dated(9, "2026-10-20"))
    assert (last(model), latest_ship(model)) == (UNCHANGED, "10-08T14")


@pytest.mark.parametrize("column", ["recipient_name", "ship_address_1", "ship_postal_code"])
def test_another_recipient_is_a_conflict(column):
    assert last(day_by_day(paid(), paid(**{column: "別"}))) == CONFLICT
    assert last(day_by_day(paid(), unshipped(**{column: "別"}))) == CONFLICT


def test_an_unshipped_report_is_not_compared_in_money():
    assert last(day_by_day(paid(), unshipped())) == UNCHANGED
    assert last(day_by_day(unshipped(), order() | FULL)) == ACCEPTED
