"""Records that are alike share rounds, of facts and of statuses; all comes out as if each had a round of its own."""

from dataclasses import fields
from unittest.mock import patch

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lifecycle.orders import apply_orders, fact_rounds, updates
from tests.histories.builders import at, feed, model_after, order, paid_order
from tests.histories.streets import DIGITS, street
from tests.reference_model.records import Run
from tests.support.product_rules import ProductRules
from tests.support.product_runs import product_after

ONE_BY_ONE, TOGETHER = 10**9, -1
ITEMS = [f"100000000000{number:02}" for number in range(10, 16)]
TWIN = "0" + ITEMS[0]
FACTS = (
    *({}, {}, {}, {"item_price": "1300"}, {"sku": "CUP-2"}, {"gift_wrap_price": "100"}),
    *({"quantity_purchased": "0"}, {"recipient_name": "別の人"}, {"ship_city": "目黒区"}, {"order_status": "Shipped"}),
    *({"order_status": "Canceled"}, {"latest_ship_date": "2026-10-09T23:59:59+09:00"}, {"purchase_date": "2026-10-05"}),
    *({"payments_date": ""}, {"order_status": "Shipped"}, {"order_status": "Shipped", "item_price": "1300"}),
    *({"order_status": "Shipped", "last_updated_date": f"2026-10-05T{hour}:00:00+09:00"} for hour in (11, 12)),
)
apply_by_product, ships_in_time = updates.apply_updates, updates.ships_in_time


class BothWays:
    """Later records of orders, applied one by one and with those that are alike together; and how many rounds each."""

    def __init__(self):
        self.saved_rounds = 0

    def apply(self, *arguments, **options):
        one_by_one, together = (self.applied(limit, *arguments, **options) for limit in (ONE_BY_ONE, TOGETHER))
        others = frames(together[0])
        for name, expected in frames(one_by_one[0]).items():
            pd.testing.assert_frame_equal(others[name], expected, obj=name)
        self.saved_rounds += one_by_one[1] - together[1]
        return one_by_one[0]

    def applied(self, many_rounds, *arguments, **options):
        rounds = []

        def counted(arrays, rows):
            rounds.append(len(rows))
            return apply_facts(arrays, rows)

        def counted_status(arrays, rows):
            rounds.append(len(rows))
            return apply_status(arrays, rows)

        apply_facts, apply_status = updates._apply_facts, updates._apply_status
        with (
            patch.object(fact_rounds, "MANY_ROUNDS", many_rounds),
            patch.object(updates, "ships_in_time", none if many_rounds == ONE_BY_ONE else ships_in_time),
            patch.object(updates, "_apply_facts", counted),
            patch.object(updates, "_apply_status", counted_status),
        ):
            return apply_by_product(*arguments, **options), len(rounds)


def none(arrays):
    """In place of ships_in_time: no record is like another one."""
    return np.zeros(len(arrays.records.order_pos), bool)


def frames(result):
    """Every frame of a result by its name; effects in the order of the orders, each order's as they came."""
    written = {f"written.{field.name}": getattr(result.written, field.name) for field in fields(result.written)}
    state = written.pop("written.state")
    effects = result.effects.sort_values("order_key", kind="stable", ignore_index=True)
    return {**written, **state.tables(), "rows": result.rows, "effects": effects, "mentions": result.mentions}


def saved_rounds(runs, **options):
    """How many rounds fewer there were: all else has to come out the same."""
    product, both = ProductRules(**options), BothWays()
    with patch.object(apply_orders, "apply_updates", both.apply):
        for as_of, files in runs:
            product.run(Run(as_of, tuple(files)))
    return both.saved_rounds


def rows_of(drawn, **more):
    return [(order if pending else paid_order)(item, **more, **FACTS[facts]) for item, facts, pending in drawn]


drawn_rows = st.lists(
    st.tuples(st.sampled_from([*ITEMS, TWIN]), st.integers(0, len(FACTS) - 1), st.booleans()), min_size=2, max_size=14
)


