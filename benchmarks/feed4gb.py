"""One feed of 4 GB, scaled, run into 300,000 open orders: how much memory it takes at most, and when."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

from benchmarks import long_feed, memory
from benchmarks.measure import Goal, Line
from benchmarks.night import known
from benchmarks.night.columns import ZONE
from benchmarks.night.world import World

WHOLE = 4_000_000_000
SCALES = {"small": 0.004, "medium": 0.1, "large": 1.0}
PEAK_GOALS = {"large": Goal(1.2e9, "peak")}
AS_OF = f"2026-05-30T06:00:00{ZONE}"
FEEDS: dict[str, tuple[str, Callable[[Path, World, int], int]]] = {
    "orders.tsv": ("order TSV", long_feed.write_orders),
    "confirmations.xml": ("confirmations XML", long_feed.write_confirmations),
}


def lines(size: str, folder: Path) -> tuple[list[Line], list[str]]:
    """The rows of the table and charts of memory over time."""
    world = World(SCALES[size])
    opened = folder / "open"
    known.make(opened, known.MANY_SHARDS)
    known.load_open(world, opened)
    table, notes = [], []
    for name in FEEDS:
        line, more = _one(name, world, opened, size)
        table.append(line)
        notes += more
    return table, notes


def _one(name: str, world: World, opened: Path, size: str) -> tuple[Line, list[str]]:
    """A run that takes the feed, over a copy of the workspace that knows the open orders."""
    kind, write = FEEDS[name]
    copy, samples = opened.with_name("copy"), opened.with_name(f"{name}.memory")
    known.copy_workspace(opened, copy)
    feed = copy / "inbox" / name
    rows = write(feed, world, int(WHOLE * SCALES[size]))
    length = feed.stat().st_size / 1e6
    known.receive(copy / "inbox", AS_OF)
    run = known.run(copy, AS_OF, watch=samples)
    shutil.rmtree(copy)
    records = json.loads(run.out)["proof"]["records"]
    what = f"a feed of {length:,.0f} MB, {kind}, into {world.known - world.closed:,} open orders"
    taken = ", ".join(f"{count:,} {outcome}" for outcome, count in records.items())
    chart = memory.chart(f"Memory of {what}", memory.read_samples(samples))
    line = Line(what, run.cost, goal=PEAK_GOALS.get(size), rows=rows)
    return line, [f"{what}: records {taken}.", "\n".join(["", *chart])]
