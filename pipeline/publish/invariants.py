"""What holds after every run: units, yen and moves of a status; and the sums that prove that no record was lost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.errors import FailureError
from pipeline.lifecycle.events.transitions import MOVES
from pipeline.lifecycle.refunds.refund_limits import overdrawn
from pipeline.model.order_state import OrderState, before_our_time, statuses
from pipeline.model.sorted_keys import positions
from pipeline.store.catalogue_rows import FeedRow
from schemas.statuses import CLOCK_CAUSES, COUNTED_OUTCOMES, FEED_APPLIED, Status

KNOWN = ("known", "reported", "pending", "canceled-before-verification", "before-our-time")


def order_counts(before: OrderState, after: OrderState, counters: dict[str, int]) -> dict[str, int]:
    """How many orders are known, and where each stands: the counters of the run before and what this run changed.

    before and after hold the same orders but for the new ones (cases 45: totals never come from reading history).
    """
    then, now = _counts_of(before), _counts_of(after)
    return {name: counters.get(name, 0) + now[name] - then[name] for name in KNOWN}


def _counts_of(book: OrderState) -> dict[str, int]:
    closed = before_our_time(book.orders)
    status = statuses(book.orders, book.items)
    at = positions(book.orders["order_key"].to_numpy(), book.items["order_key"].to_numpy())
    shown = np.zeros(len(book.orders), bool)
    shown[at[(book.items["reported_run"] > 0).to_numpy()]] = True
    unseen = ~shown & ~closed.to_numpy()
    return {
        "known": len(book.orders),
        "reported": int(shown.sum()),
        "pending": int((unseen & (status == Status.PENDING)).sum()),
        "canceled-before-verification": int((unseen & (status == Status.CANCELED)).sum()),
        "before-our-time": int(closed.sum()),
    }


def prove(rows: Sequence[FeedRow], orders: dict[str, int], held: dict[str, int]) -> dict[str, Any]:
    """The proof lines; refuses the run when one does not add up."""
    counts = {name: sum(getattr(row, name) for row in rows) for name in COUNTED_OUTCOMES}
    records = {"in": sum(row.records for row in rows if row.status == FEED_APPLIED), **counts}
    sums = (
        ("records", records["in"], sum(counts.values())),
        ("orders", orders["known"], sum(orders[name] for name in KNOWN[1:])),
        ("held records", held["before"] + held["now"], held["released"] + held["expired"] + held["after"]),
    )
    for what, whole, parts in sums:
        if whole != parts:
            raise FailureError(f"{what} do not add up: {whole} against {parts}; nothing was published", REPORT_IT)
    return {"records": records, "held": held, "orders": orders}


REPORT_IT = "please report it with the feeds of this run; the inbox is as it was"


def check_invariants(before: OrderState, after: OrderState) -> None:
    """The invariants of every run: no more units than ordered, no more yen back than charged, only declared moves."""
    items = after.items
    wrong = (
        (items["shipped"] + items["canceled"] > items["ordered"]) | (items[["shipped", "canceled"]] < 0).any(axis=1)
    ).sum()
    at = positions(before.orders["order_key"].to_numpy(), after.orders["order_key"].to_numpy())
    known = at >= 0
    was = statuses(before.orders, before.items).to_numpy()[at[known]]
    now = statuses(after.orders, after.items).to_numpy()[known]
    moves = set(map(tuple, np.unique(np.stack([was, now], axis=1), axis=0).tolist()))
    presumed = before.orders["cause"].isin(CLOCK_CAUSES).to_numpy()[at[known]]
    wrong += int(((was == Status.CANCELED) & (now != Status.CANCELED) & ~presumed).sum())
    wrong += overdrawn(after)
    if wrong or not moves <= MOVES:
        raise FailureError(
            f"{wrong} items and {len(moves - MOVES)} moves break a rule; nothing was published", REPORT_IT
        )
