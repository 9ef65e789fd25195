"""The text of a few records of a feed, from any number of blocks."""

from itertools import pairwise

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.feed_text import FeedText

RECORDS = st.lists(st.integers(1, 3), min_size=1, max_size=12).map(np.cumsum)


@given(RECORDS, st.lists(st.integers(0, 12)), st.lists(st.integers(0, 40)))
def test_rows_of_records_are_those_of_the_whole_in_its_order(records, cuts, wanted):
    whole = pd.DataFrame({"record": np.repeat(records, 2), "sku": pd.Series(range(2 * len(records))).astype("str")})
    text = FeedText()
    bounds = [0, *sorted(2 * min(cut, len(records)) for cut in cuts), len(whole)]
    for first, last in pairwise(bounds):
        text.append(whole.iloc[first:last])
    pd.testing.assert_frame_equal(text.rows(), whole)
    of_wanted = whole[whole["record"].isin(wanted)].reset_index(drop=True)
    pd.testing.assert_frame_equal(text.rows(wanted), of_wanted)


def test_a_feed_without_rows_keeps_its_columns():
    text = FeedText.of(pd.DataFrame({"record": pd.Series(dtype="int64"), "sku": pd.Series(dtype="str")}))
    assert (text.columns, len(text.rows()), list(text.rows([1]))) == (["record", "sku"], 0, ["record", "sku"])
