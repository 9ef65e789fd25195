"""What order records say of the status is done last: neither the name of a file nor a night decides what is alive."""

from itertools import permutations

import pytest

from tests.histories.answers import ACCEPTED, HELD, UNCHANGED, order_status, rejected, warned
from tests.histories.builders import (
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    all_orders_row,
    at,
    cancellation,
    feed,
    paid_order,
    run_on,
)
from tests.support.histories_together import own_id, runs_together
from tests.support.product_runs import last_run_answers, product_after

CANCELED_LINE = all_orders_row("Unshipped", item_status="Cancelled")
OTHER_ITEM = paid_order(ITEM_B, sku="MUG-2")
NOON, ONE = "2026-10-05T12:00:00+09:00", "2026-10-05T13:00:00+09:00"


def night(*feeds):
    """One run over feeds of one row each, received at one instant; their names go by their order."""
    return at(5, 18), [feed(*rows, received=at(5), name=name) for name, rows in zip("abcd", feeds, strict=False)]


WAYS = [*permutations([paid_order(), OTHER_ITEM, CANCELED_LINE])]
"""A canceled line and two items of its order, in every order in which they may come."""


def status_and_units(product, number):
    """Of the order of a way: its status, and of its items the units shipped and canceled."""
    known = product.orders()[own_id(number, ORDER_ID)]
    items = [known["items"][item] for item in (ITEM_A, ITEM_B)]
    return known["status"], tuple((item["shipped"], item["canceled"]) for item in items)


def test_a_canceled_line_and_a_new_item_end_alike_under_every_name():
    product = product_after(*runs_together([[[[row] for row in way]] for way in WAYS]))
    ends = {number: status_and_units(product, number) for number in range(len(WAYS))}
    assert ends == dict.fromkeys(ends, ("Unshipped", ((0, 2), (0, 0))))
    assert last_run_answers(product) == [ACCEPTED] * 3 * len(WAYS)


def test_a_canceled_line_and_a_new_item_end_alike_in_every_night():
    product = product_after(*runs_together([[[[row]] for row in way] for way in WAYS]))
    ends = {number: status_and_units(product, number) for number in range(len(WAYS))}
    assert ends == dict.fromkeys(ends, ("Unshipped", ((0, 2), (0, 0))))


def test_an_order_canceled_by_its_seller_line_by_line_takes_a_new_item():
    lines = (run_on(6, cancellation(ITEM_A)), run_on(7, OTHER_ITEM))
    product = product_after(run_on(5, paid_order()), *lines)
    assert (last_run_answers(product), order_status(product)) == ([ACCEPTED], "Unshipped")


@pytest.mark.parametrize("whole", [cancellation(), all_orders_row("Cancelled"), paid_order(order_status="Canceled")])
def test_an_order_canceled_as_a_whole_takes_no_new_item(whole):
    product = product_after(run_on(5, paid_order()), run_on(6, whole), run_on(7, OTHER_ITEM))
    assert (last_run_answers(product), order_status(product)) == ([rejected(70002)], "Canceled")


def test_an_order_canceled_line_by_line_and_then_as_a_whole_takes_no_new_item():
    later = (run_on(6, CANCELED_LINE), run_on(7, all_orders_row("Cancelled")), run_on(8, OTHER_ITEM))
    assert last_run_answers(product_after(run_on(5, paid_order()), *later)) == [rejected(70002)]


@pytest.mark.parametrize(
    ("shipped", "canceled", "status"),
    [(NOON, ONE, "Shipped"), (NOON, NOON, "Shipped"), (ONE, NOON, "Canceled"), (ONE, "", "Shipped")],
)
@pytest.mark.parametrize("is_reversed", [False, True])
def test_the_last_update_decides_then_shipped_comes_first(shipped, canceled, status, is_reversed):
    rows = [
        all_orders_row("Shipped", last_updated_date=shipped),
        all_orders_row("Cancelled", last_updated_date=canceled),
    ]
    feeds = [[row] for row in (reversed(rows) if is_reversed else rows)]
    assert order_status(product_after(run_on(5, paid_order()), (at(6, 18), night(*feeds)[1]))) == status


def test_what_was_held_moves_the_status_first():
    early = all_orders_row("Cancelled", last_updated_date=ONE)
    shipped = all_orders_row("Shipped", last_updated_date=NOON)
    product = product_after(run_on(5, early), run_on(6, paid_order(), name="a"), run_on(7, shipped))
    assert order_status(product) == "Canceled"
    both = at(6, 18), [feed(paid_order(), received=at(6), name="a"), feed(shipped, received=at(6), name="b")]
    product = product_after(run_on(5, early), both)
    assert (order_status(product), last_run_answers(product)) == ("Canceled", [ACCEPTED, rejected(70002)])


def test_facts_of_a_record_stay_when_its_status_is_refused_afterwards():
    canceled = all_orders_row("Cancelled", last_updated_date=NOON)
    shipped = paid_order(order_status="Shipped", last_updated_date=ONE)
    more = product_after(run_on(5, paid_order()), (at(6, 18), night([canceled], [shipped | {"product-name": "茶"}])[1]))
    assert last_run_answers(more) == [ACCEPTED, warned(70002)]
    same = product_after(run_on(5, paid_order()), (at(6, 18), night([canceled], [shipped])[1]))
    assert last_run_answers(same) == [ACCEPTED, rejected(70002)]


def test_a_row_of_an_item_that_comes_in_the_same_night_is_not_held():
    assert last_run_answers(product_after(night([CANCELED_LINE], [OTHER_ITEM], [paid_order()]))) == [ACCEPTED] * 3
    assert last_run_answers(product_after(night([CANCELED_LINE], [OTHER_ITEM]))) == [HELD, ACCEPTED]


def test_a_line_that_was_canceled_before_is_unchanged():
    product = product_after(run_on(5, paid_order()), run_on(6, CANCELED_LINE), run_on(7, CANCELED_LINE))
    assert last_run_answers(product) == [UNCHANGED]
