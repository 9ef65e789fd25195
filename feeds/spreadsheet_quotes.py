"""Quotes that a spreadsheet put around cells, told from quotes that are part of a value. Over the file, never by cell.

A flat file of the marketplace knows no quoting: `"A"` and `1/2"` are values. Spreadsheets save a file whose every text
stands in quotes, or in which only those cells do that hold a quote (or a comma), with the quotes inside doubled. A file
is taken for one of these when no cell of it says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from feeds.decode import DecodedText
from feeds.problems import RefusedError, none, of_file
from schemas import codes

_QUOTE, _TAB, _FEED, _COMMA = b'"\t\n,'
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


@dataclass(frozen=True, slots=True)
class QuoteStatistics:
    """What the cells of a file say: how many stand in quotes, and what some of them are like.

    wrong: quoted against the rule. idle: quoted for nothing. doubled: quoted, with quotes inside. for_comma: quoted for
    a comma alone. bare: not quoted in spite of a comma.
    """

    cells: int = 0
    wrong: bool = False
    idle: bool = False
    doubled: bool = False
    for_comma: bool = False
    bare: bool = False

    def __or__(self, other: QuoteStatistics) -> QuoteStatistics:
        """Of both together."""
        return QuoteStatistics(
            self.cells + other.cells,
            self.wrong or other.wrong,
            self.idle or other.idle,
            self.doubled or other.doubled,
            self.for_comma or other.for_comma,
            self.bare or other.bare,
        )

    @property
    def at_odds(self) -> bool:
        """Whether a cell says that no spreadsheet quoted this file; commas are quoted by some and not by others."""
        return self.wrong or self.idle or (self.for_comma and self.bare)

    @property
    def by_need(self) -> bool:
        """Whether cells are quoted where a spreadsheet has to."""
        return self.doubled and not self.at_odds


class QuoteWatcher:
    """A text that is read as it stands, and what its quotes say by the end."""

    def __init__(self, text: DecodedText) -> None:
        self.text = text
        self.signs = QuoteStatistics()

    def lines(self) -> Iterator[bytes]:
        """The text in blocks of whole lines; a row that may go on is not cut where the next block begins."""
        rest = b""
        for more in self.text.lines():
            block = rest + more if rest else more
            cut = len(block) if rest else _closed(block)
            yield from self._seen(block if cut == len(block) else block[:cut])
            rest = block[cut:]
        yield from self._seen(rest)

    def _seen(self, block: bytes) -> Iterator[bytes]:
        if block:
            self.signs |= QuoteStatistics() if self.signs.at_odds else _signs(block)
            yield block

    def problems(self) -> pd.DataFrame:
        """What is to be said of the file, once it is read: 70210 where cells look quoted by a spreadsheet."""
        return of_file(codes.CELLS_QUOTED, value=str(self.signs.cells)) if self.signs.by_need else none()


class UnquotedText:
    """A text whose quoted cells are read without their quotes; refused (70209) at the first cell that is at odds."""

    def __init__(self, text: DecodedText) -> None:
        self.text = text
        self.cells = 0

    def lines(self) -> Iterator[bytes]:
        """The text in blocks of whole lines, without the quotes."""
        for block in self.text.lines():
            plain, cells = _plain(block)
            self.cells += cells
            yield plain

    def problems(self) -> pd.DataFrame:
        """How many cells there were, once the file is read."""
        return of_file(codes.QUOTES_REMOVED, value=str(self.cells))


def by_need(text: DecodedText) -> bool:
    """Whether cells are quoted as a spreadsheet does where it must. Reads the file until a cell says otherwise."""
    watched = QuoteWatcher(text)
    for _ in watched.lines():
        if watched.signs.at_odds:
            return False
    return watched.signs.by_need


def unwrapped(cells: Sequence[str]) -> list[str] | None:
    """Cells of a line of which every filled one stands in quotes, without these; None for any other line."""
    found = [_QUOTED.fullmatch(cell) for cell in cells if cell]
    if not found or None in found:
        return None
    return [cell[1:-1].replace('""', '"') for cell in cells]


def plain_lines(lines: Sequence[str]) -> list[str]:
    """The first lines of a file without the quotes of their cells. Raises RefusedError."""
    plain, _ = _plain("".join(f"{line}\n" for line in lines).encode())
    return plain.decode().split("\n")[:-1]


def over_lines(block: bytes, ends: np.ndarray) -> np.ndarray:
    """The lines that are parts of one row whose quoted cell holds line breaks: a bool for each line.

    ends: the places of the line ends. Such a row begins with a line whose last cell opens a quote and ends with the
    next line of an odd number of quotes, if its first cell closes one; lines between hold even numbers, for quotes
    inside a cell are doubled. So no line of a value is taken for a row of its own, whatever a buyer wrote.
    """
    change = np.zeros(len(ends) + 1, np.int64)
    if b'"' in block:
        odd, opens, closes = _odd_lines(np.frombuffer(block, np.uint8), ends)
        first = np.flatnonzero(opens[:-1] & closes[1:])
        change[odd[first]] += 1
        change[odd[first + 1] + 1] -= 1
    return np.cumsum(change)[:-1] > 0


def _closed(block: bytes) -> int:
    """How much of a block holds no row that may go on in the next one."""
    if b'"' not in block:
        return len(block)
    raw = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(raw == _FEED)
    odd, opens, _ = _odd_lines(raw, ends)
    if not opens[-1:].any():
        return len(block)
    return int(ends[odd[-1] - 1]) + 1 if odd[-1] else 0


def _odd_lines(raw: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lines with an odd number of quotes: which, whether the last cell opens one, whether the first cell closes one."""
    counts = np.diff(np.searchsorted(np.flatnonzero(raw == _QUOTE), ends), prepend=0)
    odd = np.flatnonzero(counts % 2)
    start, end = np.concatenate([[0], ends + 1])[odd], ends[odd]
    tabs = np.concatenate([[-1], np.flatnonzero(raw == _TAB), [len(raw)]])
    first_end = np.minimum(tabs[np.searchsorted(tabs, start)], end)
    last_start = np.maximum(tabs[np.searchsorted(tabs, end) - 1] + 1, start)
    return odd, raw[last_start] == _QUOTE, raw[first_end - 1] == _QUOTE


