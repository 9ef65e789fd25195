"""The order state: everything that is known of orders, as narrow frames sorted by integer keys.

Four orders: not paid; paid, and nothing, a part and all of it shipped.

>>> verified = np.array([False, True, True, True])
>>> numbers = status(verified, open_units=np.array([2, 2, 1, 0]), shipped=np.array([0, 0, 1, 2]))
>>> [Status(number).name for number in numbers]
['PENDING', 'UNSHIPPED', 'PARTIALLY_SHIPPED', 'SHIPPED']
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from pipeline.model.sorted_keys import joined_by_keys, positions
from schemas.statuses import CAUSE, Status
from schemas.stored_frames import empty

KEYS = {
    "orders": ["order_key"],
    "items": ["order_key", "item_key"],
    "parcels": ["order_key", "item_key", "number"],
    "refs": ["order_key", "item_key", "ref"],
    "attempts": ["order_key", "attempt"],
    "addresses": ["order_key", "at", "message"],
    "refunds": ["order_key", "item_key", "number"],
}


@dataclass(frozen=True, slots=True)
class OrderState:
    """Orders, items, parcels, refs that name parcels, payment attempts, changed addresses, refunds (stored_tables)."""

    orders: pd.DataFrame
    items: pd.DataFrame
    parcels: pd.DataFrame
    refs: pd.DataFrame
    attempts: pd.DataFrame
    addresses: pd.DataFrame
    refunds: pd.DataFrame

    @classmethod
    def empty(cls) -> OrderState:
        """A state that knows nothing."""
        return cls(**{name: empty(name) for name in KEYS})

    @classmethod
    def joined(cls, states: Collection[OrderState]) -> OrderState:
        """States of different orders as one, in the order of its keys."""
        if len(states) == 1:
            return next(iter(states))
        return cls(
            **{name: joined_by_keys([state.tables()[name] for state in states], keys) for name, keys in KEYS.items()}
        )

    def tables(self) -> dict[str, pd.DataFrame]:
        """The frames by the name of their stored table."""
        return {table.name: getattr(self, table.name) for table in fields(self)}

    def split(self, is_wanted: np.ndarray) -> tuple[OrderState, OrderState]:
        """The orders that are wanted (bool, one an order), and the rest."""
        if not is_wanted.any():
            return OrderState.empty(), self
        if is_wanted.all():
            return self, OrderState.empty()
        keys = self.orders["order_key"].to_numpy()
        tables = self.tables()
        wanted = {name: is_wanted[positions(keys, frame["order_key"].to_numpy())] for name, frame in tables.items()}
        return (
            OrderState(**{name: frame[wanted[name]].reset_index(drop=True) for name, frame in tables.items()}),
            OrderState(**{name: frame[~wanted[name]].reset_index(drop=True) for name, frame in tables.items()}),
        )

    def only(self, order_keys: np.ndarray) -> OrderState:
        """What is known of these orders."""
        return OrderState(
            **{
                name: frame[frame["order_key"].isin(order_keys)].reset_index(drop=True)
                for name, frame in self.tables().items()
            }
        )


def open_units(items: pd.DataFrame) -> pd.Series:
    """Units of each item that are neither shipped nor canceled."""
    return items["ordered"] - items["shipped"] - items["canceled"]


def totals(orders: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Units of each order: columns open, shipped, canceled (int64), one row per order."""
    order_pos = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    units = {"open": open_units(items), "shipped": items["shipped"], "canceled": items["canceled"]}
    # A sum by order: bincount adds the weights (floats, exact for units) that stand at each place.
    sums = {
        name: np.bincount(order_pos, weights=values, minlength=len(orders)).astype(np.int64)
        for name, values in units.items()
    }
    return pd.DataFrame(sums, index=orders.index)


def status(verified: np.ndarray, open_units: np.ndarray, shipped: np.ndarray) -> np.ndarray:
    """The status of orders or items from whether payment is verified and their units. Order process, "Statuses"."""
    return np.select(
        [(open_units == 0) & (shipped == 0), ~verified, open_units == 0, shipped > 0],
        [Status.CANCELED, Status.PENDING, Status.SHIPPED, Status.PARTIALLY_SHIPPED],
        Status.UNSHIPPED,
    )


def statuses(orders: pd.DataFrame, items: pd.DataFrame) -> pd.Series:
    """The status of each order of a state (schemas.statuses.Status), int64."""
    units = totals(orders, items)
    verified = orders["verified"].notna().to_numpy()
    return pd.Series(status(verified, units["open"].to_numpy(), units["shipped"].to_numpy()), orders.index)


def joint_numbers(parcels: pd.DataFrame) -> pd.Series:
    """The number of each shipment in its order, which items that left together share. Order process, 4.3.17.

    Shipments of older stores have none of their own: theirs is the number in their item, as it was published.
    """
    return parcels["shipment"].where(parcels["shipment"] > 0, parcels["number"])


def before_our_time(orders: pd.DataFrame) -> pd.Series:
    """Orders that were placed closed because their cut-off lay before their first record (order process, 1.4)."""
    return orders["cause"] == CAUSE["BeforeOurTime"]


def is_priced(items: pd.DataFrame) -> pd.Series:
    """Whether the money of each item is known: price and currency. Order process, 6.5."""
    return (items["price"] >= 0) & (items["currency"] != "")
