"""The rows of a feed from any number of blocks: all of them, those of a few records, those at a few positions."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.feed_rows import FeedRows
from pipeline.scratch_blocks import ScratchSpace

RECORDS = st.lists(st.integers(1, 3), min_size=1, max_size=12).map(np.cumsum)


def frame(records):
    """Two rows a record, with columns of every kind."""
    numbers = np.arange(2 * len(records))
    return pd.DataFrame(
        {
            "record": np.repeat(records, 2),
            "sku": pd.Series(numbers).astype("str"),
            "quantity": pd.Series(numbers, dtype="Int64").where(numbers % 3 > 0),
            "at": pd.to_datetime(numbers, unit="h", utc=True).as_unit("us").where(numbers % 2 > 0),
        }
    )


def in_blocks(whole, cuts, space=None):
    rows = FeedRows(space)
    bounds = [0, *sorted(2 * min(cut, len(whole) // 2) for cut in cuts), len(whole)]
    for first, last in pairwise(bounds):
        rows.append(whole.iloc[first:last])
    return rows


@given(RECORDS, st.lists(st.integers(0, 12)), st.lists(st.integers(0, 40)))
def test_rows_are_those_of_the_whole_in_its_order_with_their_positions(records, cuts, wanted):
    whole = frame(records)
    rows = in_blocks(whole, cuts)
    pd.testing.assert_frame_equal(rows.rows(), whole, check_index_type=False)
    pd.testing.assert_frame_equal(pd.concat(rows.blocks()), whole, check_index_type=False)
    of_wanted = whole[whole["record"].isin(wanted)]
    pd.testing.assert_frame_equal(rows.rows(wanted), of_wanted, check_index_type=False)
    positions = np.array(sorted({number for number in wanted if number < len(whole)}), dtype=np.int64)
    pd.testing.assert_frame_equal(rows.at(positions), whole.iloc[positions], check_index_type=False)
    assert len(rows) == len(whole)


def test_rows_in_a_file_are_the_same(tmp_path):
    whole = frame(np.arange(1, 30))
    rows = in_blocks(whole, [3, 9, 20], ScratchSpace(tmp_path / "scratch", most_bytes=0))
    assert list((tmp_path / "scratch").iterdir())
    pd.testing.assert_frame_equal(rows.rows(), whole, check_index_type=False)
    rows.clear()
    assert (len(rows), list((tmp_path / "scratch").iterdir())) == (0, [])


@pytest.mark.parametrize("asked", [None, [1]])
def test_a_feed_without_rows_keeps_its_columns(asked):
    rows = FeedRows.of(frame(np.arange(1, 1)))
    assert (rows.columns, len(rows.rows(asked))) == (["record", "sku", "quantity", "at"], 0)
