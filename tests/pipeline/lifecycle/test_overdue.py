"""The clock rules: what `as_of` ends. Steps 2 and 4.3."""

from tests.histories.answers import item_quantities, order_status
from tests.histories.builders import at, confirmation, feed, inventory, order, paid_order
from tests.support.product_runs import product_after, stored_order


def placed(row):
    return at(5, 18), [feed(row, received=at(5))]


def test_the_clock_cancels_a_pending_order_past_its_deadline_and_not_at_it():
    due = order(payment_deadline="2026-10-08T12:00:00+09:00")
    assert order_status(product_after(placed(due), (at(8), []))) == "Pending"
    product = product_after(placed(due), (at(8, 12, 1), []))
    assert (item_quantities(product), stored_order(product)["canceled_at"]) == (
        (2, 0, 2, "PaymentDeadline"),
        at(8, 12, 1),
    )


def test_a_pending_order_without_deadline_waits_without_limit():
    assert order_status(product_after(placed(order()), (at(90), []))) == "Pending"


def test_the_clock_cancels_what_is_open_after_the_cut_off_and_not_at_it():
    assert order_status(product_after(placed(paid_order()), (at(35, 23, 59), []))) == "Unshipped"
    product = product_after(placed(paid_order()), (at(36, 0), []))
    assert (order_status(product), item_quantities(product)) == ("Canceled", (2, 0, 2, "ConfirmationDeadline"))


def test_what_was_shipped_before_the_cut_off_stays_shipped():
    product = product_after(
        placed(paid_order()), (at(6), [feed(confirmation(quantity="1"), received=at(6))]), (at(40), [])
    )
    assert (order_status(product), item_quantities(product)) == ("Shipped", (2, 1, 1, "ConfirmationDeadline"))


def test_a_pending_order_is_not_ended_by_the_cut_off():
    due = order(payment_deadline="2027-01-01")
    assert order_status(product_after(placed(due), (at(60), []))) == "Pending"


def test_a_clock_rule_ends_an_order_once():
    product = product_after(placed(paid_order()), (at(36), []), (at(40), []))
    assert (stored_order(product)["canceled_at"], item_quantities(product)) == (
        at(36),
        (2, 0, 2, "ConfirmationDeadline"),
    )
    assert product.results[-1].clock_canceled.empty


def test_the_clock_puts_stock_back():
    stock = feed(inventory(quantity="5"), received=at(5, 9))
    for row, later in ((paid_order(), at(36)), (order(payment_method="CVS"), at(12))):
        product = product_after((at(5, 18), [stock, feed(row, received=at(5))]), (later, []))
        assert product.stock() == {"TEA-1": 5}


def test_one_late_run_does_the_work_of_all_missed_nights():
    empty_runs = [(at(day), []) for day in range(6, 37)]
    assert (
        product_after(placed(paid_order()), *empty_runs[-1:]).orders()
        == product_after(placed(paid_order()), *empty_runs[::10], empty_runs[-1]).orders()
    )
