"""The list of notices: whom a run has something to tell, and what. Order process, step 3."""

from __future__ import annotations

import pandas as pd

from reports import report_rows
from schemas.formats.run_lists import NOTICES


def notices(stored: pd.DataFrame) -> pd.DataFrame:
    """The notices given (stored table of that name) in the columns of `run_lists.NOTICES`, by number."""
    ours = {
        "notice-id": "N" + _padded(stored["run"]) + "-" + _padded(stored["number"]),
        "order-id": stored["order_id"],
        "order-item-id": stored["order_item_id"],
        "about-date": stored["about"],
        "text-key": stored["kind"],
        "sent-by": stored["sent_by"],
    }
    return report_rows.in_order(report_rows.of(NOTICES, stored, ours), ["notice-id"])


def _padded(numbers: pd.Series) -> pd.Series:
    return numbers.astype("str").str.zfill(6)
