"""Which shard an order is of: crc32 of its id, modulo the number of shards that the workspace was made with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from schemas.order_ids import OrderIds

NO_ORDER = -1
"""The key of a row that is of no order."""
SHARD_OF_NO_ORDER = 0
"""The shard of such a row: the first one."""


@dataclass(frozen=True, slots=True)
class Sharding:
    """order_ids: of all orders whose shards are asked. count: how many shards there are."""

    order_ids: OrderIds
    count: int

    def shards(self, order_keys: np.ndarray) -> np.ndarray:
        """The shard of each order."""
        shards = np.full(len(order_keys), SHARD_OF_NO_ORDER)
        is_order = order_keys != NO_ORDER
        shards[is_order] = self.order_ids.shards(order_keys[is_order], self.count)
        return shards
