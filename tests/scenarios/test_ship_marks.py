"""Items that may not be shipped yet, for whatever reason, and until when. Order process, 4.2.5."""

import pandas as pd
import pytest

from pipeline.documents.orders_list_document import ListingFilter
from pipeline.queries.orders.check_pick_list import check_pick_list
from pipeline.queries.orders.list_orders import list_orders
from tests.support.answers import answer_rows
from tests.support.feed_forms import xml_feed
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

EVENINGS = tuple(f"2026-10-{day:02}T19:00:00+09:00" for day in range(5, 12))
NIGHTS = tuple(f"2026-10-{day:02}T23:30:00+09:00" for day in range(5, 12))
SECOND = ORDER | {"order-item-id": "00000000000102", "sku": "TEA-001", "quantity-purchased": "1", "item-price": "1080"}
LINE = {"amazon-order-id": ORDER["order-id"], "sku": ORDER["sku"], "order-status": "Unshipped"}
LISTED = {name: value for name, value in ORDER.items() if name not in {"currency", "item-price"}} | {
    "reporting-date": "2026-10-06T18:00:00+09:00",
    "quantity-shipped": "0",
    "quantity-to-ship": "2",
}
CANCELLATION = {
    "order-id": ORDER["order-id"],
    "amazon-order-item-code": ORDER["order-item-id"],
    "quantity": "1",
    "cancellation-reason-code": "NoInventory",
}
NOT_YET = "do-not-ship-yet"
pytestmark = pytest.mark.usefixtures("kept_runs")


@pytest.fixture
def workspace(tmp_path):
    return SellerWorkspace(tmp_path / "shop")


def nights(workspace, *feeds):
    """A run a night, each with the rows of one feed, from the first night on; what the last one answered."""
    for number, (name, *rows) in enumerate(feeds):
        workspace.drop(f"{number}-{name}", *rows, received=EVENINGS[number])
        workspace.run(NIGHTS[number])
    number, name = len(feeds), f"{len(feeds) - 1}-{feeds[-1][0]}"
    (path,) = workspace.root.glob(f"reports/*/run-{number}/processing/{name}.report.*")
    return [(row["error-type"], row["error-code"], row["error-message"].split()[0]) for row in answer_rows(path)]


def checks(workspace):
    """By item, what the Unshipped report says in `check`."""
    return {row["order-item-id"][-3:]: row["check"] for row in workspace.report("unshipped-orders.tsv")}


def picked(workspace, item_id=""):
    """What `orders check` says of a line: answer, code, reason."""
    line = {"line": 2, "order_id": ORDER["order-id"], "item_id": item_id, "quantity": ""}
    now = pd.Timestamp("2026-10-12T00:00:00+09:00").tz_convert("UTC")
    (answer,) = check_pick_list(workspace.reader(), workspace.settings, pd.DataFrame([line]), now)["lines"]
    return answer["answer"], answer["code"], answer["reason"]


def flags(workspace):
    (order,) = list_orders(workspace.reader(), workspace.settings, ListingFilter())["orders"]
    return order["flags"]


def watched(run):
    return run.document["watch"][NOT_YET]["count"]


def test_every_reader_tells_of_an_item_that_may_not_be_shipped_yet(workspace):
    nights(workspace, ("orders.tsv", ORDER, SECOND), ("all.tsv", LINE | {"item-status": "Shipping"}))
    assert checks(workspace) == {"101": NOT_YET, "102": ""}
    assert picked(workspace, ORDER["order-item-id"]) == (
        "do-not-ship",
        NOT_YET,
        "The marketplace gives it an unknown status",
    )
    assert picked(workspace, SECOND["order-item-id"])[0] == "ship"
    assert picked(workspace)[1] == NOT_YET
    assert flags(workspace) == [NOT_YET]
    assert watched(workspace.run(NIGHTS[2])) == 1


@pytest.mark.parametrize("word", ["Shipping", "Unfulfillable", "Pending - Waiting for Pick Up"])
def test_an_unknown_status_of_the_order_marks_all_of_it_until_a_known_one_comes(workspace, word):
    placed = ("orders.tsv", ORDER, SECOND)
    nights(workspace, placed, ("all.tsv", LINE | {"order-status": word}))
    assert checks(workspace) == {"101": NOT_YET, "102": NOT_YET}
    workspace.drop("clear.tsv", LINE, received=EVENINGS[2])
    workspace.run(NIGHTS[2])
    assert checks(workspace) == {"101": "", "102": ""}


def test_an_order_that_was_placed_with_an_unknown_status_is_marked_when_it_is_paid(workspace):
    payment = {"order-id": ORDER["order-id"], "payment-status": "Verified"}
    nights(workspace, ("orders.tsv", ORDER | {"order-status": "InvoiceUnconfirmed"}), ("payments.tsv", payment))
    assert checks(workspace) == {"101": NOT_YET}
    workspace.drop("clear.tsv", ORDER | {"order-status": "Unshipped"}, received=EVENINGS[2])
    workspace.run(NIGHTS[2])
    assert checks(workspace) == {"101": ""}


