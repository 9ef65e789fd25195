"""Faithful flat files: a heading, one line per row, tabs between values, CRLF after each line, no quoting.

A tab or a line break inside a value becomes one space, even one that only some readers treat as a line break, so no
value can make a cell or a line of its own. Nothing else in a value is changed. Rows are joined in blocks by column, and
only one block is in memory at a time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reports import cp932
from schemas import column_kinds
from schemas.columns import Column
from schemas.stored_frames import empty

ENCODINGS = ("utf-8-sig", "utf-8", "cp932")
BLOCK = 32_768
_TEXT = pa.large_string()
_FIRST_HARMLESS = ord(" ")
_WIDE_ENDS = tuple(end.encode() for end in "\x85\u2028\u2029")
_SEPARATORS = (b"\t", b"\r", b"\n")
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
    digest = hashlib.sha256()
    size = 0
    lost = []
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        for data, unencodable in _blocks(columns, frame, encoding, zone, preamble):
            file.write(data)
            digest.update(data)
            size += len(data)
            lost.append(unencodable)
        file.flush()
        os.fsync(file.fileno())
    return WrittenFile(len(frame), size, digest.hexdigest(), _concat(lost))


def render(
    columns: Sequence[Column], frame: pd.DataFrame, *, encoding: str, zone: ZoneInfo, preamble: str = ""
) -> RenderedFile:
    """The file that `write` makes, in memory."""
    blocks = list(_blocks(columns, frame, encoding, zone, preamble))
    return RenderedFile(b"".join(data for data, _ in blocks), len(frame), _concat([lost for _, lost in blocks]))


def _blocks(
    columns: Sequence[Column], frame: pd.DataFrame, encoding: str, zone: ZoneInfo, preamble: str
) -> Iterator[tuple[bytes, pd.DataFrame]]:
    if encoding not in ENCODINGS:
        raise ValueError(f"unknown encoding of reports: {encoding}")
    names = [column.name for column in columns]
    heading = "" if preamble and frame.empty else "\t".join(names) + "\r\n"
    yield (preamble + heading).encode(encoding), _NO_CELLS
    for start in range(0, len(frame), BLOCK):
        data = _block_bytes(columns, frame.iloc[start : start + BLOCK], zone)
        if encoding == "cp932":
            data, lines, cells = cp932.encode(data)
            column = pd.Series(names, dtype="str").take(cells).array
            yield data, pd.DataFrame({"row": lines + start + 1, "column": column})
        else:
            yield data, _NO_CELLS


def _block_bytes(columns: Sequence[Column], frame: pd.DataFrame, zone: ZoneInfo) -> bytes:
    """The rows as UTF-8. Cells are cleaned only when counting shows a tab or line break that we did not write."""
    cells = [_cell_texts(frame[column.name], column, zone) for column in columns]
    data = _join_cells(cells)
    separators = len(frame) * (len(columns) - 1 + len("\r\n"))
    controls = np.count_nonzero(np.frombuffer(data, np.uint8) < _FIRST_HARMLESS)
    if controls == separators and not any(end in data for end in _WIDE_ENDS):
        return data
    clean = [pc.replace_substring_regex(cell, pattern=column_kinds.LINE_ENDS, replacement=" ") for cell in cells]
    return check_not_forged(_join_cells(clean), separators)


def check_not_forged(data: bytes, separators: int) -> bytes:
    """The lines, if they have exactly so many tabs and line ends. Raises ValueError: a value has forged a cell."""
    if sum(map(data.count, _SEPARATORS)) != separators or any(end in data for end in _WIDE_ENDS):
        raise ValueError("a value holds a tab or a line break")
    return data


def _cell_texts(values: pd.Series, column: Column, zone: ZoneInfo) -> pa.Array:
    text = values if isinstance(values.dtype, pd.StringDtype) else column_kinds.write(values, column, zone)
    array = pa.array(text, type=_TEXT, from_pandas=True)
    return array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array


def _join_cells(cells: list[pa.Array]) -> bytes:
    *others, last = cells
    tab, end, nothing = (pa.scalar(text, _TEXT) for text in ("\t", "\r\n", ""))
    ended = pc.binary_join_element_wise(last, nothing, end, null_handling="replace")
    lines = pc.binary_join_element_wise(*others, ended, tab, null_handling="replace")
    bounds = np.frombuffer(lines.buffers()[1], np.int64)[lines.offset : lines.offset + len(lines) + 1]
    return bytes(lines.buffers()[2][bounds[0] : bounds[-1]])


def _concat(lost: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat(lost, ignore_index=True)
