"""Placement, filling, conflicts, verification and payments in the reference model."""

import pytest

from tests.histories.answers import UNCHANGED, all_answers, item_quantities, last_answer, order_status, rejected
from tests.histories.builders import (
    FULL,
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    at,
    feed,
    model_after,
    model_day_by_day,
    order,
    paid_order,
    payment,
)


def test_an_order_record_without_payment_is_placed_pending():
    model = model_day_by_day(order())
    assert (last_answer(model), order_status(model), item_quantities(model)) == (
        ("accepted", ()),
        "Pending",
        (2, 0, 0, ""),
    )


def test_the_cut_off_is_the_end_of_the_thirtieth_day_after_the_purchase_day():
    cut_off = model_day_by_day(order()).orders()[ORDER_ID]["cut_off"]
    assert cut_off.astimezone(at(1).tzinfo).isoformat() == "2026-11-04T14:59:59.999999+00:00"


def test_a_payments_date_verifies_at_that_instant():
    assert model_day_by_day(paid_order()).orders()[ORDER_ID]["verified_at"] == at(5, 11)


def test_a_status_without_date_verifies_at_its_update_else_when_received():
    unshipped = order(order_status="Unshipped", last_updated_date="2026-10-05T11:30:00+09:00") | FULL
    assert model_day_by_day(unshipped).orders()[ORDER_ID]["verified_at"] == at(5, 11, 30)
    assert model_day_by_day(order(order_status="Unshipped") | FULL).orders()[ORDER_ID]["verified_at"] == at(5)


def test_order_status_pending_wins_over_a_payments_date():
    assert order_status(model_day_by_day(paid_order(order_status="Pending"))) == "Pending"


def test_a_verifying_record_without_price_and_address_is_a_form_error():
    model = model_day_by_day(order(order_status="Unshipped"))
    assert (last_answer(model), model.orders()) == (rejected(70101), {})


@pytest.mark.parametrize("method", ["CVS", "cvs", "BankTransfer", "PayEasy", "コンビニ"])
def test_an_advance_method_has_a_deadline_at_the_end_of_the_sixth_day(method):
    known = model_day_by_day(order(payment_method=method)).orders()[ORDER_ID]
    assert known["prepaid"]
    assert known["deadline"].isoformat() == "2026-10-11T14:59:59.999999+00:00"


@pytest.mark.parametrize("method", ["", "COD", "Other"])
def test_other_methods_have_no_deadline(method):
    known = model_day_by_day(order(payment_method=method)).orders()[ORDER_ID]
    assert (known["prepaid"], known["deadline"]) == (False, None)


def test_a_given_deadline_makes_any_order_prepaid_and_a_day_counts_to_its_end():
    known = model_day_by_day(order(payment_method="Other", payment_deadline="2026-10-08")).orders()[ORDER_ID]
    assert known["prepaid"]
    assert known["deadline"].isoformat() == "2026-10-08T14:59:59.999999+00:00"


def test_an_order_record_paid_after_its_deadline_is_placed_and_warned():
    model = model_day_by_day(paid_order(payment_method="Other", payment_deadline="2026-10-04"))
    assert last_answer(model) == ("warning", (70005,))
    assert item_quantities(model) == (2, 0, 2, "PaymentDeadline")


def test_an_order_before_our_time_is_placed_closed_and_never_verified():
    model = model_day_by_day(paid_order(purchase_date="2026-09-04T10:00:00+09:00"))
    known = model.orders()[ORDER_ID]
    assert last_answer(model) == ("accepted", ())
    assert (known["status"], known["cause"], known["verified_at"]) == ("Canceled", "BeforeOurTime", None)


def test_an_order_on_its_last_day_is_not_before_our_time():
    assert order_status(model_day_by_day(paid_order(purchase_date="2026-09-05T10:00:00+09:00"))) == "Unshipped"


def test_a_repeated_order_record_is_unchanged():
    assert last_answer(model_day_by_day(paid_order(), paid_order())) == UNCHANGED


def test_what_was_blank_is_filled_and_what_is_blank_erases_nothing():
    model = model_day_by_day(order(), order() | FULL, order(product_name="茶"), order(), order() | FULL)
    assert all_answers(model) == [("accepted", ())] * 3 + [UNCHANGED] * 2


def test_other_facts_are_a_conflict_and_none_of_the_record_applies():
    model = model_day_by_day(order(), order(quantity="3", product_name="茶"), order(product_name="麦茶"))
    assert all_answers(model) == [("accepted", ()), rejected(70007), ("accepted", ())]
    assert item_quantities(model) == (2, 0, 0, "")


def test_a_conflict_still_verifies():
    model = model_day_by_day(order(), paid_order(quantity="3"))
    assert (last_answer(model), order_status(model)) == (("warning", (70007,)), "Unshipped")


