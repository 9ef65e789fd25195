"""Step 1, how an order ended at the marketplace: an order record that says Shipped or Canceled, without feeds of ours.

Shipped confirms what is open on the item of its row, with warning confirmed-elsewhere; Canceled cancels what is open on
the order, cause Marketplace, and the stock comes back. Both only move an order forward (cases 12, 22). The order of
rows does not matter: what is shipped cannot be canceled any more, so the shipped rows come first.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from pipeline.lifecycle.book import KEYS, Book, before_our_time, ordered, pair_positions, positions, statuses
from pipeline.lifecycle.rounds import clamped
from schemas import codes
from schemas import fields as f
from schemas.state import BLANK, typed
from schemas.statuses import CAUSE, Event, Outcome, Stage, Status


@dataclass(frozen=True, slots=True)
class Ended:
    """The new book, the rows with outcome, code, column and units, and what was canceled (as rounds.Applied)."""

    book: Book
    rows: pd.DataFrame
    canceled: pd.DataFrame


def apply(book: Book, shipped: pd.DataFrame, canceled: pd.DataFrame, zone: ZoneInfo) -> Ended:
    """Apply order rows of known orders that say Shipped and such that say Canceled (columns of events.PLACE)."""
    if shipped.empty and canceled.empty:
        return _nothing(book, shipped)
    book, shipped = _ship(book, shipped, zone)
    book, canceled, ended = _cancel(book, canceled)
    rows = pd.concat([shipped, canceled], ignore_index=True)
    return Ended(book, rows.assign(stage=int(Stage.ORDERS), quantity=BLANK, at=rows[f.LAST_UPDATED.name]), ended)


def _nothing(book: Book, rows: pd.DataFrame) -> Ended:
    blank = {name: np.int64(0) for name in ("code", "outcome", "units", "event", "stage", "quantity")}
    ended = book.items.iloc[:0][["order_key", "item_key", "sku"]].assign(
        units=np.int64(0),
        cause=np.int64(0),
        stage=np.int64(0),
        received=rows["received"],
        seq=rows["seq"],
        record=rows["record"],
        feed=rows["feed"],
    )
    return Ended(book, rows.assign(column="", at=rows[f.LAST_UPDATED.name], **blank), ended)


def _ship(book: Book, rows: pd.DataFrame, zone: ZoneInfo) -> tuple[Book, pd.DataFrame]:
    """What is open on the item of each row leaves as one parcel; ship date and cut-off by last-updated-date."""
    rows = ordered(rows, ["seq", "record"])
    at = positions(book.orders["order_key"].to_numpy(), rows["order_key"].to_numpy())
    order = book.orders.assign(status=statuses(book.orders, book.items)).take(at).reset_index(drop=True)
    item = pair_positions(book.items, rows["order_key"].to_numpy(), rows["item_key"].to_numpy())
    said = rows[f.LAST_UPDATED.name].fillna(rows["received"])
    first = ~rows.duplicated(["order_key", "item_key"])
    code = np.select(
        [
            item < 0,
            before_our_time(order) | order["status"].isin([Status.PENDING, Status.SHIPPED]) | ~first,
            order["status"] == Status.CANCELED,
            _open(book.items)[np.maximum(item, 0)] == 0,
            said > order["cut_off"],
        ],
        [codes.ORDER_UNKNOWN, codes.UNCHANGED, codes.ORDER_CANCELED, codes.UNCHANGED, codes.CONFIRMED_TOO_LATE],
        codes.CONFIRMED_ELSEWHERE,
    )
    fit = code == codes.CONFIRMED_ELSEWHERE
    shipped_at = clamped(said, order["purchased"], rows["received"], zone)
    book, units = _parcels(book, item[fit], rows[fit].assign(shipped_at=shipped_at[fit]))
    told = rows.assign(
        code=code, outcome=_outcomes(code), column="", units=np.int64(0), event=int(Event.SHIPPED_ELSEWHERE)
    )
    told.loc[fit, "units"] = units
    return book, told


def _open(items: pd.DataFrame) -> np.ndarray:
    return (items["ordered"] - items["shipped"] - items["canceled"]).to_numpy()


def _outcomes(code: np.ndarray) -> np.ndarray:
    return np.select(
        [code == codes.CONFIRMED_ELSEWHERE, code == codes.UNCHANGED],
        [Outcome.WARNING, Outcome.UNCHANGED],
        Outcome.REJECTED,
    )


def _parcels(book: Book, item: np.ndarray, rows: pd.DataFrame) -> tuple[Book, np.ndarray]:
    """A parcel of all that is open on each of these items; the units of each."""
    items = book.items
    of = items.take(item).reset_index(drop=True)
    units = _open(items)[item]
    made = rows.reset_index(drop=True).assign(
        number=of["parcels"] + 1,
        first_unit=of["shipped"],
        units=units,
        carrier="",
        tracking="",
        method="",
        late=False,
        elsewhere=True,
        posted_run=0,
    )
    more = np.zeros(len(items), np.int64)
    more[item] = units
    items = items.assign(shipped=items["shipped"] + more, parcels=items["parcels"] + (more > 0))
    parcels = pd.concat([book.parcels, typed("parcels", made)], ignore_index=True)
    refs = pd.concat([book.refs, typed("refs", made.assign(ref="marketplace"))], ignore_index=True)
    made_now = {"parcels": ordered(parcels, KEYS["parcels"]), "refs": ordered(refs, KEYS["refs"])}
    return replace(book, items=items, **made_now), units


def _cancel(book: Book, rows: pd.DataFrame) -> tuple[Book, pd.DataFrame, pd.DataFrame]:
    """The first row of an order cancels all that is open on it; every other one says what is so already."""
    rows = ordered(rows, ["seq", "record"])
    items, orders = book.items, book.orders
    busy = items.loc[_open(items) > 0, "order_key"].unique()
    hits = ~rows.duplicated("order_key") & rows["order_key"].isin(busy)
    by = rows[hits].set_index("order_key")
    gone = items["order_key"].isin(by.index) & (_open(items) > 0)
    cause = CAUSE["Marketplace"]
    at = {name: by[name].reindex(items.loc[gone, "order_key"]).array for name in ("received", "seq", "record", "feed")}
    ended = items.loc[gone, ["order_key", "item_key", "sku"]].assign(
        units=_open(items)[gone], cause=cause, stage=int(Stage.ORDERS), **at
    )
    closed = orders["order_key"].isin(by.index)
    of_orders, of_items = (by["received"].reindex(part["order_key"]).array for part in (orders, items))
    book = replace(
        book,
        orders=orders.assign(
            cause=orders["cause"].where(~closed, cause), canceled_at=orders["canceled_at"].where(~closed, of_orders)
        ),
        items=items.assign(
            canceled=items["canceled"].where(~gone, items["ordered"] - items["shipped"]),
            cause=items["cause"].where(~gone, cause),
            canceled_at=items["canceled_at"].where(~gone, of_items),
        ),
    )
    told = rows.assign(
        code=np.where(hits, 0, codes.UNCHANGED),
        outcome=np.where(hits, Outcome.ACCEPTED, Outcome.UNCHANGED),
        column="",
        units=np.int64(0),
        event=int(Event.CANCELED_ELSEWHERE),
    )
    return book, told, ended


def with_moves(order_rows: pd.DataFrame, ended: pd.DataFrame) -> pd.DataFrame:
    """Order rows in conflict whose status moved all the same are warnings, not refusals (cases 12)."""
    moved = pd.MultiIndex.from_frame(ended.loc[ended["outcome"] == Outcome.WARNING, ["feed", "record"]])
    hit = pd.MultiIndex.from_frame(order_rows[["feed", "record"]]).isin(moved)
    soft = hit & (order_rows["code"] == codes.ORDER_CONFLICT)
    return order_rows.assign(outcome=order_rows["outcome"].where(~soft, int(Outcome.WARNING)))
