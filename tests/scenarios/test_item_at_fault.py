"""The answer to a message of several items names the item at fault, for faults of form too. Order process, 13.14."""

import pytest

from tests.support.answers import answer_rows
from tests.support.feed_forms import xml_feed
from tests.support.seller_workspace import ORDER, RUN_TIMES, SellerWorkspace

FIRST, SECOND = ORDER["order-item-id"], "00000000000102"
HEAD = (
    f"<AmazonOrderID>{ORDER['order-id']}</AmazonOrderID>"
    "<FulfillmentDate>2026-10-06T18:00:00+09:00</FulfillmentDate>"
    "<FulfillmentData><CarrierCode>YAMATO</CarrierCode></FulfillmentData>"
)
pytestmark = pytest.mark.usefixtures("kept_runs")


def answered(tmp_path, *items, head=HEAD):
    """(code, item, message) of each line of the answer to a message that confirms these items (id, quantity)."""
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("orders.tsv", ORDER, ORDER | {"order-item-id": SECOND, "sku": "TEA-001"})
    workspace.run()
    parts = [
        f"<Item><AmazonOrderItemCode>{item}</AmazonOrderItemCode><Quantity>{quantity}</Quantity></Item>"
        for item, quantity in items
    ]
    content = xml_feed("OrderFulfillment", [head + "".join(parts)]).encode()
    workspace.put("ship.xml", content, "2026-10-06T19:00:00+09:00")
    workspace.run(RUN_TIMES[1])
    (path,) = workspace.root.glob("reports/*/run-2/processing/ship.xml.report.xml")
    return [(row["error-code"], row["order-item-id"], row["error-message"]) for row in answer_rows(path)]


@pytest.mark.parametrize(("quantity", "code"), [("0", "70102"), ("x", "70102"), ("9", "18021")])
def test_a_fault_of_the_second_item_names_the_second(tmp_path, quantity, code):
    assert [line[:2] for line in answered(tmp_path, (FIRST, "1"), (SECOND, quantity))] == [(code, SECOND)]


def test_faults_of_both_items_name_both(tmp_path):
    lines = answered(tmp_path, (FIRST, "x"), (SECOND, "0"))
    assert sorted(line[:2] for line in lines) == [("70102", FIRST), ("70102", SECOND)]


@pytest.mark.parametrize(
    ("item", "code", "said"),
    [
        ("", "70101", "order-item-id of item 2 is empty"),
        ("12", "70105", "order-item-id of item 2 was damaged by a spreadsheet: 12"),
        ("7700000000100111", "70104", "order-item-id of item 2 is not a valid order item id: 7700000000100111"),
    ],
)
def test_an_item_whose_id_is_the_fault_is_named_by_its_position(tmp_path, item, code, said):
    ((number, named, message),) = answered(tmp_path, (FIRST, "1"), (item, "1"))
    assert (number, named) == (code, "")
    assert message.startswith(said)


def test_a_message_of_one_item_names_it_whatever_is_at_fault(tmp_path):
    wrong_date = HEAD.replace("2026-10-06T18", "2026-10-36T18")
    assert [line[:2] for line in answered(tmp_path, (SECOND, "1"), head=wrong_date)] == [("70103", SECOND)]
