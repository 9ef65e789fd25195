"""Step 6.8: SKUs for which the fee schedule says nothing, so that a default decides on fees or tax.

By name or prefix three of four have a class; the last takes the default:

>>> assign = Assignment(default="other", sku={"MUG": "other"}, sku_prefix={"TEA-": "food"})
>>> _takes_default(pd.Series(["TEA-1", "MUG", "TEA-2", "MUG-02"]), assign).tolist()
[False, False, False, True]
"""

from __future__ import annotations

import pandas as pd

from pipeline.money.fee_schedule import Assignment, FeeSchedule
from schemas.stored_frames import conform
from schemas.stored_tables import BLANK


def unassigned_skus(sku: pd.Series, schedule: FeeSchedule) -> pd.DataFrame:
    """The SKUs that have a default fee category or tax class, each once, sorted (frame `unassigned`, of no run).

    category, tax_class: the default that is used, blank where the SKU has one of its own.
    """
    distinct = pd.Series(sorted(set(sku)), dtype="str")
    of_category = _takes_default(distinct, schedule.assign)
    of_tax_class = _takes_default(distinct, schedule.tax_assign)
    rows = pd.DataFrame(
        {
            "run": BLANK,
            "sku": distinct,
            "category": pd.Series(schedule.assign.default, distinct.index, dtype="str").where(of_category, ""),
            "tax_class": pd.Series(schedule.tax_assign.default, distinct.index, dtype="str").where(of_tax_class, ""),
        }
    )
    return conform("unassigned", rows[of_category | of_tax_class].reset_index(drop=True))


def _takes_default(sku: pd.Series, assign: Assignment) -> pd.Series:
    """Whether each SKU is neither named nor has a prefix that is."""
    is_named = sku.isin(list(assign.sku))
    prefixes = tuple(assign.sku_prefix)
    return ~(is_named | sku.str.startswith(prefixes)) if prefixes else ~is_named
