"""The Orders report: orders that left Pending and were not reported before. Order process, step 3."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reports import report_rows
from schemas.formats.order_reports import ORDERS
from schemas.statuses import STATUS_TEXT, Status

BUYER_COLUMNS = tuple(column.name for column in ORDERS.columns if column.private)
"""The columns with which somebody could ship to the buyer or reach them."""


def order_rows(items: pd.DataFrame) -> pd.DataFrame:
    """The report of the items, in the columns of `order_reports.ORDERS`, by purchase date, order, item.

    The caller chooses the items; each shows the status of its order in this run. Rows of Canceled orders have no
    recipient, address, phone or name, so nobody can ship them. Raises ValueError, with a count and no ids, if one of
    the orders was never verified: the report must never contain one.
    """
    unverified = int((report_rows.is_pending(items) | items["verified_at"].isna()).sum())
    if unverified:
        raise ValueError(f"{unverified} items of orders that were never verified are meant for the Orders report")
    status = pd.Series(np.array(STATUS_TEXT, dtype=object)[items["status"].to_numpy()], items.index, dtype="str")
    computed = {"order-status": status, "payments-date": items["verified_at"], "latest-ship-date": items["promise_at"]}
    is_shown = items["status"] != Status.CANCELED
    buyer = {name: items[name].where(is_shown, "") for name in BUYER_COLUMNS}
    rows = report_rows.select_columns(ORDERS, items, computed | buyer)
    return report_rows.sort_rows(rows, ["purchase-date", "order-id", "order-item-id"])
