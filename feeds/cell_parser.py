"""Blocks of lines to their cells, column by column. Nothing is interpreted: no quoting, no nulls, no numbers."""

from __future__ import annotations

import pyarrow as pa
from pyarrow import csv

from feeds.layout import Layout

_PARSED_AT_ONCE = 4 * 1024 * 1024
"""Bytes: more than a block of lines usually has, so that its cells come in one piece."""
_BOM = b"\xef\xbb\xbf"
_TEXT = pa.large_string()
_NO_QUOTING = csv.ParseOptions(
    delimiter="\t", quote_char=False, escape_char=False, newlines_in_values=False, ignore_empty_lines=False
)
Columns = dict[int, pa.Array]
"""The cells of columns (large_string, one piece each), by their positions in a line."""


def parse_cells(data: pa.Buffer, layout: Layout, *, longest: int = 0, every: bool = False) -> Columns:
    """The cells of lines. longest: bytes of the longest line, where one may be very long. every: of all columns.

    Raises ArrowInvalid where a line is longer, or has not as many fields as the layout has columns.
    """
    columns = _parse(data, layout, longest, every=every)
    return {place: _pop(columns, place) for place in list(columns)}


def _pop(columns: dict[int, pa.ChunkedArray], place: int) -> pa.Array:
    """A column in one piece, as whoever looks at its bytes wants it. Its pieces are let go: none lies there twice."""
    cells = columns.pop(place)
    return cells.chunk(0) if cells.num_chunks == 1 else cells.combine_chunks()


def _parse(data: pa.Buffer, layout: Layout, longest: int, *, every: bool) -> dict[int, pa.ChunkedArray]:
    """The columns that are used, or every one, by their positions."""
    places = [str(place) for place in range(len(layout.columns))]
    used = [place for place, name in zip(places, layout.columns, strict=True) if name or every]
    # The reader drops a byte order mark at the start of what it is given; ours, at the start of a cell, is a value.
    has_mark = data[: len(_BOM)].to_pybytes() == _BOM
    data = pa.py_buffer(_BOM + data.to_pybytes()) if has_mark else data
    table = csv.read_csv(
        pa.BufferReader(data),
        csv.ReadOptions(use_threads=False, column_names=places, block_size=max(_PARSED_AT_ONCE, longest) + len(_BOM)),
        _NO_QUOTING,
        csv.ConvertOptions(
            column_types=dict.fromkeys(used, _TEXT),
            include_columns=used,
            strings_can_be_null=False,
            null_values=[],
            check_utf8=False,
        ),
    )
    return {int(place): table.column(place) for place in table.column_names}
