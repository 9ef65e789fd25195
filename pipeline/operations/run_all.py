"""Every workspace under a folder, one run after the other; and one file of what all sellers are paid."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd

from pipeline import files
from pipeline import run as nightly
from pipeline.cli import console, run_text
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import CommandError, UsageError
from pipeline.store import PeriodRow, Store
from pipeline.workspace.discover import workspaces_under
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from reports import flat_file_writer
from schemas.columns import CURRENCY
from schemas.formats.money_reports import PAYOUTS

PAYOUTS_FILE = f"{PAYOUTS.name}.tsv"
FAILED, REFUSED = 1, 3
WORST_FIRST = (1, 4, 75, 3, 0)
ENCODING, UTC = "utf-8-sig", ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What each run is asked for: the options of `run`. An instant without an offset is of each business zone."""

    as_of: datetime | None = None
    dry_run: bool = False
    strict: bool = False
    exit_zero: bool = False
    debug: bool = False
    repair: bool = False


@dataclass(frozen=True, slots=True)
class WorkspaceResult:
    """How the run of one workspace ended: its name under the folder, the words for it, run.json, or what stopped it."""

    name: str
    exit_code: int
    words: str
    document: dict[str, Any] | None = None
    stop: CommandError | None = None


def find(root: Path) -> list[Workspace]:
    """The workspaces under a folder. Raises Usage where there is none, OSError where a folder cannot be read."""
    found = workspaces_under(root)
    if not found:
        raise UsageError(
            f"no workspace lies under {root}", "name the folder that holds them; `ordermill init DIR` makes one"
        )
    return found


def run(root: Path, options: RunOptions, tell: Callable[[str], None]) -> dict[str, Any]:
    """Run every workspace under `root`, tell a line for each, write what all of them are paid; returns the document.

    A workspace that fails stops no other one. A dry run writes nothing.
    """
    root = root.absolute()
    ended = [_told(_run(workspace.root, root, options), tell) for workspace in find(root)]
    read = [console.tried(partial(_paid, root, one.name), debug=options.debug) for one in ended]
    for one, found in zip(ended, read, strict=True):
        if isinstance(found, CommandError):
            tell(f"{one.name}: its payouts are not in {PAYOUTS_FILE}: {_sentence(found)}")
    if not options.dry_run:
        frames = [_none(), *(found for found in read if not isinstance(found, CommandError))]
        files.write_in_place(root / PAYOUTS_FILE, _file(pd.concat(frames, ignore_index=True)))
    missing = [FAILED for found in read if isinstance(found, CommandError)]
    return {
        "version": JSON_VERSION,
        "root": str(root),
        "exit_code": worst([*(one.exit_code for one in ended), *missing]),
        "payouts": None if options.dry_run else str(root / PAYOUTS_FILE),
        "workspaces": [_entry(one) for one in ended],
    }


def worst(exit_codes: Iterable[int]) -> int:
    """The exit code of all: 1 before 4, 75, 3 and 0. Whatever else stopped a workspace counts as a failure."""
    found = {code if code in WORST_FIRST else FAILED for code in exit_codes}
    return next((code for code in WORST_FIRST if code in found), 0)


def _run(folder: Path, root: Path, options: RunOptions) -> WorkspaceResult:
    name = folder.relative_to(root).as_posix()
    done = console.tried(partial(_night, folder, options), debug=options.debug)
    return (
        WorkspaceResult(name, done.exit_code, _sentence(done), stop=done)
        if isinstance(done, CommandError)
        else replace(done, name=name)
    )


def _night(folder: Path, options: RunOptions) -> WorkspaceResult:
    """One run as `run` makes it, with its words on a line."""
    workspace = Workspace.find(folder)
    settings = Settings.read(workspace.settings_file)
    given = options.as_of
    as_of = given.replace(tzinfo=settings.tz) if given and not given.tzinfo else given
    done = nightly.run(workspace, as_of, dry_run=options.dry_run, strict=options.strict, repair=options.repair)
    words = run_text.headline(done, settings.tz) if done.document else run_text.NOTHING
    code = 0 if options.exit_zero and done.exit_code == REFUSED else done.exit_code
    return WorkspaceResult("", code, words, done.document or run_text.nothing(done))


def _told(ended: WorkspaceResult, tell: Callable[[str], None]) -> WorkspaceResult:
    tell(f"{ended.name}: {ended.words}")
    return ended


def _sentence(stop: CommandError) -> str:
    return "; ".join(" ".join(text.split()) for text in (stop.what, stop.tip) if text)


def _entry(ended: WorkspaceResult) -> dict[str, Any]:
    error = {"what": ended.stop.what, "tip": ended.stop.tip} if ended.stop else None
    return {"workspace": ended.name, "exit_code": ended.exit_code, "run": ended.document, "error": error}


def _paid(root: Path, name: str) -> pd.DataFrame:
    """The settlements of a workspace that are paid out, as text in the columns of money_reports.PAYOUTS."""
    workspace = Workspace.find(root / name)
    settings = Settings.read(workspace.settings_file)
    with Store.peek(workspace, settings) as store:
        rows = [_row(name, settings, one) for one in store.periods() if one.total > 0]
    return pd.DataFrame(rows, columns=list(PAYOUTS.names), dtype="str")


def _row(name: str, settings: Settings, one: PeriodRow) -> list[str]:
    start, end, deposit = (
        moment.astimezone(settings.tz).isoformat() for moment in (one.start, one.end, one.deposit_at)
    )
    return [name, settings.seller.id, one.settlement, start, end, str(one.total), CURRENCY, deposit, str(one.run)]


def _none() -> pd.DataFrame:
    return pd.DataFrame(columns=list(PAYOUTS.names), dtype="str")


def _file(paid: pd.DataFrame) -> bytes:
    return flat_file_writer.render(PAYOUTS.columns, paid, encoding=ENCODING, zone=UTC).data
