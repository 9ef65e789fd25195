"""Rows are sorted by their keys, equal ones in the order given, however they were before."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from schemas.key_order import is_sorted, key_order

ROWS = st.lists(st.tuples(st.integers(-2, 2), st.integers(0, 3), st.integers(0, 2)), max_size=30)


@given(ROWS, st.integers(0, 3))
def test_rows_are_sorted_and_equal_ones_stay_as_they_stood(rows, sorted_before):
    rows = sorted(rows, key=lambda row: row[sorted_before:])
    keys = [np.array([row[place] for row in rows], np.int64) for place in range(3)]
    assert key_order(keys).tolist() == sorted(range(len(rows)), key=lambda place: rows[place])
    assert is_sorted(keys) == (rows == sorted(rows))
