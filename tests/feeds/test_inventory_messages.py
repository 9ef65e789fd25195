"""Inventory as XML: what may be sold is told as a number, or the message is refused."""

import pytest

from schemas.formats.feed_formats import BY_NAME

FULL = (
    "<SKU>TEA-001</SKU><FulfillmentCenterID>DEFAULT</FulfillmentCenterID><Quantity>7</Quantity>"
    "<RestockDate>2026-10-20</RestockDate><FulfillmentLatency>2</FulfillmentLatency>"
    "<SwitchFulfillmentTo>MFN</SwitchFulfillmentTo>"
)


def message(*leaves, sku="TEA-001"):
    return f"<SKU>{sku}</SKU>" + "".join(leaves)


def test_a_message_of_every_element_is_a_quantity_of_a_sku(read, write_xml):
    feed = read(write_xml("Inventory", [FULL, message("<Quantity>0</Quantity>", sku="MUG-02")]))
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
def test_a_message_without_a_quantity_is_refused_and_never_guessed_at(read, write_xml, codes_of, leaf):
    feed = read(write_xml("Inventory", [message(leaf), message("<Quantity>3</Quantity>", sku="MUG-02")]))
    assert codes_of(feed) == [(1, 70101, "quantity or on-hand")]
    assert feed.records == 2


@pytest.mark.parametrize("leaf", ["<Available>false</Available>", "<Lookup>FulfillmentNetwork</Lookup>"])
def test_a_quantity_beside_stock_told_otherwise_is_refused(read, write_xml, codes_of, leaf):
    feed = read(write_xml("Inventory", [message(leaf, "<Quantity>3</Quantity>")]))
    [(record, code, column)] = codes_of(feed)
    assert (record, code, f"<{column}>" in leaf.lower()) == (1, 70106, True)


def test_the_same_rule_holds_for_goods_on_the_shelf(rows_of, codes_of):
    feed = rows_of("inventory", {"quantity": "", "on-hand": "3", "available": "true"})
    assert codes_of(feed) == [(1, 70106, "available")]


@pytest.mark.parametrize("quantity", ["-1", "1.5", "1e3", "ten", "1000000"])
def test_a_quantity_that_is_no_number_of_units_is_refused(read, write_xml, codes_of, quantity):
    feed = read(write_xml("Inventory", [message(f"<Quantity>{quantity}</Quantity>")]))
    assert codes_of(feed) == [(1, 70102, "quantity")]


def test_a_message_without_its_sku_is_refused(read, write_xml, codes_of):
    assert codes_of(read(write_xml("Inventory", ["<Quantity>3</Quantity>"]))) == [(1, 70101, "sku")]


def test_stock_of_two_warehouses_is_not_added_up_but_refused(read, write_xml, codes_of):
    east, west = (
        message(f"<FulfillmentCenterID>{place}</FulfillmentCenterID><Quantity>{units}</Quantity>")
        for place, units in (("EAST", 3), ("WEST", 4))
    )
    assert codes_of(read(write_xml("Inventory", [east, west]))) == [(1, 70014, "sku"), (2, 70014, "sku")]


@pytest.mark.parametrize("operation", ["Delete", "PartialUpdate"])
def test_another_operation_than_update_is_refused(read, write_xml, codes_of, operation):
    head = f"<MessageID>1</MessageID><OperationType>{operation}</OperationType>"
    assert codes_of(read(write_xml("Inventory", [(FULL, head)]))) == [(1, 70106, "OperationType")]


def test_an_item_in_an_inventory_message_is_no_record_of_its_own(read, write_xml):
    feed = read(write_xml("Inventory", [FULL + "<Item><SKU>OTHER</SKU><Quantity>9</Quantity></Item>"]))
    assert feed.typed[["sku", "quantity"]].to_numpy().tolist() == [["TEA-001", 7]]
