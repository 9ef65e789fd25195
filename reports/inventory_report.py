"""The inventory report: what may be sold, and what orders have reserved. Order process, step 1."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reports import report_rows
from schemas.formats.order_reports import INVENTORY


def inventory(stock: pd.DataFrame, book: pd.DataFrame) -> pd.DataFrame:
    """The stock of every SKU that was ever fed, in the columns of `schemas.formats.order_reports.INVENTORY`, by SKU.

    stock: sku, balance (int64, below 0 when more was ordered than there was), last_fed_at (UTC), a row a SKU. book:
    at least the items with units open. A balance below 0 is published as 0 and `short-by`. Raises
    pandas.errors.MergeError when a SKU stands twice in the stock.
    """
    reserved = _reserved(book, report_rows.pending(book), "reserved-pending")
    to_ship = _reserved(book, report_rows.to_ship(book), "reserved-unshipped")
    known = stock.merge(reserved, "left", "sku", validate="one_to_one")
    known = known.merge(to_ship, "left", "sku", validate="one_to_one")
    ours = {
        "quantity": known["balance"].clip(lower=0),
        "reserved-pending": known["reserved-pending"].fillna(0),
        "reserved-unshipped": known["reserved-unshipped"].fillna(0),
        "listing": pd.Series(np.where(known["balance"] > 0, "active", "inactive"), known.index, dtype="str"),
        "last-fed-at": known["last_fed_at"],
        "short-by": (-known["balance"]).clip(lower=0),
    }
    return report_rows.in_order(report_rows.of(INVENTORY, known, ours), ["sku"])


def _reserved(book: pd.DataFrame, chosen: pd.Series, name: str) -> pd.DataFrame:
    units = report_rows.still_open(book)[chosen].astype("Int64").rename(name)
    return units.groupby(book["sku"][chosen], dropna=False).sum().reset_index()
