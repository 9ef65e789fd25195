"""Where keys stand, how rows are sorted by them, and what lies in a segment."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.sorted_keys import (
    is_repeated,
    joined_by_keys,
    numbers_in_turn,
    pair_places,
    pair_positions,
    positions,
    record_numbers,
    round_slices,
    segment_positions,
    sort_by_keys,
)

KNOWN = np.array([3, 5, 9])


def test_a_key_is_found_where_it_stands():
    assert positions(KNOWN, np.array([9, 3, 5])).tolist() == [2, 0, 1]


def test_an_unknown_key_stands_nowhere():
    assert positions(KNOWN, np.array([0, 4, 10])).tolist() == [-1, -1, -1]
    assert positions(KNOWN[:0], KNOWN).tolist() == [-1, -1, -1]
    assert positions(KNOWN, KNOWN[:0]).tolist() == []


pairs = st.lists(st.tuples(st.integers(0, 4), st.integers(-1, 9)), max_size=30)


@given(pairs, pairs)
def test_a_pair_is_found_where_it_stands_however_many_share_its_first_key(known, wanted):
    known = sorted(set(known))
    columns = [np.array([pair[place] for pair in rows], np.int64) for rows in (known, wanted) for place in (0, 1)]
    expected = [known.index(pair) if pair in known else -1 for pair in wanted]
    assert pair_places(tuple(columns[:2]), tuple(columns[2:])).tolist() == expected
    items = pd.DataFrame({"order_key": columns[0], "item_key": columns[1]})
    assert pair_positions(items, *columns[2:]).tolist() == expected


def test_rows_with_equal_keys_stay_as_they_stood():
    frame = pd.DataFrame({"order_key": [2, 1, 2, 1], "step": [0, 1, 0, 0], "name": list("abcd")})
    assert sort_by_keys(frame, ["order_key", "step"])["name"].tolist() == ["d", "b", "a", "c"]


def test_rows_are_sorted_by_instants_and_text_too_blanks_last():
    at = pd.to_datetime(["2026-10-02", None, "2026-10-01", "2026-10-01"], utc=True)
    frame = pd.DataFrame({"order_key": 1, "at": at, "message": ["a", "", "c", "b"]})
    assert sort_by_keys(frame, ["order_key", "at", "message"])["message"].tolist() == ["b", "c", "a", ""]


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(["", "a", "b"]))), min_size=1),
    st.sampled_from([["first"], ["first", "second"], ["first", "text"]]),
)
def test_joined_frames_are_those_that_are_joined_and_then_sorted(rows, by):
    types = {"first": "int64", "second": "int64", "text": "str"}
    parts = [pd.DataFrame(part, columns=list(types)).astype(types) for part in rows]
    number = iter(range(sum(map(len, parts))))
    parts = [part.assign(number=pd.Series([next(number) for _ in range(len(part))], dtype="int64")) for part in parts]
    expected = pd.concat(parts, ignore_index=True).sort_values(by, kind="stable", ignore_index=True)
    pd.testing.assert_frame_equal(joined_by_keys(parts, by), expected)


def test_the_positions_of_segments_are_counted_from_their_starts():
    segment, position = segment_positions(np.array([5, 0, 9]), np.array([2, 0, 1]))
    assert (segment.tolist(), position.tolist()) == ([0, 0, 2], [5, 6, 9])


def test_values_that_stand_twice_are_repeated():
    assert is_repeated(np.array([4, 7, 4])).tolist() == [True, False, True]
    assert is_repeated(np.array([], dtype=np.int64)).tolist() == []


def test_records_are_numbered_within_their_order_and_make_rounds():
    rows = pd.DataFrame({"order_key": [1, 1, 1, 2], "feed": [3, 3, 4, 3], "record": [1, 1, 1, 2]})
    assert record_numbers(rows).tolist() == [0, 0, 1, 0]
    assert list(round_slices(pd.Series([0, 0, 0, 1]))) == [(0, 3), (3, 4)]
    assert list(round_slices(pd.Series([], dtype="int64"))) == []


def test_records_are_numbered_in_their_order_as_they_are_met_though_its_rows_lie_apart():
    order_pos, record = np.array([4, 4, 1, 4, 1, 1]), np.array([7, 7, 7, 3, 9, 9])
    assert numbers_in_turn(order_pos, record).tolist() == [0, 0, 0, 1, 1, 1]
    assert numbers_in_turn(order_pos[:0], record[:0]).tolist() == []
