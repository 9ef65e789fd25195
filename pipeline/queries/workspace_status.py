"""Where a workspace stands: the last run, what is held, what waits in the inbox, what was refused."""

from __future__ import annotations

import json
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline import text
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import FailureError
from pipeline.inbox.entries import TEMPORARY, identity_of, printable_name
from pipeline.store import RunRow, Store, open_reader
from pipeline.store.read_only_store import ReadOnlyStore
from pipeline.store.reader import StoreReader
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas.stored_tables import SCHEMAS

TOO_OLD = 3
NEWEST = 3


def status(workspace: Workspace, settings: Settings, now: datetime, *, files: bool = False) -> dict[str, Any]:
    """Everything as one document; completes what an earlier run left undone, unless a run is in progress.

    `exit_code` is 3 when the last run is older than `check_within_hours`, or when there was none.
    """
    with open_reader(workspace, settings) as store:
        document = {
            "version": JSON_VERSION,
            "workspace": str(workspace.root),
            "in_progress": isinstance(store, ReadOnlyStore),
            "in_progress_since": _instant(store.running_since) if isinstance(store, ReadOnlyStore) else None,
            "recovered": store.recovered_runs if isinstance(store, Store) else [],
            **_last(store, settings, now),
            "held": _held(store),
            "counters": store.counters(),
            "watch": _watch(workspace, store.last_run),
            "inbox": _inbox(workspace.inbox_folder(settings), store.unremoved_entries()),
            "rejected": sorted(path.name for path in workspace.rejected.glob("*.tsv")),
        }
        return document | ({"files": _files(store)} if files else {})


def words(document: dict[str, Any], settings: Settings, now: datetime) -> str:
    """The document for people."""
    facts = [
        ("workspace", document["workspace"]),
        *_progress(document, settings),
        ("last run", _last_words(document, settings, now)),
        *_covered(document, settings),
        ("held", _held_words(document["held"])),
        ("inbox", _inbox_words(document["inbox"])),
        ("refused", _rejected_words(document["rejected"])),
        *_watch_words(document["watch"]),
    ]
    lines = text.table(("", ""), facts)[1:]
    counters = text.table(("counter", "value"), list(document["counters"].items())) if document["counters"] else []
    return "\n\n".join("\n".join(part) for part in (lines, counters, _file_words(document)) if part)


def _last(store: StoreReader, settings: Settings, now: datetime) -> dict[str, Any]:
    head = store.last_run
    if not head:
        return {"run": None, "too_old": True, "exit_code": TOO_OLD}
    too_old = (now - head.finished).total_seconds() > settings.check_within_hours * text.HOUR
    run = {
        "run": head.run,
        "as_of": _instant(head.as_of),
        "started": _instant(head.started),
        "finished": _instant(head.finished),
        "exit_code": head.exit_code,
        "folder": head.folder,
        "covers": {"from": _instant(_before(store, head)), "to": _instant(head.as_of)},
    }
    return {"run": run, "too_old": too_old, "exit_code": TOO_OLD if too_old else 0}


def _before(store: StoreReader, head: RunRow) -> datetime | None:
    """The business instant of the run before the last one, from which on the last one covers the time."""
    before = [run.as_of for run in store.runs() if run.run < head.run]
    return before[-1] if before else None


def _watch(workspace: Workspace, head: RunRow | None) -> dict[str, dict[str, Any]]:
    """What the last run said is to be watched, by name: how many, and their order ids where it lists them."""
    try:
        document = json.loads((workspace.root / head.folder / "run.json").read_bytes()) if head else {}
    except (OSError, ValueError):
        return {}
    found = document.get("watch", {}).items()
    return {name: {"count": value, "orders": []} if isinstance(value, int) else dict(value) for name, value in found}


