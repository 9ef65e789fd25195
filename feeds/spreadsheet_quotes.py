"""Quotes that a spreadsheet put around cells, told from quotes that are part of a value. Over the file, never by cell.

A flat file of the marketplace knows no quoting: `"A"` and `1/2"` are values. Spreadsheets save a file whose every text
stands in quotes, or in which only those cells do that hold a quote (or a comma), with the quotes inside doubled. A file
is taken for one of these when no cell of it says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from feeds.decode import UTF_8, DecodedText
from feeds.late_proof import LateProof
from feeds.multiline_rows import complete_length
from feeds.problems import file_problem, no_problems
from feeds.quoted_cells import QuoteStatistics, quote_statistics, unquote_block
from schemas import codes

LONGEST_ROW = 16 * 1024 * 1024
"""A row over several lines that may go on after so many bytes is cut."""


class QuoteWatcher:
    """A text that is read as it stands, and what its quotes say by the end."""

    def __init__(self, text: DecodedText) -> None:
        self.text = text
        self.statistics = QuoteStatistics()

    @property
    def codec(self) -> str:
        """What the lines are in: utf-8, or cp932, of which no letter has a byte of a quote, a tab or a line end."""
        return self.text.codec_of_lines

    @property
    def proof(self) -> LateProof | None:
        """What is asked where lines do not decode."""
        return self.text.proof

    def lines(self) -> Iterator[bytes]:
        """The text in blocks of whole lines; a row that may go on is not cut where the next block begins."""
        rest = b""
        for lines in self.text.coded_lines():
            block = rest + lines if rest else lines
            cut = complete_length(block) if len(block) < LONGEST_ROW else len(block)
            rest = block[cut:]
            whole = [block if cut == len(block) else block[:cut]]
            del lines, block
            if self._watch(whole[0]):
                # Out of the list: a block that is kept here would lie beside its cells.
                yield whole.pop()
        if self._watch(rest):
            yield rest

    def problems(self) -> pd.DataFrame:
        """The problem of the file, once it is read: 70210 where cells look quoted by a spreadsheet."""
        if not self.statistics.looks_quoted:
            return no_problems()
        return file_problem(codes.CELLS_QUOTED, value=str(self.statistics.cells))

    def _watch(self, block: bytes) -> bool:
        """Whether there is anything in a block, which is counted."""
        if block and not self.statistics.contradicts_spreadsheet:
            self.statistics |= quote_statistics(block)
        return bool(block)


class UnquotedText:
    """A text whose quoted cells are read without their quotes; refused (70209) at the first one against the rule."""

    def __init__(self, text: DecodedText) -> None:
        self.text = text
        self.cells = 0
        self.codec = UTF_8
        self.proof: LateProof | None = None

    def lines(self) -> Iterator[bytes]:
        """The text in blocks of whole lines, without the quotes."""
        for block in self.text.lines():
            unquoted, cells = unquote_block(block)
            self.cells += cells
            yield unquoted

    def problems(self) -> pd.DataFrame:
        """How many cells there were, once the file is read: 70211."""
        return file_problem(codes.QUOTES_REMOVED, value=str(self.cells))


def looks_quoted(text: DecodedText) -> bool:
    """Whether cells are quoted as a spreadsheet does where it must. Reads the file until a cell says otherwise."""
    watcher = QuoteWatcher(text)
    for _ in watcher.lines():
        if watcher.statistics.contradicts_spreadsheet:
            return False
    return watcher.statistics.looks_quoted
