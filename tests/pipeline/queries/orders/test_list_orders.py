"""The list of orders: the most urgent first, Pending ones marked, nobody's name."""

import pandas as pd
import pytest

from pipeline.errors import UsageError
from tests.support.order_answers import order_numbers, orders_list

LATER = pd.Timestamp("2026-10-09T14:59:59Z")


def test_open_orders_are_listed_with_what_is_open_and_until_when(demo):
    document = orders_list(demo)
    assert document["orders"][0] == {
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
    assert (document["version"], document["run"], document["found"]) == (1, 9, 2)


def test_closed_orders_are_listed_when_asked_for_each_once(demo):
    every = order_numbers(orders_list(demo, closed=True))
    assert len(every) == len(set(every)) == 29
    assert set(order_numbers(orders_list(demo))) < set(every)


def test_they_can_be_chosen_by_status_and_sku_and_cut_short(demo):
    assert order_numbers(orders_list(demo, status="Pending")) == [29]
    assert order_numbers(orders_list(demo, sku="LAMP-9")) == []
    assert sorted(order_numbers(orders_list(demo, sku="LAMP-9", closed=True))) == [8, 9]
    assert sorted(order_numbers(orders_list(demo, status="Canceled", sku="00123", closed=True))) == [7]
    document = orders_list(demo, closed=True, limit=3)
    assert (len(document["orders"]), document["found"]) == (3, 29)


def test_an_order_that_closed_and_is_open_again_is_listed_as_it_is_now(stored_workspace):
    shipped = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}]
    stored_workspace.put(part="closed", **stored_workspace.order(1, items=shipped))
    stored_workspace.put(**stored_workspace.order(1, journal=[]))
    assert [order["status"] for order in orders_list(stored_workspace.root, closed=True)["orders"]] == ["Unshipped"]


def test_of_a_closed_order_that_changed_the_newest_version_is_listed(stored_workspace):
    shipped = {"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}
    stored_workspace.put(part="closed", **stored_workspace.order(1, items=[shipped]))
    stored_workspace.put(
        part="closed", **stored_workspace.order(1, items=[shipped | {"shipped": 0, "canceled": 2}], journal=[])
    )
    assert [order["status"] for order in orders_list(stored_workspace.root, closed=True)["orders"]] == ["Canceled"]


def test_before_the_first_run_there_is_nothing_to_list(stored_workspace):
    with pytest.raises(UsageError, match="there was no run yet"):
        orders_list(stored_workspace.root)
