"""Shipments and cancellations of the night in Polars, a feed at a time."""

from __future__ import annotations

import polars as pl
from polars import col, when

from benchmarks.night.columns import CANCELLATIONS, KEY, REASONS, SHIPMENTS
from benchmarks.night.peer_xml import read_messages
from benchmarks.night.polars_words import COUNT, ID, OPEN, TODAY, Night, days, first_fault, local_day, scan

LONGEST_TRACKING = 50
PARCEL = ("order-id", "order-item-id", "sku", "units", "price", "low", "high")


def apply(night: Night, items: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The items after both feeds of shipments and the cancellations, and the parcels of tonight (PARCEL)."""
    messages = pl.LazyFrame(read_messages(night.feeds / "ship.xml"))
    items, by_xml = _confirm(night, items, messages)
    items, by_line = _confirm(night, items, scan(night.feeds / "ship.tsv", SHIPMENTS))
    return _cancel(night, items), pl.concat([by_xml, by_line])


def _confirm(night: Night, items: pl.DataFrame, feed: pl.LazyFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    sound = _sound_lines(night, feed)
    state = items.select(
        "order-id", "item", "sku", "purchase-date", "payments-date", named="order-item-id",
        units="quantity-purchased", price="item-price", shipped="quantity-shipped", open=OPEN,
    )  # fmt: skip
    hits = sound.join(state, on="order-id").filter(
        (col("order-item-id") == "") | (col("order-item-id") == col("named"))
    )
    hits = hits.with_columns(verdict=_shipment_verdict(), taken=col("wanted").fill_null(col("open")))
    _count(night, "ship", sound, hits, items, ended={"Canceled": 70002, "Shipped": 5000})
    good = hits.filter(col("verdict") == 0)
    parcel = good.select(
        "item", "taken", day="ship-date", by=col("carrier-code") + col("carrier-name"), tracking="tracking-number"
    )
    items = items.join(parcel, on="item", how="left", maintain_order="left").with_columns(
        (col("quantity-shipped") + col("taken").fill_null(0)).alias("quantity-shipped"),
        pl.coalesce("day", "ship-date").alias("ship-date"),
        pl.coalesce("by", "carrier").alias("carrier"),
        pl.coalesce("tracking", "tracking-number").alias("tracking-number"),
    )
    wide = [col(name).cast(pl.Int64) for name in ("units", "price")]
    low, high = col("shipped").cast(pl.Int64), (col("shipped") + col("taken")).cast(pl.Int64)
    named = col("named").alias("order-item-id")
    return items.drop("taken", "day", "by", "tracking"), good.select(
        "order-id", named, "sku", *wide, low=low, high=high
    )


def _sound_lines(night: Night, feed: pl.LazyFrame) -> pl.DataFrame:
    """The first line of several that name the same item; refused and repeated ones are counted."""
    day = col("ship-date").str.slice(0, 10).str.to_date("%Y-%m-%d", strict=False)
    fault = first_fault(
        (~col("order-id").str.contains(ID), 70104),
        ((col("quantity") != "") & ~col("quantity").str.contains(COUNT), 70102),
        (~col("ship-date").str.contains(r"^\d{4}-\d\d-\d\d(T.*)?$") | day.is_null(), 70103),
        (col("tracking-number").str.len_chars() > LONGEST_TRACKING, 18181),
    )
    wanted = col("quantity").cast(pl.Int32, strict=False)
    return _first_of(night, "ship", feed.with_columns(wanted=wanted, fault=fault), KEY)


def _shipment_verdict() -> pl.Expr:
    none = col("open") == 0
    return (
        when(col("payments-date").is_null()).then(70001)
        .when(local_day("purchase-date") + days(30) < TODAY).then(70004)
        .when(none & (col("shipped") == 0)).then(70002)
        .when(none & (col("wanted").is_null() | (col("wanted") <= col("shipped")))).then(5000)
        .when(col("wanted") > col("open")).then(18021).otherwise(0)
    )  # fmt: skip


def _cancel(night: Night, items: pl.DataFrame) -> pl.DataFrame:
    code, reason = "amazon-order-item-code", "cancellation-reason-code"
    fault = first_fault((~col("order-id").str.contains(ID), 70104), (~col(reason).is_in(REASONS), 70106))
    feed = scan(night.feeds / "cancel.tsv", CANCELLATIONS, skip=1).with_columns(fault=fault)
    sound = _first_of(night, "cancel", feed, ("order-id", code))
    state = items.select(
        "order-id", "item", "payments-date", named="order-item-id", shipped="quantity-shipped", open=OPEN
    )
    hits = sound.join(state, on="order-id").filter((col(code) == "") | (col(code) == col("named")))
    hits = hits.with_columns(
        verdict=when(col("payments-date").is_null()).then(70001)
        .when(col("shipped").sum().over("record") > 0).then(70003)
        .when(col("open") == 0).then(5000).otherwise(0)
    )  # fmt: skip
    _count(night, "cancel", sound, hits, items, ended={"Canceled": 5000, "Shipped": 70003})
    good = hits.filter(col("verdict") == 0).select("item", reason=reason)
    items = items.join(good, on="item", how="left", maintain_order="left")
    left = col("quantity-purchased") - col("quantity-shipped")
    return items.with_columns(
        when(col("reason").is_not_null()).then(left).otherwise("quantity-canceled").alias("quantity-canceled"),
        pl.coalesce("reason", "cancel-reason").alias("cancel-reason"),
    ).drop("reason")


def _first_of(night: Night, name: str, feed: pl.LazyFrame, same: tuple[str, ...]) -> pl.DataFrame:
    read = feed.with_row_index("record").collect()
    night.count(name, read["fault"])
    sound = read.filter(col("fault") == 0)
    first = sound.unique(same, keep="first")
    night.count(name, pl.repeat(5000, len(sound) - len(first), eager=True))
    return first


def _count(
    night: Night, feed: str, sound: pl.DataFrame, hits: pl.DataFrame, items: pl.DataFrame, *, ended: dict[str, int]
) -> None:
    """Verdicts of what was met, and why the rest met nothing."""
    night.count(feed, hits.group_by("record").agg(col("verdict").min())["verdict"])
    lost = sound.join(hits, on="record", how="anti")
    here = items.lazy().join(lost.lazy(), on="order-id", how="semi").select("order-id").unique().collect()["order-id"]
    code = when(col("order-id").is_in(here.implode())).then(18028)
    for status, value in ended.items():
        code = code.when(col("ended") == status).then(value)
    lost = lost.join(night.ended(lost), on="order-id", how="left").with_columns(verdict=code.otherwise(70013))
    night.count(feed, lost["verdict"])
