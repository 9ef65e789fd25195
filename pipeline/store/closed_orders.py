"""Closed orders: rows that runs appended. Of an order that was written several times the newest version counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

import numpy as np
import pandas as pd

from pipeline.model.sorted_keys import positions
from pipeline.store import closed_index, datafiles
from pipeline.store.catalogue_rows import DataFile
from pipeline.store.named_rows import NamedRows
from pipeline.store.reader import StoreReader
from schemas import plain_arrays
from schemas.stored_frames import as_frame, empty
from schemas.stored_tables import BY_ORDER, SCHEMAS

CLOSED = "closed"


def load_closed(
    store: StoreReader, order_keys: np.ndarray, *, shards: Collection[int] | None = None, as_of_run: int | None = None
) -> dict[str, pd.DataFrame]:
    """The newest version of each of these orders in the closed part, by table; after a run, the last by default.

    shards: those of the orders, where they are known.
    """
    versions: dict[str, list[pd.DataFrame]] = {name: [empty(name)] for name in BY_ORDER}
    for run, of_run in _by_run(store, np.sort(order_keys), shards, as_of_run):
        for name in BY_ORDER:
            versions[name].append(rows_closed_by(store, name, run, of_run, shards=shards))
    return {name: pd.concat(frames, ignore_index=True) for name, frames in versions.items()}


def _by_run(
    store: StoreReader, order_keys: np.ndarray, shards: Collection[int] | None, as_of_run: int | None
) -> Iterator[tuple[int, np.ndarray]]:
    """Each run that closed some of these orders last, and which; those that none has closed are in no run.

    order_keys: sorted. Runs that no index covers are asked first: they are the newest.
    """
    covered = closed_index.covered_until(store, as_of_run)
    runs = {file.added for file in store.live_files("orders", part=CLOSED, as_of_run=as_of_run)}
    for run in sorted((run for run in runs if run > covered), reverse=True):
        of_run = _keys_closed_by(store, run, order_keys, shards)
        if len(of_run):
            yield run, of_run
            order_keys = unknown(order_keys, of_run)
    if covered and len(order_keys):
        run_of_order = closed_index.closing_runs(store, order_keys, shards, as_of_run)
        for run in np.unique(run_of_order[run_of_order > 0]).tolist():
            yield run, order_keys[run_of_order == run]


def _keys_closed_by(store: StoreReader, run: int, order_keys: np.ndarray, shards: Collection[int] | None) -> np.ndarray:
    """Those of these orders that a run appended to the closed part."""
    if len(order_keys) == 0:
        return order_keys
    files = [file for file in store.live_files("orders", part=CLOSED, as_of_run=run) if file.added == run]
    named = NamedRows("order_key", order_keys)
    rows = datafiles.read(store.root, files, columns=["order_key"], shards=shards, where=named)
    return plain_arrays.numbers(rows["order_key"])


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


def unknown(order_keys: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Those of some orders that are none of the known ones."""
    return order_keys[positions(np.sort(known), order_keys) < 0]


def _order_keys(store: StoreReader, file: DataFile) -> np.ndarray:
    """The keys of the orders in a file."""
    return datafiles.read(store.root, [file], columns=["order_key"])["order_key"].to_numpy()
