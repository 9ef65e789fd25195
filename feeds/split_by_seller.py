"""The sellers of a feed: XML has one, a flat file one a row; and the rows of each seller, in the bytes they came in.

Nothing is interpreted but the seller, so that a part of a feed is as sound or as odd as the feed itself.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from feeds import flat_file_reader, recognise, xml_messages
from feeds.decode import BLOCK, DecodedText, detect_encoding
from feeds.layout import Layout
from schemas.formats.added_columns import SELLER_ID

HEAD = -1
NO_RECORD = -2


@dataclass(frozen=True, slots=True)
class SellerSplit:
    """The sellers of one feed, "" for rows that name none, and the place of each line's seller among them.

    owner: int64 a physical line, HEAD for the lines above the records, NO_RECORD for blank ones; empty for XML and
    where the file names no seller at all.
    """

    text: DecodedText
    sellers: tuple[str, ...]
    owner: np.ndarray

    def record_counts(self) -> np.ndarray | None:
        """The number of records of each seller, where they are told apart."""
        if len(self.owner) == 0:
            return None
        return np.bincount(self.owner[self.owner >= 0], minlength=len(self.sellers))


def find_sellers(path: Path) -> SellerSplit:
    """The sellers of a feed. Raises feeds.problems.RefusedError where nobody can tell."""
    text = detect_encoding(path)
    if text.is_xml():
        return SellerSplit(text, (xml_messages.seller_of(text),), np.zeros(0, np.int64))
    layout = recognise.flat_layout(text.first_lines(recognise.HEAD_LINES + recognise.SAMPLE_LINES))
    if SELLER_ID not in layout.columns:
        return SellerSplit(text, ("",), np.zeros(0, np.int64))
    return _flat_sellers(text, layout)


def _flat_sellers(text: DecodedText, layout: Layout) -> SellerSplit:
    """The sellers of a flat file in the order in which they come, of which no other column is read."""
    layout = replace(layout, columns=tuple(name if name == SELLER_ID else "" for name in layout.columns))
    numbers: dict[str, int] = {}
    lines = [np.arange(1, layout.head_lines + 1)]
    owners = [np.full(layout.head_lines, HEAD)]
    for frame, _ in flat_file_reader.read_chunks(text, layout):
        places, sellers = pd.factorize(frame[SELLER_ID].str.strip())
        chunk_numbers = np.array([numbers.setdefault(seller, len(numbers)) for seller in sellers], np.int64)
        lines.append(frame["line"].to_numpy())
        owners.append(chunk_numbers[places])
    return SellerSplit(text, tuple(numbers), _owner_of_lines(np.concatenate(lines), np.concatenate(owners)))


def split_blocks(split: SellerSplit, part_of: Sequence[int], count: int) -> Iterator[list[bytes]]:
    """A flat feed as `count` feeds: for each block of it the bytes of every part, the lines of its head in each.

    part_of: the part that each of the sellers goes to.
    """
    # HEAD (-1) and NO_RECORD (-2) as indices take the last two entries.
    part_of_owner = np.array([*part_of, NO_RECORD, HEAD], np.int64)
    codec = _utf_16_codec(split.text)
    line = 0
    yield [_byte_order_mark(codec)] * count
    for block in _whole_lines(split.text):
        raw = np.frombuffer(block, np.uint8)
        starts = _line_starts(block, split.text)
        owner = split.owner[line : line + len(starts)]
        line_part = np.full(len(starts), NO_RECORD)
        line_part[: len(owner)] = part_of_owner[owner]
        byte_part = np.repeat(line_part, np.diff(starts, append=len(block)))
        pieces = [raw[(byte_part == part) | (byte_part == HEAD)].tobytes() for part in range(count)]
        yield [piece.decode("utf-8").encode(codec) for piece in pieces] if codec else pieces
        line += len(starts)


def _byte_order_mark(codec: str) -> bytes:
    return {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(codec, b"")


def _owner_of_lines(lines: np.ndarray, owners: np.ndarray) -> np.ndarray:
    """The owner of each physical line of a file; lines: those that have one, from 1."""
    owner = np.full(lines.max(initial=0), NO_RECORD)
    owner[lines - 1] = owners
    return owner


def _utf_16_codec(text: DecodedText) -> str:
    """How lines of UTF-16 are written back: they come as UTF-8. Every other text comes as it is."""
    if text.encoding != "utf-16":
        return ""
    with text.path.open("rb") as file:
        return "utf-16-le" if file.read(2) == codecs.BOM_UTF16_LE else "utf-16-be"


def _whole_lines(text: DecodedText) -> Iterator[bytes]:
    """The file in blocks of whole lines with their ends."""
    end = _line_end(text)
    rest = b""
    for raw in text.blocks(BLOCK) if _utf_16_codec(text) else _raw_blocks(text.path):
        block = rest + raw
        cut = block.rfind(end) + 1
        rest = block[cut:]
        if cut:
            yield block[:cut]
    if rest:
        yield rest


def _raw_blocks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, in blocks that may end anywhere."""
    with path.open("rb") as file:
        while raw := file.read(BLOCK):
            yield raw


def _line_end(text: DecodedText) -> bytes:
    return b"\r" if text.ends_with_cr else b"\n"


def _line_starts(block: bytes, text: DecodedText) -> np.ndarray:
    """The positions in a block where its lines begin."""
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == _line_end(text)[0]) + 1
    return np.concatenate([[0], ends[ends < len(block)]])
