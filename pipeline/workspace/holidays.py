"""Japanese public holidays around a run, from the holidays library: days that do not count as business days."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from holidays import country_holidays

if TYPE_CHECKING:
    from datetime import date, datetime

YEARS_BACK = 2
YEARS_AHEAD = 1


def days_off(as_of: datetime) -> frozenset[date]:
    """The public holidays of Japan from two years before `as_of` to the end of the year after it."""
    return _of_years(as_of.year - YEARS_BACK, as_of.year + YEARS_AHEAD)


@cache
def _of_years(first: int, last: int) -> frozenset[date]:
    return frozenset(country_holidays("JP", years=range(first, last + 1)))
