"""The demo: the sample feeds dropped day by day into a workspace of their own, and a run after each."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline import run as nightly
from pipeline import talk
from pipeline.errors import Failed, Usage
from pipeline.mending import mend
from pipeline.settings import Settings
from pipeline.start import SAMPLES
from pipeline.store import RunRow, Store
from pipeline.summary import OUTCOMES, rows_of
from pipeline.workspace import Workspace

VERSION = 1
DUE = (0, 3)
HEADS = ("run", "as of", "files", "records", *OUTCOMES, "new in orders.tsv", "in unshipped-orders.tsv", "exit code")
FIRST, WIDE = 4, len("2026-10-05 23:30 JST")
LOOK = """
What to look at, in {folder}:
  reports/latest/unshipped-orders.tsv  what is to be picked and packed at the end of the last day
  reports/latest/settlement-*.tsv      what the marketplace pays, yen by yen
  reports/{refusals}/processing/  the answers to the feeds of a day on which something was refused
  rejected/                            the refused records, to be corrected and dropped back
  archive/                             every feed as it came

To open a report in a spreadsheet: import it as text (LibreOffice: open it; Excel: Data, From Text/CSV), separated
by tabs, without quotes, UTF-8, every column as text. A double click alone may turn ids into numbers.

Next: ordermill status -w {folder}"""


def play(folder: Path, tell: Callable[[str], None] = print) -> dict[str, Any]:
    """Make the workspace, do every run of sample_data/runs.toml, tell a line for each; returns all run.json.

    Goes on where an earlier demo in that folder was cut short. Raises Usage for any other folder that is not empty,
    Failed when a run ends as none of the demo should.
    """
    workspace, settings = _workspace(folder)
    script = tomllib.loads((SAMPLES / "runs.toml").read_text("utf-8"))["run"]
    with Store.open(workspace, settings) as store:
        before = store.runs()
    _must_fit(before, script, folder)
    tell(_line(HEADS))
    played = []
    for number, run in enumerate(script):
        document = _read(workspace, before[number]) if number < len(before) else _run(workspace, settings, run)
        tell(_line(_facts(run["name"], document, settings)))
        played.append({"name": run["name"], "run": document})
    return {"version": VERSION, "workspace": str(workspace.root), "runs": played}


def what_to_look_at(folder: Path) -> str:
    """The places in the workspace of the demo that are worth a look."""
    refusals = max((folder / "reports").glob("2026-10-08/run-*"), default=folder / "reports" / "latest")
    return LOOK.format(folder=folder, refusals=refusals.relative_to(folder / "reports"))


def _workspace(folder: Path) -> tuple[Workspace, Settings]:
    """A new workspace, or the one that an earlier demo made."""
    settings_text, fees_text = ((SAMPLES / name).read_text("utf-8") for name in ("ordermill.toml", "fees.toml"))
    workspace = Workspace(folder.absolute())
    if folder.is_dir() and any(folder.iterdir()):
        made = workspace.settings_file
        if not made.is_file() or made.read_bytes() != settings_text.encode():
            raise Usage(f"{folder} is not empty, and no demo made it", "name a folder that does not exist yet")
    else:
        workspace = Workspace.create(folder, settings_text=settings_text, fees_text=fees_text)
    return workspace, Settings.read(workspace)


def _must_fit(before: list[RunRow], script: list[dict[str, Any]], folder: Path) -> None:
    if any(row.as_of != run["as_of"] for row, run in zip(before, script, strict=False)):
        raise Usage(f"{folder} has had runs that are not those of the demo", "name a folder that does not exist yet")


def _run(workspace: Workspace, settings: Settings, run: dict[str, Any]) -> dict[str, Any]:
    inbox = settings.inbox_of(workspace)
    for feed in run.get("feed", []):
        source = SAMPLES / feed["file"]
        drop(inbox, source.name, source.read_bytes(), feed["received"])
    if "mend" in run:
        name, content = mend(workspace.rejected, run["mend"])
        drop(inbox, name, content, run["mend"]["received"])
    done = nightly.run(workspace, run["as_of"])
    if done.exit_code not in DUE:
        raise Failed(f"run {run['name']} of the demo ended with {done.exit_code}", "see `ordermill status`")
    return done.document


def drop(inbox: Path, name: str, content: bytes, received: datetime) -> None:
    """Put a feed into the inbox the safe way: under a temporary name, with its instant, renamed when it is whole."""
    new = inbox / f".{name}.part"
    new.write_bytes(content)
    os.utime(new, (received.timestamp(),) * 2)
    new.replace(inbox / name)


def _read(workspace: Workspace, row: RunRow) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((workspace.root / row.folder / "run.json").read_text("utf-8"))
    return document


def _facts(name: str, document: dict[str, Any], settings: Settings) -> tuple[object, ...]:
    records = document["proof"]["records"]
    return (
        name,
        talk.moment(datetime.fromisoformat(document["as_of"]), settings.tz),
        len(document["feeds"]),
        records["in"],
        *(records[outcome] for outcome in OUTCOMES),
        rows_of(document, "orders.tsv"),
        rows_of(document, "unshipped-orders.tsv"),
        document["exit_code"],
    )


def _line(cells: tuple[object, ...]) -> str:
    """A line of the table of runs, which grows while the demo goes on: the widths are those of the headings."""
    run, as_of, *figures = (str(cell) for cell in cells)
    counts = (figure.rjust(len(head)) for figure, head in zip(figures, HEADS[2:], strict=True))
    return "  ".join([run.ljust(FIRST), as_of.ljust(WIDE), *counts])
