"""What became of refusals: corrected, refused again, settled by a later record of the same key, or still open.

Only two things close a refusal without its mark: the record was refused again, for then that one is open, or a later
run applied a record of the same format and the same key. Anything less is a hint, never a guess. Cases 34.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.store.lookup import is_one_of, order_keys, rows_where
from schemas import codes, keys
from schemas.formats.feed_formats import FEEDS
from schemas.formats.id_columns import ITEM_ID_COLUMN
from schemas.statuses import APPLIED_OUTCOMES
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from pipeline.store.reader import StoreReader

KEYED = tuple(
    table.name
    for table in FEEDS
    if table.key in {(order, ITEM_ID_COLUMN.get(table.name)) for order in ("order-id", "order-id|merchant-order-id")}
)
"""Formats whose key is the order and the item: both stand in every line of an answer."""


def ended(store: StoreReader, refused: pd.DataFrame) -> pd.DataFrame:
    """The refusals (run, mark, format, order_id, item_id, single) with the run that ended each, 0 for none.

    single: the record is one row, and no conflict with what is known: then a later record of its key stands for it.

    resolved: the record was dropped back by its mark and applied. again: it was dropped back and refused again.
    settled: a record of the same format and key applied. later: one of the same format, order and item applied; no
    more than a hint.
    """
    marks = as_frame(store.read("resolved", schema=SCHEMAS["resolved"]))
    found = _of_family(refused, marks)
    over = ((found["resolved"] > 0) | (found["again"] > 0)).to_numpy()
    return _of_others(store, found, ~over)


def still_open(found: pd.DataFrame) -> pd.Series:
    """Whether each refusal waits for somebody."""
    return (found["resolved"] == 0) & (found["again"] == 0) & (found["settled"] == 0)


def _of_family(refused: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """A record that is dropped back is the same record: what becomes of it later counts for every refusal of it."""
    over = marks["refused"].str.partition("/")[0].astype("int64") < marks["run"] if len(marks) else marks["run"] > 0
    marks = marks[over]
    back = marks[marks["again"] != ""].drop_duplicates("again").set_index("again")["refused"]
    family = _first(refused["mark"], back)
    of_marks = marks.assign(family=_first(marks["refused"], back))
    well = of_marks["again"] == ""
    return refused.assign(
        resolved=_next_run(refused["run"], family, of_marks[well]),
        again=_next_run(refused["run"], family, of_marks[~well]),
    )


def _first(names: pd.Series, back: pd.Series) -> pd.Series:
    """The first refusal of each record: every mark leads to one of an earlier run, so this ends."""
    while (above := names.map(back)).notna().any():
        names = above.fillna(names).astype("str")
    return names


def _next_run(runs: pd.Series, family: pd.Series, later: pd.DataFrame) -> np.ndarray:
    """For each refusal the first later run that its family has; 0 for none."""
    asked = pd.DataFrame({"place": np.arange(len(runs)), "since": runs.to_numpy(), "family": family.to_numpy()})
    hits = asked.merge(later[["family", "run"]], how="inner", on="family", validate="many_to_many")
    hits = hits[hits["run"] > hits["since"]]
    return _least(hits, len(runs))


def _least(hits: pd.DataFrame, count: int) -> np.ndarray:
    first = np.zeros(count, np.int64)
    runs = hits.groupby("place", dropna=False)["run"].min()
    first[runs.index.to_numpy(np.int64)] = runs.to_numpy(np.int64)
    return first


def _of_others(store: StoreReader, refused: pd.DataFrame, waiting: np.ndarray) -> pd.DataFrame:
    """Records that came without a mark and applied later, of the same format and order."""
    formed = refused["order_id"].str.fullmatch(keys.ORDER_ID.pattern).astype(bool).to_numpy()
    places = np.flatnonzero(waiting & formed)
    asked = refused.iloc[places].assign(place=places)
    items = asked["item_id"].where(asked["item_id"].str.fullmatch(keys.ITEM_ID.pattern).astype(bool), "")
    asked = asked.assign(order_key=order_keys(store, asked["order_id"]), item_key=keys.item_keys(items))
    done = _applied(store, asked["order_key"].unique())
    by = ["order_key", "format"]
    hits = asked[["place", "run", "item_key", "single", *by]].rename(columns={"run": "since"})
    hits = hits.merge(done.rename(columns={"item_key": "item"}), how="inner", on=by, validate="many_to_many")
    near = (hits["item_key"] == hits["item"]) | (hits["item_key"] == keys.WHOLE_ORDER)
    hits = hits[near & (hits["run"] > hits["since"])]
    same = (hits["item_key"] != keys.WHOLE_ORDER) & hits["format"].isin(KEYED) & hits["single"]
    return refused.assign(settled=_least(hits[same], len(refused)), later=_least(hits, len(refused)))


def _applied(store: StoreReader, wanted: np.ndarray) -> pd.DataFrame:
    """What took effect on these orders: order_key, item_key, run, format; no record whose facts were not applied."""
    found = rows_where(store, "journal", is_one_of("order_key", wanted))
    well = found["outcome"].isin(APPLIED_OUTCOMES) & (found["code"] != codes.ORDER_CONFLICT) & (found["feed"] > 0)
    formats = {number: feed.format for number, feed in store.feeds_by_number(found["feed"].unique()).items()}
    kept = found[well][["order_key", "item_key", "run", "feed"]]
    return kept.assign(format=kept["feed"].map(formats).astype("str")).drop(columns="feed").drop_duplicates()
