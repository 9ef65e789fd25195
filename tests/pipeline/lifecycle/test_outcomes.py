"""What the answers name: columns, numbers, days and causes as they stood when the record was met."""

import pytest

from tests.histories.answers import last_answer, order_status, rejected
from tests.histories.builders import (
    ITEM_A,
    address_change,
    at,
    cancellation,
    confirmation,
    feed,
    order,
    paid_order,
    payment,
)
from tests.support.product_runs import message_values, product_after, product_day_by_day, product_of_two_items

CVS = order(payment_method="CVS")
OVERDUE = at(12, 18)


def messages_of_code(product, code):
    return [line for line in message_values(product) if line[0] == code]


@pytest.mark.parametrize(
    ("row", "column"),
    [(confirmation(quantity="1"), "order-item-id"), (cancellation(quantity="1"), "amazon-order-item-code")],
)
def test_a_quantity_without_its_item_names_the_column_of_that_format(row, column):
    product = product_of_two_items(row)
    assert (last_answer(product), message_values(product)) == (rejected(70101), [(70101, column, "", "")])


@pytest.mark.parametrize(
    ("rows", "column"),
    [
        ((confirmation(ITEM_A, "1"), confirmation(ITEM_A, "1", "T2")), "order-item-id"),
        ((cancellation(), cancellation(ITEM_A)), "amazon-order-item-code"),
    ],
)
def test_a_record_that_means_an_item_twice_names_the_column_of_the_item(rows, column):
    product = product_of_two_items(rows)
    assert (last_answer(product), message_values(product)) == (rejected(70014), [(70014, column, "", "")] * 2)


@pytest.mark.parametrize("row", [confirmation(ITEM_A, "5"), cancellation(ITEM_A, "5")])
def test_too_many_units_of_an_item_are_told_with_what_is_open_of_it(row):
    assert message_values(product_of_two_items(confirmation("10000000000011"), row)) == [(18021, "", "5", "2")]


def test_too_many_units_of_an_order_of_one_item_need_no_item():
    product = product_day_by_day(paid_order(), confirmation(quantity="3"))
    assert (last_answer(product), message_values(product)) == (rejected(18021), [(18021, "", "3", "2")])


def test_too_many_units_after_the_last_one_left_are_more_than_none():
    assert message_values(
        product_day_by_day(paid_order(), confirmation(ITEM_A, "2"), confirmation(ITEM_A, "3", "T2"))
    ) == [(18021, "", "3", "0")]


def test_an_order_record_of_a_shipment_after_the_cut_off_names_the_cut_off():
    shipped = paid_order(order_status="Shipped", last_updated_date="2026-11-05T00:00:00+09:00")
    product = product_after(
        (at(5, 18), [feed(paid_order(), received=at(5))]), (at(36, 18), [feed(shipped, received=at(36))])
    )
    assert (last_answer(product), message_values(product)) == (rejected(70004), [(70004, "", "", "2026-11-04")])


def test_an_order_record_paid_too_late_names_the_deadline_that_it_missed():
    late = paid_order(payments_date="2026-10-12T00:00:00+09:00", payment_method="CVS")
    product = product_after((at(5, 18), [feed(CVS, received=at(5))]), (OVERDUE, [feed(late, received=at(12))]))
    assert message_values(product) == [(70005, "", "", "2026-10-11")]


def test_a_deadline_that_a_later_record_moves_stays_the_one_that_was_missed():
    late = paid_order(payments_date="2026-10-09T00:00:00+09:00", payment_deadline="2026-10-08")
    moved = order(payment_deadline="2026-10-20", order_status="Pending")
    product = product_after(
        (at(5, 18), [feed(CVS, received=at(5))]),
        (at(9, 18), [feed(late, received=at(9, 12)), feed(moved, received=at(9, 13), name="b.txt")]),
    )
    assert messages_of_code(product, 70005) == [(70005, "", "", "2026-10-08")]


def test_an_order_record_of_a_canceled_order_names_the_day_and_the_cause():
    product = product_day_by_day(order(), payment("Fraud"), paid_order())
    assert (last_answer(product), message_values(product)) == (rejected(70002), [(70002, "", "2026-10-06", "Fraud")])


def test_a_cancellation_that_a_later_record_takes_back_is_still_named():
    late = paid_order(payments_date="2026-10-13T00:00:00+09:00")
    alive = paid_order(order_status="Unshipped", last_updated_date="2026-10-13T12:00:00+09:00")
    product = product_after(
        (at(5, 18), [feed(CVS, received=at(5))]),
        (OVERDUE, []),
        (at(13, 18), [feed(late, received=at(13, 11)), feed(alive, received=at(13, 13), name="b.txt")]),
    )
    assert order_status(product) == "Unshipped"
    assert message_values(product) == [(70002, "", "2026-10-12", "PaymentDeadline"), (70016, "", "", "")]


@pytest.mark.parametrize(
    ("row", "code"),
    [(payment("Pending"), 70002), (confirmation(), 70002), (address_change(), 70002), (cancellation(), 5000)],
)
def test_acts_on_a_canceled_order_name_the_day_and_the_cause(row, code):
    named = ("2026-10-06", "PaymentFailed") if code == 70002 else ("", "")
    assert message_values(product_day_by_day(order(), payment("Failed"), row)) == [(code, "", *named)]


def test_a_ship_date_that_was_moved_names_the_one_that_was_used():
    assert message_values(product_day_by_day(paid_order(), confirmation(ship_date="2026-10-04"))) == [
        (70010, "", "", "2026-10-05")
    ]
    assert message_values(product_day_by_day(paid_order(), confirmation(ship_date="2026-10-20"))) == [
        (70010, "", "", "2026-10-06")
    ]


def test_a_held_record_says_that_it_waits_for_its_order():
    assert message_values(product_day_by_day(confirmation())) == [(70013, "", "order", "2026-10-12")]
