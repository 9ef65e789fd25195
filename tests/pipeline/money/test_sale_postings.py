"""What a confirmed parcel posts: stories with a pocket calculator, and sums that hold for every item and packing."""

import ast
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

import pipeline.money
from pipeline.money.amount_kinds import SALE_KINDS
from pipeline.money.sale_postings import LEDGER, sale_postings
from schemas.stored_tables import SCHEMAS
from tests.support.shipments import (
    ITEM,
    MANY,
    SCHEDULE,
    TOKYO,
    item_shipments,
    item_values,
    schedule_with,
    shipment_rows,
    shipment_sizes,
    unit_shares,
)

INCLUSIVE = schedule_with(("split_rows = true", "split_rows = false"))
TEA = {"sku": "TEA-001", "price": 2_160, "gift_wrap": 330, "points": 100}


def sale_amounts(frame, schedule=SCHEDULE):
    """(type, description, amount) of every row, in order."""
    rows = sale_postings(frame, schedule, TOKYO)
    return list(zip(rows["amount_type"], rows["amount_description"], rows["amount"], strict=True))


def amounts_by_kind(frame, schedule=MANY):
    """The amount of every kind, over all parcels."""
    return sale_postings(frame, schedule, TOKYO).groupby("kind", dropna=False)["amount"].sum().to_dict()


def test_one_mug_earns_its_price_less_fifteen_percent():
    rows = sale_amounts(item_shipments({"price": 2_200}, [1]))
    assert rows == [("ItemPrice", "Principal", 2_000), ("ItemPrice", "Tax", 200), ("ItemFees", "Commission", -330)]
    assert sum(amount for _, _, amount in rows) == 1_870


def test_two_tins_of_tea_have_reduced_tax_and_their_gift_wrap_standard_tax():
    assert sale_amounts(item_shipments(TEA, [2])) == [
        ("ItemPrice", "Principal", 2_000),
        ("ItemPrice", "Tax", 160),
        ("ItemPrice", "GiftWrap", 300),
        ("ItemPrice", "GiftWrapTax", 30),
        ("Points", "PointsGranted", -100),
        ("ItemFees", "Commission", -358),  # two units of 1,195 yen: 179.25 each
    ]


def test_a_tin_of_tea_alone_has_half_of_everything():
    rows = sale_postings(item_shipments(TEA, [1, 1]), SCHEDULE, TOKYO)
    assert rows["parcel"].tolist() == ["1"] * 6 + ["2"] * 6
    assert rows["amount"].tolist() == [1_000, 80, 150, 15, -50, -179] * 2
    assert rows["quantity"].tolist() == [1] * 12


def test_every_kind_has_its_names_its_sign_and_its_place():
    item = {
        "sku": "BOOK-C", "price": 11_000, "shipping": 550, "gift_wrap": 330, "item_discount": 1_100,
        "ship_discount": 220, "points": 60,
    }  # fmt: skip
    assert sale_amounts(item_shipments(item, [1])) == [
        ("ItemPrice", "Principal", 10_000),
        ("ItemPrice", "Tax", 1_000),
        ("ItemPrice", "Shipping", 500),
        ("ItemPrice", "ShippingTax", 50),
        ("ItemPrice", "GiftWrap", 300),
        ("ItemPrice", "GiftWrapTax", 30),
        ("Promotion", "Principal", -1_000),
        ("Promotion", "TaxDiscount", -100),
        ("Promotion", "Shipping", -200),
        ("Promotion", "TaxDiscount", -20),
        ("Points", "PointsGranted", -60),
        ("ItemFees", "Commission", -1_575),
        ("ItemFees", "VariableClosingFee", -140),
    ]
    rows = sale_postings(item_shipments(item, [1]), SCHEDULE, TOKYO)
    assert rows["kind"].tolist() == [10, 11, 12, 13, 14, 15, 20, 21, 22, 23, 30, 40, 41]
    assert rows["transaction_type"].unique().tolist() == ["Order"]


def test_shipping_and_its_discount_are_taxed_at_the_standard_rate_whatever_is_sent():
    item = {"sku": "TEA-001", "price": 1_080, "shipping": 1_100, "item_discount": 108, "ship_discount": 550}
    amounts = amounts_by_kind(item_shipments(item, [1]))
    assert [amounts[kind] for kind in (10, 11, 12, 13, 20, 21, 22, 23)] == [1_000, 80, 1_000, 100, -100, -8, -500, -50]


def test_what_is_exempt_has_no_tax_row():
    assert sale_amounts(item_shipments({"sku": "FREE", "price": 1_000}, [1]), MANY) == [
        ("ItemPrice", "Principal", 1_000),
        ("ItemFees", "Commission", -150),
    ]


def test_without_tax_rows_amounts_are_inclusive():
    item = {"price": 2_200, "shipping": 550, "item_discount": 110, "ship_discount": 55}
    assert sale_amounts(item_shipments(item, [1]), INCLUSIVE) == [
        ("ItemPrice", "Principal", 2_200),
        ("ItemPrice", "Shipping", 550),
        ("Promotion", "Principal", -110),
        ("Promotion", "Shipping", -55),
        ("ItemFees", "Commission", -388),
    ]


