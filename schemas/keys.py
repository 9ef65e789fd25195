"""Ids are text outside and integer keys inside: order ids, item ids, shards.

An order id made of digits (3-7-7) is its own key; one with letters gets its key from a dictionary in the store. An item
id has 14 or 15 digits, and its length is a part of it: the number is the key of one of 14, and 10**15 more that of one
of 15. Joins and sorts work on these integers, never on text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    import pandas as pd

ORDER_ID = re.compile(r"[0-9A-Za-z_]{3}-[0-9A-Za-z_]{7}-[0-9A-Za-z_]{7}")
ITEM_ID = re.compile(r"[0-9]{14,15}")
ORDER_ID_WIDTH = 19
ITEM_ID_WIDTHS = (14, 15)
FIRST_LONG_ITEM_KEY = 10**15
"""Added to the number of an item id of 15 digits, so that its key is none of 14 digits."""
FIRST_DICTIONARY_KEY = 10**17
WHOLE_ORDER = -1
_BASE = 10
DIGIT_PLACES = [place for place in range(ORDER_ID_WIDTH) if place not in (3, 11)]
"""The places of the digits of an order id."""


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
    matrix = byte_matrix(ids, ORDER_ID_WIDTH)[:, DIGIT_PLACES].astype(np.int64) - ord("0")
    keys = matrix @ (_BASE ** np.arange(len(DIGIT_PLACES) - 1, -1, -1, dtype=np.int64))
    return np.where(((matrix >= 0) & (matrix < _BASE)).all(axis=1), keys, 0)


def item_keys(ids: pd.Series) -> np.ndarray:
    """Item ids of 14 or 15 digits to int64 keys; a blank id is the whole order (-1)."""
    keys = np.full(len(ids), WHOLE_ORDER, dtype=np.int64)
    length = ids.str.len().to_numpy(np.int64)
    is_short = length == ITEM_ID_WIDTHS[0]
    is_long = (length > 0) & ~is_short
    keys[is_short] = _digits_as_numbers(ids[is_short], ITEM_ID_WIDTHS[0])
    keys[is_long] = FIRST_LONG_ITEM_KEY + _digits_as_numbers(ids[is_long], ITEM_ID_WIDTHS[1])
    return keys


def _digits_as_numbers(ids: pd.Series, width: int) -> np.ndarray:
    matrix = byte_matrix(ids, width).astype(np.int64) - ord("0")
    return np.asarray(matrix @ (_BASE ** np.arange(width - 1, -1, -1, dtype=np.int64)))


def item_id(key: int) -> str:
    """The item id of one key, as long as it was; the whole order is blank."""
    if key == WHOLE_ORDER:
        return ""
    is_long = key >= FIRST_LONG_ITEM_KEY
    return f"{key - is_long * FIRST_LONG_ITEM_KEY:0{ITEM_ID_WIDTHS[is_long]}}"


def item_key(item_id: str) -> int:
    """The key of one item id of 14 or 15 digits; a blank one is the whole order (-1)."""
    if not item_id:
        return WHOLE_ORDER
    return int(item_id) + (FIRST_LONG_ITEM_KEY if len(item_id) == ITEM_ID_WIDTHS[1] else 0)


def order_id_of_digits(key: int) -> str:
    """The order id of a key that is none of the dictionary."""
    digits = f"{key:017}"
    return f"{digits[:3]}-{digits[3:10]}-{digits[10:]}"


def digits_as_key(order_id: str) -> int:
    """The key of one order id; 0 if it is not made of digits and needs a key from the dictionary."""
    digits = order_id.replace("-", "")
    return int(digits) if digits.isascii() and digits.isdecimal() else 0


def without_leading_zeros(keys: np.ndarray) -> np.ndarray:
    """The number that each item key writes: ids that differ only by leading zeros have the same one."""
    return np.where(keys >= FIRST_LONG_ITEM_KEY, keys - FIRST_LONG_ITEM_KEY, keys)


def shards(ids: pd.Series, count: int) -> np.ndarray:
    """The shard of each order id: crc32 of its UTF-8 bytes, modulo the number of shards."""
    return crc32(byte_matrix(ids, ORDER_ID_WIDTH), count)


def crc32(matrix: np.ndarray, count: int) -> np.ndarray:
    """crc32 of each row of a matrix of bytes, modulo a count."""
    crc = np.full(len(matrix), 0xFFFFFFFF, dtype=np.uint32)
    for column in matrix.T:
        crc = _CRC[(crc ^ column) & 0xFF] ^ (crc >> np.uint32(8))
    return ((crc ^ np.uint32(0xFFFFFFFF)) % np.uint32(count)).astype(np.int64)


def digit_matrix(numbers: np.ndarray, width: int) -> np.ndarray:
    """Whole numbers as a matrix of ASCII digits, a number a row, with leading zeros to the width."""
    matrix = np.empty((len(numbers), width), np.uint8)
    # From the last digit to the first; what is left of the numbers grows shorter by one digit each time.
    left = numbers
    for place in reversed(range(width)):
        rest = left // _BASE
        matrix[:, place] = left - rest * _BASE + ord("0")
        left = rest
    return matrix


def _crc_table() -> np.ndarray:
    table = np.arange(256, dtype=np.uint32)
    for _ in range(8):
        table = np.where(table & 1, (table >> np.uint32(1)) ^ np.uint32(0xEDB88320), table >> np.uint32(1))
    return table.astype(np.uint32)


_CRC = _crc_table()
