"""What is open, shipped and canceled of every order and item while records apply: arrays, and the few ways they change.

Items of an order lie together, so an order is one segment of the item arrays. Private to one call of the rounds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.model.instants import NOTHING, instants, micros
from pipeline.model.order_state import status, totals
from pipeline.model.sorted_keys import positions
from schemas.statuses import CAUSE, CLOCK_CAUSES, NO_CAUSE

NEVER = np.iinfo(np.int64).max
"""The cut-off of an order on which it does not bind any more."""


@dataclass(slots=True)
class UnitCounts:
    """Orders (`o_`) and their items (`i_`); instants in microseconds, NOTHING for none. Order process, "Status"."""

    order_verified: np.ndarray
    order_paid_by: np.ndarray
    order_cut_off: np.ndarray
    order_waived: np.ndarray
    order_cause: np.ndarray
    order_canceled_at: np.ndarray
    order_refund_due: np.ndarray
    order_open: np.ndarray
    order_shipped: np.ndarray
    order_first_item: np.ndarray
    order_item_count: np.ndarray
    item_open: np.ndarray
    item_shipped: np.ndarray
    item_canceled: np.ndarray
    item_cause: np.ndarray
    item_canceled_at: np.ndarray
    item_presumed: np.ndarray
    item_shipments: np.ndarray
    item_reported_run: np.ndarray
    mark: np.ndarray

    def status(self, o: np.ndarray) -> np.ndarray:
        """The status of orders now."""
        return status(self.order_verified[o] != NOTHING, self.order_open[o], self.order_shipped[o])

    def any_of_record(self, o: np.ndarray, flag: np.ndarray) -> np.ndarray:
        """A flag of a row as a flag of its record: in a round an order has one record."""
        self.mark[o[flag]] = True
        marked = self.mark[o]
        self.mark[o] = False
        return marked

    def expand_to_items(self, o: np.ndarray, i: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The items each row means: a named item itself, a blank one every item of its order. (row, item)."""
        count = np.where(i >= 0, 1, self.order_item_count[o])
        row = np.repeat(np.arange(len(o)), count)
        within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        return row, np.where(i[row] >= 0, i[row], self.order_first_item[o[row]] + within)

    def ship(self, o: np.ndarray, item: np.ndarray, units: np.ndarray) -> None:
        """Units of items leave; an item stands once."""
        self.item_open[item] -= units
        self.item_shipped[item] += units
        np.subtract.at(self.order_open, o, units)
        np.add.at(self.order_shipped, o, units)

    def cancel(
        self, o: np.ndarray, item: np.ndarray, units: np.ndarray, cause: np.ndarray | int, at: np.ndarray
    ) -> None:
        """Units of items are canceled; an item stands once."""
        self.item_open[item] -= units
        self.item_canceled[item] += units
        np.subtract.at(self.order_open, o, units)
        self.item_cause[item], self.item_canceled_at[item] = cause, at
        self.order_cause[o], self.order_canceled_at[o] = cause, at

    def cancellation_of(self, o: np.ndarray, i: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """When and why what each row means was canceled: its item where something else of the order lives."""
        item, by_item = np.maximum(i, 0), (i >= 0) & (self.order_open[o] + self.order_shipped[o] > 0)
        at = np.where(by_item, self.item_canceled_at[item], self.order_canceled_at[o])
        return at, np.where(by_item, self.item_cause[item], self.order_cause[o])

    def is_presumed_canceled(self, o: np.ndarray) -> np.ndarray:
        """Orders that our own clock has canceled, and nobody else since. Order process, "Who decides"."""
        dead = (self.order_open[o] == 0) & (self.order_shipped[o] == 0) & np.isin(self.order_cause[o], CLOCK_CAUSES)
        row, item = self.expand_to_items(o, np.full(len(o), -1))
        return dead & (np.bincount(row[self.item_presumed[item] > 0], minlength=len(o)) > 0)

    def reopen(self, o: np.ndarray, moment: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Orders are alive again, each once: (row, item, units) that come back, and every item is reported anew.

        A cut-off that lies before `moment` binds no more: the marketplace has said that it does not.
        """
        row, item = self.expand_to_items(o, np.full(len(o), -1))
        units = self.item_presumed[item]
        self.item_open[item] += units
        self.item_canceled[item] -= units
        np.add.at(self.order_open, o[row], units)
        rest = self.item_canceled[item] > 0
        self.item_cause[item] = np.where(
            rest & (units > 0), CAUSE["Seller"], np.where(rest, self.item_cause[item], NO_CAUSE)
        )
        self.item_canceled_at[item] = np.where(rest, self.item_canceled_at[item], NOTHING)
        self.item_presumed[item], self.item_reported_run[item] = 0, 0
        self.order_cause[o], self.order_canceled_at[o] = NO_CAUSE, NOTHING
        past = moment > self.order_cut_off[o]
        self.order_waived[o[past]], self.order_cut_off[o[past]] = True, NEVER
        back = units > 0
        return row[back], item[back], units[back]

    def updated_orders(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The orders with what has changed."""
        return frame.assign(
            verified=instants(self.order_verified),
            waived=self.order_waived,
            cause=self.order_cause,
            canceled_at=instants(self.order_canceled_at),
            refund_due=self.order_refund_due,
        )

    def updated_items(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The items with what has changed."""
        return frame.assign(
            shipped=self.item_shipped,
            canceled=self.item_canceled,
            cause=self.item_cause,
            canceled_at=instants(self.item_canceled_at),
            presumed=self.item_presumed,
            parcels=self.item_shipments,
            reported_run=self.item_reported_run,
        )


def build_unit_arrays(orders: pd.DataFrame, items: pd.DataFrame) -> dict[str, np.ndarray]:
    """The arrays of orders and items of a book (sorted by their keys), by the name of the field of Units."""
    sums = totals(orders, items)
    of_order = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    count = np.bincount(of_order, minlength=len(orders))
    waived = orders["waived"].to_numpy(bool, copy=True)
    return {
        "order_verified": micros(orders["verified"]),
        "order_paid_by": micros(orders["paid_by"]),
        "order_cut_off": np.where(waived, NEVER, micros(orders["cut_off"])),
        "order_waived": waived,
        "order_cause": _copy(orders["cause"]),
        "order_canceled_at": micros(orders["canceled_at"]),
        "order_refund_due": orders["refund_due"].to_numpy(bool, copy=True),
        "order_open": _copy(sums["open"]),
        "order_shipped": _copy(sums["shipped"]),
        "order_first_item": np.cumsum(count) - count,
        "order_item_count": count,
        "item_open": _copy(items["ordered"] - items["shipped"] - items["canceled"]),
        "item_shipped": _copy(items["shipped"]),
        "item_canceled": _copy(items["canceled"]),
        "item_cause": _copy(items["cause"]),
        "item_canceled_at": micros(items["canceled_at"]),
        "item_presumed": _copy(items["presumed"]),
        "item_shipments": _copy(items["parcels"]),
        "item_reported_run": _copy(items["reported_run"]),
        "mark": np.zeros(len(orders), bool),
    }


def _copy(values: pd.Series) -> np.ndarray:
    return values.to_numpy(np.int64, copy=True)
