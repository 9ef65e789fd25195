"""Business days of single instants, by the clock of a zone: when one begins, and the same time some days later.

Columns of instants have the same in `pipeline.model.instants`.

>>> from zoneinfo import ZoneInfo
>>> zone = ZoneInfo("America/New_York")
>>> [f"{start_of_business_day(date(2026, 11, day), zone):%m-%d %H:%M}" for day in (1, 2)]
['11-01 04:00', '11-02 05:00']
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo

WARN_BEFORE_DAYS = 7
"""An order is on the verge of its cancellation from the 7th day before its cut-off. Order process, step 4.3."""


def business_day_of(moment: datetime, zone: tzinfo) -> date:
    """The business day of an instant."""
    return moment.astimezone(zone).date()


def start_of_business_day(day: date, zone: tzinfo) -> datetime:
    """The first instant of a business day, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def same_time_later(moment: datetime, days: int, zone: tzinfo) -> datetime:
    """The same time of day in the zone, some calendar days later, in UTC."""
    return (moment.astimezone(zone) + timedelta(days=days)).astimezone(UTC)
