"""What a command costs: wall time, CPU time, peak resident memory; each command is a process of its own.

A process starts with the peak memory of the one that started it. So commands are started by this file run as a
program, which imports next to nothing.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

ROOT = Path(__file__).parent.parent
EVERY = 0.05
UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of wall time and of CPU, peak resident bytes."""

    wall: float
    cpu: float
    peak: int


@dataclass(frozen=True, slots=True)
class CommandResult:
    """A command that has ended: what it cost, its exit code, what it said."""

    cost: Cost
    code: int
    out: str
    err: str

    def expect(self, *codes: int) -> CommandResult:
        """The same, or RuntimeError with the end of what it said where it ended with another exit code."""
        if self.code not in codes:
            raise RuntimeError(f"exit code {self.code}\n{self.out[-2000:]}\n{self.err[-4000:]}")
        return self


@dataclass(frozen=True, slots=True)
class Goal:
    """The most that a figure may be: of that of the peer, or by itself (seconds, bytes) where there is no peer."""

    most: float
    figure: Literal["wall", "cpu", "peak"] = "wall"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table. rows: records or lines that the work is about, for rows in a second; 0: none to count."""

    what: str
    ours: Cost
    peer: str = ""
    theirs: Cost | None = None
    goal: Goal | None = None
    rows: int = 0

    def ratio(self, figure: Literal["wall", "cpu", "peak"]) -> float | None:
        """Ours in units of theirs."""
        return getattr(self.ours, figure) / getattr(self.theirs, figure) if self.theirs else None

    @property
    def reached(self) -> float | None:
        """The figure that the goal is about."""
        if self.goal is None:
            return None
        return self.ratio(self.goal.figure) if self.theirs else getattr(self.ours, self.goal.figure)

    @property
    def missed(self) -> bool:
        """Whether there is a goal and it is not reached."""
        return self.goal is not None and self.reached is not None and self.reached > self.goal.most


def command(*words: object, watch: Path | None = None) -> CommandResult:
    """Run a command in the root of the repository and wait for it. watch: file for its memory over time."""
    starter = [sys.executable, "-S", str(Path(__file__)), str(watch or ""), *map(str, words)]
    process = subprocess.run(starter, cwd=ROOT, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(process.stdout)
    return CommandResult(
        Cost(result["wall"], result["cpu"], result["peak"]), result["code"], result["out"], result["err"]
    )


def python(*words: object, watch: Path | None = None) -> CommandResult:
    """Run the Python of this environment."""
    return command(sys.executable, *words, watch=watch)


def task(module: str, *words: object) -> Cost:
    """A task of a benchmark module in a fresh process: its own time without starting up, the memory of the whole."""
    process = python("-m", f"benchmarks.{module}", *words).expect(0)
    inside: dict[str, float] = json.loads(process.out.splitlines()[-1])
    return Cost(inside["wall"], inside["cpu"], process.cost.peak)


def timed(work: Callable[[], object]) -> None:
    """Do the work and print what it took, for `task`."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    print(json.dumps({"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}))


def median(costs: Sequence[Cost]) -> Cost:
    """The median of each figure by itself; the largest peak."""
    middle = statistics.median
    return Cost(middle(c.wall for c in costs), middle(c.cpu for c in costs), max(c.peak for c in costs))


def rounds(count: int, *works: Callable[[], Cost]) -> list[Cost]:
    """The median of each work over several rounds; in a round each is done once, so that all meet the same noise."""
    every = [[work() for work in works] for _ in range(count)]
    return [median(costs) for costs in zip(*every, strict=True)]


def _start(watch: str, *words: str) -> dict[str, Any]:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        process = subprocess.Popen(words, stdout=out, stderr=err)
        if watch:
            threading.Thread(target=_sample, args=(process.pid, watch, start), daemon=True).start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        texts = [_all_of(file) for file in (out, err)]
    cost = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss * UNIT}
    return cost | {"code": process.returncode, "out": texts[0], "err": texts[1]}


def _sample(pid: int, target: str, start: float) -> None:
    """Write seconds since the start and resident bytes of a process every EVERY seconds, until it ends."""
    with Path(target).open("w") as file:
        while True:
            try:
                pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
            except (OSError, IndexError):
                return
            file.write(f"{time.perf_counter() - start:.3f} {pages * os.sysconf('SC_PAGE_SIZE')}\n")
            file.flush()
            time.sleep(EVERY)


def _all_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


if __name__ == "__main__":
    print(json.dumps(_start(*sys.argv[1:])))
