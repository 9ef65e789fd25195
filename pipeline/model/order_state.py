"""The book: everything that is known of orders, as narrow frames sorted by integer keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
import pandas as pd

from schemas.statuses import CAUSE, Status
from schemas.stored_tables import empty

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
        """A book that knows nothing."""
        return cls(**{name: empty(name) for name in KEYS})

    def tables(self) -> dict[str, pd.DataFrame]:
        """The frames by the name of their stored table."""
        return {one.name: getattr(self, one.name) for one in fields(self)}

    def only(self, order_keys: np.ndarray) -> OrderState:
        """What the book knows of these orders."""
        return OrderState(
            **{
                name: frame[frame["order_key"].isin(order_keys)].reset_index(drop=True)
                for name, frame in self.tables().items()
            }
        )


def ordered(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """A frame sorted by its keys, equal ones as they stood, with a fresh index. Whole numbers are sorted as such."""
    columns = [frame[name].to_numpy() for name in keys]
    if any(column.dtype.kind not in "biu" for column in columns):
        return frame.sort_values(keys, kind="stable", ignore_index=True)
    return frame.take(np.lexsort(columns[::-1])).reset_index(drop=True)


def positions(known: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Where each wanted key stands among sorted known keys; -1 where it does not."""
    if len(known) == 0:
        return np.full(len(wanted), -1, dtype=np.int64)
    at = np.minimum(np.searchsorted(known, wanted), len(known) - 1)
    return np.where(known[at] == wanted, at, -1)


def pair_positions(book_items: pd.DataFrame, order_keys: np.ndarray, item_keys: np.ndarray) -> np.ndarray:
    """Where each (order, item) stands among the sorted items; -1 where the order has no such item."""
    known = pd.MultiIndex.from_frame(book_items[["order_key", "item_key"]])
    wanted = pd.MultiIndex.from_arrays([order_keys, item_keys])
    return known.get_indexer(wanted).astype(np.int64)


def steps(rows: pd.DataFrame) -> np.ndarray:
    """The number of the record within its order, from 0; rows of one record share it.

    rows: order_key, feed, record, sorted by order and, within it, by the order of work.
    """
    order, feed, record = (rows[name].to_numpy() for name in ("order_key", "feed", "record"))
    if len(rows) == 0:
        return np.empty(0, dtype=np.int64)
    new_order = np.r_[True, order[1:] != order[:-1]]
    new_record = new_order | np.r_[True, (feed[1:] != feed[:-1]) | (record[1:] != record[:-1])]
    counted = np.cumsum(new_record) - 1
    return counted - np.repeat(counted[new_order], np.diff(np.r_[np.flatnonzero(new_order), len(rows)]))


def slices(steps: pd.Series) -> Iterator[tuple[int, int]]:
    """The rows of each round: from where to where a sorted step number stays the same."""
    ends = np.flatnonzero(np.diff(steps.to_numpy(), append=-1)) + 1
    return zip([0, *ends[:-1]], ends, strict=False)


def totals(orders: pd.DataFrame, items: pd.DataFrame) -> pd.DataFrame:
    """Units of each order: columns open, shipped, canceled (int64), a row an order."""
    at = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    ordered_, shipped, canceled = (items[name].to_numpy() for name in ("ordered", "shipped", "canceled"))
    sums = {
        name: np.bincount(at, weights=values, minlength=len(orders)).astype(np.int64)
        for name, values in (("open", ordered_ - shipped - canceled), ("shipped", shipped), ("canceled", canceled))
    }
    return pd.DataFrame(sums, index=orders.index)


def status(verified: np.ndarray, open_units: np.ndarray, shipped: np.ndarray) -> np.ndarray:
    """The status of orders or items from whether payment is verified and their units. Order process, "Status"."""
    return np.select(
        [(open_units == 0) & (shipped == 0), ~verified, open_units == 0, shipped > 0],
        [Status.CANCELED, Status.PENDING, Status.SHIPPED, Status.PARTIALLY_SHIPPED],
        Status.UNSHIPPED,
    )


def statuses(orders: pd.DataFrame, items: pd.DataFrame) -> pd.Series:
    """The status of each order of a book (schemas.statuses.Status), int64."""
    units = totals(orders, items)
    verified = orders["verified"].notna().to_numpy()
    return pd.Series(status(verified, units["open"].to_numpy(), units["shipped"].to_numpy()), orders.index)


def before_our_time(orders: pd.DataFrame) -> pd.Series:
    """Orders that were placed closed because their cut-off lay before their first record (cases 16)."""
    return orders["cause"] == CAUSE["BeforeOurTime"]
