"""What the masks of the night are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from benchmarks.night.columns import NIGHT

ID, ITEM_ID, COUNT = r"\d{3}-\d{7}-\d{7}", r"\d{14}", r"[1-9]\d{0,4}"
TODAY = pd.Timestamp(NIGHT[:10])
JST = pd.Timedelta(hours=9)


@dataclass(frozen=True, slots=True)
class Night:
    """Where the feeds are and reports go, how closed orders ended, and how many records each feed and code has."""

    feeds: Path
    out: Path
    closed: pd.Series
    counts: dict[str, int]

    def count(self, feed: str, codes: pd.Series) -> None:
        """Add the codes, one for a record; 0 and less are no refusal."""
        for code, count in codes[codes > 0].value_counts().items():
            self.counts[f"{feed} {code}"] = self.counts.get(f"{feed} {code}", 0) + int(count)

    def sound(self, feed: str, records: pd.DataFrame, faults: Mapping[int, pd.Series]) -> pd.DataFrame:
        """The records that have none of the faults; the first fault of each other one is counted."""
        code = np.select(list(faults.values()), list(faults), 0)
        self.count(feed, pd.Series(code))
        return records[code == 0]


def read(path: Path, columns: Sequence[str], skip: int = 1) -> pd.DataFrame:
    """A flat file as text; read_csv with this engine cannot take quotation marks for ordinary characters."""
    return csv.read_csv(
        path,
        csv.ReadOptions(skip_rows=skip, column_names=columns),
        csv.ParseOptions(delimiter="\t", quote_char=False),
        csv.ConvertOptions(column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False),
    ).to_pandas()


def instant(texts: pd.Series) -> pd.Series:
    """Times in UTC, missing where there is none."""
    moments = pd.to_datetime(texts, format="%Y-%m-%dT%H:%M:%S%z", utc=True, errors="coerce")
    return moments.dt.tz_localize(None).astype("datetime64[us]")


def local_day(moments: pd.Series) -> pd.Series:
    """The day of each time in the zone of the shop."""
    return (moments + JST).dt.normalize()


def days(count: int) -> pd.Timedelta:
    """So many days."""
    return pd.Timedelta(days=count)
