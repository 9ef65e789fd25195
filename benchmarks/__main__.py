"""`python -m benchmarks`: one table of what the product costs beside its peers, in the form that docs keep."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import tempfile
from datetime import UTC, datetime
from importlib import import_module
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from benchmarks import table
from benchmarks.measure import Line

SIZES = ("small", "medium", "large", "huge")
PARTS = {
    "ingest": "benchmarks.ingest",
    "reports": "benchmarks.reports",
    "period": "benchmarks.period",
    "start": "benchmarks.starts",
    "questions": "benchmarks.questions",
    "night": "benchmarks.night.lines",
    "growth": "benchmarks.growth",
    "long-order": "benchmarks.long_order",
    "feed4gb": "benchmarks.feed4gb",
}
WITH_CACHE = ("night", "questions", "growth")
"""Parts that keep what they start from, and know a huge size."""
NOT_JUDGED = "Starting is most of so small a size, so goals are shown and not judged."
LIBRARIES = ("numpy", "pandas", "pyarrow", "lxml", "duckdb", "polars")


def main() -> None:
    """Measure and print. Exit code 0 also when a goal is missed: the table says so; 1 where a peer did other work."""
    options = _options().parse_args()
    judged = options.size != "small"
    print(f"Size {options.size}. {_machine()}\n", flush=True)
    for row in table.heading():
        print(row, flush=True)
    lines, notes = [], []
    for name in options.only or PARTS:
        measured, more = _measured(name, options.size, options.cache)
        for line in measured:
            print(table.row(line, judged=judged), flush=True)
        lines += measured
        notes += more
    print()
    for note in [*notes, *(table.missed(lines) if judged else [NOT_JUDGED])]:
        print(note if "\n" in note else f"- {note}")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=main.__doc__)
    parser.add_argument("--size", choices=SIZES, default="small", help="small takes under two minutes")
    parser.add_argument(
        "--only", choices=tuple(PARTS), action="append", help="only this part; several times: those parts"
    )
    parser.add_argument("--cache", type=Path, help="folder that keeps the workspaces a night starts from")
    return parser


def _measured(name: str, size: str, cache: Path | None) -> tuple[list[Line], list[str]]:
    """The rows of a part and what else it says."""
    part = import_module(PARTS[name])
    with tempfile.TemporaryDirectory(prefix="ordermill-benchmarks-") as folder:
        if name in WITH_CACHE:
            lines, notes = part.lines(size, Path(folder), cache)
        else:
            lines, notes = part.lines("large" if size == "huge" else size, Path(folder))
    return lines, notes


def _machine() -> str:
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES if find_spec(name))
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


if __name__ == "__main__":
    main()
