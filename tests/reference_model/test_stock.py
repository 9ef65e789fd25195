"""Stock in the reference model."""

from tests.histories.answers import all_answers, last_answer
from tests.histories.builders import (
    ITEM_B,
    at,
    cancellation,
    confirmation,
    feed,
    inventory,
    model_after,
    model_day_by_day,
    order,
    paid_order,
)


def test_a_sku_that_no_inventory_feed_named_is_not_tracked():
    assert model_day_by_day(paid_order()).stock() == {}


def test_a_placement_takes_and_a_restock_gives_back():
    assert model_day_by_day(inventory(quantity="5"), paid_order()).stock() == {"TEA-1": 3}
    assert model_day_by_day(inventory(quantity="5"), paid_order(), cancellation(quantity="1")).stock() == {"TEA-1": 4}
    assert model_day_by_day(inventory(quantity="5"), paid_order(), confirmation()).stock() == {"TEA-1": 3}


def test_no_inventory_puts_nothing_back():
    assert model_day_by_day(inventory(quantity="5"), paid_order(), cancellation(reason="NoInventory")).stock() == {
        "TEA-1": 3
    }


def test_a_set_replaces_and_only_what_was_received_at_or_after_it_counts():
    orders = feed(order(), received=at(5))
    for hour, balance in ((11, 3), (12, 3), (13, 5)):
        stock = feed(inventory(quantity="5"), received=at(5, hour))
        assert model_after((at(5, 18), [orders, stock])).stock() == {"TEA-1": balance}


def test_of_two_sets_the_later_counts_and_at_one_instant_the_later_in_order_of_work():
    def balance(hour):
        first = feed(inventory(quantity="5"), received=at(5, 9), name="a")
        return model_after((at(5, 18), [first, feed(inventory(quantity="8"), received=at(5, hour), name="b")])).stock()

    assert (balance(8), balance(9), balance(10)) == ({"TEA-1": 5}, {"TEA-1": 8}, {"TEA-1": 8})


def test_the_clock_puts_back():
    stock = feed(inventory(quantity="5"), received=at(5, 9))
    assert model_after((at(5, 18), [stock, feed(paid_order(), received=at(5))]), (at(40), [])).stock() == {"TEA-1": 5}


def test_a_placement_that_finds_too_little_is_warned_in_order_of_work():
    stock = feed(inventory(quantity="3"), received=at(5, 9))
    rows = feed(paid_order(), paid_order(ITEM_B), received=at(5))
    model = model_after((at(5, 18), [rows, stock]))
    assert sorted(all_answers(model)) == [("accepted", ()), ("accepted", ()), ("warning", (70012,))]
    assert ("order feed.txt", 2, "warning") in [entry[1:4] for entry in model.outcomes]
    assert model.stock() == {"TEA-1": -1}


def test_a_short_placement_that_is_paid_late_has_both_warnings():
    stock = feed(inventory(quantity="1"), received=at(5, 9))
    late = paid_order(payment_deadline="2026-10-04")
    model = model_after((at(5, 18), [stock, feed(late, received=at(5))]))
    assert last_answer(model) == ("warning", (70005, 70012))


def test_an_order_before_our_time_takes_nothing():
    stock = feed(inventory(quantity="1"), received=at(5, 9))
    old = paid_order(purchase_date="2026-09-01T10:00:00+09:00")
    model = model_after((at(5, 18), [stock, feed(old, received=at(5))]))
    assert (last_answer(model), model.stock()) == (("accepted", ()), {"TEA-1": 1})


def test_on_hand_sets_what_the_orders_placed_before_leave():
    def balance(hour):
        placed = (at(5, 18), [feed(paid_order(quantity="5"), received=at(5))])
        shelf = feed(inventory(on_hand="10"), received=at(6, hour), name="shelf.txt")
        shipped = feed(confirmation(quantity="2"), received=at(6, 12))
        return model_after(placed, (at(6, 18), [shelf, shipped])).stock()["TEA-1"]

    assert (balance(11), balance(12), balance(13)) == (5, 5, 7)


def test_on_hand_counts_what_noinventory_canceled_before_it_as_free():
    placed = (at(5, 18), [feed(paid_order(quantity="5"), received=at(5))])
    shelf = feed(inventory(on_hand="10"), received=at(6, 13))
    canceled = feed(cancellation(quantity="2", reason="NoInventory"), received=at(6, 12))
    assert model_after(placed, (at(6, 18), [shelf, canceled])).stock() == {"TEA-1": 7}
