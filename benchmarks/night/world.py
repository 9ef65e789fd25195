"""Which orders are known before the night: closed ones, and open ones of many ages. All follow from their numbers.

An order is bought on a day; the rules that the night must find count from there: Pending orders lose their order after
six days, verified ones after thirty.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks import generate
from benchmarks.generate import Orders
from benchmarks.night.columns import FEED

LARGEST_PART = 150_000
CLOSED_UNTIL = "2026-03-02T00:00:00"
PENDING_DAYS = ("2026-05-23", "2026-05-28")
VERIFIED_DAYS = ("2026-05-03", "2026-05-28")
OVERDUE_DAYS = ("2026-04-30", "2026-05-01")
CANCELED_EACH = 14
"""One closed order in so many was canceled, the others shipped."""
PARTLY_SHIPPED_EACH = 13
"""Of so many verified orders one has a parcel under way already: a unit of each item with more than one."""


@dataclass(frozen=True, slots=True)
class World:
    """A night of a size: with factor 1 it knows 1,000,000 orders, of which 300,000 are open.

    history: so many times as many closed ones.
    """

    factor: float
    history: float = 1.0

    def scaled(self, count: int) -> int:
        """So many of factor 1, in this world."""
        return int(count * self.factor)

    @property
    def known(self) -> int:
        """Number of the last order that is known."""
        return self.closed + self.scaled(300_000)

    @property
    def closed(self) -> int:
        """Number of the last order that is closed: they come first."""
        return int(self.scaled(700_000) * self.history)

    def closed_parts(self) -> Iterator[Orders]:
        """The closed orders, all paid, in parts of a size that a file may have."""
        for first, count in _parts(1, self.closed, -(-self.closed // LARGEST_PART)):
            yield _batch(first, count, CLOSED_UNTIL, pending=False)

    def pending(self, *, paid: bool = False) -> Orders:
        """The open orders that wait for their payment; paid: the same orders as they are when it is known."""
        batch = generate.together(list(self._open(PENDING_DAYS, 0.0, 0.28, pending=not paid)))
        method = generate.constant("CVS", len(batch.number))
        rows = batch.rows.set_column(FEED.index("payment-method"), "payment-method", method)
        return Orders(rows, batch.number, batch.quantity, batch.pending)

    def verified(self) -> Orders:
        """The open orders that are paid and in time."""
        return generate.together(list(self.verified_days()))

    def verified_days(self) -> Iterator[Orders]:
        """The same, day by day."""
        return self._open(VERIFIED_DAYS, 0.28, 0.99, pending=False)

    def overdue(self) -> Orders:
        """The open orders that nobody shipped in thirty days."""
        return generate.together(list(self._open(OVERDUE_DAYS, 0.99, 1.0, pending=False)))

    def _open(self, days: tuple[str, str], low: float, high: float, *, pending: bool) -> Iterator[Orders]:
        """Shares `low` to `high` of the open orders, bought evenly from the first of the days to the last."""
        size = self.known - self.closed
        first, end = self.closed + 1 + round(size * low), self.closed + 1 + round(size * high)
        until = np.arange(np.datetime64(days[0]) + 1, np.datetime64(days[1]) + 2)
        for part, day in zip(_parts(first, end - first, len(until)), until, strict=True):
            yield _batch(*part, f"{day}T00:00:00", pending=pending)


def new_orders(world: World, rows: int) -> Orders:
    """Orders of tonight, a quarter of them Pending, with so many rows or a few less."""
    count = int(rows / generate.ITEMS_PER_ORDER)
    batch = generate.orders(world.known + 1, count, "2026-06-01T22:30:00", pending_share=0.25)
    return Orders(batch.rows.select(FEED), batch.number, batch.quantity, batch.pending)


def shipped_before(verified: Orders) -> np.ndarray:
    """Units of each row that are under way before the night."""
    return ((verified.number % PARTLY_SHIPPED_EACH == 0) & (verified.quantity > 1)).astype(np.int64)


def was_canceled(number: np.ndarray) -> np.ndarray:
    """Whether a closed order was canceled."""
    return number % CANCELED_EACH == 0


def _batch(first: int, count: int, until: str, *, pending: bool) -> Orders:
    batch = generate.orders(first, count, until, pending_share=float(pending))
    return Orders(batch.rows.select(FEED), batch.number, batch.quantity, batch.pending)


def _parts(first: int, count: int, parts: int) -> Iterator[tuple[int, int]]:
    bounds = np.linspace(first, first + count, parts + 1).astype(int).tolist()
    for start, end in pairwise(bounds):
        yield start, end - start