def _instant(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _held(store: StoreReader) -> int:
    """Held records; one may have several rows."""
    table = store.read("held", columns=["feed", "record"], schema=SCHEMAS["held"])
    return table.group_by(["feed", "record"]).aggregate([]).num_rows


def _inbox(folder: Path, stuck: set[tuple[bytes, str]]) -> dict[str, Any]:
    """The files that the next run will look at, and those that were read and cannot be removed."""
    try:
        entries = sorted(folder.iterdir())
        found = {path: path.lstat() for path in entries if not TEMPORARY.fullmatch(printable_name(path))}
    except OSError as error:
        raise FailureError(
            f"the inbox {folder} cannot be read: {error.strerror}", "see that the folder is there"
        ) from error
    files = {path: identity_of(entry) for path, entry in found.items() if stat.S_ISREG(entry.st_mode)}
    read = [printable_name(path) for path, identity in files.items() if (os.fsencode(path.name), identity) in stuck]
    return {
        "folder": str(folder),
        "waiting": [printable_name(path) for path in files if printable_name(path) not in read],
        "cannot-remove": read,
    }


def _files(store: StoreReader) -> list[dict[str, Any]]:
    """Every live data file, for those who read the store with a tool of their own."""
    return [
        {"table": name, "part": file.part, "shard": file.shard, "rows": file.rows, "path": file.path}
        for name in SCHEMAS
        for file in store.live_files(name)
    ]


def _progress(document: dict[str, Any], settings: Settings) -> list[tuple[str, str]]:
    since = document["in_progress_since"]
    if not document["in_progress"]:
        return [("completed", f"run {run}, which had been cut short") for run in document["recovered"]]
    return [("now", text.in_progress(datetime.fromisoformat(since) if since else None, settings.tz))]


def _last_words(document: dict[str, Any], settings: Settings, now: datetime) -> str:
    run = document["run"]
    if not run:
        return "none yet: drop feeds into the inbox, then `ordermill run`"
    finished = datetime.fromisoformat(run["finished"])
    as_of = text.moment(datetime.fromisoformat(run["as_of"]), settings.tz)
    old = f", more than {text.count(settings.check_within_hours, 'hour')} ago" if document["too_old"] else ""
    when = f"finished {text.ago((now - finished).total_seconds())}{old}"
    return f"{run['run']}, as of {as_of}, {when}, exit code {run['exit_code']}, {run['folder']}"


def _covered(document: dict[str, Any], settings: Settings) -> list[tuple[str, str]]:
    """From when to when the last run covers the time; the first one covers all before."""
    if not document["run"]:
        return []
    moments = document["run"]["covers"].values()
    start, end = (text.moment(datetime.fromisoformat(each), settings.tz) if each else "" for each in moments)
    return [("covers", f"{start} to {end}" if start else f"everything up to {end}")]


def _watch_words(watch: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    some = [f"{one['count']:,} {name}" for name, one in watch.items() if one["count"]]
    return [("to watch", ", ".join(some))] if some else []


def _inbox_words(inbox: dict[str, Any]) -> str:
    stuck = inbox["cannot-remove"]
    also = f", {text.count(len(stuck), 'file')} read and not removable: {', '.join(stuck)}" if stuck else ""
    return f"{text.count(len(inbox['waiting']), 'file')} waiting in {inbox['folder']}{also}"


def _held_words(count: int) -> str:
    return f"{text.count(count, 'record')} waiting for {'its' if count == 1 else 'their'} order or shipment"


def _rejected_words(names: list[str]) -> str:
    if not names:
        return "no file in rejected/"
    newest = sorted(names, key=_run_of)[-NEWEST:]
    return f"{text.count(len(names), 'file')} in rejected/, the newest: {', '.join(reversed(newest))}"


def _run_of(name: str) -> int:
    number = name.removeprefix("run-").partition("_")[0]
    return int(number) if number.isdecimal() else 0


def _file_words(document: dict[str, Any]) -> list[str]:
    if "files" not in document:
        return []
    rows = [("" if value is None else value for value in file.values()) for file in document["files"]]
    return text.table(("table", "part", "shard", "rows", "path"), [tuple(row) for row in rows])
