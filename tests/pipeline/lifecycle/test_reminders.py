"""The clock that only reminds: a week before the cut-off, and after delivery. Each once."""

from tests.histories.builders import (
    all_orders_row,
    at,
    cancellation,
    confirmation,
    order,
    paid_order,
    run_on,
    unshipped_row,
)
from tests.support.product_runs import product_after, stored_order

PAID = run_on(5, paid_order())


def warned_run(*runs):
    return stored_order(product_after(PAID, *runs)).warned


def test_the_seller_is_warned_from_midnight_of_the_seventh_day_before_the_cut_off():
    assert warned_run((at(27, 23, 59), [])) == 0
    assert warned_run((at(28, 0), [])) == 2


def test_the_warning_comes_once():
    assert warned_run((at(28, 0), []), (at(29, 0), [])) == 2


def test_nobody_is_warned_of_what_is_shipped_canceled_or_pending():
    assert warned_run(run_on(6, confirmation()), (at(29), [])) == 0
    assert warned_run(run_on(6, cancellation()), (at(29), [])) == 0
    assert stored_order(product_after(run_on(5, order()), (at(29), []))).warned == 0


def test_an_order_that_is_alive_after_its_cut_off_is_not_warned_of_it():
    assert stored_order(product_after(PAID, (at(36), []), run_on(37, unshipped_row()), (at(38), []))).warned == 0


def invited_run(*runs, first=PAID):
    return stored_order(product_after(first, *runs)).invited


def test_the_buyer_is_invited_five_days_after_the_promise_where_nobody_says_when_it_arrived():
    assert invited_run(run_on(6, confirmation()), (at(12, 23, 59), [])) == 0
    assert invited_run(run_on(6, confirmation()), (at(13, 0), [])) == 3


def test_the_latest_estimated_delivery_counts_before_the_guess():
    first = run_on(5, paid_order(latest_delivery_date="2026-10-08"))
    assert invited_run(run_on(6, confirmation()), (at(8, 23), []), first=first) == 0
    assert invited_run(run_on(6, confirmation()), (at(9, 0), []), first=first) == 3


def test_a_delivery_that_was_told_counts_before_both():
    row = all_orders_row("Shipped - Delivered to Buyer", last_updated_date="2026-10-07T10:00:00+09:00")
    assert invited_run(run_on(6, confirmation()), run_on(7, row)) == 3


def test_the_invitation_comes_once_and_never_for_what_is_not_shipped():
    assert invited_run(run_on(6, confirmation()), (at(13, 0), []), (at(20), [])) == 3
    assert invited_run((at(20), [])) == 0
    assert invited_run(run_on(6, cancellation()), (at(20), [])) == 0
