"""A workspace of the first version of the store: read as it is, brought up to date by the first run, or not at all.

The file is a real one: the demo of the version before, after seven of its runs.
"""

import signal
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing, contextmanager
from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from pipeline.errors import FailureError, UnfinishedError
from pipeline.operations.play_demo import play
from pipeline.publish import from_store
from pipeline.run import run
from pipeline.store import Store, catalogue, datafiles
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas.stored_tables import SCHEMAS
from tests.support.golden_demo import golden_files, published_files
from tests.support.paths import GOLDEN

KILLED_WHILE_WRITING = """
import os, signal, sys
from pathlib import Path
from pipeline.store import Store, datafiles
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

workspace = Workspace(Path(sys.argv[1]))
write, left = datafiles.write, [int(sys.argv[2])]

def dying(*args):
    left[0] -= 1
    if left[0] < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return write(*args)

datafiles.write = dying
with Store.open(workspace, Settings.read(workspace.settings_file)) as store:
    store.upgrade(lambda *_: None)
"""


@pytest.fixture
def former(tmp_path):
    """The workspace as the version before has left it."""
    with tarfile.open(GOLDEN / "workspace-version-1.tar.xz") as archive:
        archive.extractall(tmp_path, filter="data")
    return Workspace(tmp_path / "demo")


def opened(workspace):
    return Store.open(workspace, Settings.read(workspace.settings_file))


def files_of(workspace):
    """The rows of the catalogue about data files, and the version of the store."""
    with sqlite3.connect(workspace.state / "catalogue.sqlite") as connection:
        return connection.execute("SELECT * FROM data_file ORDER BY path").fetchall(), catalogue.version_of(connection)


def rows_of(workspace):
    """What the store holds after each run, table by table, in no order."""
    with opened(workspace) as store:
        return {
            (name, run.run): sorted(map(str, store.read(name, schema=SCHEMAS[name], as_of_run=run.run).to_pylist()))
            for name in SCHEMAS
            for run in store.runs()
        }


def rendered(workspace, folder):
    """The hashes of all reports of earlier runs, made again."""
    with opened(workspace) as store:
        return {
            path: row.sha256
            for run in store.runs()
            for path, (row, _) in from_store.render_reports(store, run, folder / str(run.run)).items()
        }


def published(workspace):
    with opened(workspace) as store:
        return {
            row.path: row.sha256
            for run in store.runs()
            for row in store.reports(run.run)
            if row.kind in {"run", "day"} and not row.path.endswith("run.json")
        }


def test_it_is_read_as_it_is_and_its_reports_can_be_made_again(former, tmp_path):
    before = files_of(former)
    assert before[1] == 1
    assert rendered(former, tmp_path) == published(former)
    assert files_of(former) == before


def test_the_next_nights_publish_what_they_would_have_published(former, tmp_path):
    play(former.root, lambda _: None)
    now, golden = published_files(former.root), golden_files()
    assert [name for name in golden if now.get(name) != golden[name]] == []
    assert rendered(former, tmp_path) == published(former)


def test_every_row_of_every_kept_run_is_the_same_and_stands_by_shard(former):
    before = rows_of(former)
    with opened(former) as store:
        store.upgrade(lambda *_: None)
        [place] = [file for file in store.live_files("journal") if file.added == 1]
        assert datafiles.SHARD in datafiles.pq.read_schema(former.root / place.path).names
    assert rows_of(former) == before
    rows, version = files_of(former)
    assert (version, {row[1] for row in rows} - set(SCHEMAS)) == (catalogue.CATALOGUE_VERSION, set())


def test_it_is_done_once(former):
    steps = []
    with opened(former) as store:
        store.upgrade(lambda *progress: steps.append(progress))
        after = files_of(former)
        assert len(steps) == len(after[0])
        store.upgrade(lambda *progress: steps.append(progress))
    assert (files_of(former), len(steps)) == (after, len(after[0]))


@pytest.mark.parametrize("files", [0, 40])
def test_killed_in_the_middle_it_is_as_before_and_the_next_run_does_it(former, files, tmp_path):
    before = files_of(former)
    command = [sys.executable, "-c", KILLED_WHILE_WRITING, str(former.root), str(files)]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    assert files_of(former) == before
    assert rendered(former, tmp_path) == published(former)
    play(former.root, lambda _: None)
    known = {former.root / row[0] for row in files_of(former)[0]}
    assert set((former.state / "data").rglob("*.parquet")) == known


def test_without_room_nothing_changes_and_it_is_said(former, monkeypatch):
    before = files_of(former), sorted((former.state / "data").rglob("*.parquet"))

    def full(*_):
        raise OSError(28, "No space left on device")

    with opened(former) as store:
        monkeypatch.setattr(datafiles, "write", full)
        with pytest.raises(FailureError, match="could not be brought up to date"):
            store.upgrade(lambda *_: None)
    assert (files_of(former), sorted((former.state / "data").rglob("*.parquet"))) == before


def test_an_interrupt_right_after_the_commit_leaves_the_files_that_the_catalogue_names(former, monkeypatch):
    commit = catalogue.transaction

    @contextmanager
    def interrupted(connection):
        with commit(connection):
            yield
        raise KeyboardInterrupt

    with opened(former) as store:
        monkeypatch.setattr(catalogue, "transaction", interrupted)
        with pytest.raises(KeyboardInterrupt):
            store.upgrade(lambda *_: None)
        monkeypatch.undo()
    rows, version = files_of(former)
    assert version == catalogue.CATALOGUE_VERSION
    assert [row[0] for row in rows if not (former.root / row[0]).exists()] == []


def test_who_has_listed_the_files_before_reads_them_until_the_run_after(former):
    with opened(former) as store:
        days = [store.last_run.as_of + timedelta(days=number) for number in (1, 2)]
    listed = [former.root / row[0] for row in files_of(former)[0]]
    contents = [pq.read_table(path) for path in listed]
    assert run(former, days[0]).committed
    assert [pq.read_table(path) for path in listed] == contents
    assert run(former, days[1]).committed
    known = {former.root / row[0] for row in files_of(former)[0]}
    assert set((former.state / "data").rglob("*.parquet")) == known
    assert known.isdisjoint(listed)


def test_they_outlive_a_publication_that_stops_and_is_completed(former, monkeypatch):
    with opened(former) as store:
        tomorrow = store.last_run.as_of + timedelta(days=1)
    listed = {former.root / row[0] for row in files_of(former)[0]}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.store.publication.back_up_catalogue", full)
    with pytest.raises(UnfinishedError, match="No space left"):
        run(former, tomorrow)
    monkeypatch.undo()
    with opened(former) as store:
        assert len(store.recovered_runs) == 1
    assert [path for path in listed if not path.exists()] == []


def test_a_dry_run_reads_it_as_it_is(former):
    before = files_of(former)
    with opened(former) as store:
        tomorrow = store.last_run.as_of + timedelta(days=1)
    assert run(former, tomorrow, dry_run=True).document["reports"]
    assert files_of(former) == before


def test_a_store_of_a_newer_version_is_refused_by_commands_that_only_read_too(former):
    with closing(sqlite3.connect(former.state / "catalogue.sqlite")) as connection:
        connection.execute(f"PRAGMA user_version = {catalogue.CATALOGUE_VERSION + 1}")
    settings = Settings.read(former.settings_file)
    for open_store in (Store.open, Store.open_read_only):
        with pytest.raises(FailureError, match="newer version"):
            open_store(former, settings)
