"""Step 1, later records of an order: what repeats is unchanged, what was empty is filled, what differs conflicts.

Round k applies the k-th record of every order at once, on arrays of codes (lifecycle.facts). A record applies wholly
or not at all; a conflict refuses the facts of a record, never the verification it carries (cases 12).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.lifecycle import deadlines, facts
from pipeline.lifecycle.book import KEYS, Book, before_our_time, ordered, positions, statuses
from pipeline.lifecycle.facts import ITEM_FACTS, NOTHING, ORDER_FACTS, Facts
from schemas import codes
from schemas import fields as f
from schemas.state import BLANK, ITEM_TEXT, ITEM_YEN, ORDER_TEXT, typed
from schemas.statuses import CAUSE, Outcome, Status

DEADLINE, METHOD = ORDER_FACTS.index(f.PAYMENT_DEADLINE.name), ORDER_FACTS.index(f.PAYMENT_METHOD.name)
_TEXT_OF_ORDER = np.isin(ORDER_FACTS, ORDER_TEXT)
_TEXT_OF_ITEM = np.isin(ITEM_FACTS, ITEM_TEXT)


@dataclass(slots=True)
class Desk:
    """The arrays of the rounds: what is known of the orders and items that have later records, and what each row says.

    Private to one call of `repeat`; nothing outside sees it change.
    """

    order: Facts
    item: Facts
    o: np.ndarray
    i: np.ndarray
    verifies: np.ndarray
    computed: np.ndarray
    advance: np.ndarray
    verified: np.ndarray
    paid_by: np.ndarray
    prepaid: np.ndarray
    canceled: np.ndarray
    closed: np.ndarray
    charged: np.ndarray
    refund_due: np.ndarray
    placed: np.ndarray
    order_rewritten: np.ndarray
    item_rewritten: np.ndarray
    outcome: np.ndarray
    code: np.ndarray
    column: np.ndarray
    places: np.ndarray


def micros(values: pd.Series) -> np.ndarray:
    """Instants as int64 microseconds, NaT as NOTHING."""
    return values.dt.tz_localize(None).to_numpy().astype("datetime64[us]").astype(np.int64)


def instants(values: np.ndarray) -> pd.Series:
    """Microseconds back to UTC instants, NOTHING as NaT."""
    return pd.Series(values.astype("datetime64[us]")).dt.tz_localize("UTC")


def slices(steps: pd.Series) -> Iterator[tuple[int, int]]:
    """The rows of each round: from where to where a sorted step number stays the same."""
    ends = np.flatnonzero(np.diff(steps.to_numpy(), append=-1)) + 1
    return zip([0, *ends[:-1]], ends, strict=False)


def repeat(
    rows: pd.DataFrame, book: Book, texts: tuple[pd.DataFrame, pd.DataFrame], run: int
) -> tuple[Book, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Apply later records (rows of placement.prepared) to the book.

    texts: wide text of every order and item of the book that the rows touch. Returns the new book, the wide order and
    item text that changed, and the rows with columns outcome, code, column and places (True = a new item).
    """
    rows = ordered(rows, ["step", "order_key", "seq", "record"])
    orders = book.orders[book.orders["order_key"].isin(rows["order_key"])].reset_index(drop=True)
    items = _universe(rows, book.items[book.items["order_key"].isin(orders["order_key"])])
    desk = _desk(rows, book, orders, items, texts)
    for start, end in slices(rows["step"]):
        _round(desk, np.arange(start, end))
    told = rows.assign(
        outcome=desk.outcome,
        code=desk.code,
        places=desk.places,
        column=np.where(desk.column >= 0, np.array((*ORDER_FACTS, *ITEM_FACTS), dtype=object)[desk.column], ""),
    )
    return _book(book, orders, items, desk, run), _order_text(orders, desk), _item_text(items, desk), told


