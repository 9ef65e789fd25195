"""What the reports of a run are made of, and how it is gathered from the state and the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.ingest.kept_lines import KeptLines
from pipeline.model.order_state import OrderState
from pipeline.model.outcome_table import OutcomeTable
from pipeline.publish.order_parts import OrderParts
from pipeline.publish.settlements import SettlementBooks
from pipeline.publish.shown_orders import order_lines, stored_text
from pipeline.store import closed_orders
from pipeline.store.catalogue_rows import FeedRow
from schemas.statuses import Outcome
from schemas.stored_tables import BY_ORDER

if TYPE_CHECKING:
    from collections.abc import Collection

    import numpy as np

    from pipeline.store.reader import StoreReader
    from reports.report_parts import ReportPart
    from reports.unshipped_report import ReportMoment
    from schemas.order_ids import OrderIds


SETTLED = frozenset(Outcome) - {Outcome.HELD}


@dataclass(frozen=True, slots=True)
class ReportData:
    """What the reports of one run are made of; the same whether the run has just been made or lies in the store.

    orders: parts of the reports about orders. stock: frame `stock`. settlements: those that the run closed, and the
    open one. marketplace: as the fee schedule names it. feeds: those it took. earlier_feeds: feeds of earlier runs of
    which it settled held records. records: how each record ended. messages: every line of the answers, those about
    whole files too (frame `answer_lines`). charges, notices: parts of these lists. canceled: frame of this name.
    feed_names: names of feeds by their number. order_ids: the ids of all orders.
    """

    orders: OrderParts
    stock: pd.DataFrame
    settlements: SettlementBooks
    marketplace: str
    feeds: Sequence[FeedRow]
    earlier_feeds: Sequence[FeedRow]
    records: OutcomeTable
    messages: KeptLines
    charges: Sequence[ReportPart]
    notices: Sequence[ReportPart]
    canceled: pd.DataFrame
    feed_names: Mapping[int, str]
    order_ids: OrderIds


def feed_names(store: StoreReader, feeds: pd.Series, known: dict[int, str]) -> dict[int, str]:
    """The names of feeds by their number: known ones, and those of earlier runs among these feeds."""
    others = store.feeds_by_number(feeds[~feeds.isin(list(known))].unique())
    return known | {number: row.name for number, row in others.items()}


def earlier_feeds(store: StoreReader, records: OutcomeTable, own: Collection[int]) -> list[FeedRow]:
    """The feeds of earlier runs of which a run settled held records."""
    others = [feed for feed in records.feeds if feed not in own]
    feeds = store.feeds_by_number([feed for feed in others if len(records.records(feed, SETTLED))])
    return [feeds[number] for number in sorted(feeds)]


def add_closed_orders(
    parts: OrderParts,
    store: StoreReader,
    known: np.ndarray,
    runs: list[int],
    ids: OrderIds,
    moment: ReportMoment,
    *,
    as_of_run: int | None = None,
) -> None:
    """Add to the report of a day the orders that earlier runs of it closed and the last one did not work on.

    known: keys of the orders that it worked on. as_of_run: the run after which the store is read.
    """
    if len(runs) > 1:
        closed = closed_orders.load_closed_by(store, runs[:-1], as_of_run=as_of_run)
        others = OrderState(**{name: _without(closed[name], known) for name in BY_ORDER})
        is_of_day = others.items["reported_run"].isin(runs).to_numpy()
        text = stored_text(store, as_of_run=as_of_run)
        parts.add_of_day(order_lines(others, is_of_day, moment.business_zone, ids, text), runs, moment)


def _without(frame: pd.DataFrame, order_keys: np.ndarray) -> pd.DataFrame:
    """The rows of other orders, sorted by their keys."""
    keys = [name for name in ("order_key", "item_key") if name in frame]
    return frame[~frame["order_key"].isin(order_keys)].sort_values(keys, kind="stable", ignore_index=True)
