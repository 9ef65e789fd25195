"""A reject: a record that a run rejected, or a feed that was refused whole (record 0), and what became of it since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Reject:
    """Where it was rejected, why, and what ended it.

    number, feed: of its feed, number and name. codes: each with its message and advice. format, single: the format of
    the feed; whether the record is one row and no conflict, so that a later record of its key stands for it.
    resolved, again, settled, later: the run that applied it when it was dropped back, rejected it again then, applied a
    later record of its key, or applied something like it, which is no more than a hint; 0 where none did. closed: when
    somebody closed it. file: where it lies to be corrected.
    """

    run: int
    number: int
    feed: str
    record: int
    line: int
    order_id: str
    item_id: str
    format: str
    single: bool
    codes: list[dict[str, Any]] = field(default_factory=list)
    file: str = ""
    resolved: int = 0
    again: int = 0
    settled: int = 0
    later: int = 0
    closed: str = ""

    @property
    def mark(self) -> str:
        """What names the rejection: run, feed and record."""
        return f"{self.run}/{self.feed}/{self.record}"

    @property
    def is_whole(self) -> bool:
        """Whether a whole feed was refused."""
        return self.record == 0

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody."""
        return not (self.resolved or self.again or self.settled or self.closed)
