"""Rows of the four order formats as rows of one."""

from zoneinfo import ZoneInfo

import pandas as pd
import pytest

from feeds import check
from pipeline.ingest.order_formats import FORMATS, order_rows
from schemas.formats.feed_formats import BY_NAME
from schemas.formats.order_feed import ORDERS

ZONE = ZoneInfo("Asia/Tokyo")
SAID = [
    "order_status",
    "item_status",
    "shipped_count",
    "is_delivered",
    "is_foreign",
    "by_sku",
    "cancels_line",
    "may_place",
    "is_free",
]
SAID_OF_REPORTS = ["to_ship", "row_quantity", "is_ours"]
UNSHIPPED, PENDING, ALL = (BY_NAME[name] for name in ("unshipped report", "pending report", "all-orders report"))
AT = "2026-10-0{}T10:00:00+09:00"
ITEM = {
    "order-id": "999-0000001-0000001",
    "order-item-id": "00000000000101",
    "purchase-date": AT.format(5),
    "sku": "TEA-001",
    "quantity-purchased": "2",
}
TRACKED = {"amazon-order-id": ITEM["order-id"], "sku": "TEA-001", "order-status": "Shipped", "item-price": "1,5"}


def formatted_rows(table, *changes):
    """Changes to rows of a format, typed and then turned into rows of the order feed."""
    base = TRACKED if table is ALL else ITEM
    filled = [dict.fromkeys(table.names, "") | base | change for change in changes]
    texts = pd.DataFrame(filled, columns=list(table.names), dtype="str")
    places = {"record": range(1, len(texts) + 1), "line": range(2, len(texts) + 2), "message-id": ""}
    typed, _ = check(table, pd.DataFrame(places).astype({"message-id": "str"}).join(texts), ZONE)
    return order_rows(table, typed.assign(feed=7, order_key=range(len(typed))))


def stated_values(frame, row=0):
    return frame[SAID].iloc[row].tolist()


def local_times(frame, name):
    return frame[name].dt.tz_convert(ZONE).dt.strftime("%Y-%m-%dT%H:%M").tolist()


@pytest.mark.parametrize("table", FORMATS, ids=lambda table: table.name)
@pytest.mark.parametrize("count", [0, 1, 3])
def test_every_format_has_the_columns_and_types_of_the_order_feed(table, count):
    rows = formatted_rows(table, *[{}] * count)
    orders, _ = check(ORDERS, pd.DataFrame({"record": [1], "line": [2], "message-id": [""]}), ZONE)
    assert (
        rows[list(ORDERS.names)].dtypes.astype(str).to_dict() == orders[list(ORDERS.names)].dtypes.astype(str).to_dict()
    )
    assert not set(rows.columns) - {
        *ORDERS.names,
        *SAID,
        *SAID_OF_REPORTS,
        "record",
        "line",
        "message-id",
        "feed",
        "order_key",
    }
    assert rows.columns.is_unique
    assert [str(rows[name].dtype) for name in SAID_OF_REPORTS] == ["int64", "int64", "bool"]
    assert [str(rows[name].dtype) for name in SAID] == ["str", "str", "int64", *["bool"] * 6]
    assert len(rows) == count


@pytest.mark.parametrize("table", FORMATS, ids=lambda table: table.name)
def test_where_a_row_came_from_stays_beside_it(table):
    rows = formatted_rows(table, {}, {})
    assert rows[["record", "line", "feed", "order_key"]].to_numpy().tolist() == [[1, 2, 7, 0], [2, 3, 7, 1]]
    assert rows["order-id"].tolist() == [ITEM["order-id"]] * 2
    assert rows["sku"].tolist() == ["TEA-001"] * 2


@pytest.mark.parametrize(
    ("status", "says", "may_place"),
    [("", "", True), ("Pending", "Pending", True), ("Shipped", "Shipped", True), ("Cancelled", "Canceled", False)],
)
def test_a_row_of_the_order_feed_says_its_status_and_stays_as_it_is(status, says, may_place):
    rows = formatted_rows(ORDERS, {"order-status": status, "item-price": "2160", "cancellation-cause": "Fraud"})
    assert stated_values(rows) == [says, "", -1, False, False, False, False, may_place, False]
    assert rows[["item-price", "order-status", "cancellation-cause"]].iloc[0].tolist() == [2160, says, "Fraud"]


def test_a_row_of_an_unshipped_report_is_of_a_verified_order_and_counts_what_was_shipped():
    rows = formatted_rows(UNSHIPPED, {"quantity-shipped": "1"}, {"quantity-shipped": "0"}, {"quantity-shipped": ""})
    assert stated_values(rows) == ["Unshipped", "", 1, False, False, False, False, True, False]
    assert rows["shipped_count"].tolist() == [1, 0, -1]
    assert rows["order-status"].tolist() == ["", "", ""]
    assert rows["item-price"].isna().all()


