"""The Orders report: what left Pending and was not reported before. Order process, step 3."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reports import report_rows
from schemas.formats.order_reports import ORDERS
from schemas.statuses import STATUS_TEXT, Status

BUYER = tuple(column.name for column in ORDERS.columns if column.private)
"""The columns by which somebody could ship or reach the buyer."""


def orders(book: pd.DataFrame) -> pd.DataFrame:
    """The report of the items given, in the columns of `order_reports.ORDERS`, by purchase date, order, item.

    The caller chooses the items; each shows the status of its order at this run. Rows of Canceled orders carry no
    recipient, address, phone or name, so nobody can ship by them. Raises ValueError, with a count and no ids, when an
    order among them was never verified: the report is never made with one.
    """
    unverified = int((report_rows.pending(book) | book["verified_at"].isna()).sum())
    if unverified:
        raise ValueError(f"{unverified} items of orders that were never verified are meant for the Orders report")
    status = pd.Series(np.array(STATUS_TEXT, dtype=object)[book["status"].to_numpy()], book.index, dtype="str")
    ours = {"order-status": status, "payments-date": book["verified_at"], "latest-ship-date": book["promise_at"]}
    shown = book["status"] != Status.CANCELED
    hidden = {name: book[name].where(shown, "") for name in BUYER}
    return report_rows.in_order(
        report_rows.of(ORDERS, book, ours | hidden), ["purchase-date", "order-id", "order-item-id"]
    )
