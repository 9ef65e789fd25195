"""Rows of a flat file as text, in chunks. Nothing is interpreted: no quoting, no nulls, no numbers.

A row with too few or too many fields is a problem of that record alone; it never shifts another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pandas.api.extensions import ExtensionArray

from feeds import cp932_cells, double_columns
from feeds.cell_parser import BOM_LENGTH, Columns, parse_cells, parse_lines
from feeds.decode import UTF_8
from feeds.late_proof import LateProof
from feeds.layout import EXTRA_COLUMNS, Layout
from feeds.multiline_rows import is_part_of_multiline_row
from feeds.problems import concat_problems, counted_from_0, no_problems, row_problems
from schemas import codes
from schemas.cell_bytes import as_text, bytes_of
from schemas.columns import Column

_TAB = ord("\t")
_LF = ord("\n")
_BLANK = ord(" ")
_TEXT = pa.large_string()


class LineSource(Protocol):
    """What rows are read from: feeds.decode.DecodedText, or one of feeds.spreadsheet_quotes around it."""

    @property
    def codec(self) -> str:
        """What the lines are in: utf-8, or cp932."""

    @property
    def proof(self) -> LateProof | None:
        """What is asked where lines in cp932 do not decode; None where all do."""

    def lines(self) -> Iterator[bytes]:
        """The text in blocks of whole lines, each ended by LF."""


@dataclass(frozen=True, slots=True)
class LineBlock:
    """A block of lines in which every row has the same number of fields, and how it was before, line by line.

    data: the lines. longest: bytes of the longest one. fields: how many fields each line had. is_blank: it is no
    record. is_cut: it had more fields than the heading. is_multiline: it is a part of a row over several lines.
    """

    data: pa.Buffer
    longest: int
    fields: np.ndarray
    is_blank: np.ndarray
    is_cut: np.ndarray
    is_multiline: np.ndarray


def read_chunks(text: LineSource, layout: Layout) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Frames of text (frame `feed_text`) and their problems (frame `problems`).

    Behind them stand the EXTRA_COLUMNS that the file has. Records count from 1 over the data rows; `line` is the
    physical line. Lines that hold only blanks are no record.
    """
    line = 1
    record = 1
    head_lines = layout.head_lines
    for block in text.lines():
        start, skipped = _skip_lines(block, head_lines)
        head_lines -= skipped
        line += skipped
        if start == len(block):
            continue
        lines, columns = _read_coded_lines(block[start:] if start else block, layout, text)
        # Whoever has the rows does not need the lines any more: while they are checked, the next block has their place.
        del block
        kept = np.flatnonzero(~lines.is_blank)
        cells, doubled = _cells_by_name(columns, layout, kept if lines.is_blank.any() else None)
        frame = _text_frame(cells, layout, line, record, kept)
        line += len(lines.fields)
        record += len(frame)
        problems = _problems(frame, doubled, lines, layout)
        del lines, columns, cells
        yield counted_from_0(frame), problems


def _skip_lines(block: bytes, count: int) -> tuple[int, int]:
    """Where a block goes on behind its first lines, and how many of these it has."""
    start = 0
    skipped = 0
    while skipped < count and start < len(block):
        start = block.index(b"\n", start) + 1
        skipped += 1
    return start, skipped


def _read_coded_lines(block: bytes, layout: Layout, text: LineSource) -> tuple[LineBlock, Columns]:
    """`_read_lines`; what does not decode in a file that is proven late is mended, or the file is refused."""
    try:
        return _read_lines(block, layout, text.codec)
    except UnicodeDecodeError:
        if text.proof is None:
            raise
        return _read_lines(text.proof.mend(block), layout, UTF_8)


def _read_lines(block: bytes, layout: Layout, codec: str) -> tuple[LineBlock, Columns]:
    """The lines of a block and their cells. Lines with another number of fields are cut or filled first, if any is."""
    width = len(layout.columns)
    try:
        columns = parse_lines(block, layout, codec)
    except pa.ArrowInvalid:
        # A line has another number of fields (the parser takes none that differs from the first), or is very long.
        block = cp932_cells.decode_lines(block) if codec == cp932_cells.CODEC else block
        lines = _even_lines(_look_at_lines(block, width), block, width)
        return lines, parse_cells(lines.data, layout, longest=lines.longest)
    if _is_usual(block, columns):
        return _usual_lines(block, len(columns[0]), width), columns
    return _look_at_lines(block, width), columns


def _is_usual(block: bytes, columns: Columns) -> bool:
    """Whether no line of a block is blank or may be a part of a row, without a look at the lines."""
    if b'"' in block or len(columns.get(0, ())) == 0:
        return False
    first = bytes_of(columns[0])
    return bool(first.lengths.min() > 0 and first.data[first.offsets[:-1]].min() > _BLANK)


