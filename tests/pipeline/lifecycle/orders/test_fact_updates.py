"""What a newer order record replaces, and what an older one only fills."""

import pytest

from pipeline.lifecycle import journal
from tests.histories.answers import ACCEPTED, UNCHANGED, rejected
from tests.histories.builders import at, confirmation, feed, order, paid_order, payment, run_on
from tests.support.product_rules import instant
from tests.support.product_runs import last_run_answers, product_after, stored_order

KONBINI = {"payment_method": "CVS"}


def order_to_ship_by(day, updated="", **more):
    return paid_order(latest_ship_date=f"2026-10-{day:02}", last_updated_date=updated, **more)


def stored_latest_ship(product):
    return stored_order(product).latest_ship


def end_of_day(day):
    return instant(at(day + 1, 0)) - instant(at(1)).resolution


def test_a_record_that_was_received_later_moves_the_dates():
    product = product_after(run_on(5, order_to_ship_by(7)), run_on(6, order_to_ship_by(12)))
    assert (stored_latest_ship(product), last_run_answers(product)) == (end_of_day(12), [ACCEPTED])


def test_where_both_tell_their_last_update_the_younger_one_counts():
    first = order_to_ship_by(7, "2026-10-05T12:00:00+09:00")
    older = product_after(run_on(5, first), run_on(6, order_to_ship_by(12, "2026-10-05T11:00:00+09:00")))
    assert (stored_latest_ship(older), last_run_answers(older)) == (end_of_day(7), [UNCHANGED])
    younger = product_after(run_on(5, first), run_on(6, order_to_ship_by(12, "2026-10-05T13:00:00+09:00")))
    assert stored_latest_ship(younger) == end_of_day(12)


def test_a_blank_erases_nothing():
    assert stored_latest_ship(product_after(run_on(5, order_to_ship_by(7)), run_on(6, paid_order()))) == end_of_day(7)


def test_an_older_record_still_fills_what_was_empty():
    old = order_to_ship_by(7, "2026-10-05T11:00:00+09:00")
    product = product_after(run_on(5, paid_order(last_updated_date="2026-10-05T12:00:00+09:00")), run_on(6, old))
    assert (stored_latest_ship(product), last_run_answers(product)) == (end_of_day(7), [ACCEPTED])


def test_a_conflict_moves_no_date():
    product = product_after(run_on(5, order_to_ship_by(7)), run_on(6, order_to_ship_by(12, item_price="999")))
    assert (stored_latest_ship(product), last_run_answers(product)) == (end_of_day(7), [rejected(70007)])


def test_what_a_record_says_of_a_canceled_order_moves_nothing():
    runs = [run_on(5, order_to_ship_by(7)), run_on(6, order(order_status="Canceled"))]
    assert stored_latest_ship(product_after(*runs, run_on(7, order_to_ship_by(12)))) == end_of_day(7)


def test_the_deadline_and_the_method_move_only_while_the_order_is_pending():
    runs = [run_on(5, order(**KONBINI, payment_deadline="2026-10-08"))]
    later = order(payment_method="BankTransfer", payment_deadline="2026-10-09")
    product = product_after(*runs, run_on(6, later))
    assert stored_order(product).paid_by == end_of_day(9)
    assert product.text[0]["payment-method"].tolist() == ["BankTransfer"]
    verified = product_after(*runs, run_on(6, payment("Verified")), run_on(7, later))
    assert stored_order(verified).paid_by == end_of_day(8)
    assert verified.text[0]["payment-method"].tolist() == ["CVS"]


def test_a_method_that_is_no_longer_paid_in_advance_has_no_deadline():
    product = product_after(run_on(5, order(**KONBINI)), run_on(6, order(payment_method="Other")))
    assert (stored_order(product).prepaid, stored_order(product).paid_by is instant(at(1))) == (False, False)
    assert str(stored_order(product).paid_by) == "NaT"


def test_an_empty_method_is_filled_until_the_first_unit_ships():
    runs = [run_on(5, paid_order())]
    assert stored_order(product_after(*runs, run_on(6, paid_order(**KONBINI)))).prepaid
    assert not stored_order(product_after(*runs, run_on(6, confirmation()), run_on(7, paid_order(**KONBINI)))).prepaid


@pytest.mark.parametrize(
    ("first", "later", "is_requested"), [("true", "false", 0), ("false", "true", 1), ("true", "", 1)]
)
def test_the_buyers_request_is_the_newest_that_was_told(first, later, is_requested):
    flag = "is_buyer_requested_cancellation"
    assert (
        stored_order(
            product_after(run_on(5, paid_order(**{flag: first})), run_on(6, paid_order(**{flag: later})))
        ).cancel_asked
        == is_requested
    )


def test_the_journal_tells_the_old_and_the_new_date():
    product = product_after(run_on(5, order_to_ship_by(7)), run_on(6, order_to_ship_by(12)))
    result = product.results[-1]
    rows = journal.journal_rows(result, product.state.orders, result.records, 2, instant(at(6, 18)))
    assert rows["note"].tolist() == ["latest-ship-date 2026-10-07 23:59 -> 2026-10-12 23:59"]


def test_several_rows_of_a_message_say_a_date_once():
    first = (
        order_to_ship_by(7, order_item_id="10000000000010"),
        order_to_ship_by(9, order_item_id="10000000000011"),
    )
    product = product_after((at(5, 18), [feed(*first, received=at(5), records=(1, 1), name="a.xml")]))
    assert stored_latest_ship(product) == end_of_day(7)
