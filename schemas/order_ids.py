"""Ids printed from their keys, and their places when they are sorted as text.

State and reports know orders and items by integer keys. Their ids are made when a file is written, and a report is
sorted by ranks: integers that sort as the ids do as text.

>>> ids = OrderIds.of({"A12-0000000-0000001": FIRST_DICTIONARY_KEY})
>>> keys = np.array([FIRST_DICTIONARY_KEY, 99900000010000002])
>>> ids.texts(keys).to_pylist()
['A12-0000000-0000001', '999-0000001-0000002']
>>> np.lexsort(ids.ranks(keys)[::-1]).tolist()
[1, 0]
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.keys import (
    DIGIT_PLACES,
    FIRST_DICTIONARY_KEY,
    FIRST_LONG_ITEM_KEY,
    ITEM_ID_WIDTHS,
    ORDER_ID_WIDTH,
    WHOLE_ORDER,
    crc32,
    digit_matrix,
)

_DIGITS = len(DIGIT_PLACES)
_DASH, _ZERO = ord("-"), ord("0")


@dataclass(frozen=True, slots=True)
class OrderIds:
    """The ids of orders by their keys.

    keys: those of the ids that are not made of digits, ascending. names: these ids, large_string. firsts, places: for
    each of them the smallest key of an id of digits that comes after it as text, and its place among the names.
    """

    keys: np.ndarray
    names: pa.Array
    firsts: np.ndarray
    places: np.ndarray

    @classmethod
    def of(cls, names: Mapping[str, int]) -> OrderIds:
        """names: the keys of the ids that are not made of digits (dictionary of the store)."""
        by_key = sorted(names, key=names.__getitem__)
        place = {name: number for number, name in enumerate(sorted(names), 1)}
        return cls(
            np.array([names[name] for name in by_key], np.int64),
            pa.array(by_key, pa.large_string()),
            np.array([_first_behind(name) for name in by_key], np.int64),
            np.array([place[name] for name in by_key], np.int64),
        )

    def texts(self, order_keys: np.ndarray) -> pa.Array:
        """The id of each key, large_string. Every key must be one of digits or of the dictionary."""
        named = np.flatnonzero(order_keys >= FIRST_DICTIONARY_KEY)
        digits = fixed_texts(self._bytes(np.where(order_keys < FIRST_DICTIONARY_KEY, order_keys, 0)))
        if len(named) == 0:
            return digits
        # Both kinds of ids one after the other: a key of the dictionary takes the name at its place after the digits.
        take = np.arange(len(order_keys))
        take[named] = len(order_keys) + np.searchsorted(self.keys, order_keys[named])
        return pa.concat_arrays([digits, self.names]).take(pa.array(take))

    def keys_ending(self, ending: str) -> np.ndarray:
        """The keys of the ids that are not made of digits and end so."""
        ends_so = pc.ends_with(self.names, pattern=ending)
        return self.keys[ends_so.to_numpy(zero_copy_only=False).astype(bool)]

    def ranks(self, order_keys: np.ndarray) -> tuple[np.ndarray, ...]:
        """Integers, the one that counts most first, by which the orders sort as their ids do as text (code points).

        One array where every id of the store is made of digits, else two.
        """
        if len(self.keys) == 0:
            return (order_keys,)
        named = np.flatnonzero(order_keys >= FIRST_DICTIONARY_KEY)
        name_pos = np.searchsorted(self.keys, order_keys[named])
        # An id of digits has the odd number after twice its key: a name comes before the first id that follows it.
        first = 2 * np.minimum(order_keys, FIRST_DICTIONARY_KEY) + 1
        second = np.zeros(len(order_keys), np.int64)
        first[named] = 2 * self.firsts[name_pos]
        second[named] = self.places[name_pos]
        return first, second

    def shards(self, order_keys: np.ndarray, count: int) -> np.ndarray:
        """The shard of each order: crc32 of its id, modulo the number of shards (schemas.keys.shards)."""
        matrix = self._bytes(np.where(order_keys < FIRST_DICTIONARY_KEY, order_keys, 0))
        named = np.flatnonzero(order_keys >= FIRST_DICTIONARY_KEY)
        if len(named):
            names = b"".join(name.encode() for name in self.texts(order_keys[named]).to_pylist())
            matrix[named] = np.frombuffer(names, np.uint8).reshape(-1, ORDER_ID_WIDTH)
        return crc32(matrix, count)

    @staticmethod
    def _bytes(digit_keys: np.ndarray) -> np.ndarray:
        """The ids of keys of digits as a matrix of bytes."""
        matrix = np.full((len(digit_keys), ORDER_ID_WIDTH), _DASH, np.uint8)
        matrix[:, DIGIT_PLACES] = digit_matrix(digit_keys, _DIGITS)
        return matrix


def _first_behind(name: str) -> int:
    """The smallest key of an id of digits that comes after a name as text: letters come after all digits."""
    plain = name.replace("-", "")
    prefix = "".join(takewhile(str.isdigit, plain))
    return (int(prefix or "0") + 1) * 10 ** (_DIGITS - len(prefix)) if prefix else 10**_DIGITS


def item_texts(item_keys: np.ndarray) -> pa.Array:
    """The id of each item key, large_string, as long as it was; the whole order is blank."""
    short, long = ITEM_ID_WIDTHS
    is_long = item_keys >= FIRST_LONG_ITEM_KEY
    number = np.where(is_long, item_keys - FIRST_LONG_ITEM_KEY, np.maximum(item_keys, 0))
    width = np.where(item_keys == WHOLE_ORDER, 0, np.where(is_long, long, short))
    matrix = digit_matrix(number, long)
    if (width == short).all():
        return fixed_texts(np.ascontiguousarray(matrix[:, long - short :]))
    # Of each row the last bytes, as many as the id is wide.
    is_shown = np.arange(long) >= long - width[:, None]
    offsets = np.concatenate([[0], np.cumsum(width)])
    return pa.LargeStringArray.from_buffers(
        len(item_keys), pa.py_buffer(offsets.astype(np.int64)), pa.py_buffer(matrix[is_shown])
    )


def item_ranks(item_keys: np.ndarray) -> np.ndarray:
    """Integers by which items sort as their ids do as text: blank, then by digits, a shorter id before a longer one.

    The number of a short id gets a zero at its end; where it is that of a long one then, the short one comes first.
    """
    is_long = item_keys >= FIRST_LONG_ITEM_KEY
    return np.where(is_long, 2 * (item_keys - FIRST_LONG_ITEM_KEY) + 1, 20 * item_keys)


def fixed_texts(matrix: np.ndarray) -> pa.Array:
    """Texts of one width, large_string, from a matrix of bytes with a text a row."""
    rows, width = matrix.shape
    offsets = np.arange(0, (rows + 1) * width, width, dtype=np.int64) if width else np.zeros(rows + 1, np.int64)
    return pa.LargeStringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(matrix)))
