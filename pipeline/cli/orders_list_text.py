"""`orders list` for people: a line for each order, made from the document."""

from __future__ import annotations

from typing import Any

from pipeline import text
from pipeline.documents.localize import Localizer
from schemas.statuses import STATUS_TEXT, Status
from schemas.wording.list_words import ORDER_COUNT
from schemas.wording.order_words import FLAG_WORDS, STATUS_WORDS

DIM, PLAIN = "\x1b[2m", "\x1b[0m"
LEAST_COLUMNS = ("purchased", "items", "days")
HEADS = ("order-id", "status", "purchased", "items", "units", "promise", "days", "")


def orders_list_text(document: dict[str, Any], localizer: Localizer, *, color: bool) -> str:
    """A line for each order under a heading; lines of Pending orders dimmed on a terminal."""
    rows = [_row(order, localizer) for order in document["orders"]]
    headings = [localizer.heading(head) for head in HEADS]
    head, *lines = text.table(headings, rows, drop=[HEADS.index(name) for name in LEAST_COLUMNS], fold=())
    is_dimmed = [color and _is_pending(order) for order in document["orders"]]
    shown = [f"{DIM}{line}{PLAIN}" if dimmed else line for line, dimmed in zip(lines, is_dimmed, strict=True)]
    return "\n".join([head, *shown])


def orders_list_summary_text(document: dict[str, Any], localizer: Localizer) -> str:
    """How many orders were found, and as of which run."""
    count = localizer.count(document["found"], "order")
    return localizer.say(ORDER_COUNT, count=count, run=document["run"], at=localizer.moment_of_iso(document["as_of"]))


def _row(order: dict[str, Any], localizer: Localizer) -> tuple[object, ...]:
    flags = [*(["not-actionable"] if _is_pending(order) else []), *order["flags"]]
    return (
        order["order_id"],
        localizer.say(STATUS_WORDS[order["status"]]),
        localizer.day_of_iso(order["purchased"]),
        order["items_open"],
        order["units_open"],
        localizer.day_of_iso(order["promise"]),
        "" if order["days_left"] is None else order["days_left"],
        localizer.joined(localizer.say(FLAG_WORDS[flag]) for flag in flags),
    )


def _is_pending(order: dict[str, Any]) -> bool:
    return bool(order["status"] == STATUS_TEXT[Status.PENDING])
