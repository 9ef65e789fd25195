"""Whose a feed is: an XML feed has one seller, a flat file one a row; and the rows of each, in the bytes they came in.

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
from feeds.decode import BLOCK, DecodedText, survey
from schemas.formats.added_columns import SELLER_ID

HEAD, NO_RECORD = -1, -2


@dataclass(frozen=True, slots=True)
class SellerSplit:
    """The sellers of one feed, "" for rows that name none, and the place of each line's seller among them.

    owner: int64 a physical line, HEAD for the lines above the records, NO_RECORD for blank ones; empty for XML and
    where the file names no seller at all.
    """

    text: DecodedText
    sellers: tuple[str, ...]
    owner: np.ndarray

    def records(self) -> np.ndarray | None:
        """The number of records of each seller, where they are told apart."""
        mine = self.owner[self.owner >= 0]
        return np.bincount(mine, minlength=len(self.sellers)) if len(self.owner) else None


def whose(path: Path) -> SellerSplit:
    """The sellers of a feed. Raises feeds.problems.RefusedError where nobody can tell."""
    text = survey(path)
    if text.is_xml():
        return SellerSplit(text, (xml_messages.seller_of(text),), np.zeros(0, np.int64))
    layout = recognise.flat(text.head(recognise.HEAD_LINES))
    if SELLER_ID not in layout.columns:
        return SellerSplit(text, ("",), np.zeros(0, np.int64))
    layout = replace(layout, columns=tuple(name if name == SELLER_ID else "" for name in layout.columns))
    known: dict[str, int] = {}
    lines, owners = [np.arange(1, layout.head + 1)], [np.full(layout.head, HEAD)]
    for frame, _ in flat_file_reader.chunks(text, layout):
        places, named = pd.factorize(frame[SELLER_ID].str.strip())
        numbers = np.array([known.setdefault(name, len(known)) for name in named], np.int64)
        lines.append(frame["line"].to_numpy())
        owners.append(numbers[places])
    return SellerSplit(text, tuple(known), _by_line(np.concatenate(lines), np.concatenate(owners)))


def parts(feed: SellerSplit, part_of: Sequence[int], count: int) -> Iterator[list[bytes]]:
    """A flat feed as `count` feeds: for each block of it the bytes of every part, the lines of its head in each.

    part_of: the part that each of the sellers goes to.
    """
    to = np.array([*part_of, NO_RECORD, HEAD], np.int64)
    codec, line = _codec(feed.text), 0
    yield [codecs.BOM_UTF16_LE if codec == "utf-16-le" else codecs.BOM_UTF16_BE if codec else b""] * count
    for block in _whole_lines(feed.text):
        raw, starts = np.frombuffer(block, np.uint8), _starts(block, feed.text)
        owner = feed.owner[line : line + len(starts)]
        goes = np.full(len(starts), NO_RECORD)
        goes[: len(owner)] = to[owner]
        goes = np.repeat(goes, np.diff(starts, append=len(block)))
        pieces = [raw[(goes == part) | (goes == HEAD)].tobytes() for part in range(count)]
        yield [piece.decode("utf-8").encode(codec) for piece in pieces] if codec else pieces
        line += len(starts)


def _by_line(lines: np.ndarray, owners: np.ndarray) -> np.ndarray:
    owner = np.full(lines.max(initial=0), NO_RECORD)
    owner[lines - 1] = owners
    return owner


def _codec(text: DecodedText) -> str:
    """How lines of UTF-16 are written back: they come as UTF-8. Every other text comes as it is."""
    if text.encoding != "utf-16":
        return ""
    with text.path.open("rb") as file:
        return "utf-16-le" if file.read(2) == codecs.BOM_UTF16_LE else "utf-16-be"


def _whole_lines(text: DecodedText) -> Iterator[bytes]:
    """The file in blocks of whole lines with their ends."""
    end, rest = _end(text), b""
    for raw in text.blocks(BLOCK) if _codec(text) else _raw(text.path):
        block = rest + raw
        cut = block.rfind(end) + 1
        rest = block[cut:]
        if cut:
            yield block[:cut]
    if rest:
        yield rest


def _raw(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while raw := file.read(BLOCK):
            yield raw


def _end(text: DecodedText) -> bytes:
    return b"\r" if text.returns else b"\n"


def _starts(block: bytes, text: DecodedText) -> np.ndarray:
    ends = np.flatnonzero(np.frombuffer(block, np.uint8) == _end(text)[0]) + 1
    return np.concatenate([[0], ends[ends < len(block)]])
