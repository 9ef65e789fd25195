"""Rows that may be equal are found by a number for each; which of them are equal, by their cells."""

import hypothesis.strategies as st
import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from feeds import duplicate_finder
from feeds.row_hashes import cell_hashes, key_hashes, occur_twice
from schemas.formats.cancellation_feed import CANCELLATIONS
from tests.support.good_rows import good_row
from tests.support.read_feeds import FeedReader

WORDS = st.sampled_from(["", "a", "東京都", "a" * 7, "a" * 8, "a" * 9, "a" * 24])
TEXTS = st.lists(st.one_of(WORDS, st.text(max_size=20)))


@given(TEXTS)
def test_equal_texts_have_the_same_number_and_others_none_that_is_likely_the_same(texts):
    cells = pd.Series(texts, dtype="str")
    assert len(set(cell_hashes(cells).tolist())) == len(set(texts))
    assert occur_twice(cell_hashes(cells)).tolist() == cells.duplicated(keep=False).tolist()


@given(st.lists(st.one_of(st.none(), st.integers(-3, 3))))
def test_equal_numbers_and_instants_have_the_same_number(numbers):
    counts = pd.Series(numbers, dtype="Int64")
    instants = pd.Series(pd.to_datetime(counts.astype("float"), unit="D", utc=True)).astype("datetime64[us, UTC]")
    for values in (counts, instants):
        assert occur_twice(cell_hashes(values)).tolist() == values.duplicated(keep=False).tolist()


def test_the_number_of_a_text_does_not_depend_on_the_block_it_stands_in():
    alone = cell_hashes(pd.Series(["999-0000001-0000001"], dtype="str"))
    later = cell_hashes(pd.Series(["x", "", "999-0000001-0000001", "y" * 40], dtype="str"))
    assert alone[0] == later[2]


def typed_rows(table, *changes):
    """Rows of a format as text in every column that is a part of its key."""
    columns = {name for part in table.key for alternative in part.split("|") for name in alternative.split("+")}
    rows = [dict.fromkeys(columns, "") | change for change in changes]
    return pd.DataFrame(rows).astype("str")


def test_of_alternatives_in_a_key_the_first_that_is_filled_counts():
    both = {"order-id": "A", "merchant-order-id": "1", "amazon-order-item-code": "i"}
    hashes = key_hashes(CANCELLATIONS, typed_rows(CANCELLATIONS, both, both | {"merchant-order-id": "2"}))
    assert hashes[0] == hashes[1]
    blank = both | {"order-id": ""}
    hashes = key_hashes(CANCELLATIONS, typed_rows(CANCELLATIONS, blank, blank | {"merchant-order-id": "2"}, both))
    assert len(set(hashes.tolist())) == 3


NAMES = ("orders", "payments", "confirmations", "cancellations", "inventory", "refunds")


@pytest.mark.parametrize("name", NAMES)
@given(data=st.data())
def test_duplicates_are_the_same_if_every_row_is_compared_by_its_cells(name, data, tmp_path_factory):
    row = good_row(name)
    changes = st.fixed_dictionaries({}, optional={key: st.sampled_from(_values(row, key)) for key in row if row[key]})
    rows = data.draw(st.lists(changes, min_size=1, max_size=6))
    read_rows = FeedReader(tmp_path_factory.getbasetemp()).read_rows
    by_number = read_rows(name, *rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicate_finder, "occur_twice", lambda hashes: np.ones(len(hashes), bool))
        by_cells = read_rows(name, *rows)
    assert by_number.repeats.tolist() == by_cells.repeats.tolist()
    pd.testing.assert_frame_equal(by_number.problems, by_cells.problems)
    pd.testing.assert_frame_equal(by_number.typed, by_cells.typed)


def _values(row, key):
    """What may be in a column: what is, and the same with another last letter."""
    return [row[key], row[key][:-1] + "7", ""]
