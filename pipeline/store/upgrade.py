"""A store of the first version becomes one of the second, in one committed step before the first run of this version.

Every data file that is still kept is rewritten under a new name, with the columns of today and its rows by
shard; then one transaction puts the new files in the place of the old ones. Whatever is killed before it leaves the
store as it was: the new files are known to nobody and go with the run after it. The old ones stay until the run after
the first one, because somebody may have listed them and be reading them.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from pipeline import files
from pipeline.errors import FailureError
from pipeline.store import catalogue, datafiles
from pipeline.store.catalogue_rows import DataFile
from pipeline.store.former_files import table_of_today
from pipeline.store.vacuum import keep_former_files
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable

    import pyarrow as pa

    from pipeline.store.sharding import Sharding

OPEN = "open"


def upgrade(root: Path, connection: sqlite3.Connection, sharding: Sharding, tell: Callable[[int, int], None]) -> None:
    """Bring a store to the version of today; nothing where it has it. sharding: of all orders of the store.

    tell: how many data files are written, of how many. Raises FailureError: then the store is as it was.
    """
    if catalogue.version_of(connection) >= catalogue.CATALOGUE_VERSION:
        return
    written: list[DataFile] = []
    try:
        _write_files(root, connection, sharding, tell, written)
        with catalogue.transaction(connection):
            _name_new_files(connection, written)
    except BaseException as error:
        _remove_unknown(root, connection, written)
        if isinstance(error, (OSError, sqlite3.Error)):
            raise FailureError(
                f"the store could not be brought up to date: {error}",
                "check that the disk has room for a second copy of state/data, then run again",
            ) from error
        raise


def _write_files(
    root: Path,
    connection: sqlite3.Connection,
    sharding: Sharding,
    tell: Callable[[int, int], None],
    written: list[DataFile],
) -> None:
    """Write every data file under a new name and through to the disk. written: takes each as soon as it is there."""
    former = catalogue.select(connection, DataFile, "data_file", "ORDER BY path")
    with closing(files.Flusher(root)) as flusher:
        for number, file in enumerate(former):
            tell(number, len(former))
            written.append(_rewrite(root, file, sharding))
            flusher.later(root / written[-1].path)
        flusher.wait()


def _name_new_files(connection: sqlite3.Connection, written: list[DataFile]) -> None:
    """What the transaction does that makes the store one of today."""
    connection.execute("DELETE FROM data_file")
    catalogue.insert(connection, "data_file", written)
    connection.execute(catalogue.SEGMENT_SCHEMA)
    keep_former_files(connection)
    catalogue.set_version(connection)


def _rewrite(root: Path, file: DataFile, sharding: Sharding) -> DataFile:
    """The rows of a data file in a new one, which lives as long as the old one did."""
    table = table_of_today(file.table_name)
    rows = datafiles.read(root, [file], schema=SCHEMAS[table])
    place = datafiles.FilePlace(root, table, file.part, file.shard, file.added)
    return replace(datafiles.write(place, rows, _shards(rows, file, sharding)), removed=file.removed)


def _shards(rows: pa.Table, file: DataFile, sharding: Sharding) -> np.ndarray | None:
    """The shard of each row, where a file has rows of several orders' shards."""
    if file.part == OPEN or "order_key" not in rows.column_names:
        return None
    return sharding.shards(rows["order_key"].to_numpy())


def _remove_unknown(root: Path, connection: sqlite3.Connection, written: list[DataFile]) -> None:
    """Remove the new files, but never such as the catalogue names: a commit that fails may have come through."""
    with suppress(sqlite3.Error):
        if catalogue.version_of(connection) < catalogue.CATALOGUE_VERSION:
            for file in written:
                (root / file.path).unlink(missing_ok=True)
