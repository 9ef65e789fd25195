"""What happens next to one order and when, and why it stands in each report of the last run or does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pipeline.documents.localize import Localizer
from pipeline.documents.order.order_flags import promised
from pipeline.lifecycle.deadlines import WARN_BEFORE_DAYS
from pipeline.model.instants import end_of_day, start_of_day
from pipeline.queries.orders.order_history import OrderHistory
from pipeline.workspace.settings import Settings
from schemas.formats.refund_feed import REFUNDS
from schemas.statuses import Event, Status
from schemas.wording.event_words import ORDER_OF_WORK
from schemas.wording.order_words import NEXT, REPORTS

INVITED_AFTER_DAYS = 5
XML, OF_MESSAGE = "xml", "-message"
CANCELING = (
    Event.FAIL,
    Event.FRAUD,
    Event.CANCEL,
    Event.PAYMENT_DEADLINE,
    Event.CUT_OFF,
    Event.CANCELED_ELSEWHERE,
    Event.REFUND,
)


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that is to come: its instant (None: whenever it comes), its wording, its step, what is filled in."""

    at: pd.Timestamp | None
    what: str
    step: str
    filled: tuple[tuple[str, object], ...] = ()


def ahead(life: OrderHistory, settings: Settings) -> list[NextStep]:
    """What is to come, soonest first; what has no instant before that."""
    found = [
        *_payment(life, settings),
        *_shipment(life, settings),
        *_afterwards(life, settings),
        *_held(life, settings),
    ]
    found.sort(key=lambda each: (each.at is not None, each.at or life.as_of))
    return found or [NextStep(None, "nothing", "")]


def document(found: list[NextStep], words: Localizer) -> list[dict[str, Any]]:
    """What is to come, for programs."""
    return [
        {
            "at": words.iso(each.at),
            "event": each.what.removesuffix(OF_MESSAGE),
            "what": words.say(NEXT[each.what], **dict(each.filled)),
            "rule": words.rule(each.step),
        }
        for each in found
    ]


def _payment(life: OrderHistory, settings: Settings) -> Iterator[NextStep]:
    """A Pending order: its payment, or its deadline; where this is the marketplace, with the hours of grace."""
    if life.status != Status.PENDING:
        return
    yield NextStep(None, "payment", "2.1")
    if life.order["refund_due"]:
        yield NextStep(None, "late-money", "2.3")
    if pd.isna(life.order["paid_by"]):
        yield NextStep(None, "no-deadline", "2.4")
    else:
        grace = settings.payment_grace_hours if settings.authority == "here" else 0
        yield NextStep(life.order["paid_by"] + pd.Timedelta(grace, "h"), "payment-deadline", "2.4")
    if not pd.isna(life.order["gone_from_pending"]):
        yield NextStep(life.order["gone_from_pending"], "gone-from-pending", "4.2")


def _shipment(life: OrderHistory, settings: Settings) -> Iterator[NextStep]:
    """A verified order with something open: its promise, the warning before the cut-off, and the cut-off."""
    if not life.actionable or life.units["open"] == 0:
        return
    order, promise = life.order, promised(life.book.orders).iloc[0]
    if not pd.isna(order["not_in_marketplace"]):
        yield NextStep(order["not_in_marketplace"], "do-not-ship-yet", "4.2")
    if not pd.isna(promise):
        yield NextStep(promise, "late" if promise < life.as_of else "promise", "1.7")
    if order["waived"]:
        yield NextStep(None, "waived", "4.3")
        return
    warning = start_of_day(life.book.orders["cut_off"] - pd.Timedelta(WARN_BEFORE_DAYS, "D"), settings.tz).iloc[0]
    if warning > life.as_of:
        yield NextStep(warning, "warning", "4.3")
    yield NextStep(order["cut_off"], "cut-off", "4.3")


def _afterwards(life: OrderHistory, settings: Settings) -> Iterator[NextStep]:
    """After the shipment: earnings that wait for a price, and the invitation once it is delivered (cases 5)."""
    if (life.parcels["posted_run"] == 0).any():
        yield NextStep(None, "unpriced", "6.5")
    orders = life.book.orders
    if life.status != Status.SHIPPED or orders["invited"].iloc[0]:
        return
    estimated = end_of_day(promised(orders), settings.tz, INVITED_AFTER_DAYS)
    delivered = orders["delivered"].fillna(orders["latest_delivery"]).fillna(estimated).iloc[0]
    if not pd.isna(delivered) and delivered > life.as_of:
        yield NextStep(delivered, "invitation", "7")


def _held(life: OrderHistory, settings: Settings) -> Iterator[NextStep]:
    """Held records that name it. A refund of a known order waits for its shipment, without limit."""
    until = end_of_day(life.waits["since"], settings.tz, settings.hold_days)
    for row in life.waits.assign(until=until).to_dict("records"):
        named = (("record", row["record"]), ("feed", row["name"]))
        message = "-message" if life.form(row["feed"]) == XML else ""
        if row["table"] == REFUNDS.name:
            yield NextStep(None, f"refund-held{message}", "7", named)
        else:
            yield NextStep(row["until"], f"held{message}", ORDER_OF_WORK, named)


def standing(life: OrderHistory, words: Localizer) -> dict[str, dict[str, Any]]:
    """For each report: whether the order is in it, and why or why not."""
    waits, dead = life.status == Status.PENDING, life.status == Status.CANCELED
    reported = sorted({int(run) for run in life.items["reported_run"]} - {0})
    canceled = sorted(_runs_that_canceled(life))
    unseen = "orders:pending" if waits else "orders:unverified" if dead else "orders:next"
    chosen = {
        "orders": "orders:in" if reported else unseen,
        "unshipped-orders": _unshipped(life),
        "pending-orders": f"pending-orders:{'in' if waits else 'canceled' if dead else 'verified'}",
        "canceled-orders": "canceled-orders:in" if life.units["canceled"] else "canceled-orders:not",
    }
    runs = {"orders": reported, "canceled-orders": canceled}
    return {
        name: {
            "in": key.endswith(":in") and not life.closed_at_once,
            "why": words.say(
                REPORTS["closed" if life.closed_at_once else key],
                runs=", ".join(map(str, runs.get(name, []))),
                units=words.units(int(life.units["open"])),
            ),
        }
        for name, key in chosen.items()
    }


def _unshipped(life: OrderHistory) -> str:
    if life.status in {Status.PENDING, Status.CANCELED}:
        return f"unshipped-orders:{'pending' if life.status == Status.PENDING else 'canceled'}"
    return f"unshipped-orders:{'in' if life.units['open'] else 'done'}"


def _runs_that_canceled(life: OrderHistory) -> set[int]:
    """The runs whose records or clock took units off the order."""
    rows = life.journal
    return set(rows.loc[rows["event"].isin(CANCELING) & (rows["units"] > 0), "run"].astype(int))
