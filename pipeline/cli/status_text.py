"""`status` for people: where the workspace stands, made from its document."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from pipeline import text

if TYPE_CHECKING:
    from pipeline.workspace.settings import Settings

NEWEST = 3
"""So many files of rejected records are named."""


def status_text(document: dict[str, Any], settings: Settings, now: datetime) -> str:
    """The document as a list of facts, the counters and, where they are asked for, the data files."""
    facts = [
        ("workspace", document["workspace"]),
        *_progress(document, settings),
        ("last run", _last_run(document, settings, now)),
        *_covered_time(document, settings),
        ("held", _held(document["held"])),
        ("inbox", _inbox(document["inbox"])),
        ("rejected", _rejected_files(document["rejected"])),
        *_watched(document["watch"]),
    ]
    parts = (text.table(("", ""), facts)[1:], _counters(document["counters"]), _data_files(document))
    return "\n\n".join("\n".join(part) for part in parts if part)


def _progress(document: dict[str, Any], settings: Settings) -> list[tuple[str, str]]:
    if not document["in_progress"]:
        return [("completed", f"run {run}, which had been interrupted") for run in document["recovered"]]
    since = document["in_progress_since"]
    return [("now", text.in_progress(datetime.fromisoformat(since) if since else None, settings.tz))]


def _last_run(document: dict[str, Any], settings: Settings, now: datetime) -> str:
    run = document["run"]
    if not run:
        return "none yet: drop feeds into the inbox, then run `ordermill run`"
    finished = datetime.fromisoformat(run["finished"])
    as_of = text.moment(datetime.fromisoformat(run["as_of"]), settings.tz)
    old = f", more than {text.count(settings.check_within_hours, 'hour')} ago" if document["too_old"] else ""
    when = f"finished {text.ago((now - finished).total_seconds())}{old}"
    return f"{run['run']}, as of {as_of}, {when}, exit code {run['exit_code']}, {run['folder']}"


def _covered_time(document: dict[str, Any], settings: Settings) -> list[tuple[str, str]]:
    """From when to when the last run covers the time; the first one covers all before."""
    if not document["run"]:
        return []
    instants = document["run"]["covers"].values()
    start, end = (text.moment(datetime.fromisoformat(iso), settings.tz) if iso else "" for iso in instants)
    return [("covers", f"{start} to {end}" if start else f"everything up to {end}")]


def _held(count: int) -> str:
    return f"{text.count(count, 'record')} waiting for {'its' if count == 1 else 'their'} order or shipment"


def _inbox(inbox: dict[str, Any]) -> str:
    stuck = inbox["cannot-remove"]
    also = f", {text.count(len(stuck), 'file')} read but not removable: {', '.join(stuck)}" if stuck else ""
    return f"{text.count(len(inbox['waiting']), 'file')} waiting in {inbox['folder']}{also}"


def _rejected_files(names: list[str]) -> str:
    if not names:
        return "no file in rejected/"
    newest = sorted(names, key=_run_number)[-NEWEST:]
    return f"{text.count(len(names), 'file')} in rejected/, the newest: {', '.join(reversed(newest))}"


def _run_number(name: str) -> int:
    number = name.removeprefix("run-").partition("_")[0]
    return int(number) if number.isdecimal() else 0


def _watched(watch: dict[str, dict[str, Any]]) -> list[tuple[str, str]]:
    counts = [f"{entry['count']:,} {name}" for name, entry in watch.items() if entry["count"]]
    return [("to watch", ", ".join(counts))] if counts else []


def _counters(counters: dict[str, int]) -> list[str]:
    return text.table(("counter", "value"), [*counters.items()]) if counters else []


def _data_files(document: dict[str, Any]) -> list[str]:
    if "files" not in document:
        return []
    rows = [tuple("" if value is None else value for value in file.values()) for file in document["files"]]
    return text.table(("table", "part", "shard", "rows", "path"), rows)
