"""The clock: calendar days of the business zone, and what `as_of` ends. Steps 1.7, 2 and 4.3."""

from datetime import date
from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from pipeline.lifecycle import deadlines
from pipeline.model.instants import end_of_day, start_of_day
from tests.histories.answers import item_quantities, order_status
from tests.histories.builders import at, confirmation, feed, inventory, order, paid_order
from tests.support.frames import instants
from tests.support.product_runs import product_after, stored_order

TOKYO, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York")


def iso_texts(values):
    return [value.isoformat() for value in values]


@pytest.mark.parametrize(
    ("bought", "ends"),
    [
        ("2026-10-05T00:00:00+09:00", "2026-11-04T14:59:59.999999+00:00"),
        ("2026-10-05T23:59:59.999999+09:00", "2026-11-04T14:59:59.999999+00:00"),
        ("2026-10-06T00:00:00+09:00", "2026-11-05T14:59:59.999999+00:00"),
        ("2028-01-30T12:00:00+09:00", "2028-02-29T14:59:59.999999+00:00"),
    ],
)
def test_the_cut_off_is_the_last_microsecond_of_the_thirtieth_day(bought, ends):
    assert iso_texts(deadlines.cut_off(instants(bought), TOKYO)) == [ends]


def test_calendar_days_are_counted_over_a_change_of_the_clock():
    bought = instants("2026-10-20T12:00:00-04:00")
    assert iso_texts(deadlines.cut_off(bought, NEW_YORK)) == ["2026-11-20T04:59:59.999999+00:00"]
    assert iso_texts(deadlines.payment_deadline(bought, NEW_YORK)) == ["2026-10-27T03:59:59.999999+00:00"]


def test_a_day_begins_at_its_first_instant():
    assert iso_texts(start_of_day(instants("2026-10-05T23:59:59.999999+09:00"), TOKYO)) == ["2026-10-04T15:00:00+00:00"]


def test_no_instant_has_no_end_of_day():
    assert end_of_day(instants(None), TOKYO, 30).isna().all()


@pytest.mark.parametrize(
    ("verified", "days", "ends"),
    [
        ("2026-10-05T00:00:00+09:00", 2, "2026-10-07"),
        ("2026-10-08T23:59:59+09:00", 2, "2026-10-13"),
        ("2026-10-09T12:00:00+09:00", 2, "2026-10-14"),
        ("2026-10-10T12:00:00+09:00", 2, "2026-10-14"),
        ("2026-10-11T12:00:00+09:00", 1, "2026-10-13"),
    ],
)
def test_the_promise_counts_neither_weekends_nor_holidays(verified, days, ends):
    holiday = date(2026, 10, 12)
    (promise,) = deadlines.estimated_ship_date(instants(verified), TOKYO, days, [holiday])
    assert promise.tz_convert(TOKYO).isoformat() == f"{ends}T23:59:59.999999+09:00"


def test_what_is_not_verified_has_no_promise():
    verified = instants(None, "2026-10-05T00:00:00Z")
    assert deadlines.estimated_ship_date(verified, TOKYO, 2, []).isna().tolist() == [True, False]


def test_methods_paid_in_advance_are_known_in_any_case_and_padding():
    methods = pd.Series(["cvs", " CVS ", "コンビニ", "payeasy", "COD", "", "Other", "銀行振込"], dtype="str")
    assert deadlines.is_paid_in_advance(methods).tolist() == [True, True, True, True, False, False, False, True]


def placed(row):
    return at(5, 18), [feed(row, received=at(5))]


def test_the_clock_cancels_a_pending_order_past_its_deadline_and_not_at_it():
    due = order(payment_deadline="2026-10-08T12:00:00+09:00")
    assert order_status(product_after(placed(due), (at(8), []))) == "Pending"
    product = product_after(placed(due), (at(8, 12, 1), []))
    assert (item_quantities(product), stored_order(product)["canceled_at"]) == (
        (2, 0, 2, "PaymentDeadline"),
        at(8, 12, 1),
    )


def test_a_pending_order_without_deadline_waits_without_limit():
    assert order_status(product_after(placed(order()), (at(90), []))) == "Pending"


def test_the_clock_cancels_what_is_open_after_the_cut_off_and_not_at_it():
    assert order_status(product_after(placed(paid_order()), (at(35, 23, 59), []))) == "Unshipped"
    product = product_after(placed(paid_order()), (at(36, 0), []))
    assert (order_status(product), item_quantities(product)) == ("Canceled", (2, 0, 2, "ConfirmationDeadline"))


def test_what_was_shipped_before_the_cut_off_stays_shipped():
    product = product_after(
        placed(paid_order()), (at(6), [feed(confirmation(quantity="1"), received=at(6))]), (at(40), [])
    )
    assert (order_status(product), item_quantities(product)) == ("Shipped", (2, 1, 1, "ConfirmationDeadline"))


def test_a_pending_order_is_not_ended_by_the_cut_off():
    due = order(payment_deadline="2027-01-01")
    assert order_status(product_after(placed(due), (at(60), []))) == "Pending"


def test_a_clock_rule_ends_an_order_once():
    product = product_after(placed(paid_order()), (at(36), []), (at(40), []))
    assert (stored_order(product)["canceled_at"], item_quantities(product)) == (
        at(36),
        (2, 0, 2, "ConfirmationDeadline"),
    )
    assert product.results[-1].clock_canceled.empty


def test_the_clock_puts_stock_back():
    stock = feed(inventory(quantity="5"), received=at(5, 9))
    for row, later in ((paid_order(), at(36)), (order(payment_method="CVS"), at(12))):
        product = product_after((at(5, 18), [stock, feed(row, received=at(5))]), (later, []))
        assert product.stock() == {"TEA-1": 5}


def test_one_late_run_does_the_work_of_all_missed_nights():
    nights = [(at(day), []) for day in range(6, 37)]
    assert (
        product_after(placed(paid_order()), *nights[-1:]).orders()
        == product_after(placed(paid_order()), *nights[::10], nights[-1]).orders()
    )
