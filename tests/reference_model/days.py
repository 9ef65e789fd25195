"""Days of the business zone, and its business days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HANDLING_DAYS = 2
SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Days of the business zone; beside Saturdays and Sundays `days_off` are no business days."""

    zone: ZoneInfo
    days_off: frozenset[date] = frozenset()

    def day(self, instant: datetime) -> date:
        return instant.astimezone(self.zone).date()

    def start(self, day: date) -> datetime:
        return datetime.combine(day, time(), self.zone).astimezone(UTC)

    def end(self, day: date) -> datetime:
        return self.start(day + timedelta(days=1)) - timedelta(microseconds=1)

    def end_of_day_after(self, instant: datetime, days: int) -> datetime:
        """The last instant of the day that comes so many days after the day of an instant."""
        return self.end(self.day(instant) + timedelta(days=days))

    def instant(self, text: str, *, end_of_day: bool) -> datetime:
        """An instant as written; a bare day is its first instant, or its last."""
        text = text.replace("/", "-")
        if len(text) == len("2026-10-05"):
            day = date.fromisoformat(text)
            return self.end(day) if end_of_day else self.start(day)
        written = datetime.fromisoformat(text)
        return (written if written.tzinfo else written.replace(tzinfo=self.zone)).astimezone(UTC)

    def is_business(self, day: date) -> bool:
        return day.weekday() < SATURDAY and day not in self.days_off

    def promise(self, verified_at: datetime) -> datetime:
        """End of the 2nd business day after verification; a day off counts as the business day before it."""
        day = self.day(verified_at)
        while not self.is_business(day):
            day -= timedelta(days=1)
        for _ in range(HANDLING_DAYS):
            day += timedelta(days=1)
            while not self.is_business(day):
                day += timedelta(days=1)
        return self.end(day)
