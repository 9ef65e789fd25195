"""The state of all orders in the store: open orders in one part per shard, closed ones appended.

A run loads the open part and the closed orders that its feeds name; it rewrites the shards that changed and appends
the orders that closed. Of a closed order that was written several times the newest version counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.model.order_state import KEYS, OrderState, totals
from pipeline.model.sorted_keys import joined_by_keys, positions
from pipeline.store import datafiles
from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import DataFile
from pipeline.store.named_rows import NamedRows
from pipeline.store.reader import StoreReader
from pipeline.store.sharding import Sharding
from schemas.stored_frames import as_frame, as_table, empty
from schemas.stored_tables import BY_ORDER, SCHEMAS

OPEN = "open"
CLOSED = "closed"
ALL = "all"
NO_SHARD = -1


@dataclass(frozen=True, slots=True)
class LoadedState:
    """What a run works on: the state of the orders, and the keys of those that came from the closed part."""

    state: OrderState
    closed_keys: np.ndarray


def load(store: StoreReader, order_keys: np.ndarray, shards: Collection[int] | None = None) -> LoadedState:
    """The open orders of some shards (all by default), and those of the closed ones that have these keys."""
    open_part = {name: as_frame(store.read(name, part=OPEN, shards=shards, schema=SCHEMAS[name])) for name in BY_ORDER}
    missing = _unknown(order_keys, open_part["orders"]["order_key"].to_numpy())
    closed_part = load_closed(store, missing, shards=shards)
    return LoadedState(joined_state(open_part, closed_part), closed_part["orders"]["order_key"].to_numpy())


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
    missing = _unknown(order_keys, open_part["orders"]["order_key"].to_numpy())
    closed_part = load_closed(store, missing, shards=shards)
    return LoadedState(joined_state(open_part, closed_part), closed_part["orders"]["order_key"].to_numpy())


def joined_state(open_part: dict[str, pd.DataFrame], closed_part: dict[str, pd.DataFrame]) -> OrderState:
    """Orders of both parts, by table, as one state in the order of its keys."""
    both = {name: joined_by_keys([open_part[name], closed_part[name]], KEYS[name]) for name in BY_ORDER}
    return OrderState(**both)


def load_closed(
    store: StoreReader, order_keys: np.ndarray, *, shards: Collection[int] | None = None, as_of_run: int | None = None
) -> dict[str, pd.DataFrame]:
    """The newest version of each of these orders in the closed part, by table; after a run, the last by default.

    shards: those of the orders, where they are known.
    """
    versions: dict[str, list[pd.DataFrame]] = {name: [empty(name)] for name in BY_ORDER}
    missing = np.sort(order_keys)
    runs = {file.added for file in store.live_files("orders", part=CLOSED, as_of_run=as_of_run)}
    for run in sorted(runs, reverse=True):
        if len(missing) == 0:
            break
        orders = rows_closed_by(store, "orders", run, missing, shards=shards)
        of_run = orders["order_key"].to_numpy()
        if len(of_run):
            versions["orders"].append(orders)
            for name in BY_ORDER[1:]:
                versions[name].append(rows_closed_by(store, name, run, of_run, shards=shards))
            missing = _unknown(missing, of_run)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in versions.items()}


def load_closed_by(store: StoreReader, runs: Iterable[int], *, as_of_run: int | None = None) -> dict[str, pd.DataFrame]:
    """The orders that these runs closed, newest version of each, by table; after a run, the last by default."""
    wanted = set(runs)
    files = [file for file in store.live_files("orders", part=CLOSED, as_of_run=as_of_run) if file.added in wanted]
    order_keys = [_order_keys(store, file) for file in files]
    return load_closed(store, np.unique(np.concatenate([np.empty(0, np.int64), *order_keys])), as_of_run=as_of_run)


def rows_closed_by(
    store: StoreReader,
    name: str,
    run: int,
    order_keys: np.ndarray | None = None,
    *,
    shards: Collection[int] | None = None,
) -> pd.DataFrame:
    """What a run appended to the closed part of a table: of these orders, or of all. shards: those of the orders."""
    files = [file for file in store.live_files(name, part=CLOSED, as_of_run=run) if file.added == run]
    named = None if order_keys is None else NamedRows.of("order_key", order_keys)
    return as_frame(datafiles.read(store.root, files, schema=SCHEMAS[name], shards=shards, where=named))


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


def save(batch: Batch, store: StoreReader, before: LoadedState, after: OrderState, sharding: Sharding) -> None:
    """Write the shards of the open part that changed, and append the orders that are closed now."""
    keys_before = before.state.orders["order_key"].to_numpy()
    keys_after = after.orders["order_key"].to_numpy()
    shards_before = np.where(np.isin(keys_before, before.closed_keys), NO_SHARD, sharding.shards(keys_before))
    is_open = is_still_open(after)
    shards_after = np.where(is_open, sharding.shards(keys_after), NO_SHARD)
    for name in BY_ORDER:
        _rewrite_open(
            batch,
            store,
            name,
            (before.state.tables()[name], _shards_of_rows(before.state, shards_before, name)),
            (after.tables()[name], _shards_of_rows(after, shards_after, name)),
        )
    _append_closed(batch, before, after, keys_after[~is_open], sharding)


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
    shards = sharding.shards(rows["order_key"].to_numpy()) if "order_key" in rows else None
    batch.write(name, part, None, as_table(name, rows), shards)


def _rewrite_open(
    batch: Batch,
    store: StoreReader,
    name: str,
    before: tuple[pd.DataFrame, np.ndarray],
    after: tuple[pd.DataFrame, np.ndarray],
) -> None:
    """Rewrite each shard of a table whose rows are not what they were; before, after: the rows and their shards."""
    rows_before, shards_before = before
    rows_after, shards_after = after
    files = {file.shard: file for file in store.live_files(name, part=OPEN)}
    for shard in np.union1d(shards_before, shards_after):
        rows = rows_after[shards_after == shard].reset_index(drop=True)
        if shard == NO_SHARD or rows.equals(rows_before[shards_before == shard].reset_index(drop=True)):
            continue
        if shard in files:
            batch.retire(files[shard])
        batch.write(name, OPEN, int(shard), as_table(name, rows))


def _shards_of_rows(state: OrderState, shards: np.ndarray, name: str) -> np.ndarray:
    """The shard of each row of a table, from the shards of the orders."""
    rows = state.tables()[name]
    if len(state.orders) == 0:
        return np.full(len(rows), NO_SHARD)
    return shards[positions(state.orders["order_key"].to_numpy(), rows["order_key"].to_numpy())]


def _append_closed(
    batch: Batch, before: LoadedState, after: OrderState, order_keys: np.ndarray, sharding: Sharding
) -> None:
    """Orders that closed in this run, and closed ones that an event has changed: whole, as one new version."""
    was_closed = np.intersect1d(order_keys, before.closed_keys)
    changed = [np.setdiff1d(order_keys, before.closed_keys)]
    for name in BY_ORDER:
        both = [state.tables()[name] for state in (before.state, after)]
        rows = pd.concat([frame[frame["order_key"].isin(was_closed)] for frame in both], ignore_index=True)
        changed.append(rows.drop_duplicates(keep=False)["order_key"].to_numpy())
    closing = after.only(np.unique(np.concatenate(changed)))
    for name, frame in closing.tables().items():
        append_to(batch, name, CLOSED, frame, sharding)


def _unknown(order_keys: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Those of some orders that are none of the known ones."""
    return order_keys[positions(np.sort(known), order_keys) < 0]


def _order_keys(store: StoreReader, file: DataFile) -> np.ndarray:
    """The keys of the orders in a file."""
    return datafiles.read(store.root, [file], columns=["order_key"])["order_key"].to_numpy()
