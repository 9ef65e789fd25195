"""The book in the store: open orders in one part per shard, closed ones appended, wide text beside them.

A run loads the open part and the closed orders that its feeds name; it rewrites the shards that changed and appends
the orders that closed. Of a closed order that was written several times the newest version counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model.order_state import KEYS, OrderState, totals
from pipeline.model.sorted_keys import ordered, positions
from pipeline.store import datafiles
from schemas import keys
from schemas.stored_frames import as_frame, as_table, empty
from schemas.stored_tables import BY_ORDER, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pipeline.store.batch import Batch
    from pipeline.store.catalogue_rows import DataFile
    from pipeline.store.reader import StoreReader

OPEN, CLOSED, ALL = "open", "closed", "all"


@dataclass(frozen=True, slots=True)
class LoadedState:
    """What a run works on: the book, which orders of it came from the closed part, and how many that part holds."""

    book: OrderState
    closed: np.ndarray


def load(store: StoreReader, wanted: np.ndarray) -> LoadedState:
    """The open orders, and those of the closed ones that are wanted (order keys)."""
    book = {name: as_frame(store.read(name, part=OPEN, schema=SCHEMAS[name])) for name in BY_ORDER}
    late = np.setdiff1d(wanted, book["orders"]["order_key"].to_numpy())
    found = closed(store, late)
    both = {name: pd.concat([book[name], found[name]], ignore_index=True) for name in BY_ORDER}
    return LoadedState(
        OrderState(**{name: ordered(frame, KEYS[name]) for name, frame in both.items()}),
        found["orders"]["order_key"].to_numpy(),
    )


def closed(store: StoreReader, wanted: np.ndarray, *, at: int | None = None) -> dict[str, pd.DataFrame]:
    """The newest version of each wanted order in the closed part, by table; after run `at`, the last by default."""
    found: dict[str, list[pd.DataFrame]] = {name: [empty(name)] for name in BY_ORDER}
    rest = np.sort(wanted)
    for file in reversed(store.live("orders", part=CLOSED, at=at)):
        if len(rest) == 0:
            break
        known = _column(store, file, "order_key")
        hit = rest[positions(known, rest) >= 0]
        if len(hit):
            for name in BY_ORDER:
                found[name].append(closed_in(store, name, file.added, hit))
            rest = np.setdiff1d(rest, hit)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in found.items()}


def _column(store: StoreReader, file: DataFile, name: str) -> np.ndarray:
    return datafiles.read(store.root, [file], columns=[name])[name].to_numpy()


def closed_in(store: StoreReader, name: str, run: int, order_keys: np.ndarray | None = None) -> pd.DataFrame:
    """What a run appended to the closed part of a table: of these orders, or of all."""
    files = [file for file in store.live(name, part=CLOSED, at=run) if file.added == run]
    table = datafiles.read(store.root, files, schema=SCHEMAS[name])
    if order_keys is not None:
        table = table.filter(pc.is_in(table["order_key"], value_set=pa.array(order_keys)))
    return as_frame(table)


def still_open(book: OrderState) -> np.ndarray:
    """Which orders stay in the open part.

    Units to ship, a parcel or a capture whose money waits for a price (cases 21), or a buyer to be asked for feedback.
    """
    orders, items = book.orders, book.items
    units = totals(orders, items)
    unposted = orders["order_key"].isin(book.parcels.loc[book.parcels["posted_run"] == 0, "order_key"])
    uncaptured = orders["order_key"].isin(items.loc[items["captured"] == 0, "order_key"])
    uncharged = uncaptured & orders["prepaid"] & orders["verified"].notna()
    uninvited = (units["open"] == 0) & (units["shipped"] > 0) & (orders["invited"] == 0)
    return ((units["open"] > 0) | unposted | uncharged | uninvited).to_numpy()


def save(batch: Batch, store: StoreReader, before: LoadedState, after: OrderState, shard_count: int) -> None:
    """Write the shards of the open part that changed, and append the orders that are closed now."""
    stays = still_open(after)
    shard = keys.shards(after.orders["order_id"], shard_count)
    was = before.book.orders
    from_closed = was["order_key"].isin(before.closed).to_numpy()
    _write_open(
        batch,
        store,
        before.book,
        np.where(from_closed, -1, _shards(was, shard_count)),
        after,
        np.where(stays, shard, -1),
    )
    _append_closed(batch, before, after, after.orders.loc[~stays, "order_key"].to_numpy())


def _shards(orders: pd.DataFrame, count: int) -> np.ndarray:
    return keys.shards(orders["order_id"], count)


def _write_open(
    batch: Batch, store: StoreReader, before: OrderState, old: np.ndarray, after: OrderState, new: np.ndarray
) -> None:
    """Rewrite each table of each shard whose rows are not what they were; -1 is no shard."""
    for name in BY_ORDER:
        was, now = before.tables()[name], after.tables()[name]
        was_in = _of_rows(before.orders, old, was)
        now_in = _of_rows(after.orders, new, now)
        files = {file.shard: file for file in store.live(name, part=OPEN)}
        for shard in np.union1d(was_in, now_in):
            rows = now[now_in == shard].reset_index(drop=True)
            if shard < 0 or rows.equals(was[was_in == shard].reset_index(drop=True)):
                continue
            if shard in files:
                batch.retire(files[shard])
            batch.write(name, OPEN, int(shard), as_table(name, rows))


def _of_rows(orders: pd.DataFrame, shard: np.ndarray, rows: pd.DataFrame) -> np.ndarray:
    if len(orders) == 0:
        return np.full(len(rows), -1)
    return shard[positions(orders["order_key"].to_numpy(), rows["order_key"].to_numpy())]


def _append_closed(batch: Batch, before: LoadedState, after: OrderState, order_keys: np.ndarray) -> None:
    """Orders that closed in this run, and closed ones that an event has changed: whole, as one new version."""
    known = np.intersect1d(order_keys, before.closed)
    fresh = np.setdiff1d(order_keys, before.closed)
    changed = [fresh]
    for name in BY_ORDER:
        was, now = (
            frame[frame["order_key"].isin(known)] for frame in (before.book.tables()[name], after.tables()[name])
        )
        differs = pd.concat([was, now], ignore_index=True).drop_duplicates(keep=False)
        changed.append(differs["order_key"].to_numpy())
    closing = after.only(np.unique(np.concatenate(changed)))
    for name, frame in closing.tables().items():
        batch.write(name, CLOSED, None, as_table(name, frame))


def text_of(store: StoreReader, name: str, wanted: pd.DataFrame, *, at: int | None = None) -> pd.DataFrame:
    """Wide text (order_text or item_text) of the wanted orders or items: a row each, from the run of their text.

    wanted: the key columns and text_run. at: as it was after that run, the last by default.
    """
    by = [column for column in SCHEMAS[name].names if column.endswith("_key")]
    parts = [empty(name)]
    for file in store.live(name, at=at):
        mine = wanted.loc[wanted["text_run"] == file.added, by]
        if len(mine):
            table = datafiles.read(store.root, [file], schema=SCHEMAS[name])
            table = table.filter(pc.is_in(table["order_key"], value_set=pa.array(mine["order_key"].unique())))
            parts.append(mine.merge(as_frame(table), how="inner", on=by, validate="one_to_one"))
    return pd.concat(parts, ignore_index=True)


def whole(store: StoreReader, batch: Batch, name: str, before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Replace a small table that is rewritten whole (held, inventory) when it changed."""
    if after.reset_index(drop=True).equals(before.reset_index(drop=True)):
        return
    for file in store.live(name):
        batch.retire(file)
    batch.write(name, ALL, None, as_table(name, after))


def append(batch: Batch, name: str, rows: pd.DataFrame) -> None:
    """Append rows to a table that only grows (journal, outcomes, ledger, wide text)."""
    batch.write(name, ALL, None, as_table(name, rows))


def closed_by(store: StoreReader, runs: Iterable[int], *, at: int | None = None) -> dict[str, pd.DataFrame]:
    """The orders that these runs closed, newest version of each, by table; after run `at`, the last by default."""
    wanted = set(runs)
    files = [file for file in store.live("orders", part=CLOSED, at=at) if file.added in wanted]
    every = [_column(store, file, "order_key") for file in files]
    return closed(store, np.unique(np.concatenate([np.empty(0, np.int64), *every])), at=at)


def text_for(store: StoreReader, book: OrderState, order_keys: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The wide order and item text of known orders, for records that repeat or fill it."""
    orders, items = (frame[frame["order_key"].isin(order_keys)] for frame in (book.orders, book.items))
    return (
        text_of(store, "order_text", orders[["order_key", "text_run"]]),
        text_of(store, "item_text", items[["order_key", "item_key", "text_run"]]),
    )
