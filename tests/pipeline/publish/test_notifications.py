"""What a run tells buyer and seller (order process, steps 2 to 4 and 7)."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from pipeline.model.order_state import OrderState
from pipeline.publish.notifications import notices_of_orders, numbered_notices, ordered_notices
from schemas.codes import ORDER_CANCELED
from schemas.formats.fields import BUYER, RECIPIENT
from schemas.order_ids import OrderIds
from schemas.statuses import CAUSE, Event
from schemas.stored_frames import empty
from tests.support.order_states import (
    NO_CANCELLATIONS,
    NO_EVENTS,
    VERIFIED,
    at,
    cancellation_rows,
    journal_rows,
    order_key,
    order_state,
)

AS_OF = at("06 23:30")
NOTHING = OrderState.empty()
ONE = [{}]
PENDING = order_state((1, {}, ONE))
OPEN = order_state((1, VERIFIED, ONE))


def notice_rows(before, after, events=NO_EVENTS, cancellations=NO_CANCELLATIONS, authority="marketplace", run=7):
    facts = notices_of_orders(before, after, events, cancellations, run)
    ordered = ordered_notices(facts, OrderIds.of({}))
    return numbered_notices(ordered, np.arange(1, len(facts) + 1), run=run, as_of=AS_OF, authority=authority)


def notice_values(*states, **more):
    """(to, kind, about) of every notice, in order."""
    return list(notice_rows(*states, **more)[["to", "kind", "about"]].itertuples(index=False, name=None))


def notice_kinds(*states, **more):
    return notice_rows(*states, **more)["kind"].tolist()


@pytest.mark.parametrize("states", [(NOTHING, NOTHING), (NOTHING, PENDING), (PENDING, OPEN)])
def test_notices_have_the_declared_columns_where_nothing_is_canceled_or_sent(states):
    facts = notices_of_orders(*states, NO_EVENTS, NO_CANCELLATIONS, 7)
    assert facts.dtypes.equals(empty("notice_facts").dtypes)


def test_a_verified_order_is_confirmed_to_the_buyer_and_notified_to_the_seller():
    after = order_state((1, VERIFIED | {"latest_delivery": "09 23:59"}, ONE))
    delivery = at("09 23:59")
    assert notice_values(PENDING, after)[0] == ("buyer", "order-confirmation", delivery)
    assert notice_values(NOTHING, after)[1][:2] == ("seller", "order-notice")
    assert notice_kinds(after, after) == []


def test_a_pending_order_and_one_placed_closed_are_told_to_nobody():
    closed = VERIFIED | {"cause": CAUSE["BeforeOurTime"]}
    cancellations = cancellation_rows((2, {"cause": CAUSE["BeforeOurTime"]}))
    assert (
        notice_kinds(NOTHING, order_state((1, {}, ONE), (2, closed, [{"canceled": 1}])), cancellations=cancellations)
        == []
    )


def test_an_order_found_alive_is_confirmed_again_and_the_seller_is_told_so():
    alive = journal_rows((1, Event.REINSTATE, {}))
    presumed = order_state((1, VERIFIED | {"cause": CAUSE["ConfirmationDeadline"]}, [{"canceled": 1}]))
    for before in (presumed, PENDING):
        assert notice_kinds(before, OPEN, alive) == ["order-confirmation", "order-reinstated"]
    assert notice_kinds(presumed, presumed, journal_rows((1, Event.REINSTATE, {"took": False}))) == []


@pytest.mark.parametrize(
    ("was", "now", "about"),
    [
        ({"latest_delivery": "09"}, {"latest_delivery": "10"}, "10"),
        ({"latest_ship": "07"}, {"latest_ship": "08"}, "08"),
        ({"latest_ship": "07", "latest_delivery": "09"}, {"latest_ship": "08", "latest_delivery": "11"}, "11"),
        ({"latest_ship": "07", "latest_delivery": "09"}, {"latest_ship": "08", "latest_delivery": "09"}, "08"),
        (
            {"earliest_delivery": "07", "latest_delivery": "09"},
            {"earliest_delivery": "08", "latest_delivery": "09"},
            "09",
        ),
    ],
)
def test_a_later_change_of_the_estimated_dates_is_told_to_the_buyer(was, now, about):
    before, after = order_state((1, VERIFIED | was, ONE)), order_state((1, VERIFIED | now, ONE))
    assert notice_values(before, after) == [("buyer", "dates-revised", at(about))]


def test_dates_that_were_not_known_or_of_an_order_that_was_pending_are_no_change():
    dated = order_state((1, VERIFIED | {"latest_ship": "08"}, ONE))
    assert notice_kinds(OPEN, dated) == []
    assert notice_kinds(dated, OPEN) == []
    pending = order_state((1, {"latest_ship": "07"}, ONE))
    assert "dates-revised" not in notice_kinds(pending, dated)


def test_what_is_canceled_of_an_item_is_told_to_the_buyer_once():
    after = order_state(
        (1, VERIFIED, [{"item": 1, "ordered": 3, "canceled": 3}, {"item": 2, "ordered": 3, "canceled": 1}])
    )
    before = order_state((1, VERIFIED, [{"item": 1, "ordered": 3}, {"item": 2, "ordered": 3}]))
    cancellations = cancellation_rows((1, {"units": 1}), (1, {"units": 2, "at": "06 21:00"}), (1, {"item": 2}))
    rows = notice_rows(before, after, cancellations=cancellations)
    assert rows["kind"].tolist() == ["order-canceled"] * 2
    assert rows["item_key"].tolist() == [10_000_000_000_001, 10_000_000_000_002]
    assert rows["about"].tolist() == [at("06 21:00"), at("06 20:00")]


def test_a_pending_order_that_is_canceled_is_told_to_the_buyer_and_not_to_the_seller():
    failed = order_state((1, {"cause": CAUSE["PaymentFailed"]}, [{"canceled": 1}]))
    cancellations = cancellation_rows((1, {"cause": CAUSE["PaymentFailed"]}))
    assert notice_values(PENDING, failed, cancellations=cancellations) == [("buyer", "order-canceled", at("06 20:00"))]


def test_every_new_parcel_is_told_to_the_buyer_by_its_ship_date():
    first = {"number": 1, "shipped_at": "06 00:00"}
    before = order_state((1, VERIFIED, [{"ordered": 3, "shipped": 1}], [first]))
    more = [first, {"number": 10, "shipped_at": "08 00:00"}, {"number": 2, "shipped_at": "07 00:00"}]
    after = order_state((1, VERIFIED, [{"ordered": 3, "shipped": 3}], more))
    rows = notice_rows(before, after)
    assert rows["kind"].tolist() == ["shipment-confirmed"] * 2
    assert rows["about"].tolist() == [at("07 00:00"), at("08 00:00")]


def test_the_seven_day_warning_goes_to_the_seller_in_its_run_alone():
    warned = order_state((1, VERIFIED | {"warned": 7}, ONE))
    assert notice_values(OPEN, warned) == [("seller", "verge-of-cancellation", at("11-04 23:59"))]
    assert notice_values(warned, warned, run=8) == []


def test_the_invitation_to_leave_feedback_goes_to_the_buyer_in_its_run_alone():
    invited = order_state((1, VERIFIED | {"invited": 7}, [{"shipped": 1}]))
    assert notice_kinds(OPEN, invited) == ["feedback-invitation"]
    assert notice_kinds(invited, invited, run=8) == []


def test_fraud_after_verification_stops_the_shipment_and_before_it_tells_the_seller_nothing():
    fraud = {"cause": CAUSE["Fraud"]}
    cancellations = cancellation_rows((1, fraud))
    assert notice_kinds(OPEN, order_state((1, VERIFIED | fraud, [{"canceled": 1}])), cancellations=cancellations) == [
        "stop-shipment",
        "order-canceled",
    ]
    assert notice_kinds(PENDING, order_state((1, fraud, [{"canceled": 1}])), cancellations=cancellations) == [
        "order-canceled"
    ]


def test_a_shipped_record_on_an_order_canceled_by_anything_but_our_clock_is_a_disagreement():
    refused = journal_rows((1, Event.SHIPPED_ELSEWHERE, {"code": ORDER_CANCELED, "took": False}))
    for cause, expected in (("NoInventory", ["marketplace-disagrees"]), ("ConfirmationDeadline", [])):
        over = order_state((1, VERIFIED | {"cause": CAUSE[cause]}, [{"canceled": 1}]))
        assert notice_kinds(over, over, refused) == expected
    over = order_state((1, VERIFIED | {"cause": CAUSE["NoInventory"]}, [{"canceled": 1}]))
    assert notice_kinds(over, over, journal_rows((1, Event.CONFIRM, {"code": ORDER_CANCELED, "took": False}))) == []


def test_a_changed_address_is_told_to_the_seller_when_a_report_shows_the_old_one():
    redirected = journal_rows((1, Event.REDIRECT, {}))
    reported = order_state((1, VERIFIED, [{"reported_run": 3}]))
    assert notice_kinds(reported, reported, redirected) == ["address-changed"]
    assert notice_kinds(OPEN, reported, redirected) == []
    assert notice_kinds(reported, reported, journal_rows((1, Event.REDIRECT, {"took": False}))) == []


def test_notices_are_numbered_by_order_item_and_kind_and_name_run_and_instant():
    before = order_state((1, {}, ONE), (2, VERIFIED, [{"item": 1}, {"item": 2}]))
    after = order_state(
        (1, VERIFIED, ONE),
        (2, VERIFIED | {"warned": 7}, [{"item": 1, "shipped": 1}, {"item": 2, "canceled": 1}], [{}]),
    )
    rows = notice_rows(before, after, cancellations=cancellation_rows((2, {"item": 2})))
    assert rows[["number", "order_key", "item_key", "kind"]].to_numpy().tolist() == [
        [1, order_key(1), -1, "order-confirmation"],
        [2, order_key(1), -1, "order-notice"],
        [3, order_key(2), -1, "verge-of-cancellation"],
        [4, order_key(2), 10000000000001, "shipment-confirmed"],
        [5, order_key(2), 10000000000002, "order-canceled"],
    ]
    assert rows["run"].unique().tolist() == [7]
    assert rows["at"].unique().tolist() == [AS_OF]


@pytest.mark.parametrize(("authority", "sender"), [("marketplace", "marketplace"), ("here", "here")])
def test_the_seller_hears_from_us_and_the_buyer_from_whoever_runs_the_marketplace(authority, sender):
    rows = notice_rows(PENDING, OPEN, authority=authority)
    assert dict(zip(rows["to"], rows["sent_by"], strict=True)) == {"buyer": sender, "seller": "ordermill"}


def test_a_notice_holds_no_buyer_data_and_fits_its_stored_table():
    for rows in (notice_rows(NOTHING, OPEN), notice_rows(NOTHING, NOTHING), notice_rows(OPEN, OPEN)):
        pd.testing.assert_series_equal(rows.dtypes, empty("notices").dtypes)
        assert not {column.name for column in (*BUYER, *RECIPIENT)} & set(rows.columns)


def test_the_books_are_left_as_they_were():
    before, after = replace(OPEN), replace(OPEN, orders=OPEN.orders.assign(warned=7))
    copies = [frame.copy() for frame in after.tables().values()]
    notice_rows(before, after)
    for frame, copy in zip(after.tables().values(), copies, strict=True):
        pd.testing.assert_frame_equal(frame, copy)
