"""The calendar of settlement periods: where one begins, which one holds an instant, in the business zone.

Periods of 14 days in New York, where clocks are put back on 1 November; instants in UTC.

>>> from datetime import UTC, datetime
>>> from types import SimpleNamespace
>>> from zoneinfo import ZoneInfo
>>> terms = SimpleNamespace(cycle_days=14, anchor=datetime(2026, 10, 1, tzinfo=UTC))
>>> calendar = SettlementCalendar(terms, ZoneInfo("America/New_York"))
>>> bounds = calendar.bounds(calendar.boundary(1), as_of=pd.Timestamp("2026-11-01T00:00Z"))
>>> [f"{bound:%m-%d %H:%M}" for bound in bounds]
['10-15 00:00', '10-29 00:00', '11-12 01:00']
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo

import pandas as pd

from pipeline.model.business_days import same_time_later
from pipeline.money.settlement_terms import SettlementTerms, period_of


@dataclass(frozen=True)
class SettlementCalendar:
    """Periods of one length, numbered from the anchor (0), before it too; the clock of the zone decides."""

    terms: SettlementTerms
    zone: tzinfo

    def boundary(self, number: int) -> pd.Timestamp:
        """The start of period `number`, counted from the anchor: the same time of day in the business zone."""
        return days_after(self.terms.anchor, number * self.terms.cycle_days, self.zone)

    def period_of(self, moment: pd.Timestamp) -> int:
        """The number of the period in which an instant lies."""
        return period_of(moment.to_pydatetime(), self.terms, self.zone)

    def bounds(self, start: pd.Timestamp, as_of: pd.Timestamp) -> list[pd.Timestamp]:
        """The start, and the end of every period from it on up to the first that is after `as_of`."""
        bounds = [start]
        number = self.period_of(start)
        while len(bounds) == 1 or bounds[-1] <= as_of:
            number += 1
            bounds.append(self.boundary(number))
        return bounds


def days_after(moment: pd.Timestamp, days: int, zone: tzinfo) -> pd.Timestamp:
    """The same time of day in the zone, some calendar days later."""
    return pd.Timestamp(same_time_later(moment, days, zone)).as_unit("us")
