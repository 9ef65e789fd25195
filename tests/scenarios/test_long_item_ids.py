"""Item ids of 14 and of 15 digits in whole runs; one with other leading zeros is damaged. Order process, 13.8."""

import pytest

from tests.support.answers import answer_rows
from tests.support.feed_forms import xml_feed
from tests.support.run_documents import outcome_counts
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

SHORT, LONG, ZERO_LONG = "77000000001001", "770000000010011", "077000000001001"
SECOND = "2026-10-06T19:00:00+09:00"
REFUND = {"order-id": ORDER["order-id"], "adjustment-reason-code": "CustomerReturn", "item-price-adj": "100"}
pytestmark = pytest.mark.usefixtures("kept_runs")


@pytest.fixture
def workspace(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("orders.tsv", ORDER | {"order-item-id": SHORT}, ORDER | {"order-item-id": LONG, "sku": "TEA-001"})
    workspace.run()
    return workspace


def answer(workspace, name):
    return answer_rows(next(workspace.root.glob(f"reports/*/run-*/processing/{name}.report.*")))


def test_an_item_id_of_fifteen_digits_is_placed_shipped_and_refunded_as_it_is(workspace):
    assert [row["order-item-id"] for row in workspace.report("unshipped-orders.tsv")] == [SHORT, LONG]
    workspace.drop("ship.tsv", CONFIRMATION | {"order-item-id": LONG}, received=SECOND)
    workspace.drop("refund.tsv", REFUND | {"order-item-id": LONG}, received=SECOND)
    assert [counts["accepted"] for counts in outcome_counts(workspace.run(RUN_TIMES[1]))] == [1, 1]
    assert [row["order-item-id"] for row in workspace.report("unshipped-orders.tsv")] == [SHORT]
    assert {row["order-item-code"] for row in workspace.report("settlement-open.tsv")} - {""} == {LONG}


def test_the_xml_answer_names_an_item_id_of_fifteen_digits(workspace):
    fulfilled = (
        f"<AmazonOrderID>{ORDER['order-id']}</AmazonOrderID>"
        "<FulfillmentDate>2026-10-06T18:00:00+09:00</FulfillmentDate>"
        "<FulfillmentData><CarrierCode>YAMATO</CarrierCode></FulfillmentData>"
        f"<Item><AmazonOrderItemCode>{LONG}</AmazonOrderItemCode><Quantity>9</Quantity></Item>"
    )
    workspace.put("ship.xml", xml_feed("OrderFulfillment", [fulfilled]).encode(), SECOND)
    workspace.run(RUN_TIMES[1])
    (line,) = answer(workspace, "ship.xml")
    assert (line["error-code"], line["order-item-id"]) == ("18021", LONG)


@pytest.mark.parametrize(
    ("name", "row"), [("ship.tsv", CONFIRMATION), ("refund.tsv", REFUND)], ids=["confirmation", "refund"]
)
def test_an_id_with_another_leading_zero_is_damaged_and_not_unknown(workspace, name, row):
    workspace.drop(name, row | {"order-item-id": ZERO_LONG}, received=SECOND)
    workspace.run(RUN_TIMES[1])
    (line,) = answer(workspace, name)
    assert (line["error-code"], line["order-item-id"]) == ("70105", ZERO_LONG)
    assert f"Order item id {ZERO_LONG} differs from one of its order only by leading zeros" in line["error-message"]


@pytest.mark.parametrize("more", [{}, {"quantity-purchased": "9"}, {"order-status": "Shipped"}])
def test_an_order_record_places_nothing_by_an_id_with_another_leading_zero(workspace, more):
    workspace.drop("more.tsv", ORDER | {"order-item-id": ZERO_LONG} | more, received=SECOND)
    workspace.run(RUN_TIMES[1])
    (line,) = answer(workspace, "more.tsv")
    assert (line["error-code"], line["order-item-id"]) == ("70105", ZERO_LONG)
    assert f"Order item id {ZERO_LONG} differs from one of its order only by leading zeros" in line["error-message"]
    assert [row["order-item-id"] for row in workspace.report("unshipped-orders.tsv")] == [SHORT, LONG]


def test_an_id_of_no_item_of_the_order_is_unknown(workspace):
    workspace.drop("ship.tsv", CONFIRMATION | {"order-item-id": "770000000010012"}, received=SECOND)
    workspace.run(RUN_TIMES[1])
    assert [line["error-code"] for line in answer(workspace, "ship.tsv")] == ["18028"]


@pytest.mark.parametrize(
    ("item_id", "code", "said"),
    [
        ("7700000000100111", "70104", "order-item-id is not a valid order item id: 7700000000100111"),
        ("7700000000100", "70105", "order-item-id was damaged by a spreadsheet: 7700000000100"),
    ],
)
def test_a_message_about_an_item_id_speaks_of_item_ids(workspace, item_id, code, said):
    workspace.drop("more.tsv", ORDER | {"order-item-id": item_id}, received=SECOND)
    workspace.run(RUN_TIMES[1])
    (line,) = answer(workspace, "more.tsv")
    assert line["error-code"] == code
    assert line["error-message"].startswith(said)
    assert "14 or 15 digits" in line["error-message"]
