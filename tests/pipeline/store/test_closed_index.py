"""The index of closed orders: whatever runs closed what, an order is found in the last run that did."""

from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pipeline.store import Store, closed_index, closed_orders
from pipeline.store.catalogue_rows import RunClosing
from pipeline.store.closed_index import Span
from pipeline.store.sharding import Sharding
from tests.support.seller_workspace import CONFIRMATION, ORDER, SellerWorkspace
from tests.support.stored_workspace import AS_OF, StoredWorkspace, stored_table

KEYS = np.arange(1, 9)
SHARDS = 3
CLOSINGS = st.lists(st.lists(st.sampled_from(KEYS.tolist()), unique=True, max_size=4), min_size=1, max_size=14)


def close_in_runs(store, closings, *, indexed):
    """A committed run for each of these lists of orders, which it closes."""
    sharding = Sharding(store.order_ids(), SHARDS)
    for number, order_keys in enumerate(closings, store.last_run.run if store.last_run else 0):
        batch = store.begin(AS_OF + timedelta(days=number))
        rows = stored_table("orders", [{"order_key": key, "cause": batch.run} for key in sorted(order_keys)])
        if order_keys:
            shards = sharding.shards(rows["order_key"].to_numpy())
            batch.write("orders", closed_orders.CLOSED, None, rows, shards)
        if indexed[number % len(indexed)]:
            closed_index.add_index(store, batch, store.live_files("orders", part=closed_orders.CLOSED), sharding)
        batch.commit(RunClosing(0, AS_OF, AS_OF))
        batch.publish()


def last_runs(closings):
    """The last run that closed each order."""
    return {key: run for run, order_keys in enumerate(closings, 1) for key in order_keys}


def found_runs(store, **wanted):
    orders = closed_orders.load_closed(store, KEYS, **wanted)["orders"]
    assert orders["order_key"].is_unique
    return dict(zip(orders["order_key"], orders["cause"], strict=True))


# An example takes a second, so that nobody waits for a smaller one to be found.
@settings(phases=[Phase.generate])
@given(CLOSINGS, st.lists(st.booleans(), min_size=1, max_size=3), st.sampled_from([2, 3]))
def test_an_order_is_found_in_the_last_run_that_closed_it_after_any_run(closings, indexed, fanout):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(closed_index, "FANOUT", fanout)
        workspace = StoredWorkspace(Path(folder) / "shop")
        with Store.open(workspace.workspace, workspace.settings) as store:
            close_in_runs(store, closings, indexed=indexed)
            assert found_runs(store) == last_runs(closings)
            for run in range(1, len(closings) + 1):
                assert found_runs(store, as_of_run=run) == last_runs(closings[:run])


def test_indexes_are_few_and_cover_all_but_the_last_runs(tmp_path, monkeypatch):
    monkeypatch.setattr(closed_index, "FANOUT", 2)
    workspace = StoredWorkspace(tmp_path / "shop")
    with Store.open(workspace.workspace, workspace.settings) as store:
        close_in_runs(store, [[1, 2, 3, 4]] * 20, indexed=[True])
        spans = {Span.of(file.part) for file in store.live_files(closed_index.TABLE)}
        assert len(spans) <= 6
        assert min(spans).first == 1
        assert closed_index.covered_until(store) >= 17


def test_runs_without_an_index_get_one_when_enough_of_them_wait(tmp_path):
    workspace = StoredWorkspace(tmp_path / "shop")
    with Store.open(workspace.workspace, workspace.settings) as store:
        close_in_runs(store, [[1, 2]] * 7, indexed=[True])
        assert closed_index.covered_until(store) == 0
        close_in_runs(store, [[3]] * 2, indexed=[True])
        assert {file.part for file in store.live_files(closed_index.TABLE)} == {"1-8"}


def test_a_long_history_gets_its_indexes_a_part_a_run(tmp_path, monkeypatch):
    monkeypatch.setattr(closed_index, "MOST_RUNS", 10)
    workspace = StoredWorkspace(tmp_path / "shop")
    with Store.open(workspace.workspace, workspace.settings) as store:
        close_in_runs(store, [[1, 2]] * 25, indexed=[False])
        covered = []
        for _ in range(3):
            close_in_runs(store, [[3]], indexed=[True])
            covered.append(closed_index.covered_until(store))
            assert found_runs(store) == {1: 25, 2: 25, 3: store.last_run.run}
        assert covered == [10, 20, 20]


def test_a_late_feed_ends_the_same_with_an_index_and_without(tmp_path):
    outcomes = [late_codes(tmp_path / str(fanout), fanout) for fanout in (2, 100)]
    assert outcomes[0] == outcomes[1]
    assert [code["code"] for codes in outcomes[0] for code in codes] == [70002]


def late_codes(folder, fanout):
    """What is said of a confirmation of an order that the first of several runs with cancellations has closed."""
    order_ids = [{"order-id": f"999-0000001-{number:07}"} for number in range(1, 6)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(closed_index, "FANOUT", fanout)
        workspace = SellerWorkspace(folder)
        workspace.drop("orders.tsv", *(ORDER | order_id for order_id in order_ids))
        for day, order_id in enumerate(order_ids, 5):
            workspace.drop("cancel.tsv", order_id | {"cancellation-reason-code": "NoInventory"})
            workspace.run(f"2026-10-{day:02}T23:30:00+09:00")
        with workspace.reader() as store:
            assert (closed_index.covered_until(store) > 0) == (fanout == 2)
        workspace.drop("late.tsv", CONFIRMATION | order_ids[0] | {"ship-date": "2026-10-05"})
        document = workspace.run("2026-10-11T23:30:00+09:00").document
        return [feed["codes"] for feed in document["feeds"]]
