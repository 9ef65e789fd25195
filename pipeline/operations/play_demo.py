"""The demo: the sample feeds dropped day by day into a workspace of their own, and a run after each."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from pipeline import files
from pipeline import run as nightly
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import FailureError, UsageError
from pipeline.operations.demo_corrections import corrected_file
from pipeline.operations.init_workspace import SAMPLES
from pipeline.store import RunRow, Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings

EXPECTED_EXIT_CODES = (0, 3)
ANOTHER_FOLDER = "name a folder that does not exist yet"


@dataclass(frozen=True, slots=True)
class DemoStarted:
    """An event: the workspace is there, the runs begin."""


@dataclass(frozen=True, slots=True)
class DemoRun:
    """An event: a run of the demo is done, now or by an earlier demo in this folder.

    name: its name in the script. document: its run.json. zone: the business zone.
    """

    name: str
    document: dict[str, Any]
    zone: tzinfo


DemoEvent = DemoStarted | DemoRun


def play(folder: Path, tell: Callable[[DemoEvent], None]) -> dict[str, Any]:
    """Make the workspace, do every run of sample_data/demo/runs.toml, tell of each; returns all run.json.

    Goes on where an earlier demo in that folder was cut short. Raises UsageError for any other folder that is not
    empty, FailureError when a run ends as none of the demo should.
    """
    workspace = _workspace(folder)
    settings = Settings.read(workspace.settings_file)
    script = tomllib.loads((SAMPLES / "runs.toml").read_text("utf-8"))["run"]
    with Store.open(workspace, settings) as store:
        earlier = store.runs()
    _check_script(earlier, script, folder)
    tell(DemoStarted())
    runs = []
    for number, run in enumerate(script):
        is_earlier = number < len(earlier)
        document = _read(workspace, earlier[number]) if is_earlier else _run(workspace, settings, run)
        tell(DemoRun(run["name"], document, settings.tz))
        runs.append({"name": run["name"], "run": document})
    return {"version": JSON_VERSION, "workspace": str(workspace.root), "runs": runs}


def drop(inbox: Path, name: str, content: bytes, received: datetime) -> None:
    """Put a feed into the inbox the safe way: with its instant, and under its name only when it is whole."""
    files.write_in_place(inbox / name, content, modified_ns=round(received.timestamp() * 10**6) * 1000)


def _workspace(folder: Path) -> Workspace:
    """A new workspace, or the one that an earlier demo made."""
    settings_text = (SAMPLES / "ordermill.toml").read_text("utf-8")
    if not (folder.is_dir() and any(folder.iterdir())):
        fees_text = (SAMPLES / "fees.toml").read_text("utf-8")
        return Workspace.create(folder, settings_text=settings_text, fees_text=fees_text)
    workspace = Workspace(folder.absolute())
    settings_file = workspace.settings_file
    if not settings_file.is_file() or settings_file.read_bytes() != settings_text.encode():
        raise UsageError(f"{folder} is not empty and does not contain a demo", ANOTHER_FOLDER)
    return workspace


def _check_script(earlier: list[RunRow], script: list[dict[str, Any]], folder: Path) -> None:
    """The runs that the workspace has had are the first ones of the script."""
    if any(row.as_of != run["as_of"] for row, run in zip(earlier, script, strict=False)):
        raise UsageError(f"{folder} has runs that are not part of the demo", ANOTHER_FOLDER)


def _run(workspace: Workspace, settings: Settings, run: dict[str, Any]) -> dict[str, Any]:
    """Drop the feeds of a run of the script, and the corrected file if there is one; run; returns run.json."""
    inbox = workspace.inbox_folder(settings)
    for feed in run.get("feed", []):
        source = SAMPLES / feed["file"]
        drop(inbox, source.name, source.read_bytes(), feed["received"])
    if "mend" in run:
        name, content = corrected_file(workspace.rejected, run["mend"])
        drop(inbox, name, content, run["mend"]["received"])
    result = nightly.run(workspace, run["as_of"])
    if result.exit_code not in EXPECTED_EXIT_CODES:
        raise FailureError(
            f"run {run['name']} of the demo ended with exit code {result.exit_code}", "check `ordermill status`"
        )
    return result.document


def _read(workspace: Workspace, row: RunRow) -> dict[str, Any]:
    """The run.json of an earlier run."""
    document: dict[str, Any] = json.loads((workspace.root / row.folder / "run.json").read_text("utf-8"))
    return document
