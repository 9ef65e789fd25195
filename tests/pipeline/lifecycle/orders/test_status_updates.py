"""What order records say of the status: it only moves forward, but for what our own clock had presumed."""

import pandas as pd
import pytest

from pipeline.lifecycle import first_report
from tests.histories.answers import ACCEPTED, HELD, UNCHANGED, Answer, order_status, rejected, warned
from tests.histories.builders import (
    FULL,
    ORDER_ID,
    all_orders_row,
    at,
    cancellation,
    confirmation,
    feed,
    inventory,
    order,
    paid_order,
    payment,
    pending_row,
    run_on,
    unshipped_row,
)
from tests.support.product_rules import instant
from tests.support.product_runs import item_values, last_run_answers, product_after, stored_order, stored_shipments

B = "10000000000011"
LATER = {"last_updated_date": "2026-10-06T09:00:00+09:00"}
KONBINI = {"payment_method": "CVS"}


def first_run(*files):
    return at(5, 18), files or [feed(paid_order(), received=at(5))]


def test_shipped_confirms_what_is_open_on_its_item_as_a_parcel_without_carrier():
    product = product_after(
        first_run(feed(paid_order(), paid_order(B, "3"), received=at(5))),
        run_on(6, order(**FULL, order_status="Shipped")),
    )
    assert last_run_answers(product) == [warned(70015)]
    assert stored_shipments(product, "item_key", "units", "carrier", "tracking", "elsewhere") == [
        (10000000000010, 2, "", "", True)
    ]
    assert order_status(product) == "PartiallyShipped"


def test_shipped_verifies_a_pending_order_and_ships_by_its_last_update():
    product = product_after(
        first_run(feed(order(), received=at(5))), run_on(6, order(**FULL, **LATER, order_status="Shipped"))
    )
    assert (order_status(product), last_run_answers(product)) == ("Shipped", [warned(70015)])
    [(shipped,)] = stored_shipments(product, "shipped_at")
    assert shipped == instant(at(6, 9)) == stored_order(product).verified


def test_shipped_after_the_cut_off_by_its_own_date_is_refused_whole():
    late = order(**FULL, order_status="Shipped", last_updated_date="2026-11-04T23:59:00+09:00", buyer_name="青木")
    product = product_after(first_run(), (at(36, 0, 1), [feed(late, received=at(35, 23))]))
    assert last_run_answers(product) == [warned(70015)]
    late["last-updated-date"] = "2026-11-05T00:00:01+09:00"
    product = product_after(first_run(), (at(35, 23, 30), [feed(late, received=at(35, 23))]))
    assert last_run_answers(product) == [rejected(70004)]
    assert product.text[0]["buyer-name"].tolist() == [""]


def test_partially_shipped_only_verifies():
    product = product_after(
        first_run(feed(order(), received=at(5))), run_on(6, order(**FULL, order_status="PartiallyShipped"))
    )
    assert (order_status(product), last_run_answers(product)) == ("Unshipped", [ACCEPTED])


def test_the_unshipped_report_ships_what_it_counts_beyond_ours():
    runs = [first_run(feed(paid_order(quantity="5"), received=at(5))), run_on(6, confirmation(quantity="1"))]
    product = product_after(*runs, run_on(7, unshipped_row(quantity="5", shipped="3")))
    assert last_run_answers(product) == [warned(70015)]
    assert stored_shipments(product, "units", "elsewhere") == [(1, False), (2, True)]
    product = product_after(*runs, run_on(7, unshipped_row(quantity="5", shipped="1")))
    assert last_run_answers(product) == [UNCHANGED]


def test_canceled_ends_what_is_open_whatever_its_facts_say():
    product = product_after(first_run(), run_on(6, order(quantity="9", order_status="Canceled")))
    assert (order_status(product), last_run_answers(product)) == ("Canceled", [ACCEPTED])
    assert product.orders()[ORDER_ID]["cause"] == "Marketplace"
    again = product_after(
        first_run(), run_on(6, order(order_status="Canceled")), run_on(7, order(order_status="Canceled"))
    )
    assert last_run_answers(again) == [UNCHANGED]


def test_the_cause_of_a_cancellation_is_the_one_that_is_given():
    product = product_after(first_run(), run_on(6, order(order_status="Canceled", cancellation_cause="Fraud")))
    assert product.orders()[ORDER_ID]["cause"] == "Fraud"


def test_a_status_older_than_ours_changes_nothing():
    shipped = product_after(first_run(), run_on(6, confirmation()), run_on(7, order(**FULL, order_status="Unshipped")))
    assert (order_status(shipped), last_run_answers(shipped)) == ("Shipped", [UNCHANGED])
    verified = product_after(first_run(), run_on(6, order(**FULL, order_status="Pending")))
    assert (order_status(verified), last_run_answers(verified)) == ("Unshipped", [UNCHANGED])


