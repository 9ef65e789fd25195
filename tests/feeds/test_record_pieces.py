import hypothesis.strategies as st
import numpy as np
import pandas as pd
from hypothesis import given

from feeds.record_pieces import cut_chunk
from schemas.formats.order_feed import ORDERS


def chunk_of(rows_per_record, first=1):
    record = np.repeat(np.arange(first, first + len(rows_per_record)), rows_per_record)
    problems = pd.DataFrame({"record": [0, *record, 0]})
    return ORDERS, pd.DataFrame({"record": record}), problems


def records_of(pieces):
    return [text["record"].tolist() for _, text, _ in pieces]


def test_a_piece_ends_with_a_record():
    assert records_of(cut_chunk(chunk_of([1, 1, 1, 1, 1]), 2)) == [[1, 2], [3, 4], [5]]
    assert records_of(cut_chunk(chunk_of([3, 1, 1, 2]), 2)) == [[1, 1, 1], [2, 3], [4, 4]]
    assert records_of(cut_chunk(chunk_of([1, 2, 2]), 4)) == [[1, 2, 2], [3, 3]]


def test_a_chunk_that_is_small_enough_is_left_alone():
    chunk = chunk_of([1, 2])
    assert [piece is chunk for piece in cut_chunk(chunk, 3)] == [True]
    assert [piece is chunk for piece in cut_chunk(chunk, None)] == [True]


@given(st.lists(st.integers(1, 4), max_size=12), st.integers(1, 6), st.integers(1, 9))
def test_pieces_hold_every_row_and_each_problem_once_with_its_record(rows_per_record, rows, first):
    chunk = chunk_of(rows_per_record, first)
    pieces = list(cut_chunk(chunk, rows))
    assert [record for records in records_of(pieces) for record in records] == chunk[1]["record"].tolist()
    assert sum(len(problems) for _, _, problems in pieces) == len(chunk[2])
    for place, (_, text, problems) in enumerate(pieces):
        assert len(text) <= rows or len(set(text["record"])) == 1
        assert set(problems["record"]) <= {*text["record"], *([0] if place == 0 else [])}
    own = [set(text["record"]) for _, text, _ in pieces]
    assert all(one.isdisjoint(other) for place, one in enumerate(own) for other in own[:place])
