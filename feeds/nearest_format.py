"""What a heading, file or message that is not known is most like: the advice names it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher, get_close_matches

from feeds.file_signatures import non_feed_problem
from feeds.foreign_tables import MESSAGES
from feeds.problems import RefusedError, file_problem
from schemas import codes
from schemas.columns import Table, heading
from schemas.formats.feed_formats import FEEDS
from schemas.wording.foreign_files import UNKNOWN_XML

MOST_ADVICE = 100
_SEVERAL = 2
"""So many known headings make a format likely."""
_HIGH = 0.85
"""How much alike two headings are of which one may be meant for the other."""


def unknown_message(message: str, tables: Sequence[Table] = FEEDS) -> RefusedError:
    """The refusal of another XML file: what it is, or the format whose message is called very much like it."""
    if message in MESSAGES:
        return RefusedError(non_feed_problem(MESSAGES[message]))
    known = {table.message: table.name for table in tables if table.message}
    near = get_close_matches(message[:100], list(known), 1, _HIGH)
    if not near:
        return RefusedError(non_feed_problem(UNKNOWN_XML))
    return RefusedError(file_problem(codes.FEED_UNRECOGNISED, limit=known[near[0]]))


def nearest_heading(table: Table, cell: str) -> str:
    """The name of the column whose heading is very much like a cell, "" where none is."""
    near = get_close_matches(heading(cell[:100]), sorted(table.headings), 1, _HIGH)
    return next((column.name for text in near if (column := table.column(text))), "")


def nearest_format(rows: list[list[str]], tables: Sequence[Table]) -> str:
    """The name of the format whose headings look most like these lines, "" where none looks very much like them."""
    cells = [heading(cell[:100]) for row in rows for cell in row[:MOST_ADVICE] if cell]
    known = {table.name: sum(cell in table.headings for cell in cells) for table in tables}
    likeness = {table.name: _likeness(cells, table) for table in tables}
    nearest = max(known, key=lambda name: known[name] + likeness[name])
    is_near = known[nearest] >= min(_SEVERAL, max(len(cells) / 2, 1)) or likeness[nearest] >= _HIGH
    return nearest if is_near else ""


def _likeness(cells: list[str], table: Table) -> float:
    """How much the cell that is most like the anchor of a format is like it, from 0 to 1."""
    anchor = heading(table.anchor[0])
    return max((SequenceMatcher(None, anchor, cell).ratio() for cell in cells), default=0.0)
