"""Ids are text outside and integer keys inside: order ids, item ids, shards.

An order id made of digits (3-7-7) is its own key; one with letters gets its key from a dictionary in the store. Joins
and sorts work on these integers, never on text.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

ORDER_ID = re.compile(r"[0-9A-Za-z_]{3}-[0-9A-Za-z_]{7}-[0-9A-Za-z_]{7}")
ITEM_ID = re.compile(r"[0-9]{14}")
ORDER_ID_WIDTH = 19
ITEM_ID_WIDTH = 14
FIRST_DICTIONARY_KEY = 10**17
WHOLE_ORDER = -1
_BASE = 10
_DIGIT_PLACES = [place for place in range(ORDER_ID_WIDTH) if place not in (3, 11)]


def byte_matrix(ids: pd.Series, width: int) -> np.ndarray:
    """Ids of one width as a matrix of bytes, one row per id. The ids must be checked: ASCII, exactly that wide."""
    array = pa.array(ids, type=pa.large_string())
    array = array if isinstance(array, pa.ChunkedArray) else pa.chunked_array([array])
    widths = pc.min_max(pc.binary_length(array)).as_py()
    if len(array) and set(widths.values()) != {width}:
        message = f"ids are not {width} bytes wide"
        raise ValueError(message)
    parts = [_bytes(chunk, width) for chunk in array.chunks if len(chunk)]
    return np.concatenate(parts) if parts else np.zeros((0, width), dtype=np.uint8)


def _bytes(chunk: pa.Array, width: int) -> np.ndarray:
    data = np.frombuffer(chunk.buffers()[2], dtype=np.uint8)
    first = np.frombuffer(chunk.buffers()[1], dtype=np.int64)[chunk.offset]
    return data[first : first + len(chunk) * width].reshape(len(chunk), width)


def digits_as_keys(ids: pd.Series) -> np.ndarray:
    """Order ids to int64 keys; 0 if the id is not made of digits and needs a key from the dictionary."""
    matrix = byte_matrix(ids, ORDER_ID_WIDTH)[:, _DIGIT_PLACES].astype(np.int64) - ord("0")
    keys = matrix @ (_BASE ** np.arange(len(_DIGIT_PLACES) - 1, -1, -1, dtype=np.int64))
    return np.where(((matrix >= 0) & (matrix < _BASE)).all(axis=1), keys, 0)


def keys_as_digits(keys: np.ndarray) -> pd.Series:
    """The order ids of keys made by `digits_as_keys`."""
    text = _padded(keys, len(_DIGIT_PLACES))
    parts = [pc.utf8_slice_codeunits(text, *span) for span in ((0, 3), (3, 10), (10, 17))]
    return pd.Series(pc.binary_join_element_wise(*parts, "-"), dtype="str")


def item_keys(ids: pd.Series) -> np.ndarray:
    """Item ids of 14 digits to int64 keys; a blank id is the whole order (-1)."""
    blank = (ids == "").to_numpy(dtype=bool)
    keys = np.full(len(ids), WHOLE_ORDER, dtype=np.int64)
    matrix = byte_matrix(ids[~blank], ITEM_ID_WIDTH).astype(np.int64) - ord("0")
    keys[~blank] = matrix @ (_BASE ** np.arange(ITEM_ID_WIDTH - 1, -1, -1, dtype=np.int64))
    return keys


def item_ids(keys: np.ndarray) -> pd.Series:
    """The 14-digit item ids of keys; the whole order is blank."""
    text = pd.Series(_padded(np.maximum(keys, 0), ITEM_ID_WIDTH), dtype="str")
    return text.where(keys != WHOLE_ORDER, "")


def shards(ids: pd.Series, count: int) -> np.ndarray:
    """The shard of each order id: crc32 of its UTF-8 bytes, modulo the number of shards."""
    crc = np.full(len(ids), 0xFFFFFFFF, dtype=np.uint32)
    for column in byte_matrix(ids, ORDER_ID_WIDTH).T:
        crc = _CRC[(crc ^ column) & 0xFF] ^ (crc >> np.uint32(8))
    return ((crc ^ np.uint32(0xFFFFFFFF)) % np.uint32(count)).astype(np.int64)


def _padded(keys: np.ndarray, width: int) -> pa.Array:
    return pc.utf8_lpad(pa.array(keys, type=pa.int64()).cast(pa.string()), width, "0")


def _crc_table() -> np.ndarray:
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> np.uint32(1)) ^ np.uint32(0xEDB88320), table >> np.uint32(1))
    return table.astype(np.uint32)


_CRC = _crc_table()
