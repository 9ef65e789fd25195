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

from tests.histories.feed_rows import WRITERS, Draw, HistoryDraft, T
from tests.histories.histories import draw_history
from tests.histories.status_rows import REPORT_WRITERS, rich_order_rows
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
    return draw_world(HistoryDraft(draw, TABLES, WRITERS | REPORT_WRITERS, rich_order_rows, rich=True))


def seeded_world(number: int) -> World:
    """The same, thrown by dice: every number is a world that has nothing to do with that of another."""
    return draw_world(SeededDraft(number))


def draw_world(draft: HistoryDraft) -> World:
    authority, grace_hours = draft.pick(DECIDERS)
    return authority, grace_hours, draw_history(draft, (3, 2, 4, 1, 5, 3), GAPS)


class SeededDraft(HistoryDraft):
    """A draft that throws dice where others ask hypothesis."""

    def __init__(self, number: int) -> None:
        super().__init__(no_draw, TABLES, WRITERS | REPORT_WRITERS, rich_order_rows, rich=True)
        self.dice = np.random.default_rng(number)

    def pick(self, choices: Sequence[T]) -> T:
        return choices[self.count(0, len(choices) - 1)]

    def count(self, least: int, most: int) -> int:
        return int(self.dice.integers(least, most, endpoint=True))


def no_draw(strategy: st.SearchStrategy[Any]) -> Any:
    """In place of hypothesis, and never called: `pick` and `count` throw dice, and all else is drawn by them."""
    raise AssertionError(strategy)
