"""What was rejected, in a line each."""

from zoneinfo import ZoneInfo

import pytest

from pipeline.cli.rejects_text import rejects_text
from pipeline.documents.localize import Localizer

REJECT = {
    "run": 1,
    "feed": "orders.tsv",
    "record": 2,
    "line": 3,
    "order_id": "999-0000001-0000001",
    "codes": [
        {"code": 70101, "message": "sku is empty"},
        {"code": 70108, "message": "item-price is not an amount in whole yen: 1.5"},
    ],
    "file": "rejected/run-1_orders.tsv",
    "resolved": None,
    "again": None,
    "settled": None,
    "later": None,
    "closed": None,
}


def text_of(count, open_count, rejects, language="en"):
    document = {"count": count, "open": open_count, "rejects": rejects}
    return rejects_text(document, Localizer(language, ZoneInfo("Asia/Tokyo")))


def text_lines(*rejects, language="en"):
    return text_of(len(rejects), 1, rejects, language).splitlines()


def test_the_text_is_a_line_for_each_and_their_number():
    heading, first, second, count = text_lines(REJECT, REJECT | {"record": 3})
    assert heading.split() == ["run", "feed", "record", "line", "order", "codes", "message", "state", "file"]
    assert "70101 70108" in first
    assert "sku is empty / item-price is not an amount in whole yen: 1.5" in first
    assert second.split()[:3] == ["1", "orders.tsv", "3"]
    assert count == "2 rejections, 1 open"


def test_where_nothing_was_refused_there_is_no_heading():
    assert text_of(0, 0, []) == "0 rejections, 0 open"
    assert text_of(0, 0, [], "ja") == "エラー0件、うち未対応0件"


@pytest.mark.parametrize(
    ("resolution", "text"),
    [
        ({}, "open"),
        ({"later": 2}, "open (see run 2)"),
        ({"settled": 2, "later": 2}, "settled by run 2"),
        ({"again": 2}, "rejected again in run 2"),
        ({"resolved": 4}, "resolved by run 4"),
    ],
)
def test_what_became_of_it_is_told(resolution, text):
    line = text_lines(REJECT | resolution)[1]
    assert f"1.5  {text:5}  rejected/" in line


def test_japanese_lists_have_their_headings_states_and_count():
    heading, first, second, count = text_lines(REJECT | {"later": 2}, REJECT | {"resolved": 4}, language="ja")
    assert heading.split() == [
        *("実行", "ファイル", "データ番号", "行", "注文番号", "コード", "内容", "対応状況", "保存先")
    ]
    assert "  未対応(実行2を参照)  rejected/" in first
    assert "  解決済み(実行4)      rejected/" in second
    assert count == "エラー2件、うち未対応1件"