def test_shipped_on_what_the_seller_canceled_is_refused():
    product = product_after(first_run(), run_on(6, cancellation()), run_on(7, order(**FULL, order_status="Shipped")))
    assert (order_status(product), last_run_answers(product)) == ("Canceled", [rejected(70002)])


def test_a_conflict_refuses_the_facts_and_never_the_status():
    product = product_after(first_run(), run_on(6, order(**FULL, quantity="2", item_price="1", order_status="Shipped")))
    assert (order_status(product), last_run_answers(product)) == ("Shipped", [warned(70007, 70015)])


def test_what_the_cut_off_took_is_alive_when_the_marketplace_says_unshipped():
    runs = [
        first_run(feed(inventory(quantity="5"), received=at(5, 9)), feed(paid_order(), received=at(5))),
        (at(36, 18), []),
    ]
    assert (order_status(product_after(*runs)), product_after(*runs).stock()) == ("Canceled", {"TEA-1": 5})
    product = product_after(*runs, run_on(37, unshipped_row()))
    assert (order_status(product), last_run_answers(product)) == ("Unshipped", [warned(70016)])
    assert product.stock() == {"TEA-1": 3}
    assert item_values(product, "presumed", "canceled", "cause", "reported_run") == (0, 0, 0, 3)
    assert stored_order(product).waived
    confirmed = product_after(
        *runs, run_on(37, unshipped_row()), run_on(38, confirmation(ship_date="2026-11-07")), (at(40, 18), [])
    )
    assert order_status(confirmed) == "Shipped"


def test_an_older_record_does_not_refute_the_clock():
    old = order(**FULL, order_status="Unshipped", last_updated_date="2026-11-05T17:00:00+09:00")
    product = product_after(first_run(), (at(36, 18), []), run_on(37, old))
    assert (order_status(product), last_run_answers(product)) == ("Canceled", [UNCHANGED])


def test_here_the_clock_decides():
    product = product_after(first_run(), (at(36, 18), []), run_on(37, unshipped_row()), authority="here")
    assert (order_status(product), last_run_answers(product)) == ("Canceled", [UNCHANGED])


def test_a_payment_in_time_that_is_told_late_reopens_what_was_never_paid():
    runs = [first_run(feed(order(**KONBINI), received=at(5))), (at(12, 18), [])]
    in_time = payment("Verified", payment_date="2026-10-11T23:59:00+09:00")
    product = product_after(*runs, run_on(13, in_time))
    assert (order_status(product), last_run_answers(product)) == ("Unshipped", [warned(70016)])
    assert not stored_order(product).refund_due
    late = payment("Verified", payment_date="2026-10-12T00:00:00+09:00")
    assert last_run_answers(product_after(*runs, run_on(13, late))) == [rejected(70002)]
    assert last_run_answers(product_after(*runs, run_on(13, in_time), authority="here")) == [rejected(70002)]


def test_an_order_record_paid_in_time_reopens_too():
    runs = [first_run(feed(order(**KONBINI), received=at(5))), (at(12, 18), [])]
    record = order(**FULL, **KONBINI, payments_date="2026-10-11T23:59:00+09:00")
    product = product_after(*runs, run_on(13, record))
    assert (order_status(product), last_run_answers(product)) == ("Unshipped", [warned(70016)])


def test_only_what_the_clock_took_comes_back():
    runs = [
        first_run(feed(paid_order(quantity="5"), received=at(5))),
        run_on(6, cancellation(item="10000000000010", quantity="2")),
    ]
    product = product_after(*runs, (at(36, 18), []), run_on(37, unshipped_row(quantity="5")))
    assert item_values(product, "canceled", "presumed") == (2, 0)
    assert order_status(product) == "Unshipped"


def test_grace_delays_the_payment_clock_of_the_one_who_decides():
    runs = [first_run(feed(order(**KONBINI), received=at(5)))]
    at_noon = (at(12, 12), [])
    assert order_status(product_after(*runs, at_noon, authority="here", grace_hours=13)) == "Pending"
    assert order_status(product_after(*runs, at_noon, authority="here", grace_hours=12)) == "Canceled"
    assert order_status(product_after(*runs, at_noon)) == "Canceled"


def test_a_row_with_the_quantity_of_all_items_of_its_sku_means_them_all():
    other = paid_order("10000000000012", "1", sku="OTHER")
    product = product_after(
        first_run(feed(paid_order(), paid_order(B, "3"), other, received=at(5))),
        run_on(6, all_orders_row("Shipped", quantity="5")),
    )
    assert last_run_answers(product) == [warned(70015)]
    assert stored_shipments(product, "item_key", "units") == [(10000000000010, 2), (10000000000011, 3)]


