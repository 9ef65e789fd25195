"""What is no longer needed goes, and the catalogue is copied: the end of every run."""

from __future__ import annotations

import sqlite3
from itertools import chain
from pathlib import Path

from pipeline import files
from pipeline.store.catalogue_rows import DATA
from pipeline.store.segment_files import SEGMENTS, segment_paths

BACKUP = "catalogue.backup.sqlite"
FORMER_FILES_KEPT_BY = "former_files_kept_by"
"""The name of the value that says which run keeps the data files from before an upgrade."""


def remove_unknown_files(root: Path, connection: sqlite3.Connection, run: int) -> None:
    """Remove files that the catalogue does not know when `run` publishes: too old for the history, or of no run.

    Those from before an upgrade go with the run after it. Only under the lock and without an open batch.
    """
    known = {path for (path,) in connection.execute("SELECT path FROM data_file")} | segment_paths(connection)
    data = () if _keeps_former_files(connection, run) else (root / DATA).rglob("*.parquet")
    for path in chain(data, (root / SEGMENTS).glob("*.tsv")):
        if path.relative_to(root).as_posix() not in known:
            path.unlink()


def keep_former_files(connection: sqlite3.Connection) -> None:
    """Let the next run keep the data files that the catalogue no longer names: whoever has listed them still reads."""
    next_run = "INSERT OR REPLACE INTO meta SELECT ?, CAST(coalesce(max(run), 0) + 1 AS TEXT) FROM run"
    connection.execute(next_run, [FORMER_FILES_KEPT_BY])


def _keeps_former_files(connection: sqlite3.Connection, run: int) -> bool:
    """Whether `run` is the first one after an upgrade."""
    value = connection.execute("SELECT value FROM meta WHERE name = ?", [FORMER_FILES_KEPT_BY]).fetchone()
    return value is not None and run <= int(value[0])


def back_up_catalogue(state: Path, connection: sqlite3.Connection) -> None:
    """Copy the catalogue: without it nobody can tell which data files live."""
    files.write_in_place(state / BACKUP, connection.serialize())
