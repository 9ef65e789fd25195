"""A pick list is checked against the orders that are known, line by line."""

import pandas as pd

from tests.support.order_answers import answer_codes, pick_list_answers


def test_an_order_of_an_id_that_is_not_digits_is_looked_up(stored_workspace):
    named = {name: [row | {"order_key": 10**17} for row in rows] for name, rows in stored_workspace.order(1).items()}
    stored_workspace.put(**named, names={"S01-0000001-ABCDEFG": 10**17})
    answers = pick_list_answers(stored_workspace.root, "order-id\nS01-0000001-ABCDEFG\nS01-0000001-ABCDEFH\n")
    assert answer_codes(answers) == ["", "order-unknown"]


def test_a_pick_list_in_cp932_is_checked_line_by_line(demo):
    content = (
        "注文番号,注文商品番号,出荷数,お届け先\r\n"
        '999-0000001-0000030,99900000003001,1,"見本県, 見本市"\r\n'
        "999-0000001-0000029,,,髙見本\r\n"
        "999-0000001-0000027,,1,①\r\n"
    )
    answers = pick_list_answers(demo, content.encode("cp932"), pd.Timestamp("2026-11-06T00:00:00Z"), "ja")
    assert [(line["line"], line["answer"], line["code"], line["reason"]) for line in answers] == [
        (2, "ship", "", ""),
        (3, "do-not-ship", "order-pending", "保留中(支払い未確認)です"),
        (4, "do-not-ship", "already-shipped", "すべて出荷済みです"),
    ]


def test_the_unshipped_report_of_the_last_run_may_ship_whole(demo):
    content = (demo / "reports" / "latest" / "unshipped-orders.tsv").read_bytes()
    assert {line["answer"] for line in pick_list_answers(demo, content)} == {"ship"}


def test_the_pending_report_of_the_last_run_may_not_ship_at_all(demo):
    content = (demo / "reports" / "latest" / "pending-orders.tsv").read_bytes()
    assert set(answer_codes(pick_list_answers(demo, content))) == {"order-pending"}


def test_a_list_without_rows_may_ship(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1))
    assert pick_list_answers(stored_workspace.root, "order-id\n") == []
