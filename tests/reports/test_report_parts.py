"""A report is the same from any number of sorted parts, in blocks of any size, from memory or from files."""

import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from reports.cells import TEXT
from reports.kept_numbers import KeptNumbers
from reports.report_parts import (
    kept_part,
    merged_lines,
    merged_numbers,
    merged_places,
    part_of_lines,
    sorted_part,
)

ROWS = st.lists(st.tuples(st.integers(-3, 3), st.integers(0, 9)), max_size=20)


def part_of(rows, number):
    """A part of these rows of two keys; each line says its part, its keys, and where it stood."""
    keys = tuple(np.array([row[place] for row in rows], np.int64) for place in (0, 1))
    lines = [f"{number}/{first}/{second}/{place}" for place, (first, second) in enumerate(rows)]
    return part_of_lines(keys, pa.array(lines, TEXT))


def expected_lines(rows_of_parts):
    lines = [
        ((first, second), f"{number}/{first}/{second}/{place}")
        for number, rows in enumerate(rows_of_parts)
        for place, (first, second) in enumerate(rows)
    ]
    return [line for _, line in sorted(lines, key=lambda entry: entry[0])]


def all_lines(parts, block):
    return [line for lines in merged_lines(parts, block=block) for line in lines.to_pylist()]


@given(st.lists(ROWS, min_size=1, max_size=4), st.integers(1, 7))
def test_rows_of_all_parts_stand_by_their_keys_and_equal_ones_as_they_came(rows_of_parts, block):
    parts = [part_of(rows, number) for number, rows in enumerate(rows_of_parts)]
    expected = expected_lines(rows_of_parts)
    assert all_lines(parts, block) == expected
    places = merged_places([part.keys for part in parts])
    for part, numbers in zip(parts, places, strict=True):
        assert part.lines(0, len(part)).to_pylist() == [expected[place] for place in numbers]


@given(st.lists(ROWS, min_size=1, max_size=3), st.integers(1, 7))
def test_parts_that_lie_in_files_make_the_same_report(rows_of_parts, block):
    parts = [part_of(rows, number) for number, rows in enumerate(rows_of_parts)]
    with tempfile.TemporaryDirectory() as folder:
        kept = [kept_part(part, Path(folder, str(number))) for number, part in enumerate(parts)]
        assert all_lines(kept, block) == all_lines(parts, block)
        assert [len(part) for part in kept] == [len(part) for part in parts]


@given(st.lists(ROWS, max_size=4), st.integers(1, 7), st.booleans())
def test_parts_are_merged_a_few_of_their_rows_at_a_time(rows_of_parts, window, in_files):
    parts = [part_of(rows, number) for number, rows in enumerate(rows_of_parts)]
    expected = [int(line.split("/")[0]) for line in expected_lines(rows_of_parts)]
    with tempfile.TemporaryDirectory() as folder:
        kept = [kept_part(part, Path(folder, str(number))) if in_files else part for number, part in enumerate(parts)]
        chunks = list(merged_numbers([part.keys for part in kept], window))
    assert [number for chunk in chunks for number in chunk.tolist()] == expected
    assert all(0 < len(chunk) <= window * len(parts) for chunk in chunks)


def test_of_parts_in_files_only_the_keys_of_a_window_are_read(tmp_path):
    parts = [
        kept_part(part_of([(row, 0) for row in range(start, 200, 2)], start), tmp_path / f"{start}") for start in (0, 1)
    ]
    chunks = merged_numbers([part.keys for part in parts], window=10)
    assert len(next(chunks)) < 20
    assert sum(map(len, chunks)) > 180
    assert [type(key) for part in parts for key in part.keys] == [KeptNumbers] * 4


def test_only_the_lines_of_a_block_are_made():
    asked = []

    def lines_of(rows):
        asked.append(len(rows))
        return pa.array([str(row) for row in rows], TEXT)

    parts = [sorted_part((np.arange(number, 20, 2),), np.arange(10), lines_of) for number in (0, 1)]
    next(iter(merged_lines(parts, block=6)))
    assert asked == [3, 3]


def test_no_parts_and_empty_parts_make_no_lines():
    assert list(merged_lines([])) == []
    assert all_lines([part_of([], 0), part_of([], 1)], 3) == []
    assert merged_places([]) == []
