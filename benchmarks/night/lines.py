"""The night beside its peers: in a round each does it once, as a whole process, from files to reports and state."""

from __future__ import annotations

import json
import shutil
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import measure, memory
from benchmarks.measure import Cost, Goal, Line
from benchmarks.night import agreement
from benchmarks.night.agreement import Difference
from benchmarks.night.columns import NIGHT, ZONE
from benchmarks.night.known import Known, copy_workspace, known, run
from benchmarks.night.world import World

FACTORS = {"small": 0.01, "medium": 0.25, "large": 1.0, "huge": 5.0}
ROUNDS = {"small": 2, "medium": 3, "large": 5, "huge": 3}
PEERS = {"duckdb": Goal(2.4, "cpu"), "polars": Goal(3.1, "cpu"), "pandas": Goal(0.6, "cpu")}
PEAK_GOALS = {"large": Goal(1.0e9, "peak"), "huge": Goal(1.5e9, "peak")}
MISSING = "{} is not installed (pip install -e '.[bench]'): no night beside it."


def lines(size: str, folder: Path, cache: Path | None) -> tuple[list[Line], list[str]]:
    """The rows of the table and what else must be said; UnexplainedError where a peer had another night."""
    world = known(World(FACTORS[size]), cache or folder / "cache")
    peers = [name for name in PEERS if find_spec(name)]
    works = [partial(_ours, world, folder), *(partial(_peer, name, world, folder / name) for name in peers)]
    ours, *theirs = measure.rounds(ROUNDS[size], *works)
    document = json.loads((folder / "reports" / "run.json").read_text("utf-8"))
    records = document["proof"]["records"]["in"]
    what = f"night: {document['proof']['orders']['known']:,} orders known, {records:,} records in"
    table = [Line(what, ours, goal=PEAK_GOALS.get(size), rows=records)]
    costs = zip(peers, theirs, strict=True)
    table += [Line(what, ours, f"{name} script", cost, PEERS[name], records) for name, cost in costs]
    notes = [*_about(document, world), *(MISSING.format(name) for name in PEERS if name not in peers)]
    differences = [agreement.compare(folder / "reports", folder / name, world.feeds) for name in peers]
    chart = memory.chart("Memory of the night", memory.read_samples(folder / "memory"))
    return table, [*notes, "\n".join(_differences(peers, differences)), "\n".join(["", *chart])]


def _ours(world: Known, folder: Path) -> Cost:
    """One night over a copy of the workspace, so that every round finds the same; its reports are kept."""
    copy = folder / "copy"
    copy_workspace(world.workspace, copy)
    night = run(copy, NIGHT + ZONE, watch=folder / "memory")
    shutil.rmtree(folder / "reports", ignore_errors=True)
    shutil.copytree(copy / "reports" / "latest", folder / "reports")
    shutil.rmtree(copy)
    return night.cost


def _peer(name: str, world: Known, out: Path) -> Cost:
    """One night of a peer: from its state and the feeds to its reports and the state after it."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    return measure.python("-m", f"benchmarks.night.peer_{name}", world.feeds, world.state, out).expect(0).cost


def _differences(peers: list[str], differences: list[list[Difference]]) -> list[str]:
    """A table of what the peers do otherwise, a line a rule: how many rows, cells or records."""
    rules = dict.fromkeys(item.rule for items in differences for item in items)
    rows = [["known difference", *peers], ["---"] * (len(peers) + 1)]
    for rule in rules:
        counts = [sum(item.count for item in items if item.rule == rule) for items in differences]
        rows.append([rule, *(f"{count:,}" for count in counts)])
    return ["", *(f"| {' | '.join(row)} |" for row in rows)]


def _about(document: dict[str, Any], world: Known) -> list[str]:
    records = ", ".join(f"{count:,} {name}" for name, count in document["proof"]["records"].items())
    steps = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in document["timings"].items())
    reports = ", ".join(f"{Path(report['name']).name} {report['rows']:,} rows" for report in document["reports"])
    return [
        f"The last night: records {records}.",
        f"Its steps: {steps}.",
        f"Its reports: {reports}.",
        f"State before it: {_size_of(world.workspace / 'state') / 1e6:,.0f} MB.",
    ]


def _size_of(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
