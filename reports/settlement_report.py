"""The settlement report, flat file V2: a summary row, then one row per amount. Order process, step 6."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from schemas.formats.money_reports import SETTLEMENT

MARKETPLACE = "Amazon.co.jp"
"""What the column of the marketplace shows where the fee schedule names none."""
LETTERS = {"Asia/Tokyo": "JST", "UTC": "UTC"}
"""What stands behind a time of these zones."""


@dataclass(frozen=True, slots=True)
class SettlementSummary:
    """What the summary row shows of a settlement: its period [start, end), the deposit in whole yen and its date.

    zone: that of all times and days. marketplace: its name in every row, as the fee schedule has it.
    """

    settlement_id: str
    start: datetime
    end: datetime
    deposit_at: datetime
    total: int
    currency: str
    zone: tzinfo
    marketplace: str = ""


def settlement_rows(summary: SettlementSummary, ledger: pd.DataFrame) -> pd.DataFrame:
    """The report as text, in the 24 columns of `schemas.formats.money_reports.SETTLEMENT`.

    ledger: the rows of the period in their final order (frame `ledger`). The summary row fills the first six columns, a
    detail row the id and the rest. The posting day is that in the zone of the times.
    """
    parts = (_summary_row(summary), _detail_rows(summary, ledger))
    filled = [rows.reindex(columns=list(SETTLEMENT.names), fill_value="") for rows in parts]
    return pd.concat(filled, ignore_index=True).astype("str")


def _summary_row(summary: SettlementSummary) -> pd.DataFrame:
    instants = pd.Series([summary.start, summary.end, summary.deposit_at], dtype="datetime64[us, UTC]")
    start, end, deposit = _instant_text(instants, summary.zone)
    return pd.DataFrame(
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


def _detail_rows(summary: SettlementSummary, ledger: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "settlement-id": pd.Series(summary.settlement_id, ledger.index, dtype="str"),
            "transaction-type": ledger["transaction_type"],
            "order-id": ledger["order_id"],
            "adjustment-id": ledger["adjustment_id"],
            "shipment-id": ledger["parcel"],
            "marketplace-name": pd.Series(summary.marketplace or MARKETPLACE, ledger.index, dtype="str"),
            "amount-type": ledger["amount_type"],
            "amount-description": ledger["amount_description"],
            "amount": ledger["amount"].astype("str"),
            "posted-date": _instant_text(ledger["posted"], summary.zone).str.slice(0, len("YYYY-MM-DD")),
            "posted-date-time": _instant_text(ledger["posted"], summary.zone),
            "order-item-code": ledger["order_item_id"],
            "merchant-adjustment-item-id": ledger["adjustment"],
            "sku": ledger["sku"],
            "quantity-purchased": ledger["quantity"].astype("str").where(ledger["quantity"] > 0, ""),
        }
    )


def _instant_text(instants: pd.Series, zone: tzinfo) -> pd.Series:
    """Instants as `YYYY-MM-DD HH:MM:SS JST`, blank if there is none; other zones than Japan's have their offset."""
    local = instants.dt.tz_convert(zone)
    plain = local.dt.tz_localize(None).to_numpy().astype("datetime64[s]")
    offset = local.dt.strftime("%z").astype("str")
    letters = LETTERS.get(str(zone)) or pa.array(offset.str.slice(0, 3) + ":" + offset.str.slice(3), pa.string())
    text = pc.binary_join_element_wise(pa.array(plain).cast(pa.string()), letters, " ")
    return pd.Series(text, instants.index, dtype="str").where(~np.isnat(plain), "")
