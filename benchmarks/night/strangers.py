"""Orders that a record cannot be about: nobody knows them, they are closed, wait for a payment or are past the end."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from benchmarks import generate
from benchmarks.generate import Orders
from benchmarks.night import shipments
from benchmarks.night.world import World

UNKNOWN_FROM = 50_000_000
"""Numbers from here on are never given to an order."""


@dataclass(frozen=True, slots=True)
class Strangers:
    """Where they are drawn from."""

    world: World
    pending: Orders
    overdue: Orders

    def unknown(self, count: int, rng: np.random.Generator) -> pa.Array:
        """Ids that no order has, each once."""
        return generate.order_ids(UNKNOWN_FROM + rng.choice(10**7, size=count, replace=False))

    def closed(self, count: int, rng: np.random.Generator) -> pa.Array:
        """Ids of closed orders, each once."""
        return generate.order_ids(1 + rng.choice(self.world.closed, size=count, replace=False))

    def shipments(self, count: int, spare: Orders, rng: np.random.Generator, *, odd: bool) -> pa.Table:
        """Lines that cannot be taken, a fifth of each kind; `spare`: sound orders, confirmed with too many units.

        odd: which half of the Pending orders is named; some are paid tonight and ship, and each should ship once.
        """
        each = -(-count // 5)
        half = self.pending.only(self.pending.number % 2 == odd)
        named = [_some(half, each, rng), _some(spare, each, rng), _some(self.overdue, each, rng)]
        orders = [batch.rows["order-id"].combine_chunks() for batch in named]
        items = [batch.rows["order-item-id"].combine_chunks() for batch in named]
        units = [generate.constant(text, len(batch.number)) for text, batch in zip("151", named, strict=True)]
        units[1] = generate.constant("50", len(named[1].number))
        ids = [*orders, self.closed(each, rng), self.unknown(each, rng)]
        item = [*items, generate.constant("", each), generate.constant("10000000000000", each)]
        quantity = [*units, generate.constant("", each), generate.constant("1", each)]
        return shipments.with_parcels(*map(pa.concat_arrays, (ids, item, quantity)), rng)


def _some(orders: Orders, count: int, rng: np.random.Generator) -> Orders:
    """First rows of some orders, each once."""
    firsts = np.flatnonzero(generate.begins(orders.number))
    return orders.only(np.sort(rng.choice(firsts, size=min(count, len(firsts)), replace=False)))
