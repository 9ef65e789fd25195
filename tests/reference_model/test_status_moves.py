"""Statuses that order records tell of in the reference model: verified, shipped and canceled elsewhere, delivered."""

import pytest

from tests.histories.answers import (
    ACCEPTED,
    HELD,
    UNCHANGED,
    all_answers,
    item_quantities,
    last_answer,
    notice_kinds,
    order_status,
    rejected,
    warned,
)
from tests.histories.builders import (
    FULL,
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    all_orders_row,
    at,
    confirmation,
    feed,
    model_after,
    model_day_by_day,
    model_on_days,
    order,
    paid_order,
    payment,
    pending_row,
    unshipped_row,
)

ELSEWHERE = ("warning", (70015,))
UPDATED = "2026-10-06T09:00:00+09:00"


def test_an_order_record_that_says_shipped_verifies_and_ships_its_item():
    model = model_day_by_day(
        paid_order(),
        paid_order(ITEM_B),
        paid_order(order_status="Shipped", last_updated_date="2026-10-07T09:00:00+09:00"),
    )
    assert (last_answer(model), order_status(model), item_quantities(model)) == (
        ELSEWHERE,
        "PartiallyShipped",
        (2, 2, 0, ""),
    )
    (parcel_from_elsewhere,) = model.shipments()[ORDER_ID, ITEM_A]
    assert parcel_from_elsewhere == dict.fromkeys(("carrier", "tracking", "method"), "") | {
        "units": 2,
        "joint": 1,
        "shipped_on": at(7, 9),
        "elsewhere": True,
        "late": False,
    }


def test_shipped_at_first_sight_is_placed_verified_and_shipped():
    model = model_day_by_day(order(order_status="Shipped") | FULL)
    assert (last_answer(model), order_status(model), model.orders()[ORDER_ID]["verified_at"]) == (
        ELSEWHERE,
        "Shipped",
        at(5),
    )


def test_shipped_again_is_unchanged_and_a_confirmation_edits_the_parcel_from_elsewhere():
    model = model_day_by_day(paid_order(order_status="Shipped"), paid_order(order_status="Shipped"), confirmation())
    assert all_answers(model)[1:] == [UNCHANGED, ACCEPTED]
    assert [(p["tracking"], p["elsewhere"]) for p in model.shipments()[ORDER_ID, ITEM_A]] == [("T1", True)]


def test_shipped_after_the_cut_off_is_refused_whole():
    model = model_on_days((5, order(product_name="茶")), (36, paid_order(order_status="Shipped", buyer_name="青木")))
    assert (last_answer(model), order_status(model)) == (rejected(70004), "Pending")
    in_time = paid_order(order_status="Shipped", last_updated_date="2026-11-04T23:59:59+09:00")
    assert last_answer(model_on_days((5, order()), (36, in_time))) == ELSEWHERE


def test_shipped_but_paid_too_late_ships_nothing():
    late = paid_order(order_status="Shipped", payments_date="2026-10-09T00:00:00+09:00")
    model = model_day_by_day(order(payment_deadline="2026-10-08"), late)
    assert (last_answer(model), order_status(model), model.orders()[ORDER_ID]["refund_due"]) == (
        ("warning", (70005,)),
        "Pending",
        True,
    )


def test_a_record_that_says_canceled_cancels_the_whole_order_and_is_read_for_nothing_else():
    model = model_day_by_day(
        paid_order(), paid_order(ITEM_B), order(quantity="9", order_status="Canceled", buyer_name="青木")
    )
    assert (last_answer(model), order_status(model), model.orders()[ORDER_ID]["cause"]) == (
        ACCEPTED,
        "Canceled",
        "Marketplace",
    )
    assert (item_quantities(model), item_quantities(model, ITEM_B)) == (
        (2, 0, 2, "Marketplace"),
        (2, 0, 2, "Marketplace"),
    )
    assert last_answer(model_day_by_day(paid_order(), *[order(order_status="Canceled")] * 2)) == UNCHANGED


def test_a_canceled_record_may_name_the_cause_and_cancels_the_rest_of_a_shipped_order():
    canceled = order(order_status="Canceled", cancellation_cause="BuyerCanceled")
    model = model_day_by_day(paid_order(), confirmation(ITEM_A, "1"), canceled)
    assert (item_quantities(model), order_status(model)) == ((2, 1, 1, "BuyerCanceled"), "Shipped")
    assert model.known[ORDER_ID].items[ITEM_A].asked


def test_a_canceled_record_that_comes_before_its_order_takes_effect_when_all_items_are_placed():
    early = feed(order(order_status="Canceled"), received=at(5, 9), name="a")
    model = model_after(
        (at(5, 18), [early, feed(paid_order(), received=at(5, 10), name="b"), feed(paid_order(ITEM_B), received=at(5))])
    )
    assert (all_answers(model), order_status(model)) == ([ACCEPTED] * 3, "Canceled")


