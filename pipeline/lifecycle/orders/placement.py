"""Step 1: an order record of an unknown order places it; first records place in one step for all.

Every later record of an order is applied in rounds (lifecycle.orders.updates).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle import deadlines
from pipeline.lifecycle.orders.order_facts import ESTIMATES, said_by
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import ordered, positions, steps
from schemas.formats import fields as f
from schemas.statuses import CAUSE, STRICT_SERVICES
from schemas.stored_frames import blank_instants, conform
from schemas.stored_tables import ITEM_TEXT, ITEM_YEN, ORDER_TEXT

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

VERIFIES = ("Unshipped", "PartiallyShipped", "Shipped")
_STRICT = frozenset(level.casefold() for level in STRICT_SERVICES)
_OF_ORDER = (*ESTIMATES, f.PAYMENT_DEADLINE.name)


def prepared(rows: pd.DataFrame, book: OrderState, zone: ZoneInfo) -> pd.DataFrame:
    """Order rows (order_formats) with what the rules need beside the facts, sorted by order and order of work.

    Adds moment (last-updated-date, else received), verified (when payment was verified, NaT = the row does not say
    so), prepaid, computed, paid_by, cut_off, unknown (the book has no such order), and makes `step`, the number of the
    record within its order, from 0. A record that cannot place its order comes after the one that does. Order
    process, step 1, "Without order-status".
    """
    unknown = positions(book.orders["order_key"].to_numpy(), rows["order_key"].to_numpy()) < 0
    rows = _in_order(said_by(rows).assign(unknown=unknown))
    says, paid = rows["says"], rows[f.PAYMENTS_DATE.name]
    moment = rows[f.LAST_UPDATED.name].fillna(rows["received"])
    verified = paid.where(says == "", paid.fillna(moment).where(says.isin(VERIFIES)))
    purchased, deadline = rows[f.PURCHASE_DATE.name], rows[f.PAYMENT_DEADLINE.name]
    prepaid = deadlines.paid_in_advance(rows[f.PAYMENT_METHOD.name]) | deadline.notna()
    computed = deadlines.payment_deadline(purchased, zone)
    return rows.assign(
        moment=moment,
        verified=verified,
        prepaid=prepaid,
        paid_by=deadline.fillna(computed.where(prepaid)),
        cut_off=deadlines.cut_off(purchased, zone),
        step=steps(rows),
    )


def _in_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows in the order of work; of an unknown order the first record that can place it comes first."""
    places = rows.loc[rows["unknown"] & rows["places"], ["order_key", "seq", "feed", "record"]]
    firsts = ordered(places, ["order_key", "seq", "record"]).drop_duplicates("order_key")
    at = positions(firsts["order_key"].to_numpy(), rows["order_key"].to_numpy())
    of_first = [np.append(firsts[name].to_numpy(), -1)[at] == rows[name].to_numpy() for name in ("feed", "record")]
    first = (at >= 0) & of_first[0] & of_first[1]
    return ordered(rows.assign(rank=np.where(first, 0, 1)), ["order_key", "rank", "seq", "record"])


def place(rows: pd.DataFrame, run: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """New orders and items from the first records of unknown orders (rows of `prepared`): frames of the book.

    Status Pending unless the record verifies in time; an order whose cut-off lies before its first record is placed
    closed (BeforeOurTime, cases 16). Paid after its deadline: placed, stays Pending (cases 18).
    """
    by = rows.groupby("order_key", dropna=False)
    told = {name: by[name].transform("first") for name in _OF_ORDER}
    first = rows.assign(**told, verified=by["verified"].transform("min")).drop_duplicates("order_key")
    closed = first["cut_off"] < first["received"]
    nothing, paid_late = blank_instants(len(first)).array, late(first["verified"], first["paid_by"])
    orders = pd.DataFrame(
        {
            "order_key": first["order_key"],
            "order_id": first["order_id"],
            "purchased": first[f.PURCHASE_DATE.name],
            "received": first["received"],
            "updated": first[f.LAST_UPDATED.name],
            "heard": first["received"],
            "verified": first["verified"].where(~paid_late & ~closed),
            "paid_by": first["paid_by"],
            "paid_by_given": first[f.PAYMENT_DEADLINE.name].notna(),
            "prepaid": first["prepaid"],
            "cut_off": first["cut_off"],
            "waived": False,
            **{name: first[column] for column, name in ESTIMATES.items()},
            "promise": nothing,
            "delivered": nothing,
            "strict": strict(first[f.SHIP_SERVICE_LEVEL.name]),
            "cancel_asked": first[f.BUYER_CANCEL.name],
            "canceled_at": first["received"].where(closed),
            "cause": np.where(closed, CAUSE["BeforeOurTime"], 0),
            "refund_due": paid_late & ~closed,
            "warned": 0,
            "invited": 0,
            "not_in_marketplace": nothing,
            "gone_from_pending": nothing,
            "text_run": np.int64(run),
        }
    )
    shut = rows["order_key"].isin(first["order_key"][closed])
    return conform("orders", orders).reset_index(drop=True), items_of(rows, run, closed=shut)


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
    nothing = dict.fromkeys(("shipped", "presumed", "captured", "due_units", "parcels", "reported_run"), 0)
    items = pd.DataFrame(
        {
            "order_key": rows["order_key"],
            "item_key": rows["item_key"],
            "sku": rows[f.SKU.name],
            "currency": rows[f.CURRENCY.name],
            "ordered": quantity,
            "canceled": quantity.where(closed, 0),
            **money,
            **nothing,
            "canceled_at": rows["received"].where(closed),
            "cause": np.where(closed, CAUSE["BeforeOurTime"], 0),
            "reported_at": blank_instants(len(rows)).array,
            "text_run": np.int64(run),
        }
    )
    return conform("items", items).reset_index(drop=True)


def order_text(rows: pd.DataFrame) -> pd.DataFrame:
    """The wide text of new orders, of the first row of each."""
    return rows.drop_duplicates("order_key")[["order_key", *ORDER_TEXT]].reset_index(drop=True)


def item_text(rows: pd.DataFrame) -> pd.DataFrame:
    """The wide text of new items, a row each."""
    return rows[["order_key", "item_key", *ITEM_TEXT]].reset_index(drop=True)


def with_promise(book: OrderState, estimate: pd.Series) -> OrderState:
    """The book in which every order that was just verified holds its estimated promise (cases 4, 5)."""
    orders = book.orders
    fresh = orders["verified"].notna() & orders["promise"].isna()
    return replace(book, orders=orders.assign(promise=orders["promise"].where(~fresh, estimate)))


def joined(book: OrderState, orders: pd.DataFrame, items: pd.DataFrame) -> OrderState:
    """The book with new orders and items in it, sorted."""
    return replace(
        book,
        orders=ordered(pd.concat([book.orders, orders], ignore_index=True), KEYS["orders"]),
        items=ordered(pd.concat([book.items, items], ignore_index=True), KEYS["items"]),
    )
