"""The list of orders: the most urgent first, Pending ones marked, nobody's name."""

import json

import pandas as pd
import pytest

from pipeline.documents.localize import Localizer
from pipeline.errors import UsageError
from pipeline.queries.orders.order_listing import DIM, PLAIN, ListingFilter, listing, words_of
from pipeline.store import open_reader
from tests.support.order_answers import settings_of

LATER = pd.Timestamp("2026-10-09T14:59:59Z")


def listed(folder, language="en", *, color=False, **wish):
    workspace, settings = settings_of(folder, language)
    with open_reader(workspace, settings) as store:
        found = listing(store, settings, ListingFilter(**wish))
    return found, words_of(found, Localizer.of(settings), color=color)


def numbers(folder, **wish):
    return [int(order["order_id"][-7:]) for order in listed(folder, **wish)[0]["orders"]]


def together(*orders):
    return {name: [row for order in orders for row in order[name]] for name in ("orders", "items")}


def test_open_orders_have_a_line_each_with_what_is_open_and_until_when(demo):
    found, lines = listed(demo)
    assert found["orders"][0] == {
        "order_id": "999-0000001-0000030",
        "status": "Unshipped",
        "actionable": True,
        "purchased": "2026-11-05T13:30:00+09:00",
        "items_open": 1,
        "units_open": 1,
        "promise": "2026-11-09T23:59:59+09:00",
        "days_left": 4,
        "flags": [],
    }
    assert (found["version"], found["run"], found["found"], len(lines)) == (1, 9, 2, 3)
    assert lines[1].split() == ["999-0000001-0000030", "Unshipped", "2026-11-05", "1", "1", "2026-11-09", "4"]


def test_a_pending_order_is_marked_and_dimmed_only_where_there_is_color(demo):
    found, plain = listed(demo)
    _, dimmed = listed(demo, color=True)
    assert [order["actionable"] for order in found["orders"]] == [True, False]
    assert "not actionable" in plain[2]
    assert dimmed == [*plain[:2], f"{DIM}{plain[2]}{PLAIN}"]


def test_nobody_is_named(demo):
    found, lines = listed(demo, closed=True)
    told = json.dumps(found, ensure_ascii=False) + "\n".join(lines)
    assert not [word for word in ("見本", "仮名", "架空", "例示", "example.invalid", "000-00") if word in told]


def test_closed_orders_are_listed_when_asked_for_each_once(demo):
    found = numbers(demo, closed=True)
    assert len(found) == len(set(found)) == 29
    assert set(numbers(demo)) < set(found)


def test_they_can_be_chosen_by_status_and_sku_and_cut_short(demo):
    assert numbers(demo, status="Pending") == [29]
    assert numbers(demo, sku="LAMP-9") == []
    assert sorted(numbers(demo, sku="LAMP-9", closed=True)) == [8, 9]
    assert sorted(numbers(demo, status="Canceled", sku="00123", closed=True)) == [7]
    found, lines = listed(demo, closed=True, limit=3)
    assert (len(found["orders"]), found["found"], len(lines)) == (3, 29, 4)


def test_the_most_urgent_promise_stands_first_and_none_at_all_last(stored_workspace):
    stored_workspace.put(
        **together(
            stored_workspace.order(1, verified=None, promise=None),
            stored_workspace.order(2, latest_ship=LATER),
            stored_workspace.order(3),
        )
    )
    assert numbers(stored_workspace.root) == [3, 2, 1]


def test_days_left_are_those_of_the_business_zone_and_below_nought_when_past(stored_workspace):
    late = stored_workspace.order(1, latest_ship=pd.Timestamp("2026-10-04T15:00:00Z"))
    stored_workspace.put(**together(late, stored_workspace.order(2, latest_ship=LATER)))
    assert [order["days_left"] for order in listed(stored_workspace.root)[0]["orders"]] == [-1, 3]


@pytest.mark.parametrize(
    ("flag", "facts"),
    [
        ("do-not-ship-yet", {"not_in_marketplace": LATER}),
        ("verge-of-cancellation", {"cut_off": pd.Timestamp("2026-10-13T14:59:59Z")}),
        ("buyer-asked-to-cancel", {"cancel_asked": 1}),
        ("gone-from-pending", {"verified": None, "gone_from_pending": LATER}),
        ("stale-pending", {"verified": None, "purchased": pd.Timestamp("2026-09-05T15:00:00Z")}),
    ],
)
def test_what_to_look_out_for_is_flagged_and_nothing_else(stored_workspace, flag, facts):
    stored_workspace.put(**together(stored_workspace.order(1, **facts), stored_workspace.order(2)))
    found, lines = listed(stored_workspace.root)
    flags = {order["order_id"][-1]: order["flags"] for order in found["orders"]}
    assert flags == {"1": [flag], "2": []}
    assert any(flag in line for line in lines)


@pytest.mark.parametrize(
    "facts",
    [
        {"cut_off": pd.Timestamp("2026-10-14T14:59:59Z")},
        {"cut_off": pd.Timestamp("2026-10-13T14:59:59Z"), "waived": True},
        {"verified": None, "purchased": pd.Timestamp("2026-09-06T15:00:00Z")},
        {"verified": None, "purchased": pd.Timestamp("2026-09-05T15:00:00Z"), "paid_by": LATER},
    ],
)
def test_one_day_short_of_a_flag_there_is_none(stored_workspace, facts):
    stored_workspace.put(**stored_workspace.order(1, **facts))
    assert listed(stored_workspace.root)[0]["orders"][0]["flags"] == []


def test_an_order_that_closed_and_is_open_again_is_listed_as_it_is_now(stored_workspace):
    shipped = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}]
    stored_workspace.put(part="closed", **stored_workspace.order(1, items=shipped))
    stored_workspace.put(**stored_workspace.order(1, journal=[]))
    assert [order["status"] for order in listed(stored_workspace.root, closed=True)[0]["orders"]] == ["Unshipped"]


def test_of_a_closed_order_that_changed_the_newest_version_is_listed(stored_workspace):
    shipped = {"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}
    stored_workspace.put(part="closed", **stored_workspace.order(1, items=[shipped]))
    stored_workspace.put(
        part="closed", **stored_workspace.order(1, items=[shipped | {"shipped": 0, "canceled": 2}], journal=[])
    )
    assert [order["status"] for order in listed(stored_workspace.root, closed=True)[0]["orders"]] == ["Canceled"]


def test_japanese_lists_say_the_status_in_japanese(demo):
    _, lines = listed(demo, "ja")
    assert "保留中(支払い未確認)" in lines[2]
    assert "操作不可" in lines[2]


def test_before_the_first_run_there_is_nothing_to_list(stored_workspace):
    with pytest.raises(UsageError, match="there was no run yet"):
        listed(stored_workspace.root)
