"""The inventory report: units that may be sold, and units that orders have reserved. Order process, step 1."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from reports import report_rows
from reports.cells import whole_rows
from reports.order_lines import OrderLines, is_pending, is_to_ship, open_units
from schemas.formats.order_reports import INVENTORY

_UNITS = ("reserved-pending", "reserved-unshipped")


def reserved_units(lines: OrderLines) -> pd.DataFrame:
    """The open units that orders have reserved of each SKU: sku, and units of pending and of unshipped orders."""
    units = open_units(lines)
    is_reserved = dict(zip(_UNITS, (is_pending(lines), is_to_ship(lines)), strict=True))
    rows = np.flatnonzero(np.any([*is_reserved.values()], axis=0))
    sku = whole_rows(lines.text("sku", rows), len(rows)).dictionary_encode()
    # The sum of the units at the place of each SKU; floats are exact for units.
    sums = {
        name: np.bincount(sku.indices.to_numpy(), np.where(chosen, units, 0)[rows], len(sku.dictionary))
        for name, chosen in is_reserved.items()
    }
    return pd.DataFrame({"sku": pd.Series(sku.dictionary, dtype="str"), **sums}).astype(dict.fromkeys(_UNITS, "int64"))


def inventory_rows(stock: pd.DataFrame, reserved: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The stock of every SKU that a feed ever contained, in the columns of `order_reports.INVENTORY`, by SKU.

    stock: frame `stock`; a balance is below 0 if more was ordered than in stock. reserved: of each group of orders what
    `reserved_units` makes. A balance below 0 is published as 0 and `short-by`. Raises pandas.errors.MergeError if a SKU
    occurs twice in the stock.
    """
    units = pd.concat(reserved, ignore_index=True).groupby("sku", dropna=False, as_index=False).sum()
    skus = stock.merge(units, "left", "sku", validate="one_to_one")
    computed = {
        "quantity": skus["balance"].clip(lower=0),
        **{name: skus[name].fillna(0).astype("int64") for name in _UNITS},
        "listing": pd.Series(np.where(skus["balance"] > 0, "active", "inactive"), skus.index, dtype="str"),
        "last-fed-at": skus["set_at"],
        "short-by": (-skus["balance"]).clip(lower=0),
    }
    return report_rows.sort_rows(report_rows.select_columns(INVENTORY, skus, computed), ["sku"])
