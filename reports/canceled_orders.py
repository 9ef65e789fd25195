"""The list of canceled orders: what ended since the last run, why, and by whom. Order process, steps 2 and 4.4."""

from __future__ import annotations

import numpy as np
import pandas as pd

from reports import report_rows
from schemas.formats.run_lists import CANCELED
from schemas.statuses import CANCELED_BY, CAUSES

OPEN_FEEDBACK = "open"


def canceled(gone: pd.DataFrame) -> pd.DataFrame:
    """The cancellations given in the columns of `schemas.formats.run_lists.CANCELED`, by order, item, instant.

    gone, a row an item of a cancellation: order_id, order_item_id, sku, units, cause (number), at (UTC), reported_run
    (0 = in no Orders report yet), available (Int64, blank where the stock is not tracked), may_invite (bool). After a
    cancellation by the seller the buyer may leave feedback, also when the seller let the cut-off pass.
    """
    by = _text(CANCELED_BY, gone["cause"])
    ours = {
        "order-id": gone["order_id"],
        "order-item-id": gone["order_item_id"],
        "canceled-at": gone["at"],
        "cause": _text(CAUSES, gone["cause"]),
        "by": by,
        "was-reported": gone["reported_run"].astype("str").where(gone["reported_run"] > 0, ""),
        "quantity": gone["units"],
        "available-quantity": gone["available"],
        "may-invite": _text(("no", "yes"), gone["may_invite"].astype("int64")),
        "feedback": _text(("", OPEN_FEEDBACK), (by == "seller").astype("int64")),
    }
    return report_rows.in_order(report_rows.of(CANCELED, gone, ours), ["order-id", "order-item-id", "canceled-at"])


def _text(words: tuple[str, ...], numbers: pd.Series) -> pd.Series:
    return pd.Series(np.array(words, dtype=object)[numbers.to_numpy()], numbers.index, dtype="str")
