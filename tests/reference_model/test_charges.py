"""Charges, captures and refunds due in the reference model."""

from tests.histories.answers import charge_amounts
from tests.histories.builders import (
    FULL,
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    cancellation,
    confirmation,
    model_day_by_day,
    model_on_days,
    order,
    paid_order,
    payment,
    refund,
    unshipped_row,
)

CVS = {"payment_method": "CVS"}


def test_a_parcel_charges_the_shares_of_its_units_and_all_parcels_the_whole_item():
    known = paid_order(quantity="3", item_price="1000", shipping_price="100", item_promotion_discount="50")
    model = model_day_by_day(
        known, confirmation(ITEM_A, "1"), confirmation(ITEM_A, "1", "T2"), confirmation(ITEM_A, "1", "T3")
    )
    amounts = [amount for _, _, amount in charge_amounts(model)]
    assert amounts == [333 + 33 - 16, 333 + 33 - 17, 334 + 34 - 17]
    assert sum(amounts) == 1050
    assert [entry[:2] for entry in charge_amounts(model)] == [("charge", "1"), ("charge", "2"), ("charge", "3")]
    assert model.charges[0][:4] == (2, "charge", ORDER_ID, ITEM_A)


def test_an_edit_charges_nothing_more():
    assert charge_amounts(model_day_by_day(paid_order(), confirmation(), confirmation(ship_method="Yu-Pack")), 3) == []


def test_what_left_elsewhere_is_charged_too():
    assert charge_amounts(model_day_by_day(paid_order(), paid_order(order_status="Shipped")), 2) == [
        ("charge", "1", 1200)
    ]


def test_an_order_paid_in_advance_is_captured_when_verified_and_its_parcels_charge_nothing():
    model = model_day_by_day(order(**CVS), paid_order(), confirmation())
    assert charge_amounts(model) == [("prepaid-capture", "", 1200)]
    assert model.charges[0][0] == 2


def test_canceled_units_of_a_captured_order_are_due_back_from_the_highest_on():
    known = paid_order(quantity="3", item_price="1000", **CVS)
    model = model_day_by_day(known, cancellation(ITEM_A, "1"), cancellation(ITEM_A, "1"))
    assert [charge_amounts(model, run) for run in (2, 3)] == [[("refund-due", "", 334)], [("refund-due", "", 333)]]
    assert charge_amounts(
        model_day_by_day(known, confirmation(ITEM_A, "1"), order(quantity="3", order_status="Canceled")), 3
    ) == [("refund-due", "", 667)]


def test_what_is_reinstated_is_no_longer_due():
    model = model_on_days((5, paid_order(**CVS)), (36, None), (37, paid_order(order_status="Unshipped")))
    assert charge_amounts(model) == [("prepaid-capture", "", 1200), ("refund-due", "", 1200), ("refund-due", "", -1200)]


def test_what_has_no_price_waits_for_it():
    model = model_day_by_day(unshipped_row(), confirmation(), order() | FULL)
    assert [(run, kind) for run, kind, *_ in model.charges] == [(3, "charge")]
    model = model_day_by_day(unshipped_row(**CVS), cancellation(), order() | FULL)
    assert charge_amounts(model) == [("prepaid-capture", "", 1200), ("refund-due", "", 1200)]


def test_money_that_came_too_late_is_due_once_for_every_item():
    late = payment("Verified", payment_date="2026-10-12T01:00:00+09:00")
    model = model_on_days((5, order(**CVS) | FULL), (6, order(ITEM_B) | FULL), (12, late), (13, late))
    assert (charge_amounts(model, 3), charge_amounts(model, 4)) == ([("refund-due", "", 1200)] * 2, [])
    assert [entry[3] for entry in model.charges] == [ITEM_A, ITEM_B]


def test_money_for_an_order_canceled_before_its_verification_is_due():
    assert charge_amounts(model_day_by_day(order() | FULL, payment("Failed"), payment("Verified")), 3) == [
        ("refund-due", "", 1200)
    ]
    assert charge_amounts(model_day_by_day(order() | FULL, payment("Failed"), payment("Declined")), 3) == []


def test_a_refund_is_given_back_once_in_the_run_in_which_it_applies():
    known = paid_order(shipping_price="300", item_promotion_discount="100")
    back = refund("600", shipping_price_adj="100", item_promotion_adj="-50")
    model = model_day_by_day(known, confirmation(), back, None, refund("100"))
    assert [charge_amounts(model, run) for run in (3, 4, 5)] == [[("refund", "", 650)], [], [("refund", "", 100)]]
    waited = model_day_by_day(known, back, confirmation())
    assert [charge_amounts(waited, run) for run in (2, 3)] == [[], [("charge", "1", 1400), ("refund", "", 650)]]


def test_what_was_paid_in_advance_is_given_back_too():
    assert charge_amounts(model_day_by_day(paid_order(**CVS), confirmation(ITEM_A, "1"), refund("600")), 3) == [
        ("refund", "", 600)
    ]
