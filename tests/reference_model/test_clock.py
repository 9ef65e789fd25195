"""The clock, the snapshots and the Orders report of each run in the reference model."""

from datetime import date

import pytest

from tests.histories.answers import notice_kinds
from tests.histories.builders import (
    ITEM_A,
    ITEM_B,
    ORDER_ID,
    all_orders_row,
    at,
    cancellation,
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

OTHER = {"order_id": "999-0000001-0000002"}


def only_order(model):
    return model.orders()[ORDER_ID]


def test_the_seller_is_warned_once_from_the_seventh_day_before_the_day_of_the_cut_off():
    model = model_after(
        (at(5, 18), [feed(paid_order(), received=at(5))]), (at(27, 23), []), (at(28, 0), []), (at(29), [])
    )
    assert [entry for entry in model.notices if entry[1].startswith("verge")] == [
        (3, "verge-of-cancellation", ORDER_ID, "")
    ]
    assert only_order(model)["warned"]


def test_nobody_is_warned_of_what_is_pending_shipped_or_just_canceled():
    for row in (order(), paid_order(order_status="Shipped")):
        assert not only_order(model_on_days((5, row), (29, None)))["warned"]
    assert not only_order(model_on_days((5, paid_order()), (36, None)))["warned"]


def test_the_buyer_is_invited_once_when_the_parcel_has_arrived_as_far_as_we_know():
    model = model_on_days((5, paid_order()), (6, confirmation()), (12, None), (13, None), (14, None))
    assert [entry for entry in model.notices if entry[1].startswith("feedback")] == [
        (4, "feedback-invitation", ORDER_ID, "")
    ]
    assert only_order(model)["invited"]


def test_an_invitation_follows_the_delivery_told_else_the_latest_delivery_date_else_the_promise():
    def invited_by(day, *rows):
        runs = [(5 + n, row) for n, row in enumerate(rows)]
        return only_order(model_on_days(*runs, (day, None)))["invited"]

    delivered = all_orders_row("Shipped - Delivered", last_updated_date="2026-10-06T09:00:00+09:00")
    assert invited_by(8, paid_order(), confirmation(), delivered)
    dated = paid_order(latest_delivery_date="2026-10-09")
    assert (invited_by(9, dated, confirmation()), invited_by(10, dated, confirmation())) == (False, True)
    promised = paid_order(latest_ship_date="2026-10-09")
    assert (invited_by(14, promised, confirmation()), invited_by(15, promised, confirmation())) == (False, True)


def test_no_buyer_of_a_canceled_or_half_shipped_order_is_invited():
    assert not only_order(model_on_days((5, paid_order()), (6, cancellation()), (30, None)))["invited"]
    assert not only_order(model_on_days((5, paid_order()), (6, confirmation(ITEM_A, "1")), (30, None)))["invited"]


@pytest.mark.parametrize(
    ("verified", "days_off", "promised"),
    [
        ("2026-10-05", (), "2026-10-07"),
        ("2026-10-08", (), "2026-10-12"),
        ("2026-10-10", (), "2026-10-13"),
        ("2026-10-08", (12,), "2026-10-13"),
        ("2026-10-12", (12,), "2026-10-14"),
        ("2026-10-12", (9, 12), "2026-10-14"),
    ],
)
def test_the_promise_is_the_end_of_the_second_business_day(verified, days_off, promised):
    off = frozenset(date(2026, 10, day) for day in days_off)
    model = model_on_days((13, paid_order(payments_date=f"{verified}T12:00:00+09:00")), days_off=off)
    assert model.known[ORDER_ID].promise.astimezone(at(1).tzinfo).isoformat() == f"{promised}T14:59:59.999999+00:00"


def test_an_open_order_that_an_unshipped_report_does_not_hold_is_marked_until_one_does():
    model = model_on_days((5, paid_order()), (6, unshipped_row(**OTHER)))
    assert only_order(model)["not_in_marketplace"] == at(6)
    refused = unshipped_row() | {"quantity-purchased": "1.0"}
    listed = model_on_days((5, paid_order()), (6, unshipped_row(**OTHER)), (7, refused))
    assert only_order(listed)["not_in_marketplace"] is None
    nothing = unshipped_row(ITEM_B, "0")
    unlisted = model_on_days((5, paid_order()), (6, unshipped_row(**OTHER)), (7, nothing))
    assert only_order(unlisted)["not_in_marketplace"] == at(7)


def test_only_what_was_verified_more_than_an_hour_before_a_snapshot_should_stand_in_it():
    for minute, since in ((0, None), (1, at(5, 12, 1))):
        files = [feed(paid_order(), received=at(5, 11, 30)), feed(unshipped_row(**OTHER), received=at(5, 12, minute))]
        assert only_order(model_after((at(5, 18), files)))["not_in_marketplace"] == since


def test_rows_that_were_refused_before_are_no_snapshot_and_only_the_newest_counts():
    corrected = unshipped_row(**OTHER) | {"refused": "1/unshipped.txt/3"}
    assert only_order(model_on_days((5, paid_order()), (6, corrected)))["not_in_marketplace"] is None
    older, newer = (
        feed(unshipped_row(**OTHER), received=at(6), name="z"),
        feed(unshipped_row(), received=at(6, 13), name="a"),
    )
    model = model_after((at(5, 18), [feed(paid_order(), received=at(5))]), (at(6, 18), [older, newer]))
    assert only_order(model)["not_in_marketplace"] is None


def test_a_pending_order_that_a_pending_report_does_not_hold_is_marked():
    assert only_order(model_on_days((5, order()), (6, pending_row(**OTHER))))["gone_from_pending"] == at(6)
    assert only_order(model_on_days((5, order()), (6, pending_row())))["gone_from_pending"] is None
    paid_in_time = model_on_days((5, paid_order()), (6, pending_row(**OTHER)))
    assert (only_order(paid_in_time)["gone_from_pending"], only_order(paid_in_time)["not_in_marketplace"]) == (
        None,
        None,
    )


def test_each_item_of_a_verified_order_is_reported_in_one_run():
    model = model_day_by_day(paid_order(), order(), order(ITEM_B))
    assert [only_order(model)["items"][key]["reported"] for key in (ITEM_A, ITEM_B)] == [1, 3]
    assert only_order(model_day_by_day(order()))["items"][ITEM_A]["reported"] == 0
    assert only_order(model_day_by_day(order(), payment("Failed")))["items"][ITEM_A]["reported"] == 0
    both = [feed(paid_order(), received=at(5)), feed(cancellation(), received=at(5))]
    assert only_order(model_after((at(5, 18), both)))["items"][ITEM_A]["reported"] == 1


def test_the_notices_of_an_order_tell_its_life():
    model = model_day_by_day(paid_order(), paid_order(ITEM_B), confirmation(ITEM_A), cancellation(ITEM_B))
    assert [(run, kind, item) for run, kind, _, item in model.notices] == [
        (1, "order-confirmation", ""),
        (1, "order-notice", ""),
        (3, "shipment-confirmed", ITEM_A),
        (4, "order-canceled", ITEM_B),
    ]


def test_every_cancellation_is_told_by_item():
    assert notice_kinds(model_day_by_day(paid_order(), cancellation(ITEM_A, "1")), 2) == ["order-canceled"]
    assert notice_kinds(
        model_day_by_day(paid_order(), confirmation(ITEM_A, "1"), order(order_status="Canceled")), 3
    ) == ["order-canceled"]
    assert notice_kinds(model_on_days((5, paid_order()), (36, None)), 2) == ["order-canceled"]
    assert notice_kinds(model_day_by_day(order(), payment("Failed")), 2) == ["order-canceled"]


def test_fraud_on_a_verified_order_stops_the_shipment():
    assert notice_kinds(model_day_by_day(paid_order(), payment("Fraud")), 2) == ["order-canceled", "stop-shipment"]
    assert notice_kinds(model_day_by_day(order(), payment("Fraud")), 2) == ["order-canceled"]
