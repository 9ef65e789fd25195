"""Order records that say Shipped or Canceled move an order forward, never back."""

import pytest

from pipeline.store import Store
from pipeline.workspace.settings import Settings
from tests.pipeline.test_run import DAY, ORDER, SHIPPED, Shop, outcomes

SEEN = ORDER | {"order-status": "Shipped", "last-updated-date": "2026-10-06T12:00:00+09:00"}
GONE = {name: ORDER[name] for name in ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased")}
GONE |= {"order-status": "Canceled", "last-updated-date": "2026-10-06T12:00:00+09:00"}


@pytest.fixture
def shop(tmp_path):
    return Shop(tmp_path / "shop")


def codes_of(done):
    return [[code["code"] for code in feed["codes"]] for feed in done.document["feeds"]]


def test_a_record_that_says_shipped_confirms_what_is_open_and_warns(shop):
    shop.drop("orders.tsv", ORDER)
    shop.run()
    shop.drop("seen.tsv", SEEN)
    done = shop.run(DAY[1])
    assert (outcomes(done), codes_of(done)) == ([{"warning": 1}], [[70015]])
    assert shop.report("unshipped-orders.tsv") == []
    assert shop.report("settlement-open.tsv")[1]["posted-date-time"] == "2026-10-05 14:30:00 UTC"


def test_an_unknown_order_that_says_shipped_never_reaches_the_unshipped_report(shop):
    shop.drop("seen.tsv", SEEN)
    assert codes_of(shop.run(DAY[1])) == [[70015]]
    assert shop.report("unshipped-orders.tsv") == []
    assert [row["order-status"] for row in shop.report("orders.tsv")] == ["Shipped"]


def test_shipped_said_again_is_unchanged_and_our_own_late_confirmation_edits(shop):
    shop.drop("orders.tsv", ORDER)
    shop.drop("seen.tsv", SEEN)
    shop.run(DAY[1])
    shop.drop("again.tsv", SEEN | {"last-updated-date": "2026-10-06T13:00:00+09:00"})
    shop.drop("ship.tsv", SHIPPED)
    done = shop.run(DAY[2])
    assert {feed["name"]: feed["accepted"] for feed in done.document["feeds"]} == {"again.tsv": 0, "ship.tsv": 1}
    assert len([row for row in shop.report("settlement-open.tsv") if row["amount-description"] == "Principal"]) == 1


def test_a_record_that_says_canceled_cancels_what_is_open_and_gives_the_stock_back(shop):
    shop.drop("stock.tsv", {"sku": "MUG-02", "quantity": "5"})
    shop.drop("orders.tsv", ORDER)
    shop.run()
    assert shop.report("inventory.tsv")[0]["quantity"] == "3"
    shop.drop("gone.tsv", GONE)
    done = shop.run(DAY[1])
    assert (outcomes(done), done.exit_code) == ([{"accepted": 1}], 0)
    assert shop.report("unshipped-orders.tsv") == []
    assert shop.report("inventory.tsv")[0]["quantity"] == "5"


def test_a_pending_order_that_the_marketplace_cancels_is_gone_from_the_pending_report(shop):
    shop.drop("orders.tsv", ORDER | {"payments-date": ""})
    shop.run()
    shop.drop("gone.tsv", GONE)
    shop.run(DAY[1])
    assert shop.report("pending-orders.tsv") == []
    shop.drop("late.tsv", SHIPPED)
    assert codes_of(shop.run(DAY[2])) == [[70002]]


def test_a_shipped_order_is_not_canceled_by_a_record(shop):
    shop.drop("orders.tsv", ORDER)
    shop.drop("ship.tsv", SHIPPED | {"ship-date": "2026-10-05"})
    shop.run()
    shop.drop("gone.tsv", GONE)
    assert outcomes(shop.run(DAY[1])) == [{"unchanged": 1}]


def test_shipped_on_a_canceled_order_is_refused_and_names_when_and_why(shop):
    shop.drop("orders.tsv", ORDER)
    shop.drop("cancel.tsv", {"order-id": ORDER["order-id"], "cancellation-reason-code": "NoInventory"})
    shop.run()
    shop.drop("seen.tsv", SEEN)
    assert codes_of(shop.run(DAY[1])) == [[70002]]
    answer = (shop.root / "reports/latest/processing/seen.tsv.report.tsv").read_text("utf-8-sig")
    assert "2026-10-05: NoInventory" in answer


def test_a_conflict_refuses_the_facts_and_never_the_status(shop):
    shop.drop("orders.tsv", ORDER)
    shop.run()
    shop.drop("seen.tsv", SEEN | {"item-price": "9999"})
    done = shop.run(DAY[1])
    assert (outcomes(done), codes_of(done)) == ([{"warning": 1}], [[70007, 70015]])
    assert shop.report("settlement-open.tsv")[1]["amount"] == "4000"


def test_a_canceled_record_of_an_unknown_order_waits(shop):
    shop.drop("gone.tsv", GONE)
    assert outcomes(shop.run(DAY[1])) == [{"held": 1}]


@pytest.mark.parametrize("known", [False, True])
def test_a_refund_of_money_that_came_too_late_names_the_order_record_that_told_of_it(shop, known):
    ahead = ORDER | {"payment-method": "CVS"}
    if known:
        shop.drop("orders.tsv", ahead | {"payments-date": ""})
        shop.run()
    shop.drop("paid.tsv", ahead | {"payments-date": "2026-10-12T09:00:00+09:00"}, received="2026-10-12T10:00:00+09:00")
    assert codes_of(shop.run("2026-10-12T23:30:00+09:00")) == [[70005]]
    (due,) = shop.report("charges.tsv")
    assert (due["kind"], due["amount"], due["cause"]) == ("refund-due", "4400", "PaidTooLate")
    assert (due["feed"], due["record"]) == ("paid.tsv", "1")
    assert [row["cause"] for row in shop.report("canceled-orders.tsv")] == ["PaymentDeadline"]


def parts(shop):
    """How many orders lie in the open part of the store, and how many versions in the closed one."""
    with Store.open(shop.workspace, Settings.read(shop.workspace.settings_file)) as store:
        return tuple(sum(file.rows for file in store.live("orders", part=part)) for part in ("open", "closed"))


def test_an_order_that_the_clock_had_closed_comes_back_from_the_closed_part_with_its_stock_money_and_report(shop):
    shop.drop("stock.tsv", {"sku": ORDER["sku"], "quantity": "10"}, received="2026-10-05T09:00:00+09:00")
    shop.drop("orders.tsv", ORDER | {"payment-method": "CVS"})
    shop.run()
    shop.run("2026-11-06T18:00:00+09:00")
    assert (parts(shop), shop.report("inventory.tsv")[0]["quantity"]) == ((0, 1), "10")
    alive = ORDER | {"order-status": "Unshipped", "last-updated-date": "2026-11-07T09:00:00+09:00"}
    shop.drop("alive.tsv", alive, received="2026-11-07T10:00:00+09:00")
    done = shop.run("2026-11-07T18:00:00+09:00")
    assert (codes_of(done), done.document["proof"]["orders"]["reported"]) == ([[70016]], 1)
    assert (parts(shop), shop.report("inventory.tsv")[0]["quantity"]) == ((1, 1), "8")
    for report in ("reports/latest/orders.tsv", "reports/2026-11-07/day/orders.tsv"):
        assert [row["order-status"] for row in shop.report(report, ".")] == ["Unshipped"]
    assert [(row["kind"], row["amount"]) for row in shop.report("charges.tsv")] == [("refund-due", "-4400")]
    shop.drop("ship.tsv", SHIPPED | {"ship-date": "2026-11-08"}, received="2026-11-08T10:00:00+09:00")
    shop.run("2026-11-08T18:00:00+09:00")
    assert (parts(shop), shop.report("unshipped-orders.tsv")) == ((0, 2), [])
