"""A run that stopped anywhere: it never was, or it is completed from what was committed."""

import itertools
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline import files
from pipeline.errors import FailureError, UnfinishedError
from pipeline.inbox.take import SkippedFile
from pipeline.store import RunClosing, publication
from pipeline.workspace.folders import Workspace

MIDNIGHT = datetime(2026, 10, 1, 15, 30, tzinfo=UTC)
STEPS = (
    *(
        "_place_folder",
        "_place",
        "_remove_old_held_views",
        "_remove_cleaned_files",
        "_point_link",
        "_remove_entry",
        "clear_inbox",
    ),
    *("remove_unknown_files", "back_up_catalogue"),
)


class Killed(BaseException):
    """As if the process were gone."""


def stop_at(monkeypatch, wanted, *, after):
    """Publication stops at its step number `wanted`, before or after doing it. Returns the steps done."""
    steps = itertools.count()

    def stopping(step):
        def once(*arguments):
            number = next(steps)
            if number == wanted and not after:
                raise Killed
            result = step(*arguments)
            if number == wanted:
                raise Killed
            return result

        return once

    for name in STEPS:
        monkeypatch.setattr(publication, name, stopping(getattr(publication, name)))


def two_runs(store_runner):
    """A first run that is complete; then a second one up to its commit."""
    store_runner.drop("first.tsv", b"first")
    with store_runner.open() as store:
        store_runner.run(store, held=b"")
    store_runner.drop("second.tsv", b"second")
    store_runner.drop("third.tsv", b"third")


def finished_state(store_runner):
    with store_runner.open() as store:
        return (
            store_runner.published(),
            store_runner.items(store),
            [run.published for run in store.runs()],
            store.recovered_runs,
        )


def fresh_workspace(store_runner, folder):
    store_runner.workspace = Workspace.create(folder)
    two_runs(store_runner)


@pytest.fixture
def expected(store_runner, tmp_path):
    fresh_workspace(store_runner, tmp_path / "expected")
    with store_runner.open() as store:
        store_runner.run(store, number=2)
    return finished_state(store_runner)[:3]


@pytest.mark.parametrize("after", [False, True])
def test_publication_stopped_at_any_step_is_completed_by_the_next_command(
    store_runner, tmp_path, monkeypatch, expected, after
):
    stops = 0
    for wanted in range(100):
        fresh_workspace(store_runner, tmp_path / f"stopped-{wanted}")
        with monkeypatch.context() as patched, store_runner.open() as store:
            batch, closing = store_runner.fill(store, number=2)
            batch.commit(closing)
            stop_at(patched, wanted, after=after)
            try:
                batch.publish()
            except Killed:
                stops += 1
            else:
                break
        assert finished_state(store_runner) == (*expected, [2])
        assert finished_state(store_runner) == (*expected, [])
        assert not (store_runner.workspace.state / "staging").exists()
    assert stops == wanted > len(STEPS)


def test_a_recovery_that_is_stopped_is_completed_by_the_next_one(store_runner, tmp_path, monkeypatch, expected):
    fresh_workspace(store_runner, tmp_path / "stopped")
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store, number=2)
        batch.commit(closing)
    for wanted in (2, 3, 4):
        with monkeypatch.context() as patched:
            stop_at(patched, wanted, after=True)
            with pytest.raises(Killed):
                store_runner.open()
    assert finished_state(store_runner) == (*expected, [2])


def test_a_run_stopped_before_its_commit_never_was(store_runner, tmp_path, monkeypatch, expected):
    fresh_workspace(store_runner, tmp_path / "stopped")
    before = store_runner.published()
    with monkeypatch.context() as patched, store_runner.open() as store:
        patched.setattr("pipeline.store.batch.Batch.discard", lambda _: None)
        batch, _ = store_runner.fill(store, number=9)
        batch._flusher.close()
    assert (store_runner.workspace.state / "staging" / "2" / "run" / "run.json").exists()
    assert finished_state(store_runner) == (before, [1], [True], [])
    assert not (store_runner.workspace.state / "staging").exists()
    with store_runner.open() as store:
        store_runner.run(store, number=2)
        data = {
            file.path
            for file in store.live_files("items") + store.live_files("items", as_of_run=1) + store.live_files("journal")
        }
    assert finished_state(store_runner)[:3] == expected
    assert {
        path.relative_to(store_runner.workspace.root).as_posix()
        for path in store_runner.workspace.state.rglob("*.parquet")
    } == data


def test_nothing_is_rendered_or_published_that_is_not_what_was_committed(store_runner):
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.commit(closing)
    (store_runner.workspace.state / "staging/1/run/run.json").write_bytes(b"{2}")
    with pytest.raises(UnfinishedError, match="damaged") as stop:
        store_runner.open()
    assert stop.value.exit_code == 4
    assert store_runner.published() == {}
    (store_runner.workspace.state / "staging/1/run/run.json").write_bytes(b"{1}")
    assert finished_state(store_runner)[3] == [1]


