"""Step 1: the first record of an order. Order process, 1.1, 1.4, 1.7, 2.1, 2.3 and 13.4."""

from datetime import UTC, datetime

import pandas as pd
import pytest

from tests.histories.answers import (
    ACCEPTED,
    HELD,
    UNCHANGED,
    all_answers,
    item_quantities,
    last_answer,
    order_status,
    rejected,
    warned,
)
from tests.histories.builders import (
    FULL,
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    at,
    cancellation,
    feed,
    inventory,
    order,
    paid_order,
    payment,
)
from tests.support.product_runs import message_values, product_after, product_day_by_day, stored_order

OLD = "2026-09-04T10:00:00+09:00"


def test_an_order_record_without_payment_is_placed_pending():
    product = product_day_by_day(order())
    assert (last_answer(product), order_status(product), item_quantities(product)) == (
        ACCEPTED,
        "Pending",
        (2, 0, 0, ""),
    )


def test_the_cut_off_is_the_end_of_the_thirtieth_day_after_the_purchase_day():
    assert stored_order(product_day_by_day(order()))["cut_off"].isoformat() == "2026-11-04T14:59:59.999999+00:00"


def test_a_payments_date_verifies_at_that_instant():
    assert stored_order(product_day_by_day(paid_order()))["verified"] == at(5, 11)


def test_a_status_without_date_verifies_at_its_update_else_when_received():
    unshipped = order(order_status="Unshipped") | FULL
    assert stored_order(product_day_by_day(unshipped | {"last-updated-date": "2026-10-05T11:30:00+09:00"}))[
        "verified"
    ] == at(5, 11, 30)
    assert stored_order(product_day_by_day(unshipped))["verified"] == at(5)


@pytest.mark.parametrize("text", ["Shipped", "PartiallyShipped"])
def test_a_status_further_on_verifies_too(text):
    assert stored_order(product_day_by_day(paid_order(order_status=text)))["verified"] == at(5, 11)


def test_order_status_pending_wins_over_a_payments_date():
    assert order_status(product_day_by_day(paid_order(order_status="Pending"))) == "Pending"


def test_one_verifying_row_verifies_the_whole_order():
    model = product_after((at(5, 18), [feed(order(), paid_order(ITEM_B), received=at(5))]))
    assert (order_status(model), all_answers(model)) == ("Unshipped", [ACCEPTED, ACCEPTED])


def test_the_rows_of_one_message_place_one_order():
    product = product_after((at(5, 18), [feed(paid_order(), paid_order(ITEM_B, "3"), received=at(5), records=(1, 1))]))
    assert (all_answers(product), item_quantities(product), item_quantities(product, ITEM_B)) == (
        [ACCEPTED],
        (2, 0, 0, ""),
        (3, 0, 0, ""),
    )


def test_an_order_record_with_a_form_error_in_one_row_places_nothing():
    product = product_after(
        (at(5, 18), [feed(paid_order(), paid_order(ITEM_B, "many"), received=at(5), records=(1, 1))])
    )
    assert (all_answers(product), product.orders()) == ([rejected(70102)], {})


def test_a_verified_order_needs_an_address_but_no_price_and_no_recipient():
    expected = {
        "ship-address-1": rejected(70101),
        "ship-postal-code": rejected(70101),
        "recipient-name": ACCEPTED,
        "currency": ("warning", (70021,)),
        "item-price": ("warning", (70021,)),
    }
    rows = [paid_order(order_id=f"999-0000002-{n:07d}") | {missing: ""} for n, missing in enumerate(expected)]
    product = product_after((at(5, 18), [feed(*rows, received=at(5))]))
    assert (all_answers(product), len(product.orders())) == (list(expected.values()), 3)


def payment_terms(methods):
    """Prepaid and deadline of a Pending order of each payment method."""
    rows = [order(order_id=f"999-0000002-{n:07d}", payment_method=method) for n, method in enumerate(methods)]
    orders = product_after((at(5, 18), [feed(*rows, received=at(5))])).orders()
    return {(placed["prepaid"], placed["deadline"]) for placed in orders.values()}


def test_a_method_paid_in_advance_has_a_deadline_at_the_end_of_the_sixth_day():
    methods = ["CVS", "cvs", "ConvenienceStore", "ATM", "EMoney", "PayEasy", "BankTransfer", "コンビニ"]
    assert payment_terms(methods) == {(True, datetime(2026, 10, 11, 14, 59, 59, 999999, tzinfo=UTC))}