def _universe(rows: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Every item that is known of the orders or named by a row; `placed` says which are known."""
    fresh = rows[["order_key", "item_key"]].drop_duplicates()
    return known.assign(placed=True).merge(fresh, how="outer", on=["order_key", "item_key"], validate="one_to_one")


def _desk(
    rows: pd.DataFrame, book: Book, orders: pd.DataFrame, items: pd.DataFrame, texts: tuple[pd.DataFrame, pd.DataFrame]
) -> Desk:
    known_orders = _known_orders(orders, texts[0])
    known_items = _known_items(items, texts[1])
    status = statuses(orders, book.items[book.items["order_key"].isin(orders["order_key"])].reset_index(drop=True))
    count = len(rows)
    pairs = pd.MultiIndex.from_frame(items[["order_key", "item_key"]])
    verifies = rows.groupby(["order_key", "step"], dropna=False)["verified"].transform("min")
    return Desk(
        order=facts.facts(ORDER_FACTS, known_orders, rows),
        item=facts.facts(ITEM_FACTS, known_items, rows),
        o=positions(orders["order_key"].to_numpy(), rows["order_key"].to_numpy()),
        i=pairs.get_indexer(pd.MultiIndex.from_frame(rows[["order_key", "item_key"]])),
        verifies=micros(verifies),
        computed=micros(rows["computed"]),
        advance=deadlines.paid_in_advance(rows[f.PAYMENT_METHOD.name]).to_numpy(bool),
        verified=micros(orders["verified"]),
        paid_by=micros(orders["paid_by"]),
        prepaid=orders["prepaid"].to_numpy(bool, copy=True),
        canceled=(status == Status.CANCELED).to_numpy() & ~before_our_time(orders).to_numpy(),
        closed=before_our_time(orders).to_numpy(),
        charged=status.isin([Status.PARTIALLY_SHIPPED, Status.SHIPPED]).to_numpy(),
        refund_due=orders["refund_due"].to_numpy(bool, copy=True),
        placed=items["placed"].notna().to_numpy(copy=True),
        order_rewritten=np.zeros(len(orders), bool),
        item_rewritten=np.zeros(len(items), bool),
        outcome=np.full(count, int(Outcome.UNCHANGED)),
        code=np.full(count, codes.UNCHANGED),
        column=np.full(count, -1),
        places=np.zeros(count, bool),
    )


def _known_orders(orders: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    known = orders.merge(text, how="left", on="order_key", validate="one_to_one")
    return known.assign(
        **{
            f.PURCHASE_DATE.name: orders["purchased"],
            f.LATEST_SHIP.name: orders["latest_ship"],
            f.PAYMENT_DEADLINE.name: orders["paid_by"].where(orders["paid_by_given"]),
        }
    )


def _known_items(items: pd.DataFrame, text: pd.DataFrame) -> pd.DataFrame:
    known = items.merge(text, how="left", on=["order_key", "item_key"], validate="one_to_one")
    numbers = {f.QUANTITY_PURCHASED.name: "ordered", **{column: name for name, column in ITEM_YEN.items()}}
    return known.assign(
        **{column: known[name].fillna(BLANK).astype("int64") for column, name in numbers.items()},
        **{name: known[name].fillna("") for name in (f.SKU.name, f.CURRENCY.name, *ITEM_TEXT)},
    )


def _round(desk: Desk, r: np.ndarray) -> None:
    """One record of every order that has one: decide, then apply what is neither refused nor in conflict."""
    o, i = desk.o[r], desk.i[r]
    column = _conflicts(desk, r)
    conflict = _of_order(desk, o, column >= 0)
    never_paid = (desk.verifies[r] != NOTHING) & (desk.verified[o] == NOTHING)
    dead = _of_order(desk, o, desk.canceled[o] & (~desk.placed[i] | never_paid)) & ~conflict
    desk.refund_due[o[desk.canceled[o] & never_paid]] = True
    changed = np.zeros(len(r), bool)
    fit = ~conflict & ~dead
    changed[fit] = _fill(desk, r[fit])
    moved, late = _verify(desk, r, ~dead)
    changed = _of_order(desk, o, changed | moved)
    desk.column[r] = np.where(conflict, column, -1)
    refused = dead | (conflict & ~_of_order(desk, o, moved))
    desk.outcome[r] = np.select(
        [refused, conflict | (late & fit), changed],
        [Outcome.REJECTED, Outcome.WARNING, Outcome.ACCEPTED],
        Outcome.UNCHANGED,
    )
    desk.code[r] = np.select(
        [dead, conflict, late, changed],
        [codes.ORDER_CANCELED, np.where(column >= 0, codes.ORDER_CONFLICT, 0), codes.PAID_TOO_LATE, 0],
        codes.UNCHANGED,
    )


def _of_order(desk: Desk, o: np.ndarray, flag: np.ndarray) -> np.ndarray:
    """A flag of a row as a flag of its record: in a round an order has one record."""
    marked = np.zeros(len(desk.verified), bool)
    marked[o[flag]] = True
    return marked[o]


def _conflicts(desk: Desk, r: np.ndarray) -> np.ndarray:
    """The first column of each row that contradicts the book, as an index; -1 for none."""
    found = []
    for side, at in ((desk.order, desk.o[r]), (desk.item, desk.i[r])):
        known, said = side.known[at], side.said[r]
        found.append((known != NOTHING) & (said != NOTHING) & (known != said) & side.conflicting)
    differs = np.concatenate(found, axis=1)
    return np.where(differs.any(axis=1), differs.argmax(axis=1), -1)


def _fill(desk: Desk, r: np.ndarray) -> np.ndarray:
    """Fill what was empty and place new items; which rows changed anything."""
    o, i = desk.o[r], desk.i[r]
    of_order = (desk.order.known[o] == NOTHING) & (desk.order.said[r] != NOTHING)
    of_order[:, [DEADLINE, METHOD]] &= ~desk.charged[o][:, None]
    of_item = (desk.item.known[i] == NOTHING) & (desk.item.said[r] != NOTHING)
    desk.order.known[o] = np.where(of_order, desk.order.said[r], desk.order.known[o])
    desk.item.known[i] = np.where(of_item, desk.item.said[r], desk.item.known[i])
    fresh = ~desk.placed[i]
    desk.places[r] = fresh
    desk.placed[i] = True
    desk.order_rewritten[o[(of_order & _TEXT_OF_ORDER).any(axis=1)]] = True
    desk.item_rewritten[i[fresh | (of_item & _TEXT_OF_ITEM).any(axis=1)]] = True
    given, advance = of_order[:, DEADLINE], of_order[:, METHOD] & desk.advance[r]
    desk.prepaid[o[given | advance]] = True
    by_method = advance & (desk.paid_by[o] == NOTHING)
    desk.paid_by[o[by_method]] = desk.computed[r[by_method]]
    desk.paid_by[o[given]] = desk.order.said[r[given], DEADLINE]
    return fresh | of_order.any(axis=1) | of_item.any(axis=1)


def _verify(desk: Desk, r: np.ndarray, allowed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Verify pending orders; which rows moved a status, which were paid too late (cases 18)."""
    o, paid = desk.o[r], desk.verifies[r]
    pending = allowed & ~desk.canceled[o] & ~desk.closed[o] & (desk.verified[o] == NOTHING) & (paid != NOTHING)
    late = pending & (desk.paid_by[o] != NOTHING) & (paid > desk.paid_by[o])
    moved = pending & ~late
    desk.verified[o[moved]] = paid[moved]
    desk.refund_due[o[late]] = True
    return moved, late


def _book(book: Book, orders: pd.DataFrame, items: pd.DataFrame, desk: Desk, run: int) -> Book:
    """The book with what the rounds changed."""
    known = desk.order.known
    new_orders = orders.assign(
        verified=instants(desk.verified),
        paid_by=instants(desk.paid_by),
        prepaid=desk.prepaid,
        paid_by_given=known[:, DEADLINE] != NOTHING,
        refund_due=desk.refund_due,
        latest_ship=instants(known[:, ORDER_FACTS.index(f.LATEST_SHIP.name)]),
        text_run=orders["text_run"].where(~desk.order_rewritten, run),
    )
    rest = book.orders[~book.orders["order_key"].isin(orders["order_key"])]
    others = book.items[~book.items["order_key"].isin(orders["order_key"])]
    return replace(
        book,
        orders=ordered(pd.concat([rest, new_orders], ignore_index=True), KEYS["orders"]),
        items=ordered(pd.concat([others, _items(orders, items, desk, run)], ignore_index=True), KEYS["items"]),
    )


def _items(orders: pd.DataFrame, items: pd.DataFrame, desk: Desk, run: int) -> pd.DataFrame:
    known = {name: desk.item.known[:, at] for at, name in enumerate(ITEM_FACTS)}
    numbers = {f.QUANTITY_PURCHASED.name: "ordered", **{column: name for name, column in ITEM_YEN.items()}}
    filled = items.assign(
        **{name: np.where(known[column] == NOTHING, BLANK, known[column]) for column, name in numbers.items()},
        **{name: desk.item.text(name, known[name]) for name in (f.SKU.name, f.CURRENCY.name)},
        **{
            name: items[name].fillna(0).astype("int64")
            for name in ("shipped", "canceled", "cause", "presumed", "captured", "due_units", "parcels", "reported_run")
        },
        text_run=items["text_run"].fillna(0).astype("int64").where(~desk.item_rewritten, run),
    )
    closed = filled["order_key"].isin(orders.loc[desk.closed, "order_key"]) & (filled["canceled"] < filled["ordered"])
    filled = filled.assign(
        canceled=filled["canceled"].where(~closed, filled["ordered"]),
        cause=filled["cause"].where(~closed, CAUSE["BeforeOurTime"]),
        canceled_at=filled["canceled_at"].where(~closed, filled["order_key"].map(_closed_at(orders))),
    )
    return typed("items", filled[desk.placed])


def _closed_at(orders: pd.DataFrame) -> pd.Series:
    return orders.set_index("order_key")["canceled_at"]


def _order_text(orders: pd.DataFrame, desk: Desk) -> pd.DataFrame:
    known = {
        name: desk.order.text(name, desk.order.known[:, at])
        for at, name in enumerate(ORDER_FACTS)
        if name in ORDER_TEXT
    }
    return orders[["order_key"]].assign(**known).astype(dict.fromkeys(ORDER_TEXT, "str"))[desk.order_rewritten]


def _item_text(items: pd.DataFrame, desk: Desk) -> pd.DataFrame:
    known = {
        name: desk.item.text(name, desk.item.known[:, at]) for at, name in enumerate(ITEM_FACTS) if name in ITEM_TEXT
    }
    changed = desk.item_rewritten & desk.placed
    return items[["order_key", "item_key"]].assign(**known).astype(dict.fromkeys(ITEM_TEXT, "str"))[changed]
