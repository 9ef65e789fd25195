"""Every report of a run, rendered from the state after it: orders, stock, settlements, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.money.settlement_periods import Settlement
from pipeline.publish import order_lines
from pipeline.store import order_tables, wide_text
from pipeline.store.catalogue_rows import FeedRow
from schemas.statuses import Outcome
from schemas.stored_tables import BY_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from pipeline.store.catalogue_rows import FeedRow
    from pipeline.store.reader import StoreReader

WideText = tuple[pd.DataFrame, pd.DataFrame]


def feed_names(
    store: StoreReader, charges: pd.DataFrame, records: pd.DataFrame, known: dict[int, str]
) -> dict[int, str]:
    """The names of feeds by their number: known ones, and those of earlier runs that charges or records are of."""
    feeds = pd.concat([charges["feed"], records["feed"]], ignore_index=True)
    others = store.feeds_by_number(feeds[~feeds.isin(list(known))].unique())
    return known | {number: row.name for number, row in others.items()}


def earlier_feeds(store: StoreReader, records: pd.DataFrame, own: Iterable[int]) -> list[FeedRow]:
    """The feeds of earlier runs of which a run settled held records. records: its feed, record, outcome."""
    settled = records.loc[records["outcome"] != Outcome.HELD, "feed"]
    found = store.feeds_by_number(settled[~settled.isin(list(own))].unique())
    return [found[number] for number in sorted(found)]


def stored_text(store: StoreReader, orders: pd.DataFrame, items: pd.DataFrame, *, at: int | None = None) -> WideText:
    """The wide text of orders and items from the store, as it was after run `at`, the last by default."""
    return (
        wide_text.load_text(store, "order_text", orders[["order_key", "text_run"]], as_of_run=at),
        wide_text.load_text(store, "item_text", items[["order_key", "item_key", "text_run"]], as_of_run=at),
    )


def lines_of_day(
    store: StoreReader, book: OrderState, shown: pd.DataFrame, runs: list[int], *, at: int | None = None
) -> pd.DataFrame:
    """Pages of the items that these runs of one business day reported first, closed ones among them.

    book, shown: what the last of the runs worked on, and its pages. at: the run after which the store is read.
    """
    here = shown[shown["reported_run"].isin(runs)]
    if len(runs) == 1:
        return here
    found = order_tables.load_closed_by(store, runs[:-1], as_of_run=at)
    gone = OrderState(**{name: _without(found[name], book.orders["order_key"].to_numpy()) for name in BY_ORDER})
    others = order_lines.order_lines(gone, *stored_text(store, gone.orders, gone.items, at=at))
    return pd.concat([here, others[others["reported_run"].isin(runs)]], ignore_index=True)


def _without(frame: pd.DataFrame, order_keys: np.ndarray) -> pd.DataFrame:
    return frame[~frame["order_key"].isin(order_keys)].sort_values(_keys(frame), kind="stable", ignore_index=True)


def _keys(frame: pd.DataFrame) -> list[str]:
    return [name for name in ("order_key", "item_key") if name in frame]


@dataclass(frozen=True, slots=True)
class ReportData:
    """What the reports of one run are made of; the same whether the run has just been made or lies in the store.

    book: pages of the orders with open units and of those of which runs of this business day first reported an item.
    today: pages of these items. settlements: closed ones, then the open one. feeds: those that the run took.
    earlier: feeds of earlier runs of which it settled held records. records: feed, record, outcome. said: every line of
    the answers, those about whole files too. charges, notices, canceled: of the run (stored tables). names: of feeds
    by their number.
    """

    book: pd.DataFrame
    today: pd.DataFrame
    stock: pd.DataFrame
    settlements: Sequence[Settlement]
    feeds: Sequence[FeedRow]
    earlier: Sequence[FeedRow]
    records: pd.DataFrame
    said: pd.DataFrame
    charges: pd.DataFrame
    notices: pd.DataFrame
    canceled: pd.DataFrame
    names: Mapping[int, str]
