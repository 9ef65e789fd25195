"""Segments in the store: lines of the open settlement that are final, each an immutable file, named in the catalogue.

They are made from the ledger and can be made from it again, so that one that is lost costs time and nothing else. Past
runs are rendered from the ledger: a segment that a run removes is kept until the next one alone, for who reads beside.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

from pipeline.store import catalogue
from pipeline.store.catalogue_rows import SegmentRow

if TYPE_CHECKING:
    from pipeline import files

SEGMENTS = "state/data/segment"


class SegmentFiles:
    """The segments that a run adds and removes: files first, rows of the catalogue in its commit."""

    def __init__(self, root: Path, run: int, flusher: files.Flusher) -> None:
        self.root = root
        self.run = run
        self._flusher = flusher
        self._begun: list[str] = []
        self._added: list[SegmentRow] = []
        self._removed: list[str] = []

    def begin(self) -> str:
        """The path of a new segment, relative to the root; write its file, then call `add`."""
        path = f"{SEGMENTS}/r{self.run:06d}-{uuid4().hex}.tsv"
        target = self.root / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._begun.append(path)
        return path

    def add(self, segment: SegmentRow) -> None:
        """A segment whose file is written completely; it is on the disk before the commit."""
        self._flusher.later(self.root / segment.path)
        self._added.append(segment)

    def remove(self, segment: SegmentRow) -> None:
        """From this run on a segment is no longer of its settlement."""
        self._removed.append(segment.path)

    def discard(self) -> None:
        """The run never was: its files go."""
        for path in self._begun:
            (self.root / path).unlink(missing_ok=True)

    def update_catalogue(self, connection: sqlite3.Connection) -> None:
        """What the transaction that commits a run does for the segments."""
        connection.execute("DELETE FROM segment WHERE removed < ?", [self.run])
        removed = [(self.run, path) for path in self._removed]
        connection.executemany("UPDATE segment SET removed = ? WHERE path = ?", removed)
        catalogue.insert(connection, "segment", self._added)


def segment_paths(connection: sqlite3.Connection) -> set[str]:
    """The files of all segments that the catalogue knows."""
    if not _has_segments(connection):
        return set()
    return {path for (path,) in connection.execute("SELECT path FROM segment")}


def live_segments(connection: sqlite3.Connection, as_of_run: int | None) -> list[SegmentRow]:
    """The segments that live after a run, the last one by default; none where the store has no table of them."""
    if not _has_segments(connection):
        return []
    where = (
        "WHERE (?1 IS NULL AND removed IS NULL OR added <= ?1 AND (removed IS NULL OR removed > ?1)) "
        "ORDER BY first_posted"
    )
    return catalogue.select(connection, SegmentRow, "segment", where, as_of_run)


def _has_segments(connection: sqlite3.Connection) -> bool:
    """Whether the store has a table of segments: one of the first version has none until it is brought up to date."""
    return bool(connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'segment'").fetchone())
