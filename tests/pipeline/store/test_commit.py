"""One run against the store: what it leaves, what it does not leave when it stops."""

import hashlib
import os
import sqlite3
import stat
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline import files
from pipeline.errors import FailureError, UsageError
from pipeline.store import RunClosing, catalogue, datafiles
from tests.support.paths import files_below


def test_a_run_leaves_its_state_its_reports_its_archive_and_an_empty_inbox(store_runner):
    sha256 = hashlib.sha256(store_runner.drop("orders.tsv").read_bytes()).hexdigest()
    with store_runner.open() as store:
        row, skipped = store_runner.run(store, counters={"orders-known": 1}, meta={"carry": "7"}, fees="# fees")
    assert (row.run, str(row.day), skipped) == (1, "2026-10-02", [])
    assert sorted(store_runner.published()) == [
        f"archive/2026-10-02/{sha256[:16]}_orders.tsv",
        "held/held.tsv",
        "rejected/run-1_a.tsv",
        "reports/2026-10-02/day/orders.tsv",
        "reports/2026-10-02/run-1/processing/a.report.tsv",
        "reports/2026-10-02/run-1/run.json",
        "reports/latest",
        "reports/latest.txt",
        "reports/today",
        "reports/today.txt",
    ]
    assert (store_runner.workspace.reports / "latest").readlink() == Path("2026-10-02/run-1")
    assert (store_runner.workspace.reports / "latest.txt").read_text() == "2026-10-02/run-1\n"
    with store_runner.open() as store:
        assert replace(store.last_run, published=False) == row
        assert store.last_run.published
        assert (store.counters(), store.meta()["carry"], store.last_run.fees) == ({"orders-known": 1}, "7", "# fees")
        assert store_runner.items(store) == [1]


def test_the_folder_bears_the_business_day_of_as_of(store_runner):
    with store_runner.open() as store:
        row, _ = store_runner.run(store, as_of=datetime(2026, 10, 1, 14, 59, 59, 999999, tzinfo=UTC))
    assert row.folder == "reports/2026-10-01/run-1"
    assert row.as_of.microsecond == 999999


def test_everything_is_for_the_owner_alone(store_runner):
    store_runner.drop("orders.tsv")
    with store_runner.open() as store:
        store_runner.run(store)
    for path in store_runner.workspace.root.rglob("*"):
        if not path.is_symlink():
            assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path


def test_the_umask_of_the_process_comes_back(store_runner):
    before = os.umask(0o022)
    try:
        store_runner.open().close()
        assert os.umask(before) == 0o022
    finally:
        os.umask(before)


def test_no_rows_make_no_file(store_runner):
    with store_runner.open() as store:
        batch, _ = store_runner.fill(store)
        assert batch.write("orders", "open", 0, pa.table({"key": pa.array([], pa.int64())})) is None


def test_a_run_that_is_not_committed_leaves_nothing(store_runner):
    store_runner.drop("orders.tsv")
    with store_runner.open() as store:
        store_runner.fill(store)
    assert files_below(store_runner.workspace.state) == ["catalogue.sqlite", "lock"]
    assert list(store_runner.published()) == ["inbox/orders.tsv"]


def test_beginning_again_forgets_what_was_begun(store_runner):
    with store_runner.open() as store:
        store_runner.fill(store, number=1)
        store_runner.run(store, number=2)
        assert (store_runner.items(store), len(store.runs())) == ([2], 1)


def test_a_rehearsal_writes_to_its_own_folder_and_cannot_be_committed(store_runner, tmp_path):
    store_runner.drop("orders.tsv")
    with store_runner.open() as store:
        before = files_below(store_runner.workspace.root)
        batch = store.begin(datetime(2026, 10, 2, tzinfo=UTC), scratch=tmp_path / "scratch")
        batch.write("items", "open", 1, pa.table({"item": [1]}))
        path = batch.begin_file("run", "run.json")
        path.write_bytes(b"{}")
        batch.finish_file(path, 0)
        assert path.is_relative_to(tmp_path / "scratch")
        with pytest.raises(ValueError, match="cannot be committed"):
            batch.commit(closing_of(batch))
        assert files_below(store_runner.workspace.root) == before
    assert files_below(tmp_path / "scratch") == []


def closing_of(batch):
    return RunClosing(0, batch.as_of, batch.as_of)


def test_a_file_begun_and_not_finished_stops_the_commit(store_runner):
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.begin_file("run", "orders.tsv").write_bytes(b"")
        with pytest.raises(ValueError, match=r"orders\.tsv"):
            batch.commit(closing)


def test_every_feed_given_to_the_archive_must_be_in_the_catalogue(store_runner):
    store_runner.drop("orders.tsv")
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        with pytest.raises(ValueError, match="feeds"):
            batch.commit(replace(closing, feeds=()))


@pytest.mark.parametrize("name", ["../orders.tsv", "/etc/orders.tsv", "a/../../b"])
def test_a_report_cannot_leave_its_folder(store_runner, name):
    with store_runner.open() as store:
        batch, _ = store_runner.fill(store)
        with pytest.raises(ValueError, match="leave"):
            batch.begin_file("run", name)


def test_business_time_does_not_run_backwards(store_runner):
    with store_runner.open() as store:
        row, _ = store_runner.run(store)
        with pytest.raises(UsageError, match="before that of run 1") as stop:
            store.begin(row.as_of - timedelta(microseconds=1))
        assert stop.value.exit_code == 2
        assert store.begin(row.as_of).run == 2


