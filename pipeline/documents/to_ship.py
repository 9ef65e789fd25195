"""What is to ship, today and overdue, and what is canceled by itself soon, for `status`. Feeds and runs, 15.8."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta, tzinfo
from itertools import chain
from typing import Any

from pipeline.model.business_days import WARN_BEFORE_DAYS, business_day_of


def to_ship_entries(days: dict[str, Any], clock: datetime, zone: tzinfo) -> dict[str, Any]:
    """The orders to ship, today and overdue, and those that are canceled by themselves within seven days.

    days: see ship_days. It names the first orders of each day at least, so that the first ones here are the first.
    """
    today = business_day_of(clock, zone)
    day, warned = str(today), str(today + timedelta(days=WARN_BEFORE_DAYS))
    promised, cut_off = days["promised"], days["cut_off"]
    return {
        "day": day,
        "all": days["all"],
        "today": _together(promised[of_day] for of_day in promised if of_day == day),
        "overdue": _together(promised[of_day] for of_day in promised if of_day < day),
        "auto_cancel": _together(cut_off[of_day] for of_day in cut_off if of_day <= warned),
    }


def _together(parts: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The orders of several days."""
    of_days = list(parts)
    ids = sorted(chain.from_iterable(part["orders"] for part in of_days))
    return {"count": sum(part["count"] for part in of_days), "orders": ids}
