"""The lines of a block: how many fields each has, whether it is a record; and lines of one width for the parser."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from feeds.multiline_rows import is_part_of_multiline_row
from schemas.cell_bytes import bytes_of

_TAB = ord("\t")
_LF = ord("\n")
_BLANK = ord(" ")
_TEXT = pa.large_string()


@dataclass(frozen=True, slots=True)
class LineShapes:
    """How lines were before they had the same number of fields, line by line.

    fields: how many each had. is_blank: it is no record. is_cut: it had more fields than the heading. is_multiline: it
    is a part of a row over several lines.
    """

    fields: np.ndarray
    is_blank: np.ndarray
    is_cut: np.ndarray
    is_multiline: np.ndarray

    @classmethod
    def joined(cls, parts: Sequence[LineShapes]) -> LineShapes:
        """Those of lines one after the other."""
        return cls(
            np.concatenate([part.fields for part in parts]),
            np.concatenate([part.is_blank for part in parts]),
            np.concatenate([part.is_cut for part in parts]),
            np.concatenate([part.is_multiline for part in parts]),
        )


@dataclass(frozen=True, slots=True)
class EvenLines:
    """Lines of one width, and how they were. data: the lines. longest: the most bytes that one of them has."""

    data: pa.Buffer
    longest: int
    shapes: LineShapes


def line_shapes(block: bytes, first: pa.Array | None, width: int) -> LineShapes:
    """The shapes of lines that all have so many fields. first: their first cells, None where nobody uses these."""
    if first is not None and _are_usual(block, first):
        nowhere = np.zeros(len(first), bool)
        return LineShapes(np.full(len(first), width), nowhere, nowhere, nowhere)
    return _look_at_lines(block, width)


def _are_usual(block: bytes, first: pa.Array) -> bool:
    """Whether no line of a block is blank or may be a part of a row, without a look at the lines."""
    if b'"' in block or len(first) == 0:
        return False
    cells = bytes_of(first)
    return bool(cells.lengths.min() > 0 and cells.data[cells.offsets[:-1]].min() > _BLANK)


def _look_at_lines(block: bytes, width: int) -> LineShapes:
    """Any lines, as if each had the same number of fields."""
    raw, ends, starts = _line_places(block)
    lines = _line_array(block, starts)
    return LineShapes(
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


def even_lines(block: bytes, width: int) -> EvenLines:
    """Lines of any number of fields with exactly `width`: each alone that has another number is cut or filled."""
    shapes = _look_at_lines(block, width)
    raw, ends, starts = _line_places(block)
    longest = int(np.diff(starts).max()) + width
    fields = np.diff(np.searchsorted(np.flatnonzero(raw == _TAB), ends), prepend=0) + 1
    uneven = np.flatnonzero(fields != width)
    if len(uneven) == 0:
        return EvenLines(pa.py_buffer(block), longest, shapes)
    lines = _line_array(block, starts)
    is_cut = np.zeros(len(lines), bool)
    mended, is_cut[uneven] = _with_width(lines.take(uneven), width)
    order = np.arange(len(lines))
    order[uneven] = len(lines) + np.arange(len(uneven))
    even = pa.concat_arrays([lines, mended]).take(order)
    return EvenLines(even.buffers()[2], longest, replace(shapes, fields=fields, is_cut=is_cut))


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
