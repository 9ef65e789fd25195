"""One run of one workspace, as the options of `run` ask for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline import run as nightly
from pipeline.run import RunResult
from pipeline.steps.context import Progress
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

REFUSED = 3


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run is asked for: the options of `run`. An instant without an offset is of the business zone."""

    as_of: datetime | None = None
    dry_run: bool = False
    strict: bool = False
    exit_zero: bool = False
    repair: bool = False


@dataclass(frozen=True, slots=True)
class WorkspaceRun:
    """The run of a workspace. exit_code: that of the result, or 0 where the options ask for it."""

    workspace: Workspace
    settings: Settings
    result: RunResult
    exit_code: int


def zone_of(folder: Path) -> ZoneInfo:
    """The business zone of the workspace in a folder. Raises UsageError where there is none."""
    return Settings.read(Workspace.find(folder).settings_file).tz


def run_workspace(folder: Path, options: RunOptions, progress: Progress | None = None) -> WorkspaceRun:
    """Run the workspace in a folder. Raises as the run does, and UsageError where there is no workspace."""
    workspace = Workspace.find(folder)
    settings = Settings.read(workspace.settings_file)
    as_of = options.as_of
    if as_of and not as_of.tzinfo:
        as_of = as_of.replace(tzinfo=settings.tz)
    result = nightly.run(
        workspace, as_of, dry_run=options.dry_run, strict=options.strict, repair=options.repair, progress=progress
    )
    exit_code = 0 if options.exit_zero and result.exit_code == REFUSED else result.exit_code
    return WorkspaceRun(workspace, settings, result, exit_code)
