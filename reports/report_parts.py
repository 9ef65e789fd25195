"""A report from sorted parts: each group of orders gives its finished lines by their keys, and the file is all of them.

Equal keys keep the order of the parts, and within a part that of its rows. So any split of the orders makes the same
file, as long as all rows with the same keys are of one part.

>>> odd = part_of_lines((np.array([5, 1]),), pa.array(["five", "one"], pa.large_string()))
>>> even = part_of_lines((np.array([2, 4]),), pa.array(["two", "four"], pa.large_string()))
>>> [line for block in merged_lines([odd, even], block=3) for line in block.to_pylist()]
['one', 'two', 'four', 'five']
>>> [numbers.tolist() for numbers in merged_places([odd.keys, even.keys])]
[[0, 3], [1, 2]]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reports.joined_lines import line_bytes
from schemas.key_order import key_order

BLOCK = 16_384
Keys = tuple[np.ndarray, ...]
"""int64 arrays by which the rows of a part are sorted, the one that counts most first."""


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The rows of a report that one group of orders gives, sorted.

    lines: makes the finished lines (large_string, each with its line end) from a row on up to another; they need not be
    in memory before.
    """

    keys: Keys
    lines: Callable[[int, int], pa.Array]

    def __len__(self) -> int:
        return len(self.keys[0])


def sorted_part(keys: Keys, rows: np.ndarray, lines_of: Callable[[np.ndarray], pa.Array]) -> ReportPart:
    """The part of some rows, sorted by their keys, equal ones as they stand; lines_of: makes the lines of a block."""
    order = key_order(keys)
    by_key = rows[order]
    return ReportPart(tuple(key[order] for key in keys), lambda start, stop: lines_of(by_key[start:stop]))


def part_of_lines(keys: Keys, lines: pa.Array) -> ReportPart:
    """The part of lines that are finished already."""
    return sorted_part(keys, np.arange(len(lines)), lambda rows: lines.take(pa.array(rows)))


def merged_lines(parts: Sequence[ReportPart], *, block: int = 0) -> Iterator[pa.Array]:
    """The lines of all parts by their keys, in blocks (BLOCK rows); of each part only those of the block are made."""
    block = block or BLOCK
    if len(parts) == 1:
        yield from _blocks(parts[0], block)
        return
    part_of_row = np.repeat(np.arange(len(parts)), [len(part) for part in parts])[_order([part.keys for part in parts])]
    taken = np.zeros(len(parts), np.int64)
    for start in range(0, len(part_of_row), block):
        numbers = part_of_row[start : start + block]
        ends = taken + np.bincount(numbers, minlength=len(parts))
        pieces = [
            part.lines(first, last) for part, first, last in zip(parts, taken.tolist(), ends.tolist(), strict=True)
        ]
        # The pieces stand behind each other: each line goes where its part stands in the block.
        place = np.empty(len(numbers), np.int64)
        place[np.argsort(numbers, kind="stable")] = np.arange(len(numbers))
        yield pa.concat_arrays(pieces).take(pa.array(place))
        taken = ends


def merged_places(parts: Sequence[Keys]) -> list[np.ndarray]:
    """By part, the place of each of its rows among the rows of all parts, from 0. parts: the keys of each."""
    if not parts:
        return []
    order = _order(parts)
    place = np.empty(len(order), np.int64)
    place[order] = np.arange(len(order))
    return np.split(place, np.cumsum([len(keys[0]) for keys in parts])[:-1])


def kept_part(part: ReportPart, path: Path) -> ReportPart:
    """The same part, but its lines are finished now and lie in a file, from which a block is read at a time."""
    ends = [np.zeros(1, np.int64)]
    with path.open("wb") as file:
        for lines in _blocks(part, BLOCK):
            data = line_bytes(lines)
            file.write(data.data)
            ends.append(ends[-1][-1] + np.cumsum(pc.binary_length(lines).to_numpy()))
    return ReportPart(part.keys, partial(_read_lines, path, np.concatenate(ends)))


def _read_lines(path: Path, offsets: np.ndarray, start: int, stop: int) -> pa.Array:
    """Lines from a row on up to another; offsets: where each begins in the file, and where the last one ends."""
    with path.open("rb") as file:
        file.seek(offsets[start])
        data = file.read(offsets[stop] - offsets[start])
    inside = offsets[start : stop + 1] - offsets[start]
    return pa.LargeStringArray.from_buffers(stop - start, pa.py_buffer(inside), pa.py_buffer(data))


def _order(parts: Sequence[Keys]) -> np.ndarray:
    """The rows of all parts, one part behind the other, by their keys."""
    if not parts:
        return np.empty(0, np.int64)
    keys = [np.concatenate(key) for key in zip(*parts, strict=True)]
    return np.lexsort(keys[::-1])


def _blocks(part: ReportPart, block: int) -> Iterator[pa.Array]:
    for start in range(0, len(part), block):
        yield part.lines(start, min(start + block, len(part)))