def test_two_batches_cannot_both_become_the_next_run(store_runner):
    with store_runner.open() as store:
        first, closing = store_runner.fill(store)
        first.commit(closing)
        second, closing = store_runner.fill(store)
        second.run = 1
        with pytest.raises(FailureError, match="another run was committed"):
            second.commit(closing)
        assert len(store.runs()) == 1


def test_a_disk_that_fails_before_the_commit_leaves_nothing(store_runner, monkeypatch):
    def broken(*_):
        raise OSError(28, "No space left on device")

    store_runner.drop("orders.tsv")
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        monkeypatch.setattr(batch._flusher, "wait", broken)
        with pytest.raises(FailureError, match="No space left on device"):
            batch.commit(closing)
    with store_runner.open() as store:
        assert store.last_run is None
    assert list(store_runner.published()) == ["inbox/orders.tsv"]


def test_a_catalogue_that_refuses_rolls_everything_back(store_runner):
    with store_runner.open() as store:
        store_runner.run(store, order_names={"abc-1234567-7654321": 10**17})
        batch, closing = store_runner.fill(store, number=2, order_names={"abc-1234567-7654321": 10**17 + 1})
        with pytest.raises(FailureError, match="nothing was published"):
            batch.commit(closing)
        assert (store_runner.items(store), store.last_run.run, store.counters(2)) == ([1], 1, {})
    with store_runner.open() as store:
        assert store.recovered_runs == []
        store_runner.run(store, number=2)
        assert store_runner.items(store) == [2]


def test_a_view_of_held_records_goes_when_nothing_is_held(store_runner):
    with store_runner.open() as store:
        store_runner.run(store)
        (store_runner.workspace.held / "note.txt").write_text("mine")
        store_runner.run(store, held=b"")
    assert files_below(store_runner.workspace.held) == ["note.txt"]


def test_the_catalogue_is_copied_at_the_end_of_a_run(store_runner):
    with store_runner.open() as store:
        store_runner.run(store)
    state = store_runner.workspace.state
    for path in state.glob("catalogue.sqlite*"):
        path.unlink()
    with pytest.raises(FailureError, match="missing") as stop:
        store_runner.open()
    assert "catalogue.backup.sqlite" in stop.value.tip
    (state / "catalogue.backup.sqlite").rename(state / "catalogue.sqlite")
    with store_runner.open() as store:
        assert store_runner.items(store) == [1]
        assert store.last_run.published


def test_a_store_of_a_newer_version_is_not_touched(store_runner):
    with store_runner.open() as store:
        store._connection.execute("PRAGMA user_version = 99")
    with pytest.raises(FailureError, match="newer version"):
        store_runner.open()
    with pytest.raises(FailureError, match="newer version"):
        store_runner.open()


def test_files_that_tasks_have_written_count_when_they_are_added(store_runner):
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        place = datafiles.FilePlace(store_runner.workspace.root, "items", "open", 5, batch.run)
        rows = pa.table({"item": [50], "sku": ["A"]})
        file, _ = datafiles.write_durably(place, rows), datafiles.write_durably(place, rows)
        batch.add_data_file(file)
        batch.commit(closing)
        batch.publish()
        assert store_runner.items(store, shards=[5]) == [50]
        assert files.sha256_of(store_runner.workspace.root / file.path) == file.sha256
        assert (store_runner.workspace.root / file.path).stat().st_size == file.bytes
    assert len(list(store_runner.workspace.state.rglob("*-s005-*.parquet"))) == 1


def test_a_hash_that_the_writer_knows_is_taken_as_it_is(store_runner):
    with store_runner.open() as store:
        batch, _ = store_runner.fill(store)
        path = batch.begin_file("run", "orders.tsv")
        path.write_bytes(b"12345")
        row = batch.finish_file(path, 3, "ab" * 32)
        assert (row.sha256, row.bytes, row.rows, row.name) == ("ab" * 32, 5, 3, "orders.tsv")
        assert row.path == f"{batch.run_folder}/orders.tsv"
        assert batch.manifest()[-1] == row


@pytest.mark.parametrize("reached_the_disk", [True, False])
def test_when_a_commit_reports_an_error_the_catalogue_says_whether_it_happened(
    store_runner, monkeypatch, reached_the_disk
):
    @contextmanager
    def failing(connection):
        with real(connection):
            yield
            if not reached_the_disk:
                raise sqlite3.OperationalError("disk I/O error")
        raise sqlite3.OperationalError("disk I/O error")

    real = catalogue.transaction
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        with monkeypatch.context() as patched:
            patched.setattr(catalogue, "transaction", failing)
            if reached_the_disk:
                assert batch.commit(closing).run == 1
            else:
                with pytest.raises(FailureError, match="disk I/O error"):
                    batch.commit(closing)
        assert len(store.runs()) == int(reached_the_disk)
    with store_runner.open() as store:
        assert store.recovered_runs == [1] * reached_the_disk
    assert (store_runner.workspace.root / batch.run_folder).exists() == reached_the_disk


def test_a_catalogue_that_cannot_tell_counts_as_not_committed(store_runner, monkeypatch):
    @contextmanager
    def failing(connection):
        yield
        connection.close()
        raise sqlite3.OperationalError("disk I/O error")

    store = store_runner.open()
    batch, closing = store_runner.fill(store)
    with monkeypatch.context() as patched:
        patched.setattr(catalogue, "transaction", failing)
        patched.setattr(batch, "_update_catalogue", lambda *_: None)
        with pytest.raises(FailureError, match="nothing was published"):
            batch.commit(closing)
    store.close()
    assert finished_runs(store_runner) == []


def finished_runs(store_runner):
    with store_runner.open() as store:
        return store.runs()
