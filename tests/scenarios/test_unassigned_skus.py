"""SKUs that have a default fee category or tax class: said once by a run, listed by status until they are assigned."""

from datetime import timedelta

import pytest

from pipeline.queries.get_report import get_report
from pipeline.queries.get_status import get_status
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

DEFAULTS = {"category": "everything-else", "tax_class": "standard"}


def sell(shop, run, number, sku):
    """An order of this SKU, placed, shipped and posted by one run; returns what the run says."""
    ids = {"order-id": f"999-0000001-{number:07}", "order-item-id": f"{number:014}"}
    at = RUN_TIMES[run]
    shop.drop(f"orders-{number}.tsv", ORDER | ids | {"sku": sku}, received=at)
    shop.drop(f"ship-{number}.tsv", CONFIRMATION | ids | {"ship-date": at[:10]}, received=at)
    return shop.run(at).document["unassigned"]


def listed(shop):
    """The SKUs that status lists."""
    with shop.reader() as store:
        now = store.last_run.finished + timedelta(hours=1)
    document = get_status(shop.folders, shop.settings, now)
    assert document["unassigned"]["count"] == len(document["unassigned"]["skus"])
    return document["unassigned"]["skus"]


@pytest.fixture
def shop(tmp_path):
    return SellerWorkspace(tmp_path / "shop")


def edit_fees(shop, old, new):
    path = shop.folders.fees_file
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")


def test_a_run_says_once_of_each_sku_that_it_has_a_default(shop):
    assert sell(shop, 0, 1, "MUG-02") == [{"sku": "MUG-02", **DEFAULTS}]
    assert sell(shop, 1, 2, "MUG-02") == []
    assert sell(shop, 2, 3, "TEA-001") == [{"sku": "TEA-001", "category": "everything-else", "tax_class": ""}]


def test_status_lists_it_until_it_is_assigned(shop):
    sell(shop, 0, 1, "MUG-02")
    assert [entry["sku"] for entry in listed(shop)] == ["MUG-02"]
    edit_fees(shop, 'sku = { "BOOK-C" = "books" }', 'sku = { "MUG-02" = "books" }')
    assert listed(shop) == [{"sku": "MUG-02", "category": "", "tax_class": "standard"}]
    edit_fees(shop, "sku_prefix = {}", 'sku_prefix = { "MUG-" = "reduced" }')
    assert listed(shop) == []


def test_a_sku_that_is_named_or_has_a_prefix_is_never_listed(shop):
    edit_fees(shop, 'sku = { "TEA-001" = "reduced" }', 'sku = { "BOOK-C" = "standard", "CD-9" = "standard" }')
    assert sell(shop, 0, 1, "BOOK-C") == sell(shop, 1, 2, "CD-9") == listed(shop) == []


def test_status_goes_by_the_last_run_where_fees_cannot_be_read(shop):
    sell(shop, 0, 1, "MUG-02")
    shop.folders.fees_file.write_text("schema = 2\n")
    assert listed(shop) == [{"sku": "MUG-02", **DEFAULTS}]


def test_settlements_show_the_marketplace_of_the_fee_schedule_and_those_of_a_past_run_its_own(shop):
    sell(shop, 0, 1, "MUG-02")
    edit_fees(shop, 'marketplace = "Amazon.co.jp"', 'marketplace = "見本市場"')
    sell(shop, 1, 2, "MUG-02")
    assert {row["marketplace-name"] for row in shop.report("settlement-open.tsv")[1:]} == {"見本市場"}
    [path] = (shop.root / "reports").glob("*/run-1/settlement-open.tsv")
    content = path.read_bytes()
    path.unlink()
    with shop.reader() as store:
        assert get_report(store, "settlement-open.tsv", 1).data == content
    assert "Amazon.co.jp" in content.decode("utf-8-sig")
