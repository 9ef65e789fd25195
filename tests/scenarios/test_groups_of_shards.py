"""Orders may be applied in groups of any size: every published byte is the same."""

from functools import partial
from itertools import combinations, pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline import files
from pipeline.operations.play_demo import play
from pipeline.publish import from_store
from pipeline.publish.order_parts import OF_ORDERS
from pipeline.scratch_blocks import ScratchSpace
from pipeline.steps import groups, read_records
from pipeline.store.store import Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas.statuses import Outcome
from tests.support.golden_demo import golden_files, published_files
from tests.support.seller_workspace import ORDER


def test_the_demo_in_groups_with_its_rows_in_files_publishes_its_golden_bytes(tmp_path, monkeypatch):
    in_groups = groups.shard_groups
    parts = []

    def small_groups(rows, _):
        parts.append(in_groups(rows, 20))
        return parts[-1]

    monkeypatch.setattr(groups, "shard_groups", small_groups)
    monkeypatch.setattr(read_records, "ScratchSpace", partial(ScratchSpace, most_bytes=0))
    play(tmp_path / "demo", lambda _: None)
    now, golden = published_files(tmp_path / "demo"), golden_files()
    assert sorted(now) == sorted(golden)
    assert [name for name in now if now[name] != golden[name]] == []
    assert max(map(len, parts)) > 2


def test_reports_about_orders_are_made_again_in_groups(demo, tmp_path, monkeypatch):
    monkeypatch.setattr(from_store, "shard_groups", lambda rows, _: groups.shard_groups(rows, 5))
    workspace = Workspace.find(demo)
    with Store.open(workspace, Settings.read(workspace.settings_file)) as store:
        for run in store.runs():
            published = {row.path: row.sha256 for row in store.reports(run.run) if row.name in OF_ORDERS}
            made = from_store.render_reports(store, run, tmp_path / f"{run.run}")
            assert {path: made[path][0].sha256 for path in published} == published
        for place, row in enumerate(row for row in store.reports(run.run) if row.name in OF_ORDERS):
            alone, path = from_store.render_report(store, run, row, tmp_path / f"alone-{place}")
            assert (alone.sha256, files.sha256_of(path)) == (row.sha256, row.sha256)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20), st.integers(1, 30))
def test_each_shard_is_in_one_group_and_none_passes_the_budget_but_alone(rows, budget):
    parts = groups.shard_groups(np.array(rows), budget)
    assert [shard for part in parts for shard in part] == list(range(len(rows)))
    assert all(sum(rows[shard] for shard in part) <= budget or len(part) == 1 for part in parts)


@given(st.lists(st.integers(0, 9), min_size=1, max_size=8), st.integers(1, 30))
def test_there_are_few_groups_and_the_largest_is_as_small_as_it_can_be(rows, budget):
    parts = groups.shard_groups(np.array(rows), budget)
    splits = [
        [rows[first:last] for first, last in pairwise([0, *bounds, len(rows)])]
        for count in range(len(rows))
        for bounds in combinations(range(1, len(rows)), count)
    ]
    allowed = [split for split in splits if all(sum(part) <= budget or len(part) == 1 for part in split)]
    fewest = min(map(len, allowed))
    assert len(parts) == fewest
    largest = min(max(map(sum, split)) for split in allowed if len(split) == fewest)
    assert max(sum(rows[shard] for shard in part) for part in parts) == largest


def test_the_journal_knows_what_the_stock_has_to_say_of_a_record(workspace):
    workspace.drop("stock.tsv", {"sku": ORDER["sku"], "quantity": "1"}, received="2026-10-05T09:00:00+09:00")
    workspace.drop("orders.tsv", ORDER | {"quantity-purchased": "2"})
    workspace.run()
    [outcome] = workspace.stored("journal")["outcome"]
    assert outcome == Outcome.WARNING
