"""Step 1, later records of an order: what repeats is unchanged, what was empty is filled, what differs conflicts.

Round k applies the k-th record of every order at once, and with it those of an order that wait for nothing of each
other (like_records), on arrays of codes (order_facts): first the facts of all records, with what they say of the
payment, then what they say has left or is canceled (step 8.6). A conflict refuses the facts of a record, never the
status it carries (step 1.5.5). What a newer record says of dates, payment terms and the buyer's request replaces what
was known.

Three rows made of two rows without item ids: the first means two items, of which one is there; the item of the second
is not, so its record is held.

>>> from types import SimpleNamespace
>>> records = SimpleNamespace(by_sku=np.full(3, fill_value=True), item_pos=np.array([0, 1, 2]))
>>> records.source_row = records.order_pos = np.array([0, 0, 1])
>>> results = SimpleNamespace(is_held=np.zeros(3, bool))
>>> is_placed = np.array([True, False, False])
>>> arrays = SimpleNamespace(records=records, results=results, is_placed=is_placed)
>>> arrays.any_of_record = lambda rows, flag: np.isin(records.order_pos[rows], records.order_pos[rows[flag]])
>>> _hold_unmatched(arrays, np.array([0, 1, 2])).tolist(), results.is_held.tolist()
([0], [False, False, True])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.deadlines import payment_deadline
from pipeline.lifecycle.orders import status_updates
from pipeline.lifecycle.orders.fact_conflicts import find_conflicts
from pipeline.lifecycle.orders.fact_rounds import fact_rounds
from pipeline.lifecycle.orders.fact_updates import update_facts
from pipeline.lifecycle.orders.order_rows import OrderRows
from pipeline.lifecycle.orders.row_meanings import RowMeanings, find_meanings
from pipeline.lifecycle.orders.status_decisions import decide_status, refuse_status
from pipeline.lifecycle.orders.status_rounds import moves_status, ships_in_time, status_rounds
from pipeline.lifecycle.orders.update_arrays import UpdateArrays, build_update_arrays, known_and_named_items
from pipeline.lifecycle.orders.update_results import effect_rows, set_outcomes, with_results
from pipeline.lifecycle.orders.write_back import WriteBack, build_write_back
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import pair_positions, sort_by_keys
from schemas import codes
from schemas.stored_frames import empty
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """The state and wide text that changed, the rows with what became of them, and everything that took effect.

    rows: the rows with the columns of frame `order_results` that say what became of them. effects: frame
    `order_effects`. mentions: order_key, item_key, received, is_unclear, of items that rows without item ids mean or
    may mean.
    """

    written: WriteBack
    rows: pd.DataFrame
    effects: pd.DataFrame
    mentions: pd.DataFrame

    @classmethod
    def unchanged(cls, state: OrderState, rows: pd.DataFrame) -> UpdateResult:
        """What no later records come to. rows: none, with the columns of the rows that have their result."""
        written = WriteBack(state, empty("order_text"), empty("item_text"), empty("changed_units"))
        mentions = empty("order_results")[["order_key", "item_key", "received"]].assign(is_unclear=False)
        return cls(written, rows, empty("order_effects"), mentions)


def apply_updates(
    incoming: OrderRows,
    state: OrderState,
    texts: tuple[pd.DataFrame, pd.DataFrame],
    run: int,
    zone: ZoneInfo,
    *,
    market: bool,
) -> UpdateResult:
    """Apply later records to the state. incoming: their facts as prepare_rows and expand_by_sku leave them, with text.

    texts: wide text of every order and item of the state that the rows touch. market: our clock only presumes.
    """
    rows = sort_by_keys(incoming.facts, ["step", "order_key", "rank", "seq", "record"])
    orders = state.orders[state.orders["order_key"].isin(rows["order_key"])].reset_index(drop=True)
    orders = orders.assign(computed=payment_deadline(orders["purchased"], zone))
    items = known_and_named_items(rows, _items_with_charges(state, orders))
    arrays = build_update_arrays(OrderRows(rows, incoming.text), state, orders, items, texts, zone, market=market)
    for round_rows in fact_rounds(arrays, rows["step"]):
        _apply_facts(arrays, round_rows)
    meanings = _settle_meanings(arrays, items)
    may_move = moves_status(arrays.records) & ~arrays.results.is_held & ~arrays.results.is_refused
    for round_rows in status_rounds(arrays.records, np.flatnonzero(may_move), ships_in_time(arrays)):
        _apply_status(arrays, round_rows)
    set_outcomes(arrays.results, arrays.records)
    return UpdateResult(
        build_write_back(state, orders, items, arrays, rows, run, zone),
        _meant_rows(with_results(rows, arrays.results, zone), meanings),
        effect_rows(arrays.results.effects, rows, items, arrays.records.cancel_cause),
        _mentioned_items(meanings, rows, items),
    )


def _items_with_charges(state: OrderState, orders: pd.DataFrame) -> pd.DataFrame:
    """The items of these orders with `charged`: captured in advance, or with a shipment whose money is posted."""
    items = state.items[state.items["order_key"].isin(orders["order_key"])].reset_index(drop=True)
    posted = state.parcels[state.parcels["posted_run"] > 0]
    posted_items = pair_positions(items, posted["order_key"].to_numpy(), posted["item_key"].to_numpy())
    return items.assign(charged=(items["captured"] > 0) | items.index.isin(posted_items))


def _apply_facts(arrays: UpdateArrays, rows: np.ndarray) -> None:
    """Records of a round: place, fill, revise, reopen and verify what is not refused."""
    rows = _hold_unmatched(arrays, rows)
    # rows: positions in the arrays of the records. Every mask and order_pos below has an element for each of them.
    results = arrays.results
    order_pos = arrays.records.order_pos[rows]
    results.conflict_column[rows] = find_conflicts(arrays, rows)
    has_conflict = arrays.any_of_record(rows, results.conflict_column[rows] >= 0)
    decision = decide_status(arrays, rows)
    arrays.units.order_refund_due[order_pos[decision.is_refund_due & ~has_conflict]] = True
    is_refused = arrays.any_of_record(rows, decision.code != 0)
    _note_refusal(arrays, rows, decision.code, is_refused, has_conflict)
    reopens = arrays.any_of_record(rows, decision.reopens & ~is_refused)
    results.reopened[rows] = reopens
    if reopens.any():
        status_updates.reopen(arrays, rows[reopens])
    applied_rows = rows[~has_conflict & ~is_refused]
    results.changed_facts[applied_rows] = update_facts(arrays, applied_rows)
    moved = reopens.copy()
    moved[~is_refused] |= status_updates.verify(arrays, rows[~is_refused])
    results.moved[rows] = arrays.any_of_record(rows, moved)
    results.is_paid_late[rows] &= ~has_conflict
    arrays.units.order_refund_due[order_pos[results.is_paid_late[rows]]] = True
    _note_message_numbers(arrays, rows)


def _apply_status(arrays: UpdateArrays, rows: np.ndarray) -> None:
    """Records of a round, when all have told their facts: ship, cancel and deliver."""
    results = arrays.results
    code = refuse_status(arrays, rows)
    is_refused = arrays.any_of_record(rows, code != 0)
    has_conflict = arrays.any_of_record(rows, results.conflict_column[rows] >= 0)
    _note_refusal(arrays, rows, code, is_refused, has_conflict)
    _note_message_numbers(arrays, rows[code != 0])
    moved = np.zeros(len(rows), bool)
    moved[~is_refused] = status_updates.move_status(arrays, rows[~is_refused])
    results.moved[rows] |= arrays.any_of_record(rows, moved)


def _note_refusal(
    arrays: UpdateArrays, rows: np.ndarray, code: np.ndarray, is_refused: np.ndarray, has_conflict: np.ndarray
) -> None:
    """Why the rows are refused. A conflict is answered alone."""
    arrays.results.is_refused[rows] = is_refused
    arrays.results.refusal[rows] = np.where(has_conflict, 0, code)


def _note_message_numbers(arrays: UpdateArrays, rows: np.ndarray) -> None:
    """The numbers that the message of each row names: a later record of the run may change them."""
    units = arrays.units
    code = arrays.results.refusal[rows]
    order_pos = arrays.records.order_pos[rows]
    arrays.results.value[rows] = units.order_canceled_at[order_pos]
    arrays.results.limit[rows] = np.select(
        [code == codes.ORDER_CANCELED, code == codes.CONFIRMED_TOO_LATE],
        [units.order_cause[order_pos], units.order_cut_off[order_pos]],
        units.order_paid_by[order_pos],
    )


def _settle_meanings(arrays: UpdateArrays, items: pd.DataFrame) -> RowMeanings:
    """What the rows of the all-orders report mean, now that all facts are told; from now on they mean nothing else."""
    meanings = find_meanings(arrays, items["item_key"].to_numpy())
    arrays.records.item_pos[~meanings.is_meant] = BLANK
    arrays.results.unclear[meanings.unclear] = meanings.candidates
    arrays.results.is_undecided[meanings.unclear] = meanings.is_undecided
    return meanings


def _mentioned_items(meanings: RowMeanings, rows: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """The items that the all-orders report tells of, or does not, with their keys and when it was received."""
    mentions = meanings.mentions
    keys = items[["order_key", "item_key"]].take(mentions["item"]).reset_index(drop=True)
    return keys.assign(received=rows["received"].take(mentions["row"]).array, is_unclear=mentions["is_unclear"].array)


def _meant_rows(rows: pd.DataFrame, meanings: RowMeanings) -> pd.DataFrame:
    """The rows with the items that they mean; one that means none stands once, without an item."""
    return rows.assign(item_key=rows["item_key"].where(meanings.is_meant, BLANK))[meanings.stands]


def _hold_unmatched(arrays: UpdateArrays, rows: np.ndarray) -> np.ndarray:
    """The rows whose item is there by now; a record of which a SKU has no item yet is held whole."""
    records = arrays.records
    by_sku = records.by_sku[rows]
    item_pos = records.item_pos[rows]
    is_early = by_sku & ~((item_pos >= 0) & arrays.is_placed[np.maximum(item_pos, 0)])
    if not is_early.any():
        return rows
    # A row without item ids stands here once for each item of its SKU: one item that is there is enough.
    source_row = records.source_row[rows]
    is_matched = np.isin(source_row, source_row[by_sku & ~is_early])
    is_held = arrays.any_of_record(rows, is_early & ~is_matched)
    arrays.results.is_held[rows[is_held]] = True
    return np.asarray(rows[~is_held & ~is_early])
