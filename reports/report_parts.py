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
from reports.kept_numbers import Numbers, keep_numbers
from schemas.key_order import key_order

BLOCK = 16_384
WINDOW = 262_144
"""Of how many rows of all parts the keys are in memory at a time, while the parts are merged."""
LEAST_WINDOW = 1_024
Keys = tuple[Numbers, ...]
"""Columns of int64 by which the rows of a part are sorted, the one that counts most first."""


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


def sorted_part(
    keys: tuple[np.ndarray, ...], rows: np.ndarray, lines_of: Callable[[np.ndarray], pa.Array]
) -> ReportPart:
    """The part of some rows, sorted by their keys, equal ones as given; lines_of: makes the lines of a block."""
    order = key_order(keys)
    by_key = rows[order]
    return ReportPart(tuple(key[order] for key in keys), lambda start, stop: lines_of(by_key[start:stop]))


def part_of_lines(keys: tuple[np.ndarray, ...], lines: pa.Array) -> ReportPart:
    """The part of lines that are finished already."""
    return sorted_part(keys, np.arange(len(lines)), lambda rows: lines.take(pa.array(rows)))


def merged_lines(parts: Sequence[ReportPart], *, block: int = 0) -> Iterator[pa.Array]:
    """The lines of all parts by their keys, in blocks (BLOCK rows); of each part only those of the block are made."""
    block = block or BLOCK
    if len(parts) == 1:
        yield from _blocks(parts[0], block)
        return
    taken = np.zeros(len(parts), np.int64)
    for chunk in merged_numbers([part.keys for part in parts]):
        for start in range(0, len(chunk), block):
            numbers = chunk[start : start + block]
            ends = taken + np.bincount(numbers, minlength=len(parts))
            pieces = [
                part.lines(first, last) for part, first, last in zip(parts, taken.tolist(), ends.tolist(), strict=True)
            ]
            # The pieces follow one another: each line goes to the place of its row in the block.
            place = np.empty(len(numbers), np.int64)
            place[np.argsort(numbers, kind="stable")] = np.arange(len(numbers))
            yield pa.concat_arrays(pieces).take(pa.array(place))
            taken = ends


def merged_numbers(parts: Sequence[Keys], window: int = 0) -> Iterator[np.ndarray]:
    """The number of its part for each row of all parts, by their keys; some rows at a time, of any count.

    parts: the keys of each. window: of how many rows of each the keys are read at a time.
    """
    lengths = np.array([len(keys[0]) for keys in parts], np.int64)
    window = window or max(LEAST_WINDOW, WINDOW // max(len(parts), 1))
    taken = np.zeros(len(parts), np.int64)
    while (taken < lengths).any():
        ends = np.minimum(taken + window, lengths)
        numbers = np.repeat(np.arange(len(parts)), ends - taken)
        order = _order([[key[start:end] for key in keys] for keys, start, end in zip(parts, taken, ends, strict=True)])
        # Rows up to the last one that was read of a part with more of them: what is not read yet comes after it.
        last_rows = np.cumsum(ends - taken)[ends < lengths] - 1
        whole = np.flatnonzero(np.isin(order, last_rows))[0] + 1 if len(last_rows) else len(order)
        yield numbers[order[:whole]]
        taken = taken + np.bincount(numbers[order[:whole]], minlength=len(parts))


def merged_places(parts: Sequence[Keys]) -> list[np.ndarray]:
    """By part, the place of each of its rows among the rows of all parts, from 0. parts: the keys of each.

    Places are as narrow as they may be: all of them are in memory at once.
    """
    count = sum(len(keys[0]) for keys in parts)
    places = [np.empty(len(keys[0]), np.min_scalar_type(count)) for keys in parts]
    taken = np.zeros(len(parts), np.int64)
    done = 0
    for numbers in merged_numbers(parts):
        ends = taken + np.bincount(numbers, minlength=len(parts))
        by_part = np.split(np.argsort(numbers, kind="stable"), np.cumsum(ends - taken)[:-1])
        for place, start, end, rows in zip(places, taken, ends, by_part, strict=True):
            place[start:end] = done + rows
        taken = ends
        done += len(numbers)
    return places


def kept_part(part: ReportPart, path: Path) -> ReportPart:
    """The same part, but its lines are finished now and lie in a file, from which a block is read at a time.

    Its keys lie in a file beside it. Raises OSError where they cannot be written.
    """
    ends = [np.zeros(1, np.int64)]
    with path.open("wb") as file:
        for lines in _blocks(part, BLOCK):
            data = line_bytes(lines)
            file.write(data.data)
            ends.append(ends[-1][-1] + np.cumsum(pc.binary_length(lines).to_numpy()))
    offsets = np.concatenate(ends)
    columns = (*(key[:] for key in part.keys), offsets[:-1], offsets[1:])
    *keys, starts, stops = keep_numbers(columns, path.with_name(f"{path.name}.keys"))
    return ReportPart(tuple(keys), partial(_read_lines, path, starts, stops))


def _read_lines(path: Path, starts: Numbers, stops: Numbers, start: int, stop: int) -> pa.Array:
    """Lines from a row on up to another; starts, stops: where each begins in the file, and where it ends."""
    if start == stop:
        return pa.array([], pa.large_string())
    bounds = np.append(starts[start:stop], stops[stop - 1 : stop])
    with path.open("rb") as file:
        file.seek(bounds[0])
        data = file.read(bounds[-1] - bounds[0])
    return pa.LargeStringArray.from_buffers(stop - start, pa.py_buffer(bounds - bounds[0]), pa.py_buffer(data))


def _order(parts: Sequence[Sequence[np.ndarray]]) -> np.ndarray:
    """The rows of all parts, one part after the other, by their keys."""
    keys = [np.concatenate(key) for key in zip(*parts, strict=True)]
    return np.lexsort(keys[::-1])


def _blocks(part: ReportPart, block: int) -> Iterator[pa.Array]:
    for start in range(0, len(part), block):
        yield part.lines(start, min(start + block, len(part)))
