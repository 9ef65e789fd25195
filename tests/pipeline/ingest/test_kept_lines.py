"""Lines that are kept in blocks come back by record, as if all were in one frame; lines of a record as they came."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import kept_lines
from pipeline.ingest.kept_lines import KeptLines
from pipeline.scratch_blocks import ScratchSpace

COLUMNS = ["feed", "record", "outcome"]
LINES = st.lists(st.tuples(st.sampled_from([0, 3, 7]), st.integers(0, 30), st.integers(0, 99)), max_size=12)


def frame_of(lines):
    return pd.DataFrame(lines, columns=COLUMNS, dtype="int64")


def in_order(*groups, feed=None):
    lines = pd.concat(map(frame_of, groups)).sort_values(["feed", "record"], kind="stable", ignore_index=True)
    return lines if feed is None else lines[lines["feed"] == feed].reset_index(drop=True)


@pytest.fixture(scope="module")
def space_of(tmp_path_factory):
    return lambda in_files: ScratchSpace(tmp_path_factory.mktemp("lines") if in_files else None, most_bytes=0)


def kept(space, *groups):
    lines = KeptLines("record_outcomes", space)
    for group in groups:
        lines.add(frame_of(group))
    return lines


@given(st.lists(LINES, min_size=1, max_size=3), st.booleans(), st.integers(1, 40))
def test_lines_come_by_record_a_stretch_of_records_at_a_time(space_of, groups, in_files, window):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_lines, "WINDOW", window)
        lines, expected = kept(space_of(in_files), *groups), in_order(*groups)
        assert lines.feeds == expected["feed"].unique().tolist()
        for feed in (0, 3, 7):
            blocks = list(lines.of_feed(feed))
            pd.testing.assert_frame_equal(
                pd.concat([frame_of([]), *blocks], ignore_index=True), in_order(*groups, feed=feed)
            )
            assert all(block["record"].max() - block["record"].min() < window for block in blocks if len(block))


@given(st.lists(LINES, min_size=1, max_size=3), st.integers(0, 30), st.integers(0, 30))
def test_any_stretch_of_records_can_be_asked_for(space_of, groups, start, stop):
    of_feed = in_order(*groups, feed=7)
    wanted = of_feed[(of_feed["record"] >= start) & (of_feed["record"] < stop)].reset_index(drop=True)
    pd.testing.assert_frame_equal(kept(space_of(False), *groups).window(7, start, stop), wanted)


@given(st.lists(LINES, min_size=1, max_size=3), st.sets(st.integers(0, 30)), st.booleans())
def test_single_records_can_be_asked_for(space_of, groups, records, in_files):
    of_feed = in_order(*groups, feed=3)
    lines = kept(space_of(in_files), *groups).of_records(3, np.array(sorted(records), np.int64))
    pd.testing.assert_frame_equal(lines, of_feed[of_feed["record"].isin(records)].reset_index(drop=True))


@given(st.lists(LINES, min_size=1, max_size=3), st.booleans())
def test_lines_are_chosen_by_what_they_say(space_of, groups, of_one_feed):
    lines, expected = kept(space_of(False), *groups), in_order(*groups, feed=7 if of_one_feed else None)
    chosen = lines.only(lambda block: block["outcome"] > 50, [7] if of_one_feed else None)
    pd.testing.assert_frame_equal(chosen, expected[expected["outcome"] > 50].reset_index(drop=True))
