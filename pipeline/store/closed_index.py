"""Which run closed an order last: sorted keys of many runs in few files, so that history is not asked run by run.

An index covers the closed orders of some runs, a file a shard, and says so by its part ("1-8": the first run and the
last one). When FANOUT runs have none they get an index, and as many indexes of about the same size become one, shard by
shard. So a store of a thousand runs has a handful of them, and every key was written a few times. A store that has none
yet gets its indexes from the oldest run on, MOST_RUNS a run, so that memory never holds all keys of a long history. An
index is a copy of what the data files say.

>>> [str(Span.of("1-64")), Span.of("1-64").level, Span.of("65-72").level]
['1-64', 2, 1]
>>> spans_to_merge([Span(1, 8), Span(9, 16)])
[]
>>> [str(span) for span in spans_to_merge([Span(8 * n + 1, 8 * n + 8) for n in range(8)])][::7]
['1-8', '57-64']
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import pyarrow as pa

from pipeline.store import datafiles
from pipeline.store.named_rows import NamedRows
from schemas import plain_arrays
from schemas.stored_tables import SCHEMAS

if TYPE_CHECKING:
    from pipeline.store.batch import Batch
    from pipeline.store.catalogue_rows import DataFile
    from pipeline.store.reader import StoreReader
    from pipeline.store.sharding import Sharding

TABLE = "closed_keys"
FANOUT = 8
"""How many runs, or indexes of about the same size, become one."""
MOST_RUNS = 64
"""How many runs get an index at once."""


class Span(NamedTuple):
    """The runs that an index covers."""

    first: int
    last: int

    @classmethod
    def of(cls, part: str) -> Self:
        """The span that the part of a data file names."""
        first, _, last = part.partition("-")
        return cls(int(first), int(last))

    def __str__(self) -> str:
        return f"{self.first}-{self.last}"

    @property
    def level(self) -> int:
        """How often FANOUT goes into the number of its runs."""
        level, runs = 0, self.last - self.first + 1
        while runs >= FANOUT:
            level, runs = level + 1, runs // FANOUT
        return level


def closing_runs(
    store: StoreReader, order_keys: np.ndarray, shards: Collection[int] | None, as_of_run: int | None
) -> np.ndarray:
    """The last of the covered runs that closed each order, 0 for none. order_keys: sorted, each once.

    shards: those of the orders, where they are known; as_of_run: the run whose indexes are read, the last by default.
    """
    named = NamedRows("order_key", order_keys)
    rows = store.read(TABLE, shards=shards, where=named, schema=SCHEMAS[TABLE], as_of_run=as_of_run)
    runs = np.zeros(len(order_keys), np.int64)
    place = np.searchsorted(order_keys, plain_arrays.numbers(rows["order_key"]))
    np.maximum.at(runs, place, plain_arrays.numbers(rows["run"]))
    return runs


def covered_until(store: StoreReader, as_of_run: int | None = None) -> int:
    """The last run that an index covers, 0 where there is none: later ones are to be asked themselves."""
    return max((Span.of(file.part).last for file in store.live_files(TABLE, as_of_run=as_of_run)), default=0)


def add_index(store: StoreReader, batch: Batch, closed: Iterable[DataFile], sharding: Sharding) -> None:
    """Give the runs before this one an index where enough of them have none, else make one of several.

    closed: the data files of closed orders, one or several a run. One step a run: the next run takes the next.
    """
    covered = covered_until(store)
    waiting = [file for file in closed if file.added > covered]
    runs = sorted({file.added for file in waiting})[:MOST_RUNS]
    if len(runs) >= FANOUT:
        _index_runs(store, batch, [file for file in waiting if file.added <= runs[-1]], sharding)
        return
    files = store.live_files(TABLE)
    spans = spans_to_merge(sorted({Span.of(file.part) for file in files}))
    _merge(store, batch, [file for file in files if Span.of(file.part) in spans])


def spans_to_merge(spans: Sequence[Span]) -> list[Span]:
    """Those of one level, the lowest of which there are FANOUT."""
    for level in sorted({span.level for span in spans}):
        of_level = [span for span in spans if span.level == level]
        if len(of_level) >= FANOUT:
            return of_level
    return []


def _index_runs(store: StoreReader, batch: Batch, files: Sequence[DataFile], sharding: Sharding) -> None:
    """Write the index of the runs that these data files of closed orders are of."""
    rows = [datafiles.read(store.root, [file], columns=["order_key"]) for file in files]
    keys = [plain_arrays.numbers(part["order_key"]) for part in rows]
    runs = np.repeat(np.array([file.added for file in files], np.int64), [len(part) for part in keys])
    order_keys, last_runs = _last_runs(np.concatenate(keys), runs)
    shards = sharding.shards(order_keys)
    span = Span(min(file.added for file in files), max(file.added for file in files))
    for shard in np.unique(shards).tolist():
        _write(batch, span, shard, order_keys[shards == shard], last_runs[shards == shard])


def _merge(store: StoreReader, batch: Batch, files: Sequence[DataFile]) -> None:
    """Write one index in the place of several, shard by shard."""
    spans = [Span.of(file.part) for file in files]
    for shard in sorted({file.shard for file in files if file.shard is not None}):
        of_shard = [file for file in files if file.shard == shard]
        rows = datafiles.read(store.root, of_shard, schema=SCHEMAS[TABLE])
        order_keys, runs = _last_runs(plain_arrays.numbers(rows["order_key"]), plain_arrays.numbers(rows["run"]))
        _write(batch, Span(min(spans).first, max(span.last for span in spans)), shard, order_keys, runs)
    for file in files:
        batch.retire(file)


def _last_runs(order_keys: np.ndarray, runs: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each order once, sorted, with the last of its runs."""
    in_order = np.lexsort((runs, order_keys))
    order_keys, runs = order_keys[in_order], runs[in_order]
    is_last = np.append(order_keys[1:] != order_keys[:-1], np.full(min(len(order_keys), 1), fill_value=True))
    return order_keys[is_last], runs[is_last]


def _write(batch: Batch, span: Span, shard: int, order_keys: np.ndarray, runs: np.ndarray) -> None:
    batch.write(TABLE, str(span), shard, pa.table([order_keys, runs], schema=SCHEMAS[TABLE]))
