"""The canceled orders: what was canceled since the last run, why and by whom. Order process, steps 2 and 4.4."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reports import report_rows
from schemas.formats.run_lists import CANCELED
from schemas.statuses import CANCELED_BY, CAUSES

OPEN_FEEDBACK = "open"


def canceled_rows(cancellations: pd.DataFrame) -> pd.DataFrame:
    """The cancellations in the columns of `schemas.formats.run_lists.CANCELED`, by order, item, instant.

    cancellations: frame `canceled`, except that available is Int64, blank if the stock is not tracked. After a
    cancellation by the seller the buyer may leave feedback, even if it was a missed cut-off.
    """
    by = _text_of_numbers(CANCELED_BY, cancellations["cause"])
    computed = {
        "order-id": cancellations["order_id"],
        "order-item-id": cancellations["order_item_id"],
        "canceled-at": cancellations["at"],
        "cause": _text_of_numbers(CAUSES, cancellations["cause"]),
        "by": by,
        "was-reported": cancellations["reported_run"].astype("str").where(cancellations["reported_run"] > 0, ""),
        "quantity": cancellations["units"],
        "available-quantity": cancellations["available"],
        "may-invite": _text_of_numbers(("no", "yes"), cancellations["may_invite"].astype("int64")),
        "feedback": _text_of_numbers(("", OPEN_FEEDBACK), (by == "seller").astype("int64")),
    }
    rows = report_rows.select_columns(CANCELED, cancellations, computed)
    return report_rows.sort_rows(rows, ["order-id", "order-item-id", "canceled-at"])


def _text_of_numbers(texts: tuple[str, ...], numbers: pd.Series) -> pd.Series:
    """The text at the position of each number."""
    return pd.Series(np.array(texts, dtype=object)[numbers.to_numpy()], numbers.index, dtype="str")
