"""The settlement report, flat file V2: a summary row, then one line per amount. Order process, step 6."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

import pandas as pd

from reports.local_instants import instant_texts
from reports.settlement_lines import LineLayout
from schemas.formats.money_reports import SETTLEMENT

MARKETPLACE = "Amazon.co.jp"
"""What the column of the marketplace shows where the fee schedule names none."""


@dataclass(frozen=True, slots=True)
class SettlementSummary:
    """What the summary row shows of a settlement: its period [start, end), the deposit in whole yen and its date.

    zone: that of all times and days. marketplace: its name in every line, as the fee schedule has it.
    """

    settlement_id: str
    start: datetime
    end: datetime
    deposit_at: datetime
    total: int
    currency: str
    zone: tzinfo
    marketplace: str = ""

    def layout(self, encoding: str) -> LineLayout:
        """What the lines of its amounts depend on."""
        return LineLayout(self.settlement_id, self.zone, self.marketplace or MARKETPLACE, encoding)


def summary_row(summary: SettlementSummary) -> pd.DataFrame:
    """The row above the amounts as text, in the 24 columns of `schemas.formats.money_reports.SETTLEMENT`.

    It fills the first six, a line of an amount the id and the rest.
    """
    instants = pd.Series([summary.start, summary.end, summary.deposit_at], dtype="datetime64[us, UTC]")
    start, end, deposit = instant_texts(instants, summary.zone)
    row = pd.DataFrame(
        {
            "settlement-id": [summary.settlement_id],
            "settlement-start-date": [start],
            "settlement-end-date": [end],
            "deposit-date": [deposit],
            "total-amount": [str(summary.total)],
            "currency": [summary.currency],
        },
        dtype="str",
    )
    return row.reindex(columns=list(SETTLEMENT.names), fill_value="").astype("str")
