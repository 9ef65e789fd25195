"""The document of the list of orders: the most urgent first, with what to look out for."""

import pandas as pd
import pytest

from tests.support.order_answers import order_numbers, orders_list

LATER = pd.Timestamp("2026-10-09T14:59:59Z")


def merged_rows(*orders):
    return {name: [row for order in orders for row in order[name]] for name in ("orders", "items")}


def test_the_most_urgent_promise_stands_first_and_none_at_all_last(stored_workspace):
    stored_workspace.put(
        **merged_rows(
            stored_workspace.order(1, verified=None, promise=None),
            stored_workspace.order(2, latest_ship=LATER),
            stored_workspace.order(3),
        )
    )
    assert order_numbers(orders_list(stored_workspace.root)) == [3, 2, 1]


def test_days_left_are_those_of_the_business_zone_and_below_nought_when_past(stored_workspace):
    late = stored_workspace.order(1, latest_ship=pd.Timestamp("2026-10-04T15:00:00Z"))
    stored_workspace.put(**merged_rows(late, stored_workspace.order(2, latest_ship=LATER)))
    assert [order["days_left"] for order in orders_list(stored_workspace.root)["orders"]] == [-1, 3]


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
    stored_workspace.put(**merged_rows(stored_workspace.order(1, **facts), stored_workspace.order(2)))
    document = orders_list(stored_workspace.root)
    flags = {order["order_id"][-1]: order["flags"] for order in document["orders"]}
    assert flags == {"1": [flag], "2": []}


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
    assert orders_list(stored_workspace.root)["orders"][0]["flags"] == []
