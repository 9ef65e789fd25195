"""Step 1, the orders stage: first records place, later ones are applied in rounds, what fits no order waits.

A record without item ids (the all-orders report) means every item of its SKU.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.orders import placement, updates
from pipeline.model.instants import micros
from pipeline.model.order_state import OrderState, before_our_time
from schemas import codes
from schemas.formats import fields as f
from schemas.statuses import Event, Outcome, Stage
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Texts = tuple[pd.DataFrame, pd.DataFrame]
_FLAGS = {"changed": True, "late": False, "reopened": False, "gone": 0, "note": "", "column": "", "value": 0}


@dataclass(frozen=True, slots=True)
class OrdersResult:
    """The book after the stage, the wide text that came, and what became of the rows.

    rows: outcome, code, column, units (placed), gone (shipped elsewhere) and the flags of repetition.Repeated, a row a
    record and item. waiting: rows that fit no order (columns of the intake). canceled: as rounds.Applied. happened:
    event, order_key, item_key, units, feed, record, received, seq of everything beside placing that took effect.
    """

    book: OrderState
    order_text: pd.DataFrame
    item_text: pd.DataFrame
    rows: pd.DataFrame
    waiting: pd.DataFrame
    canceled: pd.DataFrame
    happened: pd.DataFrame


def apply(book: OrderState, came: pd.DataFrame, text: Texts, run: int, zone: ZoneInfo, *, market: bool) -> OrdersResult:
    """Apply the order rows that came (order_formats with keys). text: of the known orders that they name."""
    rows = placement.prepared(came[~came["foreign"]], book, zone)
    placeable = ~rows["unknown"] | rows["order_key"].isin(rows.loc[rows["rank"] == 0, "order_key"])
    strangers, rows = rows[~placeable], rows[placeable]
    first = rows["unknown"] & (rows["step"] == 0)
    fresh = _placed(rows[first])
    texts = placement.order_text(fresh), placement.item_text(fresh)
    book = placement.joined(book, *placement.place(fresh, run))
    moves = fresh["gone_by_status"]
    later, unmatched = _by_sku(pd.concat([rows[~first], fresh[moves]]), book)
    known = tuple(pd.concat(pair, ignore_index=True) for pair in zip(text, texts, strict=True))
    known = tuple(part[part["order_key"].isin(later["order_key"])] for part in known)
    done = updates.repeat(later, book, (known[0], known[1]), run, zone, market=market)
    early = done.rows["waits"]
    told = pd.concat([fresh[~moves], _at_least_placed(done.rows[~early])], ignore_index=True)
    waiting = [part[came.columns] for part in (strangers, unmatched, done.rows[early].drop_duplicates(RECORD))]
    return OrdersResult(
        done.filed.book,
        newest(texts[0], done.filed.order_text, ["order_key"]),
        newest(texts[1], done.filed.item_text, ["order_key", "item_key"]),
        _units(told, done.filed.book),
        pd.concat(waiting, ignore_index=True),
        done.filed.canceled,
        done.happened,
    )


def newest(first: pd.DataFrame, later: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Two versions of wide text, of each row the later one."""
    return pd.concat([first, later], ignore_index=True).drop_duplicates(key, keep="last", ignore_index=True)


def _placed(rows: pd.DataFrame) -> pd.DataFrame:
    """First records of their orders, with what becomes of them; gone_by_status: they also say that something left."""
    late = placement.late(rows["verified"], rows["paid_by"]) & (rows["cut_off"] >= rows["received"])
    gone = (rows["says"] == "Shipped") | (rows["counted"] > 0) | rows["delivered"]
    return rows.assign(**_FLAGS).assign(
        outcome=late.map({True: int(Outcome.WARNING), False: int(Outcome.ACCEPTED)}).astype("int64"),
        code=0,
        late=late,
        limit=micros(rows["paid_by"]),
        places=True,
        gone_by_status=gone.astype(bool),
    )


def _at_least_placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the rounds; one that also placed its order is accepted at the least."""
    first = rows["unknown"] & (rows["step"] == 0)
    return rows.assign(
        places=rows["places"] | first,
        outcome=rows["outcome"].where(~first, rows["outcome"].clip(lower=int(Outcome.ACCEPTED))),
        code=rows["code"].where(~first | (rows["code"] != codes.UNCHANGED), 0),
    )


def _by_sku(rows: pd.DataFrame, book: OrderState) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows without item ids as a row for each item of their SKU; and the rows of records that have no such item."""
    rows = rows.assign(origin=np.arange(len(rows)))
    mine = rows["by_sku"].to_numpy(bool)
    if not mine.any():
        return rows, rows.iloc[:0]
    columns = ["order_key", "sku", "item_key"]
    known = book.items.loc[book.items["order_key"].isin(rows["order_key"]), columns]
    skus = pd.concat([known, rows.loc[~mine, columns]], ignore_index=True).drop_duplicates(["order_key", "item_key"])
    wanted = rows[mine].drop(columns="item_key")
    found = wanted.merge(skus, how="left", on=["order_key", "sku"], validate="many_to_many")
    lost = pd.MultiIndex.from_frame(found.loc[found["item_key"].isna(), RECORD])
    apart = pd.MultiIndex.from_frame(found[RECORD]).isin(lost)
    fit = found[~apart].drop_duplicates([*RECORD, "item_key"]).astype({"item_key": "int64"})
    gone = pd.MultiIndex.from_frame(rows[RECORD]).isin(lost)
    return pd.concat([rows[~mine], fit], ignore_index=True), rows[mine & gone]


def _units(rows: pd.DataFrame, book: OrderState) -> pd.DataFrame:
    """The units that each row placed: none where it placed nothing, or closed at once."""
    closed = book.orders.loc[before_our_time(book.orders), "order_key"]
    places = rows["places"].astype(bool) & ~rows["order_key"].isin(closed)
    units = rows[f.QUANTITY_PURCHASED.name].astype("int64").where(places, 0)
    means = rows["item_says"].where(rows["by_sku"] & (rows["item_says"] != ""), rows["says"])
    asked = np.select(
        [(rows["says"] == "Canceled") | (means == "Canceled"), rows["places"].astype(bool), means == "Shipped"],
        [Event.CANCELED_ELSEWHERE, Event.PLACE, Event.SHIPPED_ELSEWHERE],
        Event.UPDATE,
    )
    return rows.assign(units=units, event=asked, stage=int(Stage.ORDERS)).reset_index(drop=True)
