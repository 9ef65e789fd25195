"""When and how a seller is paid, and when the deposit of an open period comes. Order process, step 6.6."""

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
