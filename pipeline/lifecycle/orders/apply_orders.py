"""Step 1, the orders stage: first records place, later ones are applied in rounds, what fits no order is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.orders import placement
from pipeline.lifecycle.orders.prepare_rows import prepare_rows
from pipeline.lifecycle.orders.sku_rows import expand_by_sku
from pipeline.lifecycle.orders.updates import apply_updates
from pipeline.model.instants import micros
from pipeline.model.order_state import OrderState, before_our_time
from schemas import codes
from schemas.formats import fields as f
from schemas.statuses import Event, Outcome, Stage
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Texts = tuple[pd.DataFrame, pd.DataFrame]
"""Wide text of orders, and of items."""
_NOTHING_YET = {"changed": True, "late": False, "reopened": False, "gone": 0, "note": "", "column": "", "value": 0}


@dataclass(frozen=True, slots=True)
class OrdersResult:
    """The state after the stage, the wide text that is new, and what became of the rows.

    rows: outcome, code, column, units (placed), gone (shipped elsewhere) and the flags of UpdateResult, one row per
    record and item. held: rows that fit no order (columns of the incoming rows). canceled: as EventsResult. effects:
    event, order_key, item_key, units, feed, record, received, seq of everything beside placing that took effect.
    """

    state: OrderState
    order_text: pd.DataFrame
    item_text: pd.DataFrame
    rows: pd.DataFrame
    held: pd.DataFrame
    canceled: pd.DataFrame
    effects: pd.DataFrame


def apply(
    state: OrderState, incoming: pd.DataFrame, text: Texts, run: int, zone: ZoneInfo, *, market: bool
) -> OrdersResult:
    """Apply incoming order rows (order_formats with keys). text: of the known orders that they name."""
    rows = prepare_rows(incoming[~incoming["foreign"]], state, zone)
    rows, unplaceable = _split_placeable(rows)
    first, others = _split_first(rows)
    first_text = (placement.new_order_text(first), placement.new_item_text(first))
    state = placement.place_orders(state, first, run)
    # A first record that also says that something left goes through the rounds as well, now that its order is placed.
    moves_on = first["gone_by_status"]
    later, unmatched = expand_by_sku(pd.concat([others, first[moves_on]]), state)
    updated = apply_updates(later, state, _text_of(later, text, first_text), run, zone, market=market)
    is_held = updated.rows["waits"]
    settled = pd.concat([first[~moves_on], _at_least_placed(updated.rows[~is_held])], ignore_index=True)
    held = (unplaceable, unmatched, updated.rows[is_held].drop_duplicates(RECORD))
    return OrdersResult(
        state=updated.written.state,
        order_text=newest(first_text[0], updated.written.order_text, ["order_key"]),
        item_text=newest(first_text[1], updated.written.item_text, ["order_key", "item_key"]),
        rows=_with_units(settled, updated.written.state),
        held=pd.concat([part[incoming.columns] for part in held], ignore_index=True),
        canceled=updated.written.canceled,
        effects=updated.effects,
    )


def newest(first: pd.DataFrame, later: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Two versions of wide text as one: the later version of each row."""
    return pd.concat([first, later], ignore_index=True).drop_duplicates(key, keep="last", ignore_index=True)


def _split_placeable(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows of orders that are known or that one of the rows places; and the rest."""
    placed_keys = rows.loc[rows["rank"] == 0, "order_key"]
    is_placeable = ~rows["unknown"] | rows["order_key"].isin(placed_keys)
    return rows[is_placeable], rows[~is_placeable]


def _is_first(rows: pd.DataFrame) -> pd.Series:
    """Rows of the record that places its order."""
    return rows["unknown"] & (rows["step"] == 0)


def _split_first(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """First records of their orders, with what becomes of them; and all other rows."""
    is_first = _is_first(rows)
    return _with_placement_results(rows[is_first]), rows[~is_first]


def _text_of(rows: pd.DataFrame, text: Texts, first_text: Texts) -> Texts:
    """The wide text of the orders of these rows, known or just placed."""
    order_text = pd.concat([text[0], first_text[0]], ignore_index=True)
    item_text = pd.concat([text[1], first_text[1]], ignore_index=True)
    keys = rows["order_key"]
    return order_text[order_text["order_key"].isin(keys)], item_text[item_text["order_key"].isin(keys)]


def _with_placement_results(rows: pd.DataFrame) -> pd.DataFrame:
    """First records of their orders, with what becomes of them; gone_by_status: they also say that something left."""
    in_our_time = rows["cut_off"] >= rows["received"]
    is_late = placement.is_paid_late(rows["verified"], rows["paid_by"]) & in_our_time
    has_left = (rows["says"] == "Shipped") | (rows["counted"] > 0) | rows["delivered"]
    return rows.assign(**_NOTHING_YET).assign(
        outcome=np.where(is_late, int(Outcome.WARNING), int(Outcome.ACCEPTED)),
        code=0,
        late=is_late,
        limit=micros(rows["paid_by"]),
        places=True,
        gone_by_status=has_left.astype(bool),
    )


def _at_least_placed(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows of the rounds; a row that also placed its order is accepted at the least."""
    is_first = _is_first(rows)
    is_unchanged = rows["code"] == codes.UNCHANGED
    return rows.assign(
        places=rows["places"] | is_first,
        outcome=rows["outcome"].where(~is_first, rows["outcome"].clip(lower=int(Outcome.ACCEPTED))),
        code=rows["code"].where(~(is_first & is_unchanged), 0),
    )


def _with_units(rows: pd.DataFrame, state: OrderState) -> pd.DataFrame:
    """Rows with their event, their stage and the units that they placed: none for an order that closed at once."""
    closed_keys = state.orders.loc[before_our_time(state.orders), "order_key"]
    is_placing = rows["places"].astype(bool)
    has_units = is_placing & ~rows["order_key"].isin(closed_keys)
    units = rows[f.QUANTITY_PURCHASED.name].astype("int64").where(has_units, 0)
    status = rows["item_says"].where(rows["by_sku"] & (rows["item_says"] != ""), rows["says"])
    is_canceled = (rows["says"] == "Canceled") | (status == "Canceled")
    event = np.select(
        [is_canceled, is_placing, status == "Shipped"],
        [Event.CANCELED_ELSEWHERE, Event.PLACE, Event.SHIPPED_ELSEWHERE],
        Event.UPDATE,
    )
    return rows.assign(units=units, event=event, stage=int(Stage.ORDERS)).reset_index(drop=True)
