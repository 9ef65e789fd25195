"""The store beside a run that works, or where nothing may be written: the last published run, without the lock."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Self

from pipeline.store import catalogue
from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import DataFile, RunRow, SegmentRow
from pipeline.store.reader import StoreReader
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings


class ReadOnlyStore(StoreReader):
    """The store up to its last published run, read without the lock: another run works, or nothing may be written.

    `in_progress`: which of the two. `running_since`: when that run began, as far as its lock tells.
    """

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        connection: sqlite3.Connection,
        running_since: datetime | None,
        *,
        in_progress: bool = True,
    ) -> None:
        super().__init__(workspace.root, connection)
        self.workspace = workspace
        self.settings = settings
        self.running_since = running_since
        self.in_progress = in_progress
        self._batch: Batch | None = None

    @property
    def last_run(self) -> RunRow | None:
        """The last published run."""
        runs = catalogue.select(self._connection, RunRow, "run", "WHERE published = 1 ORDER BY run DESC LIMIT 1")
        return runs[0] if runs else None

    @property
    def unpublished(self) -> int | None:
        """The run that is committed and not published yet: whoever may write completes it."""
        number: int | None = self._connection.execute("SELECT max(run) FROM run WHERE published = 0").fetchone()[0]
        return number

    def live_files(
        self, table: str, *, part: str | None = None, shard: int | None = None, as_of_run: int | None = None
    ) -> list[DataFile]:
        """The data files of a table that live after a run, by default the last published one, oldest first."""
        if as_of_run is None:
            as_of_run = self.last_run.run if self.last_run else 0
        return super().live_files(table, part=part, shard=shard, as_of_run=as_of_run)

    def segments(self, as_of_run: int | None = None) -> list[SegmentRow]:
        """The segments that live after a run, by default the last published one."""
        if as_of_run is None:
            as_of_run = self.last_run.run if self.last_run else 0
        return super().segments(as_of_run)

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
