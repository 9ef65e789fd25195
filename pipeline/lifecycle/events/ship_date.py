"""Step 4.3, the ship date: its window, and what a confirmation is warned of although it applies."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.model import instants
from pipeline.model.order_state import OrderState
from pipeline.model.sorted_keys import positions
from schemas.statuses import Event

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

ASKED = 1
_PARCEL = ["order_key", "item_key", "number"]


def clamped(at: pd.Series, purchased: pd.Series, received: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Ship dates inside their window: not after the feed came, and never before the purchase day."""
    return at.clip(upper=received).clip(lower=instants.start_of_day(purchased, zone))


def cautions(rows: pd.DataFrame, book: OrderState, zone: ZoneInfo) -> pd.DataFrame:
    """Rows of the rounds with what their confirmation is warned of.

    clamped: the ship date that was used instead, where it lay outside its window (70010); missed: shipped after the
    latest ship date of an order whose service promises a day (70017); asked: the buyer has asked to cancel (70018).
    """
    order = _orders_of(rows, book)
    used = clamped(rows["at"], order["purchased"], rows["received"], zone)
    ships = (rows["event"] == Event.CONFIRM) & (rows["units"] > 0)
    return rows.assign(
        clamped=used.where(ships & (used != rows["at"])),
        missed=ships & order["strict"] & (used > promised(order)),
        asked=ships & (order["cancel_asked"] == ASKED),
    )


def with_lateness(book: OrderState, before: pd.DataFrame) -> OrderState:
    """The book in which every new parcel says whether its confirmation came after the latest ship date then in force.

    before: the parcels that were known. What no confirmation was seen of is not late.
    """
    parcels = book.parcels
    known = pd.MultiIndex.from_frame(before[_PARCEL])
    fresh = ~pd.MultiIndex.from_frame(parcels[_PARCEL]).isin(known) & ~parcels["elsewhere"].to_numpy()
    late = parcels["received"] > promised(_orders_of(parcels, book))
    return replace(book, parcels=parcels.assign(late=np.where(fresh, late, parcels["late"])))


def promised(orders: pd.DataFrame) -> pd.Series:
    """The latest ship date of orders: the marketplace's, else our estimate. Step 1."""
    return orders["latest_ship"].fillna(orders["promise"])


def _orders_of(rows: pd.DataFrame, book: OrderState) -> pd.DataFrame:
    at = positions(book.orders["order_key"].to_numpy(), rows["order_key"].to_numpy())
    return book.orders.take(at).reset_index(drop=True)
