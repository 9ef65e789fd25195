"""Publication of a committed run, from its manifest alone. Every step may be repeated and nothing is rendered again."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from contextlib import suppress
from pathlib import Path

from pipeline import files
from pipeline.errors import COMPLETED_LATER, UnfinishedError, unfinished
from pipeline.inbox.entries import identity_of
from pipeline.inbox.take import SkippedFile
from pipeline.store import catalogue, group_access
from pipeline.store.catalogue_rows import FeedRow, ReportRow, RunRow
from pipeline.store.reader import CLEANED
from pipeline.store.staging import staging_folder
from pipeline.store.vacuum import back_up_catalogue, remove_unknown_files
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

NO_LINKS = {errno.EPERM, errno.ENOSYS, errno.EOPNOTSUPP}


def publish_run(
    workspace: Workspace, settings: Settings, connection: sqlite3.Connection, run: RunRow, *, verify: bool = False
) -> list[SkippedFile]:
    """Put the files of a committed run in their places, then its feeds into the archive, then clear the inbox.

    Order: run folder, the day's orders, rejected, held view, what is cleaned, latest, archive. With `verify` each
    staged file must have the hash of the manifest. Returns the inbox entries that could not be removed. Raises
    UnfinishedError.
    """
    try:
        return _publish(workspace, settings, connection, run, verify=verify)
    except (OSError, sqlite3.Error) as error:
        what = getattr(error, "strerror", None) or str(error)
        raise UnfinishedError(
            f"run {run.run} is committed, but publishing stopped: {what}", COMPLETED_LATER, committed=run.run
        ) from error
    except (UnfinishedError, KeyboardInterrupt) as error:
        raise unfinished(run.run, error) from error


def clear_inbox(connection: sqlite3.Connection, inbox: Path, run: int) -> list[SkippedFile]:
    """Remove the inbox entries of all runs up to `run`, whose bytes are archived, unless they have changed since.

    Returns those that cannot be removed.
    """
    waiting = catalogue.select(connection, FeedRow, "feed", "WHERE cleared = 0 AND run <= ? ORDER BY feed", run)
    unremoved = [feed for feed in waiting if not _remove_entry(inbox, feed)]
    cleared = {feed.feed for feed in waiting} - {feed.feed for feed in unremoved}
    if cleared:
        with suppress(OSError):
            files.sync(inbox)
        with catalogue.transaction(connection):
            connection.executemany("UPDATE feed SET cleared = 1 WHERE feed = ?", [(feed,) for feed in sorted(cleared)])
    return [SkippedFile(feed.name, "cannot-remove") for feed in unremoved]


def _publish(
    workspace: Workspace, settings: Settings, connection: sqlite3.Connection, run: RunRow, *, verify: bool
) -> list[SkippedFile]:
    root = workspace.root
    staging = staging_folder(root, run.run)
    manifest = catalogue.select(connection, ReportRow, "report", "WHERE run = ? ORDER BY path", run.run)
    feeds = catalogue.select(connection, FeedRow, "feed", "WHERE run = ? ORDER BY feed", run.run)
    if verify:
        _verify(staging, {report.staged: report.sha256 for report in manifest})
        _verify(staging, {feed.staged: feed.file_sha256 for feed in feeds})
    _publish_reports(staging, root, run, manifest)
    _remove_old_held_views(root, connection, run)
    _remove_cleaned_files(root, connection, run)
    _point_links(workspace.reports, run)
    for feed in feeds:
        _place(staging / feed.staged, root / feed.archived)
    unremoved = clear_inbox(connection, workspace.inbox_folder(settings), run.run)
    remove_unknown_files(root, connection, run.run)
    back_up_catalogue(workspace.state, connection)
    group_access.share(workspace, workspace.reports / str(run.day), readable=settings.reports.group_readable)
    connection.execute("UPDATE run SET published = 1 WHERE run = ?", [run.run])
    shutil.rmtree(staging, ignore_errors=True)
    return unremoved


def _publish_reports(staging: Path, root: Path, run: RunRow, manifest: list[ReportRow]) -> None:
    _place_folder(staging / "run", root / run.folder)
    for kind in ("day", "rejected", "held"):
        for report in manifest:
            if report.kind == kind:
                _place(staging / report.staged, root / report.path)


def _verify(staging: Path, hashes: dict[str, str]) -> None:
    for name, sha256 in hashes.items():
        path = staging / name
        if path.exists() and files.sha256_of(path) != sha256:
            raise UnfinishedError(f"{path} was damaged before it was published", "restore state/ from a backup")


def _place_folder(staged: Path, target: Path) -> None:
    if not staged.exists():
        return
    if target.exists():
        raise UnfinishedError(
            f"{target} already exists, so the reports of this run cannot be placed there",
            "move that folder away, then run again",
        )
    files.replace(staged, target)


def _place(staged: Path, target: Path) -> None:
    if staged.exists():
        files.replace(staged, target)


def _remove_old_held_views(root: Path, connection: sqlite3.Connection, run: RunRow) -> None:
    """Held views that an earlier run published and this one does not."""
    earlier = "SELECT path FROM report WHERE kind = 'held' AND run < ?1"
    of_this_run = "SELECT path FROM report WHERE kind = 'held' AND run = ?1"
    for row in connection.execute(f"{earlier} EXCEPT {of_this_run}", [run.run]):
        (root / row["path"]).unlink(missing_ok=True)


def _remove_cleaned_files(root: Path, connection: sqlite3.Connection, run: RunRow) -> None:
    """Files of rejected records that this run takes away, whatever was written into them; a folder stays."""
    of_this_run = "SELECT name FROM meta WHERE substr(name, 1, ?1) = ?2 AND value = ?3"
    for row in connection.execute(of_this_run, [len(CLEANED), CLEANED, str(run.run)]):
        path = root / row["name"].removeprefix(CLEANED)
        if path.is_symlink() or not path.is_dir():
            path.unlink(missing_ok=True)


def _point_links(reports: Path, run: RunRow) -> None:
    _point_link(reports, "latest", f"{run.day}/run-{run.run}")
    if (reports / str(run.day) / "day").is_dir():
        _point_link(reports, "today", f"{run.day}/day")


def _point_link(reports: Path, name: str, target: str) -> None:
    """Point reports/NAME at a folder: a relative link, and NAME.txt for systems without links."""
    try:
        files.link_in_place(reports / name, target)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
    files.write_in_place(reports / f"{name}.txt", f"{target}\n".encode())


def _remove_entry(inbox: Path, feed: FeedRow) -> bool:
    """Remove an inbox entry that is still what was read; whether nothing is left to remove."""
    path = inbox / os.fsdecode(feed.entry)
    try:
        if identity_of(path.lstat()) == feed.identity:
            path.unlink()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
