"""What the reports of a run are made of, and how it is gathered from the state and the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.publish import order_lines
from pipeline.publish.settlements import SettlementBooks
from pipeline.store import order_tables, wide_text
from pipeline.store.catalogue_rows import FeedRow
from schemas.statuses import Outcome
from schemas.stored_tables import BY_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from zoneinfo import ZoneInfo

    import numpy as np

    from pipeline.store.catalogue_rows import FeedRow
    from pipeline.store.reader import StoreReader

WideText = tuple[pd.DataFrame, pd.DataFrame]
"""The frames `order_text` and `item_text`."""


@dataclass(frozen=True, slots=True)
class ReportData:
    """What the reports of one run are made of; the same whether the run has just been made or lies in the store.

    lines: a row an order item (frame `order_lines`) of the orders with open units and of those of which runs of this
    business day first reported an item; lines_of_day: the rows of these items. stock: frame `stock`. settlements:
    those that the run closed, and the open one. marketplace: as the fee schedule names it. feeds: those it took.
    earlier_feeds: feeds of earlier runs of which it settled held records. records: frame `record_outcomes`. messages:
    every line of the answers, those about whole files too (frame `answer_lines`). charges, notices, canceled: of the
    run (frames of these names). feed_names: names of feeds by their number.
    """

    lines: pd.DataFrame
    lines_of_day: pd.DataFrame
    stock: pd.DataFrame
    settlements: SettlementBooks
    marketplace: str
    feeds: Sequence[FeedRow]
    earlier_feeds: Sequence[FeedRow]
    records: pd.DataFrame
    messages: pd.DataFrame
    charges: pd.DataFrame
    notices: pd.DataFrame
    canceled: pd.DataFrame
    feed_names: Mapping[int, str]


def feed_names(
    store: StoreReader, charges: pd.DataFrame, records: pd.DataFrame, known: dict[int, str]
) -> dict[int, str]:
    """The names of feeds by their number: known ones, and those of earlier runs that charges or records are of."""
    feeds = pd.concat([charges["feed"], records["feed"]], ignore_index=True)
    others = store.feeds_by_number(feeds[~feeds.isin(list(known))].unique())
    return known | {number: row.name for number, row in others.items()}


def earlier_feeds(store: StoreReader, records: pd.DataFrame, own: Iterable[int]) -> list[FeedRow]:
    """The feeds of earlier runs of which a run settled held records. records: frame `record_outcomes`."""
    settled = records.loc[records["outcome"] != Outcome.HELD, "feed"]
    feeds = store.feeds_by_number(settled[~settled.isin(list(own))].unique())
    return [feeds[number] for number in sorted(feeds)]


def stored_text(
    store: StoreReader, orders: pd.DataFrame, items: pd.DataFrame, *, as_of_run: int | None = None
) -> WideText:
    """The wide text of orders and items from the store, as it was after run `as_of_run`, the last by default."""
    return (
        wide_text.load_text(store, "order_text", orders[["order_key", "text_run"]], as_of_run=as_of_run),
        wide_text.load_text(store, "item_text", items[["order_key", "item_key", "text_run"]], as_of_run=as_of_run),
    )


def lines_of_day(
    store: StoreReader,
    state: OrderState,
    lines: pd.DataFrame,
    runs: list[int],
    zone: ZoneInfo,
    *,
    as_of_run: int | None = None,
) -> pd.DataFrame:
    """The lines of the items that these runs of one business day reported first, closed ones among them.

    state, lines: the orders that the last of the runs worked on, and their lines. as_of_run: the run after which the
    store is read.
    """
    present = lines[lines["reported_run"].isin(runs)]
    if len(runs) == 1:
        return present
    closed = order_tables.load_closed_by(store, runs[:-1], as_of_run=as_of_run)
    known = state.orders["order_key"].to_numpy()
    others = OrderState(**{name: _without(closed[name], known) for name in BY_ORDER})
    text = stored_text(store, others.orders, others.items, as_of_run=as_of_run)
    other_lines = order_lines.order_lines(others, *text, zone)
    return pd.concat([present, other_lines[other_lines["reported_run"].isin(runs)]], ignore_index=True)


def _without(frame: pd.DataFrame, order_keys: np.ndarray) -> pd.DataFrame:
    """The rows of other orders, sorted by their keys."""
    keys = [name for name in ("order_key", "item_key") if name in frame]
    return frame[~frame["order_key"].isin(order_keys)].sort_values(keys, kind="stable", ignore_index=True)
