"""Places of a flat file that do not decode: a text cut in the middle of a letter spoils its row, not the file.

Order process, 13.12.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from feeds.problems import file_problem
from schemas import codes

REPLACEMENT = "\ufffd"
"""Stands where bytes could not be read; no column accepts it."""
NOT_IN_CP932 = ("\x80", "\uf8f0", "\uf8f1", "\uf8f2", "\uf8f3")
"""Single bytes that the codec hands through though the code page has no character there."""
_LONGEST_PLACE = {"utf-8": 3, "cp932": 2}
"""How many bytes a letter may have left when it was cut."""
_PLACE = {
    "utf-8": re.compile("[\udc80-\udcff]+"),
    "cp932": re.compile(f"[\udc80-\udcff{''.join(NOT_IN_CP932)}]+"),
}
_LINE_END = ord("\n")
_FIRST_BEYOND_ASCII = 0x80


@dataclass(frozen=True, slots=True)
class UnreadPlaces:
    """Where rows do not decode, one place a row: the physical line, the cell from 0, the byte in the line from 1."""

    line: np.ndarray
    cell: np.ndarray
    byte: np.ndarray


@dataclass(frozen=True, slots=True)
class FirstFault:
    """The first place at which a file cannot be read: its line and its column of the table, both from 1."""

    line: int = 1
    column: int = 1


def unread_places(blocks: Iterable[bytes], codec: str) -> UnreadPlaces | None:
    """The places of a file that do not decode, None where these are not single rows of a file in this encoding.

    blocks: whole lines, each ended by LF. Every row has one place, no longer than a letter, and at least as many rows
    with other letters than those of ASCII decode.
    """
    places: list[tuple[int, int, int, int]] = []
    readable = 0
    line = 1
    for block in blocks:
        found = list(_places_of_block(block, codec, line))
        places += found
        if _spoil_a_row(found, codec):
            return None
        readable += _count_lines_beyond_ascii(block) - len(found)
        line += block.count(b"\n")
    if not places or readable < len(places):
        return None
    numbers = np.array(places, np.int64)
    return UnreadPlaces(numbers[:, 0], numbers[:, 1], numbers[:, 2])


def has_spoilt_row(lines: bytes, codec: str) -> bool:
    """Whether a row of whole lines has more that does not decode than one place, or than was a letter."""
    return _spoil_a_row(list(_places_of_block(lines, codec, 1)), codec)


def _spoil_a_row(places: list[tuple[int, int, int, int]], codec: str) -> bool:
    """Whether two places are in one line, or one of them is longer than a letter."""
    lines = [place[0] for place in places]
    return len(set(lines)) < len(lines) or any(length > _LONGEST_PLACE[codec] for *_, length in places)


def _places_of_block(block: bytes, codec: str, line: int) -> Iterator[tuple[int, int, int, int]]:
    """Line, cell, byte in the line and length in bytes of each place in whole lines from a line on."""
    text = block.decode(codec, "surrogateescape")
    last = 0
    for place in _PLACE[codec].finditer(text):
        start = text.rfind("\n", 0, place.start()) + 1
        line += text.count("\n", last, place.start())
        last = place.start()
        before = text[start : place.start()]
        length = len(before.encode(codec, "surrogateescape"))
        yield line, before.count("\t"), length + 1, place.end() - place.start()


def _count_lines_beyond_ascii(block: bytes) -> int:
    """How many lines have other bytes than those of ASCII."""
    raw = np.frombuffer(block, np.uint8)
    lines = np.searchsorted(np.flatnonzero(raw == _LINE_END), np.flatnonzero(raw >= _FIRST_BEYOND_ASCII))
    return len(np.unique(lines))


def with_replacements(text: str, codec: str) -> str:
    """A text in which undecodable bytes are escaped (surrogateescape), each place replaced."""
    return _PLACE[codec].sub(REPLACEMENT, text)


def undecodable_problem(fault: FirstFault, declared: str = "") -> pd.DataFrame:
    """The problem of a file that cannot be read: 70203, with its first place and the encoding that XML declares."""
    value, column = str(fault.line), str(fault.column)
    return file_problem(codes.TEXT_UNDECODABLE, column=column, value=value, limit=declared, line=fault.line)


def first_fault(path: Path, codec: str, size: int) -> FirstFault:
    """Where a file first cannot be read in an encoding; read in blocks of this size. Its beginning if it can be."""
    decoder = codecs.getincrementaldecoder(codec)("surrogateescape" if codec in _PLACE else "replace")
    pattern = _PLACE.get(codec, re.compile(REPLACEMENT))
    line = 1
    before = ""
    with path.open("rb") as file:
        while True:
            raw = file.read(size)
            text = before + decoder.decode(raw, final=not raw)
            place = pattern.search(text)
            head = text[: place.start()] if place else text
            line += head.count("\n")
            before = head[head.rfind("\n") + 1 :]
            if place:
                return FirstFault(line, before.count("\t") + 1)
            if not raw:
                return FirstFault()
