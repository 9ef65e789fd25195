"""Confirmations and cancellations received at one instant. Order process, 4.4.7."""

import pytest

from tests.histories.answers import ACCEPTED, UNCHANGED, Answer, rejected
from tests.histories.builders import (
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    at,
    cancellation,
    confirmation,
    feed,
    model_after,
    paid_order,
)
from tests.support.product_runs import product_after

REASON = "NoInventory"
SHIPPED, CANCELED = rejected(70003), rejected(70002)


WAYS = {ORDER_ID: ("a-ship.txt", "z-stop.txt"), "999-0000001-0000002": ("z-ship.txt", "a-stop.txt")}
"""How the files of confirmations and cancellations are called: two orders, which go through together."""


def of_order(order_id, rows):
    return [row | {"order-id": order_id} for row in rows]


def answers_together(confirmations, cancellations, *, quantity="2", later=(), earlier=()):
    """The answers to these records of one instant, alike whatever the files are called, and what became of item A."""
    placed = [
        row for order_id in WAYS for row in of_order(order_id, [paid_order(quantity=quantity), paid_order(ITEM_B)])
    ]
    files = []
    for rows, hour, name in ((earlier, 9, "earlier.txt"), (later, 13, "later.txt")):
        each = [row for order_id in WAYS for row in of_order(order_id, rows)]
        files += [feed(*each, received=at(6, hour), name=name)] if rows else []
    for order_id, (ship, stop) in WAYS.items():
        files += [feed(*of_order(order_id, confirmations), received=at(6), name=ship)]
        files += [feed(*of_order(order_id, cancellations), received=at(6), name=stop)]
    runs = (at(5, 18), [feed(*placed, received=at(5))]), (at(6, 18), files)
    product, model = product_after(*runs), model_after(*runs)
    assert sorted(product.outcomes) == sorted(model.outcomes)
    ends = {names: answers_and_units(product, order_id, names) for order_id, names in WAYS.items()}
    first, second = ends.values()
    assert first == second, ends
    return first


def answers_and_units(product, order_id, names):
    """The answers to the records of these files, and of both items of an order the units shipped and canceled."""
    answers = [Answer(*entry[3:]) for name in names for entry in product.outcomes if entry.file == name]
    items = product.orders()[order_id]["items"]
    return answers, *((items[item]["shipped"], items[item]["canceled"]) for item in (ITEM_A, ITEM_B))


def stop(item=ITEM_A, quantity=""):
    return cancellation(item, quantity, REASON)


def test_a_confirmation_of_the_whole_order_ships_what_the_cancellation_leaves():
    assert answers_together([confirmation()], [stop()]) == ([ACCEPTED, ACCEPTED], (0, 2), (2, 0))


def test_what_can_both_be_had_is_both_done():
    assert answers_together([confirmation(ITEM_A, "1")], [stop(quantity="1")]) == (
        [ACCEPTED, ACCEPTED],
        (1, 1),
        (0, 0),
    )


def test_what_can_not_both_be_had_has_been_shipped():
    for confirmed, canceled in (("2", "1"), ("1", "2"), ("", "1"), ("1", ""), ("", "")):
        answers, (shipped, units), _ = answers_together([confirmation(ITEM_A, confirmed)], [stop(quantity=canceled)])
        assert (answers, shipped, units) == ([ACCEPTED, SHIPPED], int(confirmed or 2), 0)


def test_of_another_item_there_is_enough():
    assert answers_together([confirmation(ITEM_B)], [stop()]) == ([ACCEPTED, ACCEPTED], (0, 2), (2, 0))


def test_a_confirmation_of_the_order_beside_one_of_an_item_means_all_that_is_open():
    both = [confirmation(ITEM_B, "1"), confirmation(tracking="T2")]
    assert answers_together(both, [stop(quantity="1")]) == ([ACCEPTED, ACCEPTED, SHIPPED], (2, 0), (2, 0))


def test_several_shipments_and_several_cancellations_of_an_item_count_together():
    shipments = [confirmation(ITEM_A, "1", f"T{n}") for n in (1, 2)]
    assert answers_together(shipments, [stop(quantity="2")], quantity="4")[0] == [ACCEPTED] * 3
    assert answers_together(shipments, [stop(quantity="2")], quantity="3")[0] == [ACCEPTED, ACCEPTED, SHIPPED]


def test_a_shipment_that_is_known_asks_for_nothing():
    known = confirmation(ITEM_B, "1")
    answers, _, second = answers_together([known], [stop()], earlier=[known])
    assert (answers, second) == ([UNCHANGED, ACCEPTED], (1, 0))


def test_the_whole_order_is_not_canceled_before_its_confirmations():
    assert answers_together([confirmation(ITEM_A, "1")], [cancellation(reason=REASON)])[0] == [ACCEPTED, SHIPPED]


def test_what_is_open_is_what_earlier_records_have_left():
    earlier = [cancellation(ITEM_A, "1", REASON)]
    assert answers_together([confirmation(ITEM_A, "1")], [stop(quantity="1")], earlier=earlier)[0] == [
        ACCEPTED,
        SHIPPED,
    ]
    answers = answers_together([confirmation(ITEM_A, "1")], [stop(quantity="1")], quantity="3", earlier=earlier)
    assert answers == ([ACCEPTED, ACCEPTED], (1, 2), (0, 0))


def test_a_record_behind_the_instant_comes_behind_it():
    later = [confirmation(ITEM_A, "1", "T9")]
    assert answers_together([confirmation()], [stop()], later=later) == ([ACCEPTED, ACCEPTED], (0, 2), (2, 0))


@pytest.mark.parametrize(("ordered", "outcome"), [("2", "accepted"), ("1", "rejected")])
def test_a_cancellation_of_two_items_goes_first_as_a_whole_or_not_at_all(ordered, outcome):
    both = feed(stop(quantity="1"), stop(ITEM_B, "1"), received=at(6), name="z.txt", records=(1, 1))
    shipped = [feed(confirmation(item, "1"), received=at(6), name=f"a-{item}.txt") for item in (ITEM_A, ITEM_B)]
    placed = [feed(paid_order(), paid_order(ITEM_B, ordered), received=at(5))]
    history = (at(5, 18), placed), (at(6, 18), [*shipped, both])
    product, model = product_after(*history), model_after(*history)
    assert sorted(product.outcomes) == sorted(model.outcomes)
    assert [entry.outcome for entry in product.outcomes if entry.file == "z.txt"] == [outcome]
