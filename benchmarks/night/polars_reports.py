"""The reports of the night and the state after it, written by Polars."""

from __future__ import annotations

import polars as pl
from polars import col, lit, when

from benchmarks.night.columns import NIGHT, NIGHT_UTC, NOT_IN_FEED, ORDERS, SETTLEMENT, STATE, UNSHIPPED, ZONE
from benchmarks.night.polars_words import JST, OPEN, TODAY, Night, days, local_day

BUSINESS_DAYS = {1: 2, 2: 2, 3: 2, 4: 4, 5: 4, 6: 3, 7: 2}
"""Days from a payment on Monday (1), Tuesday, ... to the end of the second business day."""
PAID = col("payments-date").is_not_null()
BLANK = [lit("").alias(name) for name in NOT_IN_FEED]
LINES = 50_000


def write_all(night: Night, items: pl.DataFrame, parcels: pl.DataFrame) -> None:
    """Reports, then the state; items: all columns (STATE) as they are now."""
    items = _with_status(items)
    _write_orders(night, items)
    _write_unshipped(night, items)
    _write_settlement(night, parcels)
    _write_state(night, items)


def _with_status(items: pl.DataFrame) -> pl.DataFrame:
    items = items.with_columns(open=OPEN)
    orders = items.group_by("order-id").agg(unsent=col("open").sum(), sent=col("quantity-shipped").sum())
    items = items.join(orders, on="order-id", how="left", maintain_order="left")
    unsent, sent = col("unsent") > 0, col("sent") > 0
    status = (
        when(unsent & ~PAID).then(lit("Pending")).when(unsent & sent).then(lit("PartiallyShipped"))
        .when(unsent).then(lit("Unshipped")).when(sent).then(lit("Shipped")).otherwise(lit("Canceled"))
    )  # fmt: skip
    return items.with_columns(status.alias("order-status"))


def _write_orders(night: Night, items: pl.DataFrame) -> None:
    chosen = items.lazy().filter(col("reporting-date").is_null() & PAID)
    cells = (_shown("purchase-date"), _shown("payments-date"), *BLANK)
    _write(night, "orders.tsv", chosen.with_columns(*cells).select(ORDERS))


def _write_unshipped(night: Night, items: pl.DataFrame) -> None:
    ahead = local_day("payments-date").dt.weekday().replace_strict(BUSINESS_DAYS, return_dtype=pl.Int64)
    chosen = items.lazy().filter(PAID & (col("open") > 0))
    chosen = chosen.with_columns(promise=local_day("payments-date") + pl.duration(days=ahead)).with_columns(
        _shown("purchase-date"),
        _shown("payments-date"),
        _shown("reporting-date").fill_null(NIGHT + ZONE),
        *BLANK,
        col("promise").dt.strftime(f"%Y-%m-%dT23:59:59{ZONE}").alias("promise-date"),
        (TODAY - col("promise")).dt.total_days().alias("days-past-promise"),
        col("open").alias("quantity-to-ship"),
        _yes(local_day("purchase-date") + days(23) <= TODAY).alias("verge-of-cancellation"),
        _yes(col("promise") <= TODAY).alias("verge-of-lateShipment"),
    )
    _write(night, "unshipped-orders.tsv", chosen.select(UNSHIPPED))


def _write_settlement(night: Night, parcels: pl.DataFrame) -> None:
    share, tax = _share(col("price")), _share(col("price") * 10 // 110)
    money = parcels.lazy().with_columns(share=share, tax=tax)
    kinds = (
        ("ItemPrice", "Principal", col("share") - col("tax")), ("ItemPrice", "Tax", col("tax")),
        ("ItemFees", "Commission", -((col("share") * 1500 + 5000) // 10000)),
    )  # fmt: skip
    rows = [money.with_columns(type=lit(kind), name=lit(name), amount=amount) for kind, name, amount in kinds]
    texts = {
        "settlement-id": "20260601", "currency": "JPY", "transaction-type": "Order",
        "marketplace-name": "Amazon.co.jp", "fulfillment-id": "MFN", "posted-date": NIGHT[:10],
        "posted-date-time": f"{NIGHT_UTC} UTC",
    }  # fmt: skip
    cells = {name: lit(text) for name, text in texts.items()} | {
        "order-id": col("order-id"), "order-item-code": col("order-item-id"), "sku": col("sku"),
        "amount-type": col("type"), "amount-description": col("name"), "amount": col("amount"),
        "quantity-purchased": col("high") - col("low"),
    }  # fmt: skip
    columns = [cells.get(name, lit("")).alias(name) for name in SETTLEMENT]
    _write(night, "settlement.tsv", pl.concat(rows).select(columns))


def _write_state(night: Night, items: pl.DataFrame) -> None:
    reported = lit(NIGHT_UTC).str.to_datetime("%Y-%m-%d %H:%M:%S")
    first = col("reporting-date").is_null() & PAID
    items = items.with_columns(when(first).then(reported).otherwise("reporting-date").alias("reporting-date"))
    parts = {"open": (col("unsent") > 0, STATE), "closed": (col("unsent") == 0, (*STATE, "order-status"))}
    for name, (which, columns) in parts.items():
        rows = items.filter(which).select(columns)
        rows.write_parquet(night.out / f"{name}.parquet", compression="snappy", statistics=False)


def _share(amount: pl.Expr) -> pl.Expr:
    """The part of an amount that falls to the units of a parcel."""
    return amount * col("high") // col("units") - amount * col("low") // col("units")


def _shown(name: str) -> pl.Expr:
    return (col(name) + JST).dt.strftime(f"%Y-%m-%dT%H:%M:%S{ZONE}")


def _yes(holds: pl.Expr) -> pl.Expr:
    return when(holds).then(lit("true")).otherwise(lit("false"))


def _write(night: Night, name: str, rows: pl.LazyFrame) -> None:
    rows.collect().write_csv(
        night.out / name, separator="\t", quote_style="never", line_terminator="\r\n", batch_size=LINES
    )
