"""The list of orders in lines: Pending ones marked, nobody's name."""

import json

from pipeline.cli.orders_list_text import DIM, PLAIN, orders_list_summary_text, orders_list_text
from pipeline.documents.localize import Localizer
from tests.support.order_answers import orders_list, settings_of


def orders_list_lines(folder, language="en", *, color=False, **wanted):
    """The document and its lines."""
    _, settings = settings_of(folder, language)
    document = orders_list(folder, language, **wanted)
    return document, orders_list_text(document, Localizer.of(settings), color=color).split("\n")


def test_open_orders_have_a_line_each_with_what_is_open_and_until_when(demo):
    _, lines = orders_list_lines(demo)
    assert len(lines) == 3
    assert lines[1].split() == ["999-0000001-0000030", "Unshipped", "2026-11-05", "1", "1", "2026-11-09", "4"]


def test_a_pending_order_is_marked_and_dimmed_only_where_there_is_color(demo):
    document, plain = orders_list_lines(demo)
    _, dimmed = orders_list_lines(demo, color=True)
    assert [order["actionable"] for order in document["orders"]] == [True, False]
    assert "not actionable" in plain[2]
    assert dimmed == [*plain[:2], f"{DIM}{plain[2]}{PLAIN}"]


def test_nobody_is_named(demo):
    document, lines = orders_list_lines(demo, closed=True)
    everything = json.dumps(document, ensure_ascii=False) + "\n".join(lines)
    assert not [word for word in ("見本", "仮名", "架空", "例示", "example.invalid", "000-00") if word in everything]


def test_what_to_look_out_for_stands_in_the_line(stored_workspace):
    stored_workspace.put(**stored_workspace.order(1, cancel_asked=1))
    assert "buyer-asked-to-cancel" in orders_list_lines(stored_workspace.root)[1][1]


def test_japanese_lists_have_their_headings_and_say_the_status_in_japanese(demo):
    _, lines = orders_list_lines(demo, "ja")
    assert lines[0].split() == ["注文番号", "ステータス", "注文日", "商品数", "数量", "出荷期限", "残り日数"]
    assert "保留中(支払い未確認)" in lines[2]
    assert "操作不可" in lines[2]


def test_the_summary_counts_the_orders_that_were_found(demo):
    document, _ = orders_list_lines(demo, closed=True, limit=3)
    settings = settings_of(demo)[1]
    summary = orders_list_summary_text(document, Localizer.of(settings))
    assert summary.startswith("29 orders as of run 9, 2026-11-05")
    settings = settings_of(demo, "ja")[1]
    summary = orders_list_summary_text(document, Localizer.of(settings))
    assert summary == "注文29件(2026年11月5日(木)23:30現在、実行9)"
