"""Looking at a workspace: its last run, what is held, refused or stuck, and what the morning asks for."""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline.documents.status_document import InboxFiles, LastRun, WorkspaceState, status_document
from pipeline.errors import FailureError
from pipeline.inbox.entries import TEMPORARY, identity_of, printable_name
from pipeline.queries.get_fee_facts import get_fee_facts, read_fees
from pipeline.queries.get_morning import get_morning, read_run_json
from pipeline.queries.run_facts import run_facts
from pipeline.store import RunRow, Store, open_reader
from pipeline.store.read_only_store import ReadOnlyStore
from pipeline.store.reader import StoreReader
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

STUCK = ("link", "special", "folder", "unreadable")
"""Why a run leaves an entry of the inbox that will not be taken later either."""


def get_status(
    workspace: Workspace, settings: Settings, now: datetime, *, files: bool = False, named: int | None = None
) -> dict[str, Any]:
    """Everything as one document; completes what an earlier run left undone, unless a run is in progress.

    files: with the live data files. named: of orders to ship only so many are named, all by default.
    """
    with open_reader(workspace, settings) as store:
        head = store.last_run
        inbox = _inbox_files(workspace.inbox_folder(settings), store.unremoved_entries())
        facts, morning = _facts_and_morning(store, workspace, settings, now, named)
        state = WorkspaceState(
            root=str(workspace.root),
            in_progress=isinstance(store, ReadOnlyStore) and store.in_progress,
            read_only=isinstance(store, ReadOnlyStore) and not store.in_progress,
            unpublished=store.unpublished if isinstance(store, ReadOnlyStore) else None,
            in_progress_since=store.running_since if isinstance(store, ReadOnlyStore) else None,
            recovered=store.recovered_runs if isinstance(store, Store) else [],
            last_run=_last_run(store, head) if head else None,
            held=facts.get("held", 0),
            counters=store.counters(),
            watch=read_run_json(workspace.root, head).get("watch", {}) if head else {},
            inbox=inbox,
            stuck=_stuck(store, inbox, head),
            morning=morning,
            data_files=_data_files(store) if files else None,
        )
    return status_document(state, now, settings.check_within_hours)


def _last_run(store: StoreReader, head: RunRow) -> LastRun:
    before = [run.as_of for run in store.runs() if run.run < head.run]
    return LastRun(
        run=head.run,
        as_of=head.as_of,
        covers_from=before[-1] if before else None,
        started=head.started,
        finished=head.finished,
        exit_code=head.exit_code,
        folder=head.folder,
    )


def _facts_and_morning(
    store: StoreReader, workspace: Workspace, settings: Settings, now: datetime, named: int | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the state says, and what the morning asks for; nothing before the first run."""
    head = store.last_run
    if not head:
        return {}, {}
    fees = read_fees(workspace, head)
    facts = run_facts(store, settings, head, fees.schedule, fees.text, named)
    morning = get_morning(store, settings, head, facts, now)
    return facts, morning | get_fee_facts(store, settings, head, fees, facts, now)


def _stuck(store: StoreReader, inbox: InboxFiles, head: RunRow | None) -> list[dict[str, str]]:
    """Entries of the inbox that no run takes: those that the last one left, as long as they are there."""
    left = read_run_json(store.root, head).get("left", []) if head else []
    folder = Path(inbox.folder)
    still_there = [entry for entry in left if entry["reason"] in STUCK and os.path.lexists(folder / entry["name"])]
    return [*still_there, *({"name": name, "reason": "cannot-remove"} for name in inbox.cannot_remove)]


def _inbox_files(folder: Path, stuck: set[tuple[bytes, str]]) -> InboxFiles:
    """Regular files that are no temporary ones. stuck: the entries that were read and could not be removed."""
    try:
        entries = {
            path: path.lstat() for path in sorted(folder.iterdir()) if not TEMPORARY.fullmatch(printable_name(path))
        }
    except OSError as error:
        raise FailureError(
            f"the inbox {folder} cannot be read: {error.strerror}",
            "check that the folder exists and that you may read it",
        ) from error
    files = {path: identity_of(entry) for path, entry in entries.items() if stat.S_ISREG(entry.st_mode)}
    cannot_remove = [
        printable_name(path) for path, identity in files.items() if (os.fsencode(path.name), identity) in stuck
    ]
    waiting = [printable_name(path) for path in files if printable_name(path) not in cannot_remove]
    return InboxFiles(str(folder), waiting, cannot_remove)


def _data_files(store: StoreReader) -> list[dict[str, Any]]:
    """Every live data file, for those who read the store with a tool of their own."""
    from schemas.stored_tables import SCHEMAS

    return [
        {"table": name, "part": file.part, "shard": file.shard, "rows": file.rows, "path": file.path}
        for name in SCHEMAS
        for file in store.live_files(name)
    ]