def test_a_quantity_below_both_marks_until_a_record_agrees(workspace):
    answers = nights(workspace, ("orders.tsv", ORDER), ("less.tsv", ORDER | {"quantity-purchased": "1"}))
    assert answers == [("Error", "70007", "quantity-purchased")]
    assert (checks(workspace), picked(workspace)[1]) == ({"101": NOT_YET}, NOT_YET)
    workspace.drop("agrees.tsv", LISTED, received=EVENINGS[2])
    workspace.run(NIGHTS[2])
    assert checks(workspace) == {"101": ""}


def test_less_to_ship_than_is_open_is_a_warning_and_marks_until_units_are_canceled(workspace):
    answers = nights(workspace, ("orders.tsv", ORDER), ("unshipped.tsv", LISTED | {"quantity-to-ship": "1"}))
    assert answers == [("Warning", "70007", "quantity-to-ship")]
    assert checks(workspace) == {"101": NOT_YET}
    workspace.drop("cancel.tsv", CANCELLATION, received=EVENINGS[2])
    workspace.run(NIGHTS[2])
    assert checks(workspace) == {"101": ""}


def test_what_the_report_counts_as_shipped_has_left_before_units_are_compared(workspace):
    left = {"quantity-shipped": "1", "quantity-to-ship": "1"}
    answers = nights(workspace, ("orders.tsv", ORDER), ("unshipped.tsv", LISTED | left))
    assert (answers, checks(workspace)) == ([("Warning", "70015", "The")], {"101": ""})


def test_an_order_that_comes_with_less_to_ship_is_marked_at_once(workspace):
    answers = nights(workspace, ("unshipped.tsv", LISTED | {"quantity-to-ship": "1"}))
    assert ("Warning", "70007", "quantity-to-ship") in answers
    assert checks(workspace) == {"101": NOT_YET}


@pytest.mark.parametrize("channel", ["AFN", "Amazon"])
def test_an_order_of_ours_that_the_marketplace_ships_is_a_warning_and_marked(workspace, channel):
    afn = ("all.tsv", LINE | {"fulfillment-channel": channel, "order-status": "Shipped"})
    answers = nights(workspace, ("orders.tsv", ORDER, SECOND), afn)
    assert answers == [("Warning", "70007", "fulfillment-channel")]
    assert checks(workspace) == {"101": NOT_YET, "102": NOT_YET}
    workspace.drop("clear.tsv", LINE | {"fulfillment-channel": "Merchant"}, received=EVENINGS[2])
    workspace.run(NIGHTS[2])
    assert checks(workspace) == {"101": "", "102": ""}


def test_the_row_of_the_marketplaces_channel_is_told_in_xml_too(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    body = (
        f"<AmazonOrderID>{ORDER['order-id']}</AmazonOrderID><OrderStatus>Unshipped</OrderStatus>"
        "<FulfillmentData><FulfillmentChannel>Amazon</FulfillmentChannel></FulfillmentData>"
        f"<OrderItem><SKU>{ORDER['sku']}</SKU></OrderItem>"
    )
    workspace.put("all.xml", xml_feed("AllOrdersReport", [body], payload="Order").encode(), EVENINGS[1])
    run = workspace.run(RUN_TIMES[1])
    assert (checks(workspace), watched(run)) == ({"101": NOT_YET}, 1)
    assert run.document["watch"]["foreign"]["count"] == 0


def test_an_order_of_the_marketplace_that_is_not_open_here_is_counted_without_a_line(workspace):
    shipped = ("confirm.tsv", CONFIRMATION)
    answers = nights(workspace, ("orders.tsv", ORDER), shipped, ("all.tsv", LINE | {"fulfillment-channel": "AFN"}))
    assert answers == []


def test_the_name_of_a_file_does_not_decide_whether_an_item_is_marked(workspace):
    for name, word in (("a.tsv", "Shipping"), ("b.tsv", "Unshipped"), ("c.tsv", "Shipping")):
        workspace.drop(name, LINE | {"order-status": word}, received=EVENINGS[1])
    workspace.drop("orders.tsv", ORDER, received=EVENINGS[1])
    workspace.run(NIGHTS[1])
    assert checks(workspace) == {"101": NOT_YET}


def test_nothing_that_has_shipped_is_marked(workspace):
    nights(workspace, ("orders.tsv", ORDER), ("all.tsv", LINE | {"order-status": "Shipping"}))
    workspace.drop("confirm.tsv", CONFIRMATION, received=EVENINGS[2])
    assert watched(workspace.run(NIGHTS[2])) == 0
    assert workspace.stored("items")["hold"].tolist() == [0]
