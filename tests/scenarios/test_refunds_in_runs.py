"""Refunds through whole runs: by either form, waiting, refused, and told of an order."""

from datetime import datetime

import pytest

from pipeline.operations.check_feeds import check_feeds
from tests.support.feed_forms import xml_feed
from tests.support.order_answers import show_order
from tests.support.run_documents import counts_of_feed, feed_named
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

SECOND = {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201"}
REFUND = {"adjustment-reason-code": "CustomerReturn", "item-price-adj": "2200"}
FIRST = {name: ORDER[name] for name in SECOND}
EVENING = "2026-10-06T20:00:00+09:00"


ACKNOWLEDGED = (
    f"<AmazonOrderID>{ORDER['order-id']}</AmazonOrderID><MerchantOrderID>SHOP-1</MerchantOrderID>"
    "<StatusCode>Success</StatusCode>"
)
ADJUSTED = (
    "<MerchantOrderID>SHOP-1</MerchantOrderID><AdjustedItem>"
    f"<AmazonOrderItemCode>{ORDER['order-item-id']}</AmazonOrderItemCode>"
    "<MerchantAdjustmentItemID>ADJ-1</MerchantAdjustmentItemID><AdjustmentReason>CustomerReturn</AdjustmentReason>"
    "<ItemPriceAdjustments><Component><Type>Principal</Type><Amount>1000</Amount></Component></ItemPriceAdjustments>"
    "</AdjustedItem>"
)


@pytest.fixture(scope="module")
def refunded_run(tmp_path_factory):
    """Order 1 shipped, 2 open; a refund of each, and one of 1 that asks for too much."""
    workspace = SellerWorkspace(tmp_path_factory.mktemp("refunds") / "shop")
    workspace.drop("orders.tsv", ORDER, ORDER | SECOND)
    workspace.put("ack.xml", xml_feed("OrderAcknowledgement", [ACKNOWLEDGED]).encode())
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    workspace.drop("back.tsv", REFUND | FIRST, REFUND | SECOND)
    workspace.drop("more.tsv", REFUND | FIRST | {"item-price-adj": "4401"}, received="2026-10-05T19:30:00+09:00")
    return workspace, workspace.run()


@pytest.fixture(scope="module")
def later_run(refunded_run):
    """The same a day later: 2 is shipped, and 1 refunded once more by the seller's own id of it."""
    workspace = refunded_run[0].copy(refunded_run[0].root.with_name("later"))
    workspace.drop("ship.tsv", CONFIRMATION | SECOND, received=EVENING)
    workspace.put("adjusted.xml", xml_feed("OrderAdjustment", [ADJUSTED]).encode(), EVENING)
    return workspace, workspace.run(RUN_TIMES[1])


def test_what_was_charged_goes_back_and_the_rest_waits_or_is_refused(refunded_run):
    workspace, result = refunded_run
    assert (counts_of_feed(feed_named(result, "back.tsv")), counts_of_feed(feed_named(result, "more.tsv"))) == (
        {"accepted": 1, "held": 1},
        {"rejected": 1},
    )
    (refused,) = workspace.report("run-1_more.tsv", "rejected")
    assert (refused["code"], refused["item-price-adj"]) == ("70009", "4401")
    assert refused["error"].startswith(
        "Refund of 4401 yen is more than is left (charged - refunded = left): 4400 - 2200 ="
    )


def test_a_refund_that_waits_for_its_shipment_has_no_last_day(refunded_run):
    workspace, _ = refunded_run
    (line,) = workspace.report("held-order-adjustment.tsv", "held")
    assert (line["order-id"], line["code"], line["until"]) == (SECOND["order-id"], "70013", "")
    document, text = show_order(workspace.root, "0000002")
    assert [(step["event"], step["at"]) for step in document["next"] if step["event"] == "refund-held"] == [
        ("refund-held", None)
    ]
    assert "the refund in record 2 of back.tsv waits for its shipment" in text
    assert "Waiting for its shipment" in text


def test_a_held_refund_is_released_by_its_shipment_and_the_proof_adds_up(later_run):
    _, result = later_run
    assert [(record["feed"], record["record"], record["outcome"]) for record in result.document["released"]] == [
        ("back.tsv", 2, "accepted")
    ]
    assert result.document["proof"]["held"] == {"before": 1, "now": 0, "released": 1, "expired": 0, "after": 0}


def test_a_refund_by_the_sellers_own_ids_finds_its_order_and_happens_once(later_run, tmp_path):
    workspace, result = later_run
    assert counts_of_feed(feed_named(result, "adjusted.xml")) == {"accepted": 1}
    again = workspace.copy(tmp_path / "again")
    other_reason = ADJUSTED.replace("<AdjustmentReason>CustomerReturn", "<AdjustmentReason>Other")
    again.put("again.xml", xml_feed("OrderAdjustment", [other_reason]).encode(), "2026-10-07T19:00:00+09:00")
    assert counts_of_feed(feed_named(again.run(RUN_TIMES[2]), "again.xml")) == {"unchanged": 1}


def test_an_order_shows_its_refunds_as_steps_and_its_money_in_yen(later_run):
    workspace, _ = later_run
    document, text = show_order(workspace.root, "0000001")
    steps = [step for step in document["timeline"] if step["event"] == "refund"]
    assert [(step["what"], step["outcome"]) for step in steps] == [
        ("refunded: 2,200 yen", "accepted"),
        ("refund: rejected", "rejected"),
        ("refunded: 1,000 yen", "accepted"),
    ]
    assert {step["rule"] for step in steps} == {"Order process, step 7"}
    assert document["money"] == {"charged": 4400, "refunded": 3200, "refund_due": 0, "plan_unit_fee": 0}
    assert "3,200 yen" in text
    assert "返金:1,000円" in show_order(workspace.root, "0000001", "ja").text


def test_a_refund_is_checked_before_its_run_as_it_will_be_answered(later_run, tmp_path):
    workspace, _ = later_run
    file = tmp_path / "more.tsv"
    row = REFUND | FIRST | {"item-price-adj": "1201"}
    file.write_text("\t".join(row) + "\n" + "\t".join(row.values()) + "\n", "utf-8")
    with workspace.reader() as store:
        checked = check_feeds(store, [file], datetime.fromisoformat(RUN_TIMES[2]))
    wanted = "Refund of 1201 yen is more than is left (charged - refunded = left): 4400 - 3200 = 1200 yen"
    assert wanted in str(checked.document)
