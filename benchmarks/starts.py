"""How fast the product starts."""

from __future__ import annotations

import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import measure
from benchmarks.measure import Goal, Line
from benchmarks.night import known

ORDERMILL = measure.ROOT / ".venv" / "bin" / "ordermill"
HELP_GOAL, EMPTY_GOAL = Goal(0.150), Goal(1.5)
ROUNDS = 3
FIRST_DAY = datetime.fromisoformat("2026-05-20T05:00:00+09:00")


def lines(size: str, folder: Path) -> tuple[list[Line], list[str]]:
    """The rows of the table: the same for every size."""
    del size
    [asked] = measure.rounds(ROUNDS, lambda: measure.command(ordermill(), "--help").expect(0).cost)
    known.make(folder / "empty")
    days = iter(range(ROUNDS))
    runs = lambda: known.run(folder / "empty", (FIRST_DAY + timedelta(days=next(days))).isoformat()).cost  # noqa: E731
    [empty] = measure.rounds(ROUNDS, runs)
    return [
        Line("start: --help", asked, goal=HELP_GOAL),
        Line("start: a run over an empty inbox", empty, goal=EMPTY_GOAL),
    ], []


def ordermill() -> str:
    """The console script of this environment."""
    return str(ORDERMILL) if os.access(ORDERMILL, os.X_OK) else shutil.which("ordermill") or "ordermill"
