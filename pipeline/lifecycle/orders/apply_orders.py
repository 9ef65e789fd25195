"""Step 1, the orders stage: first records place, later ones fill, then the status moves; what fits no order is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.orders import placement
from pipeline.lifecycle.orders.item_marks import counts_less_to_ship, is_open_here, mark_items, mark_unclear
from pipeline.lifecycle.orders.order_rows import OrderRows
from pipeline.lifecycle.orders.prepare_rows import prepare_rows
from pipeline.lifecycle.orders.record_arrays import CANCELED, SHIPPED
from pipeline.lifecycle.orders.sku_rows import expand_by_sku
from pipeline.lifecycle.orders.updates import UpdateResult, apply_updates
from pipeline.model.instants import micros
from pipeline.model.order_state import OrderState, before_our_time
from schemas import codes
from schemas.formats import fields as f
from schemas.frame_checks import check_frames
from schemas.statuses import Event, Outcome, Stage
from schemas.stored_frames import empty
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

Texts = tuple[pd.DataFrame, pd.DataFrame]
"""Wide text of orders, and of items."""
_NOTHING_YET = {
    "changed": True,
    "reopened": False,
    "is_held": False,
    "is_idle_line": False,
    "shipped_units": 0,
    "unclear": "",
    "is_undecided": False,
    "note": "",
    "column": "",
}


@dataclass(frozen=True, slots=True)
class OrdersResult:
    """The state after the stage, the wide text that is new, and what became of the rows.

    rows: frame `order_results`. held: rows that fit no order (frame `order_rows`). canceled: frame `changed_units`.
    effects: frame `order_effects`. foreign: rows of orders that the marketplace ships (frame `order_rows`), with
    `is_open_here`, whether something of them is open here.
    """

    state: OrderState
    order_text: pd.DataFrame
    item_text: pd.DataFrame
    rows: pd.DataFrame
    held: pd.DataFrame
    canceled: pd.DataFrame
    effects: pd.DataFrame
    foreign: pd.DataFrame

    @classmethod
    def unchanged(cls, state: OrderState) -> OrdersResult:
        """What no rows at all come to."""
        return cls(
            state=state,
            order_text=empty("order_text"),
            item_text=empty("item_text"),
            rows=empty("order_results"),
            held=empty("order_rows"),
            canceled=empty("changed_units"),
            effects=empty("order_effects"),
            foreign=empty("order_rows").assign(is_open_here=False),
        )


def apply(
    state: OrderState, incoming: OrderRows, text: Texts, run: int, zone: ZoneInfo, *, market: bool
) -> OrdersResult:
    """Apply incoming order rows. text: of the known orders that they name."""
    if incoming.facts.empty:
        return OrdersResult.unchanged(state)
    # The rows are sorted, split and expanded below; `text_row` says where the text of each stands in `incoming.text`.
    facts = incoming.facts.assign(text_row=np.arange(len(incoming.facts)))
    rows = prepare_rows(facts[~facts["is_foreign"]], incoming.text, state, zone)
    rows, idle, unplaceable = _split_placeable(rows)
    first, others = _split_first(rows)
    first_text = (placement.new_order_text(first, incoming.text), placement.new_item_text(first, incoming.text))
    state = placement.place_orders(state, first, run)
    # A first record that also says that something left goes through the rounds as well: they move the status last.
    moves_on = _says_shipped(first)
    later, unmatched = expand_by_sku(pd.concat([others, first[moves_on]]), state)
    updated = _update(OrderRows(later, incoming.text), state, (text, first_text), run, zone, market=market)
    is_held = updated.rows["is_held"]
    moved = updated.rows[~is_held]
    settled = pd.concat(
        [idle, first[~moves_on], moved.assign(places=moved["places"] | _is_first(moved))], ignore_index=True
    )
    held = (unplaceable, unmatched, updated.rows[is_held].drop_duplicates(RECORD))
    held_rows = pd.concat([part[list(incoming.facts)] for part in held], ignore_index=True)
    taken_rows = _not_of_records(incoming.facts, held_rows)
    marked = mark_items(mark_unclear(updated.written.state, taken_rows, updated.mentions), taken_rows)
    rows = _with_units(settled, marked)
    foreign = facts[facts["is_foreign"]].reset_index(drop=True)
    check_frames(order_results=rows, order_effects=updated.effects)
    return OrdersResult(
        state=marked,
        order_text=newest(first_text[0], updated.written.order_text, ["order_key"]),
        item_text=newest(first_text[1], updated.written.item_text, ["order_key", "item_key"]),
        rows=rows,
        held=held_rows,
        canceled=updated.written.canceled,
        effects=updated.effects,
        foreign=foreign.assign(is_open_here=is_open_here(marked, foreign["order_key"])),
    )


def newest(first: pd.DataFrame, later: pd.DataFrame, key: list[str]) -> pd.DataFrame:
    """Two versions of wide text as one: the later version of each row."""
    return pd.concat([first, later], ignore_index=True).drop_duplicates(key, keep="last", ignore_index=True)


def _split_placeable(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Rows of orders that are known or that one of the rows places; canceled lines of other orders; and the rest."""
    placed_keys = rows.loc[rows["rank"] == 0, "order_key"]
    is_placeable = ~rows["unknown"] | rows["order_key"].isin(placed_keys)
    is_idle = ~is_placeable & rows["cancels_line"]
    return rows[is_placeable], _unchanged(rows[is_idle]), rows[~is_placeable & ~is_idle]


