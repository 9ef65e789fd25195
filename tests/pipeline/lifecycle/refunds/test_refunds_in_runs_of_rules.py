"""Refunds in the order of work of a night: after its shipments, held for them, and with what follows from them."""

from schemas.statuses import CAUSE
from tests.histories.answers import HELD, rejected
from tests.histories.builders import ITEM_A, ITEM_B, at, cancellation, confirmation, feed, paid_order, refund
from tests.support.product_runs import item_values, last_run_answers, message_values, product_after

NAME = "order adjustment.txt"


def product_on_days(days):
    """The product after a run on each of these days, with a feed for each of its rows."""
    return product_after(*((at(day, 18), [feed(row, received=at(day)) for row in rows]) for day, rows in days.items()))


def test_a_refund_of_a_parcel_that_the_same_run_confirms_applies_in_it():
    product = product_on_days({5: [paid_order(), refund("1200"), confirmation(ITEM_A)]})
    assert product.state.refunds[["price", "run"]].to_numpy().tolist() == [[1200, 1]]


def test_a_refund_that_waits_applies_once_its_units_are_shipped_however_long_that_takes():
    product = product_on_days({5: [paid_order(), refund("1200")], 16: [], 25: [confirmation(ITEM_A)]})
    assert (NAME, 1, *HELD) in [entry[1:] for entry in product.outcomes]
    assert product.released == [(3, 1, NAME, 1, "accepted", ())]


def test_a_refund_that_waits_is_told_without_a_last_day():
    assert message_values(product_on_days({5: [paid_order(), refund("1200")]})) == [(70013, "", "shipment", "")]


def test_a_refund_that_waits_ends_with_the_cancellation_of_its_item():
    product = product_on_days({5: [paid_order(), refund("1200")], 6: [cancellation(ITEM_A, reason="PricingError")]})
    assert product.released == [(2, 1, NAME, 1, "rejected", (70002,))]
    assert (70002, "", "2026-10-06", "PricingError") in message_values(product)


def test_a_refund_of_an_unknown_order_is_held_for_it_and_refused_after_seven_days():
    product = product_on_days({5: [refund("600")], 11: [], 12: []})
    assert product.released == [(3, 1, NAME, 1, "rejected", (18028,))]


def test_a_refund_that_came_before_its_order_waits_for_the_shipment_without_limit():
    product = product_on_days({5: [refund("600")], 6: [paid_order()], 20: [], 21: [confirmation(ITEM_A)]})
    assert product.released == [(4, 1, NAME, 1, "accepted", ())]


def test_units_that_a_refund_cancels_are_listed_and_go_back_into_stock_unless_there_are_none():
    stock = {"sku": "TEA-1", "quantity": "10"}
    known = [feed(stock, received=at(5, 1)), feed(paid_order(), paid_order(ITEM_B), received=at(5))]
    out_of_stock = refund("0", reason="ProductOutofStock", quantity_cancelled="2")
    back = refund("0", item=ITEM_B, reason="CouldNotShip", quantity_cancelled="1")
    product = product_after((at(5, 18), known), (at(6, 18), [feed(out_of_stock, back, received=at(6))]))
    assert product.stock() == {"TEA-1": 7}
    assert item_values(product, "canceled", "cause") == (2, CAUSE["NoInventory"])
    assert product.results[-1].canceled["units"].tolist() == [2, 1]
    assert [kind for run, kind, *_ in product.notices if run == 2] == ["order-canceled"] * 2


def test_more_than_was_charged_is_told_with_what_is_left():
    product = product_on_days({5: [paid_order(), confirmation(ITEM_A), refund("1201")]})
    assert rejected(70009) in last_run_answers(product)
    assert (70009, "item-price-adj", "1201", "1200 - 0 = 1200") in message_values(product)
