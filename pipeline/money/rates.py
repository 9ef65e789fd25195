"""Which entry of the schedule a posting has: by its SKU, and by the business day on which it is posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.model.yen import Yen
from pipeline.money.fee_schedule import Assignment, Category, FeeSchedule, TaxClass

Entries = Sequence[Category | TaxClass]


def category_of(sku: pd.Series, posted: pd.Series, schedule: FeeSchedule, zone: tzinfo) -> Yen:
    """The position in `schedule.categories` of the entry for each SKU (str) on the day of its posting (UTC instants).

    Raises ScheduleError when the category of a SKU has no entry yet on such a day.
    """
    return _entry_of(sku, posted, schedule.categories, schedule.assign, schedule, zone, "category")


def tax_rate_of(sku: pd.Series, posted: pd.Series, schedule: FeeSchedule, zone: tzinfo) -> Yen:
    """The consumption tax rate, in basis points, of each SKU (str) on the day of its posting (UTC instants).

    Raises ScheduleError when the tax class of a SKU has no entry yet on such a day.
    """
    entry = _entry_of(sku, posted, schedule.tax_classes, schedule.tax_assign, schedule, zone, "tax_class")
    rates = [schedule.rates_bp[each.rate] for each in schedule.tax_classes]
    return np.array(rates, dtype=np.int64)[entry]


def _entry_of(
    sku: pd.Series,
    posted: pd.Series,
    entries: Entries,
    assign: Assignment,
    schedule: FeeSchedule,
    zone: tzinfo,
    key: str,
) -> Yen:
    ids = list(dict.fromkeys(entry.id for entry in entries))
    moment, moments = pd.factorize(posted)
    days = moments.tz_convert(zone).tz_localize(None).to_numpy().astype("datetime64[D]")
    has = _assigned(sku, assign, ids)
    found: Yen = _in_force(entries, ids, days)[has, moment]
    if (found < 0).any():
        first = int(np.flatnonzero(found < 0)[0])
        name, day = ids[has[first]], days[moment[first]]
        place = (key, [entry.id for entry in entries].index(name), "valid_from")
        raise schedule.source.wrong(place, f"no entry of {name} is in force on {day}")
    return found


def _assigned(sku: pd.Series, assign: Assignment, ids: list[str]) -> Yen:
    codes, distinct = pd.factorize(sku)
    found = np.full(len(distinct), ids.index(assign.default), dtype=np.int64)
    text = pd.Series(distinct, dtype="str")
    for prefix in sorted(assign.sku_prefix, key=len):
        found = np.where(text.str.startswith(prefix), ids.index(assign.sku_prefix[prefix]), found)
    named = np.array([*map(ids.index, assign.sku.values()), -1], dtype=np.int64)
    exact = named[pd.Index(list(assign.sku), dtype="str").get_indexer(text)]
    assigned: Yen = np.where(exact >= 0, exact, found)[codes]
    return assigned


def _in_force(entries: Entries, ids: list[str], days: npt.NDArray[np.datetime64]) -> Yen:
    """For each id (row) and day (column) the position of the entry in force, -1 before the first."""
    since = np.array([entry.valid_from for entry in entries], dtype="datetime64[D]")
    owner = np.array([ids.index(entry.id) for entry in entries], dtype=np.int64)
    table = np.full((len(ids), len(days)), -1, dtype=np.int64)
    for number in np.argsort(since, kind="stable"):
        table[owner[number], days >= since[number]] = number
    return table
