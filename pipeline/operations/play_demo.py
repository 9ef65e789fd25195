"""The demo: the sample feeds dropped day by day into a workspace of their own, and a run after each."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline import files, text
from pipeline import run as nightly
from pipeline.cli.run_text import rows_of
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import FailureError, UsageError
from pipeline.operations.demo_corrections import mend
from pipeline.operations.init_workspace import SAMPLES
from pipeline.store import RunRow, Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from schemas.statuses import COUNTED_OUTCOMES

DUE = (0, 3)
HEADS = ("run", "as of", "files", "records", *COUNTED_OUTCOMES, "reported", "unshipped", "exit")
FIRST, WIDE = 4, len("2026-10-05 23:30 JST")
TELLING = {
    "canceled-orders.tsv": "what was canceled that night, why and by whom",
    "charges.tsv": "what the buyers pay that night, and what is due back to them",
    "notices.tsv": "whom that night has something to tell, and what",
}
COUNTED = "reported, unshipped: rows of orders.tsv and of unshipped-orders.tsv, an order item each"
STORY = "999-0000001-0000023"
"""An order to which much happens; sample_data/README.md tells what."""
HOW_TO_OPEN = """\
To open a report in a spreadsheet, import it: UTF-8, separated by tabs, without quotes, every column as text.
LibreOffice asks when it opens the file; in Excel it is Data, From Text/CSV. With columns that are not text a
spreadsheet turns order item ids into rounded numbers."""


def play(folder: Path, tell: Callable[[str], None] = print) -> dict[str, Any]:
    """Make the workspace, do every run of sample_data/demo/runs.toml, tell a line for each; returns all run.json.

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
    return {"version": JSON_VERSION, "workspace": str(workspace.root), "runs": played}


def what_to_look_at(folder: Path, played: dict[str, Any]) -> str:
    """The places in the workspace of the demo that are worth a look, and how to open the Unshipped report."""
    runs = [one["run"] for one in played["runs"]]
    refusing = max(runs, key=lambda run: run["proof"]["records"]["rejected"])
    names = [name for run in runs for name in _named(run)]
    paid = [name for name in names if "/settlement-" in name and not name.endswith("-open.tsv")]
    places = [
        (f"{folder}/reports/latest/unshipped-orders.tsv", "what is to be picked and packed after the last day"),
        (f"{folder}/reports/today/orders.tsv", "the orders that were new on the last day"),
        *((f"{folder}/{name}", "what the marketplace pays for a period, yen by yen") for name in paid[:1]),
        *((f"{folder}/{name}", TELLING[Path(name).name]) for name in _named(refusing) if Path(name).name in TELLING),
        *((f"{folder}/{name}", "an answer to a feed of which something was refused") for name in _answers(refusing)),
        (f"{folder}/rejected/", "the refused records, to be corrected and dropped back"),
        (f"{folder}/archive/", "every feed as it came"),
    ]
    look = ["what to look at", *text.indent(text.table(("", ""), places)[1:])]
    then = f"and then: ordermill status -w {folder}, or ordermill orders show {STORY} -w {folder}"
    return "\n".join([COUNTED, "", *look, "", HOW_TO_OPEN, "", then])


def _named(run: dict[str, Any]) -> list[str]:
    return [str(report["name"]) for report in run["reports"]]


def _answers(run: dict[str, Any]) -> list[str]:
    """The answers to the feeds of a run of which a record was refused."""
    refused = [feed["name"] for feed in run["feeds"] if feed["rejected"]]
    names = [name for name in _named(run) if "/processing/" in name]
    return [name for name in names if any(f"/{feed}.report" in name for feed in refused)]


def _workspace(folder: Path) -> tuple[Workspace, Settings]:
    """A new workspace, or the one that an earlier demo made."""
    settings_text, fees_text = ((SAMPLES / name).read_text("utf-8") for name in ("ordermill.toml", "fees.toml"))
    workspace = Workspace(folder.absolute())
    if folder.is_dir() and any(folder.iterdir()):
        made = workspace.settings_file
        if not made.is_file() or made.read_bytes() != settings_text.encode():
            raise UsageError(f"{folder} is not empty, and no demo made it", "name a folder that does not exist yet")
    else:
        workspace = Workspace.create(folder, settings_text=settings_text, fees_text=fees_text)
    return workspace, Settings.read(workspace.settings_file)


def _must_fit(before: list[RunRow], script: list[dict[str, Any]], folder: Path) -> None:
    if any(row.as_of != run["as_of"] for row, run in zip(before, script, strict=False)):
        raise UsageError(
            f"{folder} has had runs that are not those of the demo", "name a folder that does not exist yet"
        )


def _run(workspace: Workspace, settings: Settings, run: dict[str, Any]) -> dict[str, Any]:
    inbox = workspace.inbox_folder(settings)
    for feed in run.get("feed", []):
        source = SAMPLES / feed["file"]
        drop(inbox, source.name, source.read_bytes(), feed["received"])
    if "mend" in run:
        name, content = mend(workspace.rejected, run["mend"])
        drop(inbox, name, content, run["mend"]["received"])
    done = nightly.run(workspace, run["as_of"])
    if done.exit_code not in DUE:
        raise FailureError(f"run {run['name']} of the demo ended with {done.exit_code}", "see `ordermill status`")
    return done.document


def drop(inbox: Path, name: str, content: bytes, received: datetime) -> None:
    """Put a feed into the inbox the safe way: with its instant, and under its name only when it is whole."""
    files.write_in_place(inbox / name, content, modified_ns=round(received.timestamp() * 10**6) * 1000)


def _read(workspace: Workspace, row: RunRow) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((workspace.root / row.folder / "run.json").read_text("utf-8"))
    return document


def _facts(name: str, document: dict[str, Any], settings: Settings) -> tuple[object, ...]:
    records = document["proof"]["records"]
    return (
        name,
        text.moment(datetime.fromisoformat(document["as_of"]), settings.tz),
        len(document["feeds"]),
        records["in"],
        *(records[outcome] for outcome in COUNTED_OUTCOMES),
        rows_of(document, "orders.tsv"),
        rows_of(document, "unshipped-orders.tsv"),
        document["exit_code"],
    )


def _line(cells: tuple[object, ...]) -> str:
    """A line of the table of runs, which grows while the demo goes on: the widths are those of the headings."""
    run, as_of, *figures = (str(cell) for cell in cells)
    counts = (figure.rjust(len(head)) for figure, head in zip(figures, HEADS[2:], strict=True))
    return "  ".join([run.ljust(FIRST), as_of.ljust(WIDE), *counts])
