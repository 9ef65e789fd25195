"""What the rounds of order records leave in the book: orders, items, parcels, wide text, what was canceled."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.ship_date import clamped
from pipeline.lifecycle.orders.order_facts import ESTIMATES, ITEM_FACTS, ORDER_FACTS
from pipeline.lifecycle.orders.placement import strict
from pipeline.lifecycle.orders.update_arrays import DEADLINE, NUMBERS, UpdateArrays
from pipeline.model.instants import NOTHING, instants
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import ordered
from schemas.formats import fields as f
from schemas.statuses import Event, Stage
from schemas.stored_frames import conform
from schemas.stored_tables import BLANK, ITEM_TEXT, ORDER_TEXT


@dataclass(frozen=True, slots=True)
class WriteBack:
    """The new book, the wide order and item text that changed, and what was canceled (columns of rounds.Applied)."""

    book: OrderState
    order_text: pd.DataFrame
    item_text: pd.DataFrame
    canceled: pd.DataFrame


def filed(
    book: OrderState, orders: pd.DataFrame, items: pd.DataFrame, desk: UpdateArrays, run: int, rows: pd.DataFrame
) -> WriteBack:
    """The book with what the rounds changed; orders, items: as the desk was made from."""
    fresh = book.orders["order_key"].isin(orders["order_key"])
    others = book.items["order_key"].isin(orders["order_key"])
    new_orders, new_items = _orders(orders, desk, run), _items(items, desk, run)
    parcels, refs = _parcels(orders, items, desk, rows)
    new = replace(
        book,
        orders=ordered(pd.concat([book.orders[~fresh], new_orders], ignore_index=True), KEYS["orders"]),
        items=ordered(pd.concat([book.items[~others], new_items], ignore_index=True), KEYS["items"]),
        parcels=ordered(pd.concat([book.parcels, parcels], ignore_index=True), KEYS["parcels"]),
        refs=ordered(pd.concat([book.refs, refs], ignore_index=True), KEYS["refs"]),
    )
    return WriteBack(new, _order_text(orders, desk), _item_text(items, desk), _canceled(items, desk, rows))


def _orders(orders: pd.DataFrame, desk: UpdateArrays, run: int) -> pd.DataFrame:
    known = {name: desk.order.known[:, at] for at, name in enumerate(ORDER_FACTS)}
    asked = known[f.BUYER_CANCEL.name]
    level = pd.Series(desk.order.text(f.SHIP_SERVICE_LEVEL.name, known[f.SHIP_SERVICE_LEVEL.name]), dtype="str")
    changed = desk.units.updated_orders(orders).assign(
        paid_by=instants(desk.units.order_paid_by),
        prepaid=desk.prepaid,
        paid_by_given=desk.order.known[:, DEADLINE] != NOTHING,
        updated=instants(desk.updated),
        heard=instants(desk.heard),
        delivered=instants(desk.delivered),
        strict=strict(level),
        cancel_asked=np.where(asked == NOTHING, BLANK, asked),
        text_run=orders["text_run"].where(~desk.order_rewritten, run),
        **{name: instants(known[column]) for column, name in ESTIMATES.items()},
    )
    return conform("orders", changed)


def _items(items: pd.DataFrame, desk: UpdateArrays, run: int) -> pd.DataFrame:
    known = {name: desk.item.known[:, at] for at, name in enumerate(ITEM_FACTS)}
    filled = desk.units.updated_items(items).assign(
        **{name: np.where(known[column] == NOTHING, BLANK, known[column]) for column, name in NUMBERS.items()},
        **{name: desk.item.text(name, known[name]) for name in (f.SKU.name, f.CURRENCY.name)},
        text_run=items["text_run"].fillna(0).astype("int64").where(~desk.item_rewritten, run),
    )
    return conform("items", filled[desk.placed])


def _parcels(
    orders: pd.DataFrame, items: pd.DataFrame, desk: UpdateArrays, rows: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Parcels of what the marketplace says has shipped: no carrier, no tracking number, a ref of their own."""
    r, item, units = _all_of(desk, Event.SHIPPED_ELSEWHERE)
    number, first = _numbered(desk, item, units)
    said = rows.take(r).reset_index(drop=True)
    bought = orders["purchased"].take(desk.said.o[r]).reset_index(drop=True)
    made = items[["order_key", "item_key"]].take(item).reset_index(drop=True)
    made = made.assign(
        number=number,
        first_unit=first,
        units=units,
        carrier="",
        tracking="",
        method="",
        shipped_at=clamped(said["moment"], bought, said["received"], desk.zone),
        late=False,
        elsewhere=True,
        posted_run=0,
        **{name: said[name] for name in ("received", "feed", "record")},
    )
    return conform("parcels", made), conform("refs", made.assign(ref="m:" + made["number"].astype("str")))


def _numbered(desk: UpdateArrays, item: np.ndarray, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number and first unit of parcels in the order in which they were made, counted back from what is known now."""
    parcels = pd.DataFrame({"item": item, "units": units})[::-1]
    by = parcels.groupby("item", dropna=False)
    later = (by.cumcount() if len(parcels) else parcels["item"])[::-1].to_numpy()
    own_and_later = by["units"].cumsum()[::-1].to_numpy()
    return desk.units.item_shipments[item] - later, desk.units.item_shipped[item] - own_and_later


def _all_of(desk: UpdateArrays, event: Event) -> tuple[np.ndarray, ...]:
    found = [parts for parts in desk.told.happened if parts[0] == event]
    nothing = np.empty(0, np.int64)
    return tuple(np.concatenate([nothing, *(part[at] for part in found)]).astype(np.int64) for at in range(1, 4))


def _canceled(items: pd.DataFrame, desk: UpdateArrays, rows: pd.DataFrame) -> pd.DataFrame:
    r, item, units = _all_of(desk, Event.CANCELED_ELSEWHERE)
    said = rows[["received", "seq", "record", "feed"]].take(r).reset_index(drop=True)
    found = items[["order_key", "item_key", "sku"]].take(item).reset_index(drop=True)
    return pd.concat([found.assign(units=units, cause=desk.said.cause[r], stage=int(Stage.ORDERS)), said], axis=1)


def _order_text(orders: pd.DataFrame, desk: UpdateArrays) -> pd.DataFrame:
    known = {
        name: desk.order.text(name, desk.order.known[:, at])
        for at, name in enumerate(ORDER_FACTS)
        if name in ORDER_TEXT
    }
    return orders[["order_key"]].assign(**known).astype(dict.fromkeys(ORDER_TEXT, "str"))[desk.order_rewritten]


def _item_text(items: pd.DataFrame, desk: UpdateArrays) -> pd.DataFrame:
    known = {
        name: desk.item.text(name, desk.item.known[:, at]) for at, name in enumerate(ITEM_FACTS) if name in ITEM_TEXT
    }
    changed = desk.item_rewritten & desk.placed
    return items[["order_key", "item_key"]].assign(**known).astype(dict.fromkeys(ITEM_TEXT, "str"))[changed]