def test_other_methods_have_no_deadline():
    assert payment_terms(["", "COD", "Other"]) == {(False, None)}


def test_a_given_deadline_makes_any_order_prepaid_and_a_day_counts_to_its_end():
    placed = stored_order(product_day_by_day(order(payment_method="COD", payment_deadline="2026-10-08")))
    assert (placed["prepaid"], placed["paid_by"].isoformat()) == (True, "2026-10-08T14:59:59.999999+00:00")


def test_an_order_paid_after_its_deadline_is_placed_and_stays_pending_with_a_refund_due():
    late = paid_order(payment_deadline="2026-10-05T10:30:00+09:00")
    product = product_after((at(5, 10, 15), [feed(late, received=at(5, 10, 15))]))
    assert (last_answer(product), order_status(product), stored_order(product)["refund_due"]) == (
        warned(70005),
        "Pending",
        True,
    )
    assert message_values(product) == [(70005, "", "", "2026-10-05")]


def test_an_order_before_our_time_is_placed_closed_without_stock():
    product = product_after(
        (
            at(5, 18),
            [feed(paid_order(purchase_date=OLD), received=at(5)), feed(inventory(quantity="9"), received=at(5, 9))],
        )
    )
    placed = product.orders()[ORDER_ID]
    assert (placed["status"], placed["cause"], placed["verified_at"]) == ("Canceled", "BeforeOurTime", None)
    assert (item_quantities(product), product.stock()) == ((2, 0, 2, "BeforeOurTime"), {"TEA-1": 9})
    assert (last_answer(product), stored_order(product)["refund_due"]) == (ACCEPTED, False)


def test_an_order_before_our_time_is_not_told_that_it_was_paid_late():
    late = paid_order(purchase_date=OLD, payment_method="CVS", payments_date="2026-09-20T10:00:00+09:00")
    product = product_after((at(5, 18), [feed(late, received=at(5))]))
    assert (all_answers(product), stored_order(product)["refund_due"]) == ([ACCEPTED], False)


def test_an_order_before_our_time_takes_repeats_and_further_items_and_stays_closed():
    old_order = paid_order(purchase_date=OLD)
    product = product_day_by_day(
        old_order,
        old_order | {"order-status": "Shipped"},
        old_order | {"order-item-id": ITEM_B},
        inventory(quantity="1"),
        cancellation(),
    )
    assert all_answers(product) == [ACCEPTED, UNCHANGED, ACCEPTED, ACCEPTED, UNCHANGED]
    assert (item_quantities(product, ITEM_B), product.stock()) == ((2, 0, 2, "BeforeOurTime"), {"TEA-1": 1})


def test_an_order_on_its_last_day_is_not_before_our_time():
    assert order_status(product_day_by_day(paid_order(purchase_date="2026-09-05T10:00:00+09:00"))) == "Unshipped"


def test_a_record_that_says_canceled_places_nothing_and_waits_for_its_order():
    bare = {"order-id": ORDER_ID, "order-item-id": ITEM_A, "order-status": "Canceled", "quantity-purchased": ""}
    product = product_after((at(5, 18), [feed(bare, received=at(5))]))
    assert (all_answers(product), product.orders()) == ([HELD], {})
    assert product_after((at(5, 18), [feed(bare, received=at(5))]), (at(12, 18), [])).released[0][4:] == rejected(18028)


def test_a_record_that_says_canceled_adds_no_item_to_a_known_order():
    bare = {"order-id": ORDER_ID, "order-item-id": ITEM_B, "order-status": "Canceled", "quantity-purchased": ""}
    assert set(product_day_by_day(paid_order(), bare).orders()[ORDER_ID]["items"]) == {ITEM_A}


def test_the_promise_is_the_end_of_the_second_business_day_after_verification():
    monday = product_day_by_day(order(), payment("Verified", payment_date="2026-10-05T20:00:00+09:00"))
    assert stored_order(monday)["promise"].isoformat() == "2026-10-07T14:59:59.999999+00:00"


def test_a_pending_order_has_no_promise():
    assert stored_order(product_day_by_day(order()))["promise"] is pd.NaT


def test_ids_of_items_keep_their_leading_zeros():
    assert set(product_day_by_day(order(item="00000000000007")).orders()[ORDER_ID]["items"]) == {"00000000000007"}
