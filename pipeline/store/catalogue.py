"""The catalogue: one SQLite database. Its transaction is the only commit of a run."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import FailureError
from pipeline.inbox.taken_file import EPOCH

CATALOGUE_VERSION = 2
MICROSECOND = timedelta(microseconds=1)
SCHEMA = """
CREATE TABLE run (
    run INTEGER PRIMARY KEY, as_of INTEGER NOT NULL, day TEXT NOT NULL, settings_hash TEXT NOT NULL,
    settings TEXT NOT NULL, fees TEXT NOT NULL, exit_code INTEGER NOT NULL, started INTEGER NOT NULL,
    finished INTEGER NOT NULL, published INTEGER NOT NULL
) STRICT;
CREATE TABLE data_file (
    path TEXT PRIMARY KEY, table_name TEXT NOT NULL, part TEXT NOT NULL, shard INTEGER, rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER
) STRICT;
CREATE INDEX data_file_of_table ON data_file (table_name, part, shard);
CREATE TABLE feed (
    feed INTEGER PRIMARY KEY, run INTEGER NOT NULL, name TEXT NOT NULL, sha256 TEXT NOT NULL,
    file_sha256 TEXT NOT NULL, size INTEGER NOT NULL, received INTEGER NOT NULL, archived TEXT NOT NULL,
    entry BLOB NOT NULL, identity TEXT NOT NULL, staged TEXT NOT NULL, format TEXT NOT NULL, form TEXT NOT NULL,
    encoding TEXT NOT NULL, status TEXT NOT NULL, records INTEGER NOT NULL, accepted INTEGER NOT NULL,
    warning INTEGER NOT NULL, unchanged INTEGER NOT NULL, held INTEGER NOT NULL, rejected INTEGER NOT NULL,
    rejected_file TEXT NOT NULL, effect INTEGER NOT NULL, cleared INTEGER NOT NULL
) STRICT;
CREATE INDEX feed_by_content ON feed (sha256);
CREATE INDEX feed_of_run ON feed (run);
CREATE INDEX feed_not_cleared ON feed (cleared) WHERE cleared = 0;
CREATE TABLE report (
    run INTEGER NOT NULL, path TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, staged TEXT NOT NULL, PRIMARY KEY (run, path)
) STRICT;
CREATE TABLE period (
    settlement TEXT PRIMARY KEY, start INTEGER NOT NULL, "end" INTEGER NOT NULL, deposit_at INTEGER NOT NULL,
    total INTEGER NOT NULL, brought INTEGER NOT NULL, carried INTEGER NOT NULL, run INTEGER NOT NULL
) STRICT;
CREATE TABLE counter (
    run INTEGER NOT NULL, name TEXT NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (run, name)
) STRICT;
CREATE TABLE order_name (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""
SEGMENT_SCHEMA = """
CREATE TABLE IF NOT EXISTS segment (
    path TEXT PRIMARY KEY, settlement TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL,
    first_posted INTEGER NOT NULL, posted_before INTEGER NOT NULL, layout TEXT NOT NULL, rows INTEGER NOT NULL,
    amount INTEGER NOT NULL, unencodable TEXT NOT NULL, bytes INTEGER NOT NULL, crc32 INTEGER NOT NULL,
    added INTEGER NOT NULL, removed INTEGER
) STRICT
"""
"""The table of the segments, which a store of the first version may lack."""

Row = TypeVar("Row")


def connect(path: Path) -> sqlite3.Connection:
    """The catalogue of a workspace; a new one is made with all its tables in one transaction."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        _prepare(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def read_only(path: Path) -> sqlite3.Connection:
    """The catalogue for reading, beside a run that works or where nothing may be written.

    Reading beside a writer takes the files that SQLite keeps beside the database; where there are none and none may be
    made, nobody writes, and the database is read as it lies there. Raises sqlite3.Error, FailureError.
    """
    try:
        return _open_uri(path, "mode=ro")
    except sqlite3.OperationalError:
        return _open_uri(path, "mode=ro&immutable=1")


def _open_uri(path: Path, how: str) -> sqlite3.Connection:
    """The database opened in one way, and read once: only then SQLite sees whether it may."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
    connection.row_factory = sqlite3.Row
    try:
        connection.execute("SELECT max(run) FROM run").fetchone()
        _check_version(connection)
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: committed when the block ends, rolled back when it fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def insert(connection: sqlite3.Connection, table: str, rows: Iterable[Any]) -> None:
    """Insert dataclass rows; every field is a column of the table."""
    for row in rows:
        names = [item.name for item in fields(row)]
        columns = ", ".join(f'"{name}"' for name in names)
        placeholders = ", ".join("?" for _ in names)
        values = [column_value(getattr(row, name)) for name in names]
        connection.execute(f"INSERT INTO {table} ({columns}) VALUES ({placeholders})", values)  # noqa: S608  names are ours


def select(connection: sqlite3.Connection, row_type: type[Row], table: str, where: str = "", *values: Any) -> list[Row]:
    """Dataclass rows of a table; `where` is everything after FROM."""
    items: Any = fields(row_type)  # type: ignore[arg-type]  # a row is a dataclass
    columns = ", ".join(f'"{item.name}"' for item in items)
    rows = connection.execute(f"SELECT {columns} FROM {table} {where}", [*map(column_value, values)])  # noqa: S608
    return [row_type(*(_field_value(item.type, value) for item, value in zip(items, row, strict=True))) for row in rows]


def column_value(value: Any) -> Any:
    """A value as the catalogue keeps it: instants in microseconds since 1970, days as text."""
    if isinstance(value, datetime):
        return (value - EPOCH) // MICROSECOND
    return value.isoformat() if isinstance(value, date) else value


def _field_value(type_name: str, value: Any) -> Any:
    """A value of the catalogue as a row has it, by the name of the field's type."""
    read = {"datetime": lambda micros: EPOCH + micros * MICROSECOND, "date": date.fromisoformat, "bool": bool}
    return read[type_name](value) if type_name in read else value


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the store; 0 for one that has just been made."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def set_version(connection: sqlite3.Connection) -> None:
    """Note in a transaction that the store has the version of today."""
    connection.execute(f"PRAGMA user_version = {CATALOGUE_VERSION}")


def _check_version(connection: sqlite3.Connection) -> None:
    """Raise FailureError for a store that this version does not know."""
    if version_of(connection) > CATALOGUE_VERSION:
        raise FailureError(
            "the store was written by a newer version of ordermill", "install that version or a newer one"
        )


def _prepare(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    _check_version(connection)
    if version_of(connection) == 0:
        with transaction(connection):
            for statement in [*SCHEMA.split(";")[:-1], SEGMENT_SCHEMA]:
                connection.execute(statement)
            set_version(connection)
