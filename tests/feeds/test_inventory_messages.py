"""Inventory as XML: what may be sold is told as a number, or the message is refused."""

import pytest

from schemas.formats.feed_formats import BY_NAME
from tests.support.feed_forms import xml_feed
from tests.support.read_feeds import problem_codes

FULL = (
    "<SKU>TEA-001</SKU><FulfillmentCenterID>DEFAULT</FulfillmentCenterID><Quantity>7</Quantity>"
    "<RestockDate>2026-10-20</RestockDate><FulfillmentLatency>2</FulfillmentLatency>"
    "<SwitchFulfillmentTo>MFN</SwitchFulfillmentTo>"
)


def inventory_body(*leaves, sku="TEA-001"):
    return f"<SKU>{sku}</SKU>" + "".join(leaves)


def test_a_message_of_every_element_is_a_quantity_of_a_sku(read):
    feed = read(xml_feed("Inventory", [FULL, inventory_body("<Quantity>0</Quantity>", sku="MUG-02")]))
    assert (feed.form, feed.table, feed.records, len(feed.problems)) == ("xml", BY_NAME["inventory"], 2, 0)
    assert feed.typed[["record", "message-id", "sku", "quantity"]].to_numpy().tolist() == [
        [1, "1", "TEA-001", 7],
        [2, "2", "MUG-02", 0],
    ]
    texts = ["fulfillment-center-id", "restock-date", "handling-time", "switch-fulfillment-to"]
    assert feed.text[texts].iloc[0].tolist() == ["DEFAULT", "2026-10-20", "2", "MFN"]


@pytest.mark.parametrize(
    "leaf", ["", "<Available>true</Available>", "<Lookup>FulfillmentNetwork</Lookup>", "<Quantity/>"]
)
def test_a_message_without_a_quantity_is_refused_and_never_guessed_at(read, leaf):
    feed = read(xml_feed("Inventory", [inventory_body(leaf), inventory_body("<Quantity>3</Quantity>", sku="MUG-02")]))
    assert problem_codes(feed) == [(1, 70101, "quantity or on-hand")]
    assert feed.records == 2


@pytest.mark.parametrize("leaf", ["<Available>false</Available>", "<Lookup>FulfillmentNetwork</Lookup>"])
def test_a_quantity_beside_stock_told_otherwise_is_refused(read, leaf):
    feed = read(xml_feed("Inventory", [inventory_body(leaf, "<Quantity>3</Quantity>")]))
    [(record, code, column)] = problem_codes(feed)
    assert (record, code, f"<{column}>" in leaf.lower()) == (1, 70106, True)


def test_the_same_rule_holds_for_goods_on_the_shelf(read_rows):
    feed = read_rows("inventory", {"quantity": "", "on-hand": "3", "available": "true"})
    assert problem_codes(feed) == [(1, 70106, "available")]


@pytest.mark.parametrize("quantity", ["-1", "1.5", "1e3", "ten", "1000000"])
def test_a_quantity_that_is_no_number_of_units_is_refused(read, quantity):
    feed = read(xml_feed("Inventory", [inventory_body(f"<Quantity>{quantity}</Quantity>")]))
    assert problem_codes(feed) == [(1, 70102, "quantity")]


def test_a_message_without_its_sku_is_refused(read):
    assert problem_codes(read(xml_feed("Inventory", ["<Quantity>3</Quantity>"]))) == [(1, 70101, "sku")]


def test_stock_of_two_warehouses_is_not_added_up_but_refused(read):
    east, west = (
        inventory_body(f"<FulfillmentCenterID>{place}</FulfillmentCenterID><Quantity>{units}</Quantity>")
        for place, units in (("EAST", 3), ("WEST", 4))
    )
    assert problem_codes(read(xml_feed("Inventory", [east, west]))) == [(1, 70014, "sku"), (2, 70014, "sku")]


@pytest.mark.parametrize("operation", ["Delete", "PartialUpdate"])
def test_another_operation_than_update_is_refused(read, operation):
    head = f"<MessageID>1</MessageID><OperationType>{operation}</OperationType>"
    assert problem_codes(read(xml_feed("Inventory", [(FULL, head)]))) == [(1, 70106, "OperationType")]


def test_an_item_in_an_inventory_message_is_no_record_of_its_own(read):
    feed = read(xml_feed("Inventory", [FULL + "<Item><SKU>OTHER</SKU><Quantity>9</Quantity></Item>"]))
    assert feed.typed[["sku", "quantity"]].to_numpy().tolist() == [["TEA-001", 7]]
