"""Text that another program would change is the same in the report as it was in the feed."""

from tests.support.run_documents import outcome_counts
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace


def test_japanese_text_in_cp932_reaches_the_report_and_a_cp932_report_loses_no_row(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop", 'report.encoding = "cp932"\n[inbox]\nsettle_seconds = 0\n')
    workspace.drop("orders.txt", ORDER | {"recipient-name": "髙橋 ①"}, encoding="cp932")
    workspace.drop("utf.txt", ORDER | {"order-id": "999-0000001-0000002", "recipient-name": "𠮷田"})
    result = workspace.run()
    text = (workspace.root / "reports/latest/orders.tsv").read_bytes().decode("cp932")
    assert "髙橋 ①" in text
    assert "〓田" in text
    assert {cell["column"] for cell in result.document["unencodable"]} == {"recipient-name"}


def test_text_that_looks_like_something_else_stays_text_from_feed_to_report(workspace):
    strange = ("00123", "1E5", "NA", "null", "3-4", '"open')
    rows = [ORDER | {"order-item-id": f"{number:014}", "sku": sku} for number, sku in enumerate(strange, 1)]
    workspace.drop("orders.tsv", *rows)
    workspace.run()
    assert [row["sku"] for row in workspace.report("unshipped-orders.tsv")] == list(strange)


def test_an_order_id_with_letters_is_known_again_in_the_next_run(workspace):
    order = ORDER | {"order-id": "S01-ABCDEFG-0000001"}
    workspace.drop("orders.tsv", order)
    workspace.run()
    workspace.drop("ship.tsv", CONFIRMATION | {"order-id": order["order-id"], "ship-date": "2026-10-05"})
    assert outcome_counts(workspace.run(RUN_TIMES[1])) == [{"accepted": 1}]
