"""Commands that only read, where nothing may be written. Feeds and runs, 15.7."""

import errno
import json
import os
import sqlite3
from datetime import datetime

import pytest

from pipeline.store import Store, catalogue
from tests.support.command_line import ordermill
from tests.support.seller_workspace import ORDER, RUN_TIMES

READING = [
    ["status"],
    ["orders", "list"],
    ["orders", "show", ORDER["order-id"]],
    ["orders", "check", "picks.tsv"],
    ["report", "orders"],
    ["rejects", "list"],
    ["check", "picks.tsv"],
]


def refuse(number):
    def refuse_lock(*_, **__):
        raise OSError(number, os.strerror(number))

    return refuse_lock


@pytest.fixture
def read_only(workspace, tmp_path, monkeypatch):
    """A workspace as one sees it who may not write: no lock, and a catalogue that opens only as it lies."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "picks.tsv").write_text(f"order-id\n{ORDER['order-id']}\n")
    open_catalogue = sqlite3.connect

    def connect(database, **how):
        if "mode=ro" in str(database) and "immutable" not in str(database):
            raise sqlite3.OperationalError("unable to open database file")
        if "catalogue.sqlite" in str(database) and "immutable" not in str(database):
            pytest.fail("the catalogue was opened for writing")
        return open_catalogue(database, **how)

    def make_read_only(number=errno.EROFS):
        monkeypatch.setattr("filelock.FileLock.acquire", refuse(number))
        monkeypatch.setattr(catalogue.sqlite3, "connect", connect)
        return workspace

    return make_read_only


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_command_that_reads_says_the_same_and_changes_nothing(read_only, workspace, command):
    writing = ordermill(*command, "-w", workspace.root)
    before = workspace.files()
    read_only()
    ended = ordermill(*command, "-w", workspace.root)
    assert (ended.exit_code, ended.stdout, ended.stderr) == (writing.exit_code, writing.stdout, writing.stderr)
    assert workspace.files() == before


@pytest.mark.parametrize("number", [errno.EROFS, errno.EACCES, errno.EPERM])
def test_the_document_says_that_nothing_may_be_written(read_only, number):
    document = json.loads(ordermill("status", "-w", read_only(number).root, "--json").stdout)
    assert (document["read_only"], document["in_progress"], document["unpublished"]) == (True, False, None)


def test_a_run_that_is_committed_and_not_published_is_named_and_not_completed(read_only, workspace, monkeypatch):
    def stop(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("pipeline.store.publication._point_links", stop)
    assert ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1]).exit_code == 4
    read_only()
    text = "run 2 is committed, not yet published"
    assert text in ordermill("status", "-w", workspace.root).stdout
    assert ordermill("report", "orders", "-w", workspace.root).stderr.startswith(text)
    document = json.loads(ordermill("status", "-w", workspace.root, "--json").stdout)
    assert (document["run"]["run"], document["unpublished"], document["recovered"]) == (1, 2, [])
    monkeypatch.undo()
    document = json.loads(ordermill("status", "-w", workspace.root, "--json").stdout)
    assert (document["run"]["run"], document["unpublished"], document["recovered"]) == (2, None, [2])


@pytest.mark.parametrize("command", [["run"], ["rejects", "close", "a.tsv"]])
def test_what_writes_says_that_it_may_not(read_only, command):
    ended = ordermill(*command, "-w", read_only().root)
    assert ended.exit_code == 1
    assert ended.stderr.splitlines()[0].endswith("state cannot be written: Read-only file system")
    assert "TIP: run it as the owner of the workspace" in ended.stderr


def test_a_catalogue_that_cannot_be_read_at_all_is_a_failure(read_only, workspace):
    (workspace.root / "state" / "catalogue.sqlite").write_bytes(b"no database, and long enough to be looked at" * 99)
    ended = ordermill("status", "-w", read_only().root)
    assert (ended.exit_code, ended.stderr.splitlines()[0][:41]) == (1, "state/catalogue.sqlite cannot be read: fi")


def test_an_open_store_is_never_read_as_if_nobody_wrote(workspace):
    with workspace.open_store() as store:
        store.begin(datetime.fromisoformat(RUN_TIMES[1]))
        with Store.open_read_only(workspace.folders, workspace.settings) as reading:
            assert (reading.in_progress, reading.last_run.run) == (True, 1)
