import codecs

import pytest

from feeds import decode
from feeds.problems import RefusedError

LINES = "order-id\tpayment-status\n999-0000001-0000001\tVerified\n見本\t①㈱髙～\n"


def decoded_feed(tmp_path, raw):
    path = tmp_path / "feed"
    path.write_bytes(raw)
    return decode.detect_encoding(path)


def whole_text(text):
    return b"".join(text.lines()).decode("utf-8")


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (LINES.encode(), "utf-8"),
        (codecs.BOM_UTF8 + LINES.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + LINES.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + LINES.encode("utf-16-be"), "utf-16"),
        (LINES.encode("cp932"), "cp932"),
    ],
)
def test_every_encoding_of_the_ladder_gives_the_same_text(tmp_path, raw, encoding):
    text = decoded_feed(tmp_path, raw)
    assert text.encoding == encoding
    assert whole_text(text) == LINES
    assert b"".join(text.blocks(7)).decode("utf-8") == LINES


def test_plain_ascii_is_utf_8(tmp_path):
    assert decoded_feed(tmp_path, b"sku\tquantity\n").encoding == "utf-8"


def test_the_encoding_is_decided_over_the_whole_file(tmp_path, monkeypatch):
    monkeypatch.setattr(decode, "BLOCK", 1024)
    text = decoded_feed(tmp_path, b"a\tb\n" * 10_000 + "見本\n".encode("cp932"))
    assert text.encoding == "cp932"
    assert whole_text(text).endswith("見本\n")


@pytest.mark.parametrize(
    "raw",
    [
        "é è ü\n".encode("latin-1"),
        codecs.BOM_UTF8 + "見本".encode("cp932"),
        "sku\tquantity\n".encode("utf-16-le"),
        codecs.BOM_UTF16_LE + b"a",
        codecs.BOM_UTF16_LE + b"\x00\xd8a\x00",
        codecs.BOM_UTF32_LE + "sku".encode("utf-32-le"),
        codecs.BOM_UTF32_BE + "sku".encode("utf-32-be"),
        b"sku\tquantity\nA\x80\t1\n",
        b"sku\tquantity\nA\xa0\t1\n",
        b"sku\tquantity\nA\xff\t1\n",
        b"\x7fELF\x00\x00\x01",
        "見本".encode()[:-1],
    ],
)
def test_what_is_in_no_encoding_of_the_ladder_is_refused(tmp_path, raw):
    with pytest.raises(RefusedError) as refused:
        decoded_feed(tmp_path, raw)
    assert refused.value.problems["code"].tolist() == [70203]
    assert refused.value.problems["record"].tolist() == [0]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_every_line_end_becomes_one(tmp_path, end):
    assert whole_text(decoded_feed(tmp_path, LINES.replace("\n", end).encode())) == LINES


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 1000])
def test_blocks_may_be_cut_anywhere(tmp_path, size):
    text = decoded_feed(tmp_path, LINES.replace("\n", "\r\n").encode("cp932"))
    assert b"".join(text.lines(size)).decode("utf-8") == LINES


def test_blocks_of_lines_end_with_a_line_end(tmp_path):
    text = decoded_feed(tmp_path, LINES.encode())
    assert all(block.endswith(b"\n") for block in text.lines(10))


def test_a_last_line_without_an_end_is_a_line(tmp_path):
    assert whole_text(decoded_feed(tmp_path, b"a\tb\n1\t2")) == "a\tb\n1\t2\n"


def test_an_end_of_file_mark_of_old_systems_is_dropped(tmp_path):
    assert whole_text(decoded_feed(tmp_path, b"a\tb\r\n1\t2\r\n\x1a")) == "a\tb\n1\t2\n"


def test_a_lone_return_among_line_feeds_is_a_damaged_value_not_a_row(tmp_path):
    assert whole_text(decoded_feed(tmp_path, b"a\tb\n1\t2\r3\n")) == "a\tb\n1\t2\x1a3\n"


def test_a_line_that_never_ends_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(decode, "LONGEST_LINE", 1000)
    text = decoded_feed(tmp_path, b"x" * 2000)
    with pytest.raises(RefusedError) as refused:
        list(text.lines(100))
    assert refused.value.problems["code"].tolist() == [70205]


def test_the_head_is_the_first_lines(tmp_path):
    text = decoded_feed(tmp_path, b"\xef\xbb\xbfa\r\nb\r\n\r\nd\r\ne\r\n")
    assert text.first_lines(4) == ["a", "b", "", "d"]


def test_progress_ends_with_the_size_of_the_file(tmp_path):
    path = tmp_path / "feed"
    path.write_bytes(LINES.encode())
    positions = []
    list(decode.detect_encoding(path, positions.append).blocks(10))
    assert positions == sorted(positions)
    assert positions[-1] == path.stat().st_size


@pytest.mark.parametrize("raw", [b"", b"\n\r\n", b"\xef\xbb\xbf", b" \t\n\x1a"])
def test_a_file_of_blanks_is_empty(tmp_path, raw):
    with pytest.raises(RefusedError) as refused:
        decoded_feed(tmp_path, raw).is_xml()
    assert refused.value.problems["code"].tolist() == [70204]


@pytest.mark.parametrize("encoding", ["cp932", "utf-16"])
def test_a_letter_on_the_border_of_what_is_decoded_at_once_is_whole(tmp_path, monkeypatch, encoding):
    monkeypatch.setattr(decode, "_DECODED_AT_ONCE", 3)
    path = tmp_path / "feed"
    path.write_bytes("見本\t東京都あ\n大阪\tb\n".encode(encoding))
    text = decode.detect_encoding(path)
    assert text.encoding == encoding
    assert b"".join(text.lines()).decode() == "見本\t東京都あ\n大阪\tb\n"


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"a\r\nb\r\n", b"a\nb\n"),
        (b"a\r\r\nb\n", b"a\nb\n"),
        (b"a\rb\r\nc\n", b"a\x1ab\nc\n"),
        (b"a\r\n\r\nb\r\n", b"a\n\nb\n"),
        (b"a\nb\r", b"a\nb\n"),
        (b"a\nb\r\n", b"a\nb\n"),
    ],
)
def test_returns_are_line_ends_where_a_line_end_follows_each_of_them(tmp_path, content, lines):
    path = tmp_path / "feed"
    path.write_bytes(content)
    assert b"".join(decode.detect_encoding(path).lines()) == lines
