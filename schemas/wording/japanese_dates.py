"""Days as they are written in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

WEEKDAYS = "月火水木金土日"
"""From Monday, as `date.weekday` counts."""


def day_text(day: date) -> str:
    """A day such as 2026年10月5日(月)."""
    return f"{day.year}年{day.month}月{day.day}日({WEEKDAYS[day.weekday()]})"
