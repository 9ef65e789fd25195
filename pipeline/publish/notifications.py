"""Step 3 and after: what a run has to tell buyer and seller. A record of it; the reports are the source.

Nothing is sent here. A notice holds ids, a date and the key of its text, no buyer data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model.order_state import before_our_time, joint_numbers
from pipeline.model.sorted_keys import positions
from schemas import codes, keys
from schemas.order_ids import item_ranks
from schemas.statuses import CAUSE, CLOCK_CAUSES, NO_CAUSE, Event
from schemas.stored_frames import blank_instants, conform, empty
from schemas.wording.notice_kinds import BY_KIND, MARKETPLACE, NOTICES, ORDERMILL, OWN_MAILER, SELLER

if TYPE_CHECKING:
    from pipeline.model.order_state import OrderState
    from schemas.order_ids import OrderIds

DELIVERY = ("earliest_delivery", "latest_delivery")
SHIP = ("earliest_ship", "latest_ship")
_RANK = {notice.kind: rank for rank, notice in enumerate(NOTICES)}


def notices_of_orders(
    before: OrderState, after: OrderState, journal: pd.DataFrame, canceled: pd.DataFrame, run: int
) -> pd.DataFrame:
    """What a run has to tell of these orders, in no order yet (frame `notice_facts`).

    before, after: the state around the run; `after` holds the orders of `before` and the new ones. journal: frame
    `run_journal`. canceled: frame `cancellations`.
    """
    if after.orders.empty:
        return empty("notice_facts")
    changes = journal[journal["took"]]
    parts = [
        *_of_verified_orders(before, after, changes),
        _of_revised_dates(before, after),
        _of_canceled_items(after, canceled),
        _of_new_shipments(before, after),
        _of_orders(after.orders, after.orders["warned"] == run, "verge-of-cancellation", "cut_off"),
        _of_fraud(after, canceled),
        _of_disagreement(after, journal),
        _of_orders(after.orders, after.orders["invited"] == run, "feedback-invitation"),
        _of_changed_addresses(before, after, changes),
    ]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def ordered_notices(facts: pd.DataFrame, order_ids: OrderIds) -> pd.DataFrame:
    """Notices (frame `notice_facts`) by order id, item id, kind and shipment; in this order they get their numbers."""
    # lexsort takes the key that counts least first.
    least_first = [
        facts["parcel"].to_numpy(),
        facts["kind"].map(_RANK).to_numpy(),
        item_ranks(facts["item_key"].to_numpy()),
        *reversed(order_ids.ranks(facts["order_key"].to_numpy())),
    ]
    return facts.take(np.lexsort(least_first)).reset_index(drop=True)


def numbered_notices(
    ordered: pd.DataFrame, numbers: np.ndarray, *, run: int, as_of: pd.Timestamp, authority: str
) -> pd.DataFrame:
    """Notices as they are stored (frame `notices`), with recipient and sender.

    ordered: of `ordered_notices`; numbers: that of each in the run. authority: who runs the marketplace (settings).
    """
    recipient = ordered["kind"].map({kind: notice.to for kind, notice in BY_KIND.items()})
    mailer = MARKETPLACE if authority == MARKETPLACE else OWN_MAILER
    sender = np.where(recipient == SELLER, ORDERMILL, mailer)
    return conform("notices", ordered.assign(run=run, number=numbers, at=as_of, to=recipient, sent_by=sender))


def _of_verified_orders(before: OrderState, after: OrderState, changes: pd.DataFrame) -> list[pd.DataFrame]:
    """Orders that this run verified or reinstated: to the buyer one kind, to the seller another for each."""
    orders = after.orders
    is_verified = orders["verified"].notna() & ~before_our_time(orders)
    is_new = is_verified & _instants_before(before, orders, "verified").isna()
    is_reinstated = orders["order_key"].isin(changes.loc[changes["event"] == Event.REINSTATE, "order_key"])
    return [
        _of_orders(orders, is_new | is_reinstated, "order-confirmation", "latest_delivery"),
        _of_orders(orders, is_new & ~is_reinstated, "order-notice"),
        _of_orders(orders, is_reinstated, "order-reinstated"),
    ]


def _of_revised_dates(before: OrderState, after: OrderState) -> pd.DataFrame:
    """Orders verified earlier of which an estimated date that was known has become another one.

    The notice is about the latest delivery, or about the latest shipment where only that has moved.
    """
    orders = after.orders
    delivery_moved = _has_moved(before, orders, DELIVERY)
    ship_moved = _has_moved(before, orders, SHIP)
    was_verified = _instants_before(before, orders, "verified").notna()
    about = orders["latest_delivery"].where(delivery_moved, orders["latest_ship"])
    is_revised = (delivery_moved | ship_moved) & was_verified
    return _of_orders(orders.assign(about=about), is_revised, "dates-revised", "about")


def _has_moved(before: OrderState, orders: pd.DataFrame, names: tuple[str, ...]) -> pd.Series:
    """Orders of which one of these columns was known and is another instant now."""
    has_moved = pd.Series(False, orders.index)
    for name in names:
        earlier = _instants_before(before, orders, name)
        has_moved |= earlier.notna() & orders[name].notna() & (earlier != orders[name])
    return has_moved


def _of_canceled_items(after: OrderState, canceled: pd.DataFrame) -> pd.DataFrame:
    """Items of which something was canceled in this run, one notice each, about its instant."""
    if canceled.empty:
        return empty("notice_facts")
    last = canceled.groupby(["order_key", "item_key"], dropna=False, as_index=False)["at"].max()
    order_pos = positions(after.orders["order_key"].to_numpy(), last["order_key"].to_numpy())
    items = last[~before_our_time(after.orders.take(order_pos)).to_numpy()]
    return _notice_rows(items["order_key"], "order-canceled", items["at"], items["item_key"])


def _of_new_shipments(before: OrderState, after: OrderState) -> pd.DataFrame:
    """Shipments with something that is new, one notice each, about their ship date; of several items it names none."""
    if after.parcels.empty:
        return empty("notice_facts")
    keys_of_shipment = ["order_key", "item_key", "number"]
    known = pd.MultiIndex.from_frame(before.parcels[keys_of_shipment])
    new = after.parcels[~pd.MultiIndex.from_frame(after.parcels[keys_of_shipment]).isin(known)]
    new = new.assign(shipment=joint_numbers(new))
    by_shipment = new.groupby(["order_key", "shipment"], dropna=False)["item_key"]
    item_key = new["item_key"].where(by_shipment.transform("nunique") == 1, keys.WHOLE_ORDER)
    first = new.assign(item_key=item_key).drop_duplicates(["order_key", "shipment"])
    return _notice_rows(
        first["order_key"], "shipment-confirmed", first["shipped_at"], first["item_key"], first["shipment"]
    )


def _of_fraud(after: OrderState, canceled: pd.DataFrame) -> pd.DataFrame:
    """Verified orders that turned out to be fraud."""
    is_fraud = after.orders["order_key"].isin(canceled.loc[canceled["cause"] == CAUSE["Fraud"], "order_key"])
    return _of_orders(after.orders, is_fraud & after.orders["verified"].notna(), "stop-shipment")


def _of_disagreement(after: OrderState, journal: pd.DataFrame) -> pd.DataFrame:
    """Orders canceled by anything but our clock that a record called Shipped."""
    says_shipped = (journal["event"] == Event.SHIPPED_ELSEWHERE) & (journal["code"] == codes.ORDER_CANCELED)
    is_called_shipped = after.orders["order_key"].isin(journal.loc[says_shipped, "order_key"])
    # Without a cause the order was only canceled by our clock, and a payment has brought it back since.
    is_final = ~after.orders["cause"].isin([*CLOCK_CAUSES, NO_CAUSE])
    return _of_orders(after.orders, is_called_shipped & is_final, "marketplace-disagrees")


def _of_changed_addresses(before: OrderState, after: OrderState, changes: pd.DataFrame) -> pd.DataFrame:
    """Orders whose address has changed although an Orders report of an earlier run shows the old one."""
    orders = after.orders
    is_changed = orders["order_key"].isin(changes.loc[changes["event"] == Event.REDIRECT, "order_key"])
    reported = before.items.loc[before.items["reported_run"] > 0, "order_key"]
    return _of_orders(orders, is_changed & orders["order_key"].isin(reported), "address-changed")


def _instants_before(before: OrderState, orders: pd.DataFrame, name: str) -> pd.Series:
    """A column of instants as it was before the run, for each of the orders; NaT for new ones."""
    order_pos = positions(before.orders["order_key"].to_numpy(), orders["order_key"].to_numpy())
    # A new order has position -1, which takes the NaT at the end.
    instants = pd.concat([before.orders[name], blank_instants(1)], ignore_index=True)
    return instants.take(order_pos).set_axis(orders.index)


def _of_orders(orders: pd.DataFrame, is_concerned: pd.Series, kind: str, about: str = "") -> pd.DataFrame:
    """A notice for each of the orders of a mask, about the instant in a column of theirs, or about none."""
    if not is_concerned.any():
        return empty("notice_facts")
    instants = orders.loc[is_concerned, about] if about else blank_instants(int(is_concerned.sum()))
    return _notice_rows(orders.loc[is_concerned, "order_key"], kind, instants)


def _notice_rows(
    order_keys: pd.Series,
    kind: str,
    about: pd.Series,
    item_keys: pd.Series | int = keys.WHOLE_ORDER,
    parcel: pd.Series | int = 0,
) -> pd.DataFrame:
    """A notice for each order key, about an instant (frame `notice_facts`)."""
    columns = {"order_key": order_keys, "item_key": item_keys, "parcel": parcel, "kind": kind, "about": about}
    values = {name: value.array if isinstance(value, pd.Series) else value for name, value in columns.items()}
    return pd.DataFrame(values, index=range(len(order_keys)))
