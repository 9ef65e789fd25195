"""Every report of a run, rendered from the state after it: orders, stock, settlements, answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.model.order_state import OrderState
from pipeline.money.settlement_periods import Settlement
from pipeline.publish import answers, message_lines, order_lines, report_set, report_writer
from pipeline.store import order_tables
from pipeline.store.catalogue_rows import FeedRow
from schemas.statuses import Outcome
from schemas.stored_tables import BY_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np

    from pipeline.steps.context import AccountResult, ApplyResult, ReadResult, RunContext
    from pipeline.store.catalogue_rows import FeedRow
    from pipeline.store.reader import StoreReader

Text = tuple[pd.DataFrame, pd.DataFrame]


def publish(
    at: RunContext, feeds: ReadResult, applied: ApplyResult, money: AccountResult
) -> report_writer.ReportWriter:
    """Stage every file that this run publishes."""
    at.tell("writing reports", 4, 7)
    press = report_writer.ReportWriter(at.batch, at.settings, at.as_of)
    edition = _edition(at, feeds, applied, money)
    report_set.write_reports(press, edition)
    answers.write_rejected_files(press, feeds.arrived, edition)
    report_set.write_held_views(press, applied.held, applied.said)
    return press


def _edition(at: RunContext, feeds: ReadResult, applied: ApplyResult, money: AccountResult) -> ReportData:
    """What the reports of this run are made of, while nothing of it is in the store yet."""
    run, book = at.batch.run, money.earned.book
    runs = [*(row.run for row in at.store.runs() if row.day == at.batch.day), run]
    show = order_lines.orders_to_show(book, runs)
    shown = order_lines.order_lines(show, *_text(at, applied, show))
    return ReportData(
        book=shown,
        today=lines_of_day(at.store, book, shown, runs),
        stock=applied.night.stock,
        settlements=money.settled.settlements,
        feeds=[one.row for one in feeds.read],
        earlier=earlier_feeds(at.store, applied.records, (one.row.feed for one in feeds.read)),
        records=applied.records,
        said=message_lines.answer_lines(feeds.read, feeds.arrived, applied.records, applied.said, run),
        charges=money.charges,
        notices=money.notices,
        canceled=money.canceled,
        names=feed_names(at.store, money.charges, applied.records, {one.row.feed: one.row.name for one in feeds.read}),
    )


def feed_names(
    store: StoreReader, charges: pd.DataFrame, records: pd.DataFrame, known: dict[int, str]
) -> dict[int, str]:
    """The names of feeds by their number: known ones, and those of earlier runs that charges or records are of."""
    feeds = pd.concat([charges["feed"], records["feed"]], ignore_index=True)
    others = store.feeds_numbered(feeds[~feeds.isin(list(known))].unique())
    return known | {number: row.name for number, row in others.items()}


def earlier_feeds(store: StoreReader, records: pd.DataFrame, own: Iterable[int]) -> list[FeedRow]:
    """The feeds of earlier runs of which a run settled held records. records: its feed, record, outcome."""
    settled = records.loc[records["outcome"] != Outcome.HELD, "feed"]
    found = store.feeds_numbered(settled[~settled.isin(list(own))].unique())
    return [found[number] for number in sorted(found)]


def _text(at: RunContext, applied: ApplyResult, book: OrderState) -> Text:
    """The wide text of every order and item of the book: what came in this run, the rest from the store."""
    night, run = applied.night, at.batch.run
    earlier_orders, earlier_items = (frame[frame["text_run"] != run] for frame in (book.orders, book.items))
    orders, items = stored_text(at.store, earlier_orders, earlier_items)
    return (
        pd.concat([orders, night.order_text], ignore_index=True),
        pd.concat([items, night.item_text], ignore_index=True),
    )


def stored_text(store: StoreReader, orders: pd.DataFrame, items: pd.DataFrame, *, at: int | None = None) -> Text:
    """The wide text of orders and items from the store, as it was after run `at`, the last by default."""
    return (
        order_tables.text_of(store, "order_text", orders[["order_key", "text_run"]], at=at),
        order_tables.text_of(store, "item_text", items[["order_key", "item_key", "text_run"]], at=at),
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
    found = order_tables.closed_by(store, runs[:-1], at=at)
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
