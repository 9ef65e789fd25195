"""What the marketplace lists, beside what we hold: marked, never moved."""

from tests.histories.builders import O, at, feed, order, paid, pending, unshipped
from tests.support.product_rules import instant
from tests.support.product_runs import order_status, product_after, stored_order

OTHER = {"order_id": "999-0000001-0000002"}


def told_on(day, *rows, **more):
    return at(day, 18), [feed(*rows, received=at(day), **more)]


PAID = told_on(5, paid())


def marks(product):
    found = stored_order(product)
    return {name for name in ("not_in_marketplace", "gone_from_pending") if str(found[name]) != "NaT"}


def test_an_order_that_the_unshipped_report_misses_is_marked_and_stays_as_it_is():
    product = product_after(PAID, told_on(6, unshipped(**OTHER)))
    assert stored_order(product).not_in_marketplace == instant(at(6))
    assert order_status(product) == "Unshipped"


def test_it_is_cleared_by_a_later_report_that_lists_it():
    assert marks(product_after(PAID, told_on(6, unshipped(**OTHER)), told_on(7, unshipped()))) == set()


def test_an_order_verified_less_than_an_hour_before_is_left_alone():
    late = paid(payments_date="2026-10-06T11:00:01+09:00")
    assert (
        marks(product_after(told_on(5, order()), (at(6, 18), [feed(late, received=at(6, 11, 30)), listing()]))) == set()
    )
    early = paid(payments_date="2026-10-06T10:59:00+09:00")
    runs = told_on(5, order()), (at(6, 18), [feed(early, received=at(6, 11, 30)), listing()])
    assert marks(product_after(*runs)) == {"not_in_marketplace"}


def listing(**more):
    return feed(unshipped(**OTHER, **more), received=at(6, 12))


def test_a_refused_row_still_lists_its_order():
    broken = unshipped(quantity_to_ship="1", recipient_name="")
    product = product_after(PAID, told_on(6, unshipped(**OTHER), broken))
    assert marks(product) == set()


def test_refused_rows_that_are_dropped_back_are_no_listing():
    assert marks(product_after(PAID, told_on(6, unshipped(**OTHER, refused="1/a/1")))) == set()


def test_the_newest_listing_of_a_night_counts():
    first, last = listing(), feed(unshipped(), received=at(6, 13), name="later")
    assert marks(product_after(PAID, (at(6, 18), [first, last]))) == set()


def test_a_pending_order_that_the_pending_report_misses_is_marked_likewise():
    product = product_after(told_on(5, order()), told_on(6, pending(**OTHER)))
    assert marks(product) == {"gone_from_pending"}
    assert product.orders()[O]["status"] == "Pending"
    assert marks(product_after(told_on(5, order()), told_on(6, pending()))) == set()


def test_a_listing_of_one_kind_says_nothing_of_the_other():
    assert marks(product_after(PAID, told_on(6, pending(**OTHER)))) == set()