def _usual_lines(block: bytes, count: int, width: int) -> LineBlock:
    """So many lines of which each has the same number of fields, and none is blank."""
    nowhere = np.zeros(count, bool)
    return LineBlock(pa.py_buffer(block), 0, np.full(count, width), nowhere, nowhere, nowhere)


def _look_at_lines(block: bytes, width: int) -> LineBlock:
    """Any lines, as if each had the same number of fields."""
    raw, ends, starts = _line_places(block)
    lines = _line_array(block, starts)
    return LineBlock(
        data=pa.py_buffer(block),
        longest=int(np.diff(starts).max()) + width + BOM_LENGTH,
        fields=np.full(len(ends), width),
        is_blank=_is_blank(lines, raw[starts[:-1]]),
        is_cut=np.zeros(len(ends), bool),
        is_multiline=is_part_of_multiline_row(block, ends),
    )


def _line_places(block: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The bytes of a block, and where its lines end and begin; one more beginning than lines."""
    raw = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(raw == _LF)
    return raw, ends, np.concatenate([[0], ends + 1])


def _line_array(block: bytes, starts: np.ndarray) -> pa.Array:
    return pa.LargeStringArray.from_buffers(len(starts) - 1, pa.py_buffer(starts), pa.py_buffer(block))


def _even_lines(lines_as_they_are: LineBlock, block: bytes, width: int) -> LineBlock:
    """Cut or fill each line alone that has another number of fields."""
    raw, ends, starts = _line_places(block)
    fields = np.diff(np.searchsorted(np.flatnonzero(raw == _TAB), ends), prepend=0) + 1
    lines = _line_array(block, starts)
    is_cut = np.zeros(len(lines), bool)
    uneven = np.flatnonzero(fields != width)
    if len(uneven) == 0:
        return lines_as_they_are
    mended, is_cut[uneven] = _with_width(lines.take(uneven), width)
    order = np.arange(len(lines))
    order[uneven] = len(lines) + np.arange(len(uneven))
    even = pa.concat_arrays([lines, mended]).take(order)
    return replace(lines_as_they_are, data=even.buffers()[2], fields=fields, is_cut=is_cut)


def _is_blank(lines: pa.Array, first_bytes: np.ndarray) -> np.ndarray:
    """Whether each line holds only blanks; the first byte of a line tells most that do not."""
    is_blank = np.zeros(len(lines), bool)
    candidates = np.flatnonzero((first_bytes == _BLANK) | (first_bytes == _TAB) | (first_bytes == _LF))
    if len(candidates) == 0:
        return is_blank
    trimmed = pc.ascii_trim(lines.take(candidates), " \t\n")
    is_blank[candidates] = pc.equal(trimmed, "").to_numpy(zero_copy_only=False)
    return is_blank


def _with_width(lines: pa.Array, width: int) -> tuple[pa.Array, np.ndarray]:
    """Lines with exactly `width` fields, empty last ones dropped or added; and which were cut: they had more."""
    bodies = pc.ascii_rtrim(lines, "\t\n")
    fields = pc.count_substring(bodies, "\t").to_numpy() + 1
    kept = pc.list_slice(pc.split_pattern(bodies, "\t", max_splits=width), 0, width)
    bodies = pc.binary_join(kept, pa.scalar("\t", _TEXT))
    tabs = pc.binary_repeat(pa.scalar("\t", _TEXT), pa.array(np.maximum(width - fields, 0)))
    return pc.binary_join_element_wise(bodies, tabs, pa.scalar("\n", _TEXT), pa.scalar("", _TEXT)), fields > width


def _cells_by_name(
    columns: Columns, layout: Layout, kept: np.ndarray | None
) -> tuple[dict[str, ExtensionArray], set[str]]:
    """The cells of each column that is used; and which stand there several times. kept: rows that count, None: all."""
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


def _problems(frame: pd.DataFrame, doubled: set[str], lines: LineBlock, layout: Layout) -> pd.DataFrame:
    """What is wrong with rows before any value is read; of a ragged one only that. doubled: which stand twice."""
    shape = _shape_problems(frame, lines, layout)
    if not doubled:
        return shape
    ragged = shape.loc[shape["code"] == codes.ROW_RAGGED, "record"]
    found = double_columns.undecided_rows(frame[~frame["record"].isin(ragged)], doubled, layout)
    return concat_problems([shape, found])


def _shape_problems(frame: pd.DataFrame, lines: LineBlock, layout: Layout) -> pd.DataFrame:
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
