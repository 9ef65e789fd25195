"""The arrays of the rounds of order records: what is known of the orders that later records name, and what each says.

Private to one call of `repetition.repeat`; nothing outside sees it change.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from pipeline.lifecycle import deadlines
from pipeline.lifecycle.orders import order_facts
from pipeline.lifecycle.orders.order_facts import ESTIMATES, ITEM_FACTS, ORDER_FACTS, REVISABLE, OrderFacts
from pipeline.lifecycle.orders.record_arrays import RecordArrays, said, say_once
from pipeline.lifecycle.unit_counts import UnitCounts, build_unit_arrays
from pipeline.model.instants import instants, micros
from pipeline.model.order_state import OrderState, before_our_time
from pipeline.model.sorted_keys import ordered, positions
from schemas import codes
from schemas.formats import fields as f
from schemas.statuses import Event, Outcome
from schemas.stored_tables import BLANK, ITEM_TEXT, ITEM_YEN

DEADLINE, METHOD = ORDER_FACTS.index(f.PAYMENT_DEADLINE.name), ORDER_FACTS.index(f.PAYMENT_METHOD.name)
QUANTITY = ITEM_FACTS.index(f.QUANTITY_PURCHASED.name)
NUMBERS = {f.QUANTITY_PURCHASED.name: "ordered", **{column: name for name, column in ITEM_YEN.items()}}
CHARGED = tuple(column for column in ITEM_YEN.values() if column != f.POINTS_GRANTED.name)
"""Amounts that a buyer is charged by: what an item did not say of them by then is nothing, and cannot come later."""
_PLACE = ("feed", "record", "order_key", "received", "seq")
_ZEROS = ("ordered", "shipped", "canceled", "cause", "presumed", "captured", "due_units", "parcels", "reported_run")


@dataclass(slots=True)
class RecordResults:
    """What became of each row; happened: (event, rows, items or -1, units) of everything that took effect.

    value, limit: the two numbers of its message, as they stood when the record was met.
    """

    outcome: np.ndarray
    code: np.ndarray
    column: np.ndarray
    places: np.ndarray
    changed: np.ndarray
    late: np.ndarray
    reopened: np.ndarray
    waits: np.ndarray
    units: np.ndarray
    value: np.ndarray
    limit: np.ndarray
    happened: list[tuple[Event, np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)
    revised: list[tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]] = field(default_factory=list)

    def note(self, event: Event, r: np.ndarray, item: np.ndarray | int = BLANK, units: np.ndarray | int = 0) -> None:
        """Something took effect."""
        if len(r):
            self.happened.append((event, r, np.broadcast_to(item, r.shape), np.broadcast_to(units, r.shape)))


@dataclass(slots=True)
class UpdateArrays:
    """Orders and items with later records, their facts, and the rows.

    addresses: places of the addresses that each order ever had (`order.also`), as start and count.
    """

    order: OrderFacts
    item: OrderFacts
    said: RecordArrays
    units: UnitCounts
    told: RecordResults
    market: bool
    zone: ZoneInfo
    revisable: np.ndarray
    recipient: np.ndarray
    advance: np.ndarray
    computed: np.ndarray
    prepaid: np.ndarray
    updated: np.ndarray
    heard: np.ndarray
    delivered: np.ndarray
    closed: np.ndarray
    address_start: np.ndarray
    address_count: np.ndarray
    placed: np.ndarray
    order_rewritten: np.ndarray
    item_rewritten: np.ndarray


def universe(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Every item that is known of the orders or named by a row, sorted; `placed` says which are known.

    known: items with `charged`, whether the buyer was charged for any of its units.
    """
    named = rows.loc[~rows["by_sku"] & (rows["item_key"] != BLANK), ["order_key", "item_key", "sku"]]
    fresh = named.drop_duplicates(["order_key", "item_key"]).rename(columns={"sku": "said_sku"})
    both = known.assign(placed=True).merge(fresh, how="outer", on=["order_key", "item_key"], validate="one_to_one")
    placed = both["placed"].notna()
    zeros = {name: both[name].fillna(0).astype("int64") for name in _ZEROS}
    charged = both["charged"].where(placed, other=False).astype(bool)
    sku = both["sku"].where(placed, both["said_sku"])
    return ordered(both.assign(placed=placed, charged=charged, sku=sku, **zeros), ["order_key", "item_key"])


