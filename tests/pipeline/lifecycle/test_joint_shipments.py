"""Items that leave together: one shipment of their order, with one number. Order process, 4.3.17 and 4.3.18."""

import pytest

from tests.histories.answers import ACCEPTED, notice_kinds, warned
from tests.histories.builders import (
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    confirmation,
    model_after,
    paid_order,
    run_on,
    runs_day_by_day,
    runs_of_two_items,
)
from tests.support.product_runs import last_run_answers, product_after

NEXT_DAY = {"ship_date": "2026-10-06"}


def joint_numbers(runs):
    """The number of each shipment, by item and shipment, alike in the rules and the model; the product."""
    product, model = product_after(*runs), model_after(*runs)
    assert product.shipments() == model.shipments()
    assert sorted(product.notices) == sorted(model.notices)
    assert sorted(product.charges) == sorted(model.charges)
    by_item = [product.shipments().get((ORDER_ID, item), []) for item in (ITEM_A, ITEM_B)]
    return [[shipment["joint"] for shipment in shipments] for shipments in by_item], product


def numbers_after(*later):
    return joint_numbers(runs_of_two_items(*later))[0]


def test_a_whole_order_is_one_shipment():
    numbers, product = joint_numbers(runs_of_two_items(confirmation()))
    assert numbers == [[1], [1]]
    assert [charge.shipment for charge in product.charges] == ["1", "1"]
    assert [notice.item_id for notice in product.notices if notice.kind == "shipment-confirmed"] == [""]


def test_items_with_numbers_of_their_own_are_two_shipments():
    numbers, product = joint_numbers(runs_of_two_items(confirmation(ITEM_A), confirmation(ITEM_B, tracking="T2")))
    assert numbers == [[1], [2]]
    assert sorted(set(product.ledger["parcel"])) == ["1", "2"]
    assert [notice.item_id for notice in product.notices if notice.kind == "shipment-confirmed"] == [ITEM_A, ITEM_B]


def test_an_item_that_joins_in_a_later_run_shares_the_number_and_has_a_notice_of_its_own():
    numbers, product = joint_numbers(
        runs_of_two_items(confirmation(ITEM_A), confirmation(ITEM_B, carrier_code="SAGAWA"))
    )
    assert numbers == [[1], [1]]
    assert [notice_kinds(product, run).count("shipment-confirmed") for run in (1, 2, 3)] == [0, 1, 1]


def test_the_sellers_own_id_comes_before_the_tracking_number():
    first = confirmation(ITEM_A, "1", parcel_id="7")
    assert numbers_after(first, confirmation(ITEM_B, parcel_id="8")) == [[1], [2]]
    assert numbers_after(first, confirmation(ITEM_B, tracking="T9", parcel_id="7")) == [[1], [1]]
    assert numbers_after(first, confirmation(ITEM_B)) == [[1], [1]]


def test_without_a_number_the_ship_date_and_the_carrier_say_it_whatever_the_quantity():
    first = confirmation(ITEM_A, "1", "")
    assert numbers_after(first, confirmation(ITEM_B, "2", "")) == [[1], [1]]
    assert numbers_after(first, confirmation(ITEM_B, "2", "", **NEXT_DAY)) == [[1], [2]]
    assert numbers_after(first, confirmation(ITEM_B, "2", "", carrier_code="SAGAWA")) == [[1], [2]]
    assert numbers_after(first, confirmation(ITEM_A, "", "", **NEXT_DAY), confirmation(ITEM_B, "", "")) == [[1, 2], [1]]


def test_two_parts_of_an_item_that_left_together_are_one_shipment_and_two_charges():
    runs = runs_day_by_day(paid_order(quantity="3"), confirmation(ITEM_A, "1", ""), confirmation(ITEM_A, "2", ""))
    numbers, product = joint_numbers(runs)
    assert numbers == [[1, 1], []]
    assert [charge.shipment for charge in product.charges] == ["1", "1"]


def test_an_edit_never_changes_a_number_and_its_new_name_is_one_too():
    edited = (confirmation(ITEM_A), confirmation(ITEM_A, tracking="T2"))
    assert numbers_after(*edited, confirmation(ITEM_B, tracking="T2")) == [[1], [1]]
    assert numbers_after(*edited, confirmation(ITEM_B)) == [[1], [1]]
    both = (confirmation(ITEM_A), confirmation(ITEM_B, tracking="T2"))
    numbers, product = joint_numbers(runs_of_two_items(*both, confirmation(ITEM_A, tracking="T2")))
    assert (numbers, last_run_answers(product)) == ([[1], [2]], [warned(70019)])


@pytest.mark.parametrize(("first", "second"), [("2026-10-06T09:00:00+09:00", "2026-10-06T10:00:00+09:00")])
def test_what_shipped_elsewhere_at_one_instant_is_one_shipment(first, second):
    def shipped(moment, item):
        return paid_order(item) | {"order-status": "Shipped", "last-updated-date": moment}

    placed = run_on(5, paid_order(), paid_order(ITEM_B))
    assert joint_numbers([placed, run_on(6, shipped(first, ITEM_A), shipped(first, ITEM_B))])[0] == [[1], [1]]
    assert joint_numbers([placed, run_on(6, shipped(first, ITEM_A), shipped(second, ITEM_B))])[0] == [[1], [2]]
    nights = [placed, run_on(6, shipped(first, ITEM_A)), run_on(7, shipped(first, ITEM_B))]
    assert joint_numbers(nights)[0] == [[1], [1]]


def test_a_confirmation_after_what_shipped_elsewhere_is_the_next_shipment():
    elsewhere = paid_order() | {"order-status": "Shipped", "last-updated-date": "2026-10-06T09:00:00+09:00"}
    runs = runs_of_two_items(elsewhere, confirmation(ITEM_B))
    numbers, product = joint_numbers(runs)
    assert (numbers, last_run_answers(product)) == ([[1], [2]], [ACCEPTED])
