"""The Unshipped Orders report: items of verified orders that are still to be shipped. Order process, step 4."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from reports import report_rows
from schemas.formats.order_reports import UNSHIPPED

LATE_FROM_DAYS = -1
DO_NOT_SHIP_YET = "do-not-ship-yet"
"""What `check` says of units that may not be shipped yet. Order process, 4.2.3 and 4.2.5."""


def unshipped_rows(items: pd.DataFrame, as_of: datetime, zone: ZoneInfo) -> pd.DataFrame:
    """The items to ship at `as_of`, in the columns of `order_reports.UNSHIPPED`, by promise, order, item.

    Only items of verified orders with open units are in it, never Pending or Canceled ones. Days are calendar days of
    the business zone. A column that needs an unknown promise or cut-off is blank; an order that is not bound by its
    cut-off (`waived`) is never on the verge of cancellation.
    """
    items = items[report_rows.is_to_ship(items)]
    today = report_rows.business_day(as_of, zone)
    past_promise, promised = _days_past(items["promise_at"], today, zone)
    warned_from = items["warned_from"]
    is_on_the_verge = ((warned_from <= as_of) & ~items["waived"]).to_numpy(bool)
    computed = {
        "payments-date": items["verified_at"],
        "reporting-date": items["reported_at"],
        "promise-date": items["promise_at"],
        "days-past-promise": pd.Series(pd.arrays.IntegerArray(past_promise, ~promised), items.index),
        "quantity-shipped": items["shipped"],
        "quantity-to-ship": report_rows.open_units(items),
        "verge-of-cancellation": _flag_text(is_on_the_verge, warned_from.notna(), items.index),
        "verge-of-lateShipment": _flag_text(past_promise >= LATE_FROM_DAYS, promised, items.index),
        "check": pd.Series("", items.index, dtype="str").mask(items["do_not_ship_yet"], DO_NOT_SHIP_YET),
    }
    rows = report_rows.select_columns(UNSHIPPED, items, computed)
    return report_rows.sort_rows(rows, ["promise-date", "order-id", "order-item-id"])


def _days_past(instants: pd.Series, today: np.datetime64, zone: ZoneInfo) -> tuple[np.ndarray, np.ndarray]:
    """Days from the day of each instant to today, int64, and whether there is an instant at all."""
    days = report_rows.business_days(instants, zone)
    is_known = ~np.isnat(days)
    return (today - np.where(is_known, days, today)).astype(np.int64), is_known


def _flag_text(is_true: np.ndarray, is_known: np.ndarray, index: pd.Index) -> pd.Series:
    """`true` or `false`, blank if it is not known."""
    text = np.array(["false", "true", ""], dtype=object)
    return pd.Series(text[np.where(is_known, is_true.astype(np.int64), 2)], index, dtype="str")
