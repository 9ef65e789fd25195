"""The state of all orders in the store: open orders in one part per shard, closed ones appended.

A run loads the open part and the closed orders that its feeds name; it rewrites the shards that changed and appends
the orders that closed. Of a closed order that was written several times the newest version counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.model.order_state import KEYS, OrderState, totals
from pipeline.model.sorted_keys import positions, sort_by_keys
from pipeline.store import datafiles
from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import DataFile
from pipeline.store.reader import StoreReader
from schemas import keys
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
    closed_part = load_closed(store, np.setdiff1d(order_keys, open_part["orders"]["order_key"].to_numpy()))
    return LoadedState(joined_state(open_part, closed_part), closed_part["orders"]["order_key"].to_numpy())


def joined_state(open_part: dict[str, pd.DataFrame], closed_part: dict[str, pd.DataFrame]) -> OrderState:
    """Orders of both parts, by table, as one state in the order of its keys."""
    both = {name: pd.concat([open_part[name], closed_part[name]], ignore_index=True) for name in BY_ORDER}
    return OrderState(**{name: sort_by_keys(frame, KEYS[name]) for name, frame in both.items()})


def load_closed(store: StoreReader, order_keys: np.ndarray, *, as_of_run: int | None = None) -> dict[str, pd.DataFrame]:
    """The newest version of each of these orders in the closed part, by table; after a run, the last by default."""
    versions: dict[str, list[pd.DataFrame]] = {name: [empty(name)] for name in BY_ORDER}
    missing = np.sort(order_keys)
    for file in reversed(store.live_files("orders", part=CLOSED, as_of_run=as_of_run)):
        if len(missing) == 0:
            break
        in_file = missing[positions(_column(store, file, "order_key"), missing) >= 0]
        if len(in_file):
            for name in BY_ORDER:
                versions[name].append(rows_closed_by(store, name, file.added, in_file))
            missing = np.setdiff1d(missing, in_file)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in versions.items()}


def load_closed_by(store: StoreReader, runs: Iterable[int], *, as_of_run: int | None = None) -> dict[str, pd.DataFrame]:
    """The orders that these runs closed, newest version of each, by table; after a run, the last by default."""
    wanted = set(runs)
    files = [file for file in store.live_files("orders", part=CLOSED, as_of_run=as_of_run) if file.added in wanted]
    order_keys = [_column(store, file, "order_key") for file in files]
    return load_closed(store, np.unique(np.concatenate([np.empty(0, np.int64), *order_keys])), as_of_run=as_of_run)


def rows_closed_by(store: StoreReader, name: str, run: int, order_keys: np.ndarray | None = None) -> pd.DataFrame:
    """What a run appended to the closed part of a table: of these orders, or of all."""
    files = [file for file in store.live_files(name, part=CLOSED, as_of_run=run) if file.added == run]
    table = datafiles.read(store.root, files, schema=SCHEMAS[name])
    if order_keys is not None:
        table = table.filter(pc.is_in(table["order_key"], value_set=pa.array(order_keys)))
    return as_frame(table)


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


def save(batch: Batch, store: StoreReader, before: LoadedState, after: OrderState, shard_count: int) -> None:
    """Write the shards of the open part that changed, and append the orders that are closed now."""
    orders_before = before.state.orders
    was_closed = orders_before["order_key"].isin(before.closed_keys).to_numpy()
    shards_before = np.where(was_closed, NO_SHARD, keys.shards(orders_before["order_id"], shard_count))
    is_open = is_still_open(after)
    shards_after = np.where(is_open, keys.shards(after.orders["order_id"], shard_count), NO_SHARD)
    for name in BY_ORDER:
        _rewrite_open(
            batch,
            store,
            name,
            (before.state.tables()[name], _shards_of_rows(before.state, shards_before, name)),
            (after.tables()[name], _shards_of_rows(after, shards_after, name)),
        )
    _append_closed(batch, before, after, after.orders.loc[~is_open, "order_key"].to_numpy())


def replace_table(store: StoreReader, batch: Batch, name: str, before: pd.DataFrame, after: pd.DataFrame) -> None:
    """Replace a small table that is rewritten whole (held, inventory) when it changed."""
    if after.reset_index(drop=True).equals(before.reset_index(drop=True)):
        return
    for file in store.live_files(name):
        batch.retire(file)
    batch.write(name, ALL, None, as_table(name, after))


def append_rows(batch: Batch, name: str, rows: pd.DataFrame) -> None:
    """Append rows to a table that only grows (journal, outcomes, ledger, wide text)."""
    batch.write(name, ALL, None, as_table(name, rows))


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


def _append_closed(batch: Batch, before: LoadedState, after: OrderState, order_keys: np.ndarray) -> None:
    """Orders that closed in this run, and closed ones that an event has changed: whole, as one new version."""
    was_closed = np.intersect1d(order_keys, before.closed_keys)
    changed = [np.setdiff1d(order_keys, before.closed_keys)]
    for name in BY_ORDER:
        both = [state.tables()[name] for state in (before.state, after)]
        rows = pd.concat([frame[frame["order_key"].isin(was_closed)] for frame in both], ignore_index=True)
        changed.append(rows.drop_duplicates(keep=False)["order_key"].to_numpy())
    closing = after.only(np.unique(np.concatenate(changed)))
    for name, frame in closing.tables().items():
        batch.write(name, CLOSED, None, as_table(name, frame))


def _column(store: StoreReader, file: DataFile, name: str) -> np.ndarray:
    return datafiles.read(store.root, [file], columns=[name])[name].to_numpy()
