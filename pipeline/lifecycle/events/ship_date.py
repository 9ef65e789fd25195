"""Step 4.3, the ship date: its window, and what a confirmation is warned of although it applies.

Ship dates before the purchase day, inside the window, and after the feed was received:

>>> from zoneinfo import ZoneInfo
>>> stated = pd.Series(pd.to_datetime(["2026-10-03T03:00Z", "2026-10-06T03:00Z", "2026-10-09T03:00Z"]))
>>> purchased = pd.Series(pd.Timestamp("2026-10-05T01:00Z"), stated.index)
>>> received = pd.Series(pd.Timestamp("2026-10-07T09:00Z"), stated.index)
>>> clamp_ship_date(stated, purchased, received, ZoneInfo("Asia/Tokyo")).dt.strftime("%m-%d %H:%M").tolist()
['10-04 15:00', '10-06 03:00', '10-07 09:00']
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.lifecycle.deadlines import latest_ship_date
from pipeline.model import instants
from pipeline.model.order_state import KEYS, OrderState
from pipeline.model.sorted_keys import positions
from schemas.statuses import CANCEL_ASKED, Event

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo


def clamp_ship_date(ship_date: pd.Series, purchased: pd.Series, received: pd.Series, zone: ZoneInfo) -> pd.Series:
    """Ship dates inside their window: not after the feed was received, and never before the purchase day."""
    return ship_date.clip(upper=received).clip(lower=instants.start_of_day(purchased, zone))


def add_warnings(rows: pd.DataFrame, state: OrderState, zone: ZoneInfo) -> pd.DataFrame:
    """Rows of the rounds (frame `event_results`) with what their confirmation is warned of.

    clamped: the ship date that was used instead, where it lay outside its window (70010); missed: shipped after the
    latest ship date of an order whose service promises a day (70017); asked: the buyer has asked to cancel (70018).
    """
    order = _orders_of(rows, state)
    used = clamp_ship_date(rows["at"], order["purchased"], rows["received"], zone)
    ships = (rows["event"] == Event.CONFIRM) & (rows["units"] > 0)
    return rows.assign(
        clamped=used.where(ships & (used != rows["at"])),
        missed=ships & order["strict"] & (used > latest_ship_date(order)),
        asked=ships & (order["cancel_asked"] == CANCEL_ASKED),
    )


def mark_late_shipments(state: OrderState, before: pd.DataFrame) -> OrderState:
    """The state in which every new shipment says whether its confirmation came after the latest ship date in force.

    before: the shipments that were known. What no confirmation was seen of is not late.
    """
    shipments = state.parcels
    # By shipment of the state: whether it was known; whether it is confirmed late.
    known = pd.MultiIndex.from_frame(before[KEYS["parcels"]])
    is_known = pd.MultiIndex.from_frame(shipments[KEYS["parcels"]]).isin(known)
    is_confirmed_now = ~is_known & ~shipments["elsewhere"].to_numpy()
    is_late = shipments["received"] > latest_ship_date(_orders_of(shipments, state))
    late = np.where(is_confirmed_now, is_late, shipments["late"])
    return replace(state, parcels=shipments.assign(late=late))


def _orders_of(rows: pd.DataFrame, state: OrderState) -> pd.DataFrame:
    """The order of each row."""
    order_pos = positions(state.orders["order_key"].to_numpy(), rows["order_key"].to_numpy())
    return state.orders.take(order_pos).reset_index(drop=True)
