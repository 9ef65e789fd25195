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
STEPS = ("_place_folder", "_place", "_drop_old_views", "_point", "_removed", "clear", "sweep", "back_up")


class Killed(BaseException):
    """As if the process were gone."""


def stop_at(monkeypatch, wanted, *, after):
    """Publication stops at its step number `wanted`, before or after doing it. Returns the steps done."""
    done = itertools.count()

    def stopping(step):
        def once(*given):
            number = next(done)
            if number == wanted and not after:
                raise Killed
            result = step(*given)
            if number == wanted:
                raise Killed
            return result

        return once

    for name in STEPS:
        monkeypatch.setattr(publication, name, stopping(getattr(publication, name)))


def two_runs(clerk):
    """A first run that is complete; then a second one up to its commit."""
    clerk.drop("first.tsv", b"first")
    with clerk.open() as store:
        clerk.run(store, held=b"")
    clerk.drop("second.tsv", b"second")
    clerk.drop("third.tsv", b"third")


def finished(clerk):
    with clerk.open() as store:
        return clerk.published(), clerk.items(store), [run.published for run in store.runs()], store.recovered


def fresh(clerk, folder):
    clerk.workspace = Workspace.create(folder)
    two_runs(clerk)


@pytest.fixture
def expected(clerk, tmp_path):
    fresh(clerk, tmp_path / "expected")
    with clerk.open() as store:
        clerk.run(store, number=2)
    return finished(clerk)[:3]


@pytest.mark.parametrize("after", [False, True])
def test_publication_stopped_at_any_step_is_completed_by_the_next_command(
    clerk, tmp_path, monkeypatch, expected, after
):
    stops = 0
    for wanted in range(100):
        fresh(clerk, tmp_path / f"stopped-{wanted}")
        with monkeypatch.context() as patched, clerk.open() as store:
            batch, closing = clerk.fill(store, number=2)
            batch.commit(closing)
            stop_at(patched, wanted, after=after)
            try:
                batch.publish()
            except Killed:
                stops += 1
            else:
                break
        assert finished(clerk) == (*expected, [2])
        assert finished(clerk) == (*expected, [])
        assert not (clerk.workspace.state / "staging").exists()
    assert stops == wanted > len(STEPS)


def test_a_recovery_that_is_stopped_is_completed_by_the_next_one(clerk, tmp_path, monkeypatch, expected):
    fresh(clerk, tmp_path / "stopped")
    with clerk.open() as store:
        batch, closing = clerk.fill(store, number=2)
        batch.commit(closing)
    for wanted in (2, 3, 4):
        with monkeypatch.context() as patched:
            stop_at(patched, wanted, after=True)
            with pytest.raises(Killed):
                clerk.open()
    assert finished(clerk) == (*expected, [2])


def test_a_run_stopped_before_its_commit_never_was(clerk, tmp_path, monkeypatch, expected):
    fresh(clerk, tmp_path / "stopped")
    before = clerk.published()
    with monkeypatch.context() as patched, clerk.open() as store:
        patched.setattr("pipeline.store.batch.Batch.discard", lambda _: None)
        batch, _ = clerk.fill(store, number=9)
        batch._flusher.close()
    assert (clerk.workspace.state / "staging" / "2" / "run" / "run.json").exists()
    assert finished(clerk) == (before, [1], [True], [])
    assert not (clerk.workspace.state / "staging").exists()
    with clerk.open() as store:
        clerk.run(store, number=2)
        data = {file.path for file in store.live("items") + store.live("items", at=1) + store.live("journal")}
    assert finished(clerk)[:3] == expected
    assert {
        path.relative_to(clerk.workspace.root).as_posix() for path in clerk.workspace.state.rglob("*.parquet")
    } == data


def test_nothing_is_rendered_or_published_that_is_not_what_was_committed(clerk):
    with clerk.open() as store:
        batch, closing = clerk.fill(store)
        batch.commit(closing)
    (clerk.workspace.state / "staging/1/run/run.json").write_bytes(b"{2}")
    with pytest.raises(UnfinishedError, match="damaged") as stop:
        clerk.open()
    assert stop.value.exit_code == 4
    assert clerk.published() == {}
    (clerk.workspace.state / "staging/1/run/run.json").write_bytes(b"{1}")
    assert finished(clerk)[3] == [1]


