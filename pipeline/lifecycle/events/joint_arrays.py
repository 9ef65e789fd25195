"""The shipments of orders across their items, during the rounds: which names they have, and their numbers.

An order (at place 0) has a shipment 1 named by the ref 5; two items come with the ref 7, which is new:

>>> joint = JointArrays(np.array([5, 7]), np.array([1, 0]), np.array([1]), 10)
>>> joint.numbers(order_pos=np.array([0, 0, 0]), ref=np.array([7, 5, 7])).tolist()
[2, 1, 2]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.joint_shipments import known_names, last_numbers
from pipeline.model.sorted_keys import positions

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.model.order_state import OrderState


@dataclass(slots=True)
class JointArrays:
    """name: order place * ref_count + ref, sorted; number: of the shipment it names, 0 for none; last: by order."""

    name: np.ndarray
    number: np.ndarray
    last: np.ndarray
    ref_count: int

    def numbers(self, order_pos: np.ndarray, ref: np.ndarray) -> np.ndarray:
        """The number of the shipment that each name means; one that means none yet gets the next of its order."""
        place = self.place_of(order_pos, ref)
        # Of several rows that bring a new name the first one gives it its number.
        _, first = np.unique(place, return_index=True)
        new = np.sort(first[self.number[place[first]] == 0])
        order = order_pos[new]
        number = self.last[order] + 1 + _counts_before(order)
        self.number[place[new]] = number
        np.maximum.at(self.last, order, number)
        return self.number[place]

    def number_of(self, order: int, place: int) -> int:
        """The number of the shipment that the name at a place means: the same as `numbers`, of one name."""
        if self.number[place] == 0:
            self.last[order] += 1
            self.number[place] = self.last[order]
        return int(self.number[place])

    def give_names(self, order_pos: np.ndarray, ref: np.ndarray, number: np.ndarray) -> None:
        """Names (BLANK for none) mean these shipments from now on; one that means another one stays so."""
        is_name = ref >= 0
        place = self.place_of(order_pos[is_name], ref[is_name])
        is_free = self.number[place] == 0
        # Of several numbers that are written at a place the last one stays: the first is written last.
        self.number[place[is_free][::-1]] = number[is_name][is_free][::-1]

    def place_of(self, order_pos: np.ndarray, ref: np.ndarray) -> np.ndarray:
        """The place of each name among the names."""
        return np.searchsorted(self.name, order_pos * self.ref_count + ref)


def _counts_before(order: np.ndarray) -> np.ndarray:
    """How often the order of each element is met before it; the elements of an order need not lie together."""
    by_order = np.argsort(order, kind="stable")
    is_new = np.diff(order[by_order], prepend=-1) != 0
    place = np.arange(len(order))
    count = np.empty(len(order), np.int64)
    count[by_order] = place - np.maximum.accumulate(np.where(is_new, place, 0))
    return count


def build_joint_arrays(state: OrderState, events: EventArrays) -> JointArrays:
    """The names that the state knows, and those that confirmations bring."""
    order_keys = state.orders["order_key"].to_numpy()
    known = known_names(state)
    order_pos = positions(order_keys, known["order_key"].to_numpy())
    known_name = order_pos * events.ref_count + events.ref_texts.get_indexer(known["ref"])
    new = [
        events.order_pos[is_named] * events.ref_count + ref[is_named]
        for ref in (events.joint_ref, events.number_ref)
        for is_named in [events.is_confirmation & (ref >= 0)]
    ]
    name = np.unique(np.concatenate([known_name, *new]))
    number = np.zeros(len(name), np.int64)
    number[np.searchsorted(name, known_name)] = known["shipment"].to_numpy()
    last = np.zeros(len(order_keys), np.int64)
    highest = last_numbers(state)
    last[positions(order_keys, highest.index.to_numpy())] = highest.to_numpy()
    return JointArrays(name, number, last, events.ref_count)
