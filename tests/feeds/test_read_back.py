"""The marketplace's own reports, and ours, read as feeds: Unshipped, Pending, all orders."""

import pytest

from schemas.formats import order_reports
from schemas.formats.feed_formats import BY_NAME
from tests.support.feed_forms import flat_file, xml_feed
from tests.support.good_rows import good_row
from tests.support.paths import GOLDEN
from tests.support.read_feeds import TOKYO, problem_codes

REPORTS = GOLDEN / "demo" / "reports"
FEED_OF = {"unshipped-orders.tsv": "unshipped report", "pending-orders.tsv": "pending report"}
SHIPPED = (
    "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><PurchaseDate>2026-10-05T10:00:00+09:00</PurchaseDate>"
    "<LastUpdatedDate>2026-10-06T10:00:00+09:00</LastUpdatedDate><OrderStatus>{status}</OrderStatus>"
    "<FulfillmentData><FulfillmentChannel>Merchant</FulfillmentChannel><Address><City>見本市</City></Address>"
    "</FulfillmentData>{items}"
)
ITEM = (
    "<OrderItem><AmazonOrderItemCode>00000000000101</AmazonOrderItemCode><SKU>{}</SKU><ItemStatus>{}</ItemStatus>"
    '<Quantity>0</Quantity><ItemPrice><Component><Type>Principal</Type><Amount currency="USD">1.5</Amount></Component>'
    "</ItemPrice></OrderItem>"
)


def all_orders_body(*items, status="Shipped"):
    return SHIPPED.format(status=status, items="".join(ITEM.format(*item) for item in items))


@pytest.mark.parametrize(
    "path", sorted(path for name in FEED_OF for path in REPORTS.rglob(name)), ids=lambda path: "/".join(path.parts[-2:])
)
def test_our_own_reports_read_back_without_a_problem(read, path):
    content = path.read_bytes()
    feed = read(content)
    assert (feed.table.name, len(feed.problems)) == (FEED_OF[path.name], 0)
    assert feed.records == content.count(b"\n") - 1
    heads, *rows = (line.split("\t") for line in content.decode("utf-8-sig").splitlines())
    assert feed.text[heads].to_numpy().tolist() == rows


@pytest.mark.parametrize("name", ["unshipped", "pending", "all-orders"])
def test_the_japanese_encoding_and_line_ends_read_the_same(read, name):
    row = good_row(name) | {"product-name": "煎茶①～髙"}
    feed, plain = read(flat_file([row], "\r\n"), "cp932"), read(flat_file([row]))
    assert (feed.encoding, feed.table, len(feed.problems)) == ("cp932", plain.table, 0)
    assert feed.typed["product-name"].tolist() == ["煎茶①～髙"]
    assert feed.typed.equals(plain.typed)


def test_every_row_of_an_unshipped_report_is_of_a_verified_order(read_rows):
    assert problem_codes(
        read_rows("unshipped", {"recipient-name": "", "ship-address-1": "", "ship-postal-code": ""})
    ) == [
        (1, 70101, "ship-address-1"),
        (1, 70101, "ship-postal-code"),
    ]


def test_nothing_may_be_shipped_yet_and_days_may_be_left(read_rows):
    feed = read_rows("unshipped", {"quantity-shipped": "0", "quantity-to-ship": "0", "days-past-promise": "-14"})
    assert len(feed.problems) == 0
    assert feed.typed["quantity-shipped"].tolist() == [0]
    assert feed.typed["days-past-promise"].tolist() == ["-14"]
    assert feed.typed["promise-date"].dt.tz_convert(TOKYO).dt.strftime("%d %H:%M:%S").tolist() == ["07 23:59:59"]


@pytest.mark.parametrize("spelled", ["cancellation", "cancelation"])
def test_both_spellings_of_cancellation_are_known_in_an_unshipped_report(read_rows, spelled):
    feed = read_rows(
        "unshipped",
        {
            f"is-buyer-requested-{spelled}": "true",
            f"buyer-requested-{spelled}-reason": "no longer needed",
            f"verge-of-{spelled}": "false",
        },
    )
    assert len(feed.problems) == 0
    assert feed.typed["is-buyer-requested-cancellation"].tolist() == ["true"]
    assert feed.typed["buyer-requested-cancel-reason"].tolist() == ["no longer needed"]


def test_the_marketplaces_documented_unshipped_columns_are_known(read):
    names = [*order_reports.UNSHIPPED.names, "price-designation"]
    assert len(read("\t".join(names) + "\r\n").problems) == 0


@pytest.mark.parametrize(
    ("name", "change", "problems"),
    [
        ("unshipped", {"quantity-shipped": "-1"}, (70102, "quantity-shipped")),
        ("unshipped", {"promise-date": "soon"}, (70103, "promise-date")),
        ("unshipped", {"order-item-id": "9.99E+13"}, (70105, "order-item-id")),
        ("unshipped", {"sku": "A" * 41}, (90118, "sku")),
        ("pending", {"order-item-id": ""}, (70101, "order-item-id")),
        ("pending", {"quantity-purchased": "1.0"}, (70102, "quantity-purchased")),
        ("pending", {"payment-type": "A" * 51}, (90118, "payment-type")),
        ("all-orders", {"amazon-order-id": "1"}, (70104, "amazon-order-id")),
        ("all-orders", {"sku": ""}, (70101, "sku")),
        ("all-orders", {"order-status": ""}, (70101, "order-status")),
        ("all-orders", {"order-status": "Complete"}, (70023, "order-status")),
        ("all-orders", {"item-status": "Complete"}, (70023, "item-status")),
        ("all-orders", {"last-updated-date": "2026-10-06"}, (70022, "last-updated-date")),
        ("all-orders", {"asin": "A\x07"}, (70109, "asin")),
    ],
)
def test_each_fault_of_a_report_is_named(read_rows, name, change, problems):
    assert problem_codes(read_rows(name, change)) == [(1, *problems)]


