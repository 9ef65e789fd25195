"""What `ordermill demo` says: a line for each run while it goes on, then what to look at."""

from __future__ import annotations

import shlex
from datetime import datetime
from pathlib import Path
from typing import Any

from pipeline import text
from pipeline.cli.run_text import row_count
from pipeline.operations.play_demo import DemoEvent, DemoStarted
from schemas.statuses import COUNTED_OUTCOMES

HEADINGS = ("run", "as of", "files", "records", *COUNTED_OUTCOMES, "reported", "unshipped", "exit")
LEAST_COLUMNS = ("unchanged", "accepted", "files", "warning")
RUN_WIDTH = 4
INSTANT_WIDTH = len("2026-10-05 23:30 JST")
LISTS = {
    "canceled-orders.tsv": "what was canceled that night, why and by whom",
    "charges.tsv": "what buyers pay that night, and what is due back to them",
    "notices.tsv": "who needs to know what after that night",
}
LEGEND = "reported, unshipped: rows of orders.tsv and unshipped-orders.tsv, one per order item"
STORY = "999-0000001-0000023"
"""An order to which much happens; sample_data/README.md says what."""
HOW_TO_OPEN = """\
To open a report in a spreadsheet, import it: UTF-8, separated by tabs, without quotes, every column as text.
LibreOffice asks when it opens the file; in Excel, use Data > From Text/CSV. If the columns are not text, the
spreadsheet turns order item ids into rounded numbers."""


def event_text(event: DemoEvent) -> str:
    """A line of the table of runs, which grows while the demo goes on: its headings, or the figures of a run."""
    if isinstance(event, DemoStarted):
        return _line(HEADINGS)
    document = event.document
    records = document["proof"]["records"]
    return _line(
        (
            event.name,
            text.moment(datetime.fromisoformat(document["as_of"]), event.zone),
            len(document["feeds"]),
            records["in"],
            *(records[outcome] for outcome in COUNTED_OUTCOMES),
            row_count(document, "orders.tsv"),
            row_count(document, "unshipped-orders.tsv"),
            document["exit_code"],
        )
    )


def what_to_look_at_text(folder: Path, document: dict[str, Any], program: str) -> str:
    """The places in the workspace of the demo that are worth a look, how to open a report, and what to type next.

    program: how the person calls it where they are.
    """
    places = ["what to look at", *text.indent(text.table(("", ""), _places(folder, document))[1:])]
    workspace = shlex.quote(str(folder))
    commands = [f"{program} status -w {workspace}", f"{program} orders show {STORY} -w {workspace}"]
    return "\n".join([LEGEND, "", *places, "", HOW_TO_OPEN, "", "next:", *commands])


def _places(folder: Path, document: dict[str, Any]) -> list[tuple[str, str]]:
    """A file or a folder, and what it holds. The run of which most is shown is the one that refused most records."""
    runs = [run["run"] for run in document["runs"]]
    refusing = max(runs, key=lambda run: run["proof"]["records"]["rejected"])
    lists = [name for name in _report_names(refusing) if Path(name).name in LISTS]
    return [
        (f"{folder}/reports/latest/unshipped-orders.tsv", "what is to be picked and packed after the last day"),
        (f"{folder}/reports/today/orders.tsv", "the orders that were new on the last day"),
        *((f"{folder}/{name}", "what the marketplace pays for a period, yen by yen") for name in _settled(runs)[:1]),
        *((f"{folder}/{name}", LISTS[Path(name).name]) for name in lists),
        *((f"{folder}/{name}", "the answer to a feed with rejected records") for name in _answers(refusing)),
        (f"{folder}/rejected/", "the rejected records, to be corrected and dropped back"),
        (f"{folder}/archive/", "every feed as it arrived"),
    ]


def _report_names(run: dict[str, Any]) -> list[str]:
    return [str(report["name"]) for report in run["reports"]]


def _settled(runs: list[dict[str, Any]]) -> list[str]:
    """The reports of settlement periods that are closed."""
    names = [name for run in runs for name in _report_names(run)]
    return [name for name in names if "/settlement-" in name and not name.endswith("-open.tsv")]


def _answers(run: dict[str, Any]) -> list[str]:
    """The answers to the feeds of a run of which a record was refused."""
    refused = [feed["name"] for feed in run["feeds"] if feed["rejected"]]
    names = [name for name in _report_names(run) if "/processing/" in name]
    return [name for name in names if any(f"/{feed}.report" in name for feed in refused)]


def _line(cells: tuple[object, ...]) -> str:
    """The widths of a line are those of the headings: the lines below it are not there yet."""
    run, as_of, *figures = (str(cell) for cell in cells)
    counts = (figure.rjust(len(heading)) for figure, heading in zip(figures, HEADINGS[2:], strict=True))
    columns = [run.ljust(RUN_WIDTH), as_of.ljust(INSTANT_WIDTH), *counts]
    least = [HEADINGS.index(name) for name in LEAST_COLUMNS]
    return "  ".join(columns[place] for place in text.kept_columns([*map(len, columns)], least))