def _signs(block: bytes) -> QuoteStatistics:
    if b'"' not in block:
        return QuoteStatistics(bare=b"," in block)
    raw = np.frombuffer(block, np.uint8)
    _, cell, wrong, ends = _quotes(raw)
    if wrong:
        rest = _whole_lines(block, raw)
        return _signs(rest) if len(rest) < len(block) else QuoteStatistics(wrong=True)
    quoted, count = np.unique(cell, return_counts=True)
    commas = np.unique(np.searchsorted(ends, np.flatnonzero(raw == _COMMA)))
    inner, comma = count > 2, np.isin(quoted, commas)  # noqa: PLR2004  one before and one behind
    return QuoteStatistics(
        len(quoted),
        idle=bool((~inner & ~comma).any()),
        doubled=bool(inner.any()),
        for_comma=bool((~inner & comma).any()),
        bare=not np.isin(commas, quoted).all(),
    )


def _whole_lines(block: bytes, raw: np.ndarray) -> bytes:
    """A block without the rows that go over several lines: they are refused, and say nothing against the others."""
    ends = np.flatnonzero(raw == _FEED)
    return raw[np.repeat(~over_lines(block, ends), np.diff(ends, prepend=-1))].tobytes()


def _plain(block: bytes) -> tuple[bytes, int]:
    """A block without the quotes around cells and with those inside single, and how many cells had them."""
    if b'"' not in block:
        return block, 0
    raw = np.frombuffer(block, np.uint8)
    spare, cell, wrong, _ = _quotes(raw)
    if wrong:
        raise RefusedError(of_file(codes.FEED_QUOTED))
    return np.delete(raw, spare).tobytes(), len(np.unique(cell))


def _quotes(raw: np.ndarray) -> tuple[np.ndarray, np.ndarray, bool, np.ndarray]:
    """(places of quotes that are no part of a value, the cell of every quote, whether any is wrong, ends of cells).

    A quoted cell begins and ends with a quote, and those between stand in pairs.
    """
    at = np.flatnonzero(raw == _QUOTE)
    ends = np.flatnonzero((raw == _TAB) | (raw == _FEED))
    cell = np.searchsorted(ends, at)
    start = np.concatenate([[0], ends + 1])[cell]
    first = np.diff(cell, prepend=-1) > 0
    last = np.append(first[1:], True)
    rank = np.arange(len(at)) - np.flatnonzero(first)[np.cumsum(first) - 1]
    even = rank % 2 == 0
    paired = np.diff(at, prepend=-2) == 1
    wrong = np.where(first, at != start, even & ~paired) | (last & (even | (at + 1 != ends[cell])))
    return at[even | last], cell, bool(wrong.any()), ends
