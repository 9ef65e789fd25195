"""Random worlds: who decides, and a history in which everything may be said. As dense as `histories`.

Beside these they hold: order records with dates, their age, every status, the buyer's request and other terms; the
marketplace's Unshipped, Pending and all-orders reports; address changes; files that grow all day; refused rows that are
dropped back. No order record is younger than its feed, but for rows that are said again.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from hypothesis import strategies as st

from tests.histories.feed_rows import WRITERS, Desk, Draw, T
from tests.histories.histories import drawn
from tests.histories.status_rows import TOLD, telling
from tests.reference_model.records import Run
from tests.reference_model.tables import (
    ADDRESSES,
    ALL_ORDERS,
    CANCELLATIONS,
    CONFIRMATIONS,
    INVENTORY,
    ORDERS,
    PAYMENTS,
    PENDING_REPORT,
    REFUNDS,
    UNSHIPPED_REPORT,
)

World = tuple[str, int, list[Run]]
TABLES = (
    *(CONFIRMATIONS, ORDERS, ALL_ORDERS, UNSHIPPED_REPORT, PAYMENTS, ADDRESSES, CANCELLATIONS, CONFIRMATIONS, PAYMENTS),
    *(ORDERS, ALL_ORDERS, PENDING_REPORT, UNSHIPPED_REPORT, ADDRESSES, INVENTORY, ORDERS, PAYMENTS, PENDING_REPORT),
    *(REFUNDS, REFUNDS, REFUNDS),
)
GAPS = (24, 24 * 31, 150, 26, 24 * 24, 200, 6, 24 * 31, 72, 24 * 40)
DECIDERS = (("marketplace", 0), ("here", 0), ("marketplace", 0), ("here", 48), ("marketplace", 0))


@st.composite
def worlds(draw: Draw) -> World:
    """Authority, hours of grace, and two to six runs over up to five orders."""
    return write_world(Desk(draw, TABLES, WRITERS | TOLD, telling, rich=True))


def seeded_world(number: int) -> World:
    """The same, thrown by dice: every number is a world that has nothing to do with that of another."""
    return write_world(DiceDesk(number))


def write_world(desk: Desk) -> World:
    authority, grace_hours = desk.pick(DECIDERS)
    return authority, grace_hours, drawn(desk, (3, 2, 4, 1, 5, 3), GAPS)


class DiceDesk(Desk):
    """A desk that throws dice where others ask hypothesis."""

    def __init__(self, number: int) -> None:
        super().__init__(no_draw, TABLES, WRITERS | TOLD, telling, rich=True)
        self.dice = np.random.default_rng(number)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.count(0, len(choices) - 1)]

    def count(self, least: int, most: int) -> int:
        return int(self.dice.integers(least, most, endpoint=True))


def no_draw(_: st.SearchStrategy[Any]) -> Any:
    raise NotImplementedError
