"""Promotion rows that were added to the first row of their item (cases 10): they end as that row's record did."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.outcomes import SAID
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    import numpy as np

ITEM = ["order-id", "order-item-id"]
FIRST = ["feed", "first"]
MERGED = 2


def merged(typed: pd.DataFrame, marks: np.ndarray, ended: pd.Series, feed: int) -> pd.DataFrame:
    """The rows of an order feed that were added to another one: feed, record, line, and the record of that one, first.

    typed, marks: feeds.duplicate_rows; ended: the records that the form check settled.
    """
    added = (marks == MERGED) & ~typed["record"].isin(ended).to_numpy()
    if not added.any():
        return none()
    firsts = typed.loc[marks == 0, [*ITEM, "record"]].rename(columns={"record": "first"})
    found = typed[added].merge(firsts.drop_duplicates(ITEM), how="inner", on=ITEM, validate="many_to_one")
    return found.assign(feed=feed)[[*RECORD, "line", "first"]].astype("int64")


def none() -> pd.DataFrame:
    """No such rows."""
    return pd.DataFrame({name: pd.Series(dtype="int64") for name in (*RECORD, "line", "first")})


def outcomes(rows: pd.DataFrame, done: pd.DataFrame) -> pd.DataFrame:
    """feed, record, outcome of merged rows from those of all other records."""
    firsts = done.rename(columns={"record": "first"})
    return rows.merge(firsts, how="inner", on=FIRST, validate="many_to_one")[[*RECORD, "outcome"]]


def said(rows: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """The lines of the answer (outcomes.SAID) that merged rows have in common with their first."""
    others = rows[rows["record"] != rows["first"]]
    firsts = lines.rename(columns={"record": "first"}).drop(columns="line")
    return others.merge(firsts, how="inner", on=FIRST, validate="many_to_many")[SAID]
