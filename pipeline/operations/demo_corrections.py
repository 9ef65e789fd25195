"""Correcting a file of refused records as a person would: cell by cell, everything else as it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.errors import FailureError

LINE_END = "\r\n"
ADVICE = "start the demo again in a new folder"


def corrected_file(rejected: Path, corrections: dict[str, Any]) -> tuple[str, bytes]:
    """The name and the corrected bytes of the newest file that holds refused records of a feed.

    corrections: `feed`, the name of the feed, and `replace`, cells as column, from, to. Every correction must find its
    cell. Raises FailureError.
    """
    feed = corrections["feed"]
    files = sorted(rejected.glob(f"run-*_{feed}*"), key=lambda path: path.stat().st_mtime_ns)
    if not files:
        raise FailureError(f"no record of {feed} was rejected, so there is nothing to correct", ADVICE)
    text = files[-1].read_bytes().decode("utf-8-sig")
    lines = [line.split("\t") for line in text.split(LINE_END)]
    for cell in corrections["replace"]:
        lines = _replace_cell(lines, cell["column"], cell["from"], cell["to"])
    return files[-1].name, LINE_END.join("\t".join(line) for line in lines).encode("utf-8-sig")


def _replace_cell(lines: list[list[str]], column: str, wrong: str, right: str) -> list[list[str]]:
    """The lines of a table, with `right` wherever `wrong` stands in a column."""
    heading = lines[0]
    position = heading.index(column) if column in heading else len(heading)
    if not any(line[position:][:1] == [wrong] for line in lines):
        raise FailureError(f"{wrong} is not in column {column}, so it cannot be corrected", ADVICE)
    return [
        [right if place == position and cell == wrong else cell for place, cell in enumerate(line)] for line in lines
    ]
