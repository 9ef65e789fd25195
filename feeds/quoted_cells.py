"""Quotes around the cells of a block of lines: what they say of the file, and the lines without them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from feeds.multiline_rows import without_multiline_rows
from feeds.problems import RefusedError, file_problem
from schemas import codes

_QUOTE, _TAB, _LF, _COMMA = b'"\t\n,'
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_AROUND = 2
"""The quotes around a cell: one before it and one behind it."""


@dataclass(frozen=True, slots=True)
class QuoteStatistics:
    """What the cells of a file say: how many stand in quotes, and what some of them are like.

    malformed: quoted against the rule. needless: quoted for nothing. doubled: quoted, with quotes inside. for_comma:
    quoted for a comma alone. bare_comma: not quoted in spite of a comma.
    """

    cells: int = 0
    malformed: bool = False
    needless: bool = False
    doubled: bool = False
    for_comma: bool = False
    bare_comma: bool = False

    def __or__(self, other: QuoteStatistics) -> QuoteStatistics:
        """Of both together."""
        return QuoteStatistics(
            self.cells + other.cells,
            self.malformed or other.malformed,
            self.needless or other.needless,
            self.doubled or other.doubled,
            self.for_comma or other.for_comma,
            self.bare_comma or other.bare_comma,
        )

    @property
    def contradicts_spreadsheet(self) -> bool:
        """Whether a cell says that no spreadsheet quoted this file; commas are quoted by some and not by others."""
        return self.malformed or self.needless or (self.for_comma and self.bare_comma)

    @property
    def looks_quoted(self) -> bool:
        """Whether cells are quoted where a spreadsheet has to."""
        return self.doubled and not self.contradicts_spreadsheet


@dataclass(frozen=True, slots=True)
class _Quotes:
    """The quotes of a block of lines.

    spare: positions of those that are no part of a value. cell: the number of the cell of every quote. ends: the
    positions where cells end. malformed: a quoted cell does not begin and end with a quote, with pairs between.
    """

    spare: np.ndarray
    cell: np.ndarray
    ends: np.ndarray
    malformed: bool


def unquoted_cells(cells: Sequence[str]) -> list[str] | None:
    """Cells of a line of which every filled one stands in quotes, without these; None for any other line."""
    matches = [_QUOTED.fullmatch(cell) for cell in cells if cell]
    if not matches or None in matches:
        return None
    return [cell[1:-1].replace('""', '"') for cell in cells]


def unquoted_lines(lines: Sequence[str]) -> list[str]:
    """The first lines of a file without the quotes of their cells. Raises RefusedError."""
    unquoted, _ = unquote_block("".join(f"{line}\n" for line in lines).encode())
    return unquoted.decode().split("\n")[:-1]


def quote_statistics(block: bytes) -> QuoteStatistics:
    """What the quotes of a block of whole lines say.

    Rows that go over several lines are left out: they are rejected, and say nothing against the others.
    """
    if b'"' not in block:
        return QuoteStatistics(bare_comma=b"," in block)
    raw = np.frombuffer(block, np.uint8)
    quotes = _locate_quotes(raw)
    if quotes.malformed:
        rest = without_multiline_rows(block)
        return quote_statistics(rest) if len(rest) < len(block) else QuoteStatistics(malformed=True)
    quoted, count = np.unique(quotes.cell, return_counts=True)
    with_comma = np.unique(np.searchsorted(quotes.ends, np.flatnonzero(raw == _COMMA)))
    has_quote = count > _AROUND
    has_comma = np.isin(quoted, with_comma)
    return QuoteStatistics(
        len(quoted),
        needless=bool((~has_quote & ~has_comma).any()),
        doubled=bool(has_quote.any()),
        for_comma=bool((~has_quote & has_comma).any()),
        bare_comma=not np.isin(with_comma, quoted).all(),
    )


def unquote_block(block: bytes) -> tuple[bytes, int]:
    """A block without the quotes around cells and with those inside single, and how many cells had them.

    Raises RefusedError (70209) where a cell is quoted against the rule.
    """
    if b'"' not in block:
        return block, 0
    raw = np.frombuffer(block, np.uint8)
    quotes = _locate_quotes(raw)
    if quotes.malformed:
        raise RefusedError(file_problem(codes.FEED_QUOTED))
    return np.delete(raw, quotes.spare).tobytes(), len(np.unique(quotes.cell))


def _locate_quotes(raw: np.ndarray) -> _Quotes:
    """The quotes of a block. A quoted cell begins and ends with a quote, and those between stand in pairs."""
    positions = np.flatnonzero(raw == _QUOTE)
    ends = np.flatnonzero((raw == _TAB) | (raw == _LF))
    cell = np.searchsorted(ends, positions)
    cell_start = np.concatenate([[0], ends + 1])[cell]
    is_first = np.diff(cell, prepend=-1) > 0
    is_last = np.append(is_first[1:], True)
    # The number of each quote within its cell, from 0: those inside come in pairs of an odd and an even one.
    rank = np.arange(len(positions)) - np.flatnonzero(is_first)[np.cumsum(is_first) - 1]
    is_even = rank % 2 == 0
    follows_quote = np.diff(positions, prepend=-2) == 1
    bad_start = np.where(is_first, positions != cell_start, is_even & ~follows_quote)
    bad_end = is_last & (is_even | (positions + 1 != ends[cell]))
    return _Quotes(positions[is_even | is_last], cell, ends, bool((bad_start | bad_end).any()))
