"""Japanese labels and common spellings as headings; two headings of one column; counts that are no quantity."""

import pytest

from reports.rejected_records import rejected_rows
from schemas.columns import Kind
from schemas.formats.feed_formats import FEEDS
from schemas.wording.reason_texts import TWO_VALUES
from tests.support.good_rows import GOOD_ROWS
from tests.support.read_feeds import problem_codes, problem_values

HEAD = ("order-id", "order-item-id", "ship-date", "carrier-code")
ROW = ("999-0000001-0000001", "00000000000101", "2026-10-06", "YAMATO")


def with_columns(headings, *rows):
    """A confirmation with more columns: their headings, and their cells row by row."""
    return "\n".join("\t".join(cells) for cells in [(*HEAD, *headings), *((*ROW, *row) for row in rows)]) + "\n"


@pytest.mark.parametrize(
    "heading", ["quantity", "出荷数", "数量", "出荷数量", "qty", "QTY", "数 量".replace(" ", ""), "ｑｔｙ"]
)
def test_the_quantity_is_known_by_its_labels_and_common_spellings(read, heading):
    feed = read(with_columns([heading], ["2"]))
    assert (feed.typed["quantity"].tolist(), len(feed.problems)) == ([2], 0)


@pytest.mark.parametrize(
    "heading",
    [
        "お問い合わせ伝票番号",
        "お問合わせ伝票番号",
        "お問合せ伝票番号",
        "追跡番号",
        "送り状番号",
        "伝票番号",
        "Tracking_Number",
    ],
)
def test_the_tracking_number_is_known_by_its_labels_and_common_spellings(read, heading):
    feed = read(with_columns([heading], ["4444-0000-1111"]), "utf-16")
    assert (feed.typed["tracking-number"].tolist(), len(feed.problems)) == (["4444-0000-1111"], 0)


@pytest.mark.parametrize("heading", ["個数", "出荷個数", "個口数", "注文数", "注文数量"])
@pytest.mark.parametrize("beside", [[], ["quantity"]])
def test_a_confirmation_that_counts_boxes_or_what_was_ordered_is_refused(read, heading, beside):
    feed = read(with_columns([heading, *beside], ["1", *("2" for _ in beside)]))
    assert feed.refused
    assert problem_values(feed, "code", "column", "limit", "line") == [(70202, heading, "quantity", 1)]


@pytest.mark.parametrize("heading", ["発送数", "quantity shipped", "units", "商品数量"])
def test_what_may_be_a_quantity_under_another_name_is_refused_where_none_is_given(read, heading):
    assert problem_codes(read(with_columns([heading], ["1"]))) == [(0, 70202, heading.replace(" ", "-"))]
    assert problem_codes(read(with_columns([heading, "quantity"], ["1", "1"]))) == [(0, 90061, heading)]


@pytest.mark.parametrize("heading", ["出荷作業日数", "手数料", "memo"])
def test_what_is_no_quantity_is_told_and_left_out(read, heading):
    assert problem_codes(read(with_columns([heading], ["1"]))) == [(0, 90061, heading)]


@pytest.mark.parametrize(
    ("cells", "quantity"), [(["2", "2"], 2), (["2", ""], 2), (["", "2"], 2), (["2", " 2 "], 2), (["", ""], None)]
)
@pytest.mark.parametrize("headings", [["quantity", "出荷数"], ["quantity", "quantity"], ["qty", "数量"]])
def test_two_headings_of_one_column_may_agree(read, headings, cells, quantity):
    feed = read(with_columns(headings, cells))
    assert len(feed.problems) == 0
    assert feed.typed["quantity"].astype(object).where(feed.typed["quantity"].notna(), None).tolist() == [quantity]


def test_a_row_in_which_two_headings_disagree_is_rejected_alone(read):
    feed = read(with_columns(["quantity", "出荷数"], ["1", "2"], ["1", "1"]))
    assert problem_values(feed, "record", "code", "column", "value", "limit")[0] == (
        *(1, 70106, "quantity or 出荷数", "1 / 2"),
        TWO_VALUES,
    )
    assert [code for record, code, _ in problem_codes(feed) if record == 2] == []


