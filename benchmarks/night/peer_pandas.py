"""The night as a pandas user writes it: text frames, merges, masks, to_csv.

No journal, no outcome for each record, no safety against a crash. As a program: FEEDS STATE OUT.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.night import pandas_reports, pandas_shipments
from benchmarks.night.columns import FEED, KEY, NUMBERS, PAYMENTS, STATUSES, TIMES, YEN
from benchmarks.night.pandas_words import COUNT, ID, ITEM_ID, TODAY, Night, days, instant, local_day, read


def main(feeds: Path, state: Path, out: Path) -> None:
    """Read the state and the feeds, apply what they say, write reports and the state after it."""
    parts = [pd.read_parquet(path, columns=["order-id", "status"]) for path in (state / "closed").iterdir()]
    closed = pd.concat(parts).drop_duplicates("order-id").set_index("order-id")["status"]
    night = Night(feeds, out, closed, {})
    items = _place(night, pd.read_parquet(state / "open.parquet"))
    _pay(night, items)
    parcels = pandas_shipments.apply(night, items)
    _end_by_clock(items)
    pandas_reports.write_all(night, items, parcels)
    (out / "counts.json").write_text(json.dumps(night.counts))


def _place(night: Night, items: pd.DataFrame) -> pd.DataFrame:
    """Order records: the items with new ones, and payments of known ones. open: units that nobody shipped."""
    records = _sound_records(night)
    compared = ["sku", "quantity-purchased", "item-price"]
    known = items[[*KEY, *compared, "payments-date"]].assign(item=items.index)
    records = records.merge(known, on=list(KEY), how="left", suffixes=("", "-known"))
    new, paid = records["item"].isna(), records["payments-date"].notna()
    other = np.logical_or.reduce([records[name] != records[f"{name}-known"] for name in compared])
    records["verdict"] = np.select(
        [new & records["order-id"].isin(night.closed.index), new, other, paid & records["payments-date-known"].isna()],
        [5000, -1, 70007, 0],
        5000,
    )
    night.count("orders", records["verdict"])
    payments = records[records["verdict"] == 0]
    items.loc[payments["item"].astype(int), "payments-date"] = payments["payments-date"].to_numpy()
    blank = {"reporting-date": pd.NaT, "quantity-shipped": 0, "quantity-canceled": 0}
    blank |= dict.fromkeys(("cancel-reason", "ship-date", "carrier", "tracking-number"), "")
    added = records.loc[records["verdict"] == -1, list(FEED)].assign(**blank)
    added["reporting-date"] = added["reporting-date"].astype("datetime64[us]")
    items = pd.concat([items, added], ignore_index=True)
    items["open"] = items["quantity-purchased"] - items["quantity-shipped"] - items["quantity-canceled"]
    return items


def _sound_records(night: Night) -> pd.DataFrame:
    records = read(night.feeds / "orders.tsv", FEED)
    times = {name: instant(records[name]) for name in TIMES}
    yen = np.logical_and.reduce([records[name].str.fullmatch(r"\d{1,9}") for name in YEN])
    no_payment = (records["payments-date"] != "") & times["payments-date"].isna()
    faults = {
        70104: ~(records["order-id"].str.fullmatch(ID) & records["order-item-id"].str.fullmatch(ITEM_ID)),
        70101: (records["sku"] == "") | (records["product-name"] == ""),
        70102: ~records["quantity-purchased"].str.fullmatch(COUNT),
        70108: ~yen,
        70103: times["purchase-date"].isna() | no_payment,
    }
    sound = night.sound("orders", records.assign(**times), faults)
    return sound.astype(dict.fromkeys(NUMBERS, "int32"))


def _pay(night: Night, items: pd.DataFrame) -> None:
    """Payments: each order once, with what is known of it."""
    payments = read(night.feeds / "payments.tsv", PAYMENTS)
    payments["instant"] = instant(payments["payment-date"])
    faults = {
        70104: ~payments["order-id"].str.fullmatch(ID),
        70106: ~payments["payment-status"].isin(STATUSES),
        70103: payments["instant"].isna(),
    }
    payments = night.sound("payments", payments, faults).drop_duplicates("order-id")
    named = ["order-id", "payments-date", "purchase-date", "payment-method"]
    here = items.loc[items["order-id"].isin(payments["order-id"]), named].drop_duplicates("order-id")
    payments = payments.merge(here, on="order-id", how="left")
    payments["verdict"] = _payment_verdicts(night, payments)
    night.count("payments", payments["verdict"])
    good = payments[payments["verdict"] == 0].set_index("order-id")
    instants = items["order-id"].map(good.loc[good["payment-status"] == "Verified", "instant"])
    items["payments-date"] = instants.fillna(items["payments-date"]).astype("datetime64[us]")
    status = items["order-id"].map(good.loc[good["payment-status"].isin(["Failed", "Fraud"]), "payment-status"])
    failed = status.notna()
    items.loc[failed, "quantity-canceled"] = items.loc[failed, "quantity-purchased"]
    items.loc[failed, "cancel-reason"] = "Payment" + status[failed]
    items.loc[failed, "open"] = 0


def _payment_verdicts(night: Night, payments: pd.DataFrame) -> np.ndarray:
    ended = payments["order-id"].map(night.closed)
    verified, strange = payments["payment-status"] == "Verified", payments["purchase-date"].isna()
    again = strange | payments["payments-date"].notna()
    late = local_day(payments["instant"]) > local_day(payments["purchase-date"]) + days(6)
    cases = {
        70013: strange & ended.isna(),
        70002: strange & (ended == "Canceled"),
        5000: again & verified,
        70006: again,
        70005: verified & (payments["payment-method"] == "CVS") & late,
    }
    return np.select(list(cases.values()), list(cases), 0)


def _end_by_clock(items: pd.DataFrame) -> None:
    """Orders that were not paid, or not shipped, in time lose what is open of them."""
    paid, bought = items["payments-date"].notna(), local_day(items["purchase-date"])
    cases = {
        "PaymentDeadline": ~paid & (items["payment-method"] == "CVS") & (bought + days(6) < TODAY),
        "ConfirmationDeadline": paid & (bought + days(30) < TODAY),
    }
    for reason, ended in cases.items():
        rows = ended & (items["open"] > 0)
        items.loc[rows, "quantity-canceled"] += items.loc[rows, "open"]
        items.loc[rows, "open"] = 0
        items.loc[rows, "cancel-reason"] = reason


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
