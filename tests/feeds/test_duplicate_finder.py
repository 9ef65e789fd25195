"""Duplicates are the same, however few rows are compared at a time."""

from zoneinfo import ZoneInfo

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds import duplicate_finder
from feeds.problems import no_problems
from feeds.value_checks import check
from schemas.formats.feed_formats import BY_NAME
from tests.histories.builders import ITEM_A, ITEM_B, at, cancellation, confirmation, feed, paid_order

ZONE = ZoneInfo("Asia/Tokyo")
UNITS = st.sampled_from(["1", "2", "x"])
ITEMS = st.sampled_from([ITEM_A, ITEM_B, "00000000000103", "00000000000104"])
FORMATS = {
    "orders": lambda item, units, more: paid_order(item, units) | {"item-promotion-discount": more},
    "confirmations": lambda item, units, more: confirmation(item, units, f"T{more}"),
    "cancellations": lambda item, _, more: cancellation(item, reason="NoInventory" if more else "BuyerCanceled"),
}
ROWS = st.lists(st.tuples(ITEMS, UNITS, st.sampled_from(["", "50", "80"]), st.integers(0, 2)), min_size=1, max_size=14)


def duplicates_of(file, part):
    """The duplicates of a feed, with so many rows compared at a time; faults found later are of its first record."""
    table = BY_NAME[file.table]
    text = pd.DataFrame(file.rows, dtype="str").reindex(columns=["message-id", *table.names], fill_value="").fillna("")
    text = text.assign(record=file.records, line=range(2, len(text) + 2))
    typed, problems = check(table, text, ZONE)
    finder = duplicate_finder.DuplicateFinder(table)
    finder.add(typed, problems)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(duplicate_finder, "PART", part)
        return finder.find(lambda rows: typed.iloc[rows], no_problems())


@pytest.mark.parametrize("name", FORMATS)
@given(rows=ROWS, part=st.integers(1, 5))
def test_rows_compared_in_parts_are_what_they_are_compared_at_once(name, rows, part):
    records = pd.Series([step for *_, step in rows]).gt(0).cumsum().add(1).tolist()
    file = feed(*(FORMATS[name](*cells) for *cells, _ in rows), received=at(5), records=records)
    in_parts, at_once = duplicates_of(file, part), duplicates_of(file, 10**6)
    assert in_parts.rows.tolist() == at_once.rows.tolist()
    assert in_parts.marks.tolist() == at_once.marks.tolist()
    pd.testing.assert_frame_equal(in_parts.promotions, at_once.promotions)
    pd.testing.assert_frame_equal(in_parts.problems, at_once.problems)
