"""The order of rows by integer keys, the one that counts most first; equal rows in the order given.

Rows of orders are nearly always by order and item already, so it is looked whether there is anything to sort.

>>> key_order((np.array([2, 1, 2]), np.array([0, 5, 0]))).tolist()
[1, 0, 2]
>>> is_sorted((np.array([1, 2, 2]), np.array([5, 0, 0])))
True
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def is_sorted(keys: Sequence[np.ndarray]) -> bool:
    """Whether rows are sorted by keys."""
    is_tied = np.full(max(len(keys[0]) - 1, 0), True)
    for key in keys:
        if (is_tied & (key[1:] < key[:-1])).any():
            return False
        is_tied &= key[1:] == key[:-1]
    return True


def key_order(keys: Sequence[np.ndarray]) -> np.ndarray:
    """The places of rows, in the order of their keys."""
    if is_sorted(keys):
        return np.arange(len(keys[0]))
    # Sorted by the first key alone, rows keep their order in the others: enough where it was right.
    order = np.argsort(keys[0], kind="stable")
    return order if is_sorted([key[order] for key in keys]) else np.lexsort(keys[::-1])
