from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import flat_file_writer
from reports.inventory_report import inventory_rows, reserved_units
from schemas.formats.order_reports import INVENTORY
from schemas.statuses import Status
from tests.support.frames import stock_balances
from tests.support.report_items import report_item, report_lines


def reserved_by(*items):
    return [reserved_units(report_lines(*items))]


def test_stock_is_listed_with_what_orders_reserve():
    items = reserved_by(
        report_item(1, sku="TEA", ordered=5, shipped=1, canceled=1),
        report_item(2, sku="TEA", ordered=2, status=Status.PENDING),
        report_item(3, sku="TEA", ordered=4, status=Status.PENDING),
        report_item(4, sku="TEA", ordered=9, status=Status.CANCELED),
        report_item(5, sku="CUP", ordered=3),
        report_item(6, sku="never fed", ordered=3),
    )
    report = inventory_rows(stock_balances(TEA=7, CUP=-3, ALMS=0), items)
    data = flat_file_writer.render(
        INVENTORY.columns, report, encoding="utf-8", zone=ZoneInfo("Asia/Tokyo")
    ).data.decode()
    assert data == (
        "sku\tquantity\treserved-pending\treserved-unshipped\tlisting\tlast-fed-at\tshort-by\r\n"
        "ALMS\t0\t0\t0\tinactive\t2026-10-05T09:00:00+09:00\t0\r\n"
        "CUP\t0\t0\t3\tinactive\t2026-10-05T09:00:00+09:00\t3\r\n"
        "TEA\t7\t6\t3\tactive\t2026-10-05T09:00:00+09:00\t0\r\n"
    )


def test_without_orders_nothing_is_reserved_and_without_stock_nothing_is_listed():
    assert inventory_rows(stock_balances(TEA=1), reserved_by())[
        ["reserved-pending", "reserved-unshipped"]
    ].to_numpy().tolist() == [[0, 0]]
    assert inventory_rows(stock_balances(), reserved_by(report_item())).empty


def test_a_sku_that_stands_twice_in_the_stock_is_an_error():
    twice = pd.concat([stock_balances(TEA=1), stock_balances(TEA=2)])
    with pytest.raises(pd.errors.MergeError):
        inventory_rows(twice, reserved_by(report_item(sku="TEA")))


def test_a_sku_is_always_text_and_may_be_japanese():
    items = reserved_by(report_item(1, sku="00123", ordered=2), report_item(2, sku="煎茶-大", ordered=1))
    report = inventory_rows(stock_balances(**{"煎茶-大": 4, "1E5": 0, "00123": 3}), items)
    assert report["sku"].tolist() == ["00123", "1E5", "煎茶-大"]
    assert report["reserved-unshipped"].tolist() == [2, 0, 1]


def test_units_of_several_groups_of_orders_are_added_up():
    groups = [*reserved_by(report_item(1, ordered=2)), *reserved_by(), *reserved_by(report_item(2, ordered=3))]
    assert inventory_rows(stock_balances(**{"TEA-001": 9}), groups)["reserved-unshipped"].tolist() == [5]


@given(st.integers(-1_000_000, 1_000_000))
def test_what_may_be_sold_less_what_is_short_is_the_balance(balance):
    (row,) = inventory_rows(stock_balances(TEA=balance), reserved_by()).to_dict("records")
    assert row["quantity"] - row["short-by"] == balance
    assert 0 in {row["quantity"], row["short-by"]}
    assert (row["listing"] == "active") == (row["quantity"] > 0)
