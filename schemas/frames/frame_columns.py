"""The declaration of a frame: its columns with logical kinds, not the types of a library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from schemas.columns import Table


class LogicalKind(StrEnum):
    """The kind of the values of a column. Numbers are integers and never null: blank is -1."""

    KEY = "key"  # a number that identifies something: an order, an item, a feed, a record
    COUNT = "count"
    YEN = "yen"
    INSTANT = "instant"  # microseconds, UTC; the only kind that may be null
    CODE = "code"  # a number that stands for a word: schemas.statuses, schemas.codes
    FLAG = "flag"
    TEXT = "text"  # never null: blank is ""


@dataclass(frozen=True, slots=True)
class FrameColumn:
    """One column of a frame: its name, the kind of its values, and what they mean."""

    name: str
    kind: LogicalKind
    doc: str


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame: what a row is, and its columns.

    stored: the stored table whose columns it has; carries: the format whose columns it also has, typed or as text.
    A frame may have more columns than it declares: columns that only one module needs are not declared.
    """

    name: str
    doc: str
    columns: tuple[FrameColumn, ...] = ()
    stored: str = ""
    carries: Table | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all its columns: those of its table or format, and then its own."""
        stored = SCHEMAS[self.stored].names if self.stored else ()
        carried = self.carries.names if self.carries else ()
        return tuple(dict.fromkeys((*stored, *carried, *column_names(self.columns))))


def column_names(columns: tuple[FrameColumn, ...]) -> list[str]:
    """The names of columns."""
    return [column.name for column in columns]


def key(name: str, doc: str) -> FrameColumn:
    """A column of keys."""
    return FrameColumn(name, LogicalKind.KEY, doc)


def count(name: str, doc: str) -> FrameColumn:
    """A column of counts."""
    return FrameColumn(name, LogicalKind.COUNT, doc)


def yen(name: str, doc: str) -> FrameColumn:
    """A column of yen."""
    return FrameColumn(name, LogicalKind.YEN, doc)


def instant(name: str, doc: str) -> FrameColumn:
    """A column of instants."""
    return FrameColumn(name, LogicalKind.INSTANT, doc)


def code(name: str, doc: str) -> FrameColumn:
    """A column of codes."""
    return FrameColumn(name, LogicalKind.CODE, doc)


def flag(name: str, doc: str) -> FrameColumn:
    """A column of flags."""
    return FrameColumn(name, LogicalKind.FLAG, doc)


def text(name: str, doc: str) -> FrameColumn:
    """A column of text."""
    return FrameColumn(name, LogicalKind.TEXT, doc)
