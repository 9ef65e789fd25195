"""Why one order stands in each report of the last run, or does not."""

from __future__ import annotations

from typing import Any

from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_history import OrderHistory
from schemas.statuses import Event, Status
from schemas.wording.order_words import IN_REPORTS

CANCELING = (
    Event.FAIL,
    Event.FRAUD,
    Event.CANCEL,
    Event.PAYMENT_DEADLINE,
    Event.CUT_OFF,
    Event.CANCELED_ELSEWHERE,
    Event.REFUND,
)


def report_membership(history: OrderHistory, localizer: Localizer) -> dict[str, dict[str, Any]]:
    """For each report: whether the order is in it, and why or why not."""
    runs = {"orders": _runs_that_reported(history), "canceled-orders": _runs_that_canceled(history)}
    reasons = {
        "orders": "orders:in" if runs["orders"] else _not_reported_reason(history),
        "unshipped-orders": _unshipped_reason(history),
        "pending-orders": _pending_reason(history),
        "canceled-orders": "canceled-orders:in" if history.units["canceled"] else "canceled-orders:not",
    }
    return {
        name: {
            "in": reason.endswith(":in") and not history.closed_at_once,
            "why": localizer.say(
                IN_REPORTS["closed" if history.closed_at_once else reason],
                runs=localizer.joined(map(str, runs.get(name, []))),
                units=localizer.units(int(history.units["open"])),
            ),
        }
        for name, reason in reasons.items()
    }


def _not_reported_reason(history: OrderHistory) -> str:
    if history.status == Status.PENDING:
        return "orders:pending"
    return "orders:unverified" if history.status == Status.CANCELED else "orders:next"


def _unshipped_reason(history: OrderHistory) -> str:
    if history.status == Status.PENDING:
        return "unshipped-orders:pending"
    if history.status == Status.CANCELED:
        return "unshipped-orders:canceled"
    return "unshipped-orders:in" if history.units["open"] else "unshipped-orders:done"


def _pending_reason(history: OrderHistory) -> str:
    if history.status == Status.PENDING:
        return "pending-orders:in"
    return "pending-orders:canceled" if history.status == Status.CANCELED else "pending-orders:verified"


def _runs_that_reported(history: OrderHistory) -> list[int]:
    """The runs whose Orders report first had an item of it."""
    return sorted({int(run) for run in history.items["reported_run"]} - {0})


def _runs_that_canceled(history: OrderHistory) -> list[int]:
    """The runs whose records or clock took units off the order."""
    journal = history.journal
    canceling = journal["event"].isin(CANCELING) & (journal["units"] > 0)
    return sorted(set(journal.loc[canceling, "run"].astype(int)))
