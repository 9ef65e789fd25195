"""Which entry of the schedule a posting has: by its SKU, and by the business day on which it is posted.

The class of three SKUs, by prefix, by name and by default; and which of two entries of a class is in force on three
days (-1: none yet).

>>> from datetime import date
>>> assign = Assignment(default="other", sku={"TEA-9": "gift"}, sku_prefix={"TEA": "food"})
>>> _assigned_ids(pd.Series(["TEA-1", "TEA-9", "MUG"]), assign, ids=["other", "food", "gift"]).tolist()
[1, 2, 0]
>>> entries = (TaxClass("food", date(2026, 1, 1), "reduced"), TaxClass("food", date(2026, 10, 1), "standard"))
>>> days = np.array(["2025-12-31", "2026-09-30", "2026-10-01"], dtype="datetime64[D]")
>>> _entries_in_force(entries, ["food"], days).tolist()
[[-1, 0, 1]]
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from pipeline.model.yen import Yen
from pipeline.money.fee_schedule import Assignment, Category, FeeSchedule, TaxClass

Entries = Sequence[Category | TaxClass]


def category_positions(sku: pd.Series, posted: pd.Series, schedule: FeeSchedule, zone: tzinfo) -> Yen:
    """The position in `schedule.categories` of the entry for each SKU (str) on the day of its posting (UTC instants).

    Raises ScheduleError when the category of a SKU has no entry yet on such a day.
    """
    return _entry_positions(sku, posted, schedule.categories, schedule.assign, schedule, zone, "category")


def tax_rates(sku: pd.Series, posted: pd.Series, schedule: FeeSchedule, zone: tzinfo) -> Yen:
    """The consumption tax rate, in basis points, of each SKU (str) on the day of its posting (UTC instants).

    Raises ScheduleError when the tax class of a SKU has no entry yet on such a day.
    """
    entry_pos = _entry_positions(sku, posted, schedule.tax_classes, schedule.tax_assign, schedule, zone, "tax_class")
    rates = [schedule.rates_bp[tax_class.rate] for tax_class in schedule.tax_classes]
    return np.array(rates, dtype=np.int64)[entry_pos]


def _entry_positions(
    sku: pd.Series,
    posted: pd.Series,
    entries: Entries,
    assign: Assignment,
    schedule: FeeSchedule,
    zone: tzinfo,
    key: str,
) -> Yen:
    """The position of each SKU's entry on its day; key: what fees.toml calls the entries."""
    ids = list(dict.fromkeys(entry.id for entry in entries))
    # Each posting instant is looked up once: moment_pos is the place of each row's among `moments`.
    moment_pos, moments = pd.factorize(posted)
    days = moments.tz_convert(zone).tz_localize(None).to_numpy().astype("datetime64[D]")
    id_pos = _assigned_ids(sku, assign, ids)
    entry_pos: Yen = _entries_in_force(entries, ids, days)[id_pos, moment_pos]
    if (entry_pos < 0).any():
        first = int(np.flatnonzero(entry_pos < 0)[0])
        name = ids[id_pos[first]]
        path = (key, [entry.id for entry in entries].index(name), "valid_from")
        raise schedule.source.error(path, f"no entry of {name} is valid on {days[moment_pos[first]]}")
    return entry_pos


def _assigned_ids(sku: pd.Series, assign: Assignment, ids: list[str]) -> Yen:
    """The position in `ids` of the id that each SKU has: named itself, else by its longest prefix, else the default."""
    sku_pos, distinct = pd.factorize(sku)
    text = pd.Series(distinct, dtype="str")
    by_prefix = np.full(len(distinct), ids.index(assign.default), dtype=np.int64)
    for prefix in sorted(assign.sku_prefix, key=len):
        by_prefix = np.where(text.str.startswith(prefix), ids.index(assign.sku_prefix[prefix]), by_prefix)
    # The last position, -1, is taken by a SKU that is not named.
    named_ids = np.array([*map(ids.index, assign.sku.values()), -1], dtype=np.int64)
    by_name = named_ids[pd.Index(list(assign.sku), dtype="str").get_indexer(text)]
    assigned: Yen = np.where(by_name >= 0, by_name, by_prefix)[sku_pos]
    return assigned


def _entries_in_force(entries: Entries, ids: list[str], days: npt.NDArray[np.datetime64]) -> Yen:
    """For each id (row) and day (column) the position of the entry in force, -1 before the first."""
    valid_from = np.array([entry.valid_from for entry in entries], dtype="datetime64[D]")
    id_pos = np.array([ids.index(entry.id) for entry in entries], dtype=np.int64)
    in_force = np.full((len(ids), len(days)), -1, dtype=np.int64)
    for entry_pos in np.argsort(valid_from, kind="stable"):
        in_force[id_pos[entry_pos], days >= valid_from[entry_pos]] = entry_pos
    return in_force