@given(st.lists(drawn_rows, min_size=1, max_size=4), st.sampled_from(["", "CVS"]))
@settings(max_examples=12)
def test_any_rows_of_one_order_come_out_as_one_by_one(files, method):
    runs = [
        (at(5 + place, 18), [feed(*rows_of(rows, payment_method=method), received=at(5 + place))])
        for place, rows in enumerate(files)
    ]
    saved_rounds(runs)


@given(st.integers(0, 10**6))
@settings(max_examples=3)
def test_any_street_comes_out_as_one_by_one(number):
    authority, grace_hours, history = street(number, 3, DIGITS)
    saved_rounds([(run.as_of, run.files) for run in history], authority=authority, grace_hours=grace_hours)


def nights(*files):
    return [(at(day, 18), [feed(*rows, received=at(day))]) for day, rows in enumerate(files, 5)]


def test_rows_that_say_the_same_of_their_order_share_a_round():
    plain = [paid_order(item) for item in ITEMS]
    again = [paid_order(item, recipient_name="別の人") for item in ITEMS]
    # The first row places the order, the second tells its facts, and the other four come after it: 2 rounds, not 5.
    assert saved_rounds(nights(plain)) == 3
    # One row and five that are like it, 2 rounds instead of 6.
    assert saved_rounds(nights(plain, plain, again)) == 3 + 4 + 4


def test_a_row_that_contradicts_has_a_round_of_its_own_and_so_has_one_after_it_of_the_same_item():
    plain = [paid_order(item) for item in ITEMS]
    other = [*plain[:4], paid_order(ITEMS[4], item_price="1"), plain[5]]
    assert saved_rounds(nights(plain, other)) == 3 + 2
    both = [feed(*rows, received=at(6), name=name) for rows, name in ((other, "a.txt"), (plain, "b.txt"))]
    # In the second file the fifth item is left alone, and what it parts are four rows and one.
    assert saved_rounds([*nights(plain), (at(6, 18), both)]) == 3 + 2 + 2


def test_rows_of_items_that_have_shipped_share_the_rounds_of_statuses_too():
    shipped = [paid_order(item, order_status="Shipped") for item in ITEMS]
    # The record that places the order moves it as well: six rounds of facts become three, and six of statuses two.
    assert saved_rounds(nights(shipped)) == 3 + 4
    canceled = [*shipped[:3], order(ITEMS[3], quantity="0"), *shipped[4:]]
    # The canceled line parts the rows that tell facts; of the status it tells last.
    assert saved_rounds(nights([paid_order(item) for item in ITEMS], canceled)) == 3 + 1 + 3


def test_what_leaves_at_other_instants_is_numbered_as_it_leaves():
    shipped = [
        paid_order(item, order_status="Shipped", last_updated_date=f"2026-10-06T0{hour}:00:00+09:00")
        for hour, item in enumerate(reversed(ITEMS[:3]), 1)
    ]
    runs = nights([paid_order(item) for item in ITEMS[:3]], shipped)
    assert saved_rounds(runs) == 0
    product, model = product_after(*runs).shipments(), model_after(*runs).shipments()
    assert [product[key] for key in sorted(product)] == [model[key] for key in sorted(model)]
    assert [shipment["joint"] for key in sorted(product) for shipment in product[key]] == [3, 2, 1]


def test_a_long_order_takes_few_rounds():
    rows = [paid_order(f"1{number:013}") for number in range(fact_rounds.MANY_ROUNDS + 8)]
    rounds = []

    def counted(arrays, places):
        rounds.append(len(places))
        return apply_facts(arrays, places)

    apply_facts = updates._apply_facts
    with patch.object(updates, "_apply_facts", counted):
        ProductRules().run(Run(at(5, 18), (feed(*rows, received=at(5)),)))
    assert rounds == [1, len(rows) - 2]
