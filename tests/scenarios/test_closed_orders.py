"""Closed orders through whole runs: known to late feeds, and in the orders of their day."""

from tests.support.run_documents import outcome_counts
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES


def test_an_order_that_closed_later_on_its_day_stays_in_the_orders_of_the_day(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run("2026-10-05T12:00:00+09:00")
    workspace.drop("gone.tsv", {"order-id": ORDER["order-id"], "cancellation-reason-code": "GeneralAdjustment"})
    workspace.run()
    workspace.run("2026-10-05T23:40:00+09:00")
    [row] = workspace.report("orders.tsv", "reports/today")
    assert (row["order-status"], row["recipient-name"], row["ship-address-1"]) == ("Canceled", "", "")


def test_a_closed_order_is_still_known_to_late_feeds(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    workspace.run()
    workspace.drop("again.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "ship-method": ""})
    workspace.drop("edit.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "tracking-number": "0000-0009"})
    workspace.drop("cancel.tsv", {"order-id": ORDER["order-id"]} | {"cancellation-reason-code": ""})
    result = workspace.run(RUN_TIMES[1])
    assert {feed["name"]: [code["code"] for code in feed["codes"]] for feed in result.document["feeds"]} == {
        "again.tsv": [5000],
        "edit.tsv": [70019],
        "cancel.tsv": [70003],
    }
    workspace.drop(
        "third.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "tracking-number": "0000-0009", "ship-method": ""}
    )
    assert outcome_counts(workspace.run(RUN_TIMES[2])) == [{"unchanged": 1}]


def test_an_edit_of_a_closed_order_outlives_the_run(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    workspace.run()
    for day, tracking, outcome in ((RUN_TIMES[1], "0000-0009", "warning"), (RUN_TIMES[2], "NULL", "accepted")):
        workspace.drop("edit.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "tracking-number": tracking})
        assert outcome_counts(workspace.run(day)) == [{outcome: 1}]
