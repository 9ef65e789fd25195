"""How figures, instants and tables are put into words: plain text that lines up, Japanese names included."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, tzinfo
from itertools import zip_longest
from unicodedata import combining, east_asian_width

MINUTE, HOUR, DAY = 60, 3600, 86400
GAP = 2
SHORTEST = 8
"""No text of a table is cut to fewer columns."""
LEAST_FOLD = 16
"""A text is folded into no fewer columns before others are cut."""
_ROOM: ContextVar[int | None] = ContextVar("room", default=None)


@contextmanager
def fitted(room: int | None) -> Iterator[None]:
    """Tables that are made in here are no wider than `room` columns, those of a terminal; None: as wide as need be."""
    token = _ROOM.set(room)
    try:
        yield
    finally:
        _ROOM.reset(token)


def width(text: str) -> int:
    """The number of columns that a text takes up on a terminal."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "FW" else 1 for letter in text)


def table(
    heads: Sequence[str], rows: Sequence[Sequence[object]], *, drop: Sequence[int] = (), fold: Sequence[int] = (-1,)
) -> list[str]:
    """Lines of a table: numbers to the right, texts to the left, each column as wide as its widest cell.

    On a terminal that is too narrow (`fitted`) the columns of `drop` go, the first one first, then texts in columns of
    `fold` go on over several lines, then the widest other texts are cut and end with an ellipsis.
    """
    cells = [[*heads], *([str(cell) for cell in row] for row in rows)]
    is_number = [bool(rows) and all(isinstance(row[column], int) for row in rows) for column in range(len(heads))]
    folds = {column % len(heads) for column in fold} - {column for column, is_one in enumerate(is_number) if is_one}
    kept = kept_columns(_natural_widths(cells), drop, folds)
    cells = [[row[column] for column in kept] for row in cells]
    sides = [is_number[column] for column in kept]
    widths = _fitted_widths(cells, sides, [column in folds for column in kept])
    return [line for row in cells for line in _row_lines(row, widths, sides, [column in folds for column in kept])]


def kept_columns(widths: Sequence[int], drop: Sequence[int], folds: Collection[int] = ()) -> list[int]:
    """The columns that are shown of a table, by their place: those of `drop` go while it is too wide.

    folds: columns that may be folded.
    """
    room = _ROOM.get()
    wanted = [min(wide, LEAST_FOLD) if column in folds else wide for column, wide in enumerate(widths)]
    kept = [*range(len(widths))]
    for column in drop if room else ():
        if _sum(wanted[place] for place in kept) > (room or 0):
            kept.remove(column)
    return kept


def cut(text: str, columns: int) -> str:
    """A text in no more than so many columns, with an ellipsis where something is missing."""
    if width(text) <= columns:
        return text
    while width(text) > columns - 1:
        text = text[:-1]
    return f"{text}…"


def folded(text: str, columns: int) -> list[str]:
    """A text in lines of no more than so many columns, broken at blanks where there are any."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if width(longer) <= columns:
            lines[-1] = longer
            continue
        start = lines.pop() if not lines[-1] or width(word) > columns else ""
        lines += _broken(f"{start} {word}".lstrip(), columns)
    return lines


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


def elapsed(seconds: float) -> tuple[str, int]:
    """How long ago something was, in the largest unit that says enough: the unit (now: less than any) and how many."""
    for unit, noun in ((DAY, "days"), (HOUR, "hours"), (MINUTE, "minutes")):
        if seconds >= 2 * unit:
            return noun, int(seconds // unit)
    return ("minute", 1) if seconds >= MINUTE else ("now", 0)


def _fitted_widths(cells: list[list[str]], sides: list[bool], folds: list[bool]) -> list[int]:
    """How wide each column is where the table has to fit: first those that fold give way, then other texts."""
    widths = _natural_widths(cells)
    least = [wide if is_number else SHORTEST for wide, is_number in zip(widths, sides, strict=True)]
    first = [LEAST_FOLD if is_folded else wide for wide, is_folded in zip(widths, folds, strict=True)]
    for bound in (first, least):
        while _sum(widths) > (_ROOM.get() or _sum(widths)):
            wide = [column for column, columns in enumerate(widths) if columns > bound[column]]
            if not wide:
                break
            widths[max(wide, key=widths.__getitem__)] -= 1
    return widths


def _natural_widths(cells: list[list[str]]) -> list[int]:
    return [max(map(width, column)) for column in zip(*cells, strict=True)]


def _sum(widths: Iterable[int]) -> int:
    """The columns that a line takes up."""
    return sum(wide + GAP for wide in widths) - GAP


def _row_lines(row: list[str], widths: list[int], sides: list[bool], folds: list[bool]) -> list[str]:
    """The line of a row, and those below it on which its folded texts go on."""
    parts = [
        folded(cell, wide) if is_folded else [cut(cell, wide)]
        for cell, wide, is_folded in zip(row, widths, folds, strict=True)
    ]
    lines = zip_longest(*parts, fillvalue="")
    return [(" " * GAP).join(map(_pad, line, widths, sides)).rstrip() for line in lines]


def _broken(text: str, columns: int) -> list[str]:
    """A text without a blank to break it at, in lines that are as full as they can be."""
    lines = [""]
    for letter in text:
        if width(lines[-1] + letter) > columns:
            lines.append("")
        lines[-1] += letter
    return lines


def _pad(cell: str, wide: int, right: bool) -> str:  # noqa: FBT001  mapped over columns
    blanks = " " * (wide - width(cell))
    return blanks + cell if right else cell + blanks
