"""The reports of the night and the state after it, written by pandas."""

from __future__ import annotations

import csv

import numpy as np
import pandas as pd

from benchmarks.night.columns import NIGHT, NIGHT_UTC, NOT_IN_FEED, ORDERS, SETTLEMENT, STATE, UNSHIPPED, ZONE
from benchmarks.night.pandas_words import JST, TODAY, Night, days, local_day

BUSINESS_DAYS = {0: 2, 1: 2, 2: 2, 3: 4, 4: 4, 5: 3, 6: 2}
"""Days from a payment on Monday (0), Tuesday, ... to the end of the second business day."""
BLANK = dict.fromkeys(NOT_IN_FEED, "")


def write_all(night: Night, items: pd.DataFrame, parcels: pd.DataFrame) -> None:
    """Reports, then the state; items: all columns (STATE) as they are now, and open units."""
    by_order = items.groupby("order-id", sort=False)
    unsent, sent = by_order["open"].transform("sum") > 0, by_order["quantity-shipped"].transform("sum") > 0
    paid = items["payments-date"].notna()
    cases = {"Pending": unsent & ~paid, "PartiallyShipped": unsent & sent, "Unshipped": unsent, "Shipped": sent}
    items["order-status"] = np.select(list(cases.values()), list(cases), "Canceled")
    _write_orders(night, items[items["reporting-date"].isna() & paid])
    _write_unshipped(night, items[paid & (items["open"] > 0)])
    _write_settlement(night, parcels)
    items.loc[items["reporting-date"].isna() & paid, "reporting-date"] = pd.Timestamp(NIGHT_UTC)
    items.loc[unsent, list(STATE)].to_parquet(night.out / "open.parquet", index=False)
    items.loc[~unsent, [*STATE, "order-status"]].to_parquet(night.out / "closed.parquet", index=False)


def _write_orders(night: Night, rows: pd.DataFrame) -> None:
    times = {name: _shown(rows[name]) for name in ("purchase-date", "payments-date")}
    _write(night, "orders.tsv", rows.assign(**times, **BLANK)[list(ORDERS)])


def _write_unshipped(night: Night, rows: pd.DataFrame) -> None:
    paid, bought = local_day(rows["payments-date"]), local_day(rows["purchase-date"])
    promise = paid + pd.to_timedelta(paid.dt.day_of_week.map(BUSINESS_DAYS), unit="D")
    cells = {name: _shown(rows[name]) for name in ("purchase-date", "payments-date")} | {
        "reporting-date": _shown(rows["reporting-date"]).fillna(NIGHT + ZONE),
        "promise-date": promise.dt.strftime(f"%Y-%m-%dT23:59:59{ZONE}"),
        "days-past-promise": (TODAY - promise).dt.days,
        "quantity-to-ship": rows["open"],
        "verge-of-cancellation": np.where(bought + days(23) <= TODAY, "true", "false"),
        "verge-of-lateShipment": np.where(promise <= TODAY, "true", "false"),
    }
    _write(night, "unshipped-orders.tsv", rows.assign(**cells, **BLANK)[list(UNSHIPPED)])


def _write_settlement(night: Night, parcels: pd.DataFrame) -> None:
    share, tax = _share(parcels, parcels["price"]), _share(parcels, parcels["price"] * 10 // 110)
    kinds = (
        ("ItemPrice", "Principal", share - tax), ("ItemPrice", "Tax", tax),
        ("ItemFees", "Commission", -((share * 1500 + 5000) // 10000)),
    )  # fmt: skip
    named = ("amount-type", "amount-description", "amount")
    rows = pd.concat([parcels.assign(**dict(zip(named, kind, strict=True))) for kind in kinds])
    cells = {
        "settlement-id": "20260601", "currency": "JPY", "transaction-type": "Order",
        "marketplace-name": "Amazon.co.jp", "fulfillment-id": "MFN", "posted-date": NIGHT[:10],
        "posted-date-time": f"{NIGHT_UTC} UTC", "order-item-code": rows["order-item-id"],
        "quantity-purchased": rows["high"] - rows["low"],
    }  # fmt: skip
    _write(night, "settlement.tsv", rows.assign(**cells).reindex(columns=list(SETTLEMENT), fill_value=""))


def _share(parcels: pd.DataFrame, amount: pd.Series) -> pd.Series:
    """The part of an amount that falls to the units of a parcel."""
    return amount * parcels["high"] // parcels["units"] - amount * parcels["low"] // parcels["units"]


def _shown(moments: pd.Series) -> pd.Series:
    return (moments + JST).dt.strftime(f"%Y-%m-%dT%H:%M:%S{ZONE}")


def _write(night: Night, name: str, rows: pd.DataFrame) -> None:
    rows.to_csv(night.out / name, sep="\t", index=False, quoting=csv.QUOTE_NONE, lineterminator="\r\n")
