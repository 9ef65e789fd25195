"""Which record stands behind an amount: its received instant, feed and number. Found among what happened in the run."""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.sorted_keys import pair_positions, positions
from schemas.stored_tables import never

SOURCE = ["received", "feed", "record"]
_WORK = ["stage", "received", "feed", "record"]
_NOBODY = pd.DataFrame({"received": never(1), "feed": np.int64(0), "record": np.int64(0)})


def by_order(events: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The last event of the order of each row: received (NaT where it has none), feed, record, a row a row given.

    events: order_key and the columns of the order of work: stage, received, feed, record.
    """
    last = _last(events, ["order_key"])
    return _taken(last, positions(last["order_key"].to_numpy(), rows["order_key"].to_numpy()))


def by_item(events: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The same by order and item; events and rows have item_key too."""
    last = _last(events, ["order_key", "item_key"])
    return _taken(last, pair_positions(last, rows["order_key"].to_numpy(), rows["item_key"].to_numpy()))


def first_of(*found: pd.DataFrame) -> pd.DataFrame:
    """For each row the first of several answers that has one."""
    best, *others = found
    for other in others:
        has = best["received"].notna()
        best = pd.concat([best[has], other[~has]]).sort_index()
    return best


def _last(events: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    worked = events.sort_values(_WORK, kind="stable")
    return worked.drop_duplicates(by, keep="last").sort_values(by, ignore_index=True)


def _taken(last: pd.DataFrame, at: np.ndarray) -> pd.DataFrame:
    return pd.concat([last[SOURCE], _NOBODY], ignore_index=True).take(at).reset_index(drop=True)
