"""What is no longer needed goes, and the catalogue is copied: the end of every run."""

from __future__ import annotations

import sqlite3
from itertools import chain
from pathlib import Path

from pipeline import files
from pipeline.store.datafiles import DATA
from pipeline.store.segment_files import SEGMENTS, segment_paths

BACKUP = "catalogue.backup.sqlite"


def remove_unknown_files(root: Path, connection: sqlite3.Connection) -> None:
    """Remove data files that the catalogue does not know: too old for the history, or of a run that never was.

    Only under the lock and without an open batch.
    """
    known = {path for (path,) in connection.execute("SELECT path FROM data_file")} | segment_paths(connection)
    for path in chain((root / DATA).rglob("*.parquet"), (root / SEGMENTS).glob("*.tsv")):
        if path.relative_to(root).as_posix() not in known:
            path.unlink()


def back_up_catalogue(state: Path, connection: sqlite3.Connection) -> None:
    """Copy the catalogue: without it nobody can tell which data files live."""
    files.write_in_place(state / BACKUP, connection.serialize())
