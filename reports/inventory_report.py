"""The inventory report: units that may be sold, and units that orders have reserved. Order process, step 1."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reports import report_rows
from schemas.formats.order_reports import INVENTORY


def inventory_rows(stock: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """The stock of every SKU that a feed ever contained, in the columns of `order_reports.INVENTORY`, by SKU.

    stock: frame `stock`; a balance is below 0 if more was ordered than in stock. items: frame `order_lines`, at least
    the items with open units. A balance below 0 is published as 0 and `short-by`. Raises pandas.errors.MergeError if
    a SKU occurs twice in the stock.
    """
    pending = _reserved_units(items, report_rows.is_pending(items), "reserved-pending")
    to_ship = _reserved_units(items, report_rows.is_to_ship(items), "reserved-unshipped")
    skus = stock.merge(pending, "left", "sku", validate="one_to_one")
    skus = skus.merge(to_ship, "left", "sku", validate="one_to_one")
    computed = {
        "quantity": skus["balance"].clip(lower=0),
        "reserved-pending": skus["reserved-pending"].fillna(0),
        "reserved-unshipped": skus["reserved-unshipped"].fillna(0),
        "listing": pd.Series(np.where(skus["balance"] > 0, "active", "inactive"), skus.index, dtype="str"),
        "last-fed-at": skus["set_at"],
        "short-by": (-skus["balance"]).clip(lower=0),
    }
    return report_rows.sort_rows(report_rows.select_columns(INVENTORY, skus, computed), ["sku"])


def _reserved_units(items: pd.DataFrame, chosen: pd.Series, name: str) -> pd.DataFrame:
    """The open units of the chosen items, summed by SKU: columns sku and `name`."""
    units = report_rows.open_units(items)[chosen].astype("Int64").rename(name)
    return units.groupby(items["sku"][chosen], dropna=False).sum().reset_index()
