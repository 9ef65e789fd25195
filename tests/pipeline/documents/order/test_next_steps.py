"""What happens next to an order, and when."""

import pandas as pd
import pytest

from pipeline.documents.order.next_steps import next_steps
from pipeline.documents.order.order_history import OrderHistory
from pipeline.queries.orders.load_history import load_history
from pipeline.store import open_reader
from pipeline.workspace.settings import Settings
from schemas.formats.payment_feed import PAYMENTS
from tests.support.order_answers import show_order
from tests.support.stored_workspace import StoredWorkspace

AFTER = pd.Timestamp("2026-10-09T00:00:00Z")
BEFORE = pd.Timestamp("2026-10-06T00:00:00Z")


def next_events(folder, number="0000001"):
    return [(step["event"], step["at"]) for step in show_order(folder, number).document["next"]]


def test_a_pending_order_waits_for_its_payment_until_the_deadline(demo):
    assert next_events(demo, "0000029") == [("payment", None), ("payment-deadline", "2026-11-11T23:59:59+09:00")]


def test_where_this_is_the_marketplace_the_deadline_has_its_hours_of_grace(tmp_path):
    stored_workspace = StoredWorkspace(tmp_path / "books", 'authority = "here"\npayment_grace_hours = 6\n')
    stored_workspace.put(**stored_workspace.order(1, verified=None, paid_by=AFTER))
    assert next_events(stored_workspace.root)[-1] == ("payment-deadline", "2026-10-09T15:00:00+09:00")


def test_without_a_deadline_it_waits_without_limit_and_late_money_is_due_back(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, verified=None, refund_due=True))
    assert [event for event, _ in next_events(stored_workspace.root)] == ["payment", "late-money", "no-deadline"]


def test_a_pending_order_that_the_marketplace_no_longer_lists_says_so(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, verified=None, gone_from_pending=BEFORE))
    assert ("gone-from-pending", "2026-10-06T09:00:00+09:00") in next_events(stored_workspace.root)
    assert show_order(stored_workspace.root, "0000001").document["flags"] == ["gone-from-pending"]


def test_an_open_order_has_its_promise_its_warning_and_its_cut_off(demo):
    assert next_events(demo, "0000030") == [
        ("promise", "2026-11-09T23:59:59+09:00"),
        ("warning", "2026-11-28T00:00:00+09:00"),
        ("cut-off", "2026-12-05T23:59:59+09:00"),
    ]


@pytest.mark.parametrize(
    ("cut_off", "warning"),
    [
        ("2026-11-06T23:59:59.999999-05:00", "2026-10-30T00:00:00-04:00"),
        ("2027-03-17T23:59:59.999999-04:00", "2027-03-10T00:00:00-05:00"),
    ],
)
def test_the_warning_is_of_the_seventh_day_before_the_cut_off_where_clocks_change_between(tmp_path, cut_off, warning):
    stored_workspace = StoredWorkspace(tmp_path / "books", 'zone = "America/New_York"\n')
    stored_workspace.put(**stored_workspace.order(1, cut_off=pd.Timestamp(cut_off).tz_convert("UTC")))
    assert ("warning", warning) in next_events(stored_workspace.root)


def test_a_promise_that_is_past_is_late_and_a_given_date_counts_before_the_estimate(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, latest_ship=BEFORE))
    assert next_events(stored_workspace.root)[0] == ("late", "2026-10-06T09:00:00+09:00")


def test_a_cut_off_that_was_waived_does_not_come(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, waived=True))
    assert [event for event, _ in next_events(stored_workspace.root)] == ["waived", "promise"]


def test_what_is_missing_from_the_marketplaces_list_is_not_shipped_yet(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, not_in_marketplace=BEFORE))
    assert ("do-not-ship-yet", "2026-10-06T09:00:00+09:00") in next_events(stored_workspace.root)
    assert show_order(stored_workspace.root, "0000001").document["flags"] == ["do-not-ship-yet"]


@pytest.mark.parametrize(
    ("facts", "at"),
    [
        ({"delivered": AFTER}, "2026-10-09T09:00:00+09:00"),
        ({"latest_delivery": AFTER}, "2026-10-09T09:00:00+09:00"),
        ({}, "2026-10-12T23:59:59+09:00"),
    ],
)
def test_a_shipped_order_is_followed_by_the_invitation_once_it_is_delivered(stored_workspace, facts, at):
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}]
    stored_workspace.put(**stored_workspace.order(1, items=items, **facts))
    assert next_events(stored_workspace.root) == [("invitation", at)]


def test_after_the_invitation_nothing_comes(stored_workspace):
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}]
    stored_workspace.put(**stored_workspace.order(1, items=items, invited=1))
    assert next_events(stored_workspace.root) == [("nothing", None)]


def test_a_parcel_without_a_price_waits_to_be_posted(stored_workspace):
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}]
    parcel = {"order_key": 99900000010000001, "item_key": 101, "number": 1, "units": 2}
    stored_workspace.put(**stored_workspace.order(1, items=items, invited=1), parcels=[parcel])
    assert next_events(stored_workspace.root) == [("unpriced", None)]


def test_a_held_record_of_the_order_is_tried_until_its_last_day(stored_workspace):
    values = ["999-0000001-0000001", *[""] * (len(PAYMENTS.names) - 1)]
    held = {"table": "payments", "feed": 7, "name": "a.tsv", "run": 1, "record": 3, "since": BEFORE, "values": values}
    stored_workspace.put(
        **stored_workspace.order(1, waived=True), held=[held, {**held, "record": 4, "values": ["other"]}]
    )
    [step] = [step for step in show_order(stored_workspace.root, "0000001").document["next"] if step["event"] == "held"]
    assert step["at"] == "2026-10-13T23:59:59+09:00"
    assert step["what"] == "record 3 of a.tsv is held; every run tries it again until then"


@pytest.mark.parametrize("form", ["tsv", "xml"])
def test_in_japanese_a_held_record_is_counted_alike_in_a_flat_file_and_in_xml(stored_workspace, monkeypatch, form):
    values = ["999-0000001-0000001", *[""] * (len(PAYMENTS.names) - 1)]
    held = {"table": "payments", "feed": 7, "name": "a", "run": 1, "record": 3, "since": BEFORE, "values": values}
    stored_workspace.put(**stored_workspace.order(1, waived=True), held=[held])
    monkeypatch.setattr(OrderHistory, "feed_form", lambda _, feed: form if feed == held["feed"] else "tsv")
    document, text = show_order(stored_workspace.root, "0000001", "ja")
    [step] = [step for step in document["next"] if step["event"] == "held"]
    assert step["what"] == "aの3件目は照合待ちです(この日時まで毎回再試行します)"
    assert step["what"] in text


def test_what_comes_is_sorted_and_what_has_no_instant_stands_first(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, not_in_marketplace=BEFORE))
    with open_reader(stored_workspace.workspace, stored_workspace.settings) as store:
        steps = next_steps(load_history(store, 99900000010000001), Settings())
    instants = [step.at for step in steps if step.at is not None]
    assert instants == sorted(instants)
