"""The Pending report: what is held back until its payment is verified. Order process, step 2."""

from __future__ import annotations

import pandas as pd

from reports import report_rows
from schemas.formats.order_reports import PENDING


def pending(book: pd.DataFrame) -> pd.DataFrame:
    """The items of Pending orders, in the 7 columns of `order_reports.PENDING`, by purchase date, order, item.

    It holds no buyer and no address: the list of what was held back, not one to act on.
    """
    items = book[report_rows.pending(book)]
    report = report_rows.of(PENDING, items, {"payment-type": items["payment-method"]})
    return report_rows.in_order(report, ["purchase-date", "order-id", "order-item-id"])
