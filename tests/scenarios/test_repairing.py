"""Runs that are asked to put right what is damaged: what applies, what is told, what lies in rejected/, what waits."""

from datetime import datetime

from pipeline.operations.check_feeds import check_feeds
from tests.support.run_documents import code_counts
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

DAMAGED = ORDER | {
    "purchase-date": "2026/10/5 10:00",
    "item-price": "¥4,400",
    "quantity-purchased": "２",
    "ship-postal-code": "600001",
}
WIDE = CONFIRMATION | {"quantity": "１", "ship-date": "2026/10/5"}


def test_a_damaged_order_is_refused_and_the_run_says_how_many_cells_could_be_put_right(workspace):
    workspace.drop("orders.tsv", DAMAGED)
    result = workspace.run()
    assert (result.exit_code, result.repairable_cells) == (3, 4)
    assert code_counts(result) == {70102: 1, 70103: 1, 70105: 1, 70108: 1}


def test_on_request_it_applies_and_each_cell_is_told(workspace):
    workspace.drop("orders.tsv", DAMAGED)
    result = workspace.run(repair=True)
    assert (result.exit_code, result.repairable_cells, code_counts(result)) == (0, 0, {70111: 4})
    [order] = workspace.report("orders.tsv")
    assert [order[name] for name in ("quantity-purchased", "item-price", "ship-postal-code")] == [
        "2",
        "4400",
        "0600001",
    ]
    answer = (workspace.root / "reports/latest/processing/orders.tsv.report.tsv").read_text("utf-8-sig")
    assert "quantity-purchased was repaired: ２ became 2. Check the value" in answer
    assert "600001" not in answer


def test_the_setting_does_what_the_option_does(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop", "[inbox]\nsettle_seconds = 0\nrepair = true\n")
    workspace.drop("orders.tsv", DAMAGED)
    assert code_counts(workspace.run()) == {70111: 4}


def test_a_refused_feed_that_is_dropped_back_is_put_right_on_request(workspace):
    workspace.drop("orders.tsv", DAMAGED, ORDER | {"order-id": "999-0000001-0000002"})
    workspace.run()
    [refused] = (workspace.root / "rejected").iterdir()
    workspace.put("again.tsv", refused.read_bytes(), RUN_TIMES[1])
    assert code_counts(workspace.run(RUN_TIMES[1], repair=True)) == {70111: 4}
    assert len(workspace.report("orders.tsv")) == 1


def test_a_record_that_is_refused_all_the_same_lies_in_rejected_with_its_cells_put_right(workspace):
    workspace.drop("orders.tsv", DAMAGED | {"order-item-id": "9.99E+13"})
    result = workspace.run(repair=True)
    assert code_counts(result) == {70105: 1, 70111: 4}
    [row] = workspace.report("run-1_orders.tsv", "rejected")
    assert [row[name] for name in ("order-item-id", "quantity-purchased", "code")] == ["9.99E+13", "2", "70105"]


def test_a_row_of_no_shape_is_left_as_it_came(workspace):
    workspace.put("stock.tsv", "sku\tquantity\nA\t１\t\tx\nB\t１\n".encode())
    assert code_counts(workspace.run(repair=True)) == {70107: 1, 70111: 1}
    assert workspace.report("run-1_stock.tsv", "rejected")[0]["quantity"] == "１"


def test_a_held_record_stays_put_right_in_later_runs_that_are_not_asked_to(workspace):
    workspace.drop("ship.tsv", WIDE)
    assert code_counts(workspace.run(repair=True)) == {70013: 1, 70111: 2}
    workspace.drop("orders.tsv", ORDER, received=RUN_TIMES[1])
    result = workspace.run(RUN_TIMES[1])
    assert [entry["outcome"] for entry in result.document["released"]] == ["accepted"]
    assert workspace.report("unshipped-orders.tsv")[0]["quantity-shipped"] == "1"


def test_the_original_lies_in_the_archive(workspace):
    workspace.drop("orders.tsv", DAMAGED)
    was = (workspace.root / "inbox/orders.tsv").read_bytes()
    workspace.run(repair=True)
    assert [path.read_bytes() for path in workspace.root.glob("archive/*/*")] == [was]


def test_the_check_of_a_feed_takes_the_same_request(workspace, tmp_path):
    workspace.run()
    workspace.drop("orders.tsv", DAMAGED)
    feed = (workspace.root / "inbox/orders.tsv").rename(tmp_path / "orders.tsv")
    with workspace.reader() as store:
        plain, repaired = (
            check_feeds(store, [feed], datetime.fromisoformat(RUN_TIMES[1]), repair=repair) for repair in (False, True)
        )
    assert [(entry.exit_code, entry.repairable_cells) for entry in (plain, repaired)] == [(3, 4), (0, 0)]
    assert {line["error-code"] for line in repaired.document["files"][0]["lines"]} == {"70111"}
