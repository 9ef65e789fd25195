"""Steps 2, 4.3 and 4.4 in rounds: round k applies the k-th record of every order at once, through one table of rules.

A record applies wholly or not at all (cases 8): a fault in one of its rows refuses all of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.events import cancellation, shipment, verification
from pipeline.lifecycle.events.event_arrays import EventArrays, acts
from pipeline.lifecycle.events.order_arrays import OrderArrays, standing
from pipeline.lifecycle.events.ship_date import clamped
from pipeline.lifecycle.events.transitions import OK, TRANSITIONS
from pipeline.model import instants
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import ordered, slices
from schemas import codes
from schemas.statuses import CAUSE, Event
from schemas.stored_tables import BLANK

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


@dataclass(slots=True)
class EventRowResults:
    """What became of each row: code, the two numbers of its message, units moved, whether anything changed."""

    code: np.ndarray
    value: np.ndarray
    limit: np.ndarray
    units: np.ndarray
    changed: np.ndarray
    reopened: np.ndarray
    canceled: list[pd.DataFrame]
    back: list[pd.DataFrame]


@dataclass(frozen=True, slots=True)
class EventsResult:
    """The new book; the events with code, value, limit, units, changed, reopened; what was canceled, what came back.

    canceled, back: order_key, item_key, sku, units, cause, received, stage, seq, feed, record: a row an item.
    """

    book: OrderState
    rows: pd.DataFrame
    canceled: pd.DataFrame
    back: pd.DataFrame


def apply(frame: pd.DataFrame, book: OrderState, zone: ZoneInfo, *, market: bool = True) -> EventsResult:
    """Apply payments, confirmations, cancellations and what is asked of addresses (event_rows and `stage`).

    Of known orders; market: our clock only presumes. An address change is only judged here (address_change).
    """
    told_by = acts(frame, book, instants.end_of_day(frame["at"], zone, 0))
    now = standing(book, told_by, market=market)
    count = len(frame)
    code, value, limit, units = np.zeros((4, count), np.int64)
    told = EventRowResults(code, value, limit, units, np.zeros(count, bool), np.zeros(count, bool), [], [])
    for start, end in slices(told_by.frame["step"]):
        _round(told_by, np.arange(start, end), now, told)
    rows = told_by.frame.assign(
        code=told.code,
        value=told.value,
        limit=told.limit,
        units=told.units,
        changed=told.changed,
        reopened=told.reopened,
    )
    moves = (_of_items(book, told_by, found) for found in (told.canceled, told.back))
    return EventsResult(_book(book, told_by, now, told, zone), rows, *moves)


def _round(a: EventArrays, r: np.ndarray, now: OrderArrays, told: EventRowResults) -> None:
    code = np.zeros(len(r), np.int64)
    steps = (
        (a.pays[r], verification.decide),
        (a.confirms[r], shipment.decide),
        (a.cancels[r], cancellation.decide),
        (a.redirects[r], _by_status),
    )
    for mine, decide in steps:
        if mine.any():
            code[mine] = decide(a, r[mine], now)
    if a.shared[r].any():
        code[_twice(a, r, now)] = codes.DUPLICATE_RECORD
    told.code[r] = code
    fit = code == OK
    if not fit.all():
        _explain(a, r[~fit], code[~fit], now, told)
        fit &= ~now.any_of_record(a.o[r], ~fit & (code != codes.UNCHANGED))
    _take_effect(a, r[fit], now, told)


def _by_status(a: EventArrays, r: np.ndarray, now: OrderArrays) -> np.ndarray:
    """What the table says, and nothing more."""
    code: np.ndarray = TRANSITIONS[a.event[r], now.status(a.o[r])]
    return code


def _twice(a: EventArrays, r: np.ndarray, now: OrderArrays) -> np.ndarray:
    """Rows that mean an item which another row of their record means too: one parcel cannot be both (cases 10)."""
    mine = np.flatnonzero(a.shared[r] & (a.confirms[r] | a.cancels[r]) & (a.i[r] >= BLANK))
    row, item = now.expand_to_items(a.o[r[mine]], a.i[r[mine]])
    _, at, times = np.unique(item, return_inverse=True, return_counts=True)
    twice = np.zeros(len(r), bool)
    twice[mine[row[times[at] > 1]]] = True
    return twice


def _explain(a: EventArrays, r: np.ndarray, code: np.ndarray, now: OrderArrays, told: EventRowResults) -> None:
    """The numbers that the message of each code names, as they stand when the record is met."""
    o, named = a.o[r], a.i[r] >= 0
    i = np.maximum(a.i[r], 0)
    too_many, dead = code == codes.QUANTITY_TOO_LARGE, code == codes.ORDER_CANCELED
    canceled_at, cause = now.cancellation_of(o, a.i[r])
    told.value[r] = np.select([too_many, dead], [a.quantity[r], canceled_at], a.at[r])  # noqa: PD008  an array of ours
    told.limit[r] = np.select(
        [too_many, dead, code == codes.CONFIRMED_TOO_LATE, code == codes.PAID_TOO_LATE],
        [np.where(named, now.item_open[i], now.order_open[o]), cause, now.order_cut_off[o], now.order_paid_by[o]],
        0,
    )
    theirs = now.order_cause[o] != CAUSE["BeforeOurTime"]
    never_paid = (a.event[r] == Event.VERIFY) & ((dead & theirs) | (code == codes.PAID_TOO_LATE))
    now.order_refund_due[o[never_paid]] = True


def _take_effect(a: EventArrays, r: np.ndarray, now: OrderArrays, told: EventRowResults) -> None:
    """Apply the rows that are fit: in a round an order has one record, so the kinds never meet."""
    told.changed[r] = True
    ship, pay, cancel = r[a.confirms[r]], r[a.pays[r]], r[a.cancels[r]]
    if len(ship):
        told.units[ship], told.changed[ship] = shipment.apply(a, ship, now)
    if len(pay):
        _reopen(a, pay[verification.reopens(a, pay, now)], now, told)
        stopped, item = verification.apply(a, pay, now)
        _cancel(a, pay[stopped], item, now.item_open[item], now, told)
    if len(cancel):
        row, item, units = cancellation.apply(a, cancel, now)
        _cancel(a, cancel[row], item, units, now, told)


def _reopen(a: EventArrays, r: np.ndarray, now: OrderArrays, told: EventRowResults) -> None:
    """Orders that our clock had canceled are alive: what it took comes back."""
    if len(r):
        row, item, units = now.reopen(a.o[r], a.received[r])
        told.reopened[r] = True
        told.back.append(pd.DataFrame({"r": r[row], "item": item, "units": units, "cause": 0}))


def _cancel(
    a: EventArrays, r: np.ndarray, item: np.ndarray, units: np.ndarray, now: OrderArrays, told: EventRowResults
) -> None:
    hit = units > 0
    r, item, units = r[hit], item[hit], units[hit]
    if len(r) == 0:
        return
    cause = cancellation.causes(a, r, now)
    now.cancel(a.o[r], item, units, cause, a.received[r])
    np.add.at(told.units, r, units)
    told.canceled.append(pd.DataFrame({"r": r, "item": item, "units": units, "cause": cause}))


def _of_items(book: OrderState, a: EventArrays, found: list[pd.DataFrame]) -> pd.DataFrame:
    """Rows (r, item, units, cause) with the ids of their item and the place of their record."""
    every = pd.concat([pd.DataFrame(columns=["r", "item", "units", "cause"], dtype="int64"), *found], ignore_index=True)
    items = book.items.loc[every["item"], ["order_key", "item_key", "sku"]].reset_index(drop=True)
    acts_ = a.frame.loc[every["r"], ["received", "stage", "seq", "feed", "record"]].reset_index(drop=True)
    return pd.concat([items, every[["units", "cause"]], acts_], axis=1)


def _book(book: OrderState, a: EventArrays, now: OrderArrays, told: EventRowResults, zone: ZoneInfo) -> OrderState:
    tried = a.frame.loc[(a.event == Event.ATTEMPT) & told.changed, ["order_key", "attempt"]]
    attempts = pd.concat([book.attempts, tried], ignore_index=True).drop_duplicates()
    return OrderState(
        now.updated_orders(book.orders),
        now.updated_items(book.items),
        _parcels(book, a, now, zone),
        _refs(book, a, now),
        ordered(attempts, KEYS["attempts"]),
        book.addresses,
        book.refunds,
    )


def _texts(a: EventArrays, now: OrderArrays, at: np.ndarray) -> dict[str, object]:
    return {name: a.texts[name].take(now.shipment_texts[at, column]) for column, name in enumerate(a.texts)}


def _parcels(book: OrderState, a: EventArrays, now: OrderArrays, zone: ZoneInfo) -> pd.DataFrame:
    """Known parcels with their edits, and the new ones; a ship date outside its window is clamped (step 4.3)."""
    known = book.parcels.assign(**_texts(a, now, np.arange(now.known_shipments)))
    fresh = np.flatnonzero(now.shipment_event >= 0)
    acts_ = a.frame.loc[now.shipment_event[fresh]].reset_index(drop=True)
    items = book.items.loc[now.shipment_item[fresh], ["order_key", "item_key"]].reset_index(drop=True)
    purchased = book.orders.loc[a.o[now.shipment_event[fresh]], "purchased"].reset_index(drop=True)
    new = items.assign(
        number=now.shipment_number[fresh],
        first_unit=now.shipment_first_unit[fresh],
        units=now.shipment_units[fresh],
        **_texts(a, now, fresh),
        shipped_at=clamped(acts_["at"], purchased, acts_["received"], zone),
        received=acts_["received"],
        feed=acts_["feed"],
        record=acts_["record"],
        late=False,
        elsewhere=False,
        posted_run=np.int64(0),
    )
    return ordered(pd.concat([known, new], ignore_index=True).astype(book.parcels.dtypes.to_dict()), KEYS["parcels"])


def _refs(book: OrderState, a: EventArrays, now: OrderArrays) -> pd.DataFrame:
    """Every ref that names a parcel, those of edits included."""
    named = np.flatnonzero(now.pair_shipment >= 0)
    parcel = now.pair_shipment[named]
    item, ref = np.divmod(now.pair_key[named], now.refs)
    refs = book.items.loc[item, ["order_key", "item_key"]].reset_index(drop=True)
    refs = refs.assign(ref=a.ref_texts.take(ref), number=now.shipment_number[parcel])
    return ordered(refs.astype(book.refs.dtypes.to_dict()), KEYS["refs"])
