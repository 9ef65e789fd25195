"""Step 4.3: a confirmation ships units, or edits a parcel that is known; it never ships a known parcel again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from pipeline.lifecycle.events.event_arrays import AMBIGUOUS, STRANGER
from pipeline.lifecycle.events.transitions import OK, TRANSITIONS
from schemas import codes
from schemas.statuses import CAUSE

if TYPE_CHECKING:
    from pipeline.lifecycle.events.event_arrays import EventArrays
    from pipeline.lifecycle.events.order_arrays import OrderArrays

_BLANK, _DELETE = 0, 1
"""Codes of the texts "" and NULL (acts)."""


def decide(acts: EventArrays, r: np.ndarray, now: OrderArrays) -> np.ndarray:
    """The code of each confirmation row (OK = it ships or edits). Cases 9, 11, 21; order process, step 4.3."""
    o, i, quantity = acts.o[r], acts.i[r], acts.quantity[r]
    named, item, known = i >= 0, np.maximum(i, 0), _known(acts, r, now)
    still_open, shipped = (
        np.where(named, now.item_open[item], now.order_open[o]),
        np.where(named, now.item_shipped[item], 1),
    )
    code = TRANSITIONS[acts.event[r], now.status(o)]
    gone, late = CAUSE["ConfirmationDeadline"], acts.received[r] > now.order_cut_off[o]
    dead = named & (still_open == 0) & (shipped == 0)
    return np.select(
        [
            i == STRANGER,
            i == AMBIGUOUS,
            code == codes.ORDER_PENDING,
            known,
            late | ((code == codes.ORDER_CANCELED) & (now.order_cause[o] == gone)),
            code == codes.ORDER_CANCELED,
            dead & (now.item_cause[item] == gone),
            dead,
            named & (quantity > np.where(still_open == 0, shipped, still_open)),
        ],
        [
            codes.ORDER_UNKNOWN,
            codes.VALUE_MISSING,
            codes.ORDER_PENDING,
            OK,
            codes.CONFIRMED_TOO_LATE,
            codes.ORDER_CANCELED,
            codes.CONFIRMED_TOO_LATE,
            codes.ORDER_CANCELED,
            codes.QUANTITY_TOO_LARGE,
        ],
        OK,
    )


def _known(acts: EventArrays, r: np.ndarray, now: OrderArrays) -> np.ndarray:
    """Rows whose parcel is known: of the named item, or of any item of the order."""
    possible = np.flatnonzero(acts.i[r] >= -1)
    row, item = now.expand_to_items(acts.o[r[possible]], acts.i[r[possible]])
    parcel = now.pair_shipment[now.pair(item, acts.ref[r[possible]][row])]
    known = np.zeros(len(r), bool)
    known[possible[row[parcel >= 0]]] = True
    return known


def apply(acts: EventArrays, r: np.ndarray, now: OrderArrays) -> tuple[np.ndarray, np.ndarray]:
    """Ship and edit. Returns the units that each row shipped and whether it changed anything."""
    o, late = acts.o[r], acts.received[r] > now.order_cut_off[acts.o[r]]
    known, nothing_open = _known(acts, r, now), now.order_open[o] == 0
    row, item = now.expand_to_items(o, acts.i[r])
    named = acts.i[r][row] >= 0
    pair = now.pair(item, acts.ref[r][row])
    has = now.pair_shipment[pair] >= 0
    ships = ~has & (now.item_open[item] > 0) & ~late[row]
    last = ~has & (now.item_open[item] == 0) & (now.item_shipped[item] > 0) & (named | (nothing_open & ~known)[row])
    now.pair_shipment[pair[last]] = now.item_last_shipment[item[last]]
    edits = has | last
    changed = np.zeros(len(r), bool)
    changed[row[edits][_edit(acts, r[row[edits]], now.pair_shipment[pair[edits]], now)]] = True
    asked = acts.quantity[r][row[ships]]
    shipped = np.where(asked >= 0, asked, now.item_open[item[ships]])
    _ship(acts, r[row[ships]], item[ships], pair[ships], shipped, now)
    units = np.zeros(len(r), np.int64)
    np.add.at(units, row[ships], shipped)
    return units, changed | (units > 0)


def _ship(
    acts: EventArrays, r: np.ndarray, item: np.ndarray, pair: np.ndarray, units: np.ndarray, now: OrderArrays
) -> None:
    """A new parcel of each item: it takes the lowest free unit numbers (cases 27)."""
    parcel = now.known_shipments + pair
    now.item_shipments[item] += 1
    now.shipment_item[parcel], now.shipment_number[parcel], now.shipment_event[parcel] = (
        item,
        now.item_shipments[item],
        r,
    )
    now.shipment_first_unit[parcel], now.shipment_units[parcel] = now.item_shipped[item], units
    now.shipment_texts[parcel] = np.where(acts.fields[r] == _DELETE, _BLANK, acts.fields[r])
    now.pair_shipment[pair], now.item_last_shipment[item] = parcel, parcel
    now.ship(acts.o[r], item, units)


def _edit(acts: EventArrays, r: np.ndarray, parcel: np.ndarray, now: OrderArrays) -> np.ndarray:
    """A value overwrites, blank keeps, NULL deletes; which rows changed their parcel. Cases 11."""
    said, held = acts.fields[r], now.shipment_texts[parcel]
    wanted = np.where(said == _DELETE, _BLANK, np.where(said == _BLANK, held, said))
    now.shipment_texts[parcel] = wanted
    return (wanted != held).any(axis=1)