def test_a_disk_that_fails_while_publishing_leaves_it_to_the_next_command(store_runner, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.commit(closing)
        with monkeypatch.context() as patched:
            patched.setattr(files, "replace", full)
            with pytest.raises(UnfinishedError, match="No space left"):
                batch.publish()
    assert finished_state(store_runner)[2:] == ([True], [1])


def test_a_rejected_file_that_was_corrected_in_the_meantime_stays_corrected(store_runner, monkeypatch):
    with monkeypatch.context() as patched, store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.commit(closing)
        patched.setattr(publication, "back_up_catalogue", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            batch.publish()
    path = store_runner.workspace.rejected / "run-1_a.tsv"
    path.write_bytes(b"corrected")
    assert finished_state(store_runner)[3] == [1]
    assert path.read_bytes() == b"corrected"


def test_an_inbox_entry_that_changed_after_it_was_read_stays(store_runner):
    changed, same = store_runner.drop("changed.tsv", b"old"), store_runner.drop("same.tsv", b"same")
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        changed.write_bytes(b"new")
        batch.commit(closing)
        assert batch.publish() == []
        assert store.unremoved_entries() == set()
    assert (changed.exists(), same.exists()) == (True, False)
    assert sorted(path.name[17:] for path in store_runner.workspace.archive.rglob("*.tsv")) == [
        "changed.tsv",
        "same.tsv",
    ]


def test_an_entry_that_cannot_be_removed_is_named_and_never_read_again(store_runner, monkeypatch):
    def refuse(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    entry = store_runner.drop("stock.tsv")
    with store_runner.open() as store:
        with monkeypatch.context() as patched:
            patched.setattr(publication, "_remove_entry", lambda *_: False)
            assert store_runner.run(store)[1] == [SkippedFile("stock.tsv", "cannot-remove")]
            assert store_runner.run(store)[1] == [SkippedFile("stock.tsv", "cannot-remove")]
        assert [len(store.feeds(run)) for run in (1, 2)] == [1, 0]
        assert len(store.unremoved_entries()) == 1
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        with store_runner.open() as store:
            assert store.unremoved == [SkippedFile("stock.tsv", "cannot-remove")]
    with store_runner.open() as store:
        assert store.unremoved == []
        assert store.unremoved_entries() == set()
    assert not entry.exists()


def test_the_same_bytes_are_a_duplicate_once_a_record_had_an_effect(store_runner):
    with store_runner.open() as store:
        for number, changes in enumerate(
            [
                {"accepted": 0, "rejected": 1},
                {"accepted": 0, "records": 0},
                {"status": "refused", "accepted": 0},
                {"format": "inventory"},
            ],
            1,
        ):
            store_runner.drop(f"{number}.tsv")
            batch, closing = store_runner.fill(store)
            [row] = closing.feeds
            sha256 = row.sha256
            batch.commit(replace(closing, feeds=[replace(row, **changes)]))
            batch.publish()
            assert store.earlier_feed(sha256) is None
        store_runner.drop("held.tsv")
        batch, closing = store_runner.fill(store)
        batch.commit(replace(closing, feeds=[replace(closing.feeds[0], accepted=0, held=1)]))
        batch.publish()
        assert (store.earlier_feed(sha256).run, store.earlier_feed(sha256).name) == (5, "held.tsv")
        store_runner.run(store, ended_without_effect={store.earlier_feed(sha256).feed: 1})
        assert store.earlier_feed(sha256) is None


def test_a_workspace_moved_away_in_between_is_completed_where_it_is(store_runner, tmp_path):
    store_runner.drop("orders.tsv")
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.commit(closing)
    store_runner.workspace = Workspace.find(store_runner.workspace.root.rename(tmp_path / "elsewhere"))
    published, items, *_ = finished_state(store_runner)
    assert items == [1]
    assert "reports/2026-10-02/run-1/run.json" in published
    assert not any(path.startswith("inbox/") for path in published)


def test_a_folder_in_the_way_of_the_reports_is_not_overwritten(store_runner):
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.commit(closing)
    (store_runner.workspace.root / batch.run_folder).mkdir(parents=True)
    (store_runner.workspace.root / batch.run_folder / "mine.txt").write_text("mine")
    with pytest.raises(UnfinishedError, match="already exists"):
        store_runner.open()
    assert (store_runner.workspace.root / batch.run_folder / "mine.txt").exists()


def test_a_disk_without_links_has_the_text_files(store_runner, monkeypatch):
    def no_links(*_, **__):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", no_links)
    with store_runner.open() as store:
        store_runner.run(store)
    assert not (store_runner.workspace.reports / "latest").exists()
    assert (store_runner.workspace.reports / "latest.txt").read_text() == "2026-10-02/run-1\n"


def test_a_link_that_fails_for_another_reason_is_not_passed_over(store_runner, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.commit(closing)
        with monkeypatch.context() as patched:
            patched.setattr(Path, "symlink_to", full)
            with pytest.raises(UnfinishedError, match="No space left"):
                batch.publish()
    assert finished_state(store_runner)[3] == [1]


def test_a_day_without_orders_is_not_pointed_at(store_runner):
    with store_runner.open() as store:
        batch = store.begin(MIDNIGHT)
        batch.commit(RunClosing(0, MIDNIGHT, MIDNIGHT))
        assert batch.publish() == []
    assert set(store_runner.published()) == {"reports/latest", "reports/latest.txt"}


def test_a_catalogue_that_fails_during_recovery_is_a_failure(store_runner, monkeypatch):
    def locked(*_):
        raise sqlite3.OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.store.store.clear_inbox", locked)
        with pytest.raises(FailureError, match="database is locked"):
            store_runner.open()
    store_runner.open().close()
