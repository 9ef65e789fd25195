"""Columns of numbers in a file: any rows of them, as of the arrays that they were."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.kept_numbers import keep_numbers

NUMBERS = st.integers(-(2**63), 2**63 - 1)
ROWS = st.one_of(st.none(), st.integers(0, 12))


@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=9), ROWS, ROWS)
def test_rows_of_a_file_are_those_of_the_arrays(tmp_path_factory, rows, start, stop):
    columns = [np.array([row[place] for row in rows], np.int64) for place in (0, 1)]
    kept = keep_numbers(columns, tmp_path_factory.mktemp("numbers") / "keys")
    for column, numbers in zip(columns, kept, strict=True):
        assert len(numbers) == len(rows)
        assert numbers[start:stop].tolist() == column[start:stop].tolist()


def test_a_file_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(OSError, match="No such file"):
        keep_numbers([np.zeros(1, np.int64)], tmp_path / "nowhere" / "keys")
