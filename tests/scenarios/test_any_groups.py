"""Any history in any groups of shards: the same bytes are published, and the same state is stored.

It makes no difference whether the rules see every order or those alone that the run may change. Of run.json what the
machine measured may differ, and nothing else.
"""

from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipeline.scratch_blocks import MOST_BYTES, ScratchSpace
from pipeline.steps import apply_rules, groups, read_records, work_out
from pipeline.store.shard_groups import shard_groups
from tests.histories.streets import DENSE, street
from tests.support.dropped_histories import play_run
from tests.support.golden_demo import published_files
from tests.support.seller_workspace import SellerWorkspace
from tests.support.stored_state import stored_state

SHARDS, RUNS = 3, 2
EVERYTHING, EACH_ALONE = 10**9, 1
IN_MEMORY = (0, 50_000, 200_000, MOST_BYTES)
"""How many bytes of rows may stay in memory: none, what a part of the rows takes, and all."""
BUDGETS = (EACH_ALONE, 25, 50, EVERYTHING)
SETTINGS = """
shards = {shards}
authority = "{authority}"
payment_grace_hours = {grace_hours}
inbox.settle_seconds = 0
"""
EXAMPLES = settings.default.max_examples // 10


# An example takes seconds, so that nobody waits for a smaller one to be found.
@settings(max_examples=EXAMPLES, phases=[Phase.generate])
@given(
    st.integers(DENSE, DENSE + 10**6),
    st.lists(st.sampled_from(BUDGETS), min_size=RUNS, max_size=RUNS),
    st.sampled_from(IN_MEMORY),
)
def test_any_history_ends_the_same_in_any_groups_with_its_rows_in_files_or_not(number, budgets, most_bytes):
    with TemporaryDirectory() as folder:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(apply_rules, "touched_orders", every_order)
            whole = play_street(Path(folder) / "whole", number, [EVERYTHING] * RUNS)
        grouped = play_street(Path(folder) / "grouped", number, budgets, most_bytes)
        was, now = (published_files(workspace.root) for workspace in (whole, grouped))
        assert sorted(now) == sorted(was)
        assert [name for name in now if now[name] != was[name]] == []
        was, now = stored_state(whole), stored_state(grouped)
        assert sorted(map(str, now)) == sorted(map(str, was))
        assert [(place, now[place], was[place]) for place in now if now[place] != was[place]] == []


def every_order(state, **_):
    """All orders are worked on, as if the run might change each of them."""
    return np.ones(len(state.orders), bool)


def play_street(folder, number, budgets, most_bytes=MOST_BYTES):
    """A street in a workspace of its own, with a budget of rows for the groups of each run."""
    authority, grace_hours, history = street(number, RUNS)
    workspace = SellerWorkspace(folder)
    text = SETTINGS.format(shards=SHARDS, authority=authority, grace_hours=grace_hours)
    workspace.folders.settings_file.write_text(text)
    for run, budget in zip(history, budgets, strict=True):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(groups, "shard_groups", partial(_groups_of, budget))
            for step in (read_records, work_out):
                patch.setattr(step, "ScratchSpace", partial(ScratchSpace, most_bytes=most_bytes))
            play_run(workspace, run)
    return workspace


def _groups_of(budget, rows, _):
    """The groups for a budget other than that of the settings, which run.json names."""
    return shard_groups(rows, budget)
