"""Wide text of orders and items in the store: written once when it comes, found by the run that wrote it.

Nobody filters, sorts or merges it: it is known which rows of the files are wanted, and they are taken by position.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import pair_places, positions
from pipeline.store import datafiles
from pipeline.store.named_rows import NamedRows
from pipeline.store.reader import StoreReader
from reports.cells import whole_column
from reports.order_lines import TextTable
from schemas.key_order import is_sorted, key_order
from schemas.stored_frames import as_table
from schemas.stored_tables import SCHEMAS

_WORTH_KEEPING_WHOLE = 2
"""A table is kept as it is where at least one row in so many is wanted: taking rows costs more than it saves."""
_FEW = 16
"""Where fewer than one row in so many is wanted, row groups are passed over."""
KEYS = {"order_text": ["order_key"], "item_text": ["order_key", "item_key"]}


@dataclass
class _Collector:
    """Collects rows of text: pieces of tables, and for each place its row in all of them, -1 while it has none."""

    name: str
    places: pd.DataFrame
    rows: np.ndarray
    pieces: list[pa.Table] = field(default_factory=list)
    length: int = 0

    def add(self, texts: pa.Table, wanted: np.ndarray) -> None:
        """Take the text of the wanted places (positions) as far as the table has it."""
        found_at = _places_of(texts, self.places, KEYS[self.name], wanted)
        is_found = found_at >= 0
        place, text_row = wanted[is_found], found_at[is_found]
        if len(place) * _WORTH_KEEPING_WHOLE < texts.num_rows:
            texts, text_row = texts.take(pa.array(text_row)), np.arange(len(place))
        self.rows[place] = self.length + text_row
        self.pieces.append(texts.select(_text_columns(self.name)))
        self.length += texts.num_rows

    def table(self) -> TextTable:
        """All of it."""
        texts = pa.concat_tables([_empty_table(self.name), *self.pieces])
        return TextTable({name: whole_column(texts[name]) for name in texts.column_names}, self.rows)


def read_text(
    store: StoreReader,
    name: str,
    places: pd.DataFrame,
    is_wanted: np.ndarray,
    new: pd.DataFrame | None = None,
    *,
    shards: Collection[int] | None = None,
    as_of_run: int | None = None,
) -> TextTable:
    """Wide text (order_text or item_text) of each row of `places`, where it is wanted.

    places: the key columns and text_run. new: text of this run (frame of that name), not in the store yet. shards:
    those of the places, where they are known. as_of_run: as it was after that run, the last by default.
    """
    collector = _Collector(name, places, np.full(len(places), -1, np.int64))
    run = places["text_run"].to_numpy()
    for file in store.live_files(name, as_of_run=as_of_run):
        wanted = np.flatnonzero(is_wanted & (run == file.added))
        if len(wanted):
            is_few = len(wanted) * _FEW < file.rows
            named = NamedRows.of("order_key", places["order_key"].to_numpy()[wanted]) if is_few else None
            texts = datafiles.read(store.root, [file], schema=SCHEMAS[name], shards=shards, where=named)
            collector.add(texts.combine_chunks(), wanted)
    if new is not None:
        collector.add(as_table(name, new), np.flatnonzero(is_wanted & (collector.rows < 0)))
    return collector.table()


def load_text(
    store: StoreReader, name: str, places: pd.DataFrame, shards: Collection[int] | None = None
) -> pd.DataFrame:
    """Wide text (order_text or item_text) of orders or items as a frame, a row for each that has any.

    places: the key columns and text_run. shards: those of the places, where they are known.
    """
    texts = read_text(store, name, places, np.full(len(places), True), shards=shards)
    has_text = texts.rows >= 0
    rows = pa.array(texts.rows[has_text])
    columns = {column: pd.Series(values.take(rows), dtype="str") for column, values in texts.columns.items()}
    return pd.DataFrame({**places.loc[has_text, KEYS[name]].reset_index(drop=True), **columns})


def text_of_orders(
    store: StoreReader, state: OrderState, order_keys: np.ndarray, shards: Collection[int] | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The wide order and item text of known orders, for records that repeat or fill it. shards: those of the orders."""
    orders = state.orders[state.orders["order_key"].isin(order_keys)]
    items = state.items[state.items["order_key"].isin(order_keys)]
    return load_text(store, "order_text", orders, shards), load_text(store, "item_text", items, shards)


def _places_of(texts: pa.Table, places: pd.DataFrame, keys: list[str], wanted: np.ndarray) -> np.ndarray:
    """The row of the text of each wanted place, -1 where there is none. Files are sorted; if one is not, it is here."""
    known = [texts[key].to_numpy() for key in keys]
    asked = [places[key].to_numpy()[wanted] for key in keys]
    order = None if is_sorted(known) else key_order(known)
    known = known if order is None else [key[order] for key in known]
    place = positions(known[0], asked[0]) if len(keys) == 1 else pair_places((*known,), (*asked,))
    return place if order is None else np.where(place >= 0, order[place], -1)


def _text_columns(name: str) -> list[str]:
    return [column for column in SCHEMAS[name].names if column not in KEYS[name]]


def _empty_table(name: str) -> pa.Table:
    return SCHEMAS[name].empty_table().select(_text_columns(name))
