"""What the SQL of the night is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.night.columns import NIGHT

JST = "INTERVAL 9 HOUR"
TODAY = f"DATE '{NIGHT[:10]}'"
OPEN = '("quantity-purchased" - "quantity-shipped" - "quantity-canceled")'
ID = r"""regexp_full_match("order-id", '\d{3}-\d{7}-\d{7}')"""
ITEM_ID = r"""regexp_full_match("order-item-id", '\d{14}')"""
COUNT = r"[1-9]\d{0,4}"


@dataclass(frozen=True, slots=True)
class Night:
    """The database, where the feeds are and reports go, and how many records each feed and code has."""

    database: Any
    feeds: Path
    out: Path
    counts: dict[str, int]

    def run(self, query: str) -> Any:
        """What the database answers."""
        return self.database.execute(query)

    def count(self, feed: str, codes: str) -> None:
        """Add the codes that a query gives, one for a record."""
        for code, count in self.run(f"SELECT *, count(*) FROM ({codes}) GROUP BY ALL").fetchall():
            self.counts[f"{feed} {code}"] = self.counts.get(f"{feed} {code}", 0) + count


def scan(path: Path, columns: Sequence[str], skip: int = 1) -> str:
    """A flat file as text; quotation marks are ordinary characters, an empty cell is an empty text."""
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in columns)
    return f"""read_csv('{path}', delim = '\t', quote = '', escape = '', header = false, skip = {skip},
        auto_detect = false, null_padding = false, nullstr = '\x01', columns = {{{types}}})"""


def instant(column: str) -> str:
    """A time in UTC, null where it is none; a cast alone takes 2026/06/01 for one."""
    moment = f'make_timestamp(epoch_us(TRY_CAST("{column}" AS TIMESTAMPTZ)))'
    return f"""CASE WHEN "{column}" LIKE '____-__-__T%' THEN {moment} END"""


def one_of(column: str, words: Sequence[str]) -> str:
    """Whether a cell is one of the words."""
    return f'"{column}" IN ({", ".join(map(repr, words))})'
