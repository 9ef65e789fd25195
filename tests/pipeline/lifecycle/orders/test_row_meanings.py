"""Which items the rows of an all-orders report mean, where an order has several of one SKU. Order process, 1.8.6."""

from functools import cache

import pytest

from tests.histories.builders import ORDER_ID, all_orders_row, at, cancellation, feed, paid_order, run_on, unshipped_row
from tests.reference_model.results import Answer
from tests.support.product_runs import last_run_answers, message_values, product_after

A, B, C = "10000000000010", "10000000000011", "10000000000012"
ELSEWHERE, ACCEPTED, UNCHANGED = Answer("warning", (70015,)), Answer("accepted"), Answer("unchanged", (5000,))
UNCLEAR = Answer("warning", (70020,))
TWO_ALIKE = (paid_order(A, "1"), paid_order(B, "1"))
TWO_PRICES = (paid_order(A, "1"), paid_order(B, "1", item_price="1500"))
TWO_QUANTITIES = (paid_order(A, "2"), paid_order(B, "3"))
THREE = (paid_order(A, "1"), paid_order(B, "2"), paid_order(C, "3"))


def told(quantity, status, **more):
    return all_orders_row("Unshipped", item_status=status, quantity=quantity, **more)


def reported(items, *reports):
    """The product after an order of these items, and a run a day for each report."""
    return product_after(run_on(5, *items), *(run_on(day, *rows) for day, rows in enumerate(reports, 6)))


def moved(product, order_id=ORDER_ID):
    """Of each item, in order of their ids, the units shipped and canceled."""
    items = product.orders()[order_id]["items"]
    return [(items[key]["shipped"], items[key]["canceled"]) for key in sorted(items)]


def marked(product, order_id=ORDER_ID):
    items = product.orders()[order_id]["items"]
    return [key for key in sorted(items) if "ITEM_UNCLEAR" in items[key]["marks"]]


CLEAR_REPORTS = [
    (TWO_QUANTITIES, [told("3", "Cancelled")], [(0, 0), (0, 3)]),
    (TWO_QUANTITIES, [told("5", "Cancelled")], [(0, 2), (0, 3)]),
    (TWO_QUANTITIES, [told("5", "Shipped")], [(2, 0), (3, 0)]),
    (TWO_QUANTITIES, [told("0", "Cancelled"), told("2", "Unshipped")], [(0, 0), (0, 3)]),
    (TWO_QUANTITIES, [told("0", "Cancelled"), told("0", "Cancelled")], [(0, 2), (0, 3)]),
    (TWO_ALIKE, [told("1", "Shipped"), told("1", "Shipped")], [(1, 0), (1, 0)]),
    (THREE, [told("0", "Cancelled"), told("1", "Unshipped"), told("2", "Shipped")], [(0, 0), (2, 0), (0, 3)]),
    (TWO_ALIKE[:1], [told("x", "Shipped")], [(1, 0)]),
    (TWO_ALIKE[:1], [told("0", "Cancelled"), told("1", "Unshipped")], [(0, 0)]),
    (TWO_PRICES, [told("1", "Shipped", order_item_id=A), told("", "Cancelled")], [(1, 0), (0, 1)]),
]
"""Items of an order, the rows of a report about it, and the units of each item shipped and canceled then."""


@cache
def clear_reports():
    """The product after an order and a report for each of these: all go through together, with ids of their own."""
    placed = [row | {"order-id": clear_order(n)} for n, (items, _, _) in enumerate(CLEAR_REPORTS) for row in items]
    rows = [row | {"amazon-order-id": clear_order(n)} for n, (_, rows, _) in enumerate(CLEAR_REPORTS) for row in rows]
    return reported(placed, rows)


def clear_order(number):
    return f"999-0000002-{number:07d}"


@pytest.mark.parametrize("number", range(len(CLEAR_REPORTS)))
def test_a_row_means_the_item_that_nothing_else_can_mean(number):
    _, rows, expected = CLEAR_REPORTS[number]
    product, order_id = clear_reports(), clear_order(number)
    assert (moved(product, order_id), marked(product, order_id)) == (expected, [])
    start = 1 + sum(len(earlier) for _, earlier, _ in CLEAR_REPORTS[:number])
    records = range(start, start + len(rows))
    answers = [entry for entry in product.outcomes if entry.run == product.run_number and entry.record in records]
    assert len(answers) == len(rows)
    assert {answer.codes for answer in answers} <= {(), (5000,), (70015,)}


