"""Cells and files of CP932 read as decoding all of their bytes would read them."""

from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import example, given

import feeds
from feeds import cp932_cells, decode, line_pieces
from feeds.undecodable import NOT_IN_CP932
from tests.support.read_feeds import TOKYO

ODD_LETTERS = "～－∥￠￡￢ｱﾞﾟｶ｡①Ⅳ㈱纊黑\ue000\ue757ソ表―\\~\x1a\x7f"
CELLS = st.lists(st.text(f"aZ09 \"',-:{ODD_LETTERS}東京都", max_size=8), min_size=1, max_size=12)
PIECES = st.lists(st.binary(max_size=3).map(lambda raw: raw.replace(b"\n", b"")), min_size=1, max_size=6)
HEADS = (
    "sku\tquantity",
    "sku\tquantity\tメモ",
    "sku\tメモ\tquantity\tsku",
)
LINES = st.lists(st.lists(st.text(f'a01 "{ODD_LETTERS}', max_size=5), min_size=1, max_size=5), max_size=9)


def coded(cells):
    """Bytes as an array of texts, whatever they hold."""
    array = pa.array(cells, pa.large_binary())
    return pa.LargeStringArray.from_buffers(len(array), *array.buffers()[1:])


def decoded(raw):
    """Bytes as text, None where the code page has no letter for one of them."""
    try:
        text = raw.decode("cp932")
    except UnicodeDecodeError:
        return None
    return None if any(letter in text for letter in NOT_IN_CP932) else text


@given(cells=CELLS)
def test_cells_are_what_decoding_each_of_them_gives(cells):
    read = cp932_cells.decode_cells(coded([cell.encode("cp932") for cell in cells]))
    read.validate(full=True)
    assert read.to_pylist() == cells


@given(pieces=PIECES)
@example(pieces=[b"\x81", b"\x40"])
@example(pieces=[b"a\x80"])
@example(pieces=[b"\xa0", b"\xfd"])
def test_cells_decode_where_each_of_them_does(pieces):
    texts = [decoded(piece) for piece in pieces]
    if None not in texts:
        assert cp932_cells.decode_cells(coded(pieces)).to_pylist() == texts
        return
    with pytest.raises(UnicodeDecodeError):
        cp932_cells.decode_cells(coded(pieces))


@given(raw=st.binary(max_size=6))
@example(raw=b"a\x80b")
def test_lines_decode_as_they_do_strictly(raw):
    if (text := decoded(raw)) is not None:
        assert cp932_cells.decode_lines(raw) == text.encode()
        return
    with pytest.raises(UnicodeDecodeError):
        cp932_cells.decode_lines(raw)


def test_a_cell_that_stands_in_many_rows_is_decoded_once(monkeypatch):
    lines = []
    decode_lines = cp932_cells.decode_lines
    monkeypatch.setattr(cp932_cells, "decode_lines", lambda raw: lines.append(raw) or decode_lines(raw))
    cells = ["東京", "", "大阪"] * 50
    assert cp932_cells.decode_cells(coded([cell.encode("cp932") for cell in cells])).to_pylist() == cells
    assert lines == ["東京\n\n大阪".encode("cp932")]
    assert cp932_cells.decode_cells(coded([b"JP", b"12"])).to_pylist() == ["JP", "12"]
    assert len(lines) == 1


def in_small_blocks(path, size, frame):
    """A feed that is read a few bytes at a time. frame: bytes of lines that make a frame of rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(line_pieces, "BYTES_OF_FRAME", frame)
        raw_blocks = decode.DecodedText.raw_blocks
        patch.setattr(decode.DecodedText, "raw_blocks", lambda text, _, codec=None: raw_blocks(text, size, codec))
        return feeds.read(path, zone=TOKYO)


@given(
    head=st.sampled_from(HEADS),
    lines=LINES,
    end=st.sampled_from(["\n", "\r\n", "\r"]),
    size=st.sampled_from([1, 2, 7, 64, 10_000]),
    frame=st.sampled_from([1, 60, 10_000]),
)
@example(head=HEADS[1], lines=[["ソ", "1", '"表'], ['a"', "2", "x"]], end="\n", size=1, frame=1)
@example(head=HEADS[2], lines=[["東", "m", "1", "京"], ["a", "ｱ", "1", ""]], end="\r\n", size=7, frame=60)
@example(head=HEADS[0], lines=[['"ソ""x"', "1"], ["表", "1", "1"]], end="\n", size=10_000, frame=10_000)
def test_a_file_of_cp932_is_read_as_the_same_text_in_utf_8(head, lines, end, size, frame):
    text = end.join([head, *map("\t".join, lines), "髙\t1", ""])
    with TemporaryDirectory() as folder:
        ours, theirs = Path(folder, "cp932"), Path(folder, "utf-8")
        ours.write_bytes(text.encode("cp932"))
        theirs.write_bytes(text.encode())
        read, other = in_small_blocks(ours, size, frame), feeds.read(theirs, zone=TOKYO)
    assert (read.encoding, other.encoding, read.refused) == ("cp932", "utf-8", other.refused)
    for name in ("text", "typed", "problems"):
        pd.testing.assert_frame_equal(getattr(read, name), getattr(other, name))
    assert read.repeats.tolist() == other.repeats.tolist()
