import tracemalloc

import hypothesis.strategies as st
import pytest
from hypothesis import assume, example, given

from feeds import decode, flat_file_reader, line_pieces, line_shapes, recognise, spreadsheet_quotes
from schemas.formats.confirmation_feed import CONFIRMATIONS
from schemas.formats.feed_formats import BY_NAME
from tests.support.read_feeds import SmallBlocks

HEAD = "order-id\torder-item-id\tship-date\tcarrier-code\ttracking-number\tship-method\n"
GOOD = "999-0000001-0000001\t00000000000101\t2026-10-06\tYAMATO\t0001\t宅急便\n"


@pytest.fixture
def read_chunks(tmp_path, monkeypatch):
    def reading(content, head=HEAD, size=None, tables=None):
        path = tmp_path / "feed"
        path.write_bytes((head + content).encode("utf-8"))
        text = decode.detect_encoding(path)
        monkeypatch.setattr(line_pieces, "BYTES_OF_FRAME", size or 16 * 1024 * 1024)
        if size:
            text = SmallBlocks(text.path, text.encoding, text.ends_with_cr)
        layout = recognise.flat_layout(text.first_lines(4), tables or tuple(BY_NAME.values()))
        return list(flat_file_reader.read_chunks(text, layout))

    return reading


def chunk_texts(chunks, *names):
    rows = []
    for frame, _ in chunks:
        rows += frame[list(names)].to_numpy().tolist()
    return rows


def chunk_problems(chunks):
    return [
        row
        for _, problems in chunks
        for row in problems[["record", "line", "code", "value", "limit"]].to_numpy().tolist()
    ]


@pytest.mark.parametrize(
    "value", ["00123", "1E5", "NA", "null", "NaN", "3-4", '"quoted', '"a"', "'", "\\N", "=1+1", "TRUE"]
)
def test_nothing_is_interpreted(read_chunks, value):
    assert chunk_texts(read_chunks(f"sku-{value}\t{value}\n{value}\t2\n", "sku\tquantity\n"), "sku", "quantity") == [
        [f"sku-{value}", value],
        [value, "2"],
    ]


def test_an_opening_quote_swallows_no_row(read_chunks):
    rows = chunk_texts(read_chunks('"A\t1\nB\t2\nC"\t3\n', "sku\tquantity\n"), "sku", "quantity")
    assert rows == [['"A', "1"], ["B", "2"], ['C"', "3"]]


def test_blanks_inside_and_around_a_value_stay(read_chunks):
    assert chunk_texts(read_chunks(" A B \t1\n", "sku\tquantity\n"), "sku") == [[" A B "]]


def test_columns_of_the_format_that_the_file_lacks_are_blank(read_chunks):
    [(frame, _)] = read_chunks(GOOD)
    assert list(frame.columns) == ["record", "line", "message-id", *CONFIRMATIONS.names]
    assert set(frame["carrier-name"]) == {""}
    assert set(frame["message-id"]) == {""}
    assert {str(kind) for kind in frame.dtypes[2:]} == {"str"}
    assert not frame.isna().any(axis=None)


def test_an_unknown_column_shifts_nothing(read_chunks):
    rows = chunk_texts(read_chunks("A\tx\t1\n", "sku\tmemo\tquantity\n"), "sku", "quantity")
    assert rows == [["A", "1"]]


def test_records_count_data_rows_and_lines_count_physical_lines(read_chunks):
    chunks = read_chunks(f"\n{GOOD}\n \t \n{GOOD}\t\t\t\t\t\n{GOOD}")
    assert chunk_texts(chunks, "record", "line") == [[1, 3], [2, 6], [3, 8]]
    assert chunk_problems(chunks) == []


def test_a_row_with_only_an_unknown_column_filled_is_a_record(read_chunks):
    assert chunk_texts(read_chunks("\tx\t\nA\t\t1\n", "sku\tmemo\tquantity\n"), "record", "sku") == [[1, ""], [2, "A"]]


def test_a_long_row_is_a_problem_of_its_own_and_shifts_no_other(read_chunks):
    chunks = read_chunks(f"{GOOD}{GOOD[:-1]}\tx\ty\n{GOOD}")
    assert chunk_problems(chunks) == [[2, 3, 70107, "8", "6"]]
    assert chunk_texts(chunks, "record", "tracking-number", "ship-method") == [
        [1, "0001", "宅急便"], [2, "0001", "宅急便"], [3, "0001", "宅急便"],
    ]  # fmt: skip


