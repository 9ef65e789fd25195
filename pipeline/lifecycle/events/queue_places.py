"""Where the refs of queued confirmations lie among the pairs (item, ref) and among the names of their order.

A ref that is blank has no place, wherever it would be sorted in:

>>> _blank_without(np.array([4, -1]), np.array([2, 0])).tolist()
[2, -1]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.order_arrays import OrderArrays


@dataclass(frozen=True, slots=True)
class QueuePlaces:
    """By row of the events: places of its refs, BLANK for none and for rows that are no confirmation of an item.

    shipment, number, joint, repeat: places of pairs (OrderArrays.pair_key) of `ref`, `number_ref`, `joint_ref` and
    `said_ref`; joint_name, number_name: places of names of the order (JointArrays.name).
    """

    shipment: dict[int, int]
    number: dict[int, int]
    joint: dict[int, int]
    repeat: dict[int, int]
    joint_name: dict[int, int]
    number_name: dict[int, int]


def build_queue_places(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> QueuePlaces:
    """The places of these rows, all at once: each look-up by itself would cost more than its record."""
    named = rows[events.is_confirmation[rows] & (events.item_pos[rows] >= 0)]
    item, order_pos = events.item_pos[named], events.order_pos[named]
    refs = (events.ref, events.number_ref, events.joint_ref, events.said_ref)
    pairs = [_blank_without(ref[named], arrays.pair_of(item, ref[named])) for ref in refs]
    names = [
        _blank_without(ref[named], arrays.joint.place_of(order_pos, ref[named]))
        for ref in (events.joint_ref, events.number_ref)
    ]
    return QueuePlaces(*(dict(zip(named.tolist(), place.tolist(), strict=True)) for place in (*pairs, *names)))


def _blank_without(ref: np.ndarray, place: np.ndarray) -> np.ndarray:
    return np.where(ref >= 0, place, BLANK)