def test_a_gift_posts_nothing():
    assert sale_amounts(item_shipments({"price": 0}, [3])) == []


def test_rows_name_order_item_parcel_feed_record_rule_and_both_dates():
    row = sale_postings(item_shipments({"price": 2_200}, [1]), SCHEDULE, TOKYO).iloc[0]
    assert row[["order_key", "item_key", "sku", "parcel", "feed", "record", "rule", "currency"]].tolist() == [
        99_900_000_010_000_001, 10_000_000_000_001, "MUG-02", "1", 3, 1, "6.1", "JPY",
    ]  # fmt: skip
    assert (row["order_key"], row["item_key"]) == (ITEM["order_key"], ITEM["item_key"])
    assert row["posted"] == pd.Timestamp("2026-10-06T10:30:00Z")
    assert row["transacted"] == pd.Timestamp("2026-10-05T15:00:00Z")


@pytest.mark.parametrize("sizes", [[], [1, 2]])
def test_the_frame_is_that_of_the_ledger_with_whole_numbers_only(sizes):
    frame = item_shipments({"price": 2_200}, sizes) if sizes else shipment_rows()
    rows = sale_postings(frame, SCHEDULE, TOKYO)
    names = {"string": "str", "int64": "int64", "timestamp[us, tz=UTC]": "datetime64[us, UTC]"}
    assert rows.dtypes.map(str).to_dict() == {field.name: names[str(field.type)] for field in SCHEMAS["ledger"]}
    assert tuple(rows.columns) == LEDGER
    assert rows.index.tolist() == list(range(3 * len(sizes)))


def test_the_frame_given_is_left_as_it_was():
    frame = item_shipments(TEA, [1, 1])
    before = frame.copy(deep=True)
    sale_postings(frame, SCHEDULE, TOKYO)
    pd.testing.assert_frame_equal(frame, before)


def test_parcels_of_many_items_do_not_mix():
    mug, tea = {"order_key": 99_900_000_010_000_002, "price": 2_200}, TEA | {"ordered": 2, "units": 2, "parcel": "7"}
    together = sale_postings(shipment_rows(tea, mug), SCHEDULE, TOKYO)
    alone = [sale_postings(shipment_rows(item), SCHEDULE, TOKYO) for item in (tea, mug)]
    pd.testing.assert_frame_equal(together, pd.concat(alone, ignore_index=True))


@given(item_values, shipment_sizes)
def test_any_packing_posts_the_same_totals(item, sizes):
    assert amounts_by_kind(item_shipments(item, sizes)) == amounts_by_kind(item_shipments(item, [sum(sizes)]))


@given(item_values, shipment_sizes)
def test_principal_and_tax_are_the_price_and_promotions_the_discounts(item, sizes):
    amounts = dict.fromkeys((kind.code for kind in SALE_KINDS), 0) | amounts_by_kind(item_shipments(item, sizes))
    assert amounts[10] + amounts[11] == item["price"]
    assert amounts[12] + amounts[13] == item["shipping"]
    assert amounts[14] + amounts[15] == item["gift_wrap"]
    assert amounts[20] + amounts[21] == -item["item_discount"]
    assert amounts[22] + amounts[23] == -item["ship_discount"]
    assert amounts[30] == -item["points"]
    assert amounts[13] == item["shipping"] // 11


@given(item_values, shipment_sizes)
def test_shares_equal_a_loop_over_all_units(item, sizes):
    count = sum(sizes)
    rate = {"TEA-001": 8, "FREE": 0}.get(item["sku"], 10)
    amount, tax = unit_shares(item["price"], count), unit_shares(item["price"] * rate // (100 + rate), count)
    rows = sale_postings(item_shipments(item, sizes), MANY, TOKYO)
    for number, size in enumerate(sizes):
        units = slice(sum(sizes[:number]), sum(sizes[:number]) + size)
        amounts = rows[rows["parcel"] == str(number + 1)].set_index("kind")["amount"]
        assert amounts.get(11, 0) == sum(tax[units])
        assert amounts.get(10, 0) == sum(amount[units]) - sum(tax[units])


@given(item_values, shipment_sizes)
def test_no_row_is_zero_and_every_amount_is_a_whole_number(item, sizes):
    rows = sale_postings(item_shipments(item, sizes), MANY, TOKYO)
    assert (rows["amount"] != 0).all()
    assert rows["amount"].dtype == np.int64
    assert rows["kind"].is_monotonic_increasing or len(sizes) > 1


def test_the_money_path_has_no_true_division():
    sources = sorted(Path(pipeline.money.__file__).parent.glob("*.py"))
    nodes = [node for path in sources for node in ast.walk(ast.parse(path.read_text("utf-8")))]
    assert len(sources) > 5
    assert not [node for node in nodes if isinstance(node, ast.Div)]
    assert not [node for node in nodes if isinstance(node, ast.Name) and node.id in {"float", "round"}]
    assert not [node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, float)]
