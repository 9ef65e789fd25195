"""What the marketplace lists, beside what we hold: marked, never moved."""

from tests.histories.answers import order_status
from tests.histories.builders import ORDER_ID, at, feed, order, paid_order, pending_row, run_on, unshipped_row
from tests.support.product_rules import instant
from tests.support.product_runs import product_after, stored_order

OTHER = {"order_id": "999-0000001-0000002"}


PAID = run_on(5, paid_order())


def snapshot_marks(product):
    stored = stored_order(product)
    return {name for name in ("not_in_marketplace", "gone_from_pending") if str(stored[name]) != "NaT"}


def test_an_order_that_the_unshipped_report_misses_is_marked_and_stays_as_it_is():
    product = product_after(PAID, run_on(6, unshipped_row(**OTHER)))
    assert stored_order(product).not_in_marketplace == instant(at(6))
    assert order_status(product) == "Unshipped"


def test_it_is_cleared_by_a_later_report_that_lists_it():
    assert snapshot_marks(product_after(PAID, run_on(6, unshipped_row(**OTHER)), run_on(7, unshipped_row()))) == set()


def test_an_order_verified_less_than_an_hour_before_is_left_alone():
    late = paid_order(payments_date="2026-10-06T11:00:01+09:00")
    assert (
        snapshot_marks(
            product_after(run_on(5, order()), (at(6, 18), [feed(late, received=at(6, 11, 30)), unshipped_report()]))
        )
        == set()
    )
    early = paid_order(payments_date="2026-10-06T10:59:00+09:00")
    runs = run_on(5, order()), (at(6, 18), [feed(early, received=at(6, 11, 30)), unshipped_report()])
    assert snapshot_marks(product_after(*runs)) == {"not_in_marketplace"}


def unshipped_report(**more):
    return feed(unshipped_row(**OTHER, **more), received=at(6, 12))


def test_a_refused_row_still_lists_its_order():
    broken = unshipped_row(quantity_to_ship="1", recipient_name="")
    product = product_after(PAID, run_on(6, unshipped_row(**OTHER), broken))
    assert snapshot_marks(product) == set()


def test_refused_rows_that_are_dropped_back_are_no_listing():
    assert snapshot_marks(product_after(PAID, run_on(6, unshipped_row(**OTHER, refused="1/a/1")))) == set()


def test_the_newest_listing_of_a_night_counts():
    first, last = unshipped_report(), feed(unshipped_row(), received=at(6, 13), name="later")
    assert snapshot_marks(product_after(PAID, (at(6, 18), [first, last]))) == set()


def test_a_pending_order_that_the_pending_report_misses_is_marked_likewise():
    product = product_after(run_on(5, order()), run_on(6, pending_row(**OTHER)))
    assert snapshot_marks(product) == {"gone_from_pending"}
    assert product.orders()[ORDER_ID]["status"] == "Pending"
    assert snapshot_marks(product_after(run_on(5, order()), run_on(6, pending_row()))) == set()


def test_a_listing_of_one_kind_says_nothing_of_the_other():
    assert snapshot_marks(product_after(PAID, run_on(6, pending_row(**OTHER)))) == set()
