"""Quotes of a spreadsheet and quotes of a value: told apart over the whole file."""

import csv
import io

import hypothesis.strategies as st
import pytest
from hypothesis import example, given

import feeds
from feeds import flat_file_reader, quoted_cells, recognise, spreadsheet_quotes
from feeds.decode import detect_encoding
from tests.support.read_feeds import TOKYO, SmallBlocks

HEAD = "sku\tquantity\tprice\n"


def problem_rows(feed):
    return feed.problems[["record", "line", "code", "value"]].to_numpy().tolist()


def text_cells(feed, *names):
    return feed.text[list(names or ("sku", "quantity"))].to_numpy().tolist()


def quoted_text(rows, **how):
    """Rows as a program saves them that puts cells in quotes."""
    file = io.StringIO()
    csv.writer(file, delimiter="\t", lineterminator="\n", **how).writerows(rows)
    return file.getvalue()


def excel_text(rows):
    """Text (tab delimited): a cell with a comma, a quote or a line break stands in quotes, those inside are doubled."""
    return "".join("\t".join(map(_excel_cell, row)) + "\r\n" for row in rows)


def _excel_cell(cell):
    return '"' + cell.replace('"', '""') + '"' if set(cell) & set('",\n') else cell


@pytest.mark.parametrize(
    "rows",
    [
        '"お徳用 ねじ 3/4\t1\t\n',
        '1/2"\t1\t\n',
        '"A"\t1\t\n"B ""c"""\t2\t\n',
        '"A"\t1\t\n',
        '"A, b"\t1\t\n',
        '"A ""b"""\t1\t\n1/2"\t2\t\n',
        '"A ""b"""\t1\t\n"C, d"\t1\t\nE, f\t3\t\n',
        '"A" "b"\t1\t\n',
        '"""\t1\t\n',
        '"A ""b" c"\t1\t\n',
    ],
)
def test_quotes_of_values_stay_to_the_byte_and_are_not_worth_a_word(read, rows):
    for repair in (False, True):
        feed = read(HEAD + rows, repair=repair)
        assert text_cells(feed, *HEAD.split()) == [row.split("\t") for row in rows.splitlines()]
        assert problem_rows(feed) == []


ROWS = [["sku", "quantity", "product-id"], ['お徳用 "ねじ", 3/4', "1", "a, b"], ['1/2"', "2", ""], ["C", "3", "plain"]]


def test_cells_quoted_where_excel_must_are_taken_as_they_stand_with_a_warning(read):
    feed = read(excel_text(ROWS))
    assert problem_rows(feed) == [[0, 0, 70210, "3"]]
    assert text_cells(feed) == [['"お徳用 ""ねじ"", 3/4"', "1"], ['"1/2"""', "2"], ["C", "3"]]


def test_cells_quoted_where_excel_must_lose_their_quotes_on_request(read):
    feed = read(excel_text(ROWS), repair=True)
    assert problem_rows(feed) == [[0, 0, 70211, "3"]]
    assert text_cells(feed, *ROWS[0]) == ROWS[1:]


def test_a_program_that_quotes_for_a_quote_but_not_for_a_comma_is_known_too(read):
    rows = [*ROWS[:1], ['"A"', "1", "a, b"], ["B, c", "2", ""]]
    content = quoted_text(rows)
    assert "\ta, b\n" in content
    assert problem_rows(read(content)) == [[0, 0, 70210, "1"]]
    assert text_cells(read(content, repair=True), *rows[0]) == rows[1:]


