"""Narrow rows are the rows of the ledger, in whatever parts they come."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.unsettled_rows import joined_rows, narrow_rows
from schemas.stored_frames import conform
from tests.support.settlement_frames import drawn_ledgers, frame_of


@given(drawn_ledgers, drawn_ledgers, st.integers(0, 8))
def test_parts_that_are_joined_are_the_rows_behind_each_other(first, second, cut):
    rows = pd.concat([frame_of(first), frame_of(second)], ignore_index=True)
    parts = [frame_of(first[:cut]), frame_of(first[cut:]).set_axis([7] * len(first[cut:])), frame_of(second)]
    pd.testing.assert_frame_equal(conform("unsettled_ledger", joined_rows([*map(narrow_rows, parts)])), rows)


def test_a_row_takes_little_memory():
    rows = frame_of([{"sku": f"SKU-{number % 50:05}"} for number in range(10_000)])
    assert narrow_rows(rows).memory_usage(index=False).sum() < 50 * len(rows) < rows.memory_usage(index=False).sum() / 3


def test_no_rows_are_a_frame_without_rows():
    assert len(joined_rows([narrow_rows(frame_of([]))])) == 0
