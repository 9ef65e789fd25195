"""What a heading row says of the columns of a flat file: which is where, which are not used, what is unclear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import pandas as pd

from feeds import unknown_columns
from feeds.problems import RefusedError, concat_problems, file_problem
from schemas import codes
from schemas.columns import Table, heading
from schemas.formats.added_columns import REASON_NAMES, REJECTION_MARK, SELLER_ID

EXTRA_COLUMNS = (SELLER_ID, REJECTION_MARK)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a flat file's first lines say: the format, the column at each position ("" = not used), where data begins.

    A column is one of the format, or one of EXTRA_COLUMNS, which any format may have; it may stand there several times.
    headings: the text above each position. head_lines: how many lines stand above the data. problems: what is wrong
    with the headings.
    """

    table: Table
    columns: tuple[str, ...]
    headings: tuple[str, ...]
    head_lines: int
    problems: pd.DataFrame

    @property
    def fewest_fields(self) -> int:
        """The fewest fields that a row may have: up to the last required column."""
        places = [self.columns.index(name) + 1 for name in self.table.required if name in self.columns]
        return max(places, default=1)


def build_layout(
    table: Table, rows: Sequence[Sequence[str]], best: Sequence[str], *, head_lines: int, line: int, sample: list[str]
) -> Layout:
    """The layout for heading rows that stand together, of which `best` at a line is the one with most known headings.

    A heading that `best` does not make known may be known by another of the rows. sample: the first lines of data.
    Raises RefusedError: a required column is missing, one of EXTRA_COLUMNS stands twice, or a heading may say another
    quantity than the one that is asked.
    """
    columns = tuple(map(_first_name, _names_by_place(table, [best, *rows], len(best))))
    repeated = [name for name in EXTRA_COLUMNS if columns.count(name) > 1]
    if repeated:
        raise RefusedError(file_problem(codes.FEED_AMBIGUOUS, column=repeated[0], line=line))
    problems = [
        file_problem(codes.COLUMN_MISSING, column=name, value=name, line=line)
        for name in table.required
        if name not in columns
    ]
    problems = problems or _unclear_quantities(table, columns, best, line)
    if problems:
        raise RefusedError(concat_problems(problems))
    unknown = {
        place: cell
        for place, (cell, name) in enumerate(zip(best, columns, strict=True))
        if cell and not name and heading(cell) not in table.other_columns.union(REASON_NAMES)
    }
    advice = unknown_columns.unknown_problem(table, columns, unknown, sample, line)
    return Layout(table, columns, tuple(best), head_lines, advice)


def _names_by_place(table: Table, rows: Sequence[Sequence[str]], width: int) -> list[tuple[str, ...]]:
    """For each position the names of the columns that the rows mean there."""
    names = [[_column_name(table, cell) for cell in row[:width]] for row in rows]
    return list(zip_longest(*names, fillvalue=""))


def _first_name(names: tuple[str, ...]) -> str:
    return next(filter(None, names), "")


def _column_name(table: Table, cell: str) -> str:
    """The name of the column that a heading means, "" for one that is not used."""
    column = table.column(cell)
    if column:
        return column.name
    return heading(cell) if heading(cell) in EXTRA_COLUMNS else ""


def _unclear_quantities(table: Table, columns: tuple[str, ...], cells: Sequence[str], line: int) -> list[pd.DataFrame]:
    """Headings that count something else than the units of a record, or may count these in other words.

    Order process, 13.9.
    """
    unclear = table.unclear_quantity
    if unclear is None:
        return []
    is_counted = unclear.column in columns
    unread = [heading(cell) for cell, name in zip(cells, columns, strict=True) if not name]
    wrong = [cell for cell in unread if unclear.counts_otherwise(cell) or (not is_counted and unclear.may_count(cell))]
    return [file_problem(codes.FEED_AMBIGUOUS, column=cell, limit=unclear.column, line=line) for cell in wrong]
