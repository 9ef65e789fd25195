"""Whether two feeds say the same."""

import pandas as pd


def assert_same_feed(one, other):
    """Fail where two feeds differ in anything."""
    for name in ("table", "form", "encoding", "records", "refused", "repairable"):
        assert getattr(one, name) == getattr(other, name), name
    for name in ("text", "typed", "problems"):
        pd.testing.assert_frame_equal(getattr(one, name), getattr(other, name))
    assert one.repeats.dtype == other.repeats.dtype
    assert one.repeats.tolist() == other.repeats.tolist()
    pd.testing.assert_series_equal(one.messages, other.messages)
