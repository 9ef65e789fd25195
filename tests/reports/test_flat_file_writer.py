import hashlib
import re
import stat
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports import flat_file_writer, joined_lines
from schemas.columns import Column, Kind
from tests.support.read_feeds import TOKYO

COLUMNS = (Column("name"), Column("about"), Column("note"))
ALL_KINDS = (
    Column("id", Kind.ORDER_ID),
    Column("units", Kind.COUNT),
    Column("price", Kind.YEN),
    Column("at", Kind.MOMENT),
    Column("day", Kind.DAY),
    Column("gift", Kind.FLAG),
)

nasty = st.text(
    st.one_of(
        st.sampled_from("\t\r\n\v\f\"',;=+-@\\ \x85\u2028\u2029\ufeff\x00"),
        st.sampled_from("髙﨑①㈱〜~−-¥—é𠮷煎茶〓\ue000"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=12,
)
rows = st.lists(st.tuples(nasty, nasty, nasty), max_size=9)


def frame_of_cells(cells, columns=COLUMNS):
    return pd.DataFrame([list(row) for row in cells], columns=[c.name for c in columns], dtype="str")


def one_line(cell):
    return re.sub("\r\n|[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", " ", cell)


def rendered_file(cells, encoding="utf-8", **other):
    return flat_file_writer.render(COLUMNS, frame_of_cells(cells), encoding=encoding, zone=TOKYO, **other)


def split_lines(data, encoding="utf-8"):
    *lines, rest = data.decode(encoding).split("\r\n")
    assert rest == ""
    return [line.split("\t") for line in lines]


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Every frame of more than four rows is several blocks."""
    monkeypatch.setattr(flat_file_writer, "BLOCK", 4)


@given(rows)
def test_what_is_written_splits_into_the_same_cells(cells):
    heading, *lines = split_lines(rendered_file(cells).data)
    assert heading == ["name", "about", "note"]
    assert lines == [[one_line(cell) for cell in row] for row in cells]


@given(rows)
def test_no_value_forges_a_row_or_a_cell(cells):
    data = rendered_file(cells).data
    assert data.count(b"\n") == data.count(b"\r") == data.count(b"\r\n") == len(cells) + 1
    assert data.count(b"\t") == 2 * (len(cells) + 1)
    assert len(data.decode().splitlines()) == len(cells) + 1


def test_a_cell_that_a_writer_would_have_let_through_stops_it():
    joined_lines.check_not_forged(np.frombuffer(b"a\tb\r\n", np.uint8), 3)
    for forged in (b"a\tb\tc\r\n", b"a\tb\r\n\n", "a\u2028b\t\r\n".encode()):
        with pytest.raises(ValueError, match="a value holds a tab or a line break"):
            joined_lines.check_not_forged(np.frombuffer(forged, np.uint8), 3)


@given(rows)
def test_in_cp932_only_what_it_cannot_hold_is_replaced_and_each_such_cell_is_listed(cells):
    def held(character):
        try:
            return bool(character.encode("cp932"))
        except UnicodeEncodeError:
            return False

    def marked(cell):
        return "".join(c if held(c) else "〓" for c in one_line(cell))

    written = rendered_file(cells, "cp932")
    expected = [["name", "about", "note"], *([marked(cell) for cell in row] for row in cells)]
    assert written.data == b"".join("\t".join(row).encode("cp932") + b"\r\n" for row in expected)
    lost = [
        (number, column.name)
        for number, row in enumerate(cells, 1)
        for column, cell in zip(COLUMNS, row, strict=True)
        if marked(cell) != one_line(cell)
    ]
    assert list(zip(written.unencodable["row"], written.unencodable["column"], strict=True)) == lost


@given(rows)
def test_a_file_and_a_text_in_memory_are_the_same_bytes(tmp_path_factory, cells):
    path = tmp_path_factory.getbasetemp() / "report.tsv"
    written = flat_file_writer.write(path, COLUMNS, frame_of_cells(cells), encoding="utf-8-sig", zone=TOKYO)
    assert path.read_bytes() == rendered_file(cells, "utf-8-sig").data
    assert written.rows == len(cells)
    assert written.bytes == path.stat().st_size
    assert written.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_only_the_owner_may_read_a_report(tmp_path):
    flat_file_writer.write(tmp_path / "report.tsv", COLUMNS, frame_of_cells([]), encoding="utf-8", zone=TOKYO)
    assert stat.S_IMODE((tmp_path / "report.tsv").stat().st_mode) == 0o600


def test_a_longer_file_of_the_same_name_is_replaced_wholly(tmp_path):
    path = tmp_path / "report.tsv"
    path.write_bytes(b"x" * 1000)
    flat_file_writer.write(path, COLUMNS, frame_of_cells([]), encoding="utf-8", zone=TOKYO)
    assert path.read_bytes() == b"name\tabout\tnote\r\n"


@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ("utf-8", "煎茶".encode()),
        ("utf-8-sig", "煎茶".encode()),
        ("cp932", b"\x90\xf7\x92\x83"),
    ],
)
def test_each_encoding_writes_its_own_bytes(encoding, expected):
    data = rendered_file([("煎茶", "", "x")], encoding).data
    mark = b"\xef\xbb\xbf" if encoding == "utf-8-sig" else b""
    assert data == mark + b"name\tabout\tnote\r\n" + expected + b"\t\tx\r\n"


def test_the_byte_order_mark_stands_once_in_a_file_of_many_blocks():
    assert rendered_file([("a", "b", "c")] * 20, "utf-8-sig").data.count(b"\xef\xbb\xbf") == 1


def test_a_report_without_rows_is_the_heading_alone():
    assert rendered_file([]).data == b"name\tabout\tnote\r\n"


def test_quotes_and_formulas_are_ordinary_characters():
    assert rendered_file([('"a', "=1+1", "it's")]).data == b"name\tabout\tnote\r\n\"a\t=1+1\tit's\r\n"


def test_a_line_break_of_two_characters_becomes_one_space():
    assert split_lines(rendered_file([("a\r\nb", "a\n\tb", "a\rb")]).data)[1] == ["a b", "a  b", "a b"]


def test_a_missing_text_is_an_empty_cell_and_never_a_lost_row():
    frame = pd.DataFrame({"name": [None, "b"], "about": ["a", None], "note": [None, None]}, dtype="object")
    data = flat_file_writer.render(COLUMNS, frame, encoding="utf-8", zone=TOKYO).data
    assert split_lines(data)[1:] == [["", "a", ""], ["b", "", ""]]


def test_typed_columns_are_written_in_the_zone_and_blanks_are_empty():
    at = pd.Series([pd.Timestamp("2026-10-05T15:30:00.9Z"), pd.NaT], dtype="datetime64[us, UTC]")
    frame = pd.DataFrame(
        {
            "id": pd.Series(["999-0000001-0000001", ""], dtype="str"),
            "units": pd.Series([0, 12], dtype="int64"),
            "price": pd.Series([-1080, pd.NA], dtype="Int64"),
            "at": at,
            "day": at,
            "gift": pd.Series(["true", ""], dtype="str"),
        }
    )
    assert flat_file_writer.render(ALL_KINDS, frame, encoding="utf-8", zone=TOKYO).data.decode() == (
        "id\tunits\tprice\tat\tday\tgift\r\n"
        "999-0000001-0000001\t0\t-1080\t2026-10-06T00:30:00+09:00\t2026-10-06\ttrue\r\n"
        "\t12\t\t\t\t\r\n"
    )
    utc = flat_file_writer.render(ALL_KINDS, frame, encoding="utf-8", zone=ZoneInfo("UTC")).data.decode()
    assert "2026-10-05T15:30:00+00:00\t2026-10-05" in utc


def test_text_stays_as_it_is_whatever_the_kind_of_its_column():
    frame = frame_of_cells([("5.8E+13", "1,080", "yesterday", "5/10", "", "maybe")], ALL_KINDS)
    data = flat_file_writer.render(ALL_KINDS, frame, encoding="utf-8", zone=TOKYO).data
    assert split_lines(data)[1] == ["5.8E+13", "1,080", "yesterday", "5/10", "", "maybe"]


def test_columns_come_in_the_order_of_the_declaration_and_others_stay_out():
    frame = frame_of_cells([("1", "2", "3")])[["note", "name", "about"]].assign(buyer="x")
    assert split_lines(flat_file_writer.render(COLUMNS, frame, encoding="utf-8", zone=TOKYO).data)[1] == ["1", "2", "3"]


def test_lines_above_stand_before_the_heading_which_goes_when_there_are_no_rows():
    assert rendered_file([], preamble="Summary:\r\n").data == b"Summary:\r\n"
    assert (
        rendered_file([("a", "b", "c")], preamble="Summary:\r\n").data
        == b"Summary:\r\nname\tabout\tnote\r\na\tb\tc\r\n"
    )


def test_a_column_that_the_frame_does_not_have_is_an_error():
    with pytest.raises(KeyError):
        flat_file_writer.render(
            COLUMNS, frame_of_cells([("a", "b", "c")]).drop(columns="note"), encoding="utf-8", zone=TOKYO
        )


def test_another_encoding_is_refused():
    with pytest.raises(ValueError, match="utf-7"):
        rendered_file([], "utf-7")
