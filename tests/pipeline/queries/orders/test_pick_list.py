"""Any file with order ids is read, however it was saved."""

import csv
import gzip

import pytest

from pipeline.errors import UsageError
from pipeline.inbox import copying
from pipeline.queries.orders.pick_list import read_pick_list

ONE = "999-0000001-0000001"
ROWS = [("Order ID", "注文商品番号", "出荷数", "お名前"), (ONE, "00000000000101", "2", "見本 太郎")]


def pick_list_text(separator, rows=ROWS, end="\r\n"):
    return end.join(separator.join(row) for row in rows) + end


@pytest.fixture
def read_lines(tmp_path):
    def of(content, encoding="utf-8"):
        path = tmp_path / "pick.txt"
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return read_pick_list(path)

    return of


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("separator", ["\t", ",", ";"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
def test_every_encoding_separator_and_line_end_is_read(read_lines, encoding, separator, end):
    rows = read_lines(pick_list_text(separator, end=end), encoding)
    assert rows.to_dict("records") == [{"line": 2, "order_id": ONE, "item_id": "00000000000101", "quantity": "2"}]


@pytest.mark.parametrize(
    "head", ["order-id", "ORDER_ID", "Order ID", "amazon-order-id", "Amazon_Order_Id", "注文番号", " order id "]
)
def test_the_column_of_order_ids_is_known_by_each_of_its_names(read_lines, head):
    assert read_lines(f"sku\t{head}\nA\t{ONE}\n")["order_id"].tolist() == [ONE]


def test_without_item_and_quantity_they_are_blank(read_lines):
    lines = read_lines(f"order-id\n{ONE}\n")
    assert lines.iloc[0].tolist() == [2, ONE, "", ""]


def test_quoted_fields_hold_separators_and_line_breaks_and_lines_are_those_of_the_file(read_lines):
    lines = read_lines(f'"order-id","to"\r\n{ONE},"見本, 太郎\r\n様 ""1"""\r\n\r\n{ONE},x\r\n')
    assert lines["line"].tolist() == [2, 5]
    assert lines["order_id"].tolist() == [ONE, ONE]


def test_between_tabs_a_quote_is_a_letter_like_any_other(read_lines):
    assert read_lines(f'order-id\tsku\n{ONE}\t"3/4 screw\n{ONE}\tx\n')["line"].tolist() == [2, 3]


def test_between_tabs_headings_in_quotes_make_quotes_count(read_lines):
    lines = read_lines(f'"注文番号"\t"お届け先"\t"出荷数"\r\n"{ONE}"\t"見本\t太郎\r\n様"\t"2"\r\n', "cp932")
    assert lines[["line", "order_id", "quantity"]].to_numpy().tolist() == [[2, ONE, "2"]]


@pytest.mark.parametrize("head", ["quantity", "Quantity_To_Ship", "出荷数", "数量", "出荷数量", "qty", "個数"])
def test_the_column_of_quantities_is_known_by_each_of_its_names(read_lines, head):
    assert read_lines(f"注文番号,{head}\n{ONE},3\n")["quantity"].tolist() == ["3"]


def test_a_short_row_has_blanks_and_the_rows_above_the_headings_are_no_rows(read_lines):
    lines = read_lines(f"TemplateType=Shipping\t\n注文番号\t出荷数\norder-id\tquantity\n{ONE}\n")
    assert lines.to_dict("records") == [{"line": 4, "order_id": ONE, "item_id": "", "quantity": ""}]


def test_a_list_with_headings_alone_has_no_rows(read_lines):
    assert len(read_lines("order-id\n")) == 0


def test_without_such_a_column_the_headings_that_were_found_are_told(read_lines):
    with pytest.raises(UsageError) as stopped:
        read_lines("受注番号,sku,名前\r\n1,A,x\r\n")
    assert stopped.value.what == "pick.txt has no column of order ids: found 受注番号, sku, 名前"
    assert "order-id" in stopped.value.tip
    assert stopped.value.exit_code == 2


@pytest.mark.parametrize("row", [f"{ONE}\t見本 太郎", "1\t見本 太郎", "見本 太郎\ttaro@example.invalid"])
def test_a_first_line_that_is_data_is_not_repeated_in_the_message(read_lines, row):
    with pytest.raises(UsageError) as stopped:
        read_lines(f"{row}\n")
    assert stopped.value.what == "pick.txt has no column of order ids: its first line is data, not headings"


@pytest.mark.parametrize("content", [b"PK\x00\x00", b"\xff\xfe\x00\x00x", b"order-id\n\x80\xff\n"])
def test_what_is_no_text_is_a_usage_error(read_lines, content):
    with pytest.raises(UsageError, match="Text encoding was not recognised"):
        read_lines(content)


@pytest.mark.parametrize(
    ("content", "tip"),
    [
        (b"PK\x03\x04" + bytes(26) + b"[Content_Types].xml", "This is an Excel workbook: save the sheet as"),
        (gzip.compress(b"x", mtime=0)[:-1], "This is a damaged .gz file: copy it again"),
    ],
)
def test_what_is_no_pick_list_is_named_with_what_to_do(read_lines, content, tip):
    with pytest.raises(UsageError, match="File type was not recognised") as stopped:
        read_lines(content)
    assert stopped.value.tip.startswith(tip)


def test_a_gz_is_expanded(read_lines):
    assert read_lines(gzip.compress(f"注文番号,出荷数\n{ONE},2\n".encode("cp932"), mtime=0))["order_id"].tolist() == [
        ONE
    ]


def test_a_gz_that_expands_beyond_all_reason_is_a_usage_error(read_lines, monkeypatch):
    monkeypatch.setattr(copying, "RATIO_COUNTS_FROM", 1 << 10)
    with pytest.raises(UsageError, match="File is over the size limit"):
        read_lines(gzip.compress(bytes(1 << 20), mtime=0))


def test_an_empty_file_is_a_usage_error(read_lines):
    with pytest.raises(UsageError, match="it is empty"):
        read_lines(b"")


def test_a_field_of_any_length_is_read_and_other_readers_of_the_program_keep_their_limit(read_lines):
    before = csv.field_size_limit()
    assert read_lines(f"order-id,note\n{ONE},{'x' * (before + 1)}\n")["order_id"].tolist() == [ONE]
    read_lines(f"order-id\n{ONE}\n")
    assert csv.field_size_limit() >= before


@pytest.mark.parametrize(
    "rows", [f'{ONE},"3/4 screw\n{ONE},x\n', f'{ONE},"3/4 screw\n{ONE},"x"\n', f'{ONE},"3/4" screw\n{ONE},x\n']
)
def test_a_quote_that_would_swallow_the_lines_behind_it_stops_the_check(read_lines, rows):
    with pytest.raises(UsageError, match=r"pick.txt, line 2: a quote is out of place"):
        read_lines(f"order-id,title\n{rows}")
