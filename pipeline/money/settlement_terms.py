"""When and how a seller is paid, and when the deposit of an open period comes. Order process, step 6.6.

A period of 14 days from 1 October in Tokyo is paid three days after its end:

>>> from datetime import UTC
>>> from types import SimpleNamespace
>>> from zoneinfo import ZoneInfo
>>> terms = SimpleNamespace(cycle_days=14, deposit_lag_days=3, anchor=datetime(2026, 9, 30, 15, tzinfo=UTC))
>>> run = datetime(2026, 10, 5, tzinfo=UTC)
>>> next_deposit(run, run, terms, ZoneInfo("Asia/Tokyo")).isoformat()
'2026-10-17T15:00:00+00:00'
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from pipeline.model.business_days import same_time_later


class SettlementTerms(Protocol):
    """When and how a seller is paid: the settings of [settlement]."""

    @property
    def cycle_days(self) -> int:
        """Length of a period, in calendar days of the business zone."""

    @property
    def anchor(self) -> datetime:
        """An instant at which a period begins."""

    @property
    def deposit_lag_days(self) -> int:
        """Calendar days from the end of a period to its deposit."""

    @property
    def minimum_yen(self) -> int:
        """A balance below this is carried forward."""


def period_of(moment: datetime, terms: SettlementTerms, zone: tzinfo) -> int:
    """The number of the period in which an instant lies, counted from the anchor (0); the clock of the zone decides."""
    anchor = terms.anchor.astimezone(zone).replace(tzinfo=None)
    local = moment.astimezone(zone).replace(tzinfo=None)
    return (local - anchor) // timedelta(days=terms.cycle_days)


def next_deposit(last_run: datetime, after: datetime, terms: SettlementTerms, zone: tzinfo) -> datetime:
    """When the period is paid in which a run lies, or the first later one that is not paid yet, in UTC."""
    number = period_of(last_run, terms, zone) + 1
    while (deposit := _deposit_of_period(number, terms, zone)) <= after:
        number += 1
    return deposit


def _deposit_of_period(number: int, terms: SettlementTerms, zone: tzinfo) -> datetime:
    """When the period is paid that ends where this one begins."""
    start = same_time_later(terms.anchor, number * terms.cycle_days, zone)
    return same_time_later(start, terms.deposit_lag_days, zone)
