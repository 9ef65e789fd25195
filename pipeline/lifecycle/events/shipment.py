"""Step 4.3: a confirmation ships units, or edits a shipment that is known; it never ships a known one again.

Of an order whose cut-off is at 7 (microseconds) one confirmation was received at 5 and one at 9:

>>> from types import SimpleNamespace
>>> events = SimpleNamespace(received=np.array([5, 9]), order_pos=np.array([0, 0]))
>>> _is_late(events, np.array([0, 1]), SimpleNamespace(order_cut_off=np.array([7]))).tolist()
[False, True]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.events.event_arrays import AMBIGUOUS, STRANGER, TWIN
from pipeline.lifecycle.events.shipment_edit import BLANK_TEXT, DELETE_TEXT, edit
from pipeline.lifecycle.events.transitions import OK, TRANSITIONS
from schemas import codes
from schemas.statuses import CAUSE
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.event_results import EventRowResults
    from pipeline.lifecycle.events.order_arrays import OrderArrays


def decide(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """The code of each confirmation row (OK = it ships or edits). Order process, 4.3 and 9.3.2."""
    order_pos = events.order_pos[rows]
    item_pos = events.item_pos[rows]
    is_named = item_pos >= 0
    # Where no item is named item 0 is read, and is_named keeps it out.
    item = np.maximum(item_pos, 0)
    # Units open of the item that a row names, else of its order; units shipped of the item.
    open_units = np.where(is_named, arrays.item_open[item], arrays.order_open[order_pos])
    item_shipped = arrays.item_shipped[item]
    code = TRANSITIONS[events.event[rows], arrays.status(order_pos)]
    order_is_canceled = code == codes.ORDER_CANCELED
    item_is_canceled = is_named & (open_units == 0) & (item_shipped == 0)
    # What the clock canceled at the cut-off is answered like a confirmation that comes after it.
    order_passed_cut_off = order_is_canceled & (arrays.order_cause[order_pos] == CAUSE["ConfirmationDeadline"])
    item_passed_cut_off = item_is_canceled & (arrays.item_cause[item] == CAUSE["ConfirmationDeadline"])
    # An item of which nothing is open may have a shipment edited: then the quantity is held against what has shipped.
    most_units = np.where(open_units == 0, item_shipped, open_units)
    # The first rule that applies decides.
    rules = (
        (item_pos == TWIN, codes.ID_MANGLED),
        (item_pos == STRANGER, codes.ORDER_UNKNOWN),
        (item_pos == AMBIGUOUS, codes.VALUE_MISSING),
        (code == codes.ORDER_PENDING, codes.ORDER_PENDING),
        (_names_known_shipment(events, rows, arrays), OK),
        (_is_late(events, rows, arrays) | order_passed_cut_off, codes.CONFIRMED_TOO_LATE),
        (order_is_canceled, codes.ORDER_CANCELED),
        (item_passed_cut_off, codes.CONFIRMED_TOO_LATE),
        (item_is_canceled, codes.ORDER_CANCELED),
        (is_named & (events.quantity[rows] > most_units), codes.QUANTITY_TOO_LARGE),
    )
    return np.select([applies for applies, _ in rules], [result for _, result in rules], OK)


def _is_late(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    return events.received[rows] > arrays.order_cut_off[events.order_pos[rows]]


def _names_known_shipment(events: EventArrays, rows: np.ndarray, arrays: OrderArrays) -> np.ndarray:
    """Rows whose shipment is known: of the named item, or of any item of the order."""
    # possible: which of `rows` mean an item of their order, or all of it.
    possible = np.flatnonzero(events.item_pos[rows] >= BLANK)
    possible_rows = rows[possible]
    # A pair for each item that one of them means; row: which of `possible`; shipment: the one that it names, if any.
    row, item = arrays.expand_to_items(events.order_pos[possible_rows], events.item_pos[possible_rows])
    shipment = arrays.pair_shipment[arrays.pair_of(item, events.ref[possible_rows][row])]
    is_known = np.zeros(len(rows), bool)
    is_known[possible[row[shipment >= 0]]] = True
    return is_known


def apply(events: EventArrays, rows: np.ndarray, arrays: OrderArrays, results: EventRowResults) -> None:
    """Ship and edit; the units that each row shipped and whether it changed anything."""
    # row, item, pair: an element for each item that a row means. All masks below are of these elements.
    row, item = arrays.expand_to_items(events.order_pos[rows], events.item_pos[rows])
    pair = arrays.pair_of(item, events.ref[rows][row])
    is_known = arrays.pair_shipment[pair] >= 0
    ships = ~is_known & (arrays.item_open[item] > 0) & ~_is_late(events, rows, arrays)[row]
    means_last = ~is_known & _means_last_shipment(events, rows, row, item, arrays)
    # Nothing is open, so the row can only mean the shipment that the item had last: it gets this ref too.
    arrays.pair_shipment[pair[means_last]] = arrays.item_last_shipment[item[means_last]]
    edits = is_known | means_last
    # Which of `rows` each editing pair belongs to; a row has changed something when any of its pairs has.
    edit_row = row[edits]
    changed = np.zeros(len(rows), bool)
    is_changed = edit(events, rows[edit_row], item[edits], arrays.pair_shipment[pair[edits]], arrays, results)
    changed[edit_row[is_changed]] = True
    # By pair that ships: the units that its row states, else all that is open of the item.
    quantity = events.quantity[rows][row[ships]]
    shipped = np.where(quantity >= 0, quantity, arrays.item_open[item[ships]])
    _ship(events, rows[row[ships]], item[ships], pair[ships], shipped, arrays)
    units = np.zeros(len(rows), np.int64)
    # A row without item ships several items and stands several times: `.at` counts every time.
    np.add.at(units, row[ships], shipped)
    _name(events, rows[row], item, arrays.pair_shipment[pair], arrays)
    results.units[rows] = units
    results.changed[rows] = changed | (units > 0)


def _name(events: EventArrays, rows: np.ndarray, item: np.ndarray, shipment: np.ndarray, arrays: OrderArrays) -> None:
    """Shipments are known from now on by each tracking number that they had, and by all that a row says of them."""
    is_met = shipment >= 0
    rows, item, shipment = rows[is_met], item[is_met], shipment[is_met]
    for ref in (events.number_ref, events.joint_ref, events.said_ref):
        arrays.name_shipments(item, ref[rows], shipment)
    for ref in (events.joint_ref, events.number_ref):
        arrays.joint.give_names(events.order_pos[rows], ref[rows], arrays.shipment_joint[shipment])


def _means_last_shipment(
    events: EventArrays, rows: np.ndarray, row: np.ndarray, item: np.ndarray, arrays: OrderArrays
) -> np.ndarray:
    """Pairs (row, item) without an open unit that mean the last shipment of their item.

    A row that names no item does so only where its whole order is shipped and no item has a shipment of its ref.
    """
    # is_shipped: by pair; the others by row.
    is_shipped = (arrays.item_open[item] == 0) & (arrays.item_shipped[item] > 0)
    is_named = events.item_pos[rows] >= 0
    nothing_is_open = arrays.order_open[events.order_pos[rows]] == 0
    may_mean_it = is_named | (nothing_is_open & ~_names_known_shipment(events, rows, arrays))
    return is_shipped & may_mean_it[row]


def _ship(
    events: EventArrays, rows: np.ndarray, item: np.ndarray, pair: np.ndarray, units: np.ndarray, arrays: OrderArrays
) -> None:
    """A new shipment of each item: it takes the lowest free unit numbers (step 6.2.2)."""
    # rows, item, pair, units: an element a shipment. Each pair has its own place behind the known shipments.
    shipment = arrays.known_shipments + pair
    # A row a shipment, a column for each of SHIPMENT_TEXTS.
    texts = events.text_codes[rows]
    arrays.item_shipments[item] += 1
    arrays.shipment_item[shipment] = item
    arrays.shipment_number[shipment] = arrays.item_shipments[item]
    arrays.shipment_joint[shipment] = arrays.joint.numbers(events.order_pos[rows], events.joint_ref[rows])
    arrays.shipment_event[shipment] = rows
    arrays.shipment_first_unit[shipment] = arrays.item_shipped[item]
    arrays.shipment_units[shipment] = units
    arrays.shipment_texts[shipment] = np.where(texts == DELETE_TEXT, BLANK_TEXT, texts)
    arrays.pair_shipment[pair] = shipment
    arrays.item_last_shipment[item] = shipment
    arrays.ship(events.order_pos[rows], item, units)
