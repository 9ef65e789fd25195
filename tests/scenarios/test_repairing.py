"""Runs that are asked to put right what is damaged: what applies, what is told, what lies in rejected/, what waits."""

from datetime import datetime

import pytest

from pipeline.operations import check_feeds
from pipeline.store import reader
from pipeline.workspace.settings import Settings
from tests.support.shop import DAY, ORDER, SHIPPED, Shop

DAMAGED = ORDER | {
    "purchase-date": "2026/10/5 10:00",
    "item-price": "¥4,400",
    "quantity-purchased": "２",
    "ship-postal-code": "600001",
}
WIDE = SHIPPED | {"quantity": "１", "ship-date": "2026/10/5"}


@pytest.fixture
def shop(tmp_path):
    return Shop(tmp_path / "shop")


def codes(done):
    return {code["code"]: code["count"] for feed in done.document["feeds"] for code in feed["codes"]}


def test_a_damaged_order_is_refused_and_the_run_says_how_many_cells_could_be_put_right(shop):
    shop.drop("orders.tsv", DAMAGED)
    done = shop.run()
    assert (done.exit_code, done.mendable) == (3, 4)
    assert codes(done) == {70102: 1, 70103: 1, 70105: 1, 70108: 1}


def test_on_request_it_applies_and_each_cell_is_told(shop):
    shop.drop("orders.tsv", DAMAGED)
    done = shop.run(repair=True)
    assert (done.exit_code, done.mendable, codes(done)) == (0, 0, {70111: 4})
    [order] = shop.report("orders.tsv")
    assert [order[name] for name in ("quantity-purchased", "item-price", "ship-postal-code")] == [
        "2",
        "4400",
        "0600001",
    ]
    answer = (shop.root / "reports/latest/processing/orders.tsv.report.tsv").read_text("utf-8-sig")
    assert "quantity-purchased repaired: ２ to 2. Check the value" in answer
    assert "600001" not in answer


def test_the_setting_does_what_the_option_does(tmp_path):
    shop = Shop(tmp_path / "shop", "[inbox]\nsettle_seconds = 0\nrepair = true\n")
    shop.drop("orders.tsv", DAMAGED)
    assert codes(shop.run()) == {70111: 4}


def test_a_refused_feed_that_is_dropped_back_is_put_right_on_request(shop):
    shop.drop("orders.tsv", DAMAGED, ORDER | {"order-id": "999-0000001-0000002"})
    shop.run()
    [refused] = (shop.root / "rejected").iterdir()
    shop.put("again.tsv", refused.read_bytes(), DAY[1])
    assert codes(shop.run(DAY[1], repair=True)) == {70111: 4}
    assert len(shop.report("orders.tsv")) == 1


def test_a_record_that_is_refused_all_the_same_lies_in_rejected_with_its_cells_put_right(shop):
    shop.drop("orders.tsv", DAMAGED | {"order-item-id": "9.99E+13"})
    done = shop.run(repair=True)
    assert codes(done) == {70105: 1, 70111: 4}
    [row] = shop.report("run-1_orders.tsv", "rejected")
    assert [row[name] for name in ("order-item-id", "quantity-purchased", "code")] == ["9.99E+13", "2", "70105"]


def test_a_row_of_no_shape_is_left_as_it_came(shop):
    shop.put("stock.tsv", "sku\tquantity\nA\t１\t\tx\nB\t１\n".encode())
    assert codes(shop.run(repair=True)) == {70107: 1, 70111: 1}
    assert shop.report("run-1_stock.tsv", "rejected")[0]["quantity"] == "１"


def test_a_held_record_stays_put_right_in_later_runs_that_are_not_asked_to(shop):
    shop.drop("ship.tsv", WIDE)
    assert codes(shop.run(repair=True)) == {70013: 1, 70111: 2}
    shop.drop("orders.tsv", ORDER, received=DAY[1])
    done = shop.run(DAY[1])
    assert [one["outcome"] for one in done.document["released"]] == ["accepted"]
    assert shop.report("unshipped-orders.tsv")[0]["quantity-shipped"] == "1"


def test_the_original_lies_in_the_archive(shop):
    shop.drop("orders.tsv", DAMAGED)
    was = (shop.root / "inbox/orders.tsv").read_bytes()
    shop.run(repair=True)
    assert [path.read_bytes() for path in shop.root.glob("archive/*/*")] == [was]


def test_the_check_of_a_feed_takes_the_same_request(shop, tmp_path):
    shop.run()
    shop.drop("orders.tsv", DAMAGED)
    feed = (shop.root / "inbox/orders.tsv").rename(tmp_path / "orders.tsv")
    with reader(shop.workspace, Settings.read(shop.workspace.settings_file)) as store:
        plain, asked = (
            check_feeds.check(store, [feed], datetime.fromisoformat(DAY[1]), repair=repair) for repair in (False, True)
        )
    assert [(one.exit_code, one.mendable) for one in (plain, asked)] == [(3, 4), (0, 0)]
    assert {line["error-code"] for line in asked.document["files"][0]["lines"]} == {"70111"}
