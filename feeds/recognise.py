"""Content to format, never by name. A file that fits two formats is refused rather than guessed at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from feeds import foreign_tables
from feeds.file_signatures import non_feed_problem
from feeds.layout import Layout, build_layout
from feeds.nearest_format import nearest_format, unknown_message
from feeds.problems import RefusedError, file_problem
from feeds.quoted_cells import unquoted_cells
from schemas import codes, keys
from schemas.columns import Table, heading
from schemas.formats.added_columns import REASON_NAMES, SELLER_ID
from schemas.formats.feed_formats import FEEDS
from schemas.wording.foreign_files import UNKNOWN_HEADINGS

HEAD_LINES = 4
SAMPLE_LINES = 100
_TEMPLATE = re.compile(r"TemplateType\s*=\s*(\w+)", re.IGNORECASE)
_RECORD_ID = re.compile(rf"{keys.ORDER_ID.pattern}|[0-9]+")


def flat_layout(lines: Sequence[str], tables: Sequence[Table] = FEEDS) -> Layout:
    """The layout of a flat file from its first lines: TemplateType row, label row, English row, each optional.

    A title may stand above them. Headings below a row of data are data; data above the headings refuses the file.
    Lines below the headings serve as a sample of the values. Raises RefusedError.
    """
    rows = _split_lines(lines)
    kind = foreign_tables.foreign_table(rows)
    if kind:
        raise RefusedError(non_feed_problem(kind))
    template = _template_format(rows, tables)
    headings = _heading_rows(rows, tables)
    if not headings and template is None:
        raise _not_recognised(lines, tables)
    best = max(headings, key=lambda place: (_count_known(rows[place], tables), place), default=None)
    cells = [] if best is None else rows[best]
    table = _matching_format(cells, template, tables)
    line = 0 if best is None else best + 1
    if headings and any(_RECORD_ID.fullmatch(cell) for row in rows[: headings[0]] for cell in row):
        raise RefusedError(file_problem(codes.FEED_UNRECOGNISED, limit=table.name, line=line))
    head = headings or [place for place, row in enumerate(rows) if _TEMPLATE.match(row[0])]
    head_lines = head[-1] + 1
    known_rows = [rows[place] for place in headings]
    return build_layout(table, known_rows, cells, head_lines=head_lines, line=line, sample=list(lines[head_lines:]))


def has_quoted_headings(lines: Sequence[str], tables: Sequence[Table] = FEEDS) -> bool:
    """Whether the headings of a flat file all stand in quotes."""
    rows = map(unquoted_cells, _split_lines(lines))
    return any(row is not None and _is_heading_row(row, tables) for row in rows)


def format_of_message(message: str, tables: Sequence[Table] = FEEDS) -> Table:
    """The format of an XML feed by its MessageType. Raises RefusedError."""
    for table in tables:
        if table.message and table.message == message:
            return table
    raise unknown_message(message, tables)


def _split_lines(lines: Sequence[str]) -> list[list[str]]:
    """The cells of the first lines, without blanks around them."""
    return [[cell.strip() for cell in line.rstrip("\t ").split("\t")] for line in lines[:HEAD_LINES]]


def _not_recognised(lines: Sequence[str], tables: Sequence[Table]) -> RefusedError:
    if has_quoted_headings(lines, tables):
        return RefusedError(file_problem(codes.FEED_QUOTED))
    kind = _separated_kind(lines, tables)
    return RefusedError(non_feed_problem(kind)) if kind else _unlike_all(_split_lines(lines), tables)


def _unlike_all(rows: list[list[str]], tables: Sequence[Table]) -> RefusedError:
    """The refusal of a table that is none of these formats, with the one that it is very much like, if any."""
    nearest = nearest_format(rows, tables)
    if not nearest:
        return RefusedError(non_feed_problem(UNKNOWN_HEADINGS))
    return RefusedError(file_problem(codes.FEED_UNRECOGNISED, limit=nearest))


def _separated_kind(lines: Sequence[str], tables: Sequence[Table]) -> str:
    """What a table with another separator than tabs is, "" for none."""
    if any("\t" in line for line in lines[:HEAD_LINES]):
        return ""
    for separator, kind in foreign_tables.SEPARATORS.items():
        rows = [[cell.strip() for cell in row] for row in foreign_tables.split_lines(lines, separator)]
        foreign = foreign_tables.foreign_table(rows)
        if foreign:
            return foreign
        if any(_is_heading_row(row, tables) for row in rows if row) or foreign_tables.looks_separated(rows):
            return kind
    return ""


def _template_format(rows: list[list[str]], tables: Sequence[Table]) -> Table | None:
    """The format that a TemplateType row names, None without one."""
    names = {match[1].casefold() for row in rows if (match := _TEMPLATE.match(row[0]))}
    return next((table for table in tables if table.template and table.template.casefold() in names), None)


def _count_known(row: list[str], tables: Sequence[Table]) -> int:
    """How many cells of a line are headings of any format."""
    known = {*REASON_NAMES, SELLER_ID}.union(*(table.headings for table in tables))
    return sum(heading(cell) in known for cell in row if cell)


def _is_heading_row(row: list[str], tables: Sequence[Table]) -> bool:
    """A heading row holds a column that some format cannot do without, and beside it at least one that is known."""
    present = _headings(row)
    is_anchored = any(all(_has_column(table, present, name) for name in table.anchor) for table in tables)
    known = _count_known(row, tables)
    return is_anchored and (known > 1 or known == sum(map(bool, row)))


def _heading_rows(rows: list[list[str]], tables: Sequence[Table]) -> list[int]:
    """The places of the heading rows that stand together: only blank lines may lie between them."""
    headings = [place for place, row in enumerate(rows) if _is_heading_row(row, tables)]
    apart = [place for before, place in pairwise(headings) if any(map(any, rows[before + 1 : place]))]
    return [place for place in headings if not apart or place < apart[0]]


def _headings(row: list[str]) -> set[str]:
    """What is in a row, as headings are compared."""
    return {heading(cell) for cell in row if cell}


def _has_column(table: Table, present: set[str], name: str) -> bool:
    """Whether a column is among the headings of a row."""
    return not present.isdisjoint(table[name].headings)


def _matches(table: Table, row: list[str]) -> bool:
    """Whether a heading row has all that tells a format, and nothing that tells another one."""
    present = _headings(row)
    return (
        all(_has_column(table, present, name) for name in table.anchor)
        and (
            any(_has_column(table, present, name) for name in table.markers)
            or not present.isdisjoint(table.marker_words)
        )
        and present.isdisjoint(map(heading, table.excluded))
    )


def _matching_format(row: list[str], template: Table | None, tables: Sequence[Table]) -> Table:
    """The one format that a heading row fits, or that the template names. Raises RefusedError for none or several."""
    matching = [table for table in tables if _matches(table, row)]
    if template and template not in matching:
        matching.append(template)
    if len(matching) > 1:
        names = ", ".join(table.name for table in matching)
        raise RefusedError(file_problem(codes.FEED_AMBIGUOUS, value=names, limit=names))
    if not matching:
        raise _unlike_all([row], tables)
    return matching[0]
