"""Columns and tables: headings in any spelling, one meaning each."""

import pytest

from schemas.columns import Column, Kind, Table, heading
from schemas.formats import fields as f
from schemas.formats.added_columns import REASON_NAMES, SELLER_ID
from schemas.formats.feed_formats import BY_NAME, FEEDS
from schemas.formats.order_feed import ADDRESS_LINES, ORDERS
from schemas.formats.report_formats import REPORTS

TABLES = [*FEEDS, *REPORTS]
NAMES = [table.name for table in TABLES]


@pytest.mark.parametrize("text", ["order-id", "Order_ID", " ORDER ID ", "注文番号"])
def test_a_heading_is_known_in_any_case_with_blanks_and_underscores_and_in_japanese(text):
    assert ORDERS.column(text).name == "order-id"


def test_an_unknown_heading_is_no_column():
    assert ORDERS.column("order") is None
    with pytest.raises(KeyError):
        ORDERS["order"]


def test_two_columns_of_a_format_can_not_share_a_heading():
    with pytest.raises(ValueError, match="two columns are called sku"):
        Table("twice", (Column("sku"), Column("article", aliases=("SKU",))))


def test_a_column_is_changed_by_making_another():
    column = Column("sku", Kind.TEXT)
    assert (column.as_required().required, column.as_required().as_optional().required, column.required) == (
        True,
        False,
        False,
    )
    assert (column.at_path("Item/SKU").xml, column.renamed("article", label="品番").headings) == (
        "Item/SKU",
        ("article", "品番"),
    )


@pytest.mark.parametrize("table", TABLES, ids=NAMES)
def test_every_column_is_found_by_its_own_name(table):
    assert [table[name].name for name in table.names] == list(table.names)
    assert len(set(table.names)) == len(table.names)


@pytest.mark.parametrize("table", FEEDS, ids=[table.name for table in FEEDS])
def test_what_a_format_is_recognised_and_keyed_by_are_columns_of_it(table):
    key = {name for part in table.key for way in part.split("|") for name in way.split("+")}
    groups = {name for names in (*table.one_of, *table.either) for name in names}
    assert key | groups | set(table.anchor) | set(table.markers) <= set(table.names)
    assert not set(table.excluded) & set(table.names)
    assert set(table.anchor) <= set(table.required)


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("order feed", {"order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased"}),
        ("unshipped report", {"order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased"}),
        ("pending report", {"order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased"}),
        ("all-orders report", {"amazon-order-id", "sku", "order-status"}),
        ("payments", {"order-id", "payment-status"}),
        ("address change", {"order-id", "recipient-name", "ship-address-1", "ship-postal-code"}),
        ("shipment confirmation", {"order-id", "ship-date"}),
        ("inventory", {"sku"}),
    ],
)
def test_the_required_columns_are_those_of_the_decided_case(table, columns):
    assert set(BY_NAME[table].required) == columns


def test_what_a_verified_order_needs_are_columns_of_the_order_feed():
    assert {*ADDRESS_LINES, f.SHIP_POSTAL_CODE.name} <= set(ORDERS.names)


@pytest.mark.parametrize(
    ("report", "feed"),
    [("orders", "order feed"), ("unshipped-orders", "unshipped report"), ("pending-orders", "pending report")],
)
def test_every_column_of_a_report_of_orders_is_known_when_it_is_read_back(report, feed):
    columns = [column for table in REPORTS if table.name == report for column in table.columns]
    assert columns
    assert not [column.name for column in columns if BY_NAME[feed].column(column.name) is None]


def test_reports_without_money_have_no_money_as_feeds():
    money = {"currency", "item-price", "item-tax", "shipping-price", "shipping-tax", "gift-wrap-price"}
    assert money <= set(ORDERS.names)
    assert not money & {*BY_NAME["unshipped report"].names, *BY_NAME["pending report"].names}


def test_no_format_has_a_column_of_the_files_of_refused_records():
    beside = {*REASON_NAMES, SELLER_ID}
    assert not [table.name for table in FEEDS if {heading(name) for name in beside} & set(table.names)]


def test_every_column_with_buyer_data_is_marked():
    words = ("buyer-name", "buyer-email", "buyer-phone", "recipient", "ship-address", "ship-postal", "ship-phone")
    personal = [column for table in TABLES for column in table.columns if column.name.startswith(words)]
    assert personal
    assert all(column.private for column in personal)
