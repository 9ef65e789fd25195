"""One run against the store: files first, then one transaction, then publication. Nothing before it can be seen."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import files
from pipeline.errors import FailureError
from pipeline.inbox.take import SkippedFile
from pipeline.inbox.taken_file import TakenFile
from pipeline.store import catalogue
from pipeline.store.catalogue_rows import DataFile, FeedRow, ReportRow, RunClosing, RunRow, run_folder
from pipeline.store.publication import publish_run
from pipeline.store.segment_files import SegmentFiles
from pipeline.store.staging import INCOMING, SCRATCH, Staging
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

_RETRY = "check that the disk has room and that you may write to state/, then run again"


class Batch:
    """A run that is being made.

    `run`: its number; `incoming`: where `inbox.take` copies to; `scratch`: for files of the run alone; `segments`: new
    ones.
    """

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        connection: sqlite3.Connection,
        as_of: datetime,
        scratch: Path | None = None,
    ) -> None:
        self.as_of = as_of
        self.day = settings.business_day(as_of)
        self.run: int = _last_number(connection, "run") + 1
        self.run_folder = run_folder(self.day, self.run)
        self.is_closed = False
        self._workspace = workspace
        self._settings = settings
        self._connection = connection
        self._is_rehearsal = scratch is not None
        self._root = scratch or workspace.root
        self._staging = Staging(self._root, self.run, self.day)
        self._flusher = files.Flusher(self._root)
        self.segments = SegmentFiles(self._root, self.run, self._flusher)
        self._added: list[DataFile] = []
        self._retired: list[DataFile] = []
        self._feeds: list[FeedRow] = []
        self.incoming = self._staging.folder / INCOMING
        self.scratch = self._staging.folder / SCRATCH

    def write(
        self, table: str, part: str, shard: int | None, frame: pa.Table, shards: np.ndarray | None = None
    ) -> DataFile | None:
        """Add rows to a part of a table as a new data file; no rows, no file.

        shard: the one that all rows are of; shards: of each row its shard, where the file holds several.
        """
        if not frame.num_rows:
            return None
        from pipeline.store import datafiles

        file = datafiles.write(datafiles.FilePlace(self._root, table, part, shard, self.run), frame, shards)
        self._flusher.later(self._root / file.path)
        return self.add_data_file(file)

    def add_data_file(self, file: DataFile) -> DataFile:
        """Add a data file that a task has written through to the disk (`datafiles.write_durably`)."""
        self._added.append(file)
        return file

    def retire(self, file: DataFile) -> None:
        """From this run on the rows of a data file are no longer of its table; runs before still see them."""
        self._retired.append(file)

    def begin_file(self, kind: str, name: str) -> Path:
        """Where to write a file to be published; kind run, day, rejected or held; then call `finish_file`."""
        return self._staging.begin_file(kind, name)

    def finish_file(self, path: Path, rows: int, sha256: str = "") -> ReportRow:
        """The file is complete: its size and sha256 go into the manifest."""
        row = self._staging.finish_file(path, rows, sha256)
        self._flusher.later(path)
        return row

    def manifest(self) -> list[ReportRow]:
        """What has been staged so far."""
        return list(self._staging.manifest)

    def add_feeds(self, taken: Sequence[TakenFile]) -> list[FeedRow]:
        """The feeds that go to the archive after the commit: a row for each, to be completed for `RunClosing.feeds`."""
        first = _last_number(self._connection, "feed") + 1 + len(self._feeds)
        rows = [self._feed_row(number, feed) for number, feed in enumerate(taken, first)]
        for feed in taken:
            self._flusher.later(feed.path)
        self._feeds.extend(rows)
        return rows

    def commit(self, closing: RunClosing) -> RunRow:
        """Write everything through to the disk, then change the catalogue in one transaction. This is the commit.

        Raises FailureError when nothing was committed.
        """
        self._check_complete(closing)
        row = self._run_row(closing)
        try:
            self._flusher.wait(self._staging.folders())
        except OSError as error:
            raise FailureError(f"nothing was published: {error.strerror}", _RETRY) from error
        # From here on only the catalogue knows whether the run was committed: a failing COMMIT may have reached the
        # disk, and then recovery needs the staged files.
        self.is_closed = True
        self._flusher.close()
        try:
            with catalogue.transaction(self._connection):
                self._update_catalogue(row, closing)
        except sqlite3.Error as error:
            if not self.is_committed:
                raise FailureError(f"nothing was published: {error}", _RETRY) from error
        return row

    def publish(self) -> list[SkippedFile]:
        """Publish and archive what was committed; returns the inbox entries that could not be removed.

        Raises UnfinishedError; the next command that opens the store completes it.
        """
        [row] = catalogue.select(self._connection, RunRow, "run", "WHERE run = ?", self.run)
        return publish_run(self._workspace, self._settings, self._connection, row)

    def discard(self) -> None:
        """The run never was: its staged files and its data files go. After the commit this does nothing."""
        if self.is_closed:
            return
        self.is_closed = True
        self._flusher.close()
        shutil.rmtree(self._staging.folder, ignore_errors=True)
        for file in self._added:
            (self._root / file.path).unlink(missing_ok=True)
        self.segments.discard()

    @property
    def is_committed(self) -> bool:
        """Whether the run is in the catalogue; only that decides."""
        with suppress(sqlite3.Error):
            return _last_number(self._connection, "run") == self.run
        return False

    def _feed_row(self, number: int, taken: TakenFile) -> FeedRow:
        return FeedRow(
            feed=number,
            run=self.run,
            name=taken.name,
            sha256=taken.sha256,
            file_sha256=taken.file_sha256,
            size=taken.size,
            received=taken.received,
            archived=f"archive/{self.day}/{taken.archive_name}",
            entry=taken.entry,
            identity=taken.identity,
            staged=taken.path.relative_to(self._staging.folder).as_posix(),
        )

    def _check_complete(self, closing: RunClosing) -> None:
        if self.is_closed or self._is_rehearsal:
            raise ValueError("this batch cannot be committed")
        if self._staging.unfinished():
            raise ValueError(f"begun and not staged: {self._staging.unfinished()[0].name}")
        if [feed.feed for feed in closing.feeds] != [feed.feed for feed in self._feeds]:
            raise ValueError("the feeds are not those that were given to the archive")

    def _run_row(self, closing: RunClosing) -> RunRow:
        return RunRow(
            run=self.run,
            as_of=self.as_of,
            day=self.day,
            settings_hash=self._settings.hash,
            settings=self._settings.as_json(),
            fees=closing.fees,
            exit_code=closing.exit_code,
            started=closing.started,
            finished=closing.finished,
        )

    def _update_catalogue(self, row: RunRow, closing: RunClosing) -> None:
        """What the transaction does that commits a run."""
        many = self._connection.executemany
        if _last_number(self._connection, "run") != self.run - 1:
            raise FailureError("another run was committed in the meantime; nothing was published", "run again")
        catalogue.insert(self._connection, "run", [row])
        catalogue.insert(self._connection, "data_file", self._added)
        catalogue.insert(self._connection, "report", self._staging.manifest)
        catalogue.insert(self._connection, "feed", [_with_effect(feed) for feed in closing.feeds])
        catalogue.insert(self._connection, "period", closing.periods)
        retired = [(self.run, file.path) for file in self._retired]
        many("UPDATE data_file SET removed = ? WHERE path = ?", retired)
        self.segments.update_catalogue(self._connection)
        ended = [(records, feed) for feed, records in closing.ended_without_effect.items()]
        many("UPDATE feed SET effect = effect - ? WHERE feed = ?", ended)
        many("INSERT INTO counter VALUES (?, ?, ?)", [(self.run, *counter) for counter in closing.counters.items()])
        many("INSERT INTO order_name (name, key) VALUES (?, ?)", list(closing.order_names.items()))
        many("INSERT OR REPLACE INTO meta VALUES (?, ?)", list(closing.meta.items()))
        oldest = self.run - self._settings.history.keep_runs
        self._connection.execute("DELETE FROM data_file WHERE removed <= ?", [oldest])


def _with_effect(feed: FeedRow) -> FeedRow:
    return replace(feed, effect=feed.accepted + feed.warning + feed.held)


def _last_number(connection: sqlite3.Connection, table: str) -> int:
    number: int = connection.execute(f"SELECT coalesce(max({table}), 0) FROM {table}").fetchone()[0]  # noqa: S608
    return number
