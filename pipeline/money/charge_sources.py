"""Which record an amount comes from: its received instant, feed and number, out of the events of the run.

The last event of three orders, as feed and record; the third order has none.

>>> noon = pd.Timestamp("2026-10-05T03:00Z").as_unit("us")
>>> events = pd.DataFrame({"order_key": [1, 1, 2], "stage": 2, "feed": [5, 4, 3], "record": [1, 8, 9]})
>>> events["received"] = [noon + pd.Timedelta(1, "h"), noon, noon]
>>> last_event_of_order(events, pd.DataFrame({"order_key": [1, 2, 3]}))[["feed", "record"]].values.tolist()
[[5, 1], [3, 9], [0, 0]]
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from pipeline.model.sorted_keys import pair_positions, positions
from schemas.stored_frames import blank_instants

SOURCE = ["received", "feed", "record"]
_ORDER_OF_WORK = ["stage", *SOURCE]
_NO_SOURCE = pd.DataFrame({"received": blank_instants(1), "feed": np.int64(0), "record": np.int64(0)})


def last_event_of_order(events: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The source of each row (frame `charge_sources`): the last event of its order.

    events: of frame `run_journal` order_key and the order of work: stage, received, feed, record.
    """
    last = _last_events(events, ["order_key"])
    return _sources(last, positions(last["order_key"].to_numpy(), rows["order_key"].to_numpy()))


def last_event_of_item(events: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """The same by order and item; events and rows have item_key too."""
    last = _last_events(events, ["order_key", "item_key"])
    return _sources(last, pair_positions(last, rows["order_key"].to_numpy(), rows["item_key"].to_numpy()))


def first_known_source(*candidates: pd.DataFrame) -> pd.DataFrame:
    """For each row the first of several sources that is known."""
    best, *others = candidates
    for other in others:
        is_known = best["received"].notna()
        best = pd.concat([best[is_known], other[~is_known]]).sort_index()
    return best


def _last_events(events: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    in_order = events.sort_values(_ORDER_OF_WORK, kind="stable")
    return in_order.drop_duplicates(keys, keep="last").sort_values(keys, ignore_index=True)


def _sources(last: pd.DataFrame, event_pos: np.ndarray) -> pd.DataFrame:
    """The source of each row; event_pos: by row the place of its event in `last`, -1 for none."""
    # The row of no source stands behind all events, so that position -1 (no event) takes it.
    return pd.concat([last[SOURCE], _NO_SOURCE], ignore_index=True).take(event_pos).reset_index(drop=True)
