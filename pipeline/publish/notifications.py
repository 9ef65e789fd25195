"""Step 3 and after: what a run has to tell buyer and seller. A record of it; the reports are the source.

Nothing is sent here. A notice holds ids, a date and the key of its text, no buyer data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model.order_state import before_our_time
from pipeline.model.sorted_keys import positions
from schemas import codes, keys
from schemas.statuses import CAUSE, CLOCK_CAUSES, Event
from schemas.stored_frames import blank_instants, conform
from schemas.wording.notice_kinds import BY_KIND, MARKETPLACE, NOTICES, ORDERMILL, OWN_MAILER, SELLER

if TYPE_CHECKING:
    from pipeline.model.order_state import OrderState

DELIVERY = ("earliest_delivery", "latest_delivery")
SHIP = ("earliest_ship", "latest_ship")
_RANK = {notice.kind: rank for rank, notice in enumerate(NOTICES)}


def notices(
    before: OrderState,
    after: OrderState,
    happened: pd.DataFrame,
    canceled: pd.DataFrame,
    *,
    run: int,
    as_of: pd.Timestamp,
    authority: str,
) -> pd.DataFrame:
    """The notices of a run in the columns of the stored table, numbered by order id, item id and kind.

    before, after: the book around the run; `after` holds the orders of `before` and the new ones. happened: the
    journal rows of the run with `took`, whether they changed something. canceled: what it canceled, a row an item:
    order_key, item_key, cause, at (UTC). authority: who runs the marketplace (settings).
    """
    took = happened[happened["took"]]
    told = pd.concat(
        [
            *_verified(before, after, took),
            _revised(before, after),
            _canceled(after, canceled),
            _shipped(before, after),
            _orders(after.orders[after.orders["warned"] == run], "verge-of-cancellation", "cut_off"),
            _stopped(after, canceled),
            _disagreeing(after, happened),
            _orders(after.orders[after.orders["invited"] == run], "feedback-invitation"),
            _redirected(before, after, took),
        ],
        ignore_index=True,
    )
    return _numbered(told, after, run, as_of, authority)


def _verified(before: OrderState, after: OrderState, took: pd.DataFrame) -> list[pd.DataFrame]:
    """Orders that this run verified or found alive: to the buyer one kind, to the seller another for each."""
    orders = after.orders
    open_for_us = orders["verified"].notna() & ~before_our_time(orders)
    fresh = open_for_us & _before(before, orders, "verified").isna()
    alive = orders["order_key"].isin(took.loc[took["event"] == Event.REINSTATE, "order_key"])
    return [
        _orders(orders[fresh | alive], "order-confirmation", "latest_delivery"),
        _orders(orders[fresh & ~alive], "order-notice"),
        _orders(orders[alive], "order-reinstated"),
    ]


def _revised(before: OrderState, after: OrderState) -> pd.DataFrame:
    """Orders verified earlier of which an estimated date that was known has become another one.

    The notice is about the latest delivery, or about the latest shipment where only that has moved.
    """
    orders = after.orders
    delivery, ship = (_moved(before, orders, names) for names in (DELIVERY, SHIP))
    hit = (delivery | ship) & _before(before, orders, "verified").notna()
    about = orders["latest_delivery"].where(delivery, orders["latest_ship"])
    return _orders(orders.assign(about=about)[hit], "dates-revised", "about")


def _moved(before: OrderState, orders: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    moved = pd.Series(False, orders.index)
    for name in names:
        was = _before(before, orders, name)
        moved |= was.notna() & orders[name].notna() & (was != orders[name])
    return moved


def _canceled(after: OrderState, canceled: pd.DataFrame) -> pd.DataFrame:
    """Items of which something was canceled in this run, one notice each, about its instant."""
    last = canceled.groupby(["order_key", "item_key"], dropna=False, as_index=False)["at"].max()
    order = after.orders.take(positions(after.orders["order_key"].to_numpy(), last["order_key"].to_numpy()))
    hit = last[~before_our_time(order).to_numpy()]
    return _part(hit["order_key"], "order-canceled", hit["at"], hit["item_key"])


def _shipped(before: OrderState, after: OrderState) -> pd.DataFrame:
    """Parcels that are new, one notice each, about their ship date."""
    key = ["order_key", "item_key", "number"]
    known = pd.MultiIndex.from_frame(before.parcels[key])
    new = after.parcels[~pd.MultiIndex.from_frame(after.parcels[key]).isin(known)]
    return _part(new["order_key"], "shipment-confirmed", new["shipped_at"], new["item_key"], new["number"])


def _stopped(after: OrderState, canceled: pd.DataFrame) -> pd.DataFrame:
    """Verified orders that turned out to be fraud."""
    fraud = after.orders["order_key"].isin(canceled.loc[canceled["cause"] == CAUSE["Fraud"], "order_key"])
    return _orders(after.orders[fraud & after.orders["verified"].notna()], "stop-shipment")


def _disagreeing(after: OrderState, happened: pd.DataFrame) -> pd.DataFrame:
    """Orders canceled by anything but our clock that a record called Shipped."""
    refused = (happened["event"] == Event.SHIPPED_ELSEWHERE) & (happened["code"] == codes.ORDER_CANCELED)
    said = after.orders["order_key"].isin(happened.loc[refused, "order_key"])
    return _orders(after.orders[said & ~after.orders["cause"].isin(CLOCK_CAUSES)], "marketplace-disagrees")


def _redirected(before: OrderState, after: OrderState, took: pd.DataFrame) -> pd.DataFrame:
    """Orders whose address has changed although an Orders report of an earlier run shows the old one."""
    changed = after.orders["order_key"].isin(took.loc[took["event"] == Event.REDIRECT, "order_key"])
    reported = before.items.loc[before.items["reported_run"] > 0, "order_key"]
    return _orders(after.orders[changed & after.orders["order_key"].isin(reported)], "address-changed")


def _before(before: OrderState, orders: pd.DataFrame, name: str) -> pd.Series:
    """A column of instants as it was before the run, for each of the orders; NaT for new ones."""
    at = positions(before.orders["order_key"].to_numpy(), orders["order_key"].to_numpy())
    was = pd.concat([before.orders[name], blank_instants(1)], ignore_index=True)
    return was.take(at).set_axis(orders.index)


def _orders(orders: pd.DataFrame, kind: str, about: str = "") -> pd.DataFrame:
    """A notice for each of the orders, about the instant in a column of theirs, or about none."""
    return _part(orders["order_key"], kind, orders[about] if about else blank_instants(len(orders)))


def _part(
    order_keys: pd.Series,
    kind: str,
    about: pd.Series,
    item_keys: pd.Series | int = keys.WHOLE_ORDER,
    parcel: pd.Series | int = 0,
) -> pd.DataFrame:
    values = {"order_key": order_keys, "item_key": item_keys, "parcel": parcel, "kind": kind, "about": about}
    plain = {name: value.array if isinstance(value, pd.Series) else value for name, value in values.items()}
    return pd.DataFrame(plain, index=range(len(order_keys)))


def _numbered(told: pd.DataFrame, after: OrderState, run: int, as_of: pd.Timestamp, authority: str) -> pd.DataFrame:
    at = positions(after.orders["order_key"].to_numpy(), told["order_key"].to_numpy())
    to = told["kind"].map({kind: notice.to for kind, notice in BY_KIND.items()})
    named = told.assign(
        order_id=after.orders["order_id"].take(at).array,
        order_item_id=keys.item_ids(told["item_key"].to_numpy()).array,
        rank=told["kind"].map(_RANK),
        to=to,
        sent_by=np.where(to == SELLER, ORDERMILL, MARKETPLACE if authority == MARKETPLACE else OWN_MAILER),
    ).sort_values(["order_id", "order_item_id", "rank", "parcel"], kind="stable", ignore_index=True)
    return conform("notices", named.assign(run=run, number=named.index + 1, at=as_of))