def test_an_item_that_the_report_calls_canceled_is_canceled_alone():
    runs = [first_run(feed(paid_order(), paid_order(B, "3", sku="OTHER"), received=at(5)))]
    product = product_after(*runs, run_on(6, all_orders_row("Shipped", sku="OTHER", item_status="Cancelled")))
    assert item_values(product, "canceled", "shipped", key=B) == (3, 0)
    assert item_values(product, "canceled", "shipped") == (0, 0)


@pytest.mark.parametrize(
    "row",
    [all_orders_row("Shipped", fulfillment_channel="AFN"), all_orders_row("Shipped", fulfillment_channel="Amazon")],
)
def test_orders_that_the_marketplace_ships_are_nobodys_here(row):
    product = product_after(run_on(5, row))
    assert last_run_answers(product) == [Answer("unchanged", ())]
    assert product.results[-1].foreign["order_id"].tolist() == [ORDER_ID]
    product = product_after(first_run(), run_on(6, row))
    assert (last_run_answers(product), order_status(product)) == ([warned(70007)], "Unshipped")
    assert product.results[-1].foreign["order_id"].tolist() == []


def test_a_row_of_no_order_is_held_and_then_nobodys():
    product = product_after(run_on(5, all_orders_row("Shipped")))
    assert last_run_answers(product) == [HELD]
    product = product_after(run_on(5, all_orders_row("Shipped")), (at(12, 18), []))
    assert product.released == [(2, 1, "all-orders report.txt", 1, *UNCHANGED)]


def test_a_sku_that_the_order_has_not_is_held_until_it_comes():
    runs = [first_run(), run_on(6, all_orders_row("Shipped", sku="OTHER"))]
    assert last_run_answers(product_after(*runs)) == [HELD]
    product = product_after(*runs, run_on(7, paid_order(B, "3", sku="OTHER")))
    assert item_values(product, "shipped", key=B) == (3,)


def test_a_status_that_comes_before_its_order_in_the_same_night_takes_effect():
    early = feed(order(order_status="Canceled"), received=at(5, 9), name="a")
    product = product_after((at(5, 18), [early, feed(paid_order(), received=at(5, 10), name="b")]))
    assert (order_status(product), last_run_answers(product)) == ("Canceled", [ACCEPTED, ACCEPTED])
    reported = first_report.mark_reported(product.state, 9, pd.Timestamp(0, tz="UTC"))
    assert (reported.items["canceled"] == 2).all()


def test_delivered_is_told_once():
    runs = [first_run(), run_on(6, confirmation())]
    row = all_orders_row("Shipped - Delivered to Buyer", last_updated_date="2026-10-08T10:00:00+09:00")
    product = product_after(*runs, run_on(8, row))
    assert stored_order(product).delivered == instant(at(8, 10))
    later = all_orders_row("Shipped - Delivered to Buyer", last_updated_date="2026-10-09T10:00:00+09:00")
    assert stored_order(product_after(*runs, run_on(8, row), run_on(9, later))).delivered == instant(at(8, 10))


def test_a_pending_report_places_without_price_or_address():
    product = product_after(run_on(5, pending_row(payment_type="CVS")))
    assert (order_status(product), product.orders()[ORDER_ID]["prepaid"]) == ("Pending", True)


def test_an_order_before_our_time_never_moves():
    product = product_after((at(50, 18), [feed(paid_order(), received=at(50))]), run_on(51, unshipped_row(shipped="2")))
    assert (order_status(product), last_run_answers(product)) == ("Canceled", [UNCHANGED])


def test_what_the_marketplace_calls_canceled_too_is_a_presumption_no_more():
    runs = [first_run(feed(order(**KONBINI), received=at(5))), (at(12, 18), [])]
    canceled = run_on(15, order(order_status="Canceled", last_updated_date="2026-10-15T09:00:00+09:00"))
    old = run_on(16, order(**FULL, order_status="Unshipped", last_updated_date="2026-10-13T09:00:00+09:00"))
    assert order_status(product_after(*runs, old)) == "Unshipped"
    assert order_status(product_after(*runs, canceled, old)) == "Canceled"


def test_an_amount_that_comes_after_the_charge_is_a_conflict():
    runs = [first_run(), run_on(6, confirmation(quantity="1", item="10000000000010"))]
    assert last_run_answers(product_after(first_run(), run_on(6, paid_order(shipping_price="500")))) == [ACCEPTED]
    assert last_run_answers(product_after(*runs, run_on(7, paid_order(shipping_price="500")))) == [rejected(70007)]
    assert last_run_answers(product_after(*runs, run_on(7, paid_order(shipping_price="0")))) == [UNCHANGED]


def test_an_order_that_is_alive_again_is_no_longer_missed():
    runs = [first_run(), run_on(6, unshipped_row(order_id="999-0000001-0000002")), (at(36, 18), [])]
    assert str(stored_order(product_after(*runs)).not_in_marketplace) != "NaT"
    back = run_on(37, order(**FULL, order_status="Unshipped"))
    assert str(stored_order(product_after(*runs, back)).not_in_marketplace) == "NaT"
