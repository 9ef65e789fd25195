"""Rows with bytes that do not decode: refused alone where the encoding of the file is clear, else the file is."""

import codecs

import pytest

from tests.support.read_feeds import problem_values

HEAD = "order-id\tship-date\tcarrier-code\tship-method\tmemo\n"
GOOD = "999-0000001-000000{}\t2026-10-06\tYAMATO\t宅急便\t\n"
FIRST, SECOND = (GOOD.format(number) for number in (1, 2))


def damaged(text, encoding, what, by):
    """A text in an encoding, with bytes in place of the first of the others."""
    raw = text.encode(encoding)
    assert what in raw
    return raw.replace(what, by, 1)


def cut(encoding, head=HEAD, mark=b""):
    """Two rows, of which the first has a ship-method cut in the middle of its last letter."""
    last = "便".encode(encoding)
    return mark + damaged(head + FIRST + SECOND, encoding, last + b"\t", last[:-1] + b"\t")


@pytest.mark.parametrize(
    ("content", "encoding", "byte"),
    [(cut("utf-8"), "utf-8", 45), (cut("cp932"), "cp932", 43), (cut("utf-8", mark=codecs.BOM_UTF8), "utf-8-sig", 45)],
)
def test_a_row_that_is_cut_in_a_letter_is_refused_alone(read, content, encoding, byte):
    feed = read(content)
    assert (feed.encoding, feed.records) == (encoding, 2)
    told = problem_values(feed, "record", "line", "code", "column", "limit")
    assert told[1:] == [(1, 2, 70109, "ship-method", str(byte))]
    assert feed.text["ship-method"].tolist() == ["宅急\ufffd", "宅急便"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_row_may_be_cut_at_its_end(read, end):
    row = HEAD + FIRST + SECOND.replace("\t\n", "\tメモ\n")
    content = damaged(row, "cp932", "モ".encode("cp932"), b"\x83").replace(b"\n", end)
    assert problem_values(read(content), "record", "line", "code", "column")[-1] == (2, 3, 70109, "memo")


def test_a_row_may_begin_in_the_middle_of_a_letter(read):
    content = damaged(HEAD + FIRST + SECOND, "utf-8", "宅".encode(), "宅".encode()[1:])
    assert problem_values(read(content), "record", "code", "column")[1:] == [(1, 70109, "ship-method")]


def test_a_damaged_id_is_told_once(read):
    content = damaged(HEAD + FIRST + SECOND + GOOD.format(3), "utf-8", b"\t2026", b"\xe5\t2026")
    assert [row for row in problem_values(read(content), "record", "code", "column") if row[0]] == [
        (1, 70109, "order-id")
    ]


@pytest.mark.parametrize(
    "content",
    [
        damaged(HEAD + FIRST + SECOND, "utf-8", "急".encode(), b"\xe5 \xe5"),
        damaged(HEAD + FIRST + SECOND, "utf-8", "急便".encode(), "急便".encode("cp932")),
        cut("utf-8", HEAD).replace(SECOND.encode(), SECOND.replace("宅急便", "air").encode()),
        damaged(HEAD + FIRST, "utf-8", "便".encode(), b"\xe4"),
    ],
    ids=["two places", "more than a letter", "no row that decodes", "alone"],
)
def test_a_file_of_which_the_encoding_is_not_clear_is_refused_with_its_first_place(read, content):
    feed = read(content)
    assert feed.refused
    assert problem_values(feed, "record", "line", "code", "value", "column") == [(0, 2, 70203, "2", "4")]


def test_as_many_rows_must_decode_as_do_not(read):
    bad = cut("utf-8").splitlines(keepends=True)[1]
    good = [GOOD.format(number).encode() for number in (5, 6)]
    assert not read(b"".join([HEAD.encode(), bad, bad.replace(b"-0000001\t", b"-0000004\t"), *good])).refused
    assert read(b"".join([HEAD.encode(), bad, bad.replace(b"-0000001\t", b"-0000004\t"), good[0]])).refused


@pytest.mark.parametrize("name", ["memo", "ship-method"])
def test_headings_decode_or_the_file_is_refused(read, name):
    content = damaged(HEAD + FIRST + SECOND, "utf-8", name.encode(), name.encode() + b"\xe5")
    assert problem_values(read(content), "line", "code") == [(1, 70203)]


def test_what_stands_for_unread_bytes_is_no_value(read):
    feed = read(HEAD + FIRST.replace("便", "\ufffd") + SECOND)
    assert problem_values(feed, "record", "code", "column", "limit")[-1] == (1, 70109, "ship-method", "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_decodes_wholly_or_not_at_all(read, encoding):
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}[encoding]
    lone = "\ud800".encode(encoding, "surrogatepass")
    feed = read(mark + damaged(HEAD + FIRST + SECOND, encoding, "便".encode(encoding), lone))
    assert problem_values(feed, "code", "value", "column") == [(70203, "2", "4")]
