"""The columns of a flat file that nobody knows: one remark for all of them, with what they may have been meant for.

Order process, 13.10.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import pandas as pd

from feeds.nearest_format import MOST_ADVICE, nearest_heading
from feeds.problems import no_problems, row_problems
from schemas import codes, column_kinds
from schemas.columns import Table
from schemas.quoting import HIDDEN_VALUE, LONGEST_QUOTE, has_contact


def unknown_problem(
    table: Table, columns: Sequence[str], unknown: Mapping[int, str], sample: Sequence[str], line: int
) -> pd.DataFrame:
    """The problem of a file with unknown headings (by position), none without.

    columns: those that are known at each position; sample: the first lines of data.
    """
    if not unknown:
        return no_problems()
    shown = dict(list(unknown.items())[:MOST_ADVICE])
    rows = [text.split("\t") for text in sample]
    near = {_likely_column(table, cell, _values(rows, place)) for place, cell in shown.items()}
    names = ", ".join(_quotable_headings(pd.Series(list(shown.values()), dtype="str")).unique())
    missed = ", ".join(sorted(near - {"", *columns}))
    return row_problems(pd.DataFrame({"record": [0], "line": [line]}), names, codes.COLUMN_UNKNOWN, "", missed)


def _quotable_headings(headings: pd.Series) -> pd.Series:
    """Headings as a message may quote them, in whatever letters: but no address or number of a person."""
    is_data = headings.str.contains("[@＠]", regex=True) | has_contact(headings)
    return headings.mask(is_data, HIDDEN_VALUE).str.slice(0, LONGEST_QUOTE)


def _values(rows: Sequence[Sequence[str]], place: int) -> pd.Series:
    """What stands at a position of the sample."""
    cells = [row[place].strip() for row in rows if place < len(row)]
    return pd.Series([cell for cell in cells if cell], dtype="str")


def _likely_column(table: Table, cell: str, values: pd.Series) -> str:
    """The column whose heading is very much like a cell, if the values are of its form; else ""."""
    name = nearest_heading(table, cell)
    if not name:
        return ""
    _, faults = column_kinds.read(values, table[name], ZoneInfo("UTC"))
    return "" if (faults != 0).any() else name
