"""A workspace with a past: feeds of earlier days, run by the product itself, and the feeds of the measured night.

Four batches of orders come three days apart. Of each, 70 % of the orders are confirmed three days later and four of
five Pending ones are paid by then; the others lose their order at the deadline. So about 30 % are open in the end.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks import generate, measure
from benchmarks.generate import Orders

ORDERMILL = measure.ROOT / ".venv" / "bin" / "ordermill"
FIRST_DAY = datetime.fromisoformat("2026-05-20T00:00:00+09:00")
BATCHES = 4
DAYS_APART = 3
MEASURED_DAY = BATCHES * DAYS_APART + 1
LARGEST_FILE = 150_000
AGAIN_SHARE = 0.25
TOO_MANY_EACH = 50
SETTINGS = "[inbox]\nsettle_seconds = 0\n"
MADE_BY = (
    "benchmarks/generate.py",
    "benchmarks/words.py",
    "benchmarks/history.py",
    "schemas/stored_tables.py",
    "pipeline/store",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """Orders known before the night; order rows and confirmations that come in it."""

    known: int
    rows: int
    confirmations: int


def known(plan: Plan, cache: Path) -> Path:
    """The workspace before the measured night, its feeds in the inbox; built once in `cache`, never run itself."""
    ready = cache / f"known-{plan.known}-{plan.rows}-{plan.confirmations}-{_made_by()}"
    if ready.exists():
        return ready
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as folder:
        workspace = Path(folder) / "workspace"
        _build(workspace, plan)
        workspace.rename(ready)
    return ready


def run(workspace: Path, day: int) -> measure.CommandResult:
    """One run at five in the morning of that day, as the scheduler would start it."""
    as_of = FIRST_DAY + timedelta(days=day, hours=5)
    return measure.command(
        ordermill(), "run", "-w", workspace, "--as-of", as_of.isoformat(), "--json", "--debug"
    ).expect(0, 3)


def make(workspace: Path) -> None:
    """An empty workspace that does not wait for files to keep still: they are whole."""
    measure.command(ordermill(), "init", workspace).expect(0)
    (workspace / "ordermill.toml").write_text(SETTINGS)


def _build(workspace: Path, plan: Plan) -> None:
    make(workspace)
    for step in range(BATCHES + 1):
        _drop_earlier(workspace / "inbox", plan, step)
        run(workspace, step * DAYS_APART)
    _drop_measured(workspace / "inbox", plan)


def _drop_earlier(inbox: Path, plan: Plan, step: int) -> None:
    day = step * DAYS_APART
    if step == 0:
        generate.write_flat(_feed(inbox, "inventory.tsv"), generate.inventory(900_000))
    if step < BATCHES:
        for place, part in enumerate(_batch(plan, step)):
            generate.write_flat(_feed(inbox, f"orders-{place}.tsv"), part.rows)
    if step > 0:
        for place, part in enumerate(_batch(plan, step - 1)):
            paid = part.only(part.pending & _pays(part))
            generate.write_flat(_feed(inbox, f"payments-{place}.tsv"), generate.payments(paid, _at(day, 1)))
            shipped = part.only(_ships_in_time(part) & (~part.pending | _pays(part)))
            generate.write_confirmations(_feed(inbox, f"confirmations-{place}.xml"), shipped, _at(day, 2))
    _receive(inbox, day)


def _drop_measured(inbox: Path, plan: Plan) -> None:
    again = generate.together([part.only(_still_open(part)) for part in _batch(plan, BATCHES - 1)])
    again = again.first_rows(int(plan.rows * AGAIN_SHARE))
    missing = plan.rows - len(again.number)
    new = generate.orders(plan.known + 1, missing, _at(MEASURED_DAY, 3)).first_rows(missing)
    generate.write_flat(_feed(inbox, "orders.tsv"), generate.together([new, again]).rows)
    shipped = generate.together(list(_shipped_late(plan)))
    generate.write_confirmations(_feed(inbox, "confirmations.xml"), shipped, _at(MEASURED_DAY, 2), TOO_MANY_EACH)
    _receive(inbox, MEASURED_DAY)


def _batch(plan: Plan, step: int) -> Iterator[Orders]:
    """The orders of one earlier day, in parts of a size that a file may have."""
    size = plan.known // BATCHES
    parts = -(-size // LARGEST_FILE)
    bounds = np.linspace(1 + step * size, 1 + (step + 1) * size, parts + 1).astype(int).tolist()
    for first, end in pairwise(bounds):
        yield generate.orders(first, end - first, _at(step * DAYS_APART, 3))


def _shipped_late(plan: Plan) -> Iterator[Orders]:
    """As many orders of each part as make up all confirmations of the measured night."""
    parts = [part for step in range(BATCHES) for part in _batch(plan, step)]
    counts = np.diff(np.linspace(0, plan.confirmations, len(parts) + 1).astype(int)).tolist()
    for part, count in zip(parts, counts, strict=True):
        yield part.only(_still_open(part)).first_orders(count)


def _pays(part: Orders) -> np.ndarray:
    return part.number % 5 != 0


def _ships_in_time(part: Orders) -> np.ndarray:
    return part.number % 10 < 7


def _still_open(part: Orders) -> np.ndarray:
    return ~part.pending & ~_ships_in_time(part)


def _feed(inbox: Path, name: str) -> Path:
    return inbox / name


def _at(day: int, hour: int) -> str:
    return (FIRST_DAY + timedelta(days=day, hours=hour)).replace(tzinfo=None).isoformat()


def _receive(inbox: Path, day: int) -> None:
    """Every feed came at four in the morning of its day."""
    received = (FIRST_DAY + timedelta(days=day, hours=4)).timestamp()
    for feed in inbox.iterdir():
        os.utime(feed, (received, received))


def ordermill() -> str:
    """The console script of this environment."""
    return str(ORDERMILL) if ORDERMILL.exists() else shutil.which("ordermill") or "ordermill"


def _made_by() -> str:
    """A short hash of what a workspace depends on: with other files it is built anew."""
    digest = hashlib.sha256()
    for place in MADE_BY:
        path = measure.ROOT / place
        for source in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(source.read_bytes())
    return digest.hexdigest()[:12]
