"""When a month begins in the zone of the business. Order process, step 6.7.

>>> from zoneinfo import ZoneInfo
>>> next_month_start(datetime(2026, 12, 31, 14, 59, tzinfo=UTC), ZoneInfo("Asia/Tokyo")).isoformat()
'2026-12-31T15:00:00+00:00'
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo

_DECEMBER = 12


def first_instant(year: int, month: int, zone: tzinfo) -> datetime:
    """The 1st 00:00 of a month in the zone, in UTC."""
    return datetime(year, month, 1, tzinfo=zone).astimezone(UTC)


def next_month_start(after: datetime, zone: tzinfo) -> datetime:
    """The first 1st 00:00 of the zone after an instant, in UTC."""
    local = after.astimezone(zone)
    return first_instant(local.year + local.month // _DECEMBER, local.month % _DECEMBER + 1, zone)
