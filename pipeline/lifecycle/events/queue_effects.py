"""What one queued record does that names an item: ship, edit or cancel, as shipment, shipment_edit and cancellation do.

A test holds what comes of whole histories to what comes of them in rounds.

Texts of a row beside those that are known: a new one, a blank one (0) and NULL (1).

>>> [_edited_text(incoming, known) for incoming, known in ((5, 7), (0, 8), (1, 9))]
[5, 8, 0]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lifecycle.events.event_arrays import SHIPMENT_TEXTS
from pipeline.lifecycle.events.shipment_edit import BLANK_TEXT, DELETE_TEXT
from schemas.statuses import CAUSE, UNREQUESTED_BUYER_CANCEL

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.event_results import EventRowResults
    from pipeline.lifecycle.events.order_arrays import OrderArrays
    from pipeline.lifecycle.events.queue_places import QueuePlaces


def ship_or_edit(
    events: EventArrays, row: int, places: QueuePlaces, arrays: OrderArrays, results: EventRowResults
) -> None:
    """Ship what is open, or edit the shipment that the row names or, where nothing is open, the last one."""
    item, pair = int(events.item_pos[row]), places.shipment[row]
    units, changed = 0, False
    if arrays.pair_shipment[pair] < 0 and arrays.item_open[item] > 0:
        units = _ship(events, row, places, arrays)
    else:
        if arrays.pair_shipment[pair] < 0:
            arrays.pair_shipment[pair] = arrays.item_last_shipment[item]
        changed = _edit(events, row, places, arrays, results)
    _name(row, int(arrays.pair_shipment[pair]), places, arrays)
    results.units[row] = units
    results.changed[row] = changed or units > 0


def _ship(events: EventArrays, row: int, places: QueuePlaces, arrays: OrderArrays) -> int:
    """A new shipment of an item; the units that it has (shipment.apply)."""
    order, item, pair = int(events.order_pos[row]), int(events.item_pos[row]), places.shipment[row]
    quantity = int(events.quantity[row])
    units = quantity if quantity >= 0 else int(arrays.item_open[item])
    shipment = arrays.known_shipments + pair
    texts = events.text_codes[row]
    arrays.item_shipments[item] += 1
    arrays.shipment_item[shipment] = item
    arrays.shipment_number[shipment] = arrays.item_shipments[item]
    arrays.shipment_joint[shipment] = arrays.joint.number_of(order, places.joint_name[row])
    arrays.shipment_event[shipment] = row
    arrays.shipment_first_unit[shipment] = arrays.item_shipped[item]
    arrays.shipment_units[shipment] = units
    arrays.shipment_texts[shipment] = [BLANK_TEXT if text == DELETE_TEXT else text for text in texts.tolist()]
    arrays.pair_shipment[pair] = shipment
    arrays.item_last_shipment[item] = shipment
    arrays.item_open[item] -= units
    arrays.item_shipped[item] += units
    arrays.order_open[order] -= units
    arrays.order_shipped[order] += units
    return units


def _edit(events: EventArrays, row: int, places: QueuePlaces, arrays: OrderArrays, results: EventRowResults) -> bool:
    """Edit the shipment of an item; whether that changed it (shipment_edit.edit)."""
    shipment = int(arrays.pair_shipment[places.shipment[row]])
    is_repeat = arrays.pair_shipment[places.repeat[row]] >= 0
    known, incoming = arrays.shipment_texts[shipment].tolist(), events.text_codes[row].tolist()
    changed = False
    for place in range(len(SHIPMENT_TEXTS)):
        text = _edited_text(incoming[place], known[place])
        if text == known[place]:
            continue
        if is_repeat:
            results.stands[row, place] = known[place]
            results.stands_run[row] = arrays.text_runs[shipment]
            continue
        results.before[row, place] = known[place]
        arrays.shipment_texts[shipment, place] = text
        arrays.text_runs[shipment, place] = arrays.run
        changed = True
    return changed


def _edited_text(incoming: int, known: int) -> int:
    """A value overwrites, blank keeps, NULL deletes (shipment_edit.edited_texts)."""
    if incoming == DELETE_TEXT:
        return BLANK_TEXT
    return known if incoming == BLANK_TEXT else incoming


def _name(row: int, shipment: int, places: QueuePlaces, arrays: OrderArrays) -> None:
    """The shipment is known by all names that the row has for it; a name of another one stays so (shipment.apply)."""
    for pair in (places.number[row], places.joint[row], places.repeat[row]):
        if pair >= 0 and arrays.pair_shipment[pair] < 0:
            arrays.pair_shipment[pair] = shipment
    for name in (places.joint_name[row], places.number_name[row]):
        if name >= 0 and arrays.joint.number[name] == 0:
            arrays.joint.number[name] = arrays.shipment_joint[shipment]


def cancel(events: EventArrays, row: int, arrays: OrderArrays) -> list[tuple[int, int, int, int]]:
    """Cancel units of an item; a list of one (row, item, units, cause), or of none (cancellation.apply)."""
    order, item = int(events.order_pos[row]), int(events.item_pos[row])
    quantity = int(events.quantity[row])
    units = quantity if quantity >= 0 else int(arrays.item_open[item])
    if units == 0:
        return []
    cause = int(events.cause[row])
    if cause == CAUSE["BuyerCanceled"] and not arrays.order_cancel_asked[order]:
        cause = UNREQUESTED_BUYER_CANCEL
    arrays.item_open[item] -= units
    arrays.item_canceled[item] += units
    arrays.order_open[order] -= units
    arrays.item_cause[item] = arrays.order_cause[order] = cause
    arrays.item_canceled_at[item] = arrays.order_canceled_at[order] = events.received[row]
    arrays.order_canceled_by_line[order] = True
    return [(row, item, units, cause)]
