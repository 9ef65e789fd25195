"""What the expressions of the night are made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from polars import col, lit, when

from benchmarks.night.columns import NIGHT

ID, ITEM_ID, COUNT = r"^\d{3}-\d{7}-\d{7}$", r"^\d{14}$", r"^[1-9]\d{0,4}$"
TODAY = pl.date(*map(int, NIGHT[:10].split("-")))
OPEN = col("quantity-purchased") - col("quantity-shipped") - col("quantity-canceled")
JST = pl.duration(hours=9)


@dataclass(frozen=True, slots=True)
class Night:
    """Where the feeds are and reports go, the closed items, and how many records each feed and code has."""

    feeds: Path
    out: Path
    closed: pl.LazyFrame
    counts: dict[str, int]

    def count(self, feed: str, codes: pl.Series) -> None:
        """Add the codes, one for a record; 0 and less are no refusal."""
        for code, count in codes.filter(codes > 0).value_counts().iter_rows():
            self.counts[f"{feed} {code}"] = self.counts.get(f"{feed} {code}", 0) + count

    def ended(self, orders: pl.DataFrame) -> pl.DataFrame:
        """How those of the orders ended that are closed."""
        wanted = orders.lazy().select("order-id")
        closed = self.closed.select("order-id", ended="status").join(wanted, on="order-id", how="semi")
        return closed.unique("order-id").collect()


def scan(path: Path, columns: Sequence[str], skip: int = 0) -> pl.LazyFrame:
    """A flat file as text; quotation marks are ordinary characters, an empty cell is an empty text."""
    schema = dict.fromkeys(columns, pl.String)
    return pl.scan_csv(path, separator="\t", quote_char=None, skip_rows=skip, schema=schema, empty_string_is_null=False)


def instant(name: str) -> pl.Expr:
    """A time in UTC, null where it is none."""
    read = col(name).str.to_datetime("%Y-%m-%dT%H:%M:%S%:z", strict=False, exact=True, time_unit="us")
    return read.dt.replace_time_zone(None)


def local_day(name: str) -> pl.Expr:
    """The day of a time in the zone of the shop."""
    return (col(name) + JST).dt.date()


def days(count: int) -> pl.Expr:
    """So many days."""
    return pl.duration(days=count)


def first_fault(*rules: tuple[pl.Expr, int]) -> pl.Expr:
    """The code of the first rule that holds, 0 where none does."""
    code: pl.Expr = lit(0)
    for holds, value in reversed(rules):
        code = when(holds).then(value).otherwise(code)
    return code
