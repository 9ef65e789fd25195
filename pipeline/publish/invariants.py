"""What holds after every run: units, yen and moves of a status; and the sums that prove that no record was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from pipeline.errors import FailureError
from pipeline.lifecycle.events.transitions import STATUS_MOVES
from pipeline.lifecycle.refunds.refund_limits import count_overdrawn
from pipeline.model.order_state import before_our_time, statuses
from pipeline.model.sorted_keys import positions
from schemas.statuses import CLOCK_CAUSES, COUNTED_OUTCOMES, FEED_APPLIED, Status
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from pipeline.model.order_state import OrderState
    from pipeline.store.catalogue_rows import FeedRow

REPORT_IT = "please report this with the feeds of the run; the inbox is unchanged"
"""What to do about a run that broke an invariant."""
KNOWN = ("known", "reported", "pending", "canceled-before-verification", "before-our-time")


def check_invariants(before: OrderState, after: OrderState) -> None:
    """The invariants of every run: no more units than ordered, no more yen back than charged, only declared moves.

    Raises FailureError: then nothing is published.
    """
    items = after.items
    has_too_many = items["shipped"] + items["canceled"] > items["ordered"]
    has_negative = (items[["shipped", "canceled"]] < 0).any(axis=1)
    undeclared, revived = _moves(before, after)
    wrong = int((has_too_many | has_negative).sum()) + revived + count_overdrawn(after)
    if wrong or undeclared:
        raise FailureError(
            f"{wrong} items and {undeclared} status changes break a rule; nothing was published", REPORT_IT
        )


def _moves(before: OrderState, after: OrderState) -> tuple[int, int]:
    """Moves of a status that are not declared; orders canceled as a whole that live again, though not by our clock.

    An order that was canceled line by line may get a new item (order process, 1.5.6).
    """
    order_pos = positions(before.orders["order_key"].to_numpy(), after.orders["order_key"].to_numpy())
    is_known = order_pos >= 0
    old = statuses(before.orders, before.items).to_numpy()[order_pos[is_known]]
    new = statuses(after.orders, after.items).to_numpy()[is_known]
    moves = set(map(tuple, np.unique(np.stack([old, new], axis=1), axis=0).tolist()))
    may_live_again = before.orders["cause"].isin(CLOCK_CAUSES) | before.orders["canceled_by_line"]
    is_final = ~may_live_again.to_numpy()[order_pos[is_known]]
    is_revived = (old == Status.CANCELED) & (new != Status.CANCELED) & is_final
    return len(moves - STATUS_MOVES), int(is_revived.sum())


def order_counts(before: OrderState, after: OrderState, counters: dict[str, int]) -> dict[str, int]:
    """How many orders are known, and where each stands: the counters of the run before and what this run changed.

    before and after hold the same orders but for the new ones, so that totals never come from reading history.
    """
    old = _counts_of(before)
    new = _counts_of(after)
    return {name: counters.get(name, 0) + new[name] - old[name] for name in KNOWN}


def _counts_of(state: OrderState) -> dict[str, int]:
    is_closed = before_our_time(state.orders).to_numpy()
    status = statuses(state.orders, state.items)
    order_pos = positions(state.orders["order_key"].to_numpy(), state.items["order_key"].to_numpy())
    is_reported = np.zeros(len(state.orders), bool)
    is_reported[order_pos[(state.items["reported_run"] > 0).to_numpy()]] = True
    is_unseen = ~is_reported & ~is_closed
    return {
        "known": len(state.orders),
        "reported": int(is_reported.sum()),
        "pending": int((is_unseen & (status == Status.PENDING)).sum()),
        "canceled-before-verification": int((is_unseen & (status == Status.CANCELED)).sum()),
        "before-our-time": int(is_closed.sum()),
    }


def held_counts(before: pd.DataFrame, after: pd.DataFrame, settled: int, expired: int, run: int) -> dict[str, int]:
    """Held records before and after a run, and what became of them.

    before, after: the stored table `held`. settled: held records that this run settled, `expired` ones among them.
    """
    return {
        "before": _record_count(before),
        "now": _record_count(after[after["run"] == run]),
        "released": settled - expired,
        "expired": expired,
        "after": _record_count(after),
    }


def _record_count(held: pd.DataFrame) -> int:
    return len(held[RECORD].drop_duplicates())


def prove(rows: Sequence[FeedRow], orders: dict[str, int], held: dict[str, int]) -> dict[str, Any]:
    """The proof lines of run.json. Raises FailureError when one does not add up: then nothing is published."""
    counts = {name: sum(getattr(row, name) for row in rows) for name in COUNTED_OUTCOMES}
    records = {"in": sum(row.records for row in rows if row.status == FEED_APPLIED), **counts}
    sums = (
        ("records", records["in"], sum(counts.values())),
        ("orders", orders["known"], sum(orders[name] for name in KNOWN[1:])),
        ("held records", held["before"] + held["now"], held["released"] + held["expired"] + held["after"]),
    )
    for what, whole, parts in sums:
        if whole != parts:
            raise FailureError(f"{what} do not add up: {whole} and {parts}; nothing was published", REPORT_IT)
    return {"records": records, "held": held, "orders": orders}