def test_texts_that_disagree_are_not_quoted(read):
    feed = read(with_columns(["tracking-number", "追跡番号"], ["見本 太郎", "1"]))
    assert problem_values(feed, "code", "value") == [(70106, "…")]


def test_of_a_ragged_row_nothing_else_is_said(read):
    feed = read(with_columns(["quantity", "出荷数"], ["1", "2", "3"]))
    assert problem_codes(feed) == [(1, 70107, "")]


def test_amounts_that_are_written_in_two_ways_agree(read):
    names = ("order-id", "order-item-id", "adjustment-reason-code", "item-price-adj", "item-price-adj")
    row = (*ROW[:2], "CustomerReturn", "550", "550.00")
    assert len(read("\n".join("\t".join(cells) for cells in (names, row)) + "\n").problems) == 0


def test_labels_of_one_row_stand_in_for_what_another_row_does_not_know(read):
    heads = [
        ("注文番号", "出荷日", "配送業者コード", "出荷数"),
        ("order-id", "ship-date", "carrier-code", "shipped_qty"),
    ]
    feed = read("\n".join("\t".join(cells) for cells in [*heads, (ROW[0], *ROW[2:], "1")]) + "\n")
    assert (feed.typed["quantity"].tolist(), len(feed.problems)) == ([1], 0)


@pytest.mark.parametrize(
    ("head", "table"),
    [
        ("注文番号\tキャンセル理由コード\t注文商品番号\t数量", "cancellation"),
        ("注文番号\t注文商品番号\t出荷日\t配送業者コード", "shipment confirmation"),
        ("商品管理番号\t在庫数\t販売価格", "inventory"),
    ],
)
def test_templates_are_read_by_their_labels_alone(read, head, table):
    feed = read(head + "\n")
    assert (feed.table.name, len(feed.problems)) == (table, 0)


def test_order_and_item_alone_make_no_cancellation(read):
    assert problem_codes(read("注文番号\t注文商品番号\n")) == [(0, 70201, "")]


@pytest.mark.parametrize(
    ("cells", "discount"),
    [({"ship-promotion-discount": "100"}, 100), ({"shipping-promotion-discount": "100"}, 100)]
    + [
        ({"ship-promotion-discount": "100", "shipping-promotion-discount": other}, 100)
        for other in ("", "100", "100.0")
    ],
)
def test_discounts_on_shipping_are_headed_as_in_the_report_or_as_on_the_help_page(read_rows, cells, discount):
    feed = read_rows("orders", cells)
    assert (feed.typed["ship-promotion-discount"].tolist(), len(feed.problems)) == ([discount], 0)


def test_two_discounts_on_shipping_reject_the_row(read_rows):
    headings = "ship-promotion-discount or shipping-promotion-discount"
    feed = read_rows("orders", {"ship-promotion-discount": "100", "shipping-promotion-discount": "50"})
    assert problem_values(feed, "record", "code", "column", "value") == [(1, 70106, headings, "100 / 50")]


@pytest.mark.parametrize(
    ("name", "heading"),
    [
        ("all-orders", "shipping_promotion_discount"),
        ("refunds", "shipping-promotion-adj"),
        ("orders", "shipping-promotion-id"),
    ],
)
def test_no_format_with_discounts_on_shipping_has_a_remark_on_either_heading(read_rows, name, heading):
    assert problem_codes(read_rows(name, {heading: ""})) == []


EITHER = {
    Kind.TEXT: ("AB", "CD"),
    Kind.ORDER_ID: ("999-0000001-0000001", "999-0000001-0000002"),
    Kind.ITEM_ID: ("00000000000101", "00000000000102"),
    Kind.COUNT: ("1", "2"),
    Kind.YEN: ("100", "50"),
    Kind.MOMENT: ("2026-10-05T10:00:00+09:00", "2026-10-05T11:00:00+09:00"),
    Kind.DAY: ("2026-10-05", "2026-10-06"),
    Kind.DAY_OR_MOMENT: ("2026-10-05", "2026-10-06"),
    Kind.FLAG: ("true", "false"),
}
"""Two values of each kind, both of which are good."""


