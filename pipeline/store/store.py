"""Opening the store: the lock, and recovery of what an earlier run left undone."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

from filelock import FileLock, Timeout

from pipeline import files
from pipeline.errors import BusyError, FailureError, NotWritableError, UsageError
from pipeline.inbox.take import SkippedFile
from pipeline.store import catalogue, group_access
from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import DATA, RunRow
from pipeline.store.publication import clear_inbox, publish_run
from pipeline.store.read_only_store import ReadOnlyStore
from pipeline.store.reader import CLOSED_REFUSAL, StoreReader
from pipeline.store.staging import STAGING
from pipeline.store.vacuum import BACKUP
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

CATALOGUE = "catalogue.sqlite"
LOCK = "lock"
_RESTORE = f"remove state/{CATALOGUE}-*, then copy state/{BACKUP} to state/{CATALOGUE}"
PRIVATE = 0o077
NOT_WRITABLE = (errno.EROFS, errno.EACCES, errno.EPERM)
MAY_READ = "run it as the owner of the workspace; `ordermill status` and other commands that only read work here"


class Store(StoreReader):
    """The store of a workspace, open under its lock. Everything that it writes is for the owner alone."""

    def __init__(
        self, workspace: Workspace, settings: Settings, connection: sqlite3.Connection, exit_stack: ExitStack
    ) -> None:
        super().__init__(workspace.root, connection)
        self.workspace = workspace
        self.settings = settings
        self.recovered_runs: list[int] = []
        self.unremoved: list[SkippedFile] = []
        self._exit_stack = exit_stack
        self._batch: Batch | None = None

    @classmethod
    def open(cls, workspace: Workspace, settings: Settings) -> Self:
        """Take the lock and recover: complete what is committed, forget what is not.

        `recovered_runs`: the runs that were completed now; `unremoved`: inbox entries that still cannot be removed.
        Raises BusyError, UsageError (zone, shards, anchor or cycle were changed), UnfinishedError, FailureError.
        """
        with ExitStack() as exit_stack:
            exit_stack.callback(os.umask, os.umask(PRIVATE))
            exit_stack.callback(_lock(workspace.state).release)
            connection = exit_stack.enter_context(closing(_connect(workspace)))
            store = cls(workspace, settings, connection, exit_stack)
            try:
                store._check_fixed_settings()
                store._recover()
            except sqlite3.Error as error:
                raise FailureError(f"state/{CATALOGUE} cannot be used: {error}", _RESTORE) from error
            store._exit_stack = exit_stack.pop_all()
            return store

    @classmethod
    def open_read_only(cls, workspace: Workspace, settings: Settings, *, in_progress: bool = True) -> ReadOnlyStore:
        """Read the last published run without the lock and without recovery.

        For use when `open` raises BusyError (in_progress: another run works) or NotWritableError. Raises FailureError
        when the catalogue cannot be read.
        """
        lock = workspace.state / LOCK
        path = workspace.state / CATALOGUE
        since = datetime.fromtimestamp(lock.stat().st_mtime, UTC) if in_progress and lock.exists() else None
        try:
            connection = catalogue.read_only(path) if path.exists() else catalogue.connect(Path(":memory:"))
        except (OSError, sqlite3.Error) as error:
            raise FailureError(f"state/{CATALOGUE} cannot be read: {error}", MAY_READ) from error
        return ReadOnlyStore(workspace, settings, connection, since, in_progress=in_progress)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Forget a batch that was not committed, close the catalogue, give the lock back."""
        with self._exit_stack:
            if self._batch:
                self._batch.discard()

    def upgrade(self, tell: Callable[[int, int], None]) -> None:
        """Bring the data files of an older version up to date, before a run. tell: how many are written, of how many.

        Raises FailureError: then the store is as it was.
        """
        from pipeline.store.sharding import Sharding
        from pipeline.store.upgrade import upgrade

        upgrade(self.root, self._connection, Sharding(self.order_ids(), self.settings.shards), tell)

    def close_refusals(self, feeds: Iterable[int], at: datetime) -> None:
        """Feeds that were refused whole wait for nobody from now on."""
        rows = [(f"{CLOSED_REFUSAL}{feed}", at.isoformat(timespec="seconds")) for feed in feeds]
        with catalogue.transaction(self._connection):
            self._connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", rows)

    def keep_value(self, name: str, value: str) -> None:
        """Keep a value that is derived from what is stored; no run needs it."""
        with catalogue.transaction(self._connection):
            self._connection.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", [name, value])

    def begin(self, as_of: datetime, scratch: Path | None = None) -> Batch:
        """Begin the next run. With `scratch`, an empty folder, it is a rehearsal: all files go there, none is kept.

        Raises UsageError when `as_of` is earlier than that of the last committed run, or when files should be readable
        by a group in which we are not.
        """
        last = self.last_run
        if last and as_of < last.as_of:
            raise UsageError(
                f"as-of {as_of.isoformat()} is before that of run {last.run}, {last.as_of.isoformat()}",
                "name a later time with --as-of, or leave it out to use the present",
            )
        if self.settings.reports.group_readable:
            group_access.check_group(self.workspace)
        if self._batch:
            self._batch.discard()
        self._batch = Batch(self.workspace, self.settings, self._connection, as_of, scratch)
        return self._batch

    def _check_fixed_settings(self) -> None:
        """The zone is fixed when the store is made, shards by the first run, anchor and cycle by a closed period."""
        wanted = {"zone": self.settings.zone, "shards": str(self.settings.shards)}
        with catalogue.transaction(self._connection):
            if not self.last_run:
                self._connection.execute("DELETE FROM meta WHERE name = 'shards'")
            self._connection.executemany("INSERT OR IGNORE INTO meta VALUES (?, ?)", list(wanted.items()))
        fixed = {name: value for name, value in self.meta().items() if name in wanted}
        for period in self.periods()[:1]:
            [closing_run] = catalogue.select(self._connection, RunRow, "run", "WHERE run = ?", period.run)
            fixed |= _cycle_settings(closing_run.settings)
            wanted |= _cycle_settings(self.settings.as_json())
        for name, value in fixed.items():
            if wanted[name] != value:
                raise UsageError(
                    f"{self.workspace.settings_file.name}: {name} is {wanted[name]}, but this workspace uses {value}",
                    f"set it back to {value}; it can no longer be changed",
                )

    def _recover(self) -> None:
        for run in catalogue.select(self._connection, RunRow, "run", "WHERE published = 0 ORDER BY run"):
            publish_run(self.workspace, self.settings, self._connection, run, verify=True)
            self.recovered_runs.append(run.run)
        last = self.last_run.run if self.last_run else 0
        self.unremoved = clear_inbox(self._connection, self.workspace.inbox_folder(self.settings), last)
        shutil.rmtree(self.workspace.root / STAGING, ignore_errors=True)


