"""A whole night in a process of its own, from files in the inbox to everything published; and how fast it starts."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import history, measure
from benchmarks.history import Plan
from benchmarks.measure import CommandResult, Cost, Line

PLANS = {
    "small": Plan(20_000, 5_000, 2_500),
    "medium": Plan(1_000_000, 200_000, 100_000),
    "large": Plan(5_000_000, 1_000_000, 500_000),
}
ROUNDS = {"small": 3, "medium": 3, "large": 1}
HELP_GOAL, EMPTY_GOAL = 0.150, 1.5
NEVER_CHANGED = ("reports", "archive", "state/data")
NO_PEER = "A night has no peer here yet: its goals are ratios to scripts that do the same with other libraries."


def lines(size: str, folder: Path, cache: Path | None) -> tuple[list[Line], list[str]]:
    """The rows of the table and what else must be said."""
    plan = PLANS[size]
    known = history.known(plan, cache or folder / "cache")
    nights = [_night(known, folder / "night") for _ in range(ROUNDS[size])]
    what = f"night: {plan.known:,} orders known, {plan.rows:,} order rows and {plan.confirmations:,} XML messages in"
    table = [Line(what, measure.median([night.cost for night in nights])), *_starts(folder)]
    document = json.loads(nights[-1].out)
    return table, [*_about(document, _size_of(known / "state")), NO_PEER]


def _night(known: Path, copy: Path) -> CommandResult:
    """One night over a copy of the workspace, so that every round finds the same."""
    shutil.copytree(known, copy, symlinks=True, copy_function=partial(_copy, known))
    night = history.run(copy, history.MEASURED_DAY)
    shutil.rmtree(copy)
    return night


def _copy(known: Path, source: str, target: str) -> None:
    """Data files, reports and archived feeds never change: a second name will do where the file system allows it."""
    if Path(source).relative_to(known).as_posix().startswith(NEVER_CHANGED):
        with suppress(OSError):
            os.link(source, target)
            return
    shutil.copy2(source, target)


def _starts(folder: Path) -> list[Line]:
    asked = measure.rounds(5, lambda: measure.command(history.ordermill(), "--help").expect(0).cost)
    history.make(folder / "empty")
    days = iter(range(10))
    empty = measure.rounds(5, lambda: history.run(folder / "empty", next(days)).cost)
    return [_start("start: --help", asked, HELP_GOAL), _start("start: a run over an empty inbox", empty, EMPTY_GOAL)]


def _start(what: str, costs: list[Cost], goal: float) -> Line:
    return Line(what, costs[0], goal=goal)


def _about(document: dict[str, Any], size: int) -> list[str]:
    proof = document["proof"]["records"]
    records = ", ".join(f"{count:,} {name}" for name, count in proof.items())
    laps = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in document["timings"].items())
    reports = ", ".join(f"{Path(report['name']).name} {report['rows']:,} rows" for report in document["reports"])
    return [
        f"The last night: records {records}; orders known {document['proof']['orders']['known']:,}.",
        f"Its steps: {laps}.",
        f"Its reports: {reports}.",
        f"State before it: {size / 1e6:,.0f} MB.",
    ]


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
