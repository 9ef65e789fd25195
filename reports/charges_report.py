"""The list of charges: what buyers pay for, and what is due back to them. Order process, step 5."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from reports import report_rows
from schemas.formats.run_lists import CHARGES


def charge_rows(stored: pd.DataFrame, names: Mapping[int, str]) -> pd.DataFrame:
    """The charges (frame `charges`) in the columns of `run_lists.CHARGES`, by order and item.

    Charges of one item keep their order. names: the name of each feed by its number.
    """
    computed = {
        "charge-id": stored["charge_id"],
        "order-id": stored["order_id"],
        "order-item-id": stored["order_item_id"],
        "feed": report_rows.feed_names(stored["feed"], names),
    }
    rows = report_rows.select_columns(CHARGES, stored, computed)
    return report_rows.sort_rows(rows, ["order-id", "order-item-id"])