def test_a_row_short_of_a_required_column_is_ragged(read_chunks):
    chunks = read_chunks(f"999-0000001-0000001\t00000000000101\n{GOOD}")
    assert chunk_problems(chunks) == [[1, 2, 70107, "2", "6"]]
    assert chunk_texts(chunks, "record", "ship-date") == [[1, ""], [2, "2026-10-06"]]


def test_a_row_short_of_optional_last_columns_is_padded_with_a_warning(read_chunks):
    chunks = read_chunks(f"{GOOD}999-0000001-0000001\t00000000000101\t2026-10-06\tYAMATO\n{GOOD}")
    assert chunk_problems(chunks) == [[2, 3, 70110, "4", "6"]]
    assert chunk_texts(chunks, "carrier-code", "tracking-number") == [
        ["YAMATO", "0001"],
        ["YAMATO", ""],
        ["YAMATO", "0001"],
    ]


def test_empty_fields_beyond_the_header_are_nothing(read_chunks):
    chunks = read_chunks(f"{GOOD[:-1]}\t\t\t\n{GOOD}")
    assert chunk_problems(chunks) == []
    assert chunk_texts(chunks, "ship-method") == [["宅急便"], ["宅急便"]]


def test_a_line_break_inside_a_value_damages_its_own_record_only(read_chunks):
    chunks = read_chunks("\n".join([GOOD[:-1], GOOD[:25], GOOD[25:-1], GOOD]))
    assert chunk_problems(chunks)[0] == [2, 3, 70107, "2", "6"]
    assert [row[0] for row in chunk_problems(chunks)] == [2, 3]
    assert chunk_texts(chunks, "ship-method")[0] == chunk_texts(chunks, "ship-method")[3] == ["宅急便"]


def test_chunks_count_on_where_the_last_one_ended(read_chunks):
    content = (GOOD + "\n" + GOOD[:-1] + "\tx\n") * 20
    whole, small = read_chunks(content), read_chunks(content, size=64)
    assert len(small) > len(whole) == 1
    names = ("record", "line", *CONFIRMATIONS.names)
    assert chunk_texts(small, *names) == chunk_texts(whole, *names)
    assert chunk_problems(small) == chunk_problems(whole)


def test_a_very_long_value_is_read(read_chunks):
    value = "見" * 3_000_000
    assert chunk_texts(read_chunks(f"A\t{value}\nB\t2\n", "sku\tquantity\n"), "quantity") == [[value], ["2"]]


def test_a_file_of_one_column_keeps_its_rows(read_chunks):
    chunks = read_chunks("999-0000001-0000001\n\n999-0000001-0000002\n", "TemplateType=OrderCancellation\norder-id\n")
    assert chunk_texts(chunks, "record", "line", "order-id") == [
        [1, 3, "999-0000001-0000001"], [2, 5, "999-0000001-0000002"],
    ]  # fmt: skip


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\t\r\n\x1a"), max_size=8)
NAMES = ("sku", "quantity", "on-hand", "price")


@given(st.lists(st.lists(CELLS, min_size=len(NAMES), max_size=len(NAMES)), max_size=8), st.sampled_from(["\n", "\r\n"]))
@example([["\ufeff", '"', "\\", "\x00"]], "\n")
@example([["\u2028", "\x85", "\x0b\x0c", "\u3000"]], "\r\n")
def test_any_table_of_text_reads_back_cell_by_cell(tmp_path_factory, rows, end):
    rows = [row for row in rows if "".join(row).strip(" ")]
    # Two rows may look like one whose quoted cell holds a line break.
    assume(sum('"' in "".join(row) for row in rows) <= 1)
    path = tmp_path_factory.mktemp("any") / "feed"
    lines = ["\t".join(NAMES), *("\t".join(row) for row in rows)]
    path.write_bytes(b"".join((line + end).encode("utf-8") for line in lines))
    text = decode.DecodedText(path, "utf-8", ends_with_cr=False)
    chunks = list(flat_file_reader.read_chunks(text, recognise.flat_layout(text.first_lines(4))))
    assert chunk_texts(chunks, *NAMES) == rows
    assert chunk_problems(chunks) == []


