"""A purchase date without a time is compared by day, and the first instant of that day makes it exact."""

import pytest

from tests.histories.answers import ACCEPTED, UNCHANGED, all_answers, rejected
from tests.histories.builders import paid_order, run_on
from tests.support.product_runs import last_run_answers, product_after, product_day_by_day, stored_order

DAY, EXACT = "2026-10-05", "2026-10-05T10:30:00+09:00"


def ordered_on(text):
    return paid_order(purchase_date=text, payments_date="2026-10-06T10:00:00+09:00")


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


@pytest.mark.parametrize("first", [DAY, EXACT])
@pytest.mark.parametrize("other", ["2026-10-07", "2026-10-07T10:30:00+09:00"])
def test_another_day_contradicts(first, other):
    assert rejected(70007).codes[0] in all_answers(product_day_by_day(ordered_on(first), ordered_on(other)))[1].codes


def test_two_instants_of_one_day_contradict():
    product = product_day_by_day(ordered_on(EXACT), ordered_on("2026-10-05T10:31:00+09:00"))
    assert all_answers(product)[1] == rejected(70007)


def test_the_cut_off_follows_an_instant_that_is_of_the_day_in_utc_alone():
    product = product_after(run_on(6, ordered_on(DAY)), run_on(7, ordered_on("2026-10-05T20:00:00+00:00")))
    assert last_run_answers(product) == [ACCEPTED]
    assert stored_order(product)["cut_off"].isoformat() == "2026-11-05T14:59:59.999999+00:00"
