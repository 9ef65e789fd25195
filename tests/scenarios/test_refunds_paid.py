"""Refunds through whole runs: charged back, posted in the open period, settled, and told again the same."""

import pytest

from pipeline.queries.get_report import get_report
from tests.support.seller_workspace import CONFIRMATION, ORDER, SellerWorkspace

TEA = ORDER | {"sku": "TEA-001", "item-price": "2160", "gift-wrap-price": "330", "points-granted": "100"}
BACK = {
    "order-id": ORDER["order-id"],
    "order-item-id": ORDER["order-item-id"],
    "adjustment-reason-code": "CustomerReturn",
    "item-price-adj": "1080",
}
SETTINGS = "[inbox]\nsettle_seconds = 0\n[settlement]\nanchor = 2026-09-28\n"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    """Two tins of tea, shipped on 6 October; one is refunded in the next period, the rest of the money later in it."""
    workspace = SellerWorkspace(tmp_path_factory.mktemp("money") / "shop", SETTINGS)
    workspace.drop("orders.tsv", TEA)
    workspace.drop("early.tsv", BACK)
    workspace.run()
    workspace.drop("ship.tsv", CONFIRMATION, received="2026-10-06T19:00:00+09:00")
    workspace.run("2026-10-06T23:30:00+09:00")
    rest = BACK | {"item-price-adj": "1080", "gift-wrap-price-adj": "330"}
    workspace.drop("rest.tsv", rest, received="2026-10-14T20:00:00+09:00")
    workspace.run("2026-10-15T23:30:00+09:00")
    workspace.run("2026-10-30T23:30:00+09:00")
    return workspace


def settled_amounts(rows):
    return [(row["transaction-type"], row["amount-description"], int(row["amount"])) for row in rows[1:]]


def test_a_refund_that_waited_is_posted_in_the_run_of_its_shipment(workspace):
    rows = workspace.closed_settlements()["settlement-OM-20261012.tsv"]
    assert settled_amounts(rows)[6:] == [
        ("Refund", "Principal", -1000),
        ("Refund", "Tax", -80),
        ("Refund", "PointsGranted", 43),
        ("Refund", "Commission", 155),
        ("Refund", "RefundCommission", -16),
    ]
    assert {row["posted-date-time"] for row in rows[1:]} == {"2026-10-06 19:00:00 JST"}
    assert {row["quantity-purchased"] for row in rows[7:]} == {""}


def test_the_last_refund_leaves_nothing_of_the_sale_but_the_fees_of_both(workspace):
    rows = workspace.closed_settlements()["settlement-OM-20261026.tsv"]
    assert settled_amounts(rows)[1:] == [
        ("Refund", "Principal", -1000),
        ("Refund", "Tax", -80),
        ("Refund", "GiftWrap", -300),
        ("Refund", "GiftWrapTax", -30),
        ("Refund", "PointsGranted", 57),
        ("Refund", "Commission", 203),
        ("Refund", "RefundCommission", -20),
    ]
    with workspace.open_store() as store:
        assert sum(store.read("ledger")["amount"].to_pylist()) == -16 - 20


def test_a_balance_below_zero_is_carried_forward(workspace):
    rows = workspace.closed_settlements()["settlement-OM-20261026.tsv"]
    assert rows[0]["total-amount"] == "0"
    assert settled_amounts(rows)[0] == ("other-transaction", "Balance carried forward", 1170)
    assert settled_amounts(workspace.report("settlement-open.tsv")) == [
        ("other-transaction", "Balance brought forward", -1170)
    ]


def test_every_refund_is_a_charge_under_the_id_that_the_settlement_names(workspace):
    rows = [
        (row["charge-id"], row["kind"], row["amount"], row["cause"], row["at"], row["feed"])
        for folder in ("reports/2026-10-06/run-2", "reports/2026-10-15/run-3")
        for row in workspace.report("charges.tsv", folder)
    ]
    name = "C-999-0000001-0000001-00000000000101-"
    assert rows == [
        (name + "1", "charge", "2490", "", "2026-10-06T19:00:00+09:00", "ship.tsv"),
        (name + "refund-1", "refund", "1080", "CustomerReturn", "2026-10-06T19:00:00+09:00", "early.tsv"),
        (name + "refund-2", "refund", "1410", "CustomerReturn", "2026-10-14T20:00:00+09:00", "rest.tsv"),
    ]
    settled = workspace.closed_settlements()["settlement-OM-20261026.tsv"]
    assert {row["adjustment-id"] for row in settled[2:]} == {name + "refund-2"}


def test_reports_of_a_run_with_refunds_are_made_again_byte_for_byte(workspace, tmp_path):
    other = workspace.copy(tmp_path / "shop")
    for run, name in ((2, "charges.tsv"), (2, "settlement-open.tsv"), (3, "charges.tsv"), (4, "settlement-open.tsv")):
        [path] = (other.root / "reports").glob(f"*/run-{run}/{name}")
        content = path.read_bytes()
        path.unlink()
        with other.reader() as store:
            assert get_report(store, name, run).data == content
