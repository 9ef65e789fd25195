"""Step 5: what the buyer is charged, and what is due back. The buyer's side of the books, in whole yen.

A confirmation charges exactly the units of its parcel. An order paid in advance is charged at verification: its parcels
charge nothing, its canceled units are due back. Units are counted as everywhere: shipped ones are the lowest, canceled
ones the highest.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, before_our_time, is_priced
from pipeline.model.sorted_keys import pair_positions, positions
from pipeline.model.yen import Yen, net, share
from pipeline.money.amount_kinds import CAPTURE, CHARGE, REFUND, REFUND_DUE
from pipeline.money.charge_sources import by_item, by_order, first_of
from schemas import codes, keys
from schemas.formats.run_lists import CHARGE_KINDS
from schemas.statuses import CAUSES, Event, Stage
from schemas.stored_tables import typed

PAID_TOO_LATE = "PaidTooLate"
"""The cause of a refund of money that came after the payment deadline."""
_RANK = {kind: rank for rank, kind in enumerate(CHARGE_KINDS)}
_VERIFYING = (Event.VERIFY, Event.REINSTATE)
_PAYING = (Event.VERIFY, Event.PLACE, Event.UPDATE, Event.SHIPPED_ELSEWHERE)


def charges(
    before: OrderState,
    after: OrderState,
    posted: pd.DataFrame,
    happened: pd.DataFrame,
    canceled: pd.DataFrame,
    *,
    run: int,
    since: pd.Timestamp | None,
) -> tuple[OrderState, pd.DataFrame]:
    """The rows that a run adds to the buyer's side, and the book that remembers them (items: captured, due_units).

    before, after: the book around the run. posted: the parcels whose money was posted in it. happened: its journal rows
    with `took`. canceled: what it canceled, a row an item: order_key, item_key, at (UTC), feed, record. since: `as_of`
    of the run before; nothing is dated earlier. Rows are those of the stored table, by order, item and kind, none of 0
    yen; what is due back is a positive amount, negative where a canceled order came back to life.
    """
    items = with_orders(after)
    took = happened[happened["took"]]
    fresh = _to_capture(items)
    captured = fresh | (items["captured"] > 0)
    back = captured & (items["canceled"] != items["due_units"])
    late = _too_late(before, items)
    rows = [
        _charged(items, after, posted),
        _captured(items[fresh], took),
        _due_back(items[back], took, canceled, run),
        _due_late(items[late], happened),
    ]
    marked = after.items.assign(
        captured=after.items["captured"].where(~fresh, run),
        due_units=after.items["due_units"].where(~captured, after.items["canceled"]),
    )
    return replace(after, items=marked), _stored(pd.concat(rows, ignore_index=True), run, since)


def with_refunds(charged: pd.DataFrame, refunds: pd.DataFrame, *, run: int) -> pd.DataFrame:
    """The charges of a run and its refunds, a row each: what the buyer gets back, a positive amount, none of 0 yen.

    refunds: what took effect in the run, as `returning.refund_postings` takes it; a refund is dated as it is posted.
    Rows are those of the stored table, by order, item and kind.
    """
    rows = refunds.assign(
        kind=REFUND,
        amount=net(refunds),
        named=refund_named(refunds),
        cause=refunds["reason"],
        received=refunds["posted"],
        parcel="",
    )
    every = pd.concat([charged, _stored(rows, run, None)], ignore_index=True)
    by = ["order_key", "item_key", "rank"]
    return typed(
        "charges", every.assign(rank=every["kind"].map(_RANK)).sort_values(by, kind="stable", ignore_index=True)
    )


def paid(items: pd.DataFrame, first: Yen, units: Yen) -> Yen:
    """What a buyer pays for `units` units of each item from unit `first` on: price, shipping, wrap, less discounts.

    Items: ordered and the yen of the whole line, blank (-1) counts as 0.
    """
    ordered = items["ordered"].to_numpy()
    part = {
        name: share(items[name].clip(lower=0).to_numpy(), ordered, first, units)
        for name in ("price", "shipping", "gift_wrap", "item_discount", "ship_discount")
    }
    return part["price"] + part["shipping"] + part["gift_wrap"] - part["item_discount"] - part["ship_discount"]


def charge_id(order_id: pd.Series, item_id: pd.Series, named: pd.Series) -> pd.Series:
    """The ids of charges, which never change: by order, item, and a name that is used once for the item."""
    return "C-" + order_id + "-" + item_id + "-" + named


def refund_named(refunds: pd.DataFrame) -> pd.Series:
    """The name of each refund in the id of its charge: by its number."""
    return "refund-" + refunds["number"].astype("str")


def with_orders(book: OrderState) -> pd.DataFrame:
    """Every item with what its order says; the order's cause is `order_cause`."""
    orders = book.orders.assign(closed=before_our_time(book.orders)).rename(columns={"cause": "order_cause"})
    at = positions(orders["order_key"].to_numpy(), book.items["order_key"].to_numpy())
    order = orders[["order_id", "verified", "prepaid", "refund_due", "order_cause", "closed", "received"]].take(at)
    return pd.concat([book.items.reset_index(drop=True), order.reset_index(drop=True)], axis=1)