def open_reader(workspace: Workspace, settings: Settings) -> Store | ReadOnlyStore:
    """The store for a command that only reads: recovered under the lock, else up to the last published run.

    Who may not write repairs nothing, and whatever state a killed run left is not theirs to complete.
    """
    try:
        return Store.open(workspace, settings)
    except BusyError:
        return Store.open_read_only(workspace, settings)
    except NotWritableError:
        return Store.open_read_only(workspace, settings, in_progress=False)


def _cycle_settings(settings: str) -> dict[str, str]:
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
        raise BusyError(
            "another run is in progress", "wait until it is finished; `ordermill status` shows when it is"
        ) from error
    except OSError as error:
        if error.errno in NOT_WRITABLE:
            raise NotWritableError(f"{state} cannot be written: {error.strerror}", MAY_READ) from error
        # No fault of ours: the folder cannot be written, the disk is full, or it knows no flock (ENOSYS, ENOLCK).
        raise FailureError(
            f"cannot lock {state}: {error.strerror}",
            "check that you may write there and that the disk has room; it must support file locks",
        ) from error
    return lock


def _connect(workspace: Workspace) -> sqlite3.Connection:
    path = workspace.state / CATALOGUE
    if not path.exists() and (workspace.root / DATA).exists():
        raise FailureError(f"state/{CATALOGUE} is missing", _RESTORE)
    try:
        connection = catalogue.connect(path)
        files.sync(workspace.state)
    except (OSError, sqlite3.Error) as error:
        raise FailureError(f"state/{CATALOGUE} cannot be opened: {error}", _RESTORE) from error
    return connection
