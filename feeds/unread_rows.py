"""Rows of a flat file with a place that does not decode, and headings with one.

Order process, 13.12.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from feeds.decode import DecodedText
from feeds.layout import Layout
from feeds.problems import RefusedError, no_problems, row_problems
from feeds.recognise import HEAD_LINES, flat_layout
from feeds.undecodable import FirstFault, undecodable_problem
from schemas import codes


def layout_of(text: DecodedText, head: Sequence[str]) -> Layout:
    """The layout of a flat file by its first lines, as `flat_layout`; the headings of a damaged one must be whole.

    Raises RefusedError.
    """
    try:
        layout = flat_layout(head)
    except RefusedError:
        _check_lines(text, HEAD_LINES)
        raise
    _check_lines(text, layout.head_lines)
    return layout


def _check_lines(text: DecodedText, count: int) -> None:
    """Refuse a file whose first lines have a place that does not decode."""
    if text.unread is not None and text.unread.line[0] <= count:
        raise RefusedError(undecodable_problem(FirstFault(int(text.unread.line[0]), int(text.unread.cell[0]) + 1)))


def unread_problems(text: DecodedText, layout: Layout, rows: pd.DataFrame) -> pd.DataFrame:
    """70109 for each of these rows (record, line) with such a place: its column, and the byte in its line."""
    if text.unread is None:
        return no_problems()
    unread = rows[rows["line"].isin(text.unread.line)]
    places = np.searchsorted(text.unread.line, unread["line"])
    names = [name or above for name, above in zip(layout.columns, layout.headings, strict=True)]
    cells = np.minimum(text.unread.cell[places], len(names) - 1)
    column = pd.Series(np.array(names, object)[cells], unread.index, dtype="str")
    byte = pd.Series(text.unread.byte[places].astype(str), unread.index, dtype="str")
    return row_problems(unread, column, codes.CHARACTERS_INVALID, "", byte)


def without_known_faults(faults: pd.DataFrame, known_faults: pd.DataFrame) -> pd.DataFrame:
    """Faults of values, without the unreadable characters of cells of which the place is known already."""
    if faults.empty or known_faults.empty:
        return faults
    key = ["record", "column", "code"]
    known = pd.MultiIndex.from_frame(known_faults.loc[known_faults["code"] == codes.CHARACTERS_INVALID, key])
    return faults[~pd.MultiIndex.from_frame(faults[key]).isin(known)] if len(known) else faults
