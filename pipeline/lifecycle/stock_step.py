"""Step 1, stock, after all groups of orders: the balances, and what the records that came short are told.

Order process, 1.2. Three rows of two records: the last row placed more than there was, so its record is accepted with a
warning.

>>> placements = pd.DataFrame({"feed": 2, "record": [1, 2, 2]})
>>> records = pd.DataFrame({"feed": 2, "record": [1, 2], "outcome": int(Outcome.ACCEPTED)})
>>> warned = with_short_outcomes(records, placements.loc[[2]])
>>> [Outcome(number).name for number in warned["outcome"]]
['ACCEPTED', 'WARNING']
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.outcomes import MESSAGE_COLUMNS
from pipeline.lifecycle.stock import new_stock
from schemas import codes
from schemas.frame_checks import check_frames
from schemas.statuses import Outcome
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.lifecycle.group_movements import GroupMovements


@dataclass(frozen=True, slots=True)
class StockResult:
    """The stock after a run (frame `stock`), and what it says of records.

    records: those of the inventory feeds (frame `record_outcomes`). short: the records that placed more than there was
    (feed, record); messages: the lines about them (frame `messages`).
    """

    stock: pd.DataFrame
    records: pd.DataFrame
    messages: pd.DataFrame
    short: pd.DataFrame


def counted_skus(stock: pd.DataFrame, sets: pd.DataFrame) -> frozenset[str]:
    """The SKUs of which the stock is counted: those of frame `stock`, and those of `sets` (frame `stock_rows`)."""
    return frozenset(stock["sku"]).union(sets["sku"])


def apply_stock(stock: pd.DataFrame, sets: pd.DataFrame, moved: GroupMovements) -> StockResult:
    """Set and move the stock. stock: frame `stock` before the run; sets: frame `stock_rows`; moved: by all groups."""
    check_frames(stock=stock, stock_rows=sets, placements=moved.placements, sku_units=moved.open_before)
    open_before = moved.open_before.groupby("sku", dropna=False)["units"].sum()
    balances, short = new_stock(stock, sets, moved.movements, open_before)
    check_frames(stock=balances, short_placements=short)
    return StockResult(
        stock=balances,
        records=sets[RECORD].drop_duplicates(ignore_index=True).assign(outcome=int(Outcome.ACCEPTED)),
        messages=_short_messages(moved.placements, short),
        short=moved.placements.loc[short["row"], RECORD],
    )


def with_short_outcomes(rows: pd.DataFrame, short: pd.DataFrame) -> pd.DataFrame:
    """Rows of records with their outcome: those that placed more than there is are warnings. short: feed, record."""
    is_short = pd.MultiIndex.from_frame(rows[RECORD]).isin(pd.MultiIndex.from_frame(short[RECORD]))
    warned = rows["outcome"].clip(lower=int(Outcome.WARNING))
    return rows.assign(outcome=rows["outcome"].where(~is_short, warned))


def _short_messages(placements: pd.DataFrame, short: pd.DataFrame) -> pd.DataFrame:
    """One inventory-short line for each row that came short: ordered, and what there was."""
    short_rows = placements.loc[short["row"]].reset_index(drop=True)
    available = short["have"].clip(lower=0).astype("str").reset_index(drop=True)
    messages = short_rows.assign(
        column="", code=codes.INVENTORY_SHORT, value=short_rows["units"].astype("str"), limit=available
    )
    return messages[MESSAGE_COLUMNS]