def test_a_canceled_record_of_an_unknown_order_is_held_and_then_unknown():
    assert last_answer(model_day_by_day(order(order_status="Canceled"))) == HELD
    model = model_on_days((5, order(order_status="Canceled")), (12, None))
    assert model.released[0][-2:] == ("rejected", (18028,))
    settled = model_on_days((5, order(order_status="Canceled")), (12, paid_order()))
    assert (settled.released[0][-2:], order_status(settled)) == (ACCEPTED, "Canceled")


def test_shipped_on_a_canceled_order_disagrees_unless_our_clock_canceled_it():
    model = model_day_by_day(order(), payment("Failed"), paid_order(order_status="Shipped"))
    assert (last_answer(model), notice_kinds(model, 3)) == (rejected(70002), ["marketplace-disagrees"])
    assert not model.orders()[ORDER_ID]["refund_due"]
    model = model_on_days((5, paid_order()), (36, None), (37, paid_order(order_status="Shipped")), authority="here")
    assert (last_answer(model), notice_kinds(model, 3)) == (rejected(70002), [])


def test_verified_on_an_order_canceled_before_its_verification_is_a_refund_due():
    model = model_day_by_day(order(), payment("Failed"), paid_order(), paid_order())
    assert (all_answers(model)[2:], model.orders()[ORDER_ID]["refund_due"]) == ([rejected(70002)] * 2, True)


def test_a_conflict_refuses_the_facts_and_never_the_status():
    ship, cancel = paid_order(quantity="3", order_status="Shipped"), order(quantity="3", order_status="Canceled")
    assert last_answer(model_day_by_day(order(), ship)) == ("warning", (70007, 70015))
    assert last_answer(model_day_by_day(order(), cancel)) == ACCEPTED
    assert last_answer(model_day_by_day(order(), payment("Failed"), ship)) == rejected(70007)
    assert last_answer(model_on_days((5, order()), (36, ship))) == rejected(70007)


def test_an_unshipped_report_verifies_at_payments_date_else_reporting_date_and_needs_no_money():
    model = model_day_by_day(unshipped_row())
    assert (last_answer(model), model.orders()[ORDER_ID]["verified_at"]) == (warned(70021), at(5, 11))
    assert model_day_by_day(unshipped_row(payments_date="2026-10-05T10:30:00+09:00")).orders()[ORDER_ID][
        "verified_at"
    ] == at(5, 10, 30)
    assert last_answer(model_day_by_day(unshipped_row(ship_address_1=""))) == rejected(70101)


def test_an_unshipped_report_that_saw_more_leave_ships_the_difference():
    model = model_day_by_day(
        paid_order(quantity="5"),
        confirmation(ITEM_A, "1"),
        unshipped_row(quantity="5", shipped="3"),
        unshipped_row(quantity="5"),
    )
    assert all_answers(model)[2:] == [ELSEWHERE, UNCHANGED]
    assert (item_quantities(model), [p["units"] for p in model.shipments()[ORDER_ID, ITEM_A]]) == (
        (5, 3, 0, ""),
        [1, 2],
    )
    assert last_answer(model_day_by_day(paid_order(), unshipped_row(shipped="9"))) == ELSEWHERE


def test_a_pending_report_places_a_pending_order_and_tells_the_method():
    model = model_day_by_day(pending_row(payment_type="CVS"), paid_order())
    assert (all_answers(model), order_status(model)) == ([ACCEPTED] * 2, "Unshipped")
    assert (model.orders()[ORDER_ID]["method"], model.orders()[ORDER_ID]["prepaid"]) == ("CVS", True)
    assert last_answer(model_day_by_day(paid_order(), pending_row())) == UNCHANGED


def test_an_all_orders_row_moves_the_items_of_its_sku():
    model = model_day_by_day(order(), order(ITEM_B, sku="CUP-2"), all_orders_row("Shipped", last_updated_date=UPDATED))
    assert (last_answer(model), order_status(model), item_quantities(model)) == (
        ELSEWHERE,
        "PartiallyShipped",
        (2, 2, 0, ""),
    )
    assert model.orders()[ORDER_ID]["verified_at"] == at(6, 9)
    model = model_day_by_day(
        paid_order(),
        paid_order(ITEM_B, sku="CUP-2"),
        all_orders_row("Shipped", item_status="Cancelled"),
        all_orders_row("Cancelled"),
    )
    assert all_answers(model)[2:] == [ACCEPTED] * 2
    assert (item_quantities(model), item_quantities(model, ITEM_B)) == ((2, 0, 2, "Marketplace"),) * 2


