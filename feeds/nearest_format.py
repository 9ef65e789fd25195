"""What a heading, file or message that is not known is most like: the advice names it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher, get_close_matches

from feeds.problems import RefusedError, file_problem
from schemas import codes
from schemas.columns import Table, heading
from schemas.formats.feed_formats import FEEDS

MOST_ADVICE = 100
_HIGH = 0.85
"""How much alike two headings are of which one may be meant for the other."""


def unknown_message(message: str, tables: Sequence[Table] = FEEDS) -> RefusedError:
    """The refusal of an XML feed of another kind, with the format whose message is called most like it."""
    known = {table.message: table.name for table in tables if table.message}
    nearest = max(known, key=lambda name: SequenceMatcher(None, name, message[:100]).ratio())
    return RefusedError(file_problem(codes.FEED_UNRECOGNISED, limit=known[nearest]))


def known_headings(table: Table) -> set[str]:
    """Every heading that a column of the format is known by."""
    return {known for column in table.columns for known in column.headings}


def nearest_heading(table: Table, cell: str) -> str:
    """The name of the column whose heading is very much like a cell, "" where none is."""
    near = get_close_matches(heading(cell[:100]), sorted(known_headings(table)), 1, _HIGH)
    return next((column.name for text in near if (column := table.column(text))), "")


def nearest_format(rows: list[list[str]], tables: Sequence[Table]) -> str:
    """The name of the format whose headings look most like these lines."""
    cells = [heading(cell[:100]) for row in rows for cell in row[:MOST_ADVICE] if cell]
    similarity = {table.name: _similarity(cells, table) for table in tables}
    return max(similarity, key=lambda name: similarity[name])


def _similarity(cells: list[str], table: Table) -> float:
    """How many of the cells are headings of a format, and a fraction by how near one is to its anchor."""
    known = known_headings(table)
    count = sum(cell in known for cell in cells)
    anchor = heading(table.anchor[0])
    return count + max((SequenceMatcher(None, anchor, cell).ratio() for cell in cells), default=0.0)
