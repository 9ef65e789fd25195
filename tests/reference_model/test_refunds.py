"""Refunds in the reference model."""

import pytest
from hypothesis import given

from tests.histories.answers import ACCEPTED, HELD, UNCHANGED, item_quantities, last_answer
from tests.histories.builders import (
    ITEM_A,
    ITEM_B,
    at,
    cancellation,
    confirmation,
    feed,
    model_after,
    model_day_by_day,
    model_on_days,
    order,
    paid_order,
    refund,
)
from tests.histories.worlds import worlds
from tests.reference_model.model import Model
from tests.reference_model.refunds import net, refundable_amounts

WRAPPED = {"shipping_price": "300", "gift_wrap_price": "200", "item_promotion_discount": "100"}


def refunded_amounts(model):
    """Amounts of all refunds, in the order of items and work."""
    return [refund.amounts for refunds in model.refunds().values() for refund in refunds]


def model_of_shipments(*rows, **more):
    """An order of two units (1,200 yen), shipped; then a run for each row."""
    return model_day_by_day(paid_order(**more), confirmation(ITEM_A), *rows)


def test_every_amount_of_a_refund_has_its_limit_and_so_has_their_sum():
    assert refunded_amounts(model_of_shipments(refund("1200"))) == [(1200, 0, 0, 0, 0)]
    assert last_answer(model_of_shipments(refund("1201"))) == ("rejected", (70009,))
    assert last_answer(model_of_shipments(refund("0", shipping_price_adj="301"), **WRAPPED)) == ("rejected", (70009,))
    everything = refund("1200", shipping_price_adj="300", gift_wrap_price_adj="200")
    assert last_answer(model_of_shipments(everything, **WRAPPED)) == ("rejected", (70009,))
    assert last_answer(model_of_shipments(everything | {"item-promotion-adj": "-100"}, **WRAPPED)) == ACCEPTED


def test_a_refund_waits_for_its_shipment_however_long():
    model = model_on_days((5, paid_order()), (6, refund("1200")), (25, None), (26, confirmation(ITEM_A)))
    assert (model.released, refunded_amounts(model)) == (
        [(4, 2, "order adjustment.txt", 1, "accepted", ())],
        [(1200, 0, 0, 0, 0)],
    )
    assert last_answer(model_day_by_day(paid_order(), refund("1201"))) == ("rejected", (70009,))


def test_of_what_was_shipped_in_part_the_share_can_be_refunded():
    assert last_answer(model_day_by_day(paid_order(), confirmation(ITEM_A, "1"), refund("600"))) == ACCEPTED
    assert last_answer(model_day_by_day(paid_order(), confirmation(ITEM_A, "1"), refund("601"))) == HELD


def test_an_unknown_order_is_waited_for_seven_days_and_a_known_one_without_limit():
    assert model_on_days((5, refund()), (12, None)).released == [
        (2, 1, "order adjustment.txt", 1, "rejected", (18028,))
    ]
    assert model_on_days((5, refund()), (6, paid_order()), (25, None)).released == []


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ((order(), refund()), 70001),
        ((paid_order(), refund(item=ITEM_B)), 18028),
        ((paid_order(), cancellation(ITEM_A), refund()), 70002),
        ((paid_order(), refund("0", quantity_cancelled="3")), 18021),
        ((paid_order(), refund("1", quantity_cancelled="1")), 70009),
    ],
)
def test_a_refund_that_cannot_be_is_refused(rows, code):
    assert last_answer(model_day_by_day(*rows)) == ("rejected", (code,))


def test_units_of_a_refund_are_canceled_for_its_reason():
    assert item_quantities(
        model_day_by_day(paid_order(), refund("0", reason="ProductOutofStock", quantity_cancelled="1"))
    ) == (
        *(2, 0, 1),
        "NoInventory",
    )
    model = model_day_by_day(
        paid_order(), confirmation(ITEM_A, "1"), refund("600", reason="Other", quantity_cancelled="1")
    )
    assert (item_quantities(model), refunded_amounts(model)) == ((2, 1, 1, "Other"), [(600, 0, 0, 0, 0)])


def test_the_sellers_own_id_makes_a_refund_happen_once():
    marked = refund("600", merchant_adjustment_item_id="ADJ-1")
    assert last_answer(model_of_shipments(marked, marked)) == UNCHANGED
    assert last_answer(model_of_shipments(marked, marked | {"item-price-adj": "1"})) == ("rejected", (70007,))
    assert refunded_amounts(model_of_shipments(refund("600"), refund("600"))) == [(600, 0, 0, 0, 0)] * 2


def test_a_message_of_several_items_applies_wholly_or_not_at_all():
    known = [feed(paid_order(), paid_order(ITEM_B), received=at(5)), feed(confirmation(ITEM_A), received=at(5, 13))]

    def model_of_message(*rows):
        message = feed(*rows, received=at(6), records=(1,) * len(rows))
        return model_after((at(5, 18), known), (at(6, 18), [message]))

    assert last_answer(model_of_message(refund("1"), refund("1", item=ITEM_B))) == HELD
    assert last_answer(model_of_message(refund("1"), refund("9999", item=ITEM_B))) == ("rejected", (70009,))
    assert last_answer(model_of_message(refund("1"), refund("2", reason="Other"))) == ("rejected", (70014,))
    assert refunded_amounts(model_of_message(refund("1"), refund("0", item=ITEM_B))) == [(1, 0, 0, 0, 0)]


@given(worlds())
def test_in_any_world_no_more_goes_back_than_was_charged(world):
    authority, grace_hours, history = world
    model = Model(authority=authority, grace_hours=grace_hours)
    for run in history:
        model.run(run)
        for item in (item for order_ in model.known.values() for item in order_.items.values()):
            if item.refunds:
                rest = refundable_amounts(item, item.shipped)
                assert min(rest) >= 0
                assert net(rest) >= 0
