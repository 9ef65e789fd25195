"""The lines of a flat file in small pieces, of which the caches of a processor hold each; as many as make a frame."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from feeds import cp932_cells
from feeds.cell_parser import Columns, parse_cells
from feeds.decode import BLOCK_OF_LINES, UTF_8
from feeds.late_proof import LateProof
from feeds.layout import Layout
from feeds.line_shapes import LineShapes, even_lines, line_shapes
from schemas.cell_bytes import bytes_of

BYTES_OF_FRAME = 16 * 1024 * 1024
"""What a frame costs hardly depends on its rows: pieces are put together until there are so many bytes of lines."""
_TEXT = pa.large_string()
_LONGEST_MENDED = 3 * BLOCK_OF_LINES
"""A byte that could not be read has three in UTF-8."""


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
class LinePiece:
    """Some lines of a file. size: their bytes. codec: what their cells are in: utf-8, or cp932 with every column."""

    shapes: LineShapes
    columns: Columns
    size: int
    codec: str


def read_lines(text: LineSource, layout: Layout) -> Iterator[tuple[LineShapes, Columns]]:
    """The lines after the head of a file, as many at once as make a frame: their shapes and cells (UTF-8)."""
    for pieces in _groups(_pieces(text, layout)):
        shapes = LineShapes.joined([piece.shapes for piece in pieces])
        codec = pieces[0].codec
        columns = _join_columns([piece.columns for piece in pieces])
        yield shapes, columns if codec == UTF_8 else _decoded(columns, layout, text.proof)


def _pieces(text: LineSource, layout: Layout) -> Iterator[LinePiece]:
    head_lines = layout.head_lines
    for block in text.lines():
        start, skipped = _skip_lines(block, head_lines)
        head_lines -= skipped
        if start < len(block):
            piece = _read_piece(block[start:] if start else block, layout, text)
            # Whoever has the cells does not need the lines any more: the next ones have their place in memory.
            del block
            yield piece


def _skip_lines(block: bytes, count: int) -> tuple[int, int]:
    """Where a block goes on after its first lines, and how many of these it has."""
    start = 0
    skipped = 0
    while skipped < count and start < len(block):
        start = block.index(b"\n", start) + 1
        skipped += 1
    return start, skipped


def _read_piece(block: bytes, layout: Layout, text: LineSource) -> LinePiece:
    """The lines of a block and their cells. Lines with another number of fields are cut or filled first, if any is."""
    width = len(layout.columns)
    try:
        columns = parse_cells(pa.py_buffer(block), layout, every=text.codec != UTF_8)
    except pa.ArrowInvalid:
        # A line has another number of fields (the parser takes none that differs from the first), or is very long.
        lines = even_lines(block if text.codec == UTF_8 else _decode_lines(block, text.proof), width)
        columns = parse_cells(lines.data, layout, longest=lines.longest)
        return LinePiece(lines.shapes, columns, len(block), UTF_8)
    return LinePiece(line_shapes(block, columns.get(0), width), columns, len(block), text.codec)


def _groups(pieces: Iterator[LinePiece]) -> Iterator[list[LinePiece]]:
    """As many pieces of one codec as make a frame."""
    group: list[LinePiece] = []
    for piece in pieces:
        if group and piece.codec != group[0].codec:
            yield group
            group = []
        group.append(piece)
        if sum(part.size for part in group) >= BYTES_OF_FRAME:
            yield group
            group = []
    if group:
        yield group


def _join_columns(parts: list[Columns]) -> Columns:
    """The columns of all parts, which are emptied on the way: no column lies there twice."""
    return {place: pa.concat_arrays([part.pop(place) for part in parts]) for place in list(parts[0])}


def _decode_lines(block: bytes, proof: LateProof | None) -> bytes:
    """Lines of CP932 as UTF-8; what does not decode in a file that is proven late is mended, or the file is refused."""
    try:
        return cp932_cells.decode_lines(block)
    except UnicodeDecodeError:
        if proof is None:
            raise
        return proof.mend(block)


def _decoded(columns: Columns, layout: Layout, proof: LateProof | None) -> Columns:
    """Every column of some lines, in CP932, as UTF-8; of the result those that are used.

    Columns that nobody uses are looked at as well: a file is of an encoding as a whole.
    """
    try:
        decoded = {place: cp932_cells.decode_cells(cells) for place, cells in columns.items()}
    except UnicodeDecodeError:
        if proof is None:
            raise
        return parse_cells(pa.py_buffer(proof.mend(_lines_of(columns))), layout, longest=_LONGEST_MENDED)
    return {place: cells for place, cells in decoded.items() if layout.columns[place]}


def _lines_of(columns: Columns) -> bytes:
    """The lines that the cells of every column were."""
    tab, end, nothing = (pa.scalar(text, _TEXT) for text in ("\t", "\n", ""))
    rows = pc.binary_join_element_wise(*columns.values(), tab)
    return bytes_of(pc.binary_join_element_wise(rows, end, nothing)).data.tobytes()
