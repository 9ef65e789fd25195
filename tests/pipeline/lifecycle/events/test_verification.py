"""Step 2: payments. Order process, 2.2 and 2.3."""

from tests.histories.answers import (
    ACCEPTED,
    UNCHANGED,
    all_answers,
    item_quantities,
    last_answer,
    order_status,
    rejected,
)
from tests.histories.builders import at, cancellation, confirmation, feed, inventory, order, paid_order, payment
from tests.support.product_runs import message_values, product_after, product_day_by_day, stored_order

CVS = order(payment_method="CVS")
DUE = "2026-10-12"


def product_of_payments(*payments, first=CVS):
    """A Pending order of October 5th, due at the end of the 11th, and payments received on the 6th at noon."""
    files = [feed(row, received=at(6), name=f"{n}.txt") for n, row in enumerate(payments)]
    return product_after((at(5, 18), [feed(first, received=at(5))]), (at(6, 18), files))


def test_a_verified_payment_verifies_at_its_date_or_when_it_was_received():
    assert stored_order(product_of_payments(payment("Verified", payment_date="2026-10-05T20:00:00+09:00")))[
        "verified"
    ] == at(5, 20)
    product = product_of_payments(payment("Verified"))
    assert (last_answer(product), order_status(product), stored_order(product)["verified"]) == (
        ACCEPTED,
        "Unshipped",
        at(6),
    )


def test_a_verified_order_is_verified_once():
    product = product_of_payments(payment("Verified", payment_date="2026-10-05T20:00:00+09:00"), payment("Verified"))
    assert (all_answers(product)[1:], stored_order(product)["verified"]) == ([ACCEPTED, UNCHANGED], at(5, 20))


def test_a_payment_in_the_future_or_before_the_purchase_day_is_no_date():
    dates = ("2026-10-06T12:00:01+09:00", "2026-10-04T23:59:59+09:00", "2026-10-05T00:00:00+09:00")
    product = product_of_payments(*(payment("Verified", payment_date=date) for date in dates))
    assert all_answers(product)[1:] == [rejected(70103), rejected(70103), ACCEPTED]
    assert message_values(product)[0] == (70103, "payment-date", "2026-10-06T12:00:01+09:00", "window")


def test_a_payment_after_the_deadline_is_refused_with_a_refund_due():
    late = payment("Verified", payment_date="2026-10-12T00:00:00+09:00")
    product = product_after((at(5, 18), [feed(CVS, received=at(5))]), (at(12, 18), [feed(late, received=at(12))]))
    assert (last_answer(product), item_quantities(product)[3]) == (rejected(70005), "PaymentDeadline")
    assert (message_values(product), stored_order(product)["refund_due"]) == ([(70005, "", "", "2026-10-11")], True)


def test_the_last_microsecond_of_the_deadline_is_in_time_however_late_the_run():
    paid_last = payment("Verified", payment_date="2026-10-11T23:59:59+09:00")
    product = product_after((at(5, 18), [feed(CVS, received=at(5))]), (at(14), [feed(paid_last, received=at(12))]))
    assert (last_answer(product), order_status(product)) == (ACCEPTED, "Unshipped")


def test_attempts_are_accepted_once_each_and_leave_the_order_pending():
    rows = [payment(status, payment_reference="P1") for status in ("Pending", "Retrying", "Declined", "Declined")]
    product = product_of_payments(*rows)
    assert (all_answers(product)[1:], order_status(product)) == ([ACCEPTED] * 3 + [UNCHANGED], "Pending")


def test_an_attempt_of_an_earlier_run_is_remembered():
    again = payment("Declined", payment_reference="P1")
    assert all_answers(product_day_by_day(CVS, again, again | {"payment-reference": "P2"}, again)) == [ACCEPTED] * 3 + [
        UNCHANGED
    ]


def test_an_attempt_that_was_refused_for_its_date_was_not_applied_before():
    early = payment("Declined", payment_date="2026-10-06T13:00:00+09:00")
    files = [feed(early, received=at(6, hour), name=f"{hour}.txt") for hour in (12, 14, 15)]
    product = product_after((at(5, 18), [feed(CVS, received=at(5))]), (at(6, 18), files))
    assert all_answers(product)[1:] == [rejected(70103), ACCEPTED, UNCHANGED]


def test_unsuccessful_payments_of_a_verified_order_are_refused():
    rows = [payment(status) for status in ("Pending", "Retrying", "Declined", "Failed")]
    assert all_answers(product_of_payments(*rows, first=paid_order()))[1:] == [rejected(70006)] * 4


def test_failed_cancels_a_pending_order_and_is_final():
    product = product_of_payments(
        *(payment(status) for status in ("Failed", "Failed", "Fraud", "Declined", "Verified"))
    )
    assert all_answers(product)[1:] == [ACCEPTED, UNCHANGED, UNCHANGED, rejected(70002), rejected(70002)]
    assert (item_quantities(product), stored_order(product)["refund_due"]) == ((2, 0, 2, "PaymentFailed"), True)
    assert message_values(product)[-1] == (70002, "", "2026-10-06", "PaymentFailed")


def test_fraud_cancels_a_pending_order():
    assert item_quantities(product_of_payments(payment("Fraud"))) == (2, 0, 2, "Fraud")


def test_fraud_stops_a_verified_order_until_something_has_shipped():
    assert item_quantities(product_of_payments(payment("Fraud"), first=paid_order())) == (2, 0, 2, "Fraud")
    assert last_answer(
        product_day_by_day(paid_order(), confirmation("10000000000010", "1"), payment("Fraud"))
    ) == rejected(70006)


def test_verified_on_an_order_that_was_canceled_after_verification_is_unchanged():
    product = product_day_by_day(paid_order(), cancellation(), payment("Verified"))
    assert (last_answer(product), stored_order(product)["refund_due"]) == (UNCHANGED, False)


def test_failed_and_fraud_put_stock_back():
    for status in ("Failed", "Fraud"):
        stock = feed(inventory(quantity="5"), received=at(5, 9))
        product = product_after(
            (at(5, 18), [stock, feed(order(), received=at(5)), feed(payment(status), received=at(5, 13))])
        )
        assert product.stock() == {"TEA-1": 5}


def test_payments_of_one_order_in_one_feed_apply_one_after_the_other():
    rows = (payment("Declined", payment_reference="P1"), payment("Verified", payment_reference="P2"))
    product = product_after((at(5, 18), [feed(order(), received=at(5)), feed(*rows, received=at(5, 13))]))
    assert (all_answers(product)[1:], order_status(product)) == ([ACCEPTED, ACCEPTED], "Unshipped")