def two_values(column):
    return EITHER.get(column.kind) or (column.choices * 2)[:2]


def doubled_columns(table):
    return [column for column in table.columns if two_values(column)[0] != two_values(column)[-1]]


def doubled_feed(table):
    """A file in which every column stands twice, and of each a row in which only that one has two values."""
    [row, *_] = [row for row in GOOD_ROWS.values() if {*row} <= {*table.names} and {*table.required} <= {*row}]
    columns = doubled_columns(table)
    heads = [*row, *(name for name in table.names if name not in row), *(column.name for column in columns)]
    rows = []
    for column in columns:
        once = row | {column.name: two_values(column)[0]}
        twice = [two_values(column)[1] if other is column else "" for other in columns]
        rows.append([*(once.get(name, "") for name in heads[: len(table.names)]), *twice])
    return lines_of(heads, *rows)


def lines_of(*rows):
    return "".join("\t".join(row) + "\n" for row in rows)


def told_of_two_values(feed):
    is_of_them = feed.problems["limit"] == TWO_VALUES
    return feed.problems[is_of_them][["record", "code", "column", "value", "limit"]].to_numpy().tolist()


def dropped_back(feed, table):
    """The file of the rejected records of a feed, as it is published."""
    records = feed.text["record"].unique()
    faults = feed.problems.assign(severity="Error")
    rows = rejected_rows(feed.text, faults, table, rejected=records, origin="1/1", language="en")
    return lines_of([*rows], *rows.to_numpy().tolist())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
@pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)
def test_rows_of_two_values_stay_rejected_however_often_they_are_dropped_back(read, table, encoding):
    first = read(doubled_feed(table), encoding)
    told = told_of_two_values(first)
    assert [line[:3] for line in told] == [
        [number, 70106, column.name] for number, column in enumerate(doubled_columns(table), 1)
    ]
    for _ in range(2):
        again = read(dropped_back(first, table), encoding)
        assert told_of_two_values(again) == told
        assert again.text[[*table.names]].equals(first.text[[*table.names]])
        first = again


@pytest.mark.parametrize("table", FEEDS, ids=lambda table: table.name)
def test_a_cell_of_two_values_holds_both_and_nothing_else_is_said_of_it(read, table):
    feed = read(doubled_feed(table))
    for place, column in enumerate(doubled_columns(table)):
        assert feed.text[column.name].iloc[place] == "<{}> / <{}>".format(*two_values(column))
    problems = feed.problems
    others = problems[(problems["limit"] != TWO_VALUES) & (problems["record"] > 0)]
    assert set(others["column"]) <= {"quantity or on-hand", "available", "lookup"}


def test_one_of_the_two_values_is_kept_and_applies(read):
    feed = read(with_columns(["tracking-number", "追跡番号"], ["T-1", "T-2"]))
    cell = feed.text["tracking-number"].iloc[0]
    assert cell == "<T-1> / <T-2>"
    assert read(with_columns(["tracking-number"], [cell])).problems["limit"].tolist() == [TWO_VALUES]
    right = read(with_columns(["tracking-number"], ["T-2"]))
    assert (right.typed["tracking-number"].tolist(), len(right.problems)) == (["T-2"], 0)


@pytest.mark.parametrize("title", ["<A>", "A / B", "<A> B / <C", "A> / <B", "<A>/<B>"])
def test_texts_with_angles_and_strokes_are_texts(read_rows, title):
    assert problem_codes(read_rows("orders", {"product-name": title})) == []


def test_a_canceled_record_may_have_two_values_where_nothing_is_read(read_rows):
    discounts = {"ship-promotion-discount": "100", "shipping-promotion-discount": "50"}
    assert problem_codes(read_rows("orders", {"order-status": "Canceled", **discounts})) == []
