"""What ends at the form check is the same, whatever blocks the rows of a feed lie in."""

from dataclasses import replace

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.feed_rows import FeedRows
from pipeline.ingest.form_check import form_outcomes
from tests.histories.builders import ITEM_A, ITEM_B, paid_order
from tests.support.incoming_feeds import incoming_feed

ROWS = st.lists(
    st.tuples(st.sampled_from([ITEM_A, ITEM_B]), st.sampled_from(["1", "2", "x"]), st.booleans()),
    min_size=1,
    max_size=9,
)


def of_blocks(rows, cuts):
    """Rows of whole records in blocks that end where a record does, as near as may be to these places."""
    blocks = FeedRows()
    record = rows["record"]
    ends = [int((record <= record.iloc[min(cut, len(rows) - 1)]).sum()) for cut in sorted(cuts)]
    for start, stop in zip([0, *ends], [*ends, len(rows)], strict=True):
        blocks.append(rows.iloc[start:stop])
    return blocks


@given(ROWS, st.sets(st.integers(0, 8)))
def test_any_blocks_give_the_same_outcomes_and_lines(rows, cuts):
    records = pd.Series([is_new for _, _, is_new in rows]).cumsum().add(1).tolist()
    feed = incoming_feed(*(paid_order(item, quantity) for item, quantity, _ in rows), records=records)
    in_blocks = replace(feed, text=of_blocks(feed.text.rows(), cuts), typed=of_blocks(feed.typed.rows(), cuts))
    for one, several in zip(joined(feed), joined(in_blocks), strict=True):
        pd.testing.assert_frame_equal(one, several)


def joined(feed):
    """Outcomes and lines of a feed by record; the lines of a record as they came."""
    parts = [frames for block in form_outcomes(feed) for frames in block]
    return [
        pd.concat([pd.DataFrame({"record": []}, dtype="int64"), *frames]).sort_values(
            "record", kind="stable", ignore_index=True
        )
        for frames in (parts[::2], parts[1::2])
    ]
