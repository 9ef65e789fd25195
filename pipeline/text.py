"""How figures, instants and tables are put into words: plain text that lines up, Japanese names included."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from unicodedata import combining, east_asian_width

HOUR, DAY = 3600, 86400


def width(text: str) -> int:
    """The number of columns that a text takes up on a terminal."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "FW" else 1 for letter in text)


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> list[str]:
    """Lines of a table: numbers to the right, texts to the left, each column as wide as its widest cell."""
    cells = [[*heads], *([str(cell) for cell in row] for row in rows)]
    widths = [max(map(width, column)) for column in zip(*cells, strict=True)]
    right = [bool(rows) and all(isinstance(cell, int) for cell in column) for column in zip(*rows, strict=True)]
    sides = right or [False] * len(heads)
    return ["  ".join(map(_pad, row, widths, sides)).rstrip() for row in cells]


def indent(lines: Sequence[str]) -> list[str]:
    """The lines, each two blanks further to the right."""
    return [f"  {line}" for line in lines]


def count(number: int, noun: str, many: str = "") -> str:
    """A number of things: 1 record, 2 records, 1,000 records."""
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def moment(instant: datetime, zone: tzinfo) -> str:
    """An instant in the business zone, to the minute."""
    return instant.astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def in_progress(since: datetime | None, zone: tzinfo) -> str:
    """What a command says first that reads while a run works."""
    when = f" since {moment(since, zone)}" if since else ""
    return f"run in progress{when}; this shows the run before it"


def ago(seconds: float) -> str:
    """How long ago something was, in the largest unit that says enough."""
    for unit, noun in ((DAY, "day"), (HOUR, "hour"), (60, "minute")):
        if seconds >= 2 * unit:
            return f"{count(int(seconds // unit), noun)} ago"
    return "just now" if seconds < 60 else "a minute ago"  # noqa: PLR2004


def _pad(cell: str, wide: int, right: bool) -> str:  # noqa: FBT001  mapped over columns
    blanks = " " * (wide - width(cell))
    return blanks + cell if right else cell + blanks
