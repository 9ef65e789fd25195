"""Charges, captures and refunds due in the reference model."""

from tests.histories.builders import (
    FULL,
    A,
    B,
    O,
    cancellation,
    charged,
    day_by_day,
    on_days,
    order,
    paid,
    parcel,
    payment,
    refund,
    unshipped,
)

CVS = {"payment_method": "CVS"}


def test_a_parcel_charges_the_shares_of_its_units_and_all_parcels_the_whole_item():
    known = paid(quantity="3", item_price="1000", shipping_price="100", item_promotion_discount="50")
    model = day_by_day(known, parcel(A, "1"), parcel(A, "1", "T2"), parcel(A, "1", "T3"))
    amounts = [amount for _, _, amount in charged(model)]
    assert amounts == [333 + 33 - 16, 333 + 33 - 17, 334 + 34 - 17]
    assert sum(amounts) == 1050
    assert [entry[:2] for entry in charged(model)] == [("charge", "1"), ("charge", "2"), ("charge", "3")]
    assert model.charges[0][:4] == (2, "charge", O, A)


def test_an_edit_charges_nothing_more():
    assert charged(day_by_day(paid(), parcel(), parcel(ship_method="Yu-Pack")), 3) == []


def test_what_left_elsewhere_is_charged_too():
    assert charged(day_by_day(paid(), paid(order_status="Shipped")), 2) == [("charge", "1", 1200)]


def test_an_order_paid_in_advance_is_captured_when_verified_and_its_parcels_charge_nothing():
    model = day_by_day(order(**CVS), paid(), parcel())
    assert charged(model) == [("prepaid-capture", "", 1200)]
    assert model.charges[0][0] == 2


def test_canceled_units_of_a_captured_order_are_due_back_from_the_highest_on():
    known = paid(quantity="3", item_price="1000", **CVS)
    model = day_by_day(known, cancellation(A, "1"), cancellation(A, "1"))
    assert [charged(model, run) for run in (2, 3)] == [[("refund-due", "", 334)], [("refund-due", "", 333)]]
    assert charged(day_by_day(known, parcel(A, "1"), order(quantity="3", order_status="Canceled")), 3) == [
        ("refund-due", "", 667)
    ]


def test_what_is_reinstated_is_no_longer_due():
    model = on_days((5, paid(**CVS)), (36, None), (37, paid(order_status="Unshipped")))
    assert charged(model) == [("prepaid-capture", "", 1200), ("refund-due", "", 1200), ("refund-due", "", -1200)]


def test_what_has_no_price_waits_for_it():
    model = day_by_day(unshipped(), parcel(), order() | FULL)
    assert [(run, kind) for run, kind, *_ in model.charges] == [(3, "charge")]
    model = day_by_day(unshipped(**CVS), cancellation(), order() | FULL)
    assert charged(model) == [("prepaid-capture", "", 1200), ("refund-due", "", 1200)]


def test_money_that_came_too_late_is_due_once_for_every_item():
    late = payment("Verified", payment_date="2026-10-12T01:00:00+09:00")
    model = on_days((5, order(**CVS) | FULL), (6, order(B) | FULL), (12, late), (13, late))
    assert (charged(model, 3), charged(model, 4)) == ([("refund-due", "", 1200)] * 2, [])
    assert [entry[3] for entry in model.charges] == [A, B]


def test_money_for_an_order_canceled_before_its_verification_is_due():
    assert charged(day_by_day(order() | FULL, payment("Failed"), payment("Verified")), 3) == [("refund-due", "", 1200)]
    assert charged(day_by_day(order() | FULL, payment("Failed"), payment("Declined")), 3) == []


def test_a_refund_is_given_back_once_in_the_run_in_which_it_applies():
    known = paid(shipping_price="300", item_promotion_discount="100")
    back = refund("600", shipping_price_adj="100", item_promotion_adj="-50")
    model = day_by_day(known, parcel(), back, None, refund("100"))
    assert [charged(model, run) for run in (3, 4, 5)] == [[("refund", "", 650)], [], [("refund", "", 100)]]
    waited = day_by_day(known, back, parcel())
    assert [charged(waited, run) for run in (2, 3)] == [[], [("charge", "1", 1400), ("refund", "", 650)]]


def test_what_was_paid_in_advance_is_given_back_too():
    assert charged(day_by_day(paid(**CVS), parcel(A, "1"), refund("600")), 3) == [("refund", "", 600)]
