"""What happens next to one order, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_history import OrderHistory
from pipeline.lifecycle.deadlines import delivery_date, held_until, latest_ship_date, warned_from
from pipeline.model import ship_marks
from pipeline.workspace.settings import Settings
from schemas.formats.refund_feed import REFUNDS
from schemas.statuses import Status
from schemas.wording.event_words import ORDER_OF_WORK
from schemas.wording.order_words import NEXT_STEPS


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that is to come: its instant (None: whenever it comes), its wording, its step, what is filled in."""

    at: pd.Timestamp | None
    what: str
    step: str
    filled: tuple[tuple[str, object], ...] = ()


def next_steps(history: OrderHistory, settings: Settings) -> list[NextStep]:
    """What is to come, soonest first; what has no instant before that."""
    steps = [
        *_payment_steps(history, settings),
        *_shipment_steps(history, settings),
        *_steps_after_shipment(history, settings),
        *_held_record_steps(history, settings),
    ]
    steps.sort(key=lambda step: (step.at is not None, step.at or history.as_of))
    return steps or [NextStep(None, "nothing", "")]


def next_steps_document(steps: list[NextStep], localizer: Localizer) -> list[dict[str, Any]]:
    """What is to come, for programs."""
    return [
        {
            "at": localizer.iso(step.at),
            "event": step.what,
            "what": localizer.say(NEXT_STEPS[step.what], **dict(step.filled)),
            "rule": localizer.rule(step.step),
        }
        for step in steps
    ]


def _payment_steps(history: OrderHistory, settings: Settings) -> Iterator[NextStep]:
    """A Pending order: its payment, or its deadline; where this is the marketplace, with the hours of grace."""
    if history.status != Status.PENDING:
        return
    order = history.order
    yield NextStep(None, "payment", "2.1")
    if order["refund_due"]:
        yield NextStep(None, "late-money", "2.3")
    if pd.isna(order["paid_by"]):
        yield NextStep(None, "no-deadline", "2.4")
    else:
        yield NextStep(order["paid_by"] + settings.payment_grace, "payment-deadline", "2.4")
    if not pd.isna(order["gone_from_pending"]):
        yield NextStep(order["gone_from_pending"], "gone-from-pending", "4.2")


def _shipment_steps(history: OrderHistory, settings: Settings) -> Iterator[NextStep]:
    """A verified order with something open: its promise, the warning before the cut-off, and the cut-off."""
    if not history.actionable or history.units["open"] == 0:
        return
    order = history.order
    promise = latest_ship_date(history.state.orders).iloc[0]
    for reason, is_meant in ship_marks.reasons_by_order(history.state.orders, history.items).items():
        if is_meant.any():
            yield NextStep(order["not_in_marketplace"] if reason == ship_marks.MISSING else None, reason, "4.2")
    if not pd.isna(promise):
        yield NextStep(promise, "late" if promise < history.as_of else "promise", "1.7")
    if order["waived"]:
        yield NextStep(None, "waived", "4.3")
        return
    warning = warned_from(history.state.orders["cut_off"], settings.tz).iloc[0]
    if warning > history.as_of:
        yield NextStep(warning, "warning", "4.3")
    yield NextStep(order["cut_off"], "cut-off", "4.3")


def _steps_after_shipment(history: OrderHistory, settings: Settings) -> Iterator[NextStep]:
    """After the shipment: earnings that wait for a price, and the invitation once it is delivered.

    Order process, 6.5 and 7.1.
    """
    if (history.shipments["posted_run"] == 0).any():
        yield NextStep(None, "unpriced", "6.5")
    orders = history.state.orders
    if history.status != Status.SHIPPED or orders["invited"].iloc[0]:
        return
    delivered = delivery_date(orders, settings.tz).iloc[0]
    if not pd.isna(delivered) and delivered > history.as_of:
        yield NextStep(delivered, "invitation", "7")


def _held_record_steps(history: OrderHistory, settings: Settings) -> Iterator[NextStep]:
    """Held records that name it. A refund of a known order waits for its shipment, without limit."""
    until = held_until(history.held["since"], settings.tz, settings.hold_days)
    for row in history.held.assign(until=until).to_dict("records"):
        filled = (("record", row["record"]), ("feed", row["name"]))
        if row["table"] == REFUNDS.name:
            yield NextStep(None, "refund-held", "7", filled)
        else:
            yield NextStep(row["until"], "held", ORDER_OF_WORK, filled)
