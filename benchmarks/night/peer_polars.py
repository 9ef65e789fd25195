"""The night as a Polars user writes it: lazy scans, a narrow frame for the rules, the wide one untouched till reports.

No journal, no outcome for each record, no safety against a crash. As a program: FEEDS STATE OUT.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import polars as pl
from polars import col, lit, when

from benchmarks.night import polars_reports, polars_shipments
from benchmarks.night.columns import CHANGING, FEED, KEY, NUMBERS, PAYMENTS, STATUSES, TIMES, YEN
from benchmarks.night.polars_words import (
    COUNT,
    ID,
    ITEM_ID,
    OPEN,
    TODAY,
    Night,
    days,
    first_fault,
    instant,
    local_day,
    scan,
)  # fmt: skip


def main(feeds: Path, state: Path, out: Path) -> None:
    """Read the state and the feeds, apply what they say, write reports and the state after it."""
    night = Night(feeds, out, pl.scan_parquet(state / "closed" / "*.parquet"), {})
    wide, items = _place(night, pl.read_parquet(state / "open.parquet"))
    items = _pay(night, items)
    items, parcels = polars_shipments.apply(night, items)
    items = _end_by_clock(items)
    changing = items.select("payments-date", *CHANGING)
    polars_reports.write_all(night, wide.with_columns(changing.get_columns()), parcels)
    (out / "counts.json").write_text(json.dumps(night.counts))


def _place(night: Night, known: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Order records: all items with all columns, and the few columns that rules look at."""
    records = _sound_records(night)
    columns = ("sku", "quantity-purchased", "item-price", "payments-date")
    narrow = known.select(*KEY, *columns).with_row_index("item")
    records = records.join(narrow, on=KEY, how="left", suffix="-known", maintain_order="left")
    strange = records.lazy().filter(col("item").is_null()).select("order-id").unique()
    closed = night.closed.select("order-id").join(strange, on="order-id", how="semi").unique().collect()["order-id"]
    other = pl.any_horizontal(col(name) != col(f"{name}-known") for name in columns[:3])
    paid = col("payments-date-known").is_null() & col("payments-date").is_not_null()
    records = records.with_columns(
        verdict=when(col("item").is_null() & col("order-id").is_in(closed.implode())).then(5000)
        .when(col("item").is_null()).then(-1)
        .when(other).then(70007).when(paid).then(0).otherwise(5000)
    )  # fmt: skip
    night.count("orders", records["verdict"])
    payments = records.filter(col("verdict") == 0).select("item", paid="payments-date")
    wide = pl.concat([known, _new_items(records, known)])
    return wide, _narrow(wide, payments)


def _sound_records(night: Night) -> pl.DataFrame:
    yen = pl.all_horizontal(col(name).str.contains(r"^\d{1,9}$") for name in YEN)
    fault = first_fault(
        (~(col("order-id").str.contains(ID) & col("order-item-id").str.contains(ITEM_ID)), 70104),
        ((col("sku") == "") | (col("product-name") == ""), 70101),
        (~col("quantity-purchased").str.contains(COUNT), 70102),
        (~yen, 70108),
    )
    no_time = col("purchase-date").is_null() | ((col("text") != "") & col("payments-date").is_null())
    records = (
        scan(night.feeds / "orders.tsv", FEED)
        .with_columns(text=col("payments-date"), fault=fault)
        .with_columns([instant(name) for name in TIMES] + [col(name).cast(pl.Int32, strict=False) for name in NUMBERS])
        .with_columns(fault=when((col("fault") == 0) & no_time).then(70103).otherwise(col("fault")))
        .collect()
    )
    night.count("orders", records["fault"])
    return records.filter(col("fault") == 0).drop("fault", "text")


