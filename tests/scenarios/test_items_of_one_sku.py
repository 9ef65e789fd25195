"""Reports of the marketplace about an order with two items of one SKU, as files. Order process, 1.8.6 to 1.8.8."""

import pytest

from tests.support.answers import answer_rows
from tests.support.feed_forms import xml_feed
from tests.support.seller_workspace import ORDER, RUN_TIMES, SellerWorkspace

LATER = "2026-10-06T19:00:00+09:00"
FIRST, SECOND = "00000000000101", "00000000000102"
REPORTED = {"amazon-order-id": ORDER["order-id"], "sku": ORDER["sku"], "order-status": "Unshipped"}
CANCELED = REPORTED | {"item-status": "Cancelled", "quantity": "0"}
ALIVE = REPORTED | {"item-status": "Unshipped", "quantity": ORDER["quantity-purchased"]}
pytestmark = pytest.mark.usefixtures("kept_runs")


@pytest.fixture
def workspace(tmp_path):
    return SellerWorkspace(tmp_path / "shop")


def placed(workspace, **second):
    workspace.drop("orders.tsv", ORDER | {"order-item-id": FIRST}, ORDER | {"order-item-id": SECOND} | second)
    workspace.run()


def answered(workspace, name):
    (path,) = workspace.root.glob(f"reports/*/run-2/processing/{name}.report.*")
    return [row["error-code"] for row in answer_rows(path)]


def unshipped(workspace):
    """The items of the Unshipped report, and what it says against shipping them."""
    return [(row["order-item-id"], row["check"]) for row in workspace.report("unshipped-orders.tsv")]


@pytest.mark.parametrize("heading", ["order-item-id", "amazon-order-item-code", "order-item-code"])
def test_a_column_of_item_ids_says_which_item_is_canceled(workspace, heading):
    placed(workspace)
    workspace.drop("all.tsv", CANCELED | {heading: FIRST}, ALIVE | {heading: SECOND}, received=LATER)
    workspace.run(RUN_TIMES[1])
    assert unshipped(workspace) == [(SECOND, "")]
    assert answered(workspace, "all.tsv") == ["5000"]


def test_item_codes_in_messages_say_which_item_is_canceled(workspace):
    placed(workspace)
    items = "".join(
        f"<OrderItem><AmazonOrderItemCode>{code}</AmazonOrderItemCode><SKU>{ORDER['sku']}</SKU>"
        f"<ItemStatus>{row['item-status']}</ItemStatus><Quantity>{row['quantity']}</Quantity></OrderItem>"
        for code, row in ((FIRST, CANCELED), (SECOND, ALIVE))
    )
    order = f"<AmazonOrderID>{ORDER['order-id']}</AmazonOrderID><OrderStatus>Unshipped</OrderStatus>{items}"
    workspace.put("all.xml", xml_feed("AllOrdersReport", [order], payload="Order").encode(), LATER)
    workspace.run(RUN_TIMES[1])
    assert unshipped(workspace) == [(SECOND, "")]


def test_of_two_equal_items_one_is_canceled_and_the_answer_names_both(workspace):
    placed(workspace)
    workspace.drop("all.tsv", CANCELED, ALIVE, received=LATER)
    workspace.run(RUN_TIMES[1])
    assert unshipped(workspace) == [(FIRST, "")]
    assert answered(workspace, "all.tsv") == ["70020", "5000"]
    workspace.drop("all-again.tsv", ALIVE, CANCELED, received="2026-10-07T19:00:00+09:00")
    workspace.run(RUN_TIMES[2])
    assert unshipped(workspace) == [(FIRST, "")]


def test_of_two_items_that_differ_none_moves_and_neither_ships_until_a_clear_record(workspace):
    placed(workspace, **{"item-price": "1"})
    workspace.drop("all.tsv", CANCELED, ALIVE, received=LATER)
    workspace.run(RUN_TIMES[1])
    assert unshipped(workspace) == [(FIRST, "do-not-ship-yet"), (SECOND, "do-not-ship-yet")]
    assert answered(workspace, "all.tsv") == ["70020", "5000"]
    workspace.drop("named.tsv", ALIVE | {"order-item-id": FIRST}, received="2026-10-07T19:00:00+09:00")
    workspace.run(RUN_TIMES[2])
    assert unshipped(workspace) == [(FIRST, ""), (SECOND, "do-not-ship-yet")]
