"""What became of refusals: corrected, refused again, settled by a later record of the same key, or still open.

Only two things close a refusal without its mark: the record was refused again, for then that one is open, or a later
run applied a record of the same format and the same key. Anything less is a hint, never a guess. Order process, 14.6.

A reject is a rejected record, or a feed that was refused whole (frame `rejects`). Added here is the run that ended
each: resolved, again, settled, and later, which is no more than a hint. closed: when somebody closed it by hand.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas import keys
from schemas.formats.feed_formats import FEEDS
from schemas.formats.id_columns import ITEM_ID_COLUMN
from schemas.frame_checks import check_frames
from schemas.statuses import FEED_APPLIED, FEED_REFUSED

ORDER_COLUMNS = ("order-id", "order-id|merchant-order-id")
KEYED_BY_ITEM = tuple(
    table.name
    for table in FEEDS
    if table.key in {(order_column, ITEM_ID_COLUMN.get(table.name)) for order_column in ORDER_COLUMNS}
)
"""Formats whose key is the order and the item: both stand in every message about a record."""


def resolve_by_marks(rejects: pd.DataFrame, marks: pd.DataFrame) -> pd.DataFrame:
    """The rejects with `resolved` and `again`. marks: the stored table `resolved`.

    A record that is dropped back is the same record: what becomes of it later counts for every refusal of it.
    """
    marks = marks[_is_of_earlier_run(marks)]
    dropped_back = marks[marks["again"] != ""].drop_duplicates("again").set_index("again")["refused"]
    origin = _first_marks(rejects["mark"], dropped_back)
    marks = marks.assign(origin=_first_marks(marks["refused"], dropped_back))
    is_applied = marks["again"] == ""
    return rejects.assign(
        resolved=_next_run(rejects["run"], origin, marks[is_applied]),
        again=_next_run(rejects["run"], origin, marks[~is_applied]),
    )


def unsettled_records(rejects: pd.DataFrame) -> pd.DataFrame:
    """The rejects that no mark ended and that name an order, with their position and the key of their item."""
    is_ended = (rejects["resolved"] > 0) | (rejects["again"] > 0)
    is_formed = rejects["order_id"].str.fullmatch(keys.ORDER_ID.pattern).astype(bool)
    position = np.flatnonzero(~is_ended & is_formed)
    records = rejects.iloc[position]
    item_ids = records["item_id"].where(records["item_id"].str.fullmatch(keys.ITEM_ID.pattern).astype(bool), "")
    return records.assign(position=position, item_key=keys.item_keys(item_ids))


def settle_by_later_records(rejects: pd.DataFrame, unsettled: pd.DataFrame, applied: pd.DataFrame) -> pd.DataFrame:
    """The rejects with `settled` and `later`: records that came without a mark and applied later.

    unsettled: what `unsettled_records` returns, with order_key. applied: what took effect on these orders (frame
    `applied_records`).
    """
    check_frames(applied_records=applied)
    by_order = ["order_key", "format"]
    records = unsettled[["position", "run", "item_key", "single", *by_order]].rename(columns={"run": "rejected_in"})
    applied = applied.rename(columns={"item_key": "applied_item"})
    pairs = records.merge(applied, how="inner", on=by_order, validate="many_to_many")
    is_whole_order = pairs["item_key"] == keys.WHOLE_ORDER
    is_same_item = (pairs["item_key"] == pairs["applied_item"]) | is_whole_order
    later = pairs[is_same_item & (pairs["run"] > pairs["rejected_in"])]
    is_same_key = (later["item_key"] != keys.WHOLE_ORDER) & later["format"].isin(KEYED_BY_ITEM) & later["single"]
    return rejects.assign(
        settled=_first_run(later[is_same_key], len(rejects)),
        later=_first_run(later, len(rejects)),
    )


def resolve_whole_feeds(rejects: pd.DataFrame, later_feeds: pd.DataFrame) -> pd.DataFrame:
    """The rejects; a feed that was refused whole is resolved, or refused again, by a later feed of its name.

    later_feeds: run, name and status of every feed that has the name of one. Feeds and runs, 14.6.
    """
    is_whole = (rejects["record"] == 0).to_numpy()
    whole = rejects.loc[is_whole, ["feed"]].assign(position=np.flatnonzero(is_whole), rejected_in=rejects["run"])
    pairs = whole.merge(later_feeds, how="inner", left_on="feed", right_on="name", validate="many_to_many")
    pairs = pairs[pairs["run"] > pairs["rejected_in"]]
    ended = {
        name: _first_run(pairs[pairs["status"] == status], len(rejects))
        for name, status in (("resolved", FEED_APPLIED), ("again", FEED_REFUSED))
    }
    return rejects.assign(**{name: np.where(is_whole, runs, rejects[name]) for name, runs in ended.items()})


def is_open(rejects: pd.DataFrame) -> pd.Series:
    """Whether each reject waits for somebody."""
    is_ended = (rejects["resolved"] > 0) | (rejects["again"] > 0) | (rejects["settled"] > 0)
    return ~is_ended & (rejects["closed"] == "")


def _is_of_earlier_run(marks: pd.DataFrame) -> pd.Series:
    """Whether each mark names a refusal of an earlier run; any other leads nowhere."""
    if marks.empty:
        return marks["run"] > 0
    return marks["refused"].str.partition("/")[0].astype("int64") < marks["run"]


def _first_marks(marks: pd.Series, dropped_back: pd.Series) -> pd.Series:
    """The first refusal of each record: every mark leads to one of an earlier run, so this ends."""
    while (earlier := marks.map(dropped_back)).notna().any():
        marks = earlier.fillna(marks).astype("str")
    return marks


def _next_run(runs: pd.Series, origin: pd.Series, marks: pd.DataFrame) -> np.ndarray:
    """For each reject the first later run that has a mark of the same origin; 0 for none."""
    rejects = pd.DataFrame(
        {"position": np.arange(len(runs)), "rejected_in": runs.to_numpy(), "origin": origin.to_numpy()}
    )
    pairs = rejects.merge(marks[["origin", "run"]], how="inner", on="origin", validate="many_to_many")
    return _first_run(pairs[pairs["run"] > pairs["rejected_in"]], len(runs))


def _first_run(pairs: pd.DataFrame, count: int) -> np.ndarray:
    """The smallest run of each position; 0 for positions without one."""
    first = np.zeros(count, np.int64)
    runs = pairs.groupby("position", dropna=False)["run"].min()
    first[runs.index.to_numpy(np.int64)] = runs.to_numpy(np.int64)
    return first