def _new_items(records: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    new = records.filter(col("verdict") == -1).select(FEED)
    blank = {"reporting-date": lit(None), "quantity-shipped": lit(0), "quantity-canceled": lit(0)}
    cells = {name: blank.get(name, lit("")).cast(known.schema[name]) for name in ("reporting-date", *CHANGING)}
    return new.with_columns(**cells)


def _narrow(wide: pl.DataFrame, payments: pl.DataFrame) -> pl.DataFrame:
    named = ("sku", "purchase-date", "payments-date", "payment-method", "item-price", "quantity-purchased")
    items = wide.select(*KEY, *named, *CHANGING).with_row_index("item")
    items = items.join(payments, on="item", how="left", maintain_order="left")
    return items.with_columns(pl.coalesce("paid", "payments-date").alias("payments-date")).drop("paid")


def _pay(night: Night, items: pl.DataFrame) -> pl.DataFrame:
    """Payments: each order once, with what is known of it."""
    read = (
        scan(night.feeds / "payments.tsv", PAYMENTS)
        .with_columns(
            instant=instant("payment-date"),
            fault=first_fault(
                (~col("order-id").str.contains(ID), 70104), (~col("payment-status").is_in(STATUSES), 70106)
            ),
        )
        .with_columns(fault=when((col("fault") == 0) & col("instant").is_null()).then(70103).otherwise(col("fault")))
        .collect()
    )
    night.count("payments", read["fault"])
    sound = read.filter(col("fault") == 0).unique("order-id", keep="first")
    here = items.lazy().join(sound.lazy().select("order-id"), on="order-id", how="semi").group_by("order-id")
    known = here.agg(
        paid=col("payments-date").first(), bought=col("purchase-date").first(), method=col("payment-method").first()
    ).collect()
    sound = sound.join(known, on="order-id", how="left").join(night.ended(sound), on="order-id", how="left")
    sound = sound.with_columns(verdict=_payment_verdict())
    night.count("payments", sound["verdict"])
    good = sound.filter(col("verdict") == 0).select("order-id", "instant", status="payment-status")
    items = items.join(good, on="order-id", how="left", maintain_order="left")
    verified, failed = col("status") == "Verified", col("status").is_in(["Failed", "Fraud"])
    return items.with_columns(
        when(verified).then("instant").otherwise("payments-date").alias("payments-date"),
        when(failed).then("quantity-purchased").otherwise("quantity-canceled").alias("quantity-canceled"),
        when(failed).then("Payment" + col("status")).otherwise("cancel-reason").alias("cancel-reason"),
    ).drop("instant", "status")


def _payment_verdict() -> pl.Expr:
    verified = col("payment-status") == "Verified"
    again = when(verified).then(5000).otherwise(70006)
    late = verified & (col("method") == "CVS") & (local_day("instant") > local_day("bought") + days(6))
    strange = col("bought").is_null()
    return (
        when(strange & col("ended").is_null()).then(70013)
        .when(strange & (col("ended") == "Canceled")).then(70002)
        .when(strange | col("paid").is_not_null()).then(again)
        .when(late).then(70005).otherwise(0)
    )  # fmt: skip


def _end_by_clock(items: pl.DataFrame) -> pl.DataFrame:
    """Orders that were not paid, or not shipped, in time lose what is open of them."""
    unpaid = col("payments-date").is_null() & (col("payment-method") == "CVS") & (OPEN > 0)
    unsent = col("payments-date").is_not_null() & (OPEN > 0)
    items = items.with_columns(
        unpaid=unpaid & (local_day("purchase-date") + days(6) < TODAY),
        unsent=unsent & (local_day("purchase-date") + days(30) < TODAY),
    )
    return items.with_columns(
        when(col("unpaid") | col("unsent")).then(col("quantity-purchased") - col("quantity-shipped"))
        .otherwise("quantity-canceled").alias("quantity-canceled"),
        when("unpaid").then(lit("PaymentDeadline")).when("unsent").then(lit("ConfirmationDeadline"))
        .otherwise("cancel-reason").alias("cancel-reason"),
    )  # fmt: skip


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
