"""A night, and one without feeds after it, over ten times the closed history: the same open orders, the same feeds.

Tonight names closed orders, spread over all of them. The open orders have other ids, for they are numbered after the
closed ones; else both worlds are the same.
"""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path

from benchmarks import measure
from benchmarks.measure import Cost, Goal, Line
from benchmarks.night.columns import NIGHT, ZONE
from benchmarks.night.known import copy_workspace, known, run
from benchmarks.night.world import World

FACTORS = {"small": 0.005, "medium": 0.05, "large": 0.25, "huge": 1.0}
ROUNDS = {"small": 1, "medium": 3, "large": 3, "huge": 3}
TIMES = 10
GOAL = Goal(1.05, "cpu")
NEXT_NIGHT = "2026-06-02T23:30:00"


def lines(size: str, folder: Path, cache: Path | None) -> tuple[list[Line], list[str]]:
    """The rows of the table: night and empty night, each beside that of the shorter history."""
    worlds = [World(FACTORS[size], history) for history in (1, TIMES)]
    workspaces = [known(world, cache or folder / "cache").workspace for world in worlds]
    copies = [folder / f"copy-{world.history:g}" for world in worlds]
    pairs = list(zip(workspaces, copies, strict=True))
    nights = measure.rounds(ROUNDS[size], *(partial(_night, *pair) for pair in pairs))
    records = json.loads((copies[0] / "reports" / "latest" / "run.json").read_text("utf-8"))["proof"]["records"]["in"]
    empty = measure.rounds(ROUNDS[size], *(partial(_empty_night, copy) for copy in copies))
    peer, more = (f"{world.closed:,} closed orders" for world in worlds)
    open_orders = f"{worlds[0].known - worlds[0].closed:,} open"
    return [
        Line(f"growth: a night, {more}, {open_orders}", nights[1], peer, nights[0], GOAL, records),
        Line(f"growth: a night without feeds, {more}, {open_orders}", empty[1], peer, empty[0], GOAL),
    ], []


def _night(workspace: Path, copy: Path) -> Cost:
    """The night over a copy; the copy stays as it is after it."""
    shutil.rmtree(copy, ignore_errors=True)
    copy_workspace(workspace, copy)
    return run(copy, NIGHT + ZONE).cost


def _empty_night(after: Path) -> Cost:
    """The night after that, without feeds, over a copy of what the night has left."""
    copy = after.with_name("after")
    shutil.rmtree(copy, ignore_errors=True)
    copy_workspace(after, copy)
    return run(copy, NEXT_NIGHT + ZONE).cost
