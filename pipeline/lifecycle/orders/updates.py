"""Step 1, later records of an order: what repeats is unchanged, what was empty is filled, what differs conflicts.

Round k applies the k-th record of every order at once, on arrays of codes (order_facts). A record applies wholly
or not at all; a conflict refuses the facts of a record, never the status it carries (cases 12). What a newer record
says of dates, payment terms and the buyer's request replaces what was known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.deadlines import payment_deadline
from pipeline.lifecycle.orders import status_updates
from pipeline.lifecycle.orders.order_facts import CONFLICTING, ESTIMATES, ITEM_FACTS, ORDER_FACTS
from pipeline.lifecycle.orders.update_arrays import (
    DEADLINE,
    METHOD,
    QUANTITY,
    UpdateArrays,
    desk,
    events,
    notes,
    universe,
)
from pipeline.lifecycle.orders.write_back import WriteBack, filed
from pipeline.model.instants import NOTHING
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import ordered, pair_positions, slices
from schemas import codes
from schemas.statuses import CAUSE, Outcome, Status
from schemas.stored_tables import ITEM_TEXT, ORDER_TEXT

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_TEXT_OF_ORDER = np.isin(ORDER_FACTS, ORDER_TEXT)
_TEXT_OF_ITEM = np.isin(ITEM_FACTS, ITEM_TEXT)
_DATES = np.isin(ORDER_FACTS, list(ESTIMATES))
_TERMS = [DEADLINE, METHOD]


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """The book, wide text that changed, the rows with what became of them, and everything that took effect.

    rows: outcome, code, column, value, limit, places, late, reopened, gone (units shipped elsewhere), changed, note,
    waits (its item was not placed yet). happened: event, order_key, item_key (-1), units, feed, record, received, seq.
    """

    filed: WriteBack
    rows: pd.DataFrame
    happened: pd.DataFrame


def repeat(
    rows: pd.DataFrame,
    book: OrderState,
    texts: tuple[pd.DataFrame, pd.DataFrame],
    run: int,
    zone: ZoneInfo,
    *,
    market: bool,
) -> UpdateResult:
    """Apply later records (rows of placement.prepared) to the book.

    texts: wide text of every order and item of the book that the rows touch. market: our clock only presumes.
    """
    rows = ordered(rows, ["step", "order_key", "rank", "seq", "record"])
    orders = book.orders[book.orders["order_key"].isin(rows["order_key"])].reset_index(drop=True)
    orders = orders.assign(computed=payment_deadline(orders["purchased"], zone))
    items = universe(rows, _with_charges(book, orders))
    at = desk(rows, book, orders, items, texts, zone, market=market)
    for start, end in slices(rows["step"]):
        _round(at, np.arange(start, end))
    now = at.told
    names = np.array((*ORDER_FACTS, *ITEM_FACTS), dtype=object)
    done = rows.assign(
        outcome=now.outcome,
        code=now.code,
        column=np.where(now.column >= 0, names[now.column], ""),
        places=now.places,
        changed=now.changed,
        late=now.late,
        reopened=now.reopened,
        gone=now.units,
        waits=now.waits,
        value=now.value,
        limit=now.limit,
        note=notes(at, len(rows)),
    )
    return UpdateResult(filed(book, orders, items, at, run, rows), done, events(at, rows, items))


def _with_charges(book: OrderState, orders: pd.DataFrame) -> pd.DataFrame:
    """The items of these orders with `charged`: captured in advance, or with a parcel whose money is posted."""
    items = book.items[book.items["order_key"].isin(orders["order_key"])].reset_index(drop=True)
    posted = book.parcels[book.parcels["posted_run"] > 0]
    at = pair_positions(items, posted["order_key"].to_numpy(), posted["item_key"].to_numpy())
    return items.assign(charged=(items["captured"] > 0) | items.index.isin(at))


def _round(desk: UpdateArrays, r: np.ndarray) -> None:
    """One record of every order that has one: decide, then apply what is neither refused nor in conflict."""
    r = _matched(desk, r)
    o, of_record, now = desk.said.o[r], desk.units.any_of_record, desk.told
    column = _conflicts(desk, r)
    conflict = of_record(o, column >= 0)
    decided = status_updates.decide(desk, r)
    desk.units.order_refund_due[o[decided.owed & ~conflict]] = True
    refused = of_record(o, decided.code != 0)
    moved = of_record(o, decided.reopens & ~refused)
    now.reopened[r] = moved
    if moved.any():
        status_updates.reopen(desk, r[moved])
    fit, going = ~conflict & ~refused, r[~refused]
    now.changed[r[fit]] = _fill(desk, r[fit])
    for move in (status_updates.verify, status_updates.ship, status_updates.cancel, status_updates.deliver):
        moved[~refused] |= move(desk, going)
    now.late[r] &= ~conflict
    desk.units.order_refund_due[o[now.late[r]]] = True
    _answer(desk, r, np.where(conflict, 0, decided.code), column, of_record(o, moved))


def _matched(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """The rows whose item is there by now; a record of which a SKU has no item yet waits whole."""
    said = desk.said
    early = said.by_sku[r] & ~desk.placed[np.maximum(said.i[r], 0)]
    if not early.any():
        return r
    found = np.isin(said.origin[r], said.origin[r[said.by_sku[r] & ~early]])
    waits = desk.units.any_of_record(said.o[r], early & ~found)
    desk.told.waits[r[waits]] = True
    return np.asarray(r[~waits & ~early])


def _answer(desk: UpdateArrays, r: np.ndarray, code: np.ndarray, column: np.ndarray, moved: np.ndarray) -> None:
    """Outcome and code of the rows of a round; late, reopened and units say what warns besides."""
    now, o, of_record = desk.told, desk.said.o[r], desk.units.any_of_record
    conflict = of_record(o, column >= 0)
    refused = of_record(o, code != 0) | (conflict & ~moved)
    warned = of_record(o, now.late[r] | now.reopened[r] | (now.units[r] > 0)) | conflict
    changed = of_record(o, now.changed[r]) | moved
    now.column[r] = column
    _explain(desk, r, code)
    now.outcome[r] = np.select(
        [refused, warned, changed], [Outcome.REJECTED, Outcome.WARNING, Outcome.ACCEPTED], Outcome.UNCHANGED
    )
    now.code[r] = np.select(
        [column >= 0, code != 0, refused | warned | changed], [codes.ORDER_CONFLICT, code, 0], codes.UNCHANGED
    )


def _explain(desk: UpdateArrays, r: np.ndarray, code: np.ndarray) -> None:
    """The numbers that the message of each code names: a later record of the run may change them."""
    now, units, o = desk.told, desk.units, desk.said.o[r]
    now.value[r] = units.order_canceled_at[o]
    now.limit[r] = np.select(
        [code == codes.ORDER_CANCELED, code == codes.CONFIRMED_TOO_LATE],
        [units.order_cause[o], units.order_cut_off[o]],
        units.order_paid_by[o],
    )


def _conflicts(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """The first column of each row that contradicts the book, as an index; -1 for none.

    A recipient fits when it is one that the order ever had. A row without item ids, or that says Canceled, compares
    nothing.
    """
    said, o, i = desk.said, desk.said.o[r], np.maximum(desk.said.i[r], 0)
    of_order = _differs(desk.order.known[o], desk.order.said[r]) & desk.order.which(CONFLICTING)
    moved = (of_order & desk.recipient).any(axis=1) & (desk.address_count[o] > 0)
    if moved.any():
        moved[moved] = _had_before(desk, r[moved])
        of_order &= ~(moved[:, None] & desk.recipient)
    of_item = _differs(desk.item.known[i], desk.item.said[r]) & desk.item.which(CONFLICTING)
    differs = (
        np.concatenate([of_order, of_item & (said.i[r] >= 0)[:, None]], axis=1)
        & (~said.by_sku[r] & ~said.cancels[r])[:, None]
    )
    return np.where(differs.any(axis=1), differs.argmax(axis=1), -1)


def _differs(known: np.ndarray, said: np.ndarray) -> np.ndarray:
    return (known != NOTHING) & (said != NOTHING) & (known != said)


def _had_before(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """Rows whose recipient is one of the addresses that the order ever had."""
    count = desk.address_count[desk.said.o[r]]
    row = np.repeat(np.arange(len(r)), count)
    at = np.repeat(desk.address_start[desk.said.o[r]] - np.cumsum(count) + count, count) + np.arange(len(row))
    fits = ~(_differs(desk.order.also[at], desk.order.said[r[row]]) & desk.recipient).any(axis=1)
    found = np.zeros(len(r), bool)
    found[row[fits]] = True
    return found


def _fill(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """Fill what was empty, revise what a newer record says, place new items; which rows changed anything."""
    said, o, i = desk.said, desk.said.o[r], desk.said.i[r]
    new = _news(desk, r)
    _note_revisions(desk, r, new & _DATES & (desk.order.known[o] != NOTHING))
    _put(desk.order.known, o, desk.order.said[r], new)
    desk.order_rewritten[o[(new & _TEXT_OF_ORDER).any(axis=1)]] = True
    _terms(desk, o[new[:, _TERMS].any(axis=1)])
    _heard(desk, r)
    named = np.flatnonzero((i >= 0) & ~said.by_sku[r] & ~said.cancels[r])
    changed = np.asarray(new.any(axis=1))
    changed[named] |= _fill_items(desk, r[named])
    return changed


def _put(known: np.ndarray, at: np.ndarray, said: np.ndarray, new: np.ndarray) -> None:
    """Facts into the book; of several rows of a record the first one with a value counts."""
    row, column = np.nonzero(new[::-1])
    known[at[::-1][row], column] = said[::-1][row, column]


def _news(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """Which order facts of each row are new: blanks filled, and revisions of a newer record (payment: while Pending).

    A changed address is whole: an older record fills nothing into it.
    """
    units, o = desk.units, desk.said.o[r]
    known, said = desk.order.known[o], desk.order.said[r]
    blank = (known == NOTHING) & (said != NOTHING)
    blank &= ~((desk.address_count[o] > 0)[:, None] & desk.recipient)
    blank[:, _TERMS] &= (units.order_shipped[o] == 0)[:, None]
    status = units.status(o)
    revised = _differs(known, said) & desk.revisable & (_newer(desk, r) & (status != Status.CANCELED))[:, None]
    revised[:, _TERMS] &= (status == Status.PENDING)[:, None]
    return (blank | revised) & ~desk.said.cancels[r][:, None]


def _newer(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """Records that are newer than what is known: by last-updated-date where both have one, else by receipt."""
    said, o = desk.said, desk.said.o[r]
    dated = (said.updated[r] != NOTHING) & (desk.updated[o] != NOTHING)
    return np.where(dated, said.updated[r] > desk.updated[o], said.received[r] > desk.heard[o])


def _heard(desk: UpdateArrays, r: np.ndarray) -> None:
    """What a newer record leaves behind of its age; an order row that says Canceled is read for its status alone."""
    newer = r[_newer(desk, r) & (desk.said.by_sku[r] | ~desk.said.cancels[r])]
    o = desk.said.o[newer]
    desk.updated[o] = desk.said.updated[newer]
    desk.heard[o] = np.maximum(desk.heard[o], desk.said.received[newer])


def _note_revisions(desk: UpdateArrays, r: np.ndarray, revised: np.ndarray) -> None:
    row, column = np.nonzero(revised)
    if len(row):
        old, new = desk.order.known[desk.said.o[r[row]], column], desk.order.said[r[row], column]
        desk.told.revised.append((r[row], column, old, new))


def _terms(desk: UpdateArrays, o: np.ndarray) -> None:
    """Deadline and method of payment were filled or revised: whether it is paid in advance, and until when."""
    deadline, method = desk.order.known[o, DEADLINE], desk.order.known[o, METHOD]
    given = deadline != NOTHING
    desk.prepaid[o] = given | desk.advance[np.where(method == NOTHING, 0, method)]
    computed = np.where(desk.prepaid[o], desk.computed[o], NOTHING)
    desk.units.order_paid_by[o] = np.where(given, deadline, computed)


def _fill_items(desk: UpdateArrays, r: np.ndarray) -> np.ndarray:
    """Fill facts of items and place new ones; which rows changed anything. Rows of one record name different items."""
    units, o, i = desk.units, desk.said.o[r], desk.said.i[r]
    new = (desk.item.known[i] == NOTHING) & (desk.item.said[r] != NOTHING)
    _put(desk.item.known, i, desk.item.said[r], new)
    fresh = ~desk.placed[i] & ~desk.said.fresh[r]
    desk.told.places[r] |= fresh
    desk.placed[i] = True
    desk.item_rewritten[i[fresh | (new & _TEXT_OF_ITEM).any(axis=1)]] = True
    item, quantity, closed = i[fresh], desk.item.known[i[fresh], QUANTITY], desk.closed[o[fresh]]
    units.item_open[item[~closed]] += quantity[~closed]
    np.add.at(units.order_open, o[fresh][~closed], quantity[~closed])
    shut = item[closed]
    units.item_canceled[shut], units.item_cause[shut] = quantity[closed], CAUSE["BeforeOurTime"]
    units.item_canceled_at[shut] = units.order_canceled_at[o[fresh][closed]]
    return fresh | new.any(axis=1)
