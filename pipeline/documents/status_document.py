"""Where a workspace stands as one document: the last run, what is held, what waits in the inbox, what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline import text
from pipeline.documents.json_version import JSON_VERSION

TOO_OLD = 3


@dataclass(frozen=True, slots=True)
class LastRun:
    """The last run; `covers_from` is the business instant of the run before it, None for the first one."""

    run: int
    as_of: datetime
    covers_from: datetime | None
    started: datetime
    finished: datetime
    exit_code: int
    folder: str


@dataclass(frozen=True, slots=True)
class InboxFiles:
    """The files that the next run will look at, and those that were read and cannot be removed."""

    folder: str
    waiting: list[str]
    cannot_remove: list[str]


@dataclass(frozen=True, slots=True)
class WorkspaceState:
    """What a look at a workspace saw.

    read_only: who looks may not write. unpublished: a run that is committed and not published yet.
    recovered: runs that had been cut short and are completed now. held: how many records. watch: what the last run said
    is to be watched, by name, as run.json has it. stuck: entries of the inbox that no run will take, and why. morning:
    see morning_document; nothing before the first run. data_files: None where nobody asked.
    """

    root: str
    in_progress: bool
    in_progress_since: datetime | None
    read_only: bool
    unpublished: int | None
    recovered: list[int]
    last_run: LastRun | None
    held: int
    counters: dict[str, int]
    watch: dict[str, Any]
    inbox: InboxFiles
    stuck: list[dict[str, str]]
    morning: dict[str, Any]
    data_files: list[dict[str, Any]] | None


def status_document(state: WorkspaceState, now: datetime, check_within_hours: int) -> dict[str, Any]:
    """Everything as one document.

    `exit_code` is 3 when the last run is older than `check_within_hours`, or when there was none.
    """
    last_run = state.last_run
    too_old = not last_run or (now - last_run.finished).total_seconds() > check_within_hours * text.HOUR
    return {
        "version": JSON_VERSION,
        "workspace": state.root,
        "in_progress": state.in_progress,
        "in_progress_since": _iso(state.in_progress_since),
        "read_only": state.read_only,
        "unpublished": state.unpublished,
        "recovered": state.recovered,
        "run": _run(last_run) if last_run else None,
        "too_old": too_old,
        "exit_code": TOO_OLD if too_old else 0,
        "held": state.held,
        "counters": state.counters,
        "watch": {name: _watched(entry) for name, entry in state.watch.items()},
        "inbox": {
            "folder": state.inbox.folder,
            "waiting": state.inbox.waiting,
            "cannot-remove": state.inbox.cannot_remove,
        },
        "stuck": state.stuck,
        "rejected": _open_files(state.morning),
        **state.morning,
        **({} if state.data_files is None else {"files": state.data_files}),
    }


def _run(run: LastRun) -> dict[str, Any]:
    return {
        "run": run.run,
        "as_of": _iso(run.as_of),
        "started": _iso(run.started),
        "finished": _iso(run.finished),
        "exit_code": run.exit_code,
        "folder": run.folder,
        "covers": {"from": _iso(run.covers_from), "to": _iso(run.as_of)},
    }


def _open_files(morning: dict[str, Any]) -> list[str]:
    """The files in rejected/ that still hold an open record."""
    entries = morning["open"]["by_feed"] if morning else []
    return sorted(entry["file"].rpartition("/")[2] for entry in entries if not entry["whole"])


def _watched(entry: int | dict[str, Any]) -> dict[str, Any]:
    """How many are to be watched, and their order ids where the run lists them."""
    return {"count": entry, "orders": []} if isinstance(entry, int) else dict(entry)


def _iso(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
