"""What the rounds of order records leave in the state: orders, items, shipments, wide text, what was canceled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle import deadlines
from pipeline.lifecycle.events.ship_date import clamp_ship_date
from pipeline.lifecycle.joint_shipments import known_names, last_numbers, next_numbers
from pipeline.lifecycle.orders.order_facts import ESTIMATED_DATES, ITEM_NUMBERS
from pipeline.lifecycle.orders.placement import is_strict
from pipeline.lifecycle.orders.update_arrays import UpdateArrays
from pipeline.model.instants import NOTHING, instants
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import joined_by_keys
from schemas.formats import fields as f
from schemas.statuses import Event, Stage
from schemas.stored_frames import conform
from schemas.stored_tables import BLANK, ITEM_TEXT, ORDER_TEXT, TEXT_RUNS

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class WriteBack:
    """The new state, the wide order and item text that changed, and what was canceled (columns of EventsResult)."""

    state: OrderState
    order_text: pd.DataFrame
    item_text: pd.DataFrame
    canceled: pd.DataFrame


def build_write_back(
    state: OrderState,
    orders: pd.DataFrame,
    items: pd.DataFrame,
    arrays: UpdateArrays,
    rows: pd.DataFrame,
    run: int,
    zone: ZoneInfo,
) -> WriteBack:
    """The state with what the rounds changed; orders, items: as the arrays were made from."""
    other_orders = state.orders[~state.orders["order_key"].isin(orders["order_key"])]
    other_items = state.items[~state.items["order_key"].isin(orders["order_key"])]
    shipments = _new_shipments(orders, items, arrays, rows, zone)
    moment = shipments["moment"].astype("int64").astype("str")
    shipments = shipments.assign(ref="w:" + moment + "|")
    joint = next_numbers(known_names(state), last_numbers(state), shipments)
    shipments = shipments.assign(shipment=joint)
    refs = pd.concat([shipments, shipments.assign(ref="m:" + shipments["number"].astype("str"))], ignore_index=True)
    refs = refs.drop_duplicates(KEYS["refs"])
    new_state = replace(
        state,
        orders=_together("orders", other_orders, _with_exact_dates(_updated_orders(orders, arrays, run), arrays, zone)),
        items=_together("items", other_items, _updated_items(items, arrays, run)),
        parcels=_together("parcels", state.parcels, conform("parcels", shipments)),
        refs=_together("refs", state.refs, conform("refs", refs)),
    )
    canceled = _canceled_units(items, arrays, rows)
    return WriteBack(new_state, _changed_order_text(orders, arrays), _changed_item_text(items, arrays), canceled)


def _together(table: str, first: pd.DataFrame, second: pd.DataFrame) -> pd.DataFrame:
    """Rows of a stored table, sorted by its keys."""
    return joined_by_keys([first, second], KEYS[table])


def _updated_orders(orders: pd.DataFrame, arrays: UpdateArrays, run: int) -> pd.DataFrame:
    codes = arrays.order_facts.known_codes()
    cancel_asked = codes["cancel_asked"]
    service_level = pd.Series(arrays.order_facts.known_text(f.SHIP_SERVICE_LEVEL.name), dtype="str")
    updated = arrays.units.updated_orders(orders).assign(
        paid_by=instants(arrays.units.order_paid_by),
        prepaid=arrays.is_prepaid,
        paid_by_given=codes["deadline"] != NOTHING,
        updated=instants(arrays.updated_at),
        last_received=instants(arrays.last_received),
        delivered=instants(arrays.delivered_at),
        strict=is_strict(service_level),
        cancel_asked=np.where(cancel_asked == NOTHING, BLANK, cancel_asked),
        text_run=orders["text_run"].where(~arrays.order_text_changed, run),
        **{name: instants(codes[name]) for name in ESTIMATED_DATES},
    )
    return conform("orders", updated)


def _with_exact_dates(orders: pd.DataFrame, arrays: UpdateArrays, zone: ZoneInfo) -> pd.DataFrame:
    """Orders whose purchase date got its time, with the dates that were worked out from the day alone; step 1.5.9."""
    is_exact = arrays.has_exact_purchase
    if not is_exact.any():
        return orders
    purchased = orders["purchased"].mask(is_exact, instants(arrays.order_facts.known_codes()["purchased"]))
    has_default = is_exact & orders["prepaid"] & ~orders["paid_by_given"]
    return orders.assign(
        purchased=purchased,
        cut_off=orders["cut_off"].mask(is_exact, deadlines.cut_off(purchased, zone)),
        paid_by=orders["paid_by"].mask(has_default, deadlines.payment_deadline(purchased, zone)),
    )


def _updated_items(items: pd.DataFrame, arrays: UpdateArrays, run: int) -> pd.DataFrame:
    """The items that are placed by now."""
    codes = arrays.item_facts.known_codes()
    numbers = {}
    for name in ITEM_NUMBERS:
        numbers[name] = np.where(codes[name] == NOTHING, BLANK, codes[name])
    updated = arrays.units.updated_items(items).assign(
        **numbers,
        **{name: arrays.item_facts.known_text(name) for name in ("sku", "currency")},
        facts_at=instants(arrays.facts_at),
        text_run=items["text_run"].fillna(0).astype("int64").where(~arrays.item_text_changed, run),
    )
    return conform("items", updated[arrays.is_placed])


def _new_shipments(
    orders: pd.DataFrame, items: pd.DataFrame, arrays: UpdateArrays, rows: pd.DataFrame, zone: ZoneInfo
) -> pd.DataFrame:
    """What the marketplace says has shipped, as shipments: no carrier, no tracking number."""
    shipped = arrays.results.effects_of(Event.SHIPPED_ELSEWHERE)
    number, first_unit = _shipment_numbers(arrays, shipped.item_pos, shipped.units)
    records = rows.take(shipped.rows).reset_index(drop=True)
    purchased = orders["purchased"].take(arrays.records.order_pos[shipped.rows]).reset_index(drop=True)
    shipments = items[["order_key", "item_key"]].take(shipped.item_pos).reset_index(drop=True)
    return shipments.assign(
        number=number,
        first_unit=first_unit,
        units=shipped.units,
        carrier="",
        tracking="",
        method="",
        shipped_at=clamp_ship_date(records["moment"], purchased, records["received"], zone),
        late=False,
        elsewhere=True,
        posted_run=0,
        **dict.fromkeys(TEXT_RUNS, 0),
        **{name: records[name] for name in ("moment", "received", "feed", "record")},
    )


def _shipment_numbers(arrays: UpdateArrays, item_pos: np.ndarray, units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Number and first unit of new shipments, in the order in which they were made.

    Counted back from what their items have now: how many of the item's shipments, and of its units, are later.
    """
    latest_first = pd.DataFrame({"item": item_pos, "units": units})[::-1]
    by_item = latest_first.groupby("item", dropna=False)
    later_shipments = (by_item.cumcount() if len(latest_first) else latest_first["item"])[::-1].to_numpy()
    own_and_later_units = by_item["units"].cumsum()[::-1].to_numpy()
    number = arrays.units.item_shipments[item_pos] - later_shipments
    return number, arrays.units.item_shipped[item_pos] - own_and_later_units