def _to_capture(items: pd.DataFrame) -> pd.Series:
    """Items of verified orders paid in advance that are priced and not charged yet."""
    verified = items["verified"].notna() & ~items["closed"]
    return verified & items["prepaid"] & is_priced(items) & (items["captured"] == 0)


def _too_late(before: OrderState, items: pd.DataFrame) -> pd.Series:
    """Items of orders for which this run got money too late, and those that came or were priced since. Step 2."""
    orders = before.orders
    owed = items["order_key"].isin(orders.loc[orders["refund_due"], "order_key"])
    at = pair_positions(before.items, items["order_key"].to_numpy(), items["item_key"].to_numpy())
    waited = np.append(~is_priced(before.items).to_numpy(bool), True)[at]
    return items["refund_due"] & is_priced(items) & (~owed | waited)


def of_parcels(items: pd.DataFrame, after: OrderState, posted: pd.DataFrame) -> pd.DataFrame:
    """Parcels with what their item and order say, and the yen that the buyer pays for each: `amount`."""
    at = pair_positions(after.items, posted["order_key"].to_numpy(), posted["item_key"].to_numpy())
    found = items.take(at).reset_index(drop=True)
    amount = paid(found, posted["first_unit"].to_numpy(), posted["units"].to_numpy())
    source = {name: posted[name].array for name in ("received", "feed", "record", "number")}
    return found.assign(**source, amount=amount, parcel=posted["number"].astype("str").array)


def _charged(items: pd.DataFrame, after: OrderState, posted: pd.DataFrame) -> pd.DataFrame:
    parcels = of_parcels(items, after, posted)
    return parcels.assign(kind=CHARGE, named=parcels["parcel"], cause="")[~parcels["prepaid"]]


def _captured(items: pd.DataFrame, took: pd.DataFrame) -> pd.DataFrame:
    nothing = np.zeros(len(items), np.int64)
    amount = paid(items, nothing, items["ordered"].to_numpy())
    return _row(items, CAPTURE, amount, _capturing(items, took)).assign(named="capture", cause="")


def _due_back(items: pd.DataFrame, took: pd.DataFrame, canceled: pd.DataFrame, run: int) -> pd.DataFrame:
    ordered = items["ordered"].to_numpy()
    now, then = (items[name].to_numpy() for name in ("canceled", "due_units"))
    amount = paid(items, ordered - now, now) - paid(items, ordered - then, then)
    gone = canceled[["order_key", "item_key", "feed", "record"]].assign(received=canceled["at"], stage=0)
    alive = by_order(took[took["event"] == Event.REINSTATE], items)
    source = first_of(by_item(gone, items), alive, _capturing(items, took))
    cause = pd.Series(CAUSES, dtype="str").take(items["cause"]).array
    return _row(items, REFUND_DUE, amount, source).assign(named=f"due-{run}", cause=cause)


def _due_late(items: pd.DataFrame, happened: pd.DataFrame) -> pd.DataFrame:
    """Money that came after its deadline, or for an order canceled unpaid: the whole of each item."""
    late, dead = (
        by_order(happened[happened["event"].isin(_PAYING) & (happened["code"] == code)], items)
        for code in (codes.PAID_TOO_LATE, codes.ORDER_CANCELED)
    )
    amount = paid(items, np.zeros(len(items), np.int64), items["ordered"].to_numpy())
    causes = pd.Series(CAUSES, dtype="str").take(items["order_cause"]).reset_index(drop=True)
    cause = causes.where(late["received"].isna() & (causes != ""), PAID_TOO_LATE)
    updated = by_order(happened[happened["event"] == Event.UPDATE], items)
    return _row(items, REFUND_DUE, amount, first_of(late, dead, updated)).assign(named="late", cause=cause)


def _capturing(items: pd.DataFrame, took: pd.DataFrame) -> pd.DataFrame:
    """The record that let each item be charged in advance: the verifying one, else that of the item or its price."""
    return first_of(
        by_order(took[took["event"].isin(_VERIFYING)], items),
        by_item(took[took["event"] == Event.PLACE], items),
        by_order(took[(took["event"] == Event.UPDATE) & (took["stage"] == Stage.ORDERS)], items),
    )


def _row(items: pd.DataFrame, kind: str, amount: Yen, source: pd.DataFrame) -> pd.DataFrame:
    rows = items.reset_index(drop=True)
    received = source["received"].fillna(rows["received"])
    return rows.assign(
        kind=kind, amount=amount, received=received, feed=source["feed"], record=source["record"], parcel="", number=0
    )


def _stored(rows: pd.DataFrame, run: int, since: pd.Timestamp | None) -> pd.DataFrame:
    rows = rows.assign(rank=rows["kind"].map(_RANK))[rows["amount"] != 0]
    rows = rows.sort_values(["order_key", "item_key", "rank", "number"], kind="stable", ignore_index=True)
    item_id = keys.item_ids(rows["item_key"].to_numpy())
    return typed(
        "charges",
        rows.assign(
            run=run,
            charge_id=charge_id(rows["order_id"], item_id, rows["named"]),
            order_item_id=item_id,
            at=rows["received"] if since is None else rows["received"].clip(lower=since),
        ),
    )