def test_an_item_status_that_is_given_outweighs_the_order_status():
    assert last_answer(model_day_by_day(paid_order(), all_orders_row("Shipped", item_status="Unshipped"))) == UNCHANGED
    assert last_answer(model_day_by_day(paid_order(), all_orders_row("Unshipped", item_status="Shipped"))) == ELSEWHERE


@pytest.mark.parametrize("spelling", ["Cancelled", "canceled", "Canceled - by buyer", "CANCELLED"])
def test_statuses_of_an_all_orders_report_are_read_in_any_spelling(spelling):
    assert order_status(model_day_by_day(paid_order(), all_orders_row(spelling))) == "Canceled"


def test_delivered_is_kept_once_and_the_first_time_wins():
    first = all_orders_row("Shipped - Delivered to Buyer", last_updated_date="2026-10-07T09:00:00+09:00")
    model = model_day_by_day(paid_order(), confirmation(), first, all_orders_row("Shipped - Delivered"))
    assert (all_answers(model)[2:], model.orders()[ORDER_ID]["delivered"]) == ([ACCEPTED, UNCHANGED], at(7, 9))
    assert (
        model_day_by_day(paid_order(), confirmation(), all_orders_row("Shipped - Out for Delivery")).orders()[ORDER_ID][
            "delivered"
        ]
        is None
    )


def test_an_all_orders_row_never_places_and_is_foreign_when_its_hold_ends():
    model = model_on_days((5, all_orders_row("Shipped")), (12, None))
    assert (all_answers(model), model.orders()) == ([HELD], {})
    assert model.released[0][-2:] == UNCHANGED
    assert model.foreign == [(1, "all-orders report.txt", 1)]


@pytest.mark.parametrize("channel", ["AFN", "Amazon"])
def test_an_order_that_the_marketplace_fulfils_is_foreign_at_once(channel):
    model = model_day_by_day(all_orders_row("Shipped", fulfillment_channel=channel), paid_order())
    assert (all_answers(model)[0], order_status(model), len(model.foreign)) == (("unchanged", ()), "Unshipped", 1)


@pytest.mark.parametrize("channel", ["AFN", "Amazon"])
def test_an_order_of_ours_that_the_marketplace_fulfils_is_a_warning(channel):
    model = model_day_by_day(paid_order(), all_orders_row("Shipped", fulfillment_channel=channel))
    assert (last_answer(model), order_status(model), model.foreign) == (warned(70007), "Unshipped", [])


def test_an_all_orders_row_of_an_unknown_sku_waits_for_its_item():
    model = model_day_by_day(
        paid_order(), all_orders_row("Shipped", sku="CUP-2"), paid_order(ITEM_B, sku="CUP-2"), order()
    )
    assert (all_answers(model)[1], model.released) == (HELD, [(3, 2, "all-orders report.txt", 1, "warning", (70015,))])


def test_unequal_all_orders_rows_never_clash_and_a_later_picture_of_an_item_counts():
    days = ("5", "5", "6")
    statuses = ("Unshipped", "Unshipped", "Shipped")
    updated = [f"2026-10-0{day}T11:30:00+09:00" for day in days]
    rows = [all_orders_row(word, last_updated_date=at_) for word, at_ in zip(statuses, updated, strict=True)]
    model = model_after((at(5, 18), [feed(paid_order(), received=at(5))]), (at(6, 18), [feed(*rows, received=at(6))]))
    assert all_answers(model)[1:] == [UNCHANGED, UNCHANGED, ELSEWHERE]


def test_more_all_orders_rows_than_items_move_nothing_unless_they_agree():
    first = (at(5, 18), [feed(paid_order(), received=at(5))])
    rows = (all_orders_row("Unshipped"), all_orders_row("Shipped"))
    assert all_answers(model_after(first, (at(6, 18), [feed(*rows, received=at(6))])))[1:] == [UNCHANGED, UNCHANGED]
    rows = (all_orders_row("Shipped"), all_orders_row("Shipped"))
    assert all_answers(model_after(first, (at(6, 18), [feed(*rows, received=at(6))])))[1:] == [ELSEWHERE, UNCHANGED]


def test_nothing_moves_an_order_before_our_time():
    old = {"purchase_date": "2026-09-01T10:00:00+09:00"}
    model = model_day_by_day(
        paid_order(**old),
        paid_order(order_status="Shipped", **old),
        all_orders_row("Shipped - Delivered"),
        payment("Verified"),
    )
    assert all_answers(model)[1:] == [UNCHANGED, UNCHANGED, rejected(70002)]
    known = model.orders()[ORDER_ID]
    assert (known["cause"], known["delivered"], known["refund_due"], model.notices) == (
        "BeforeOurTime",
        None,
        False,
        [],
    )
