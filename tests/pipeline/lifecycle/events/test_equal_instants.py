"""Confirmations and cancellations received at one instant. Order process, 4.4.7."""

import pytest

from tests.histories.answers import ACCEPTED, UNCHANGED, Answer, item_quantities, rejected
from tests.histories.builders import ITEM_A, ITEM_B, at, cancellation, confirmation, feed, model_after, paid_order
from tests.support.product_runs import product_after

REASON = "NoInventory"
SHIPPED, CANCELED = rejected(70003), rejected(70002)


def answers_together(confirmations, cancellations, *, quantity="2", later=(), earlier=()):
    """The answers to these records of one instant, alike whatever the files are called, and what became of item A."""
    ends = set()
    for ship, stop in (("a-ship.txt", "z-stop.txt"), ("z-ship.txt", "a-stop.txt")):
        placed = [feed(paid_order(quantity=quantity), paid_order(ITEM_B), received=at(5))]
        known = [feed(*earlier, received=at(6, 9), name="earlier.txt")] if earlier else []
        files = [
            *known,
            feed(*confirmations, received=at(6), name=ship),
            feed(*cancellations, received=at(6), name=stop),
        ]
        files += [feed(*later, received=at(6, 13), name="later.txt")] if later else []
        runs = (at(5, 18), placed), (at(6, 18), files)
        product, model = product_after(*runs), model_after(*runs)
        assert sorted(product.outcomes) == sorted(model.outcomes)
        by_file = {(file, record): Answer(outcome, codes) for _, file, record, outcome, codes in product.outcomes}
        answers = [by_file[ship, n + 1] for n, _ in enumerate(confirmations)]
        answers += [by_file[stop, n + 1] for n, _ in enumerate(cancellations)]
        ends.add((tuple(answers), item_quantities(product), item_quantities(product, ITEM_B)))
    [(answers, first, second)] = ends
    return list(answers), first[1:3], second[1:3]


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
