"""Reading everything that is stored of one order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.documents.order.order_history import ClosedSettlement, NamingFeed, OrderHistory
from pipeline.model.order_state import statuses, totals
from pipeline.store import wide_text
from pipeline.store.lookup import last_as_of, rows_named, rows_of_orders, state_of_orders, with_order_ids
from pipeline.store.named_rows import NamedRows
from pipeline.store.reader import StoreReader
from schemas.statuses import Status
from schemas.stored_frames import as_frame
from schemas.stored_tables import SCHEMAS


def load_history(store: StoreReader, order_key: int) -> OrderHistory:
    """Read one order, by its key, and nothing of the others."""
    order_keys = np.array([order_key])
    state = state_of_orders(store, order_keys)
    state = replace(state, orders=with_order_ids(store, state.orders))
    order_id = state.orders["order_id"].iloc[0]
    journal = rows_of_orders(store, "journal", order_keys)
    messages = rows_named(store, "answer_lines", NamedRows.of("order_id", [order_id]))
    order_text, item_text = wide_text.text_of_orders(store, state, order_keys)
    held = _held_records(store, order_id)
    head = store.last_run
    return OrderHistory(
        as_of=last_as_of(store),
        run=head.run if head else 0,
        status=Status(int(statuses(state.orders, state.items).iloc[0])),
        units=totals(state.orders, state.items).iloc[0],
        state=state,
        order_text={} if order_text.empty else order_text.iloc[0].drop("order_key").to_dict(),
        item_text=item_text,
        journal=journal,
        outcomes=_outcomes(store, journal),
        messages=messages,
        ledger=rows_of_orders(store, "ledger", order_keys),
        charges=rows_of_orders(store, "charges", order_keys),
        notices=rows_of_orders(store, "notices", order_keys),
        held=held,
        stock=_stock(store, state.items["sku"]),
        feeds=_feeds(store, {*journal["feed"], *messages["feed"], *held["feed"]}),
        settlements=_closed_settlements(store),
    )


def _outcomes(store: StoreReader, journal: pd.DataFrame) -> pd.DataFrame:
    """The outcomes of its records: of the feeds that name it, those record numbers."""
    records = journal[["run", "feed", "record"]].drop_duplicates()
    of_feeds = rows_named(store, "outcomes", NamedRows.of("feed", records["feed"].to_numpy()))
    return of_feeds[of_feeds["codes"] != ""].merge(
        records, how="inner", on=["run", "feed", "record"], validate="one_to_one"
    )


def _held_records(store: StoreReader, order_id: str) -> pd.DataFrame:
    """The held records that name the order: table, feed, name, run, record, since."""
    held = as_frame(store.read("held", schema=SCHEMAS["held"]))
    has_id = held["values"].explode() == order_id
    names_order = has_id.groupby(level=0, dropna=False).any().reindex(held.index, fill_value=False).astype(bool)
    columns = ["table", "feed", "name", "run", "record", "since"]
    return held.loc[names_order, columns].drop_duplicates(["feed", "record"])


def _stock(store: StoreReader, skus: pd.Series) -> dict[str, int]:
    """The balance of those of the SKUs that an inventory feed ever named."""
    inventory = rows_named(store, "inventory", NamedRows.of("sku", skus.tolist()))
    return dict(zip(inventory["sku"].tolist(), inventory["balance"].tolist(), strict=True))


def _feeds(store: StoreReader, numbers: Iterable[int]) -> dict[int, NamingFeed]:
    return {
        number: NamingFeed(feed.name, feed.format, feed.form, feed.received)
        for number, feed in store.feeds_by_number(numbers).items()
    }


def _closed_settlements(store: StoreReader) -> list[ClosedSettlement]:
    return [
        ClosedSettlement(period.settlement, period.start, period.end, period.deposit_at) for period in store.periods()
    ]