def test_an_unshipped_report_tells_the_promise_and_when_the_order_was_verified():
    rows = formatted_rows(
        UNSHIPPED,
        {"payments-date": AT.format(5), "reporting-date": AT.format(6), "promise-date": "2026-10-07"},
        {"payments-date": "", "reporting-date": AT.format(6), "promise-date": AT.format(8)},
        {},
    )
    assert local_times(rows, "payments-date")[:2] == ["2026-10-05T10:00", "2026-10-06T10:00"]
    assert rows["payments-date"].isna().tolist() == [False, False, True]
    assert local_times(rows, "latest-ship-date")[:2] == ["2026-10-07T23:59", "2026-10-08T10:00"]


def test_a_row_of_a_pending_report_is_of_a_pending_order_and_tells_how_it_is_paid():
    rows = formatted_rows(PENDING, {"payment-type": "CVS"})
    assert stated_values(rows) == ["Pending", "", -1, False, False, False, False, True, False]
    assert rows[["payment-method", "order-status", "recipient-name"]].iloc[0].tolist() == ["CVS", "", ""]
    assert rows["payments-date"].isna().all()


def test_a_row_of_the_all_orders_report_never_places_and_has_no_facts_but_its_dates():
    change = {"purchase-date": AT.format(5), "last-updated-date": AT.format(6), "quantity": "9", "currency": "USD"}
    rows = formatted_rows(ALL, change | {"product-name": "x", "ship-city": "見本市", "purchase-order-number": "1"})
    assert stated_values(rows) == ["Shipped", "", -1, False, False, True, False, False, False]
    assert (local_times(rows, "purchase-date"), local_times(rows, "last-updated-date")) == (
        ["2026-10-05T10:00"],
        ["2026-10-06T10:00"],
    )
    assert rows["row_quantity"].tolist() == [9]
    filled = rows[list(ORDERS.names)].iloc[0].pipe(lambda row: row[row.notna() & (row.astype(str) != "")])
    assert set(filled.index) == {"order-id", "sku", "order-status", "purchase-date", "last-updated-date"}


@pytest.mark.parametrize(("text", "quantity"), [("2", 2), (" 3 ", 3), ("0", 0), ("", -1), ("1.5", -1), ("two", -1)])
def test_a_quantity_of_the_all_orders_report_that_cannot_be_read_is_no_fault(text, quantity):
    rows = formatted_rows(ALL, {"quantity": text})
    assert (len(rows), rows["row_quantity"].tolist()) == (1, [quantity])


@pytest.mark.parametrize("status", ["", "Shipped", "Unshipped"])
def test_no_units_of_the_all_orders_report_are_no_canceled_line(status):
    rows = formatted_rows(ALL, {"item-status": status, "quantity": "0"})
    assert (rows["item_status"].tolist(), rows["cancels_line"].tolist()) == ([status], [False])


def test_a_row_of_the_all_orders_report_may_name_its_item():
    rows = formatted_rows(ALL, {"order-item-id": ITEM["order-item-id"]}, {})
    assert rows["order-item-id"].tolist() == [ITEM["order-item-id"], ""]


@pytest.mark.parametrize(
    ("order", "item", "expected"),
    [
        ("Shipped - Delivered to Buyer", "", ["Shipped", "", True]),
        ("Shipped", "shipped - DELIVERED", ["Shipped", "Shipped", False]),
        ("Shipped - Picked Up", "Shipped", ["Shipped", "Shipped", False]),
        ("Cancelled - Delivered back", "Cancelled", ["Canceled", "Canceled", False]),
        ("Partially Shipped", "Unshipped", ["PartiallyShipped", "Unshipped", False]),
        ("Pending", "Pending", ["Pending", "Pending", False]),
    ],
)
def test_the_suffix_of_a_status_tells_only_a_delivery(order, item, expected):
    rows = formatted_rows(ALL, {"order-status": order, "item-status": item})
    assert rows[["order_status", "item_status", "is_delivered"]].iloc[0].tolist() == expected
    assert rows["order-status"].tolist() == expected[:1]


@pytest.mark.parametrize(
    ("channel", "is_foreign"),
    [("AFN", True), (" amazon ", True), ("MFN", False), ("Merchant", False), ("", False)],
)
def test_what_the_marketplace_ships_itself_is_no_business_of_ours(channel, is_foreign):
    assert formatted_rows(ALL, {"fulfillment-channel": channel})["is_foreign"].tolist() == [is_foreign]
