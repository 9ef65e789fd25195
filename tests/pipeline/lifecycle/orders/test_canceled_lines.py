"""Quantity 0 in an order record is a canceled line. Order process, 1.10."""

import pytest

from schemas.wording.reason_texts import IDLE_LINE
from tests.histories.answers import ACCEPTED, UNCHANGED, order_status, rejected
from tests.histories.builders import (
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    at,
    feed,
    order,
    paid_order,
    pending_row,
    run_on,
    unshipped_row,
)
from tests.support.product_runs import last_run_answers, product_after, stored_order

NOON, ONE = "2026-10-06T12:00:00+09:00", "2026-10-06T13:00:00+09:00"


@pytest.mark.parametrize("row", [order(quantity="0"), paid_order(quantity="0"), unshipped_row(quantity="0")])
def test_a_line_of_quantity_0_cancels_what_is_open_on_its_item(row):
    product = product_after(run_on(5, paid_order(), paid_order(ITEM_B)), run_on(6, row))
    item = product.orders()[ORDER_ID]["items"]
    assert (item[ITEM_A]["canceled"], item[ITEM_A]["cause"], item[ITEM_B]["canceled"]) == (2, "Marketplace", 0)
    assert (last_run_answers(product), order_status(product)) == ([ACCEPTED], "Unshipped")


def test_a_pending_line_of_quantity_0_cancels_its_item():
    product = product_after(run_on(5, order()), run_on(6, pending_row(quantity="0")))
    assert (last_run_answers(product), order_status(product)) == ([ACCEPTED], "Canceled")


def test_a_canceled_line_says_nothing_else():
    row = order(quantity="0", sku="OTHER", purchase_date="2026-10-04T10:00:00+09:00", order_status="Unshipped")
    product = product_after(run_on(5, order()), run_on(6, row))
    assert (last_run_answers(product), product.orders()[ORDER_ID]["verified_at"]) == ([ACCEPTED], None)


def test_a_canceled_line_with_a_time_leaves_the_day_of_purchase_as_it_is():
    known = run_on(5, paid_order(ITEM_B, purchase_date="2026-10-05"))
    line = order(quantity="0", purchase_date="2026-10-05T10:00:00+09:00")
    product = product_after(known, run_on(6, line))
    assert last_run_answers(product) == [UNCHANGED]
    assert stored_order(product)["purchased"] == stored_order(product_after(known))["purchased"] == at(5, 0)
    assert order_status(product_after(known, run_on(6, line), (at(36, 0), []))) == "Canceled"


@pytest.mark.parametrize("known", [[], [paid_order(ITEM_B)]])
def test_a_canceled_line_that_nobody_knows_is_unchanged_and_placed_when_it_has_a_quantity(known):
    runs = [run_on(5, *known)] if known else []
    product = product_after(*runs, run_on(6, paid_order(quantity="0")))
    assert last_run_answers(product) == [UNCHANGED]
    assert ITEM_A not in product.orders().get(ORDER_ID, {"items": {}})["items"]
    product = product_after(*runs, run_on(6, paid_order(quantity="0")), run_on(7, paid_order()))
    assert (last_run_answers(product), product.orders()[ORDER_ID]["items"][ITEM_A]["canceled"]) == ([ACCEPTED], 0)


@pytest.mark.parametrize("is_reversed", [False, True])
def test_a_canceled_line_cancels_the_item_that_the_same_night_places(is_reversed):
    rows = [[paid_order()], [paid_order(quantity="0")]]
    names = "ba" if is_reversed else "ab"
    files = [feed(*row, received=at(5), name=name) for row, name in zip(rows, names, strict=True)]
    product = product_after((at(5, 18), files))
    assert (last_run_answers(product), order_status(product)) == ([ACCEPTED] * 2, "Canceled")


@pytest.mark.parametrize(
    ("placed", "canceled", "is_canceled"),
    [(NOON, ONE, True), (NOON, NOON, True), (ONE, NOON, False), ("", NOON, True), (ONE, "", True)],
)
def test_a_canceled_line_older_than_what_placed_its_item_is_unchanged(placed, canceled, is_canceled):
    line = order(quantity="0", last_updated_date=canceled)
    product = product_after(run_on(6, paid_order(last_updated_date=placed)), run_on(7, line))
    assert last_run_answers(product) == [ACCEPTED if is_canceled else UNCHANGED]


def test_a_canceled_line_older_than_what_told_of_the_payment_is_unchanged():
    paid = paid_order(order_status="Unshipped", last_updated_date=ONE)
    line = order(quantity="0", last_updated_date=NOON)
    product = product_after(run_on(5, order()), run_on(7, paid), run_on(8, line))
    assert (last_run_answers(product), order_status(product)) == ([UNCHANGED], "Unshipped")


def test_the_other_items_of_its_record_apply_and_the_idle_line_is_named():
    rows = [paid_order(), paid_order(ITEM_B, quantity="0")]
    product = product_after(run_on(5, *rows, records=(1, 1)))
    assert list(product.orders()[ORDER_ID]["items"]) == [ITEM_A]
    lines = product.results[-1].messages[["code", "item_id", "limit"]].values.tolist()
    assert ([answer.outcome for answer in product.outcomes], lines) == (["accepted"], [[5000, ITEM_B, IDLE_LINE]])


def test_a_canceled_line_beside_the_same_item_is_two_values_of_one_key():
    assert last_run_answers(product_after(run_on(5, paid_order(), paid_order(quantity="0")))) == [rejected(70014)] * 2


def test_an_order_of_canceled_lines_alone_is_not_on_the_list_of_the_marketplace():
    report = unshipped_row(quantity="0")
    placed = paid_order(ITEM_B), paid_order()
    product = product_after(run_on(5, *placed), run_on(7, report | {"order-item-id": "10000000000099"}))
    assert product.orders()[ORDER_ID]["not_in_marketplace"] is not None
