"""Dates without a time are compared by day, and the first instant of that day makes them exact."""

from itertools import product as pairs

import pandas as pd
import pytest

from tests.histories.answers import ACCEPTED, UNCHANGED, all_answers, rejected
from tests.histories.builders import ORDER_ID, order, paid_order, run_on
from tests.support.histories_together import own_id, runs_together
from tests.support.product_runs import last_run_answers, product_after, product_day_by_day, stored_order

DAY, EXACT = "2026-10-05", "2026-10-05T10:30:00+09:00"


def ordered_on(text):
    return paid_order(purchase_date=text, payments_date="2026-10-06T10:00:00+09:00")


def day_by_day_each(*histories):
    """The product after several histories, which go through together, each of one row a day."""
    return product_after(*runs_together([[[[row]] for row in history] for history in histories]))


def answers_of(product, number):
    """The answers to the history of a number: it has one record in the feed of each day."""
    return [entry.answer for entry in product.outcomes if entry.record == number + 1]


def purchased(product):
    return stored_order(product)["purchased"].isoformat()


def test_an_instant_of_the_day_makes_the_day_exact():
    product = product_day_by_day(ordered_on(DAY), ordered_on(EXACT), ordered_on(EXACT))
    assert all_answers(product)[1:] == [ACCEPTED, UNCHANGED]
    assert purchased(product) == "2026-10-05T01:30:00+00:00"


def test_a_day_takes_nothing_from_an_instant():
    product = product_day_by_day(ordered_on(EXACT), ordered_on(DAY))
    assert all_answers(product)[1].outcome in {"unchanged", "warning"}
    assert purchased(product) == "2026-10-05T01:30:00+00:00"


OTHER_DAYS = [*pairs((DAY, EXACT), ("2026-10-06", "2026-10-04", "2026-10-07T10:30:00+09:00"))]


def test_another_day_contradicts():
    known = day_by_day_each(*((ordered_on(first), ordered_on(other)) for first, other in OTHER_DAYS))
    codes = {days: answers_of(known, number)[1].codes for number, days in enumerate(OTHER_DAYS)}
    assert {days: found for days, found in codes.items() if rejected(70007).codes[0] not in found} == {}


def test_two_instants_of_one_day_contradict():
    product = product_day_by_day(ordered_on(EXACT), ordered_on("2026-10-05T10:31:00+09:00"))
    assert all_answers(product)[1] == rejected(70007)


def test_the_cut_off_follows_an_instant_that_is_of_the_day_in_utc_alone():
    product = product_after(run_on(6, ordered_on(DAY)), run_on(7, ordered_on("2026-10-05T20:00:00+00:00")))
    assert last_run_answers(product) == [ACCEPTED]
    assert stored_order(product)["cut_off"].isoformat() == "2026-11-05T14:59:59.999999+00:00"


SHIP_DAY, SHIP_AT = "2026-10-08", "2026-10-08T15:00:00+09:00"


def shipped_by(text, column="latest_ship_date"):
    return paid_order(**{column: text})


def stored_date(product, name="latest_ship", order_id=ORDER_ID):
    return stored_order(product, order_id)[name].tz_convert("Asia/Tokyo").isoformat()


ESTIMATES = ("latest_ship_date", "earliest_ship_date", "latest_delivery_date")


def estimate_ends(*texts):
    """Of each estimated date, told day by day as these texts: the answers from the second day on, and the date then."""
    known = day_by_day_each(*([shipped_by(text, column) for text in texts] for column in ESTIMATES))
    dates = [
        stored_date(known, column.removesuffix("_date"), own_id(number, ORDER_ID))
        for number, column in enumerate(ESTIMATES)
    ]
    return {
        column: (answers_of(known, number)[1:], date)
        for number, (column, date) in enumerate(zip(ESTIMATES, dates, strict=True))
    }


def test_an_estimated_day_takes_nothing_from_an_instant_of_that_day():
    assert estimate_ends(SHIP_AT, SHIP_DAY) == dict.fromkeys(ESTIMATES, ([UNCHANGED], SHIP_AT))


def test_the_first_instant_of_an_estimated_day_takes_its_place():
    ends = estimate_ends(SHIP_DAY, SHIP_AT, SHIP_DAY)
    assert ends == dict.fromkeys(ESTIMATES, ([ACCEPTED, UNCHANGED], SHIP_AT))


def test_an_older_record_makes_a_day_exact_too():
    newer = shipped_by(SHIP_DAY) | {"last-updated-date": "2026-10-06T08:00:00+09:00"}
    older = shipped_by(SHIP_AT) | {"last-updated-date": "2026-10-05T12:00:00+09:00"}
    product = product_day_by_day(newer, older)
    assert stored_date(product) == SHIP_AT


def test_a_newer_record_revises_a_day_by_another_one():
    product = product_day_by_day(shipped_by(SHIP_AT), shipped_by("2026-10-09"))
    assert stored_date(product) == "2026-10-09T23:59:59.999999+09:00"


def test_an_instant_of_the_day_in_utc_alone_makes_it_exact():
    product = product_day_by_day(shipped_by(SHIP_DAY), shipped_by("2026-10-08T20:00:00+00:00"))
    assert stored_date(product) == "2026-10-09T05:00:00+09:00"


@pytest.mark.parametrize(("paid", "is_late"), [("2026-10-08", False), ("2026-10-09", True)])
def test_a_day_of_payment_is_late_only_after_the_day_of_the_deadline(paid, is_late):
    due = order(payment_method="CVS", payment_deadline="2026-10-08T09:00:00+09:00")
    stored = stored_order(product_after(run_on(5, due), run_on(9, paid_order(payments_date=paid))))
    assert (stored["refund_due"], stored["verified"] is pd.NaT) == (is_late, is_late)


def test_the_payment_deadline_gets_the_time_of_its_day():
    due = {"payment_method": "CVS"}
    known, exact = (order(**due, payment_deadline=text) for text in (SHIP_DAY, SHIP_AT))
    assert stored_date(product_day_by_day(known, exact), "paid_by") == SHIP_AT
    assert stored_date(product_day_by_day(exact, known), "paid_by") == SHIP_AT