def desk(
    rows: pd.DataFrame,
    book: OrderState,
    orders: pd.DataFrame,
    items: pd.DataFrame,
    texts: tuple[pd.DataFrame, pd.DataFrame],
    zone: ZoneInfo,
    *,
    market: bool,
) -> UpdateArrays:
    """The desk for these rows; orders, items: those of the book that the rows name, and `universe`."""
    past = book.addresses[book.addresses["order_key"].isin(orders["order_key"])]
    of_order = order_facts.facts(ORDER_FACTS, _known_orders(orders, texts[0]), rows, past)
    say_once(of_order, rows)
    keys = orders["order_key"].to_numpy()
    count = np.bincount(positions(keys, past["order_key"].to_numpy()), minlength=len(orders))
    method = pd.Series(of_order.texts[f.PAYMENT_METHOD.name], dtype="str")
    return UpdateArrays(
        order=of_order,
        item=order_facts.facts(ITEM_FACTS, _known_items(items, texts[1]), rows),
        said=said(rows, orders, items),
        units=UnitCounts(**build_unit_arrays(orders, items)),
        told=_told(len(rows)),
        market=market,
        zone=zone,
        revisable=of_order.which(REVISABLE),
        recipient=of_order.which(frozenset(column.name for column in f.RECIPIENT)),
        advance=deadlines.paid_in_advance(method).to_numpy(bool),
        computed=micros(orders["computed"]),
        prepaid=orders["prepaid"].to_numpy(bool, copy=True),
        updated=micros(orders["updated"]),
        heard=micros(orders["heard"]),
        delivered=micros(orders["delivered"]),
        closed=before_our_time(orders).to_numpy(),
        address_start=np.cumsum(count) - count,
        address_count=count,
        placed=items["placed"].to_numpy(bool, copy=True),
        order_rewritten=np.zeros(len(orders), bool),
        item_rewritten=np.zeros(len(items), bool),
    )


def _told(count: int) -> RecordResults:
    unchanged = np.full(count, int(Outcome.UNCHANGED))
    flags = np.zeros((5, count), bool)
    numbers = np.zeros((4, count), np.int64)
    return RecordResults(unchanged, numbers[0] + codes.UNCHANGED, np.full(count, -1), *flags, *numbers[1:])


def _known_orders(orders: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    known = orders.merge(text, how="left", on="order_key", validate="one_to_one")
    return known.assign(
        **{column: orders[name] for column, name in ESTIMATES.items()},
        **{
            f.PURCHASE_DATE.name: orders["purchased"],
            f.PAYMENT_DEADLINE.name: orders["paid_by"].where(orders["paid_by_given"]),
            f.BUYER_CANCEL.name: orders["cancel_asked"],
        },
    )


def _known_items(items: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    known = items.merge(text, how="left", on=["order_key", "item_key"], validate="one_to_one")
    placed, charged = items["placed"], items["charged"]
    numbers = {column: known[name].where(placed).fillna(BLANK).astype("int64") for column, name in NUMBERS.items()}
    for column in CHARGED:
        numbers[column] = numbers[column].mask(charged & (numbers[column] == BLANK), 0)
    texts = {name: known[name].where(placed).fillna("") for name in (f.SKU.name, f.CURRENCY.name, *ITEM_TEXT)}
    return known.assign(**numbers, **texts)


def events(desk: UpdateArrays, rows: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Everything that took effect as rows of the journal: the place and the ids of its record, event, units."""
    parts = [
        rows[[*_PLACE, "moment", "verified"]]
        .take(r)
        .assign(event=int(event), item_key=_item_key(items, item), units=units, cause=desk.said.cause[r], r=r)
        for event, r, item, units in desk.told.happened
    ]
    nothing = rows[[*_PLACE, "moment", "verified", "item_key"]].iloc[:0]
    return pd.concat([nothing.assign(event=0, units=0, cause=0, r=0), *parts], ignore_index=True)


def _item_key(items: pd.DataFrame, item: np.ndarray) -> np.ndarray:
    found = items["item_key"].to_numpy()
    return np.where(item >= 0, found[np.maximum(item, 0)] if len(found) else BLANK, BLANK)


def notes(desk: UpdateArrays, count: int) -> pd.Series:
    """`column old -> new` of the estimated dates that each of `count` rows revised, in the business zone, or ""."""
    if not desk.told.revised:
        return pd.Series("", range(count), dtype="str")
    r, column, old, new = (np.concatenate(parts) for parts in zip(*desk.told.revised, strict=True))
    names = pd.Series(np.array(ORDER_FACTS, dtype=object)[column], dtype="str")
    text = names + " " + _moment(old, desk.zone) + " -> " + _moment(new, desk.zone)
    return text.groupby(r, dropna=False).agg("; ".join).reindex(range(count), fill_value="").astype("str")


def _moment(values: np.ndarray, zone: ZoneInfo) -> pd.Series:
    return instants(values).dt.tz_convert(zone).dt.strftime("%Y-%m-%d %H:%M").astype("str")
