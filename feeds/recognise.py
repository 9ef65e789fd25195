"""Content to format, never by name. A file that fits two formats is refused rather than guessed at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches

import pandas as pd

from feeds.problems import RefusedError, of_file, together
from feeds.spreadsheet_quotes import unwrapped
from schemas import codes
from schemas.columns import Table, heading
from schemas.formats.added_columns import REASON_NAMES, REJECTION_MARK, SELLER_ID
from schemas.formats.feed_formats import FEEDS

HEAD_LINES = 4
MOST_ADVICE = 100
BESIDE = (SELLER_ID, REJECTION_MARK)
_TEMPLATE = re.compile(r"TemplateType\s*=\s*(\w+)", re.IGNORECASE)
_OF_A_RECORD = re.compile(r"[0-9A-Za-z_]{3}-[0-9A-Za-z_]{7}-[0-9A-Za-z_]{7}|[0-9]+")


@dataclass(frozen=True, slots=True)
class Layout:
    """What a flat file's head says: the format, the column at each position ("" = not used), where data begins.

    A column is one of the format, or one of BESIDE, which any format may have.
    """

    table: Table
    columns: tuple[str, ...]
    head: int
    problems: pd.DataFrame

    @property
    def needed(self) -> int:
        """The fewest fields that a row may have: up to the last required column."""
        places = [place for place, name in enumerate(self.columns, 1) if name in self.table.required]
        return max(places, default=1)


def flat(lines: Sequence[str], tables: Sequence[Table] = FEEDS) -> Layout:
    """The layout of a flat file from its first lines: TemplateType row, label row, English row, each optional.

    A title may stand above them. Headings below a row of data are data; data above the headings refuses the file.
    """
    rows = _rows(lines)
    template = _template(rows, tables)
    heads = _heads(rows, tables)
    if not heads and template is None:
        raise _nobodys(lines, tables)
    best = max(heads, key=lambda place: (_known(rows[place], tables), place), default=None)
    cells = [] if best is None else rows[best]
    table = _fitting(cells, template, tables)
    line = 0 if best is None else best + 1
    if heads and any(_OF_A_RECORD.fullmatch(cell) for row in rows[: heads[0]] for cell in row):
        raise RefusedError(of_file(codes.FEED_UNRECOGNISED, limit=table.name, line=line))
    last = heads or [place for place, row in enumerate(rows) if _TEMPLATE.match(row[0])]
    return _layout(table, cells, head=last[-1] + 1, line=line)


def quoted(lines: Sequence[str], tables: Sequence[Table] = FEEDS) -> bool:
    """Whether the headings of a flat file all stand in quotes."""
    return any(row is not None and _is_head(row, tables) for row in map(unwrapped, _rows(lines)))


def by_message(message: str, tables: Sequence[Table] = FEEDS) -> Table:
    """The format of an XML feed by its MessageType."""
    for table in tables:
        if table.message and table.message == message:
            return table
    raise unrecognised(message, tables)


def unrecognised(message: str, tables: Sequence[Table] = FEEDS) -> RefusedError:
    """The refusal of an XML feed of another kind, with the format whose message is called most like it."""
    known = {table.message: table.name for table in tables if table.message}
    near = max(known, key=lambda name: SequenceMatcher(None, name, message[:100]).ratio())
    return RefusedError(of_file(codes.FEED_UNRECOGNISED, limit=known[near]))


def _rows(lines: Sequence[str]) -> list[list[str]]:
    return [[cell.strip() for cell in line.rstrip("\t ").split("\t")] for line in lines[:HEAD_LINES]]


def _nobodys(lines: Sequence[str], tables: Sequence[Table]) -> RefusedError:
    if quoted(lines, tables):
        return RefusedError(of_file(codes.FEED_QUOTED))
    return RefusedError(of_file(codes.FEED_UNRECOGNISED, limit=_nearest(_rows(lines), tables)))


def _template(rows: list[list[str]], tables: Sequence[Table]) -> Table | None:
    named = {found[1].casefold() for row in rows if (found := _TEMPLATE.match(row[0]))}
    return next((table for table in tables if table.template and table.template.casefold() in named), None)


def _headings(table: Table) -> set[str]:
    return {known for column in table.columns for known in column.headings}


def _known(row: list[str], tables: Sequence[Table]) -> int:
    everything = {*REASON_NAMES, SELLER_ID}.union(*map(_headings, tables))
    return sum(heading(cell) in everything for cell in row if cell)


def _is_head(row: list[str], tables: Sequence[Table]) -> bool:
    """A heading row holds a column that some format cannot do without, and beside it at least one that is known."""
    anchored = any(all(_has(table, row, name) for name in table.anchor) for table in tables)
    known = _known(row, tables)
    return anchored and (known > 1 or known == sum(map(bool, row)))


def _heads(rows: list[list[str]], tables: Sequence[Table]) -> list[int]:
    """The places of the heading rows that stand together: only blank lines may lie between them."""
    heads = [place for place, row in enumerate(rows) if _is_head(row, tables)]
    apart = [place for place, before in zip(heads[1:], heads, strict=False) if any(map(any, rows[before + 1 : place]))]
    return [place for place in heads if not apart or place < apart[0]]


def _has(table: Table, row: list[str], name: str) -> bool:
    return any(heading(cell) in table[name].headings for cell in row if cell)


def _fits(table: Table, row: list[str]) -> bool:
    present = {heading(cell) for cell in row}
    return (
        all(_has(table, row, name) for name in table.anchor)
        and any(_has(table, row, name) for name in table.signs)
        and present.isdisjoint(map(heading, table.never))
    )


def _fitting(row: list[str], template: Table | None, tables: Sequence[Table]) -> Table:
    fitting = [table for table in tables if _fits(table, row)]
    if template and template not in fitting:
        fitting.append(template)
    if len(fitting) > 1:
        names = ", ".join(table.name for table in fitting)
        raise RefusedError(of_file(codes.FEED_AMBIGUOUS, value=names, limit=names))
    if not fitting:
        raise RefusedError(of_file(codes.FEED_UNRECOGNISED, limit=_nearest([row], tables)))
    return fitting[0]


def _layout(table: Table, cells: list[str], *, head: int, line: int) -> Layout:
    columns = tuple(_column(table, cell) for cell in cells)
    meant = [name or heading(cell) for name, cell in zip(columns, cells, strict=True) if cell]
    twice = [name for name, times in Counter(meant).items() if times > 1]
    if twice:
        raise RefusedError(of_file(codes.FEED_AMBIGUOUS, column=twice[0], value=twice[0], line=line))
    missing = [name for name in table.required if name not in columns]
    if missing:
        raise RefusedError(
            together([of_file(codes.COLUMN_MISSING, column=name, value=name, line=line) for name in missing])
        )
    unknown = [cell for cell, name in zip(cells, columns, strict=True) if cell and not name]
    strange = [cell for cell in unknown if heading(cell) not in REASON_NAMES][:MOST_ADVICE]
    advice = [
        of_file(codes.COLUMN_UNKNOWN, column=cell, limit=_nearest_heading(table, cell), line=line) for cell in strange
    ]
    return Layout(table, columns, head, together(advice))


def _column(table: Table, cell: str) -> str:
    column = table.column(cell)
    if column:
        return column.name
    return heading(cell) if heading(cell) in BESIDE else ""


def _nearest_heading(table: Table, cell: str) -> str:
    near = get_close_matches(heading(cell[:100]), sorted(_headings(table)), 1)
    return next((column.name for text in near if (column := table.column(text))), "")


def _nearest(rows: list[list[str]], tables: Sequence[Table]) -> str:
    """The name of the format whose headings look most like these lines."""
    cells = [heading(cell[:100]) for row in rows for cell in row[:MOST_ADVICE] if cell]
    ratios = {table.name: _likeness(cells, table) for table in tables}
    return max(ratios, key=lambda name: ratios[name])


def _likeness(cells: list[str], table: Table) -> float:
    known = _headings(table)
    there = sum(cell in known for cell in cells)
    anchor = heading(table.anchor[0])
    return there + max((SequenceMatcher(None, anchor, cell).ratio() for cell in cells), default=0.0)
