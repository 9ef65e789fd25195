"""Every report of a run, rendered from the state after it: orders, stock, settlements, answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from pipeline import pages, publishing, shelves
from pipeline.lifecycle.book import Book
from schemas.state import BY_ORDER

if TYPE_CHECKING:
    import numpy as np

    from pipeline.context import Applied, Context, Feeds, Money


def publish(at: Context, feeds: Feeds, applied: Applied, money: Money) -> publishing.Press:
    """Stage every file that this run publishes."""
    at.tell("writing reports", 4, 7)
    press = publishing.Press(at.batch, at.settings, at.as_of)
    book = money.earned.book
    text = _text(at, applied, book)
    today = _runs_of_the_day(at)
    shown = pages.pages(book, *text)
    publishing.books(press, shown, _day(at, book, shown, today), applied.night.stock)
    publishing.settlements(press, money.settled.settlements)
    first_runs = dict(zip(feeds.waited["feed"].tolist(), feeds.waited["run"].tolist(), strict=True))
    publishing.answers(press, feeds.read, applied.records, applied.said)
    publishing.released(press, feeds.held, first_runs, applied.records, applied.said)
    return press


def _runs_of_the_day(at: Context) -> list[int]:
    """The runs of this business day, this one last: what they first reported is the day's orders.tsv."""
    return [*(run.run for run in at.store.runs() if run.day == at.batch.day), at.batch.run]


def _text(at: Context, applied: Applied, book: Book) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The wide text of every order and item of the book: what came in this run, the rest from the store."""
    night = applied.night
    run = at.batch.run
    earlier = book.orders[book.orders["text_run"] != run], book.items[book.items["text_run"] != run]
    stored = (
        shelves.text_of(at.store, "order_text", earlier[0][["order_key", "text_run"]]),
        shelves.text_of(at.store, "item_text", earlier[1][["order_key", "item_key", "text_run"]]),
    )
    return (
        pd.concat([stored[0], night.order_text], ignore_index=True),
        pd.concat([stored[1], night.item_text], ignore_index=True),
    )


def _day(at: Context, book: Book, shown: pd.DataFrame, today: list[int]) -> pd.DataFrame:
    """Pages of the items that this day's runs first reported, closed ones among them."""
    here = shown[shown["reported_run"].isin(today)]
    if len(today) == 1:
        return here
    found = shelves.closed_by(at.store, today[:-1])
    rest = {name: _without(found[name], book.orders["order_key"].to_numpy()) for name in BY_ORDER}
    items = rest["items"]
    gone = Book(**rest)
    text = (
        shelves.text_of(at.store, "order_text", gone.orders[["order_key", "text_run"]]),
        shelves.text_of(at.store, "item_text", items[["order_key", "item_key", "text_run"]]),
    )
    others = pages.pages(gone, *text)
    return pd.concat([here, others[others["reported_run"].isin(today)]], ignore_index=True)


def _without(frame: pd.DataFrame, order_keys: np.ndarray) -> pd.DataFrame:
    return frame[~frame["order_key"].isin(order_keys)].sort_values(_keys(frame), kind="stable", ignore_index=True)


def _keys(frame: pd.DataFrame) -> list[str]:
    return [name for name in ("order_key", "item_key") if name in frame]
