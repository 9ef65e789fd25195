"""Columns of Arrow as numpy arrays, from their buffers.

The conversions of Arrow itself import pandas, even of whole numbers; questions that need no frame do without.

>>> column = pa.chunked_array([pa.array([5, None, 7])])
>>> numbers(column, blank=-1).tolist(), is_filled(column).tolist()
([5, -1, 7], [True, False, True])
>>> flags(pa.chunked_array([pa.array([True, False]), pa.array([True])])).tolist()
[True, False, True]
>>> flag_array(np.array([False, True])).to_pylist()
[False, True]
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa

NUMBER = np.dtype(np.int64)


def numbers(column: pa.ChunkedArray, blank: int = 0) -> np.ndarray:
    """A column of int64, or of instants in their unit; blank: what stands for none."""
    parts = [_numbers(chunk, blank) for chunk in column.chunks]
    return np.concatenate(parts) if parts else np.empty(0, NUMBER)


def flags(column: pa.ChunkedArray) -> np.ndarray:
    """A column of flags, none of them blank."""
    parts = [_bits(chunk.buffers()[1], chunk) for chunk in column.chunks]
    return np.concatenate(parts) if parts else np.empty(0, bool)


def is_filled(column: pa.ChunkedArray) -> np.ndarray:
    """Which cells of a column are not blank."""
    parts = [_validity(chunk) for chunk in column.chunks]
    return np.concatenate(parts) if parts else np.empty(0, bool)


def flag_array(values: np.ndarray) -> pa.Array:
    """Flags as an array of Arrow."""
    bits = pa.py_buffer(np.packbits(values, bitorder="little"))
    return pa.Array.from_buffers(pa.bool_(), len(values), [None, bits])


def empty_table(schema: pa.Schema) -> pa.Table:
    """A table without rows."""
    return pa.Table.from_arrays([pa.chunked_array([], type=column.type) for column in schema], schema=schema)


def _numbers(chunk: pa.Array, blank: int) -> np.ndarray:
    # The cells of a slice begin at its offset; those of blanks hold anything.
    cells = np.frombuffer(chunk.buffers()[1] or b"", NUMBER)[chunk.offset : chunk.offset + len(chunk)]
    return np.where(_validity(chunk), cells, blank) if chunk.null_count else cells


def _validity(chunk: pa.Array) -> np.ndarray:
    return _bits(chunk.buffers()[0], chunk) if chunk.null_count else np.full(len(chunk), fill_value=True)


def _bits(buffer: pa.Buffer | None, chunk: pa.Array) -> np.ndarray:
    """The bits of a chunk in one of its buffers, lowest first in each byte."""
    packed = np.frombuffer(buffer or b"", np.uint8)
    bits = np.unpackbits(packed, count=chunk.offset + len(chunk), bitorder="little")
    return bits[chunk.offset :].astype(bool)
