"""Outcomes in a byte a record are those that a frame of all records has."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.outcome_table import NONE, OutcomeTable
from schemas.statuses import Outcome

COLUMNS = ["feed", "record", "outcome"]
ROWS = st.lists(
    st.tuples(st.sampled_from([3, 7]), st.integers(1, 40), st.sampled_from([*map(int, Outcome)])), max_size=9
)


def frame_of(rows):
    return pd.DataFrame(rows, columns=COLUMNS, dtype="int64")


def table_of(*groups):
    outcomes = OutcomeTable()
    for rows in groups:
        outcomes.add(frame_of(rows))
    return outcomes


def highest(*groups):
    """The highest outcome of each record, by feed and record."""
    return pd.concat(map(frame_of, groups)).groupby(["feed", "record"], as_index=False)["outcome"].max()


@given(ROWS, ROWS, st.integers(1, 50))
def test_the_highest_outcome_of_each_record_counts(first, second, block):
    outcomes, expected = table_of(first, second), highest(first, second)
    pd.testing.assert_frame_equal(outcomes.frame(), expected)
    blocks = [frame_of([]), *(rows for _, rows in outcomes.blocks(block))]
    pd.testing.assert_frame_equal(pd.concat(blocks, ignore_index=True), expected)
    assert outcomes.feeds == expected["feed"].unique().tolist()
    assert outcomes.of_rows(expected).tolist() == expected["outcome"].tolist()


@given(ROWS, st.sets(st.sampled_from([*Outcome])))
def test_records_that_ended_so_are_chosen(rows, wanted):
    outcomes, expected = table_of(rows), highest(rows)
    of_feed = expected[(expected["feed"] == 7) & expected["outcome"].isin([*map(int, wanted)])]
    pd.testing.assert_frame_equal(outcomes.frame(wanted, feeds=[7, 9]), of_feed.reset_index(drop=True))
    assert outcomes.records(7, wanted).tolist() == of_feed["record"].tolist()
    assert outcomes.counts(7) == [
        int(((expected["feed"] == 7) & (expected["outcome"] == end)).sum()) for end in Outcome
    ]


@given(ROWS, ROWS)
def test_a_record_that_there_is_ends_with_a_warning_at_least(rows, warned):
    outcomes, expected = table_of(rows), highest(rows)
    outcomes.warn(frame_of(warned))
    ended = expected["outcome"].mask(is_among(expected, warned), expected["outcome"].clip(lower=int(Outcome.WARNING)))
    pd.testing.assert_frame_equal(outcomes.frame(), expected.assign(outcome=ended))


@given(ROWS, ROWS)
def test_an_accepted_record_of_another_table_ends_with_a_warning(rows, warned):
    outcomes, expected = table_of(rows), highest(rows)
    outcomes.warn_accepted(table_of(warned))
    is_warned = is_among(expected, warned) & expected["outcome"].eq(Outcome.ACCEPTED)
    pd.testing.assert_frame_equal(
        outcomes.frame(), expected.assign(outcome=expected["outcome"].mask(is_warned, int(Outcome.WARNING)))
    )


@given(ROWS, ROWS)
def test_tables_are_added_as_their_rows_are(first, second):
    outcomes = table_of(first)
    outcomes.add_all(table_of(second))
    pd.testing.assert_frame_equal(outcomes.frame(), highest(first, second))


def is_among(expected, rows):
    return pd.MultiIndex.from_frame(expected[COLUMNS[:2]]).isin([row[:2] for row in rows])


def test_a_record_that_there_is_not_has_no_outcome():
    outcomes = table_of([(7, 2, 1)])
    assert outcomes.of(7, np.array([0, 1, 2, 3, 10**9])).tolist() == [NONE, NONE, 1, NONE, NONE]
    assert outcomes.of(8, np.array([2])).tolist() == [NONE]
    assert outcomes.counts(8) == [0] * len(Outcome)