def test_a_new_item_is_placed_like_a_first_one():
    model = model_day_by_day(paid_order(), order(item=ITEM_B, quantity="5"))
    assert (last_answer(model), item_quantities(model, ITEM_B)) == (("accepted", ()), (5, 0, 0, ""))


def test_a_new_item_of_a_canceled_order_is_refused_but_a_conflict_comes_first():
    unpaid = payment("Failed")
    assert last_answer(model_day_by_day(order(), unpaid, order(item=ITEM_B))) == rejected(70002)
    assert last_answer(
        model_day_by_day(order() | FULL, unpaid, order(item=ITEM_B, recipient_name="別の人"))
    ) == rejected(70007)


def test_verified_again_on_a_canceled_order_depends_on_whether_it_ever_was():
    assert last_answer(model_day_by_day(order(), payment("Failed"), paid_order())) == rejected(70002)
    assert last_answer(model_day_by_day(paid_order(), payment("Fraud"), paid_order())) == UNCHANGED


def test_several_items_of_one_record_apply_together_or_not_at_all():
    model = model_after(
        (at(5, 18), [feed(paid_order(), paid_order(ITEM_B), received=at(5), records=(1, 1))]),
        (at(6, 18), [feed(paid_order(product_name="茶"), paid_order(ITEM_B, "9"), received=at(6), records=(1, 1))]),
        (at(7, 18), [feed(paid_order(product_name="麦茶"), received=at(7))]),
    )
    assert all_answers(model) == [("accepted", ()), rejected(70007), ("accepted", ())]


def test_a_newer_record_renews_the_deadline_of_a_pending_order():
    model = model_day_by_day(order(payment_deadline="2026-10-08"), order(payment_deadline="2026-10-09"))
    assert last_answer(model) == ("accepted", ())
    assert model.orders()[ORDER_ID]["deadline"].isoformat() == "2026-10-09T14:59:59.999999+00:00"


def test_a_verified_payment_verifies_once():
    model = model_day_by_day(
        order(), payment("Verified", payment_date="2026-10-05T20:00:00+09:00"), payment("Verified")
    )
    assert all_answers(model)[1:] == [("accepted", ()), UNCHANGED]
    assert model.orders()[ORDER_ID]["verified_at"] == at(5, 20)


def test_a_payment_after_the_deadline_is_refused():
    model = model_after(
        (at(5, 18), [feed(order(payment_method="CVS"), received=at(5))]),
        (at(12, 18), [feed(payment("Verified"), received=at(12))]),
    )
    assert (last_answer(model), item_quantities(model)[3]) == (rejected(70005), "PaymentDeadline")


@pytest.mark.parametrize("day", ["2026-10-04T23:59:59+09:00", "2026-10-07T12:00:01+09:00"])
def test_a_payment_before_the_purchase_day_or_after_it_was_received_is_no_date(day):
    model = model_day_by_day(order(), order(), payment("Verified", payment_date=day))
    assert last_answer(model) == rejected(70103)


def test_an_attempt_is_accepted_once_and_unchanged_when_equal_in_all_columns():
    again = payment("Declined", payment_reference="P1")
    model = model_day_by_day(order(), again, payment("Pending", payment_reference="P1"), again)
    assert all_answers(model)[1:] == [("accepted", ()), ("accepted", ()), UNCHANGED]


@pytest.mark.parametrize("status", ["Pending", "Retrying", "Declined", "Failed"])
def test_an_unsuccessful_payment_after_verification_is_refused(status):
    assert last_answer(model_day_by_day(paid_order(), payment(status))) == rejected(70006)


def test_failed_cancels_a_pending_order_and_says_nothing_new_afterwards():
    model = model_day_by_day(order(), payment("Failed"), payment("Failed"), payment("Declined"), payment("Verified"))
    assert all_answers(model)[1:] == [("accepted", ()), UNCHANGED, rejected(70002), rejected(70002)]
    assert item_quantities(model) == (2, 0, 2, "PaymentFailed")


def test_the_clock_cancels_a_pending_order_past_its_deadline_and_not_at_it():
    placed = (at(5, 18), [feed(order(payment_deadline="2026-10-08T12:00:00+09:00"), received=at(5))])
    assert order_status(model_after(placed, (at(8), []))) == "Pending"
    assert item_quantities(model_after(placed, (at(8, 12, 1), []))) == (2, 0, 2, "PaymentDeadline")


def test_a_pending_order_without_deadline_waits_without_limit():
    assert order_status(model_after((at(5, 18), [feed(order(), received=at(5))]), (at(90), []))) == "Pending"


def test_the_items_are_named_by_the_feed():
    assert set(model_day_by_day(order(), order(item=ITEM_B)).orders()[ORDER_ID]["items"]) == {ITEM_A, ITEM_B}
