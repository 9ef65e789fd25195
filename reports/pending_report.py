"""The Pending report: orders whose payment is not verified yet. Order process, step 2."""

from __future__ import annotations

import pandas as pd

from reports import report_rows
from schemas.formats.order_reports import PENDING


def pending_rows(items: pd.DataFrame) -> pd.DataFrame:
    """The items of Pending orders, in the 7 columns of `order_reports.PENDING`, by purchase date, order, item.

    It has no buyer and no address: nobody may act on these orders.
    """
    pending = items[report_rows.is_pending(items)]
    report = report_rows.select_columns(PENDING, pending, {"payment-type": pending["payment-method"]})
    return report_rows.sort_rows(report, ["purchase-date", "order-id", "order-item-id"])
