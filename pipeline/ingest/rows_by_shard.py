"""The rows that go on to the rules, parted by the shard of their order: no order knows of another one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.orders.order_rows import OrderRows

if TYPE_CHECKING:
    from pipeline.ingest.normalize import NormalizedRows
    from pipeline.store.sharding import Sharding


@dataclass(frozen=True)
class RowsByShard:
    """Rows of a run, and which shard each order is of."""

    rows: NormalizedRows
    sharding: Sharding

    @cached_property
    def counts(self) -> np.ndarray:
        """How many rows each shard has."""
        shards = np.concatenate([self._orders, self._events, self._refunds])
        return np.bincount(shards, minlength=self.sharding.count)

    def of_shards(self, shards: Collection[int]) -> NormalizedRows:
        """The rows of these shards, in their order; what is of no order stands in each part."""
        if len(shards) == self.sharding.count:
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
        return self.sharding.shards(self.rows.orders.facts["order_key"].to_numpy())

    @cached_property
    def _events(self) -> np.ndarray:
        return self.sharding.shards(self.rows.events["order_key"].to_numpy())

    @cached_property
    def _refunds(self) -> np.ndarray:
        return self.sharding.shards(self.rows.refunds["order_key"].to_numpy())
