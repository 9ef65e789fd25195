"""A seller's own order ids through whole runs: linked by an acknowledgement, they name the order alone.

Order process, 4.4.6.
"""

import pytest

from tests.support.feed_forms import xml_feed
from tests.support.run_documents import outcome_counts
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

TEMPLATE = "TemplateType=OrderCancellation\tVersion=1.0/1.0.1\tThis row for Amazon.com use only.\r\n"
HEADS = "order-id\tmerchant-order-id\tcancellation-reason-code\tamazon-order-item-code\r\n"
OTHER = ORDER | {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201"}
SHIPMENT = (
    "<MerchantOrderID>SHOP-1</MerchantOrderID><FulfillmentDate>2026-10-05T18:00:00+09:00</FulfillmentDate>"
    "<FulfillmentData><CarrierCode>YAMATO</CarrierCode></FulfillmentData>"
)
CONFIRMED = xml_feed("OrderFulfillment", [SHIPMENT]).encode()


@pytest.fixture
def workspace(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("orders.tsv", ORDER, OTHER)
    return workspace


def acknowledgement(order_id, own):
    body = f"<AmazonOrderID>{order_id}</AmazonOrderID><MerchantOrderID>{own}</MerchantOrderID>"
    return xml_feed("OrderAcknowledgement", [f"{body}<StatusCode>Success</StatusCode>"]).encode()


def cancellation_feed(own, reason="PricingError", item=""):
    return f"{TEMPLATE}{HEADS}\t{own}\t{reason}\t{item}\r\n".encode()


def feed_counts(document, *names):
    return {name: {feed["name"]: feed[name] for feed in document["feeds"]} for name in names}


def test_a_cancellation_by_the_sellers_own_id_cancels_the_order_that_it_was_linked_with(workspace):
    workspace.put("link.xml", acknowledgement(ORDER["order-id"], "M-1"))
    workspace.run()
    workspace.put("cancel.txt", cancellation_feed("M-1", item=ORDER["order-item-id"]), "2026-10-06T12:00:00+09:00")
    document = workspace.run(RUN_TIMES[1]).document
    assert [feed["accepted"] for feed in document["feeds"]] == [1]
    assert [(row["order-id"], row["cause"]) for row in workspace.report("canceled-orders.tsv")] == [
        (ORDER["order-id"], "PricingError")
    ]


def test_the_acknowledgement_may_come_in_the_same_run(workspace):
    workspace.put("link.xml", acknowledgement(OTHER["order-id"], "M-2"))
    workspace.put("cancel.txt", cancellation_feed("M-2"))
    assert feed_counts(workspace.run().document, "accepted", "held") == {
        "accepted": {"cancel.txt": 1, "link.xml": 1, "orders.tsv": 2},
        "held": {"cancel.txt": 0, "link.xml": 0, "orders.tsv": 0},
    }


def test_an_id_that_was_never_linked_waits_until_it_is(workspace):
    workspace.put("cancel.txt", cancellation_feed("M-3"))
    assert feed_counts(workspace.run().document, "held") == {"held": {"cancel.txt": 1, "orders.tsv": 0}}
    assert workspace.report("canceled-orders.tsv") == []
    workspace.put("link.xml", acknowledgement(ORDER["order-id"], "M-3"), "2026-10-06T12:00:00+09:00")
    [released] = workspace.run(RUN_TIMES[1]).document["released"]
    assert (released["feed"], released["outcome"]) == ("cancel.txt", "accepted")
    assert [row["order-id"] for row in workspace.report("canceled-orders.tsv")] == [ORDER["order-id"]]


def test_a_confirmation_by_the_sellers_own_id_ships_the_order_that_it_was_linked_with(workspace):
    workspace.put("link.xml", acknowledgement(ORDER["order-id"], "M-1"))
    workspace.run()
    row = CONFIRMATION | {"order-id": "", "merchant-order-id": "M-1", "order-item-id": ""}
    workspace.drop("packed.tsv", row, received="2026-10-06T12:00:00+09:00")
    workspace.run(RUN_TIMES[1])
    assert [row["order-id"] for row in workspace.report("unshipped-orders.tsv")] == [OTHER["order-id"]]


def test_stock_as_xml_is_the_stock_of_the_report(workspace):
    messages = [f"<SKU>{sku}</SKU><Quantity>{units}</Quantity>" for sku, units in (("MUG-02", 9), ("TEA-001", 0))]
    workspace.put("stock.xml", xml_feed("Inventory", messages).encode(), "2026-10-05T18:00:00+09:00")
    [feed, _] = workspace.run().document["feeds"]
    assert (feed["format"], feed["form"], feed["accepted"]) == ("inventory", "xml", 2)
    listings = {row["sku"]: (row["quantity"], row["listing"]) for row in workspace.report("inventory.tsv")}
    assert listings == {"MUG-02": ("5", "active"), "TEA-001": ("0", "inactive")}


def test_a_confirmation_by_the_sellers_own_id_finds_its_order_through_the_acknowledgement(workspace):
    workspace.put("ack.xml", acknowledgement(ORDER["order-id"], "SHOP-1"))
    workspace.run()
    workspace.put("ship.xml", CONFIRMED)
    assert outcome_counts(workspace.run(RUN_TIMES[1])) == [{"accepted": 1}]
    assert [row["order-id"] for row in workspace.report("unshipped-orders.tsv")] == [OTHER["order-id"]]


def test_a_confirmation_by_an_id_that_nobody_linked_waits_until_it_is(workspace):
    workspace.put("ship.xml", CONFIRMED)
    assert {"held": 1} in outcome_counts(workspace.run())
    workspace.put("ack.xml", acknowledgement(ORDER["order-id"], "SHOP-1"))
    result = workspace.run(RUN_TIMES[1])
    assert [(record["feed"], record["outcome"]) for record in result.document["released"]] == [("ship.xml", "accepted")]


def test_an_id_that_was_linked_with_two_orders_means_neither(workspace):
    for number, order in enumerate((ORDER, OTHER)):
        workspace.put(f"ack-{number}.xml", acknowledgement(order["order-id"], "SHOP-1"))
    workspace.put("ship.xml", CONFIRMED)
    assert {"held": 1} in outcome_counts(workspace.run())
