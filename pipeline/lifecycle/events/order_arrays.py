"""How the orders stand during the rounds: arrays of orders, items, shipments and the refs that name shipments.

Private to one call of `apply_events.apply`. Items of an order lie together, so an order is one segment of the item
arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.event_arrays import encode_texts
from pipeline.lifecycle.events.joint_arrays import JointArrays, build_joint_arrays
from pipeline.lifecycle.unit_counts import UnitCounts, build_unit_arrays
from pipeline.model.instants import micros
from pipeline.model.order_state import OrderState, joint_numbers
from pipeline.model.sorted_keys import pair_positions, segment_positions
from schemas.statuses import CANCEL_ASKED
from schemas.stored_tables import BLANK, TEXT_RUNS

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays


@dataclass(slots=True)
class OrderArrays(UnitCounts):
    """Orders and items, their shipments, and the pairs of (item, ref) that name a shipment or may come to name one.

    shipment_...: the known_shipments of the order state in its order, then a place for a new one of each pair.
    shipment_joint: its number in its order (joint). shipment_texts: codes, as EventArrays.text_codes; text_runs: the
    run that edited each of them last, 0 for none. shipment_event: the row of the event that made it, BLANK where none
    did. item_last_shipment: BLANK where an item has none. pair_key: item * ref_count + ref, sorted; pair_shipment: the
    shipment that a pair names, BLANK for none yet. market: our clock only presumes. run: the number of this run.
    """

    order_purchased: np.ndarray
    order_cancel_asked: np.ndarray
    item_last_shipment: np.ndarray
    known_shipments: int
    shipment_item: np.ndarray
    shipment_number: np.ndarray
    shipment_joint: np.ndarray
    shipment_first_unit: np.ndarray
    shipment_units: np.ndarray
    shipment_texts: np.ndarray
    text_runs: np.ndarray
    shipment_event: np.ndarray
    pair_key: np.ndarray
    pair_shipment: np.ndarray
    ref_count: int
    joint: JointArrays
    market: bool
    run: int

    def pair_of(self, item: np.ndarray, ref: np.ndarray) -> np.ndarray:
        """The place of each pair (item, ref)."""
        return np.searchsorted(self.pair_key, item * self.ref_count + ref)

    def shipment_of(self, item: np.ndarray, ref: np.ndarray) -> np.ndarray:
        """The shipment that each pair (item, ref) names, BLANK for none."""
        return self.pair_shipment[self.pair_of(item, ref)]

    def name_shipments(self, item: np.ndarray, ref: np.ndarray, shipment: np.ndarray) -> None:
        """Let refs (BLANK for none) name shipments of items; one that names another shipment of its item stays so."""
        is_ref = ref >= 0
        pair = self.pair_of(item[is_ref], ref[is_ref])
        is_free = self.pair_shipment[pair] < 0
        self.pair_shipment[pair[is_free]] = shipment[is_ref][is_free]


def build_order_arrays(state: OrderState, events: EventArrays, *, market: bool, run: int) -> OrderArrays:
    """The arrays of an order state, with room for every shipment that the events may make."""
    units = build_unit_arrays(state.orders, state.items)
    pair_key, pair_shipment = _pairs(state, events, units)
    known = len(state.parcels)
    # By known shipment: the place of its item.
    item = pair_positions(state.items, state.parcels["order_key"].to_numpy(), state.parcels["item_key"].to_numpy())
    last_shipment = np.full(len(state.items), BLANK)
    # Shipments are sorted by item and number: of several places that are written for an item, its last one stays.
    last_shipment[item] = np.arange(known)
    # A place for each pair, behind the known shipments: pair k makes shipment known + k, if it makes any.
    room = np.zeros(len(pair_key), np.int64)
    return OrderArrays(
        **units,
        order_purchased=micros(state.orders["purchased"]),
        order_cancel_asked=state.orders["cancel_asked"].to_numpy() == CANCEL_ASKED,
        item_last_shipment=last_shipment,
        known_shipments=known,
        shipment_item=np.r_[item, room],
        shipment_number=np.r_[state.parcels["number"].to_numpy(), room],
        shipment_joint=np.r_[joint_numbers(state.parcels).to_numpy(), room],
        shipment_first_unit=np.r_[state.parcels["first_unit"].to_numpy(), room],
        shipment_units=np.r_[state.parcels["units"].to_numpy(), room],
        shipment_texts=_with_room(encode_texts(events.texts, state.parcels), len(room)),
        text_runs=_with_room(state.parcels[list(TEXT_RUNS)].to_numpy(), len(room)),
        shipment_event=np.full(known + len(room), BLANK),
        pair_key=pair_key,
        pair_shipment=pair_shipment,
        ref_count=events.ref_count,
        joint=build_joint_arrays(state, events),
        market=market,
        run=run,
    )


def _pairs(state: OrderState, events: EventArrays, units: dict[str, np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
    """The key of every (item, ref) that a stored ref or a confirmation names, and the known shipment of that name."""
    refs = state.refs
    # By stored ref: the place of its item, and the key of its pair.
    item = pair_positions(state.items, refs["order_key"].to_numpy(), refs["item_key"].to_numpy())
    # A pair as one number, so that pairs can be sorted and looked up: item * ref_count + ref.
    known = item * events.ref_count + events.known_ref
    names = (events.ref, events.number_ref, events.joint_ref, events.said_ref)
    of_items = [_named_pairs(events, ref) for ref in names]
    of_orders = [_whole_order_pairs(events, units, ref) for ref in names]
    pair_key = np.unique(np.concatenate([known, *of_items, *of_orders]))
    columns = ["order_key", "item_key", "number"]
    shipments = pd.MultiIndex.from_frame(state.parcels[columns])
    # By pair: the known shipment that it names. Every stored ref is among the pairs, so each place found is its own.
    pair_shipment = np.full(len(pair_key), BLANK)
    pair_shipment[np.searchsorted(pair_key, known)] = shipments.get_indexer(pd.MultiIndex.from_frame(refs[columns]))
    return pair_key, pair_shipment


def _named_pairs(events: EventArrays, ref: np.ndarray) -> np.ndarray:
    """Keys of the pairs of confirmations that name their item, with one kind of their refs."""
    is_named = events.is_confirmation & (events.item_pos >= 0) & (ref >= 0)
    return events.item_pos[is_named] * events.ref_count + ref[is_named]


def _whole_order_pairs(events: EventArrays, units: dict[str, np.ndarray], ref: np.ndarray) -> np.ndarray:
    """Keys of the pairs of confirmations of whole orders: each ref of a kind with every item of its order."""
    is_whole = events.is_confirmation & (events.item_pos == BLANK) & (ref >= 0)
    # Each pair of an order and a ref once (a column of the stack).
    order_pos, ref = np.unique(np.stack([events.order_pos[is_whole], ref[is_whole]]), axis=1)
    row, item = segment_positions(units["order_first_item"][order_pos], units["order_item_count"][order_pos])
    return item * events.ref_count + ref[row]


def _with_room(known: np.ndarray, room: int) -> np.ndarray:
    """Rows of the known shipments, and blank ones for those that may come."""
    return np.concatenate([known, np.zeros((room, known.shape[1]), np.int64)])