def test_a_disk_that_fails_while_publishing_leaves_it_to_the_next_command(clerk, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with clerk.open() as store:
        batch, closing = clerk.fill(store)
        batch.commit(closing)
        with monkeypatch.context() as patched:
            patched.setattr(files, "replace", full)
            with pytest.raises(UnfinishedError, match="No space left"):
                batch.publish()
    assert finished(clerk)[2:] == ([True], [1])


def test_a_rejected_file_that_was_corrected_in_the_meantime_stays_corrected(clerk, monkeypatch):
    with monkeypatch.context() as patched, clerk.open() as store:
        batch, closing = clerk.fill(store)
        batch.commit(closing)
        patched.setattr(publication, "back_up", lambda *_: (_ for _ in ()).throw(Killed))
        with pytest.raises(Killed):
            batch.publish()
    path = clerk.workspace.rejected / "run-1_a.tsv"
    path.write_bytes(b"corrected")
    assert finished(clerk)[3] == [1]
    assert path.read_bytes() == b"corrected"


def test_an_inbox_entry_that_changed_after_it_was_read_stays(clerk):
    changed, same = clerk.drop("changed.tsv", b"old"), clerk.drop("same.tsv", b"same")
    with clerk.open() as store:
        batch, closing = clerk.fill(store)
        changed.write_bytes(b"new")
        batch.commit(closing)
        assert batch.publish() == []
        assert store.stuck() == set()
    assert (changed.exists(), same.exists()) == (True, False)
    assert sorted(path.name[17:] for path in clerk.workspace.archive.rglob("*.tsv")) == ["changed.tsv", "same.tsv"]


def test_an_entry_that_cannot_be_removed_is_named_and_never_read_again(clerk, monkeypatch):
    def refuse(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    entry = clerk.drop("stock.tsv")
    with clerk.open() as store:
        with monkeypatch.context() as patched:
            patched.setattr(publication, "_removed", lambda *_: False)
            assert clerk.run(store)[1] == [SkippedFile("stock.tsv", "cannot-remove")]
            assert clerk.run(store)[1] == [SkippedFile("stock.tsv", "cannot-remove")]
        assert [len(store.feeds(run)) for run in (1, 2)] == [1, 0]
        assert len(store.stuck()) == 1
    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        with clerk.open() as store:
            assert store.left == [SkippedFile("stock.tsv", "cannot-remove")]
    with clerk.open() as store:
        assert store.left == []
        assert store.stuck() == set()
    assert not entry.exists()


def test_the_same_bytes_are_a_duplicate_once_a_record_had_an_effect(clerk):
    with clerk.open() as store:
        for number, changes in enumerate(
            [
                {"accepted": 0, "rejected": 1},
                {"accepted": 0, "records": 0},
                {"status": "refused", "accepted": 0},
                {"format": "inventory"},
            ],
            1,
        ):
            clerk.drop(f"{number}.tsv")
            batch, closing = clerk.fill(store)
            [row] = closing.feeds
            sha256 = row.sha256
            batch.commit(replace(closing, feeds=[replace(row, **changes)]))
            batch.publish()
            assert store.feed(sha256) is None
        clerk.drop("held.tsv")
        batch, closing = clerk.fill(store)
        batch.commit(replace(closing, feeds=[replace(closing.feeds[0], accepted=0, held=1)]))
        batch.publish()
        assert (store.feed(sha256).run, store.feed(sha256).name) == (5, "held.tsv")
        clerk.run(store, let_go={store.feed(sha256).feed: 1})
        assert store.feed(sha256) is None


def test_a_workspace_moved_away_in_between_is_completed_where_it_is(clerk, tmp_path):
    clerk.drop("orders.tsv")
    with clerk.open() as store:
        batch, closing = clerk.fill(store)
        batch.commit(closing)
    clerk.workspace = Workspace.find(clerk.workspace.root.rename(tmp_path / "elsewhere"))
    published, items, *_ = finished(clerk)
    assert items == [1]
    assert "reports/2026-10-02/run-1/run.json" in published
    assert not any(path.startswith("inbox/") for path in published)


def test_a_folder_in_the_way_of_the_reports_is_not_overwritten(clerk):
    with clerk.open() as store:
        batch, closing = clerk.fill(store)
        batch.commit(closing)
    (clerk.workspace.root / batch.run_folder).mkdir(parents=True)
    (clerk.workspace.root / batch.run_folder / "mine.txt").write_text("mine")
    with pytest.raises(UnfinishedError, match="in the way"):
        clerk.open()
    assert (clerk.workspace.root / batch.run_folder / "mine.txt").exists()


def test_a_disk_without_links_has_the_text_files(clerk, monkeypatch):
    def no_links(*_, **__):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "symlink_to", no_links)
    with clerk.open() as store:
        clerk.run(store)
    assert not (clerk.workspace.reports / "latest").exists()
    assert (clerk.workspace.reports / "latest.txt").read_text() == "2026-10-02/run-1\n"


def test_a_link_that_fails_for_another_reason_is_not_passed_over(clerk, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with clerk.open() as store:
        batch, closing = clerk.fill(store)
        batch.commit(closing)
        with monkeypatch.context() as patched:
            patched.setattr(Path, "symlink_to", full)
            with pytest.raises(UnfinishedError, match="No space left"):
                batch.publish()
    assert finished(clerk)[3] == [1]


def test_a_day_without_orders_is_not_pointed_at(clerk):
    with clerk.open() as store:
        batch = store.begin(MIDNIGHT)
        batch.commit(RunClosing(0, MIDNIGHT, MIDNIGHT))
        assert batch.publish() == []
    assert set(clerk.published()) == {"reports/latest", "reports/latest.txt"}


def test_a_catalogue_that_fails_during_recovery_is_a_failure(clerk, monkeypatch):
    def locked(*_):
        raise sqlite3.OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr("pipeline.store.store.clear", locked)
        with pytest.raises(FailureError, match="database is locked"):
            clerk.open()
    clerk.open().close()