@pytest.mark.parametrize(
    ("status_text", "status"),
    [
        ("pending", "Pending"),
        ("Unshipped", "Unshipped"),
        ("Cancelled", "Canceled"),
        ("Canceled", "Canceled"),
        ("PARTIALLYSHIPPED", "PartiallyShipped"),
        ("Partially Shipped", "PartiallyShipped"),
        ("shipped - Delivered to Buyer", "Shipped - Delivered to Buyer"),
        ("Shipped - Picked Up", "Shipped - Picked Up"),
    ],
)
def test_a_status_of_the_all_orders_report_is_read_in_any_case_and_keeps_its_suffix(read_rows, status_text, status):
    feed = read_rows("all-orders", {"order-status": status_text, "item-status": status_text})
    assert len(feed.problems) == 0
    assert feed.typed[["order-status", "item-status"]].to_numpy().tolist() == [[status, status]]


def test_money_and_quantity_of_the_all_orders_report_are_text(read_rows):
    odd = {"quantity": "0", "currency": "", "item-price": "1,080.5", "shipping-price": "-", "promotion-ids": "A" * 900}
    feed = read_rows("all-orders", odd)
    assert len(feed.problems) == 0
    assert {name: feed.typed[name].iloc[0] for name in odd} == odd


def test_a_canceled_line_is_read_for_ids_and_status_alone(read_rows):
    feed = read_rows("all-orders", {"order-status": "Cancelled - by buyer", "sku": "", "purchase-date": "never"})
    assert len(feed.problems) == 0
    assert feed.typed["order-status"].tolist() == ["Canceled - by buyer"]


def test_an_order_record_that_says_canceled_may_say_why(read_rows):
    feed = read_rows("orders", {"order-status": "Cancelled", "cancellation-cause": "fraud", "item-price": "x"})
    assert (feed.typed["cancellation-cause"].tolist(), problem_codes(feed)) == (["Fraud"], [])
    wrong = read_rows("orders", {"order-status": "Cancelled", "cancellation-cause": "whim"})
    assert problem_codes(wrong) == [(1, 70106, "cancellation-cause")]


@pytest.mark.parametrize("payload", ["AllOrdersReport", "Order"])
def test_the_all_orders_report_comes_as_xml_too(read, payload):
    messages = [all_orders_body(("TEA-001", "Shipped"), ("MUG-02", "cancelled")), all_orders_body(status="Cancelled")]
    feed = read(xml_feed("AllOrdersReport", messages, payload=payload))
    assert (feed.form, feed.table, feed.records, len(feed.problems)) == (
        "xml",
        BY_NAME["all-orders report"],
        2,
        0,
    )
    rows = feed.typed[["record", "amazon-order-id", "order-status", "sku", "item-status", "fulfillment-channel"]]
    assert rows.to_numpy().tolist() == [
        [1, "999-0000001-0000001", "Shipped", "TEA-001", "Shipped", "Merchant"],
        [1, "999-0000001-0000001", "Shipped", "MUG-02", "Canceled", "Merchant"],
        [2, "999-0000001-0000001", "Canceled", "", "", "Merchant"],
    ]
    texts = feed.text[["quantity", "currency", "item-price", "ship-city"]].iloc[0].tolist()
    assert texts == ["0", "USD", "1.5", "見本市"]


def test_both_forms_of_the_all_orders_report_say_the_same(read, read_rows):
    xml = read(xml_feed("AllOrdersReport", [all_orders_body(("TEA-001", "Shipped"))], payload="Order"))
    money = {"currency": "USD", "item-price": "1.5"}
    flat = read_rows("all-orders", money | {"quantity": "0", "ship-city": "見本市", "order-item-id": "00000000000101"})
    places = ["line", "message-id"]
    assert xml.typed.drop(columns=places).equals(flat.typed.drop(columns=places))


def test_another_payload_than_the_envelope_says_refuses_the_feed(read):
    feed = read(xml_feed("AllOrdersReport", [all_orders_body()], payload="OrderReport"))
    assert (feed.refused, feed.problems["code"].tolist()) == (True, [70206])
    feed = read(xml_feed("OrderReport", [all_orders_body()], payload="Order"))
    assert (feed.refused, feed.problems["code"].tolist()) == (True, [70206])


def test_the_same_line_of_an_all_orders_message_counts_once(read):
    feed = read(xml_feed("AllOrdersReport", [all_orders_body(("TEA-001", "Shipped"), ("TEA-001", "Shipped"))]))
    assert feed.repeats.tolist() == [0, 1]
    assert len(feed.problems) == 0


def test_equal_lines_of_an_all_orders_message_count_each_where_they_name_no_item(read):
    order = all_orders_body(("TEA-001", "Shipped"), ("TEA-001", "Shipped"))
    order = order.replace("<AmazonOrderItemCode>00000000000101</AmazonOrderItemCode>", "")
    feed = read(xml_feed("AllOrdersReport", [order]))
    assert (feed.repeats.tolist(), len(feed.problems)) == ([0, 0], 0)
