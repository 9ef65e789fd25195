"""Joins on integer keys: frames sorted by their keys, and where a wanted key stands among them.

>>> positions(np.array([3, 5, 9]), wanted=np.array([9, 4, 3])).tolist()
[2, -1, 0]
>>> segment, position = segment_positions(start=np.array([5, 9]), count=np.array([2, 1]))
>>> segment.tolist(), position.tolist()
([0, 0, 1], [5, 6, 9])
>>> rows = pd.DataFrame({"order_key": [1, 1, 1, 2], "feed": [1, 1, 2, 2], "record": [4, 4, 1, 2]})
>>> record_numbers(rows).tolist()
[0, 0, 1, 0]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pandas as pd

from schemas.key_order import is_sorted, key_order


def sort_by_keys(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """A frame sorted by its keys, equal ones as they stood, with a fresh index. Whole numbers are sorted as such."""
    columns = [frame[name].to_numpy() for name in keys]
    if any(column.dtype.kind not in "biu" for column in columns):
        return frame.sort_values(keys, kind="stable", ignore_index=True)
    if is_sorted(columns):
        return frame.reset_index(drop=True)
    return frame.take(key_order(columns)).reset_index(drop=True)


def joined_by_keys(parts: Sequence[pd.DataFrame], keys: list[str]) -> pd.DataFrame:
    """Frames of the same columns as one, sorted by its keys.

    It is made column by column: beside the frames and their union there is never a third copy of all rows.
    """
    filled = [part for part in parts if len(part)] or [parts[0]]
    if len(filled) == 1:
        return sort_by_keys(filled[0], keys)
    order = sort_by_keys(pd.concat([part[keys] for part in filled]).assign(row=np.arange(sum(map(len, filled)))), keys)[
        "row"
    ]
    return pd.DataFrame(
        {name: pd.concat([part[name] for part in filled], ignore_index=True).take(order).array for name in parts[0]},
        copy=False,
    )


def positions(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where each wanted key stands among sorted known keys; -1 where it does not."""
    if len(known) == 0:
        return np.full(len(wanted), -1, dtype=np.int64)
    # The first known key that is not less than each wanted one, the last where all are less.
    nearest = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[nearest] == wanted, nearest, -1)


def pair_positions(items: pd.DataFrame, order_keys: np.ndarray, item_keys: np.ndarray) -> np.ndarray:
    """Where each (order, item) stands among the sorted items; -1 where the order has no such item."""
    known = items["order_key"].to_numpy(), items["item_key"].to_numpy()
    return pair_places(known, (order_keys, item_keys))


def pair_places(known: tuple[np.ndarray, np.ndarray], wanted: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The place of each wanted pair among sorted known pairs; -1 where it is unknown."""
    first, second = known
    if len(first) == 0:
        return np.full(len(wanted[0]), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(first, wanted[0]), len(first) - 1)
    is_first_met = first[place] == wanted[0]
    is_met = is_first_met & (second[place] == wanted[1])
    # Nearly every order has one item; only in the others is the second key looked for among several.
    rest = np.flatnonzero(is_first_met & ~is_met)
    place[~is_met] = -1
    place[rest] = _places_within(known, wanted[0][rest], wanted[1][rest])
    return place


def _places_within(known: tuple[np.ndarray, np.ndarray], first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The same where the first key is known: its pairs are halved until the second key is met."""
    low, end = (np.searchsorted(known[0], first, side) for side in ("left", "right"))
    high = end
    while (is_open := low < high).any():
        middle = np.where(is_open, (low + high) // 2, low - 1)
        is_less = known[1][middle] < second
        low, high = np.where(is_open & is_less, middle + 1, low), np.where(is_open & ~is_less, middle, high)
    is_known = (low < end) & (known[1][np.minimum(low, len(known[1]) - 1)] == second)
    return np.where(is_known, low, -1)


def segment_positions(start: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Every position of segments, and the number of its segment: (segment, position).

    Segments that start at 5 and 9 and have 2 and 1 positions: (0, 0, 1), (5, 6, 9).
    """
    segment = np.repeat(np.arange(len(count)), count)
    # How many positions lie in the segments before: counted off, each segment counts from 0 again.
    before = np.cumsum(count) - count
    return segment, start[segment] + np.arange(len(segment)) - before[segment]


def is_repeated(values: np.ndarray) -> np.ndarray:
    """Whether each value stands among these more than once."""
    _, place, times = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray(times[place] > 1)


def record_numbers(rows: pd.DataFrame) -> np.ndarray:
    """The number of the record within its order, from 0; rows of one record share it.

    rows: order_key, feed, record, sorted by order and, within it, by the order of work.
    """
    if len(rows) == 0:
        return np.empty(0, dtype=np.int64)
    order, feed, record = (rows[name].to_numpy() for name in ("order_key", "feed", "record"))
    is_new_order = np.r_[True, order[1:] != order[:-1]]
    is_new_record = is_new_order | np.r_[True, (feed[1:] != feed[:-1]) | (record[1:] != record[:-1])]
    # Records are numbered through all orders; less the number of its order's first record, each order counts from 0.
    number = np.cumsum(is_new_record) - 1
    rows_of_order = np.diff(np.r_[np.flatnonzero(is_new_order), len(rows)])
    return number - np.repeat(number[is_new_order], rows_of_order)


def numbers_in_turn(order_pos: np.ndarray, record: np.ndarray) -> np.ndarray:
    """The number of each row's record within its order, from 0, as they are met; a record's rows have one number.

    The rows of an order need not lie together; those of one record of it follow each other.
    """
    by_order = np.argsort(order_pos, kind="stable")
    order, record = order_pos[by_order], record[by_order]
    is_new_order = np.diff(order, prepend=-1) != 0
    is_new_record = is_new_order | (np.diff(record, prepend=-1) != 0)
    number = np.cumsum(is_new_record)
    in_turn = np.empty(len(number), np.int64)
    in_turn[by_order] = number - np.maximum.accumulate(np.where(is_new_order, number, 0))
    return in_turn


def round_slices(steps: pd.Series) -> Iterator[tuple[int, int]]:
    """The rows of each round: from where to where a sorted step number stays the same."""
    ends = np.flatnonzero(np.diff(steps.to_numpy(), append=-1)) + 1
    return zip([0, *ends[:-1]], ends, strict=False)
