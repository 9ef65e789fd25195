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

    o_verified: np.ndarray
    o_paid_by: np.ndarray
    o_cut_off: np.ndarray
    o_waived: np.ndarray
    o_cause: np.ndarray
    o_canceled_at: np.ndarray
    o_refund_due: np.ndarray
    o_open: np.ndarray
    o_shipped: np.ndarray
    o_start: np.ndarray
    o_items: np.ndarray
    i_open: np.ndarray
    i_shipped: np.ndarray
    i_canceled: np.ndarray
    i_cause: np.ndarray
    i_canceled_at: np.ndarray
    i_presumed: np.ndarray
    i_parcels: np.ndarray
    i_reported: np.ndarray
    mark: np.ndarray

    def status(self, o: np.ndarray) -> np.ndarray:
        """The status of orders now."""
        return status(self.o_verified[o] != NOTHING, self.o_open[o], self.o_shipped[o])

    def of_record(self, o: np.ndarray, flag: np.ndarray) -> np.ndarray:
        """A flag of a row as a flag of its record: in a round an order has one record."""
        self.mark[o[flag]] = True
        marked = self.mark[o]
        self.mark[o] = False
        return marked

    def spread(self, o: np.ndarray, i: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The items each row means: a named item itself, a blank one every item of its order. (row, item)."""
        count = np.where(i >= 0, 1, self.o_items[o])
        row = np.repeat(np.arange(len(o)), count)
        within = np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)
        return row, np.where(i[row] >= 0, i[row], self.o_start[o[row]] + within)

    def ship(self, o: np.ndarray, item: np.ndarray, units: np.ndarray) -> None:
        """Units of items leave; an item stands once."""
        self.i_open[item] -= units
        self.i_shipped[item] += units
        np.subtract.at(self.o_open, o, units)
        np.add.at(self.o_shipped, o, units)

    def cancel(
        self, o: np.ndarray, item: np.ndarray, units: np.ndarray, cause: np.ndarray | int, at: np.ndarray
    ) -> None:
        """Units of items are canceled; an item stands once."""
        self.i_open[item] -= units
        self.i_canceled[item] += units
        np.subtract.at(self.o_open, o, units)
        self.i_cause[item], self.i_canceled_at[item] = cause, at
        self.o_cause[o], self.o_canceled_at[o] = cause, at

    def ended(self, o: np.ndarray, i: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """When and why what each row means was canceled: its item where something else of the order lives."""
        item, by_item = np.maximum(i, 0), (i >= 0) & (self.o_open[o] + self.o_shipped[o] > 0)
        at = np.where(by_item, self.i_canceled_at[item], self.o_canceled_at[o])
        return at, np.where(by_item, self.i_cause[item], self.o_cause[o])

    def presumed(self, o: np.ndarray) -> np.ndarray:
        """Orders that our own clock has canceled, and nobody else since. Order process, "Who decides"."""
        dead = (self.o_open[o] == 0) & (self.o_shipped[o] == 0) & np.isin(self.o_cause[o], CLOCK_CAUSES)
        row, item = self.spread(o, np.full(len(o), -1))
        return dead & (np.bincount(row[self.i_presumed[item] > 0], minlength=len(o)) > 0)

    def reopen(self, o: np.ndarray, moment: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Orders are alive again, each once: (row, item, units) that come back, and every item is reported anew.

        A cut-off that lies before `moment` binds no more: the marketplace has said that it does not.
        """
        row, item = self.spread(o, np.full(len(o), -1))
        units = self.i_presumed[item]
        self.i_open[item] += units
        self.i_canceled[item] -= units
        np.add.at(self.o_open, o[row], units)
        rest = self.i_canceled[item] > 0
        self.i_cause[item] = np.where(rest & (units > 0), CAUSE["Seller"], np.where(rest, self.i_cause[item], NO_CAUSE))
        self.i_canceled_at[item] = np.where(rest, self.i_canceled_at[item], NOTHING)
        self.i_presumed[item], self.i_reported[item] = 0, 0
        self.o_cause[o], self.o_canceled_at[o] = NO_CAUSE, NOTHING
        past = moment > self.o_cut_off[o]
        self.o_waived[o[past]], self.o_cut_off[o[past]] = True, NEVER
        back = units > 0
        return row[back], item[back], units[back]

    def orders(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The orders with what has changed."""
        return frame.assign(
            verified=instants(self.o_verified),
            waived=self.o_waived,
            cause=self.o_cause,
            canceled_at=instants(self.o_canceled_at),
            refund_due=self.o_refund_due,
        )

    def items(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The items with what has changed."""
        return frame.assign(
            shipped=self.i_shipped,
            canceled=self.i_canceled,
            cause=self.i_cause,
            canceled_at=instants(self.i_canceled_at),
            presumed=self.i_presumed,
            parcels=self.i_parcels,
            reported_run=self.i_reported,
        )


def units_of(orders: pd.DataFrame, items: pd.DataFrame) -> dict[str, np.ndarray]:
    """The arrays of orders and items of a book (sorted by their keys), by the name of the field of Units."""
    sums = totals(orders, items)
    of_order = positions(orders["order_key"].to_numpy(), items["order_key"].to_numpy())
    count = np.bincount(of_order, minlength=len(orders))
    waived = orders["waived"].to_numpy(bool, copy=True)
    return {
        "o_verified": micros(orders["verified"]),
        "o_paid_by": micros(orders["paid_by"]),
        "o_cut_off": np.where(waived, NEVER, micros(orders["cut_off"])),
        "o_waived": waived,
        "o_cause": _copy(orders["cause"]),
        "o_canceled_at": micros(orders["canceled_at"]),
        "o_refund_due": orders["refund_due"].to_numpy(bool, copy=True),
        "o_open": _copy(sums["open"]),
        "o_shipped": _copy(sums["shipped"]),
        "o_start": np.cumsum(count) - count,
        "o_items": count,
        "i_open": _copy(items["ordered"] - items["shipped"] - items["canceled"]),
        "i_shipped": _copy(items["shipped"]),
        "i_canceled": _copy(items["canceled"]),
        "i_cause": _copy(items["cause"]),
        "i_canceled_at": micros(items["canceled_at"]),
        "i_presumed": _copy(items["presumed"]),
        "i_parcels": _copy(items["parcels"]),
        "i_reported": _copy(items["reported_run"]),
        "mark": np.zeros(len(orders), bool),
    }


def _copy(values: pd.Series) -> np.ndarray:
    return values.to_numpy(np.int64, copy=True)
