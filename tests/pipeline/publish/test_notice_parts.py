"""Notices of groups are numbered through all of them, wherever their rows lie."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.publish.notice_parts import NoticeParts
from pipeline.publish.notifications import numbered_notices, ordered_notices
from pipeline.scratch_blocks import ScratchSpace
from schemas.keys import FIRST_DICTIONARY_KEY
from schemas.order_ids import OrderIds
from schemas.stored_frames import blank_instants

NAMES = {"A-7": FIRST_DICTIONARY_KEY, "250-2": FIRST_DICTIONARY_KEY + 1, "9": FIRST_DICTIONARY_KEY + 2}
IDS = OrderIds.of(NAMES)
ORDERS = [*NAMES.values(), 25000000010000001, 90000000010000002, 1]
OF_RUN = {"run": 7, "as_of": pd.Timestamp("2026-10-05T14:30:00Z").as_unit("us"), "authority": "marketplace"}
NOTICES = st.lists(st.tuples(st.sampled_from(ORDERS), st.sampled_from(["order-notice", "order-confirmation"])))


def facts_of(notices):
    rows = pd.DataFrame(notices, columns=["order_key", "kind"]).astype({"order_key": "int64", "kind": "str"})
    item_key = rows.groupby("order_key")["kind"].cumcount() + 10**13
    about = blank_instants(len(rows)).array
    return rows.assign(item_key=item_key.astype("int64"), parcel=0, about=about)[
        ["order_key", "item_key", "parcel", "kind", "about"]
    ]


@given(NOTICES, st.lists(st.integers(0, 2), min_size=len(ORDERS), max_size=len(ORDERS)), st.booleans())
def test_groups_have_the_numbers_that_all_notices_together_have(tmp_path_factory, notices, group_of_order, in_files):
    facts = facts_of(notices)
    groups = facts["order_key"].map(dict(zip(ORDERS, group_of_order, strict=True)))
    space = ScratchSpace(tmp_path_factory.mktemp("rows") if in_files else None, most_bytes=0)
    parts = NoticeParts(space)
    for group in range(3):
        parts.add(facts[groups == group], IDS)
    together = pd.concat(list(parts.numbered(**OF_RUN))).sort_values("number", ignore_index=True)
    expected = numbered_notices(ordered_notices(facts, IDS), pd.RangeIndex(1, len(facts) + 1).to_numpy(), **OF_RUN)
    pd.testing.assert_frame_equal(together, expected)


def test_no_group_has_no_notices():
    assert list(NoticeParts(ScratchSpace()).numbered(**OF_RUN)) == []
    with pytest.raises(StopIteration):
        next(NoticeParts(ScratchSpace()).numbered(**OF_RUN))
