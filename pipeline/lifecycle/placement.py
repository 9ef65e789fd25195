"""Step 1: an order record of an unknown order places it; one of a known order repeats, fills, verifies or conflicts.

First records place in one step for all; every later record of an order is applied in rounds (lifecycle.repetition).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle import deadlines
from pipeline.lifecycle.book import KEYS, Book, ordered, steps
from pipeline.lifecycle.facts import said_by
from schemas import fields as f
from schemas.state import BLANK, ITEM_TEXT, ITEM_YEN, ORDER_TEXT, never, typed
from schemas.statuses import CAUSE, STRICT_SERVICES

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

VERIFIES = ("Unshipped", "PartiallyShipped", "Shipped")
ASKED = {"false": 0, "true": 1}
_STRICT = frozenset(level.casefold() for level in STRICT_SERVICES)


def prepared(rows: pd.DataFrame, zone: ZoneInfo) -> pd.DataFrame:
    """Order rows with what the rules need beside the facts, sorted by order and order of work.

    Adds verified (when payment was verified, NaT = the row does not say so), prepaid, paid_by, cut_off, and makes
    `step`, the number of the record within its order, from 0. Order process, step 1, "Without order-status".
    """
    rows = said_by(rows).sort_values(["order_key", "seq", "record"], kind="stable", ignore_index=True)
    status, paid = rows[f.ORDER_STATUS.name], rows[f.PAYMENTS_DATE.name]
    stated = paid.fillna(rows[f.LAST_UPDATED.name]).fillna(rows["received"])
    verified = paid.where(status == "", stated.where(status.isin(VERIFIES)))
    purchased, deadline = rows[f.PURCHASE_DATE.name], rows[f.PAYMENT_DEADLINE.name]
    prepaid = deadlines.paid_in_advance(rows[f.PAYMENT_METHOD.name]) | deadline.notna()
    computed = deadlines.payment_deadline(purchased, zone)
    return rows.assign(
        verified=verified,
        prepaid=prepaid,
        computed=computed,
        paid_by=deadline.fillna(computed.where(prepaid)),
        cut_off=deadlines.cut_off(purchased, zone),
        step=steps(rows),
    )


def place(rows: pd.DataFrame, run: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """New orders and items from the first records of unknown orders (rows of `prepared`): frames of the book.

    Status Pending unless the record verifies in time; an order whose cut-off lies before its first record is placed
    closed (BeforeOurTime, cases 16). Paid after its deadline: placed, stays Pending (cases 18).
    """
    earliest = rows.groupby("order_key", dropna=False)["verified"].transform("min")
    first = rows.assign(verified=earliest).drop_duplicates("order_key")
    closed, nothing = first["cut_off"] < first["received"], never(len(first)).array
    orders = pd.DataFrame(
        {
            "order_key": first["order_key"],
            "order_id": first["order_id"],
            "purchased": first[f.PURCHASE_DATE.name],
            "received": first["received"],
            "updated": first[f.LAST_UPDATED.name],
            "heard": first["received"],
            "verified": first["verified"].where(~late(first["verified"], first["paid_by"]) & ~closed),
            "paid_by": first["paid_by"],
            "paid_by_given": first[f.PAYMENT_DEADLINE.name].notna(),
            "prepaid": first["prepaid"],
            "cut_off": first["cut_off"],
            "waived": False,
            "earliest_ship": first[f.EARLIEST_SHIP.name],
            "latest_ship": first[f.LATEST_SHIP.name],
            "earliest_delivery": first[f.EARLIEST_DELIVERY.name],
            "latest_delivery": first[f.LATEST_DELIVERY.name],
            "promise": nothing,
            "delivered": nothing,
            "strict": strict(first[f.SHIP_SERVICE_LEVEL.name]),
            "cancel_asked": first[f.BUYER_CANCEL.name].map(ASKED).fillna(BLANK),
            "canceled_at": first["received"].where(closed),
            "cause": np.where(closed, CAUSE["BeforeOurTime"], 0),
            "refund_due": late(first["verified"], first["paid_by"]) & ~closed,
            "warned": 0,
            "invited": 0,
            "not_in_marketplace": nothing,
            "gone_from_pending": nothing,
            "text_run": np.int64(run),
        }
    )
    shut = rows["order_key"].isin(first["order_key"][closed])
    return typed("orders", orders).reset_index(drop=True), items_of(rows, run, closed=shut)


def strict(level: pd.Series) -> pd.Series:
    """Whether each service level promises a day: shipped later is service-missed. Step 4.3."""
    return level.str.strip().str.casefold().isin(_STRICT)


def late(verified: pd.Series, paid_by: pd.Series) -> pd.Series:
    """Paid after the payment deadline. Order process, step 2."""
    return (verified > paid_by).astype(bool)


def items_of(rows: pd.DataFrame, run: int, closed: pd.Series) -> pd.DataFrame:
    """New items of the book from order rows; those of an order that is placed closed are canceled at once."""
    quantity = rows[f.QUANTITY_PURCHASED.name]
    money = {name: rows[column] for name, column in ITEM_YEN.items()}
    items = pd.DataFrame(
        {
            "order_key": rows["order_key"],
            "item_key": rows["item_key"],
            "sku": rows[f.SKU.name],
            "currency": rows[f.CURRENCY.name],
            "ordered": quantity,
            "shipped": np.int64(0),
            "canceled": quantity.where(closed, 0),
            **money,
            "canceled_at": rows["received"].where(closed),
            "cause": np.where(closed, CAUSE["BeforeOurTime"], 0),
            "presumed": np.int64(0),
            "captured": np.int64(0),
            "due_units": np.int64(0),
            "parcels": np.int64(0),
            "reported_run": np.int64(0),
            "reported_at": never(len(rows)).array,
            "text_run": np.int64(run),
        }
    )
    return typed("items", items).reset_index(drop=True)


def order_text(rows: pd.DataFrame) -> pd.DataFrame:
    """The wide text of new orders, of the first row of each."""
    return rows.drop_duplicates("order_key")[["order_key", *ORDER_TEXT]].reset_index(drop=True)


def item_text(rows: pd.DataFrame) -> pd.DataFrame:
    """The wide text of new items, a row each."""
    return rows[["order_key", "item_key", *ITEM_TEXT]].reset_index(drop=True)


def with_promise(book: Book, estimate: pd.Series) -> Book:
    """The book in which every order that was just verified holds its estimated promise (cases 4, 5)."""
    orders = book.orders
    fresh = orders["verified"].notna() & orders["promise"].isna()
    return replace(book, orders=orders.assign(promise=orders["promise"].where(~fresh, estimate)))


def joined(book: Book, orders: pd.DataFrame, items: pd.DataFrame) -> Book:
    """The book with new orders and items in it, sorted."""
    return replace(
        book,
        orders=ordered(pd.concat([book.orders, orders], ignore_index=True), KEYS["orders"]),
        items=ordered(pd.concat([book.items, items], ignore_index=True), KEYS["items"]),
    )
