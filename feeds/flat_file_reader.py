"""Rows of a flat file as text, in chunks. Nothing is interpreted: no quoting, no nulls, no numbers.

A row with too few or too many fields is a problem of that record alone; it never shifts another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from feeds import spreadsheet_quotes
from feeds.problems import of_rows, together
from feeds.recognise import BESIDE, Layout
from schemas import codes

_TAB, _FEED = ord("\t"), ord("\n")
_BLANKS = np.frombuffer(b" \t\n", np.uint8)
_LEAST_BLOCK = 4 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
_TEXT = pa.large_string()


class LineSource(Protocol):
    """What rows are read from: feeds.decode.Text, or one of feeds.spreadsheet_quotes around it."""

    def lines(self) -> Iterator[bytes]:
        """The text in blocks of whole lines, each ended by LF."""


@dataclass(frozen=True, slots=True)
class LineBlock:
    """A block of lines in which every row has the same number of fields, and how it was before, line by line.

    torn: lines that are parts of a row over several lines.
    """

    data: pa.Buffer
    longest: int
    found: np.ndarray
    blank: np.ndarray
    too_long: np.ndarray
    torn: np.ndarray


def chunks(text: LineSource, layout: Layout) -> Iterator[tuple[pd.DataFrame, pd.DataFrame]]:
    """Frames of text (columns record, line, message-id, then every column of the format) and their problems.

    Behind them stand the columns of BESIDE that the file has. Records count from 1 over the data rows; `line` is the
    physical line. Lines that hold only blanks are no record.
    """
    line, record, skip = 1, 1, layout.head
    for block in text.lines():
        start, passed = _after_lines(block, skip)
        skip, line = skip - passed, line + passed
        if start == len(block):
            continue
        lines = _lines(block[start:] if start else block, len(layout.columns))
        frame = _frame(lines, layout, line, record)
        line, record = line + len(lines.found), record + len(frame)
        yield frame.reset_index(drop=True), _ragged(frame, lines, layout)


def _after_lines(block: bytes, count: int) -> tuple[int, int]:
    start, passed = 0, 0
    while passed < count and start < len(block):
        start, passed = block.index(b"\n", start) + 1, passed + 1
    return start, passed


def _lines(block: bytes, width: int) -> LineBlock:
    """Count the tabs of every line; where any has another number of fields, cut or fill that line alone."""
    raw = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(raw == _FEED)
    found = np.diff(np.searchsorted(np.flatnonzero(raw == _TAB), ends), prepend=0) + 1
    starts = np.concatenate([[0], ends + 1])
    lines = pa.LargeStringArray.from_buffers(len(ends), pa.py_buffer(starts), pa.py_buffer(block))
    longest = int(np.diff(starts).max()) + width
    blank, too_long = np.zeros(len(ends), bool), np.zeros(len(ends), bool)
    maybe = np.flatnonzero(np.isin(raw[starts[:-1]], _BLANKS))
    blank[maybe] = pc.equal(pc.ascii_trim(lines.take(maybe), " \t\n"), "").to_numpy(zero_copy_only=False)
    odd, torn = np.flatnonzero(found != width), spreadsheet_quotes.over_lines(block, ends)
    if len(odd) == 0:
        return LineBlock(pa.py_buffer(block), longest, found, blank, too_long, torn)
    filled, too_long[odd] = _filled(lines.take(odd), width)
    order = np.arange(len(lines))
    order[odd] = len(lines) + np.arange(len(odd))
    even = pa.concat_arrays([lines, filled]).take(order)
    return LineBlock(even.buffers()[2], longest, found, blank, too_long, torn)


def _filled(lines: pa.Array, width: int) -> tuple[pa.Array, np.ndarray]:
    """Lines with exactly `width` fields: empty last fields dropped or added, fields beyond cut off (and told)."""
    bodies = pc.ascii_rtrim(lines, "\t\n")
    held = pc.count_substring(bodies, "\t").to_numpy() + 1
    fields = pc.list_slice(pc.split_pattern(bodies, "\t", max_splits=width), 0, width)
    bodies = pc.binary_join(fields, pa.scalar("\t", _TEXT))
    tabs = pc.binary_repeat(pa.scalar("\t", _TEXT), pa.array(np.maximum(width - held, 0)))
    return pc.binary_join_element_wise(bodies, tabs, pa.scalar("\n", _TEXT), pa.scalar("", _TEXT)), held > width


def _frame(lines: LineBlock, layout: Layout, line: int, record: int) -> pd.DataFrame:
    kept = np.flatnonzero(~lines.blank)
    cells = _cells(lines, layout)
    cells = cells if len(kept) == len(lines.blank) else cells.take(kept)
    blank = pd.Series("", range(len(kept)), dtype="str")
    known = {name: cells.column(name).to_pandas() for name in cells.column_names}
    numbers = {"record": record + np.arange(len(kept)), "line": line + kept}
    texts = {name: known.get(name, blank) for name in layout.table.names}
    beside = {name: known[name] for name in BESIDE if name in known}
    return pd.DataFrame({**numbers, "message-id": blank, **texts, **beside}).set_index(kept)


def _cells(lines: LineBlock, layout: Layout) -> pa.Table:
    places = [str(place) for place in range(len(layout.columns))]
    used = {place: name for place, name in zip(places, layout.columns, strict=True) if name}
    # The reader drops a byte order mark at the start of what it is given; ours, at the start of a cell, is a value.
    marked = lines.data[: len(_BOM)].to_pybytes() == _BOM
    data = pa.py_buffer(_BOM + lines.data.to_pybytes()) if marked else lines.data
    table = csv.read_csv(
        pa.BufferReader(data),
        csv.ReadOptions(column_names=places, block_size=max(_LEAST_BLOCK, lines.longest + len(_BOM))),
        csv.ParseOptions(
            delimiter="\t", quote_char=False, escape_char=False, newlines_in_values=False, ignore_empty_lines=False
        ),
        csv.ConvertOptions(
            column_types=dict.fromkeys(used, _TEXT),
            include_columns=list(used),
            strings_can_be_null=False,
            null_values=[],
            check_utf8=False,
        ),
    )
    return table.rename_columns(list(used.values()))


def _ragged(frame: pd.DataFrame, lines: LineBlock, layout: Layout) -> pd.DataFrame:
    """70107 for a row that cannot be read, 70110 for one that lacks only optional last columns.

    Of a row over several lines nobody can say how many fields it has.
    """
    width = len(layout.columns)
    found = pd.Series(lines.found[frame.index], frame.index)
    too_long = pd.Series(lines.too_long[frame.index], frame.index)
    torn = pd.Series(lines.torn[frame.index], frame.index)
    short = found < width
    ragged = torn | too_long | (short & (found < layout.needed))
    padded = short & ~ragged
    fields = found.astype("str").mask(torn, "?")
    return together(
        [
            of_rows(frame[ragged], "", codes.ROW_RAGGED, fields[ragged], width),
            of_rows(frame[padded], "", codes.ROW_PADDED, fields[padded], width),
        ]
    )