def test_a_row_with_an_item_id_means_that_item():
    product = reported(TWO_ALIKE, [told("0", "Cancelled", order_item_id=A), told("1", "Unshipped", order_item_id=B)])
    assert (moved(product), last_run_answers(product)) == ([(0, 1), (0, 0)], [ACCEPTED, UNCHANGED])


def test_a_row_with_the_id_of_an_item_that_is_not_there_waits_for_it():
    product = reported(TWO_ALIKE[:1], [told("0", "Cancelled", order_item_id=B)])
    assert (moved(product), last_run_answers(product)) == ([(0, 0)], [Answer("held", (70013,))])
    product = reported(TWO_ALIKE[:1], [told("0", "Cancelled", order_item_id=B)], TWO_ALIKE[1:])
    assert (moved(product), product.released[0].answer) == ([(0, 0), (0, 1)], ACCEPTED)


def test_of_items_that_are_alike_the_highest_id_moves_and_a_warning_names_them():
    rows = [told("", "Cancelled"), told("1", "Unshipped")]
    product = reported(TWO_ALIKE, rows)
    assert (moved(product), last_run_answers(product)) == ([(0, 0), (0, 1)], [UNCLEAR, UNCHANGED])
    assert (70020, "", f"{A}, {B}", "") in message_values(product)
    assert marked(product) == []
    again = reported(TWO_ALIKE, rows, [*rows, all_orders_row("Unshipped", sku="OTHER")])
    assert (moved(again), last_run_answers(again)[:2]) == ([(0, 0), (0, 1)], [UNCHANGED, UNCHANGED])


def test_the_same_report_in_two_files_of_a_run_moves_one_item():
    rows = [told("", "Cancelled"), told("1", "Unshipped")]
    files = [feed(*rows, received=at(6), name=name) for name in "ab"]
    product = product_after(run_on(5, *TWO_ALIKE), (at(6, 18), files))
    assert (moved(product), last_run_answers(product)) == ([(0, 0), (0, 1)], [UNCLEAR, UNCHANGED] * 2)


def test_of_items_that_differ_nothing_moves_until_a_clear_record_comes():
    rows = [told("", "Cancelled"), told("1", "Unshipped")]
    product = reported(TWO_PRICES, rows)
    assert (moved(product), last_run_answers(product)) == ([(0, 0), (0, 0)], [UNCLEAR, UNCHANGED])
    assert (70020, "", f"{A}, {B}", "undecided") in message_values(product)
    assert marked(product) == [A, B]
    named = [told("0", "Cancelled", order_item_id=B), told("1", "Unshipped", order_item_id=A)]
    assert marked(reported(TWO_PRICES, rows, named)) == []
    assert marked(reported(TWO_PRICES, rows, [unshipped_row(A, "1")])) == [B]
    assert marked(reported(TWO_PRICES, rows, [told("1", "Unshipped"), told("1", "Unshipped")])) == []


def test_what_is_canceled_here_already_is_what_the_canceled_row_means():
    rows = [told("0", "Cancelled"), told("1", "Unshipped")]
    product = product_after(run_on(5, *TWO_PRICES), run_on(6, cancellation(B, "1")), run_on(7, *rows))
    assert (moved(product), last_run_answers(product)) == ([(0, 0), (0, 1)], [UNCHANGED, UNCHANGED])


def test_a_canceled_order_is_canceled_whole_unless_the_item_has_another_status():
    whole = reported(TWO_PRICES, [all_orders_row("Cancelled", item_status="Cancelled", quantity="0")])
    assert moved(whole) == [(0, 1), (0, 1)]
    row = {"item_status": "Shipped", "quantity": "2"}
    assert moved(reported(TWO_QUANTITIES, [all_orders_row("Cancelled", **row)])) == [(2, 0), (0, 0)]


def test_rows_of_one_file_that_tell_of_two_days_are_two_pictures():
    days = [
        told("1", status, last_updated_date=f"2026-10-0{day}T12:00:00+09:00")
        for day, status in enumerate(("Unshipped", "Shipped"), 5)
    ]
    product = reported(TWO_ALIKE[:1], days)
    assert (moved(product), last_run_answers(product)) == ([(1, 0)], [UNCHANGED, ELSEWHERE])
