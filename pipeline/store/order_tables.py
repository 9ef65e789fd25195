"""The state of all orders in the store: open orders in one part per shard, closed ones appended.

A run loads the open part and the closed orders that its feeds name; it rewrites the shards that changed and appends
the orders that closed. Of a closed order that was written several times the newest version counts.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.model.order_state import KEYS, OrderState, totals
from pipeline.model.sorted_keys import joined_by_keys, positions, sort_by_keys
from pipeline.store.batch import Batch
from pipeline.store.closed_orders import CLOSED, load_closed, unknown
from pipeline.store.named_rows import NamedRows
from pipeline.store.reader import StoreReader
from pipeline.store.sharding import Sharding
from schemas.stored_frames import as_frame, as_table
from schemas.stored_tables import BY_ORDER, SCHEMAS

OPEN = "open"
ALL = "all"
NO_SHARD = -1


@dataclass(frozen=True, slots=True)
class LoadedState:
    """What a run works on: the orders that it may change (touched), and the other open ones of the same shards.

    closed_keys: those of the touched orders that came from the closed part.
    """

    touched: OrderState
    untouched: OrderState
    closed_keys: np.ndarray


def load(
    store: StoreReader,
    order_keys: np.ndarray,
    is_touched: Callable[[OrderState], np.ndarray],
    shards: Collection[int] | None = None,
) -> LoadedState:
    """The open orders of some shards (all by default), and those of the closed ones that have these keys.

    is_touched: says of each open order whether the run may change it (bool array); a closed one is touched.
    """
    open_orders = _read_open(store, shards)
    missing = unknown(order_keys, open_orders.orders["order_key"].to_numpy())
    closed_part = load_closed(store, missing, shards=shards)
    touched, untouched = open_orders.split(is_touched(open_orders))
    del open_orders
    closed_keys = closed_part["orders"]["order_key"].to_numpy()
    return LoadedState(joined_state(touched.tables(), closed_part), untouched, closed_keys)


def _read_open(store: StoreReader, shards: Collection[int] | None) -> OrderState:
    """The open orders; each table is let go as it was read when it is sorted."""
    tables = {
        name: sort_by_keys(as_frame(store.read(name, part=OPEN, shards=shards, schema=SCHEMAS[name])), keys)
        for name, keys in KEYS.items()
    }
    return OrderState(**tables)


def load_named(store: StoreReader, order_keys: np.ndarray, shards: Collection[int] | None = None) -> LoadedState:
    """What is known of these orders and of no other: of the open part, else the newest version of the closed part.

    shards: those of the orders, where they are known.
    """
    shards = store.shards_of(order_keys) if shards is None else shards
    named = NamedRows.of("order_key", order_keys)
    open_part = {
        name: as_frame(store.read(name, part=OPEN, shards=shards, where=named, schema=SCHEMAS[name]))
        for name in BY_ORDER
    }
    missing = unknown(order_keys, open_part["orders"]["order_key"].to_numpy())
    closed_part = load_closed(store, missing, shards=shards)
    closed_keys = closed_part["orders"]["order_key"].to_numpy()
    return LoadedState(joined_state(open_part, closed_part), OrderState.empty(), closed_keys)


def joined_state(open_part: dict[str, pd.DataFrame], closed_part: dict[str, pd.DataFrame]) -> OrderState:
    """Orders of both parts, by table, as one state in the order of its keys."""
    both = {name: joined_by_keys([open_part[name], closed_part[name]], KEYS[name]) for name in BY_ORDER}
    return OrderState(**both)


def is_still_open(state: OrderState) -> np.ndarray:
    """Which orders stay in the open part.

    Units to ship, a parcel or a capture whose money waits for a price (step 6.5), or a buyer to be asked for feedback.
    """
    orders = state.orders
    items = state.items
    units = totals(orders, items)
    is_unposted = orders["order_key"].isin(state.parcels.loc[state.parcels["posted_run"] == 0, "order_key"])
    is_uncaptured = orders["order_key"].isin(items.loc[items["captured"] == 0, "order_key"])
    is_uncharged = is_uncaptured & orders["prepaid"] & orders["verified"].notna()
    is_uninvited = (units["open"] == 0) & (units["shipped"] > 0) & (orders["invited"] == 0)
    return ((units["open"] > 0) | is_unposted | is_uncharged | is_uninvited).to_numpy()


def save(
    batch: Batch, store: StoreReader, before: LoadedState, after: OrderState, whole: OrderState, sharding: Sharding
) -> None:
    """Write the shards of the open part that changed, and append the orders that are closed now.

    after: the touched orders as the run leaves them; whole: those and the untouched ones.
    """
    still_open, closed = after.split(is_still_open(after))
    was_closed = np.isin(before.touched.orders["order_key"].to_numpy(), before.closed_keys)
    _, was_open = before.touched.split(was_closed)
    changed = _changed_shards(was_open, still_open, sharding)
    if changed:
        _rewrite_open(batch, store, changed, whole, closed.orders["order_key"].to_numpy(), sharding)
    _append_closed(batch, before, closed, sharding)


def replace_table(store: StoreReader, batch: Batch, name: str, before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Replace a small table that is rewritten whole (held, inventory) when it changed."""
    if after.reset_index(drop=True).equals(before.reset_index(drop=True)):
        return
    for file in store.live_files(name):
        batch.retire(file)
    batch.write(name, ALL, None, as_table(name, after))


