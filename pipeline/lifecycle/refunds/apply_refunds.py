"""Step 7 and the end of 4.4: refunds, once shipments and cancellations of the run have taken effect.

Round k applies the k-th refund of every order at once. A record applies wholly or not at all (cases 8): one row that is
refused refuses all of them, else one that waits for its shipment holds all of them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.event_arrays import STRANGER
from pipeline.lifecycle.events.transitions import OK
from pipeline.lifecycle.refunds import refund_arrays
from pipeline.lifecycle.refunds.refund_limits import NET, excess, fits
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import ordered, pair_positions, positions, slices
from schemas import codes
from schemas.statuses import NO_CAUSE, Status
from schemas.stored_frames import conform
from schemas.stored_tables import BLANK

ADJUSTMENT = "merchant-adjustment-item-id"
_ITEM = ["order_key", "item_key"]
_CANCELED = ["order_key", "item_key", "sku", "units", "cause", "received", "stage", "seq", "feed", "record"]


@dataclass(frozen=True, slots=True)
class RefundResult:
    """The book with its refunds; the rows with code, value, limit, about, units, changed; what they canceled.

    about: the column that a fault is of. canceled: a row an item, as rounds.Applied has them.
    """

    book: OrderState
    rows: pd.DataFrame
    canceled: pd.DataFrame


def apply(rows: pd.DataFrame, book: OrderState, run: int) -> RefundResult:
    """Apply refunds (events.REFUNDS of known orders, with `stage`) to a book. Without any nothing is looked at."""
    if rows.empty:
        return RefundResult(book, rows, pd.DataFrame(columns=_CANCELED))
    mine = book.only(rows["order_key"].unique())
    desk = refund_arrays.desk(rows, mine)
    for start, end in slices(desk.frame["step"]):
        _round(desk, np.arange(start, end))
    cancels = desk.fit & (desk.quantity > 0)
    told = desk.frame.assign(
        code=desk.code,
        value=desk.value,
        limit=desk.limit,
        about=pd.Series(desk.about, dtype="str"),
        units=np.where(cancels, desk.quantity, 0),
        cause=np.where(cancels, desk.cause, NO_CAUSE),
        changed=desk.fit,
    )
    return RefundResult(_book(book, mine, desk, run), told, _canceled(mine, desk, told[cancels]))


def _round(desk: refund_arrays.RefundArrays, r: np.ndarray) -> None:
    code = _decide(desk, r)
    code[_twice(desk.i[r])] = codes.DUPLICATE_RECORD
    desk.code[r] = code
    stopped = (code != OK) & (code != codes.UNCHANGED)
    if stopped.any():
        _explain(desk, r[stopped], code[stopped])
    _take_effect(desk, r[(code == OK) & ~desk.units.any_of_record(desk.o[r], stopped)])


def _decide(desk: refund_arrays.RefundArrays, r: np.ndarray) -> np.ndarray:
    """The code of each row (OK = it takes effect). Cases 9, 20 and 24; order process, step 7."""
    units, claims_, amounts = desk.units, desk.claims, desk.amounts[r]
    item, quantity = np.maximum(desk.i[r], 0), desk.quantity[r]
    still_open, cancels = units.item_open[item], quantity != BLANK
    gone = (still_open == 0) & (units.item_shipped[item] == 0)
    priced = claims_.priced[item]
    before = np.where(desk.pair[r] >= 0, desk.had[desk.pair[r]], BLANK)
    equal = (desk.known[before] == amounts).all(axis=1)
    waits = ~priced | ((still_open > 0) & fits(amounts, claims_.later(item)))
    rules = (
        (desk.i[r] == STRANGER, codes.ORDER_UNKNOWN),
        (units.status(desk.o[r]) == Status.PENDING, codes.ORDER_PENDING),
        ((before >= 0) & equal, codes.UNCHANGED),
        (before >= 0, codes.ORDER_CONFLICT),
        (gone, codes.ORDER_CANCELED),
        (cancels & (quantity > still_open), codes.QUANTITY_TOO_LARGE),
        (~cancels & (amounts == 0).all(axis=1), codes.UNCHANGED),
        ((cancels | priced) & fits(amounts, claims_.left(item)), OK),
        (~cancels & waits, codes.HELD),
    )
    return np.select([when for when, _ in rules], [code for _, code in rules], codes.REFUND_EXCEEDS_CHARGE)


def _twice(item: np.ndarray) -> np.ndarray:
    """Rows that mean an item which another row of their record means too. In a round an order has one record."""
    _, at, times = np.unique(item, return_inverse=True, return_counts=True)
    return (times[at] > 1) & (item >= 0)


def _explain(desk: refund_arrays.RefundArrays, r: np.ndarray, code: np.ndarray) -> None:
    """The numbers that the message of each code names, as they stand when the record is met."""
    item = np.maximum(desk.i[r], 0)
    canceled_at, cause = desk.units.cancellation_of(desk.o[r], desk.i[r])
    heading, asked, left = excess(desk.amounts[r], desk.claims.left(item))
    which = [code == number for number in (codes.ORDER_CANCELED, codes.QUANTITY_TOO_LARGE, codes.REFUND_EXCEEDS_CHARGE)]
    desk.value[r] = np.select(which, [canceled_at, desk.quantity[r], asked], 0)
    desk.limit[r] = np.select(which, [cause, desk.units.item_open[item], left], 0)
    desk.about[r] = np.select([code == codes.ORDER_CONFLICT, which[2]], [ADJUSTMENT, heading], NET)


def _take_effect(desk: refund_arrays.RefundArrays, r: np.ndarray) -> None:
    """Money goes back and open units are canceled; in a round an item stands once."""
    desk.fit[r] = True
    desk.claims.give(desk.i[r], desk.amounts[r])
    named = r[desk.pair[r] >= 0]
    desk.had[desk.pair[named]] = len(desk.known) - len(desk.frame) + named
    some = r[desk.quantity[r] > 0]
    desk.units.cancel(desk.o[some], desk.i[some], desk.quantity[some], desk.cause[some], desk.received[some])


def _canceled(book: OrderState, desk: refund_arrays.RefundArrays, rows: pd.DataFrame) -> pd.DataFrame:
    """The units that these rows canceled."""
    sku = book.items["sku"].take(desk.i[rows.index]).array
    return rows.assign(sku=sku)[_CANCELED].reset_index(drop=True)


def _book(book: OrderState, mine: OrderState, desk: refund_arrays.RefundArrays, run: int) -> OrderState:
    """The book with the refunds that took effect, and what they canceled. mine: the part of it with their orders."""
    refunds = pd.concat([book.refunds, _fresh(mine, desk, run)], ignore_index=True)
    after = replace(book, refunds=ordered(refunds, KEYS["refunds"]))
    if not (desk.fit & (desk.quantity > 0)).any():
        return after
    keys = mine.items["order_key"].to_numpy(), mine.items["item_key"].to_numpy()
    at = positions(book.orders["order_key"].to_numpy(), mine.orders["order_key"].to_numpy())
    orders = _placed(book.orders, at, desk.units.updated_orders(mine.orders))
    items = _placed(book.items, pair_positions(book.items, *keys), desk.units.updated_items(mine.items))
    return replace(after, orders=orders, items=items)


def _placed(frame: pd.DataFrame, at: np.ndarray, rows: pd.DataFrame) -> pd.DataFrame:
    """The frame with its rows at these places replaced."""
    return pd.concat([frame.drop(index=at), rows.set_axis(at)]).sort_index()


def _fresh(book: OrderState, desk: refund_arrays.RefundArrays, run: int) -> pd.DataFrame:
    """Refunds that took effect, numbered on from those that their items had. Units alone are none without an id."""
    frame = desk.frame
    given = desk.fit & ((desk.amounts != 0).any(axis=1) | (frame["adjustment"] != "").to_numpy())
    rows = frame[given]
    had = pd.MultiIndex.from_frame(book.refunds[_ITEM]).value_counts()
    before = had.reindex(pd.MultiIndex.from_frame(rows[_ITEM]), fill_value=0).to_numpy()
    number = before + rows.groupby(_ITEM, dropna=False).cumcount().to_numpy() + 1
    return conform("refunds", rows.assign(number=number, run=np.int64(run)))