ROWS = st.lists(st.lists(st.sampled_from(["", "a", "b c", '"b', '1"2']), min_size=1, max_size=9), max_size=12)


@given(ROWS)
def test_raggedness_is_found_exactly(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("ragged") / "feed"
    path.write_bytes("".join("\t".join(row) + "\n" for row in [list(NAMES), *rows]).encode())
    text = decode.DecodedText(path, "utf-8", ends_with_cr=False)
    chunks = list(flat_file_reader.read_chunks(text, recognise.flat_layout(text.first_lines(4))))
    expected, wrong = [], []
    for row in rows:
        if not "".join(row).strip():
            continue
        expected.append([*row, *[""] * len(NAMES)][: len(NAMES)])
        if "".join(row[len(NAMES) :]):
            wrong.append([len(expected), 70107, str(len(row)), "4"])
        elif len(row) < len(NAMES):
            wrong.append([len(expected), 70110, str(len(row)), "4"])
    assert chunk_texts(chunks, *NAMES) == expected
    assert [[record, *rest] for record, _, *rest in chunk_problems(chunks)] == wrong


LINES = st.lists(st.one_of(st.just("A\t1"), st.just("B\t2"), st.text('A1é" \t\ufeff\x1a', max_size=8)), max_size=12)


@given(lines=LINES)
def test_usual_lines_are_read_as_by_a_look_at_each_of_them(lines, tmp_path_factory):
    path = tmp_path_factory.getbasetemp() / "lines"
    path.write_text("\n".join(["sku\tquantity", *lines, ""]), encoding="utf-8")
    text = decode.DecodedText(path, "utf-8", ends_with_cr=False)
    layout = recognise.flat_layout(["sku\tquantity"], tuple(BY_NAME.values()))
    quick = list(flat_file_reader.read_chunks(text, layout))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_shapes, "_are_usual", lambda *_: False)
        slow = list(flat_file_reader.read_chunks(text, layout))
    assert chunk_texts(quick, "record", "line", "sku", "quantity") == chunk_texts(
        slow, "record", "line", "sku", "quantity"
    )
    assert chunk_problems(quick) == chunk_problems(slow)


def test_a_sound_block_is_read_without_a_look_at_its_lines(read_chunks, monkeypatch):
    monkeypatch.setattr(line_shapes, "_look_at_lines", lambda *_: pytest.fail("lines were looked at"))
    assert chunk_texts(read_chunks(GOOD * 3), "record", "line") == [[1, 2], [2, 3], [3, 4]]


def test_a_line_longer_than_what_is_parsed_at_once_is_a_row(read_chunks):
    long = "x" * (3 * 1024 * 1024)
    rows = chunk_texts(read_chunks(f"A\t1\n{long}\t2\nB\t3\n", "sku\tquantity\n"), "sku", "quantity")
    assert rows == [["A", "1"], [long, "2"], ["B", "3"]]


@pytest.mark.parametrize("encoding", ["utf-8", "cp932"])
def test_the_lines_of_a_block_are_let_go_before_its_rows_are_handed_on(tmp_path, monkeypatch, encoding):
    size = 1024 * 1024
    coded_lines = decode.DecodedText.coded_lines
    monkeypatch.setattr(decode.DecodedText, "coded_lines", lambda text: coded_lines(text, size))
    monkeypatch.setattr(line_pieces, "BYTES_OF_FRAME", size)
    path = tmp_path / "feed"
    path.write_bytes((HEAD + GOOD.replace("宅急便", "宅急便" * 700) * 1500).encode(encoding))
    text = decode.detect_encoding(path)
    layout = recognise.flat_layout(text.first_lines(4), tuple(BY_NAME.values()))
    chunks = flat_file_reader.read_chunks(spreadsheet_quotes.QuoteWatcher(text), layout)
    tracemalloc.start()
    try:
        # Cells are not counted: pyarrow has them in memory of its own.
        kept = [tracemalloc.get_traced_memory()[0] for _ in chunks]
    finally:
        tracemalloc.stop()
    assert len(kept) > 3
    assert max(kept) < size / 4
