"""Step 1.2, stock."""

import pandas as pd

from pipeline.lifecycle.stock import new_stock
from schemas.stored_frames import conform, empty
from tests.histories.answers import ACCEPTED, all_answers, rejected, warned
from tests.histories.builders import ITEM_A, ITEM_B, at, cancellation, confirmation, feed, inventory, order, paid_order
from tests.support.product_rules import instant
from tests.support.product_runs import message_values, product_after, product_day_by_day


def inventory_at(hour, name="shelf.txt", day=5, **units):
    return feed(inventory(**units), received=at(day, hour), name=name)


def outcomes_of_file(product, name):
    """Outcome and codes of the records of one feed."""
    return [entry[3:] for entry in sorted(product.outcomes) if entry[1] == name]


def test_a_sku_that_no_inventory_feed_named_is_not_tracked():
    assert product_day_by_day(paid_order()).stock() == {}


def test_placing_takes_shipping_keeps_and_canceling_gives_back():
    assert product_day_by_day(inventory(quantity="5"), paid_order()).stock() == {"TEA-1": 3}
    assert product_day_by_day(inventory(quantity="5"), paid_order(), confirmation(quantity="1")).stock() == {"TEA-1": 3}
    assert product_day_by_day(inventory(quantity="5"), paid_order(), cancellation(quantity="1")).stock() == {"TEA-1": 4}


def test_a_set_replaces_and_only_what_was_received_at_or_after_it_counts():
    def balance(hour):
        return product_after((at(5, 18), [feed(order(), received=at(5)), inventory_at(hour, quantity="5")])).stock()[
            "TEA-1"
        ]

    assert [balance(hour) for hour in (11, 12, 13)] == [3, 3, 5]


def test_of_two_sets_the_later_received_counts_and_at_one_instant_the_later_in_order_of_work():
    def balance(hour):
        sets = [inventory_at(9, "a.txt", quantity="5"), inventory_at(hour, "b.txt", quantity="8")]
        return product_after((at(5, 18), sets)).stock()["TEA-1"]

    assert [balance(hour) for hour in (8, 9, 10)] == [5, 8, 8]


def test_a_set_of_a_later_run_forgets_what_moved_before_it():
    product = product_day_by_day(inventory(quantity="5"), paid_order(), inventory(quantity="9"), cancellation())
    assert product.stock() == {"TEA-1": 11}


def test_a_placement_that_finds_too_little_is_warned_with_what_was_asked_and_what_there_was():
    rows = feed(paid_order(), paid_order(ITEM_B), received=at(5), name="orders.txt")
    product = product_after((at(5, 18), [rows, inventory_at(9, quantity="3")]))
    assert outcomes_of_file(product, "orders.txt") == [ACCEPTED, warned(70012)]
    assert (message_values(product), product.stock()) == ([(70012, "", "2", "1")], {"TEA-1": -1})


def test_shortness_follows_the_order_of_work_and_not_the_number_of_the_order():
    def first_and_second(first, second):
        rows = (order(order_id=f"999-0000001-{n:07d}", quantity="2") for n in (first, second))
        product = product_after(
            (at(5, 18), [inventory_at(9, quantity="3"), feed(*rows, received=at(5), name="orders.txt")])
        )
        return outcomes_of_file(product, "orders.txt")

    assert first_and_second(1, 2) == first_and_second(2, 1) == [ACCEPTED, warned(70012)]


def test_stock_that_came_back_later_in_the_night_does_not_help_an_earlier_placement():
    later = [feed(order(order_id="999-0000001-0000002"), received=at(6)), feed(cancellation(), received=at(6, 9))]
    product = product_after(
        (at(5, 18), [inventory_at(9, quantity="2"), feed(paid_order(), received=at(5))]), (at(6, 18), later)
    )
    assert (message_values(product), product.stock()) == ([(70012, "", "2", "0")], {"TEA-1": 0})


def test_a_placement_of_an_earlier_run_is_not_warned_again():
    product = product_day_by_day(inventory(quantity="1"), order(), order(product_name="茶"))
    assert all_answers(product) == [ACCEPTED, warned(70012), ACCEPTED]


