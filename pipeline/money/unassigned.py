"""Step 6.8: SKUs for which the fee schedule says nothing, so that a default decides on fees or tax.

>>> from types import SimpleNamespace
>>> from pipeline.money.fee_schedule import Assignment
>>> assign = Assignment(default="other", sku={"MUG": "other"}, sku_prefix={"TEA-": "food"})
>>> rows = unassigned_skus(pd.Series(["POT", "MUG", "POT"]), SimpleNamespace(assign=assign, tax_assign=assign))
>>> rows[["sku", "category"]].values.tolist()
[['POT', 'other']]
"""

from __future__ import annotations

import pandas as pd

from pipeline.money.default_terms import DefaultTerms, default_terms
from pipeline.money.fee_schedule import FeeSchedule
from schemas.stored_frames import conform
from schemas.stored_tables import BLANK


def unassigned_skus(sku: pd.Series, schedule: FeeSchedule) -> pd.DataFrame:
    """The SKUs that have a default fee category or tax class, each once, sorted (frame `unassigned`, of no run).

    category, tax_class: the default that is used, blank where the SKU has one of its own.
    """
    rows = pd.DataFrame(default_terms(sku.unique(), schedule), columns=list(DefaultTerms._fields))
    return conform("unassigned", rows.assign(run=BLANK))
