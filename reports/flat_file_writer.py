"""Faithful flat files: a heading, and the finished lines of `joined_lines`, block by block.

Only one block is in memory at a time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa

from reports import cp932
from reports.cells import whole_column
from reports.joined_lines import joined_lines, line_bytes
from reports.report_parts import ReportPart, merged_lines
from schemas import column_kinds
from schemas.columns import Column
from schemas.stored_frames import empty

ENCODINGS = ("utf-8-sig", "utf-8", "cp932")
BLOCK = 65_536
_NO_CELLS = empty("unencodable_cells")


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A flat file in memory. unencodable: frame `unencodable_cells`."""

    data: bytes
    rows: int
    unencodable: pd.DataFrame


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A flat file on disk: rows without the heading, size, hash, and the cells that lost a character.

    unencodable: frame `unencodable_cells`.
    """

    rows: int
    bytes: int
    sha256: str
    unencodable: pd.DataFrame


def write(
    path: Path, columns: Sequence[Column], frame: pd.DataFrame, *, encoding: str, zone: ZoneInfo, preamble: str = ""
) -> WrittenFile:
    """Write a frame to a file that only its owner may read; on disk (fsync) when this returns.

    Typed columns of the frame are written as `schemas.column_kinds` says, text columns as they are. A frame without
    rows is the heading alone. `preamble` comes before the heading, with CRLF after it; then a frame without rows has
    no heading either. In cp932 an unencodable character becomes 〓 and its cell is listed. Raises ValueError for
    another encoding, KeyError for a column that the frame does not have, OSError.
    """
    top = preamble if preamble and frame.empty else preamble + heading(columns)
    return _write(path, _encoded(columns, _frame_lines(columns, frame, zone), encoding, top))


def write_blocks(
    path: Path, columns: Sequence[Column], blocks: Iterable[pd.DataFrame], *, encoding: str, zone: ZoneInfo, above: str
) -> WrittenFile:
    """Write frames one after another, as `write` does; above: all that comes before the rows, the heading too."""
    lines = (line_block for block in blocks for line_block in _frame_lines(columns, block, zone))
    return _write(path, _encoded(columns, lines, encoding, above))


def write_parts(path: Path, columns: Sequence[Column], parts: Sequence[ReportPart], *, encoding: str) -> WrittenFile:
    """Write a report from its sorted parts, as `write` does."""
    return _write(path, _encoded(columns, merged_lines(parts), encoding, heading(columns)))


def render(
    columns: Sequence[Column], frame: pd.DataFrame, *, encoding: str, zone: ZoneInfo, preamble: str = ""
) -> RenderedFile:
    """The file that `write` makes, in memory."""
    top = preamble if preamble and frame.empty else preamble + heading(columns)
    blocks = list(_encoded(columns, _frame_lines(columns, frame, zone), encoding, top))
    lost = pd.concat([block.unencodable for block in blocks], ignore_index=True)
    return RenderedFile(b"".join(block.data for block in blocks), len(frame), lost)


@dataclass(frozen=True, slots=True)
class _Block:
    """Encoded lines: how many rows, and the cells that lost a character (frame `unencodable_cells`)."""

    data: memoryview
    rows: int
    unencodable: pd.DataFrame


def _write(path: Path, blocks: Iterable[_Block]) -> WrittenFile:
    digest = hashlib.sha256()
    rows = 0
    lost = []
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for block in blocks:
            file.write(block.data)
            digest.update(block.data)
            rows += block.rows
            lost.append(block.unencodable)
        size = file.tell()
        file.flush()
        os.fsync(file.fileno())
    return WrittenFile(rows, size, digest.hexdigest(), pd.concat(lost, ignore_index=True))


def _encoded(columns: Sequence[Column], blocks: Iterable[pa.Array], encoding: str, above: str) -> Iterator[_Block]:
    """The bytes of a file: what comes before the rows, then each block of lines."""
    if encoding not in ENCODINGS:
        raise ValueError(f"unknown encoding of reports: {encoding}")
    names = pd.Series([column.name for column in columns], dtype="str")
    yield _Block(memoryview(above.encode(encoding)), 0, _NO_CELLS)
    rows = 0
    for lines in blocks:
        data, unencodable = line_bytes(lines).data, _NO_CELLS
        if encoding == "cp932":
            encoded, places, cells = cp932.encode(bytes(data))
            data = memoryview(encoded)
            unencodable = pd.DataFrame({"row": places + rows + 1, "column": names.take(cells).array})
        yield _Block(data, len(lines), unencodable)
        rows += len(lines)


def heading(columns: Sequence[Column]) -> str:
    """The first line of a file: the names of its columns."""
    return "\t".join(column.name for column in columns) + "\r\n"


def _frame_lines(columns: Sequence[Column], frame: pd.DataFrame, zone: ZoneInfo) -> Iterator[pa.Array]:
    """The finished lines of a frame, in blocks."""
    for start in range(0, len(frame), BLOCK):
        block = frame.iloc[start : start + BLOCK]
        yield joined_lines([_cell_texts(block[column.name], column, zone) for column in columns], len(block))


def _cell_texts(values: pd.Series, column: Column, zone: ZoneInfo) -> pa.Array:
    return whole_column(
        values if isinstance(values.dtype, pd.StringDtype) else column_kinds.write(values, column, zone)
    )
