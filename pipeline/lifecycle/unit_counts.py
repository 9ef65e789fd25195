"""What is open, shipped and canceled of every order and item while records apply: arrays, and the few ways they change.

Items of an order lie together, so an order is one segment of the item arrays. Private to one call of a stage.

An order of two items and one of one item; the second item of the first order ships both its units.

>>> instants_of_order = ["verified", "paid_by", "cut_off", "canceled_at"]
>>> orders = pd.DataFrame({"order_key": [1, 2], "waived": False, "refund_due": False, "cause": 0})
>>> orders["canceled_by_line"] = False
>>> orders[instants_of_order] = pd.Timestamp("2026-11-04T15:00Z")
>>> items = pd.DataFrame({"order_key": [1, 1, 2], "ordered": [3, 2, 1], "canceled_at": orders["cut_off"].iloc[0]})
>>> items[["shipped", "canceled", "cause", "presumed", "parcels", "reported_run"]] = 0
>>> units = UnitCounts(**build_unit_arrays(orders, items))
>>> units.ship(order_pos=np.array([0]), item=np.array([1]), units=np.array([2]))
>>> units.item_open.tolist(), units.order_open.tolist(), units.order_shipped.tolist()
([3, 0, 1], [3, 1], [2, 0])
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.model.instants import NOTHING, instants, micros
from pipeline.model.order_state import open_units, status, totals
from pipeline.model.sorted_keys import positions, segment_positions
from schemas.statuses import CAUSE, CLOCK_CAUSES, NO_CAUSE

NEVER = np.iinfo(np.int64).max
"""The cut-off of an order on which it does not bind any more."""


@dataclass(slots=True)
class UnitCounts:
    """Arrays of orders (`order_...`) and of their items (`item_...`), in the order of their frames.

    Instants are microseconds, NOTHING for none; order_cut_off is NEVER where it is waived. order_open, order_shipped:
    units, the sums over the items of an order. order_canceled_by_line: what was canceled last was a line, not the
    order as a whole. order_first_item, order_item_count: its segment of the item arrays.
    order_mark: False of every order but for a moment (any_of_record). Order process, "Statuses".
    """

    order_verified: np.ndarray
    order_paid_by: np.ndarray
    order_cut_off: np.ndarray
    order_waived: np.ndarray
    order_cause: np.ndarray
    order_canceled_at: np.ndarray
    order_canceled_by_line: np.ndarray
    order_refund_due: np.ndarray
    order_open: np.ndarray
    order_shipped: np.ndarray
    order_first_item: np.ndarray
    order_item_count: np.ndarray
    order_mark: np.ndarray
    item_open: np.ndarray
    item_shipped: np.ndarray
    item_canceled: np.ndarray
    item_cause: np.ndarray
    item_canceled_at: np.ndarray
    item_presumed: np.ndarray
    item_shipments: np.ndarray
    item_reported_run: np.ndarray

    def status(self, order_pos: np.ndarray) -> np.ndarray:
        """The status of orders now."""
        is_verified = self.order_verified[order_pos] != NOTHING
        return status(is_verified, self.order_open[order_pos], self.order_shipped[order_pos])

    def any_of_record(self, order_pos: np.ndarray, flag: np.ndarray) -> np.ndarray:
        """Whether any row of the record of each row has the flag: in a round an order has one record."""
        self.order_mark[order_pos[flag]] = True
        result = self.order_mark[order_pos]
        self.order_mark[order_pos] = False
        return result

    def expand_to_items(self, order_pos: np.ndarray, item_pos: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The items that each row means, as pairs (row, item): a named one, or where none is named all of its order."""
        is_named = item_pos >= 0
        first = np.where(is_named, item_pos, self.order_first_item[order_pos])
        count = np.where(is_named, 1, self.order_item_count[order_pos])
        return segment_positions(first, count)

    def items_of(self, order_pos: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """All items of orders, as pairs (place in order_pos, item)."""
        return segment_positions(self.order_first_item[order_pos], self.order_item_count[order_pos])

    def ship(self, order_pos: np.ndarray, item: np.ndarray, units: np.ndarray) -> None:
        """Units of items are shipped; an item stands once."""
        self.item_open[item] -= units
        self.item_shipped[item] += units
        # An order stands as often as items of it do: `.at` counts every time.
        np.subtract.at(self.order_open, order_pos, units)
        np.add.at(self.order_shipped, order_pos, units)

    def cancel(
        self,
        order_pos: np.ndarray,
        item: np.ndarray,
        units: np.ndarray,
        cause: np.ndarray | int,
        moment: np.ndarray,
        *,
        by_line: np.ndarray | bool,
    ) -> None:
        """Units of items are canceled at a moment; an item stands once. by_line: not because the whole order was."""
        self.item_open[item] -= units
        self.item_canceled[item] += units
        # Of several items of an order `.at` counts every one; cause and moment are those of its one record.
        np.subtract.at(self.order_open, order_pos, units)
        self.item_cause[item] = cause
        self.item_canceled_at[item] = moment
        self.order_cause[order_pos] = cause
        self.order_canceled_at[order_pos] = moment
        self.order_canceled_by_line[order_pos] = by_line

    def cancellation_of(self, order_pos: np.ndarray, item_pos: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """When and why what each row means was canceled: its item where something else of the order is alive."""
        # Where no item is meant item 0 is read, and is_of_item keeps it out.
        item = np.maximum(item_pos, 0)
        order_is_alive = self.order_open[order_pos] + self.order_shipped[order_pos] > 0
        is_of_item = (item_pos >= 0) & order_is_alive
        canceled_at = np.where(is_of_item, self.item_canceled_at[item], self.order_canceled_at[order_pos])
        return canceled_at, np.where(is_of_item, self.item_cause[item], self.order_cause[order_pos])

    def is_presumed_canceled(self, order_pos: np.ndarray) -> np.ndarray:
        """Orders that our own clock has canceled, and nobody else since. Order process, "Who decides"."""
        is_canceled = (self.order_open[order_pos] == 0) & (self.order_shipped[order_pos] == 0)
        is_presumed = is_canceled & np.isin(self.order_cause[order_pos], CLOCK_CAUSES)
        asked = np.flatnonzero(is_presumed)
        row, item = self.items_of(order_pos[asked])
        # How many items of each order hold units that our clock has canceled.
        presumed_items = np.bincount(row[self.item_presumed[item] > 0], minlength=len(asked))
        is_presumed[asked] = presumed_items > 0
        return np.asarray(is_presumed)

    def reopen(self, order_pos: np.ndarray, moment: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Orders are alive again, each once: (row, item, units) that come back, and every item is reported anew.

        A cut-off that lies before `moment` binds no more: the marketplace has said that it does not.
        """
        # A pair for each item of these orders; units: what our clock has canceled of it.
        row, item = self.items_of(order_pos)
        units = self.item_presumed[item]
        np.add.at(self.order_open, order_pos[row], units)
        self.order_cause[order_pos] = NO_CAUSE
        self.order_canceled_at[order_pos] = NOTHING
        self.order_canceled_by_line[order_pos] = False
        past_cut_off = order_pos[moment > self.order_cut_off[order_pos]]
        self.order_waived[past_cut_off] = True
        self.order_cut_off[past_cut_off] = NEVER
        self._reopen_items(item, units)
        is_back = units > 0
        return row[is_back], item[is_back], units[is_back]

    def _reopen_items(self, item: np.ndarray, units: np.ndarray) -> None:
        """These units of items are open again; what is still canceled then was canceled by the seller."""
        self.item_open[item] += units
        self.item_canceled[item] -= units
        # By item. Where units came back the cause was the clock's, so what remains has another: the seller's.
        is_partly_canceled = self.item_canceled[item] > 0
        self.item_cause[item] = np.select(
            [is_partly_canceled & (units > 0), is_partly_canceled], [CAUSE["Seller"], self.item_cause[item]], NO_CAUSE
        )
        self.item_canceled_at[item] = np.where(is_partly_canceled, self.item_canceled_at[item], NOTHING)
        self.item_presumed[item] = 0
        self.item_reported_run[item] = 0

    def updated_orders(self, orders: pd.DataFrame) -> pd.DataFrame:
        """The orders that the arrays were built from, with what has changed."""
        return orders.assign(
            verified=instants(self.order_verified),
            waived=self.order_waived,
            cause=self.order_cause,
            canceled_at=instants(self.order_canceled_at),
            canceled_by_line=self.order_canceled_by_line,
            refund_due=self.order_refund_due,
        )

    def updated_items(self, items: pd.DataFrame) -> pd.DataFrame:
        """The items that the arrays were built from, with what has changed."""
        return items.assign(
            shipped=self.item_shipped,
            canceled=self.item_canceled,
            cause=self.item_cause,
            canceled_at=instants(self.item_canceled_at),
            presumed=self.item_presumed,
            parcels=self.item_shipments,
            reported_run=self.item_reported_run,
        )


def build_unit_arrays(orders: pd.DataFrame, items: pd.DataFrame) -> dict[str, np.ndarray]:
    """The arrays of UnitCounts by the name of their field, of orders and their items, both sorted by their keys."""
    return _order_arrays(orders, items) | _item_arrays(items)


def _order_arrays(orders: pd.DataFrame, items: pd.DataFrame) -> dict[str, np.ndarray]:
    units = totals(orders, items)
    # By item the place of its order; by order how many items it has.
    order_of_item = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    item_count = np.bincount(order_of_item, minlength=len(orders))
    waived = orders["waived"].to_numpy(bool, copy=True)
    return {
        "order_verified": micros(orders["verified"]),
        "order_paid_by": micros(orders["paid_by"]),
        "order_cut_off": np.where(waived, NEVER, micros(orders["cut_off"])),
        "order_waived": waived,
        "order_cause": _copy(orders["cause"]),
        "order_canceled_at": micros(orders["canceled_at"]),
        "order_canceled_by_line": orders["canceled_by_line"].to_numpy(bool, copy=True),
        "order_refund_due": orders["refund_due"].to_numpy(bool, copy=True),
        "order_open": _copy(units["open"]),
        "order_shipped": _copy(units["shipped"]),
        # Items are sorted by order: those of an order begin where those of the orders before it end.
        "order_first_item": np.cumsum(item_count) - item_count,
        "order_item_count": item_count,
        "order_mark": np.zeros(len(orders), bool),
    }


def _item_arrays(items: pd.DataFrame) -> dict[str, np.ndarray]:
    return {
        "item_open": _copy(open_units(items)),
        "item_shipped": _copy(items["shipped"]),
        "item_canceled": _copy(items["canceled"]),
        "item_cause": _copy(items["cause"]),
        "item_canceled_at": micros(items["canceled_at"]),
        "item_presumed": _copy(items["presumed"]),
        "item_shipments": _copy(items["parcels"]),
        "item_reported_run": _copy(items["reported_run"]),
    }


def _copy(values: pd.Series) -> np.ndarray:
    return values.to_numpy(np.int64, copy=True)
