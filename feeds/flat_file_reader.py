"""Rows of a flat file as text, in chunks. Nothing is interpreted: no quoting, no nulls, no numbers.

A row with too few or too many fields is a problem of that record alone; it never shifts another one.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
from pandas.api.extensions import ExtensionArray

from feeds import double_columns
from feeds.cell_parser import Columns
from feeds.layout import EXTRA_COLUMNS, Layout
from feeds.line_pieces import LineSource, read_lines
from feeds.line_shapes import LineShapes
from feeds.problems import concat_problems, counted_from_0, no_problems, row_problems
from schemas import codes
from schemas.cell_bytes import as_text
from schemas.columns import Column


def read_chunks(text: LineSource, layout: Layout) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Frames of text (frame `feed_text`) and their problems (frame `problems`).

    Behind them stand the EXTRA_COLUMNS that the file has. Records count from 1 over the data rows; `line` is the
    physical line. Lines that hold only blanks are no record.
    """
    line = layout.head_lines + 1
    record = 1
    for shapes, columns in read_lines(text, layout):
        kept = np.flatnonzero(~shapes.is_blank)
        cells, doubled = _cells_by_name(columns, layout, kept if shapes.is_blank.any() else None)
        frame = _text_frame(cells, layout, line, record, kept)
        line += len(shapes.fields)
        record += len(frame)
        problems = _problems(frame, doubled, shapes, layout)
        del columns, cells
        yield counted_from_0(frame), problems


def _cells_by_name(
    columns: Columns, layout: Layout, kept: np.ndarray | None
) -> tuple[dict[str, ExtensionArray], set[str]]:
    """The cells of each column that is used; and which are there several times. kept: rows that count, None: all."""
    versions: dict[str, list[ExtensionArray]] = {}
    for place, column in columns.items():
        cells = column if kept is None else column.take(pa.array(kept))
        versions.setdefault(layout.columns[place], []).append(as_text(cells))
    doubled = {name for name, cells in versions.items() if len(cells) > 1}
    joined = {name: _one_cell(versions[name], layout.table[name]) for name in doubled}
    return {name: cells[0] for name, cells in versions.items()} | joined, doubled


def _one_cell(versions: list[ExtensionArray], column: Column) -> ExtensionArray:
    return double_columns.one_cell([pd.Series(cells) for cells in versions], column).array


def _text_frame(
    cells: dict[str, ExtensionArray], layout: Layout, line: int, record: int, kept: np.ndarray
) -> pd.DataFrame:
    """The records of a block as text; the index is the position of each line in the block."""
    # As long as no line is left out, the position is the number of the row.
    index = pd.RangeIndex(len(kept)) if len(kept) and kept[-1] == len(kept) - 1 else kept
    blank = pd.Series("", range(len(kept)), dtype="str").array
    numbers = {"record": record + np.arange(len(kept)), "line": line + kept}
    texts = {name: cells.get(name, blank) for name in layout.table.names}
    extra = {name: cells[name] for name in EXTRA_COLUMNS if name in cells}
    return pd.DataFrame({**numbers, "message-id": blank, **texts, **extra}, index=index, copy=False)


def _problems(frame: pd.DataFrame, doubled: set[str], lines: LineShapes, layout: Layout) -> pd.DataFrame:
    """What is wrong with rows before any value is read; of a ragged one only that. doubled: which stand twice."""
    shape = _shape_problems(frame, lines, layout)
    if not doubled:
        return shape
    ragged = shape.loc[shape["code"] == codes.ROW_RAGGED, "record"]
    found = double_columns.undecided_rows(frame[~frame["record"].isin(ragged)], doubled, layout)
    return concat_problems([shape, found])


def _shape_problems(frame: pd.DataFrame, lines: LineShapes, layout: Layout) -> pd.DataFrame:
    """70107 for a row that cannot be read, 70110 for one that lacks only optional last columns.

    Of a row over several lines nobody can say how many fields it has.
    """
    width = len(layout.columns)
    if not lines.is_multiline.any() and (lines.fields == width).all():
        return no_problems()
    fields = pd.Series(lines.fields[frame.index], frame.index)
    is_cut = pd.Series(lines.is_cut[frame.index], frame.index)
    is_multiline = pd.Series(lines.is_multiline[frame.index], frame.index)
    is_short = fields < width
    is_ragged = is_multiline | is_cut | (is_short & (fields < layout.fewest_fields))
    is_padded = is_short & ~is_ragged
    shown = fields.astype("str").mask(is_multiline, "?")
    return concat_problems(
        [
            row_problems(frame[is_ragged], "", codes.ROW_RAGGED, shown[is_ragged], width),
            row_problems(frame[is_padded], "", codes.ROW_PADDED, shown[is_padded], width),
        ]
    )