def append_rows(batch: Batch, name: str, rows: pd.DataFrame, sharding: Sharding) -> None:
    """Append rows to a table that only grows (journal, outcomes, ledger, wide text); rows of orders by shard."""
    append_to(batch, name, ALL, rows, sharding)


def append_to(batch: Batch, name: str, part: str, rows: pd.DataFrame, sharding: Sharding) -> None:
    """Append rows to a part of a table; where they are of orders they are sorted by shard."""
    if rows.empty:
        return
    shards = sharding.shards(rows["order_key"].to_numpy()) if "order_key" in rows else None
    batch.write(name, part, None, as_table(name, rows), shards)


def _changed_shards(before: OrderState, after: OrderState, sharding: Sharding) -> dict[str, list[int]]:
    """The shards of which rows have changed, by table. before, after: the touched orders of the open part."""
    by_order = [(state, sharding.shards(state.orders["order_key"].to_numpy())) for state in (before, after)]
    changed = {}
    for name in BY_ORDER:
        (rows_before, shards_before), (rows_after, shards_after) = (
            (state.tables()[name], _shards_of_rows(state, shards, name)) for state, shards in by_order
        )
        changed[name] = [
            int(shard)
            for shard in np.union1d(shards_before, shards_after)
            if not _are_equal(rows_before[shards_before == shard], rows_after[shards_after == shard])
        ]
    return {name: numbers for name, numbers in changed.items() if numbers}


def _are_equal(before: pd.DataFrame, after: pd.DataFrame) -> bool:
    return after.reset_index(drop=True).equals(before.reset_index(drop=True))


def _rewrite_open(
    batch: Batch,
    store: StoreReader,
    changed: dict[str, list[int]],
    whole: OrderState,
    closed_keys: np.ndarray,
    sharding: Sharding,
) -> None:
    """Rewrite the shards that changed, by table, with the orders of a group but those that are closed."""
    order_keys = whole.orders["order_key"].to_numpy()
    shards = np.where(np.isin(order_keys, closed_keys), NO_SHARD, sharding.shards(order_keys))
    for name, numbers in changed.items():
        shards_of_rows = _shards_of_rows(whole, shards, name)
        # The rows of a shard together: each shard is a slice of the one table.
        is_changed = np.flatnonzero(np.isin(shards_of_rows, numbers))
        by_shard = is_changed[np.argsort(shards_of_rows[is_changed], kind="stable")]
        table = as_table(name, whole.tables()[name].take(by_shard))
        starts, ends = (np.searchsorted(shards_of_rows[by_shard], numbers, side) for side in ("left", "right"))
        files = {file.shard: file for file in store.live_files(name, part=OPEN)}
        for shard, start, end in zip(numbers, starts.tolist(), ends.tolist(), strict=True):
            if shard in files:
                batch.retire(files[shard])
            batch.write(name, OPEN, shard, table.slice(start, end - start))


def _shards_of_rows(state: OrderState, shards: np.ndarray, name: str) -> np.ndarray:
    """The shard of each row of a table, from the shards of the orders."""
    rows = state.tables()[name]
    if len(rows) == 0:
        return np.empty(0, np.int64)
    return shards[positions(state.orders["order_key"].to_numpy(), rows["order_key"].to_numpy())]


def _append_closed(batch: Batch, before: LoadedState, closed: OrderState, sharding: Sharding) -> None:
    """Orders that closed in this run, and closed ones that an event has changed: whole, as one new version.

    closed: the touched orders that are closed now.
    """
    order_keys = closed.orders["order_key"].to_numpy()
    was_closed = np.intersect1d(order_keys, before.closed_keys)
    changed = [np.setdiff1d(order_keys, before.closed_keys)]
    if len(was_closed):
        for name in BY_ORDER:
            both = [state.tables()[name] for state in (before.touched, closed)]
            rows = pd.concat([frame[frame["order_key"].isin(was_closed)] for frame in both], ignore_index=True)
            changed.append(rows.drop_duplicates(keep=False)["order_key"].to_numpy())
    closing = closed.only(np.unique(np.concatenate(changed)))
    for name, frame in closing.tables().items():
        append_to(batch, name, CLOSED, frame, sharding)
