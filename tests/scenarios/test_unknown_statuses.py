"""A status that nobody knows moves nothing and rejects nothing; the answer quotes it. Order process, 1.6.7."""

import pytest

from tests.support.answers import answer_rows
from tests.support.feed_forms import xml_feed
from tests.support.run_documents import outcome_counts
from tests.support.seller_workspace import ORDER, RUN_TIMES, SellerWorkspace

LATER = "2026-10-06T19:00:00+09:00"
UNKNOWN = ("Shipping", "Unfulfillable", "InvoiceUnconfirmed", "Pending - Waiting for Pick Up", "Whatever Else")
REPORTED = {"amazon-order-id": ORDER["order-id"], "sku": ORDER["sku"]}
pytestmark = pytest.mark.usefixtures("kept_runs")


@pytest.fixture
def workspace(tmp_path):
    return SellerWorkspace(tmp_path / "shop")


def answered(workspace, name, run):
    (path,) = workspace.root.glob(f"reports/*/run-{run}/processing/{name}.report.*")
    return [(row["error-code"], row["error-message"]) for row in answer_rows(path)]


def placed(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()


def number_unshipped(workspace):
    return len(workspace.report("unshipped-orders.tsv"))


@pytest.mark.parametrize("word", UNKNOWN)
def test_an_unknown_status_places_as_pending_whatever_the_payments_date_says(workspace, word):
    workspace.drop("orders.tsv", ORDER | {"order-status": word})
    (counts,) = outcome_counts(workspace.run())
    assert counts["warning"] == 1
    ((code, message),) = answered(workspace, "orders.tsv", 1)
    assert code == "70023"
    assert message.startswith(f"order-status {word} is not known")
    assert (number_unshipped(workspace), len(workspace.report("pending-orders.tsv"))) == (0, 1)


@pytest.mark.parametrize("word", UNKNOWN)
@pytest.mark.parametrize("column", ["order-status", "item-status"])
def test_an_unknown_status_of_the_all_orders_report_moves_nothing(workspace, column, word):
    placed(workspace)
    workspace.drop("all.tsv", REPORTED | {"order-status": "Unshipped"} | {column: word}, received=LATER)
    (counts,) = outcome_counts(workspace.run(RUN_TIMES[1]))
    assert "rejected" not in counts
    assert [code for code, _ in answered(workspace, "all.tsv", 2)] == ["70023"]
    assert number_unshipped(workspace) == 1


@pytest.mark.parametrize(("word", "shown"), [("出荷済み", "…"), ("taro@example.invalid", "…"), ("a" * 41, "…")])
def test_a_word_that_may_be_a_buyer_is_not_quoted(workspace, word, shown):
    workspace.drop("orders.tsv", ORDER | {"order-status": word})
    workspace.run()
    assert [message.split()[1] for _, message in answered(workspace, "orders.tsv", 1)] == [shown]


@pytest.mark.parametrize(("item_status", "left"), [("Cancelled", 0), ("Shipped", 0), ("Unshipped", 1)])
def test_a_known_status_of_the_item_counts_beside_an_unknown_one_of_the_order(workspace, item_status, left):
    placed(workspace)
    workspace.drop("all.tsv", REPORTED | {"order-status": "Shipping", "item-status": item_status}, received=LATER)
    workspace.run(RUN_TIMES[1])
    assert number_unshipped(workspace) == left


@pytest.mark.parametrize("word", ["Shipped - Picked Up", "shipped - Delivered to Buyer"])
def test_shipped_with_more_behind_it_is_shipped_in_the_order_feed_too(workspace, word):
    placed(workspace)
    workspace.drop("later.tsv", ORDER | {"order-status": word}, received=LATER)
    workspace.run(RUN_TIMES[1])
    assert [code for code, _ in answered(workspace, "later.tsv", 2)] == ["70015"]
    assert number_unshipped(workspace) == 0


def test_pending_availability_is_pending(workspace):
    workspace.drop("orders.tsv", ORDER | {"order-status": "PendingAvailability"})
    (counts,) = outcome_counts(workspace.run())
    assert (counts["accepted"], len(workspace.report("pending-orders.tsv"))) == (1, 1)


def test_an_unknown_status_in_xml_is_told_too(workspace):
    placed(workspace)
    body = (
        f"<AmazonOrderID>{ORDER['order-id']}</AmazonOrderID><OrderStatus>Unfulfillable</OrderStatus>"
        f"<OrderItem><SKU>{ORDER['sku']}</SKU></OrderItem>"
    )
    workspace.put("all.xml", xml_feed("AllOrdersReport", [body], payload="Order").encode(), LATER)
    workspace.run(RUN_TIMES[1])
    assert "70023" in [code for code, _ in answered(workspace, "all.xml", 2)]
    assert number_unshipped(workspace) == 1