def _canceled_units(items: pd.DataFrame, arrays: UpdateArrays, rows: pd.DataFrame) -> pd.DataFrame:
    """What the marketplace has canceled, one row per item and record."""
    canceled = arrays.results.effects_of(Event.CANCELED_ELSEWHERE)
    records = rows[["received", "seq", "record", "feed"]].take(canceled.rows).reset_index(drop=True)
    of_items = items[["order_key", "item_key", "sku"]].take(canceled.item_pos).reset_index(drop=True)
    cause = arrays.records.cancel_cause[canceled.rows]
    return pd.concat([of_items.assign(units=canceled.units, cause=cause, stage=int(Stage.ORDERS)), records], axis=1)


def _changed_order_text(orders: pd.DataFrame, arrays: UpdateArrays) -> pd.DataFrame:
    texts = {name: arrays.order_facts.known_text(name) for name in ORDER_TEXT}
    all_text = orders[["order_key"]].assign(**texts).astype(dict.fromkeys(ORDER_TEXT, "str"))
    return all_text[arrays.order_text_changed]


def _changed_item_text(items: pd.DataFrame, arrays: UpdateArrays) -> pd.DataFrame:
    texts = {name: arrays.item_facts.known_text(name) for name in ITEM_TEXT}
    all_text = items[["order_key", "item_key"]].assign(**texts).astype(dict.fromkeys(ITEM_TEXT, "str"))
    return all_text[arrays.item_text_changed & arrays.is_placed]
