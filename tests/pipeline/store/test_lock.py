"""Opening: one at a time, and only with what a workspace was made for."""

import errno
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.errors import BusyError, FailureError, UsageError
from pipeline.store import PeriodRow, Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support.paths import ROOT

HOLD = """
import sys
from pathlib import Path
from pipeline.workspace.settings import Settings
from pipeline.store import Store
from pipeline.workspace.folders import Workspace

with Store.open(Workspace(Path(sys.argv[1])), Settings()):
    print("open", flush=True)
    sys.stdin.readline()
"""


def test_of_two_processes_one_works_and_the_other_is_told_so(store_runner):
    with store_runner.open() as store:
        store_runner.run(store)
    command = [sys.executable, "-c", HOLD, str(store_runner.workspace.root)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "open\n"
        with pytest.raises(BusyError, match="another run is in progress") as stop:
            store_runner.open()
        assert stop.value.exit_code == 75
        with Store.open_read_only(store_runner.workspace, store_runner.settings) as reading_store:
            assert reading_store.last_run.run == 1
        other.kill()
    store_runner.open().close()


def test_within_one_process_too_only_one_works(store_runner):
    with store_runner.open(), pytest.raises(BusyError):
        store_runner.open()
    store_runner.open().close()


@pytest.mark.parametrize("change", [{"zone": "Asia/Seoul"}, {"shards": 8}])
def test_zone_and_shards_stay_what_they_were_in_the_first_run(store_runner, change):
    with store_runner.open() as store:
        store_runner.run(store)
    first = {name: getattr(Settings(), name) for name in change}
    with pytest.raises(UsageError, match=r"ordermill\.toml: (zone|shards) is") as stop:
        Store.open(store_runner.workspace, replace(Settings(), **change))
    assert [stop.value.tip] == [f"set it back to {value}; it can no longer be changed" for value in first.values()]
    store_runner.open().close()


def test_the_shards_are_those_of_the_first_run_that_is_committed(store_runner):
    store_runner.open().close()
    for shards in (8, 64, 4):
        store_runner.settings = replace(Settings(), shards=shards)
        with store_runner.open() as store:
            assert store.meta()["shards"] == str(shards)
            store_runner.fill(store)
    with store_runner.open() as store:
        batch, closing = store_runner.fill(store)
        batch.commit(closing)
    with pytest.raises(UsageError, match="shards is 16, but this workspace uses 4"):
        Store.open(store_runner.workspace, Settings())


def test_the_zone_is_that_of_the_first_opening(store_runner):
    store_runner.open().close()
    with pytest.raises(UsageError, match="zone is Asia/Seoul, but this workspace uses Asia/Tokyo"):
        Store.open(store_runner.workspace, replace(Settings(), zone="Asia/Seoul"))


def test_the_cycle_is_fixed_once_a_period_has_closed(store_runner):
    weekly = replace(Settings(), settlement=replace(Settings().settlement, cycle_days=7))
    start = datetime(2026, 9, 1, tzinfo=UTC)
    Store.open(store_runner.workspace, weekly).close()
    with store_runner.open() as store:
        store_runner.run(
            store, periods=[PeriodRow("OM-1", start, start + timedelta(14), start + timedelta(16), 0, 0, 0, 1)]
        )
    with pytest.raises(UsageError, match=r"settlement\.cycle_days is 7"):
        Store.open(store_runner.workspace, weekly)
    store_runner.open().close()


def test_a_state_folder_that_cannot_be_locked_is_a_failure(tmp_path):
    workspace = Workspace.create(tmp_path / "shop")
    workspace.state.rmdir()
    workspace.state.write_text("no folder")
    with pytest.raises(FailureError, match=r"cannot lock .*state: File exists"):
        Store.open(workspace, Settings())


def test_a_disk_without_file_locks_is_a_failure(store_runner, monkeypatch):
    def refuse(*_):
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(FailureError, match=r"cannot lock .*state: Function not implemented") as error:
        store_runner.open()
    assert "must support file locks" in error.value.tip


def test_a_file_that_is_no_catalogue_is_a_failure(store_runner):
    (store_runner.workspace.state / "catalogue.sqlite").write_bytes(b"not a database, but long enough to be one" * 40)
    with pytest.raises(FailureError, match="cannot be opened"):
        store_runner.open()
