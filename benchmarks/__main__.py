"""`python -m benchmarks`: one table of what the product costs beside its peers, in the form that docs keep."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from benchmarks.measure import Cost, Line

SIZES = ("small", "medium", "large")
NAMES = ("ingest", "reports", "period", "night")
LIBRARIES = ("numpy", "pandas", "pyarrow", "lxml")
HEADINGS = ("what", "ours", "peer", "peer's", "ratio", "goal", "our CPU", "our peak", "peer's CPU", "peer's peak")


def main() -> None:
    """Measure and print. Exit code 0 also when a goal is missed: the table says so."""
    options = _options().parse_args()
    print(f"Size {options.size}. {_machine()}\n", flush=True)
    _print_row(*HEADINGS)
    _print_row(*["---"] * len(HEADINGS))
    table, notes = [], []
    for name in options.only or NAMES:
        lines, line_notes = _measured(name, options.size, options.cache)
        for line in lines:
            _print_row(*_cells(line))
        table += lines
        notes += line_notes
    print()
    for note in [*notes, *_missed(table)]:
        print(f"- {note}")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--size", choices=SIZES, default="small", help="small takes under two minutes")
    parser.add_argument("--only", choices=NAMES, action="append", help="only this part; can be given several times")
    parser.add_argument("--cache", type=Path, help="folder that keeps the workspaces a night starts from")
    return parser


def _measured(name: str, size: str, cache: Path | None) -> tuple[list[Line], list[str]]:
    part = import_module(f"benchmarks.{name}")
    with tempfile.TemporaryDirectory(prefix="ordermill-benchmarks-") as folder:
        lines, notes = part.lines(size, Path(folder), cache) if name == "night" else part.lines(size, Path(folder))
    return lines, notes


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, {_processor()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the "
        f"start, {_memory()} of memory, {platform.system()} {platform.release()}, Python {platform.python_version()}, "
        f"{libraries}."
    )


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    lines = about.read_text().splitlines() if about.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _memory() -> str:
    if sys.platform == "darwin":
        return "unknown size"
    return f"{os.sysconf('SC_PHYS_PAGES') * os.sysconf('SC_PAGE_SIZE') / 1e9:.0f} GB"


def _cells(line: Line) -> Iterator[str]:
    yield line.what
    yield _seconds(line.ours.wall)
    yield line.peer or "-"
    yield _seconds(line.theirs.wall) if line.theirs else "-"
    yield f"{line.ratio:.2f} x" if line.ratio else "-"
    yield _goal(line)
    yield from _used(line.ours)
    yield from _used(line.theirs)


def _goal(line: Line) -> str:
    if line.goal is None:
        return "-"
    goal = f"{line.goal:g} x" if line.theirs else f"{line.goal:g} s"
    return f"{goal}: {'missed' if line.missed else 'reached'}"


def _used(cost: Cost | None) -> tuple[str, str]:
    return (_seconds(cost.cpu), f"{cost.peak / 1e6:,.0f} MB") if cost else ("-", "-")


def _seconds(value: float) -> str:
    return f"{value:.3f} s" if value < 1 else f"{value:.2f} s"


def _missed(table: list[Line]) -> Iterator[str]:
    for line in table:
        if line.missed and line.ratio:
            yield f"Goal missed: {line.what}: {line.ratio:.2f} x {line.peer}, at most {line.goal:g} x was the goal."
        elif line.missed:
            yield f"Goal missed: {line.what}: {line.ours.wall:.2f} s, at most {line.goal:g} s was the goal."


def _print_row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
