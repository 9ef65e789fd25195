"""Opening the store: the lock, and recovery of what an earlier run left undone."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from pipeline import files
from pipeline.errors import BusyError, FailureError, UsageError
from pipeline.inbox.take import SkippedFile
from pipeline.store import catalogue, datafiles
from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import DataFile, RunRow
from pipeline.store.publication import clear, publish
from pipeline.store.reader import StoreReader
from pipeline.store.staging import STAGING
from pipeline.store.vacuum import BACKUP
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

CATALOGUE = "catalogue.sqlite"
LOCK = "lock"
_RESTORE = f"remove state/{CATALOGUE}-*, then copy state/{BACKUP} to state/{CATALOGUE}"
PRIVATE = 0o077


class ReadOnlyStore(StoreReader):
    """The store up to its last published run, read without the lock while another run works; `since` when."""

    def __init__(
        self, workspace: Workspace, settings: Settings, connection: sqlite3.Connection, since: datetime | None
    ) -> None:
        super().__init__(workspace.root, connection)
        self.workspace, self.settings, self.since = workspace, settings, since
        self._batch: Batch | None = None

    @property
    def head(self) -> RunRow | None:
        """The last published run."""
        found = catalogue.select(self._connection, RunRow, "run", "WHERE published = 1 ORDER BY run DESC LIMIT 1")
        return found[0] if found else None

    def live(
        self, table: str, *, part: str | None = None, shard: int | None = None, at: int | None = None
    ) -> list[DataFile]:
        """The data files of a table that live after run `at`, by default the last published one, oldest first."""
        last = self.head.run if self.head else 0
        return super().live(table, part=part, shard=shard, at=last if at is None else at)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._batch:
            self._batch.discard()
        self._connection.close()

    def begin(self, as_of: datetime, scratch: Path) -> Batch:
        """Begin a rehearsal of the next run: all files go to `scratch`, an empty folder, and none is kept."""
        self._batch = Batch(self.workspace, self.settings, self._connection, as_of, scratch)
        return self._batch


class Store(StoreReader):
    """The store of a workspace, open under its lock. Everything that it writes is for the owner alone."""

    def __init__(
        self, workspace: Workspace, settings: Settings, connection: sqlite3.Connection, end: ExitStack
    ) -> None:
        super().__init__(workspace.root, connection)
        self.workspace, self.settings = workspace, settings
        self.recovered: list[int] = []
        self.left: list[SkippedFile] = []
        self._end = end
        self._batch: Batch | None = None

    @classmethod
    def open(cls, workspace: Workspace, settings: Settings) -> Self:
        """Take the lock and recover: complete what is committed, forget what is not.

        `recovered`: the runs that were completed now; `left`: inbox entries that still cannot be removed.
        Raises Busy, Usage (zone, shards, anchor or cycle were changed), Unfinished, Failed.
        """
        with ExitStack() as end:
            end.callback(os.umask, os.umask(PRIVATE))
            end.callback(_lock(workspace.state).release)
            connection = end.enter_context(closing(_connect(workspace)))
            store = cls(workspace, settings, connection, end)
            try:
                store._fix()
                store._recover()
            except sqlite3.Error as error:
                raise FailureError(f"state/{CATALOGUE} cannot be used: {error}", _RESTORE) from error
            store._end = end.pop_all()
            return store

    @classmethod
    def peek(cls, workspace: Workspace, settings: Settings) -> ReadOnlyStore:
        """Read the last published run without the lock and without recovery; for use when `open` says Busy."""
        lock, path = workspace.state / LOCK, workspace.state / CATALOGUE
        since = datetime.fromtimestamp(lock.stat().st_mtime, UTC) if lock.exists() else None
        connection = catalogue.read_only(path) if path.exists() else catalogue.connect(Path(":memory:"))
        return ReadOnlyStore(workspace, settings, connection, since)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget a batch that was not committed, close the catalogue, give the lock back."""
        with self._end:
            if self._batch:
                self._batch.discard()

    def begin(self, as_of: datetime, scratch: Path | None = None) -> Batch:
        """Begin the next run. With `scratch`, an empty folder, it is a rehearsal: all files go there, none is kept.

        Raises Usage when `as_of` is earlier than that of the last committed run.
        """
        head = self.head
        if head and as_of < head.as_of:
            raise UsageError(
                f"as-of {as_of.isoformat()} is before that of run {head.run}, {head.as_of.isoformat()}",
                "business time does not run backwards; leave --as-of out to use the present",
            )
        if self._batch:
            self._batch.discard()
        self._batch = Batch(self.workspace, self.settings, self._connection, as_of, scratch)
        return self._batch

    def _fix(self) -> None:
        """Zone and shard count are fixed when the store is made, anchor and cycle when a period has closed."""
        now = {"zone": self.settings.zone, "shards": str(self.settings.shards)}
        with catalogue.transaction(self._connection):
            self._connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", list(now.items()))
        fixed = {name: value for name, value in self.meta().items() if name in now}
        for period in self.periods()[:1]:
            [first] = catalogue.select(self._connection, RunRow, "run", "WHERE run = ?", period.run)
            fixed |= _cycle(first.settings)
            now |= _cycle(self.settings.as_json())
        for name, value in fixed.items():
            if now[name] != value:
                raise UsageError(
                    f"{self.workspace.settings_file.name}: {name} is {now[name]}, this workspace works with {value}",
                    "set it back; it cannot be changed any more",
                )

    def _recover(self) -> None:
        for run in catalogue.select(self._connection, RunRow, "run", "WHERE published = 0 ORDER BY run"):
            publish(self.workspace, self.settings, self._connection, run, verify=True)
            self.recovered.append(run.run)
        last = self.head.run if self.head else 0
        self.left = clear(self._connection, self.workspace.inbox_folder(self.settings), last)
        shutil.rmtree(self.workspace.root / STAGING, ignore_errors=True)


def reader(workspace: Workspace, settings: Settings) -> Store | ReadOnlyStore:
    """The store for a command that only reads: recovered under the lock, else up to the last published run."""
    try:
        return Store.open(workspace, settings)
    except BusyError:
        return Store.peek(workspace, settings)


def _cycle(settings: str) -> dict[str, str]:
    section = json.loads(settings)["settlement"]
    return {f"settlement.{name}": str(section[name]) for name in ("cycle_days", "anchor")}


def _lock(state: Path) -> FileLock:
    """The lock, held. The time of its file tells since when."""
    try:
        files.make_folder(state)
        lock = FileLock(state / LOCK, timeout=0, mode=0o600, fallback_to_soft=False, preserve_lock_file=True)
        lock.acquire()
        os.utime(state / LOCK)
    except Timeout as error:
        raise BusyError("another run holds the lock", "wait until it is done; see `ordermill status`") from error
    except (OSError, NotImplementedError) as error:
        raise FailureError(
            f"cannot lock {state}: {error}", "the workspace must lie on a disk that knows locks"
        ) from error
    return lock


def _connect(workspace: Workspace) -> sqlite3.Connection:
    path = workspace.state / CATALOGUE
    if not path.exists() and (workspace.root / datafiles.DATA).exists():
        raise FailureError(f"state/{CATALOGUE} is missing", _RESTORE)
    try:
        connection = catalogue.connect(path)
        files.sync(workspace.state)
    except (OSError, sqlite3.Error) as error:
        raise FailureError(f"state/{CATALOGUE} cannot be opened: {error}", _RESTORE) from error
    return connection
