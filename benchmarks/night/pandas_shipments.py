"""Shipments and cancellations of the night in pandas, a feed at a time; the items are changed in place."""

from __future__ import annotations

import numpy as np
import pandas as pd

from benchmarks.night.columns import CANCELLATIONS, KEY, REASONS, SHIPMENTS
from benchmarks.night.pandas_words import COUNT, ID, TODAY, Night, days, local_day, read
from benchmarks.night.peer_xml import read_messages

LONGEST_TRACKING = 50
LOOKED_AT = (
    "sku", "quantity-purchased", "item-price", "purchase-date", "payments-date", "quantity-shipped", "open"
)  # fmt: skip


def apply(night: Night, items: pd.DataFrame) -> pd.DataFrame:
    """Take both feeds of shipments and the cancellations; the parcels of tonight."""
    by_xml = _confirm(night, items, read_messages(night.feeds / "ship.xml").to_pandas())
    by_line = _confirm(night, items, read(night.feeds / "ship.tsv", SHIPMENTS))
    _cancel(night, items)
    return pd.concat([by_xml, by_line])


def _confirm(night: Night, items: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    sound = _sound_lines(night, lines)
    columns = [
        *KEY,
        "sku",
        "quantity-purchased",
        "item-price",
        "purchase-date",
        "payments-date",
        "quantity-shipped",
        "open",
    ]
    state = items[columns].rename(columns={"order-item-id": "named"}).assign(item=items.index)
    hits = sound.merge(state, on="order-id")
    hits = hits[(hits["order-item-id"] == "") | (hits["order-item-id"] == hits["named"])]
    hits = hits.assign(taken=hits["wanted"].fillna(hits["open"]).astype(int), verdict=_shipment_verdicts(hits))
    _count(night, "ship", sound, hits, items, canceled=70002, shipped=5000)
    good = hits[hits["verdict"] == 0]
    low = good["quantity-shipped"].astype("int64")
    place = good["item"].to_numpy()
    items.loc[place, "quantity-shipped"] += good["taken"].to_numpy()
    items.loc[place, "open"] -= good["taken"].to_numpy()
    items.loc[place, "ship-date"] = good["ship-date"].to_numpy()
    items.loc[place, "carrier"] = (good["carrier-code"] + good["carrier-name"]).to_numpy()
    items.loc[place, "tracking-number"] = good["tracking-number"].to_numpy()
    units, price = good["quantity-purchased"].astype("int64"), good["item-price"].astype("int64")
    parcels = good[["order-id", "named", "sku"]].rename(columns={"named": "order-item-id"})
    return parcels.assign(units=units, price=price, low=low, high=low + good["taken"])


def _sound_lines(night: Night, lines: pd.DataFrame) -> pd.DataFrame:
    """The first line of several that name the same item; refused and repeated ones are counted."""
    day = pd.to_datetime(lines["ship-date"].str[:10], format="%Y-%m-%d", errors="coerce")
    faults = {
        70104: ~lines["order-id"].str.fullmatch(ID),
        70102: (lines["quantity"] != "") & ~lines["quantity"].str.fullmatch(COUNT),
        70103: ~lines["ship-date"].str.fullmatch(r"\d{4}-\d\d-\d\d(T.*)?") | day.isna(),
        18181: lines["tracking-number"].str.len() > LONGEST_TRACKING,
    }
    wanted = pd.to_numeric(lines["quantity"], errors="coerce")
    lines = lines.assign(record=np.arange(len(lines)), wanted=wanted)
    return _first_of(night, "ship", night.sound("ship", lines, faults), list(KEY))


def _shipment_verdicts(hits: pd.DataFrame) -> np.ndarray:
    none, shipped = hits["open"] == 0, hits["quantity-shipped"]
    cases = {
        70001: hits["payments-date"].isna(),
        70004: local_day(hits["purchase-date"]) + days(30) < TODAY,
        70002: none & (shipped == 0),
        5000: none & (hits["wanted"].isna() | (hits["wanted"] <= shipped)),
        18021: hits["wanted"] > hits["open"],
    }
    return np.select(list(cases.values()), list(cases), 0)


def _cancel(night: Night, items: pd.DataFrame) -> None:
    rows = read(night.feeds / "cancel.tsv", CANCELLATIONS, skip=2)
    rows = rows.assign(record=np.arange(len(rows)))
    reason, code = "cancellation-reason-code", "amazon-order-item-code"
    faults = {70104: ~rows["order-id"].str.fullmatch(ID), 70106: ~rows[reason].isin(REASONS)}
    sound = _first_of(night, "cancel", night.sound("cancel", rows, faults), ["order-id", code])
    state = items[[*KEY, "payments-date", "quantity-shipped", "open"]].assign(item=items.index)
    hits = sound.merge(state, on="order-id")
    hits = hits[(hits[code] == "") | (hits[code] == hits["order-item-id"])]
    shipped = hits.groupby("record")["quantity-shipped"].transform("sum")
    verdict = np.select([hits["payments-date"].isna(), shipped > 0, hits["open"] == 0], [70001, 70003, 5000], 0)
    hits = hits.assign(verdict=verdict)
    _count(night, "cancel", sound, hits, items, canceled=5000, shipped=70003)
    good = hits[hits["verdict"] == 0]
    place = good["item"].to_numpy()
    items.loc[place, "quantity-canceled"] += items.loc[place, "open"]
    items.loc[place, "open"] = 0
    items.loc[place, "cancel-reason"] = good[reason].to_numpy()


def _first_of(night: Night, feed: str, sound: pd.DataFrame, same: list[str]) -> pd.DataFrame:
    again = sound.duplicated(same)
    night.count(feed, pd.Series(5000, index=sound.index[again]))
    return sound[~again]


def _count(night: Night, feed: str, sound: pd.DataFrame, hits: pd.DataFrame, items: pd.DataFrame, **ended: int) -> None:
    """Verdicts of what was met, and why the rest met nothing. ended: the codes for closed orders, by how they ended."""
    night.count(feed, hits.groupby("record")["verdict"].min())
    lost = sound.loc[~sound["record"].isin(hits["record"]), "order-id"]
    status = lost.map(night.closed)
    here, canceled = lost.isin(items["order-id"]), status == "Canceled"
    cases = {18028: here, ended["canceled"]: canceled, ended["shipped"]: status.notna()}
    night.count(feed, pd.Series(np.select(list(cases.values()), list(cases), 70013)))
