"""The list of notices: who needs to know what after a run. Order process, step 3."""

from __future__ import annotations

import pandas as pd

from reports import report_rows
from schemas.formats.run_lists import NOTICES


def notice_rows(stored: pd.DataFrame) -> pd.DataFrame:
    """The notices (frame `notices`) in the columns of `run_lists.NOTICES`, by number."""
    computed = {
        "notice-id": "N" + _six_digits(stored["run"]) + "-" + _six_digits(stored["number"]),
        "order-id": stored["order_id"],
        "order-item-id": stored["order_item_id"],
        "about-date": stored["about"],
        "text-key": stored["kind"],
        "sent-by": stored["sent_by"],
    }
    return report_rows.sort_rows(report_rows.select_columns(NOTICES, stored, computed), ["notice-id"])


def _six_digits(numbers: pd.Series) -> pd.Series:
    return numbers.astype("str").str.zfill(6)
