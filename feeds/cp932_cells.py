"""Cells of CP932 as cells of UTF-8: what is ASCII is UTF-8 already, and a cell that is in many rows is read once.

No byte of a letter of CP932 is a tab, a line end or a quote, so that cells can be separated before they are decoded.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from feeds.undecodable import NOT_IN_CP932
from schemas.cell_bytes import bytes_of

CODEC = "cp932"
_LAST_OF_ASCII = 0x7F
_LF = ord("\n")


def decode_cells(cells: pa.Array) -> pa.Array:
    """Cells in the bytes of CP932 (large_string, no line end in them) as they are in UTF-8.

    Raises UnicodeDecodeError where one of them is no CP932.
    """
    if bytes_of(cells).data.max(initial=0) <= _LAST_OF_ASCII:
        return cells
    encoded = cells.dictionary_encode()
    return _decode_each(encoded.dictionary).take(encoded.indices)


def decode_lines(lines: bytes) -> bytes:
    """Any bytes of CP932 as UTF-8. Raises UnicodeDecodeError."""
    text = lines.decode(CODEC)
    for letter in NOT_IN_CP932:
        if letter in text:
            place = len(text[: text.index(letter)].encode(CODEC))
            raise UnicodeDecodeError(CODEC, lines, place, place + 1, "a byte without a letter")
    return text.encode("utf-8")


def _decode_each(cells: pa.Array) -> pa.Array:
    """All cells at once, with a line end between any two of them."""
    row = pa.ListArray.from_arrays(pa.array([0, len(cells)], pa.int32()), cells)
    joined = pc.binary_join(row, pa.scalar("\n", pa.large_string()))
    raw = np.frombuffer(decode_lines(bytes_of(joined).data.tobytes()), np.uint8)
    is_end = raw == _LF
    # Where each cell ends when the line ends before it are left out.
    ends = np.append(np.flatnonzero(is_end), len(raw)) - np.arange(len(cells))
    offsets = np.concatenate([[0], ends])
    return pa.LargeStringArray.from_buffers(len(cells), pa.py_buffer(offsets), pa.py_buffer(raw[~is_end]))
