"""Typed rows of any order format as rows of the order feed, with what their format says of the status."""

from __future__ import annotations

import numpy as np
import pandas as pd

from schemas import fields as f
from schemas.columns import Table
from schemas.feeds import ORDERS

FORMATS = frozenset({ORDERS.name})


def order_rows(table: Table, typed: pd.DataFrame) -> pd.DataFrame:
    """Rows with says, item_says, counted, delivered, foreign, by_sku, places."""
    says = typed[f.ORDER_STATUS.name]
    return typed.assign(
        says=says,
        item_says=pd.Series("", typed.index, dtype="str"),
        counted=np.int64(-1),
        delivered=False,
        foreign=False,
        by_sku=False,
        places=says != "Canceled",
        **({} if "cancellation-cause" in typed else {"cancellation-cause": pd.Series("", typed.index, dtype="str")}),
    )