@pytest.mark.parametrize("quoting_style", [csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp932"])
def test_a_file_whose_headings_are_quoted_is_refused_whole_and_read_on_request(read, quoting_style, encoding):
    rows = [ROWS[0], *([sku, int(count), product] for sku, count, product in ROWS[1:])]
    content = quoted_text(rows, quoting=quoting_style)
    feed = read(content, encoding)
    assert (feed.refused, problem_rows(feed)) == (True, [[0, 0, 70209, ""]])
    feed = read(content, encoding, repair=True)
    assert [row[2] for row in problem_rows(feed)] == [70211]
    assert text_cells(feed, *ROWS[0]) == ROWS[1:]


def test_the_quoted_template_of_three_lines_is_known(read):
    lines = [
        ["TemplateType=OrderFulfillment", "Version=1"],
        ["注文番号", "出荷日"],
        ["order-id", "ship-date", "carrier-code"],
    ]
    content = quoted_text([*lines, ["999-0000001-0000001", "2026-10-06", "YAMATO"]], quoting=csv.QUOTE_ALL)
    assert problem_rows(read(content)) == [[0, 0, 70209, ""]]
    assert read(content, repair=True).text["ship-date"].tolist() == ["2026-10-06"]


def test_some_quoted_headings_are_no_quoted_file(read):
    assert problem_rows(read('"sku"\tquantity\nA\t1\n')) == problem_rows(read('"sku"\tquantity\nA\t1\n', repair=True))
    assert [row[2] for row in problem_rows(read('"sku"\tquantity\nA\t1\n'))] == [70201]


@pytest.mark.parametrize("row", ['"A\t1', 'A"\t1', '"A"b\t1', '"A""\t1', '"A\nb"\t1'])
def test_a_quoted_file_with_a_cell_at_odds_is_refused_whole_in_spite_of_the_request(read, row):
    feed = read(f'"sku"\t"quantity"\n"B"\t2\n{row}\n', repair=True)
    assert (feed.refused, problem_rows(feed)) == (True, [[0, 0, 70209, ""]])


BROKEN = [
    'A\t1\t"hello\nFORGED\t9\t5\nbye"\n',
    'A\t1\t"hello\nFORGED\t9\t5\n""more""\t9\t5\nbye"\n',
    '"A\nFORGED\t9\t5\nb"\t1\t\n',
    'A\t"1\n\nFORGED\t9\t\n2"\t\n',
]


@pytest.mark.parametrize("rows", BROKEN)
def test_no_line_of_a_cell_with_line_breaks_is_a_row_of_its_own(read, rows):
    feed = read(f"{HEAD}B\t2\t\n{rows}C\t3\t\n")
    refused = set(feed.problems["record"])
    assert set(feed.problems["code"]) == {70107}
    assert set(feed.problems["value"]) == {"?"}
    assert text_cells(feed)[0] == ["B", "2"]
    assert feed.text.loc[~feed.text["record"].isin(refused), "sku"].tolist() == ["B", "C"]


def test_a_cell_with_line_breaks_says_nothing_against_the_quotes_of_the_others(read):
    content = excel_text([*ROWS, ["D", "4", "x\ny"]])
    assert [row[2] for row in problem_rows(read(content))] == [70210, 70107, 70107]
    assert problem_rows(read(content, repair=True)) == [[0, 0, 70209, ""]]


def test_a_cell_with_line_breaks_is_seen_where_one_block_ends_and_the_next_begins(tmp_path):
    rows = "".join(f"SKU-{number}\t{number}\t\n" for number in range(8))
    for more in range(8):
        path = tmp_path / "feed"
        path.write_text(f'{HEAD}{"x" * more}\t1\t\n{rows}A\t1\t"hello\nFORGED\t9\t5\nbye"\n{rows}', "utf-8", newline="")
        text = detect_encoding(path)
        text = spreadsheet_quotes.QuoteWatcher(SmallBlocks(text.path, text.encoding, text.ends_with_cr))
        layout = recognise.flat_layout(text.text.first_lines(4))
        cells = [
            frame[~frame["record"].isin(wrong["record"])] for frame, wrong in flat_file_reader.read_chunks(text, layout)
        ]
        assert "FORGED" not in [sku for frame in cells for sku in frame["sku"]]
        assert sum(map(len, cells)) == 17


CELL = st.text(st.sampled_from('aB見1 "",\''), max_size=8).filter(lambda cell: cell == cell.strip() and cell != "")
TABLES = st.lists(st.tuples(CELL, CELL), min_size=1, max_size=6)


@given(TABLES, st.sampled_from(["excel", "all", "least"]))
@example([('"A"', "b")], "excel")
@example([('""', ",")], "least")
def test_what_a_spreadsheet_quoted_is_read_as_it_was_or_as_it_stands_and_never_otherwise(
    tmp_path_factory, rows, program
):
    head = ["sku", "product-id", "quantity"]
    whole = [head, *([f"{number}{sku}", product, "1"] for number, (sku, product) in enumerate(rows))]
    content = {
        "excel": excel_text,
        "all": lambda table: quoted_text(table, quoting=csv.QUOTE_ALL),
        "least": quoted_text,
    }[program](whole)
    path = tmp_path_factory.mktemp("quoted") / "feed"
    path.write_text(content, "utf-8", newline="")
    feed = feeds.read(path, zone=TOKYO, repair=True)
    stands = [line.split("\t") for line in content.splitlines()[1:]]
    unquoted = 70211 in set(feed.problems["code"])
    assert text_cells(feed, *head) == (whole[1:] if unquoted else stands)
    assert unquoted or stands == whole[1:] or '""' not in content


def test_lines_without_quotes_are_as_they_are():
    assert quoted_cells.unquoted_lines(["sku\tquantity", "A\t1"]) == ["sku\tquantity", "A\t1"]


@pytest.mark.parametrize(("longest", "is_whole"), [(16 * 1024 * 1024, True), (150, False)])
def test_a_row_over_many_blocks_is_handed_on_whole_unless_it_is_very_long(tmp_path, monkeypatch, longest, is_whole):
    monkeypatch.setattr(spreadsheet_quotes, "LONGEST_ROW", longest)
    row = 'B\t"' + "a line of a text\n" * 30 + 'the end"\tx\n'
    path = tmp_path / "feed"
    path.write_text("A\tplain\n" * 9 + row + "C\tplain\n" * 9, encoding="utf-8")
    text = detect_encoding(path)
    watcher = spreadsheet_quotes.QuoteWatcher(SmallBlocks(text.path, text.encoding, text.ends_with_cr))
    blocks = list(watcher.lines())
    assert b"".join(blocks) == path.read_bytes()
    assert any(row.encode() in block for block in blocks) == is_whole
    assert len(blocks) > 2
