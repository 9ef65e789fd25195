"""Stock: what inventory feeds set and what orders move, worked out at the end of every run. Order process, step 1.

Choice: only a placement that counts (received at or after the last set) can be short, what is reinstated never is.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime

from tests.reference_model.order import Effect
from tests.reference_model.records import Record


@dataclass(frozen=True)
class Level:
    """The last thing that an inventory feed said of a SKU."""

    received: datetime
    units: int


@dataclass(frozen=True)
class Movement:
    """Units taken (negative) or put back, at the instant that counts; the record when it is a placement."""

    at: datetime
    units: int
    placement: Record | None


class Stock:
    """Signed balances of the tracked SKUs."""

    def __init__(self) -> None:
        self.levels: dict[str, Level] = {}
        self.movements: dict[str, list[Movement]] = defaultdict(list)
        self.open: Counter[str] = Counter()
        self.incoming: list[Record] = []
        self.changes: list[tuple[str, datetime, int]] = []

    def add_record(self, record: Record) -> None:
        """An inventory record: a quantity, or what lies on the shelf."""
        self.incoming.append(record)

    def move(self, effect: Effect, at: datetime, record: Record | None = None) -> None:
        """Note what an effect moves, and how it changes the open units."""
        takes = effect.what in ("placed", "reinstated")
        self.changes.append((effect.sku, at, effect.units if takes else -effect.units))
        if takes:
            placement = record if effect.what == "placed" else None
            self.movements[effect.sku].append(Movement(at, -effect.units, placement))
        elif effect.restock:
            self.movements[effect.sku].append(Movement(at, effect.units, None))

    def close_run(self, run: int) -> list[Record]:
        """Set the levels that came in this run; return the placements of this run that found too little."""
        for record in self.incoming:
            level = self._level(record)
            last = self.levels.get(level[0])
            if last is None or record.received >= last.received:
                self.levels[level[0]] = Level(record.received, level[1])
        for sku, _, units in self.changes:
            self.open[sku] += units
        short = [record for sku in self.levels for record in self._short(sku) if record.run == run]
        self.incoming, self.changes = [], []
        return short

    def _level(self, record: Record) -> tuple[str, int]:
        """On the shelf less what the orders placed before it still have open; or the quantity as told."""
        row = record.rows[0]
        if "quantity" in row:
            return row["sku"], row["quantity"]
        since = sum(units for sku, at, units in self.changes if sku == row["sku"] and at < record.received)
        return row["sku"], row["on-hand"] - self.open[row["sku"]] - since

    def _short(self, sku: str) -> list[Record]:
        level, short = self.levels[sku], []
        running = level.units
        for movement in self.movements[sku]:
            if movement.at >= level.received:
                running += movement.units
                if running < 0 and movement.placement is not None:
                    short.append(movement.placement)
        return short

    def balances(self) -> dict[str, int]:
        """SKU -> last level and every movement at or after it."""
        return {
            sku: level.units + sum(movement.units for movement in self.movements[sku] if movement.at >= level.received)
            for sku, level in self.levels.items()
        }
