"""Why open units may not be shipped yet: the marks of items, and the one question that every reader asks.

An order that the marketplace's list misses is marked by an instant (`orders.not_in_marketplace`), an item by bits
(`items.hold`). Marks of items without open units are dropped after every run. Order process, 4.2.3 and 4.2.5.

Three items of two paid orders; the first has a mark, of the third nothing is open any more:

>>> orders = pd.DataFrame({"order_key": [1, 2], "verified": pd.to_datetime("2026-10-05T01:00Z")})
>>> orders["not_in_marketplace"] = pd.Series([pd.NaT, pd.Timestamp("2026-10-06T01:00Z")])
>>> items = pd.DataFrame({"order_key": [1, 1, 2], "ordered": 2, "shipped": [0, 0, 2], "canceled": 0})
>>> items["hold"] = with_mark(np.zeros(3, int), ShipMark.STATUS_UNKNOWN, np.array([True, False, False]))
>>> is_not_to_ship_yet(orders, items).tolist()
[True, False, False]
>>> orders_not_to_ship_yet(orders, items).tolist()
[True, False]
"""

from __future__ import annotations

from enum import IntFlag

import numpy as np
import pandas as pd

from pipeline.model.order_state import open_units
from pipeline.model.ship_holds import is_kept_back
from pipeline.model.sorted_keys import positions


class ShipMark(IntFlag):
    """The bits of `items.hold`.

    ITEM_UNCLEAR: a record may mean this item or another. STATUS_UNKNOWN, ITEM_STATUS_UNKNOWN: nobody knows the status
    that a record gives its order, or the item. QUANTITY_DIFFERS: a record counts fewer units than we do.
    SHIPPED_BY_MARKETPLACE: a report says that the marketplace ships the order itself.
    """

    ITEM_UNCLEAR = 1
    STATUS_UNKNOWN = 2
    ITEM_STATUS_UNKNOWN = 4
    QUANTITY_DIFFERS = 8
    SHIPPED_BY_MARKETPLACE = 16


MISSING = "do-not-ship-yet"
REASONS = {
    MISSING: 0,
    "item-unclear": ShipMark.ITEM_UNCLEAR,
    "status-unknown": ShipMark.STATUS_UNKNOWN | ShipMark.ITEM_STATUS_UNKNOWN,
    "quantity-differs": ShipMark.QUANTITY_DIFFERS,
    "shipped-by-marketplace": ShipMark.SHIPPED_BY_MARKETPLACE,
}
"""Why a unit may not be shipped yet, and by which marks of its item; the first stands for the list that misses it."""


def with_mark(hold: np.ndarray, mark: ShipMark, is_meant: np.ndarray) -> np.ndarray:
    """The marks of items, with this one where `is_meant`."""
    return np.where(is_meant, hold | int(mark), hold)


def without_mark(hold: np.ndarray, mark: ShipMark, is_meant: np.ndarray) -> np.ndarray:
    """The marks of items, without this one where `is_meant`."""
    return np.where(is_meant, hold & ~int(mark), hold)


def is_not_to_ship_yet(orders: pd.DataFrame, items: pd.DataFrame) -> np.ndarray:
    """By item, whether it has open units of a verified order that may not be shipped yet.

    orders: sorted, with order_key, verified, not_in_marketplace. items: of these, with order_key, units and hold.
    """
    order_pos = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    is_missing = orders["not_in_marketplace"].notna().to_numpy()[order_pos]
    is_verified = orders["verified"].notna().to_numpy()[order_pos]
    return is_kept_back(is_verified, is_missing, open_units(items).to_numpy(), items["hold"].to_numpy())


def orders_not_to_ship_yet(orders: pd.DataFrame, items: pd.DataFrame) -> np.ndarray:
    """By order, whether any item of it may not be shipped yet."""
    keys = items.loc[is_not_to_ship_yet(orders, items), "order_key"]
    return orders["order_key"].isin(keys).to_numpy()


def reasons_by_item(orders: pd.DataFrame, items: pd.DataFrame) -> dict[str, np.ndarray]:
    """By reason, which items may not be shipped yet because of it."""
    is_kept = is_not_to_ship_yet(orders, items)
    order = orders.iloc[positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())]
    hold = items["hold"].to_numpy()
    is_missing = order["not_in_marketplace"].notna().to_numpy()
    has_mark = {reason: (hold & int(bits)) > 0 for reason, bits in REASONS.items()} | {MISSING: is_missing}
    return {reason: is_kept & marked for reason, marked in has_mark.items()}


def reasons_by_order(orders: pd.DataFrame, items: pd.DataFrame) -> dict[str, np.ndarray]:
    """By reason, which orders have an item that may not be shipped yet because of it."""
    by_item = reasons_by_item(orders, items)
    keys = items["order_key"]
    return {reason: orders["order_key"].isin(keys[is_meant]).to_numpy() for reason, is_meant in by_item.items()}
