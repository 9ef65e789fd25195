"""What is known before the night, built once: the workspace by the product's own runs, the files of the peers.

Closed orders come in March, each with its shipment or cancellation in the same run; a run two weeks later settles
them. Open ones come three days before the night, before the first of them can end by the clock.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow.compute as pc

from benchmarks import generate, measure
from benchmarks.generate import Orders
from benchmarks.night import cancellations, shipments
from benchmarks.night.columns import LOADED, NIGHT, SHIPMENTS, ZONE
from benchmarks.night.peer_state import write_state
from benchmarks.night.tonight import write_feeds
from benchmarks.night.world import World, shipped_before, was_canceled

FIRST_RUN = datetime.fromisoformat(f"2026-03-02T06:00:00{ZONE}")
SETTLED = f"2026-03-17T03:00:00{ZONE}"
SETTINGS = "shards = {}\n[inbox]\nsettle_seconds = 0\n"
USUAL_SHARDS, MANY_SHARDS = 16, 64
"""What a workspace has of itself, and what one for millions of orders a night is given: a group is a shard at least."""
SECONDS_BEFORE = {"ship.tsv": 25, "cancel.tsv": 20}
NEVER_CHANGED = ("reports", "archive", "state/data")
MADE_BY = ("benchmarks/generate.py", "benchmarks/words.py", "benchmarks/night", "schemas", "pipeline/store")


@dataclass(frozen=True, slots=True)
class Known:
    """The folder of a world: the workspace with the night's feeds in its inbox, and what the peers read."""

    folder: Path

    @property
    def workspace(self) -> Path:
        """Never run itself: copied for each round."""
        return self.folder / "workspace"

    @property
    def feeds(self) -> Path:
        """The feeds of the night."""
        return self.folder / "feeds"

    @property
    def state(self) -> Path:
        """What the peers know."""
        return self.folder / "state"


def known(world: World, cache: Path) -> Known:
    """The world as it is before the night; built where it is not in `cache` yet."""
    ready = cache / f"night-{world.factor:g}-{world.history:g}-{_made_by()}"
    if not ready.exists():
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as folder:
            _build(world, Known(Path(folder) / "night"))
            (Path(folder) / "night").rename(ready)
    return Known(ready)


def copy_workspace(workspace: Path, copy: Path) -> None:
    """A workspace to run: what never changes gets a second name where the file system allows it."""
    shutil.copytree(workspace, copy, symlinks=True, copy_function=partial(_copy, workspace))


def run(workspace: Path, as_of: str, watch: Path | None = None) -> measure.CommandResult:
    """One run as of an instant, in a process of its own, as the scheduler would start it. watch: file for memory."""
    words = ("-m", "pipeline", "run", "-w", workspace, "--as-of", as_of, "--json", "--debug")
    return measure.python(*words, watch=watch).expect(0, 3)


def make(workspace: Path, shards: int = USUAL_SHARDS) -> None:
    """An empty workspace that does not wait for files to keep still: they are whole."""
    measure.python("-m", "pipeline", "init", workspace).expect(0)
    (workspace / "ordermill.toml").write_text(SETTINGS.format(shards))


def load_open(world: World, workspace: Path) -> None:
    """Place the open orders, those under way with their first parcel."""
    parts = [world.pending(), world.verified(), world.overdue()]
    for place, orders in enumerate(parts):
        generate.write_flat(workspace / "inbox" / f"orders-{place}.tsv", orders.rows)
    _write_first_parcels(parts[1], workspace / "inbox" / "ship.tsv")
    receive(workspace / "inbox", LOADED + ZONE)
    run(workspace, LOADED + ZONE)


def _build(world: World, target: Known) -> None:
    write_state(world, target.state)
    write_feeds(world, target.feeds)
    make(target.workspace, MANY_SHARDS if world.factor > 1 else USUAL_SHARDS)
    for hour, orders in enumerate(world.closed_parts()):
        as_of = (FIRST_RUN + timedelta(hours=hour)).isoformat()
        _write_closed(orders, target.workspace / "inbox")
        receive(target.workspace / "inbox", as_of)
        run(target.workspace, as_of)
    run(target.workspace, SETTLED)
    load_open(world, target.workspace)
    for feed in target.feeds.iterdir():
        shutil.copy(feed, target.workspace / "inbox")
    receive(target.workspace / "inbox", NIGHT + ZONE)


def _write_closed(orders: Orders, inbox: Path) -> None:
    """Closed orders, and what closed them."""
    canceled = was_canceled(orders.number)
    generate.write_flat(inbox / "orders.tsv", orders.rows)
    shipped = orders.only(~canceled)
    ids, items = (shipped.rows[name].combine_chunks() for name in SHIPMENTS[:2])
    rng = np.random.default_rng([generate.SEED, int(orders.number[0])])
    lines = shipments.with_parcels(ids, items, generate.constant("", len(ids)), rng, "2026-03-02")
    generate.write_flat(inbox / "ship.tsv", lines)
    canceled_ids = pc.unique(orders.only(canceled).rows["order-id"])
    generate.write_flat(inbox / "cancel.tsv", cancellations.whole_orders(canceled_ids, "BuyerCanceled"))


def _write_first_parcels(verified: Orders, path: Path) -> None:
    under_way = verified.only(shipped_before(verified) > 0)
    ids, items = (under_way.rows[name].combine_chunks() for name in SHIPMENTS[:2])
    rng = np.random.default_rng([generate.SEED, 2])
    lines = shipments.with_parcels(ids, items, generate.constant("1", len(ids)), rng, LOADED[:10])
    generate.write_flat(path, lines)


def receive(inbox: Path, as_of: str) -> None:
    """Feeds come in the half minute before the run: messages, then lines of shipments, cancellations last."""
    moment = datetime.fromisoformat(as_of).timestamp()
    for feed in inbox.iterdir():
        received = moment - SECONDS_BEFORE.get(feed.name, 30)
        os.utime(feed, (received, received))


def _copy(workspace: Path, source: str, target: str) -> None:
    if Path(source).relative_to(workspace).as_posix().startswith(NEVER_CHANGED):
        with suppress(OSError):
            os.link(source, target)
            return
    shutil.copy2(source, target)


def _sources() -> Iterator[Path]:
    for place in MADE_BY:
        path = measure.ROOT / place
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _made_by() -> str:
    """A short hash of what a workspace depends on: with other files it is built again."""
    digest = hashlib.sha256()
    for source in _sources():
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