def _unchanged(rows: pd.DataFrame) -> pd.DataFrame:
    """Canceled lines of orders that nobody knows, with what becomes of them: nothing. Order process, 1.10."""
    nothing = {"changed": False, "places": False, "paid_late": False, "is_idle_line": True, "value": 0, "limit": 0}
    return rows.assign(**_NOTHING_YET | nothing, outcome=int(Outcome.UNCHANGED), code=codes.UNCHANGED)


def _is_first(rows: pd.DataFrame) -> pd.Series:
    """Rows of the record that places its order, but for its canceled lines."""
    return rows["unknown"] & (rows["step"] == 0) & ~rows["cancels_line"]


def _split_first(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """First records of their orders, with what becomes of them; and all other rows."""
    is_first = _is_first(rows)
    return _with_placement_results(rows[is_first]), rows[~is_first]


def _update(
    rows: OrderRows, state: OrderState, texts: tuple[Texts, Texts], run: int, zone: ZoneInfo, *, market: bool
) -> UpdateResult:
    """Apply later records. texts: of the known orders, and of those that were just placed."""
    if rows.facts.empty:
        return UpdateResult.unchanged(state, _with_placement_results(rows.facts))
    return apply_updates(rows, state, _text_of(rows.facts, *texts), run, zone, market=market)


def _text_of(rows: pd.DataFrame, text: Texts, first_text: Texts) -> Texts:
    """The wide text of the orders of these rows, known or just placed."""
    order_text = pd.concat([text[0], first_text[0]], ignore_index=True)
    item_text = pd.concat([text[1], first_text[1]], ignore_index=True)
    keys = rows["order_key"]
    return order_text[order_text["order_key"].isin(keys)], item_text[item_text["order_key"].isin(keys)]


def _with_placement_results(rows: pd.DataFrame) -> pd.DataFrame:
    """First records of their orders, with what becomes of them."""
    in_our_time = rows["cut_off"] >= rows["received"]
    is_late = placement.is_paid_late(rows["verified"], rows["paid_by"]) & in_our_time
    return rows.assign(**_NOTHING_YET).assign(
        outcome=np.where(is_late, int(Outcome.WARNING), int(Outcome.ACCEPTED)),
        code=0,
        paid_late=is_late,
        value=0,
        limit=micros(rows["paid_by"]),
        places=True,
    )


def _says_shipped(rows: pd.DataFrame) -> pd.Series:
    """Rows that say that something has left, by their status or by a count of units."""
    return (rows["order_status"] == SHIPPED) | (rows["shipped_count"] > 0) | rows["is_delivered"]


def _with_units(rows: pd.DataFrame, state: OrderState) -> pd.DataFrame:
    """Rows with their event, their stage and the units that they placed: none for an order that closed at once."""
    closed_keys = state.orders.loc[before_our_time(state.orders), "order_key"]
    is_placing = rows["places"]
    has_units = is_placing & ~rows["order_key"].isin(closed_keys)
    units = rows["ordered"].where(has_units, 0)
    status = rows["item_status"].where(rows["by_sku"] & (rows["item_status"] != ""), rows["order_status"])
    is_canceled = (status == CANCELED) | rows["cancels_line"]
    event = np.select(
        [is_canceled, is_placing, status == SHIPPED],
        [Event.CANCELED_ELSEWHERE, Event.PLACE, Event.SHIPPED_ELSEWHERE],
        Event.UPDATE,
    )
    disputed = np.where(counts_less_to_ship(state, rows), "quantity-to-ship", "")
    unpriced = _missing_money(rows).where(has_units & _verifies(rows), "")
    return rows.assign(
        units=units,
        event=event,
        stage=int(Stage.ORDERS),
        unpriced=unpriced,
        disputed=pd.Series(disputed, rows.index, dtype="str"),
    ).reset_index(drop=True)


def _not_of_records(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """The rows that are of no record of these other rows."""
    if others.empty:
        return rows
    is_other = pd.MultiIndex.from_frame(rows[RECORD]).isin(pd.MultiIndex.from_frame(others[RECORD]))
    return rows[~is_other]


def _verifies(rows: pd.DataFrame) -> pd.Series:
    """Rows of a record that verifies its order in time."""
    verified = rows.groupby(RECORD, dropna=False)["verified"].transform("min")
    return verified.notna() & ~rows["paid_late"]


def _missing_money(rows: pd.DataFrame) -> pd.Series:
    """The column without which an item has no money: item-price, else currency; "" if it has both. Step 1.9."""
    lacks_price = ((rows["price"] < 0) & ~rows["is_free"]).to_numpy(bool)
    lacks_currency = (rows["currency"] == "").to_numpy(bool)
    missing = np.select([lacks_price, lacks_currency], [f.ITEM_PRICE.name, f.CURRENCY.name], "")
    return pd.Series(missing, rows.index, dtype="str")