def test_one_short_item_makes_its_message_a_warning_and_each_short_item_is_told():
    def answers_and_messages(*skus):
        rows = [order(item=f"{10**13 + n}", sku=sku) for n, sku in enumerate(skus)]
        files = [
            inventory_at(9, quantity="1"),
            feed(*rows, received=at(5), records=(1,) * len(rows), name="orders.xml"),
        ]
        product = product_after((at(5, 18), files))
        return outcomes_of_file(product, "orders.xml"), len(message_values(product))

    assert answers_and_messages("TEA-1", "CUP-2") == ([warned(70012)], 1)
    assert answers_and_messages("TEA-1", "TEA-1") == ([warned(70012)], 2)


def test_on_hand_leaves_what_the_orders_placed_before_it_have_open():
    def balance(hour):
        placed = (at(5, 18), [feed(paid_order(quantity="5"), received=at(5))])
        later = [inventory_at(hour, day=6, on_hand="10"), feed(confirmation(ITEM_A, "2"), received=at(6))]
        return product_after(placed, (at(6, 18), later)).stock()["TEA-1"]

    assert [balance(hour) for hour in (11, 12, 13)] == [5, 5, 7]


def test_on_hand_counts_orders_of_the_same_night_that_came_before_it():
    def balance(hour):
        return product_after((at(5, 18), [feed(order(), received=at(5)), inventory_at(hour, on_hand="10")])).stock()[
            "TEA-1"
        ]

    assert [balance(hour) for hour in (11, 12, 13)] == [8, 8, 8]


def test_on_hand_counts_what_was_canceled_as_noinventory_before_it_as_free():
    placed = (at(5, 18), [feed(paid_order(quantity="5"), received=at(5))])
    no_inventory = feed(cancellation(quantity="2", reason="NoInventory"), received=at(6))
    assert product_after(placed, (at(6, 18), [inventory_at(13, day=6, on_hand="10"), no_inventory])).stock() == {
        "TEA-1": 7
    }


def test_a_record_says_a_quantity_or_what_is_on_hand_and_not_both():
    both = inventory(quantity="1", on_hand="2")
    assert product_day_by_day(both).stock() == product_day_by_day(inventory()).stock() == {}
    assert all_answers(product_day_by_day(both)) == [rejected(70106)]


def test_an_empty_shelf_is_a_quantity():
    assert product_day_by_day(inventory(quantity="0")).stock() == {"TEA-1": 0}


def test_skus_do_not_mix():
    shelf = feed(inventory(quantity="5"), inventory(sku="CUP-2", quantity="7"), received=at(5, 9))
    assert product_after((at(5, 18), [shelf, feed(paid_order(), received=at(5))])).stock() == {"TEA-1": 3, "CUP-2": 7}


def test_a_sku_keeps_its_spelling():
    shelf = feed(inventory(sku="0-A", quantity="1"), inventory(sku="0-a", quantity="2"), received=at(5))
    assert product_after((at(5, 18), [shelf])).stock() == {"0-A": 1, "0-a": 2}


def test_where_no_sku_is_counted_the_stock_is_what_is_left_of_one_without_the_row():
    movements = pd.DataFrame([{"sku": "TEA-1", "units": -2, "open_units": 2, "at": instant(at(5)), "row": 0}])
    movements = conform("stock_movements", movements.assign(stage=1, seq=1, record=1))
    nothing, none_fed = pd.Series(dtype="int64"), empty("stock_rows")
    other = conform("stock", pd.DataFrame([{"sku": "CUP-2", "balance": 3, "set_at": instant(at(4))}]))
    stock, short = new_stock(other, none_fed, movements, nothing)
    none, none_short = new_stock(empty("stock"), none_fed, movements, nothing)
    pd.testing.assert_frame_equal(none, stock.iloc[:0], check_index_type=False)
    pd.testing.assert_frame_equal(none_short, short, check_index_type=False)
