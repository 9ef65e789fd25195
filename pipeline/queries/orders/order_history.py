"""Everything that is stored of one order: its state, its records, what they were answered, its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from pipeline.model.order_state import OrderState, before_our_time, statuses, totals
from pipeline.store import order_tables
from pipeline.store.catalogue_rows import FeedRow, PeriodRow
from pipeline.store.lookup import among, as_of, known, rows
from pipeline.store.reader import StoreReader
from schemas.statuses import Status
from schemas.stored_tables import SCHEMAS, as_frame

TSV = "tsv"


@dataclass(frozen=True)
class OrderHistory:
    """One order. book: its rows of the narrow tables; text and item_text: its wide text.

    journal, answers (outcomes), said, ledger, charges, notices: stored rows with `added`, the run that wrote them.
    waits: held records that name it. stock: balance by SKU. feeds by number; periods: the closed settlements.
    """

    as_of: pd.Timestamp
    run: int
    status: Status
    units: pd.Series
    book: OrderState
    text: dict[str, str]
    item_text: pd.DataFrame
    journal: pd.DataFrame
    answers: pd.DataFrame
    said: pd.DataFrame
    ledger: pd.DataFrame
    charges: pd.DataFrame
    notices: pd.DataFrame
    waits: pd.DataFrame
    stock: dict[str, int]
    feeds: dict[int, FeedRow]
    periods: list[PeriodRow]

    @property
    def order(self) -> pd.Series:
        """Its row of the orders."""
        return self.book.orders.iloc[0]

    @property
    def items(self) -> pd.DataFrame:
        """Its items."""
        return self.book.items

    @property
    def parcels(self) -> pd.DataFrame:
        """Its parcels."""
        return self.book.parcels

    @property
    def refunds(self) -> pd.DataFrame:
        """Its refunds that took effect."""
        return self.book.refunds

    @property
    def closed_at_once(self) -> bool:
        """Whether its cut-off had passed before it came (step 1.4)."""
        return bool(before_our_time(self.book.orders).iloc[0])

    @property
    def actionable(self) -> bool:
        """Whether anybody may act on it: its payment is verified, and it is not canceled."""
        return self.status not in {Status.PENDING, Status.CANCELED}

    def form(self, feed: int) -> str:
        """The form of a feed, tsv or xml: in Japanese it decides how its records are counted. "" for the clock."""
        return (self.feeds[feed].form or TSV) if feed in self.feeds else ""

    def settled(self, posted: datetime) -> PeriodRow | None:
        """The closed settlement in which an amount posted at that instant was paid; None while it is open."""
        return next((period for period in self.periods if period.start <= posted < period.end), None)


def life(store: StoreReader, order_key: int) -> OrderHistory:
    """Read one order, by its key, and nothing of the others."""
    wanted = np.array([order_key])
    book = known(store, wanted)
    mine = among("order_key", wanted)
    order = book.orders.iloc[0]
    journal = rows(store, "journal", mine)
    said = rows(store, "said", among("order_id", [order["order_id"]]))
    texts, item_text = order_tables.text_for(store, book, wanted)
    waits = _waits(store, order["order_id"])
    head = store.head
    return OrderHistory(
        as_of=as_of(store),
        run=head.run if head else 0,
        status=Status(int(statuses(book.orders, book.items).iloc[0])),
        units=totals(book.orders, book.items).iloc[0],
        book=book,
        text={} if texts.empty else texts.iloc[0].drop("order_key").to_dict(),
        item_text=item_text,
        journal=journal,
        answers=_answers(store, journal),
        said=said,
        ledger=rows(store, "ledger", mine),
        charges=rows(store, "charges", mine),
        notices=rows(store, "notices", mine),
        waits=waits,
        stock=_stock(store, book.items["sku"]),
        feeds=store.feeds_numbered({*journal["feed"], *said["feed"], *waits["feed"]}),
        periods=store.periods(),
    )


def _answers(store: StoreReader, journal: pd.DataFrame) -> pd.DataFrame:
    """The outcomes of its records: of the feeds that name it, those record numbers."""
    records = journal[["run", "feed", "record"]].drop_duplicates()
    of_feeds = rows(store, "outcomes", among("feed", records["feed"].unique()) & (pc.field("codes") != ""))
    return of_feeds.merge(records, how="inner", on=["run", "feed", "record"], validate="one_to_one")


def _waits(store: StoreReader, order_id: str) -> pd.DataFrame:
    """The held records that name the order: table, feed, name, run, record, since."""
    held = as_frame(store.read("held", schema=SCHEMAS["held"]))
    named = held["values"].explode() == order_id
    hit = named.groupby(level=0, dropna=False).any().reindex(held.index, fill_value=False).astype(bool)
    return held.loc[hit, ["table", "feed", "name", "run", "record", "since"]].drop_duplicates(["feed", "record"])


def _stock(store: StoreReader, skus: pd.Series) -> dict[str, int]:
    """The balance of those of the SKUs that an inventory feed ever named."""
    found = rows(store, "inventory", among("sku", skus.unique().tolist()))
    return dict(zip(found["sku"].tolist(), found["balance"].tolist(), strict=True))
