"""The rows that go on to the rules, parted by the shard of their order: no order knows of another one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pipeline.ingest.row_keys import NO_ORDER
from pipeline.lifecycle.orders.order_rows import OrderRows

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.ingest.normalize import NormalizedRows
    from schemas.order_ids import OrderIds


@dataclass(frozen=True)
class RowsByShard:
    """Rows of a run. order_ids: of all orders that they name. shard_count: how many shards the store has."""

    rows: NormalizedRows
    order_ids: OrderIds
    shard_count: int

    @cached_property
    def counts(self) -> np.ndarray:
        """How many rows each shard has."""
        shards = np.concatenate([self._orders, self._events, self._refunds])
        return np.bincount(shards, minlength=self.shard_count)

    def of_shards(self, shards: Collection[int]) -> NormalizedRows:
        """The rows of these shards, in their order; what is of no order stands in each part."""
        if len(shards) == self.shard_count:
            return self.rows
        rows = self.rows
        of_orders = np.isin(self._orders, list(shards))
        facts, text = (frame[of_orders].reset_index(drop=True) for frame in (rows.orders.facts, rows.orders.text))
        return replace(
            rows,
            orders=OrderRows(facts, text),
            events=rows.events[np.isin(self._events, list(shards))].reset_index(drop=True),
            refunds=rows.refunds[np.isin(self._refunds, list(shards))].reset_index(drop=True),
        )

    @cached_property
    def _orders(self) -> np.ndarray:
        return self._shards(self.rows.orders.facts)

    @cached_property
    def _events(self) -> np.ndarray:
        return self._shards(self.rows.events)

    @cached_property
    def _refunds(self) -> np.ndarray:
        return self._shards(self.rows.refunds)

    def _shards(self, rows: pd.DataFrame) -> np.ndarray:
        """The shard of each row; a row that names no order is of the first one."""
        order_keys = rows["order_key"].to_numpy()
        names_order = order_keys != NO_ORDER
        shards = np.zeros(len(rows), np.int64)
        shards[names_order] = self.order_ids.shards(order_keys[names_order], self.shard_count)
        return shards
