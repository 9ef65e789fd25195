"""Order records that say Shipped or Canceled move an order forward, never back."""

import pytest

from tests.support.run_documents import codes_by_feed, outcome_counts
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES

SHIPPED = ORDER | {"order-status": "Shipped", "last-updated-date": "2026-10-06T12:00:00+09:00"}
CANCELED = {name: ORDER[name] for name in ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased")}
CANCELED |= {"order-status": "Canceled", "last-updated-date": "2026-10-06T12:00:00+09:00"}


def test_a_record_that_says_shipped_confirms_what_is_open_and_warns(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    workspace.drop("shipped.tsv", SHIPPED)
    result = workspace.run(RUN_TIMES[1])
    assert (outcome_counts(result), codes_by_feed(result)) == ([{"warning": 1}], [[70015]])
    assert workspace.report("unshipped-orders.tsv") == []
    assert workspace.report("settlement-open.tsv")[1]["posted-date-time"] == "2026-10-05 23:30:00 JST"


def test_an_unknown_order_that_says_shipped_never_reaches_the_unshipped_report(workspace):
    workspace.drop("shipped.tsv", SHIPPED)
    assert codes_by_feed(workspace.run(RUN_TIMES[1])) == [[70015]]
    assert workspace.report("unshipped-orders.tsv") == []
    assert [row["order-status"] for row in workspace.report("orders.tsv")] == ["Shipped"]


def test_shipped_said_again_is_unchanged_and_our_own_late_confirmation_edits(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("shipped.tsv", SHIPPED)
    workspace.run(RUN_TIMES[1])
    workspace.drop("again.tsv", SHIPPED | {"last-updated-date": "2026-10-06T13:00:00+09:00"})
    workspace.drop("ship.tsv", CONFIRMATION)
    result = workspace.run(RUN_TIMES[2])
    assert {feed["name"]: feed["accepted"] for feed in result.document["feeds"]} == {"again.tsv": 0, "ship.tsv": 1}
    assert (
        len([row for row in workspace.report("settlement-open.tsv") if row["amount-description"] == "Principal"]) == 1
    )


def test_a_record_that_says_canceled_cancels_what_is_open_and_gives_the_stock_back(workspace):
    workspace.drop("stock.tsv", {"sku": "MUG-02", "quantity": "5"})
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    assert workspace.report("inventory.tsv")[0]["quantity"] == "3"
    workspace.drop("canceled.tsv", CANCELED)
    result = workspace.run(RUN_TIMES[1])
    assert (outcome_counts(result), result.exit_code) == ([{"accepted": 1}], 0)
    assert workspace.report("unshipped-orders.tsv") == []
    assert workspace.report("inventory.tsv")[0]["quantity"] == "5"


def test_a_pending_order_that_the_marketplace_cancels_is_gone_from_the_pending_report(workspace):
    workspace.drop("orders.tsv", ORDER | {"payments-date": ""})
    workspace.run()
    workspace.drop("canceled.tsv", CANCELED)
    workspace.run(RUN_TIMES[1])
    assert workspace.report("pending-orders.tsv") == []
    workspace.drop("late.tsv", CONFIRMATION)
    assert codes_by_feed(workspace.run(RUN_TIMES[2])) == [[70002]]


def test_a_shipped_order_is_not_canceled_by_a_record(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    workspace.run()
    workspace.drop("canceled.tsv", CANCELED)
    assert outcome_counts(workspace.run(RUN_TIMES[1])) == [{"unchanged": 1}]


def test_shipped_on_a_canceled_order_is_refused_and_names_when_and_why(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("cancel.tsv", {"order-id": ORDER["order-id"], "cancellation-reason-code": "NoInventory"})
    workspace.run()
    workspace.drop("shipped.tsv", SHIPPED)
    assert codes_by_feed(workspace.run(RUN_TIMES[1])) == [[70002]]
    answer = (workspace.root / "reports/latest/processing/shipped.tsv.report.tsv").read_text("utf-8-sig")
    assert "2026-10-05: NoInventory" in answer


def test_a_conflict_refuses_the_facts_and_never_the_status(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    workspace.drop("shipped.tsv", SHIPPED | {"item-price": "9999"})
    result = workspace.run(RUN_TIMES[1])
    assert (outcome_counts(result), codes_by_feed(result)) == ([{"warning": 1}], [[70007, 70015]])
    assert workspace.report("settlement-open.tsv")[1]["amount"] == "4000"


def test_a_canceled_record_of_an_unknown_order_waits(workspace):
    workspace.drop("canceled.tsv", CANCELED)
    assert outcome_counts(workspace.run(RUN_TIMES[1])) == [{"held": 1}]


@pytest.mark.parametrize("known", [False, True])
def test_a_refund_of_money_that_came_too_late_names_the_order_record_that_told_of_it(workspace, known):
    ahead = ORDER | {"payment-method": "CVS"}
    if known:
        workspace.drop("orders.tsv", ahead | {"payments-date": ""})
        workspace.run()
    workspace.drop(
        "paid.tsv", ahead | {"payments-date": "2026-10-12T09:00:00+09:00"}, received="2026-10-12T10:00:00+09:00"
    )
    assert codes_by_feed(workspace.run("2026-10-12T23:30:00+09:00")) == [[70005]]
    (due,) = workspace.report("charges.tsv")
    assert (due["kind"], due["amount"], due["cause"]) == ("refund-due", "4400", "PaidTooLate")
    assert (due["feed"], due["record"]) == ("paid.tsv", "1")
    assert [row["cause"] for row in workspace.report("canceled-orders.tsv")] == ["PaymentDeadline"]


def stored_orders(workspace):
    """How many orders lie in the open part of the store, and how many versions in the closed one."""
    with workspace.open_store() as store:
        return tuple(sum(file.rows for file in store.live_files("orders", part=part)) for part in ("open", "closed"))


def test_an_order_that_the_clock_had_closed_comes_back_from_the_closed_part_with_its_stock_money_and_report(workspace):
    workspace.drop("stock.tsv", {"sku": ORDER["sku"], "quantity": "10"}, received="2026-10-05T09:00:00+09:00")
    workspace.drop("orders.tsv", ORDER | {"payment-method": "CVS"})
    workspace.run()
    workspace.run("2026-11-06T18:00:00+09:00")
    assert (stored_orders(workspace), workspace.report("inventory.tsv")[0]["quantity"]) == ((0, 1), "10")
    alive = ORDER | {"order-status": "Unshipped", "last-updated-date": "2026-11-07T09:00:00+09:00"}
    workspace.drop("alive.tsv", alive, received="2026-11-07T10:00:00+09:00")
    result = workspace.run("2026-11-07T18:00:00+09:00")
    assert (codes_by_feed(result), result.document["proof"]["orders"]["reported"]) == ([[70016]], 1)
    assert (stored_orders(workspace), workspace.report("inventory.tsv")[0]["quantity"]) == ((1, 1), "8")
    for report in ("reports/latest/orders.tsv", "reports/2026-11-07/day/orders.tsv"):
        assert [row["order-status"] for row in workspace.report(report, ".")] == ["Unshipped"]
    assert [(row["kind"], row["amount"]) for row in workspace.report("charges.tsv")] == [("refund-due", "-4400")]
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-11-08"}, received="2026-11-08T10:00:00+09:00")
    workspace.run("2026-11-08T18:00:00+09:00")
    assert (stored_orders(workspace), workspace.report("unshipped-orders.tsv")) == ((0, 2), [])
