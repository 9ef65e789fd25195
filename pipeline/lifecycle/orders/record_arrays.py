"""What each order row says beside its facts, as arrays for the rounds: status, instants, what ships or is canceled."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from pipeline.lifecycle.orders.day_precision import compare_days
from pipeline.model.instants import micros
from pipeline.model.sorted_keys import positions
from schemas.statuses import STATUS_TEXT, Status

SHIPPED = STATUS_TEXT[Status.SHIPPED]
CANCELED = STATUS_TEXT[Status.CANCELED]
ALIVE = STATUS_TEXT[Status.UNSHIPPED : Status.CANCELED]
"""The statuses that show an order to be alive: Unshipped, PartiallyShipped, Shipped."""


@dataclass(frozen=True, slots=True)
class RecordArrays:
    """What each row says beside its facts: instants in microseconds, NOTHING for none.

    order_pos, item_pos: where its order and item stand in the arrays, -1 for no item.
    verified_at: when its record says that payment was verified. paid_at: the payments-date of its record.
    shows_alive: its status is one of a living order.
    effective_at: last-updated-date, else when received. updated_at: last-updated-date alone.
    cancels_order, cancels_item: its order, or its item, is Canceled. cancels_line: a row of quantity 0, which
    cancels its item too.
    says_shipped: the status is Shipped; ships: that, or it counts shipped units. shipped_count: how many, -1 unknown.
    by_sku: a row of the all-orders report. of_sku: made of one without item id, the row `source_row`, for one of the
    items of its SKU. row_quantity: units that such a row gives, -1 unknown. feed: where its record stood.
    is_free: a replacement without a price.
    cancel_cause: why, if it cancels. places_order: the order was placed by this very record.
    record_number: the record of the row, numbered through all orders. is_held_before: an earlier run held it. seq,
    record: the place of its record in the order of work. agrees_on_day: its purchase date and the known one are of one
    day, and one of the two has no time; refines_day: its own has one (day_precision).
    """

    order_pos: np.ndarray
    item_pos: np.ndarray
    verified_at: np.ndarray
    paid_at: np.ndarray
    shows_alive: np.ndarray
    effective_at: np.ndarray
    updated_at: np.ndarray
    received_at: np.ndarray
    cancels_order: np.ndarray
    cancels_item: np.ndarray
    cancels_line: np.ndarray
    says_shipped: np.ndarray
    ships: np.ndarray
    shipped_count: np.ndarray
    is_delivered: np.ndarray
    by_sku: np.ndarray
    of_sku: np.ndarray
    row_quantity: np.ndarray
    feed: np.ndarray
    is_free: np.ndarray
    source_row: np.ndarray
    cancel_cause: np.ndarray
    places_order: np.ndarray
    record_number: np.ndarray
    is_held_before: np.ndarray
    seq: np.ndarray
    record: np.ndarray
    agrees_on_day: np.ndarray
    refines_day: np.ndarray

    def any_of_records(self, flag: np.ndarray) -> np.ndarray:
        """Whether any row of the record of each row has the flag; `flag` has an element for every row."""
        rows_with_flag = np.bincount(self.record_number[flag], minlength=len(flag))
        return np.asarray(rows_with_flag[self.record_number] > 0)


def build_record_arrays(rows: pd.DataFrame, orders: pd.DataFrame, items: pd.DataFrame, zone: ZoneInfo) -> RecordArrays:
    """The arrays of rows sorted by step and order; orders, items: those of UpdateArrays, sorted by their keys."""
    item_keys = pd.MultiIndex.from_frame(items[["order_key", "item_key"]])
    order_pos = positions(orders["order_key"].to_numpy(), rows["order_key"].to_numpy())
    known_purchase = orders["purchased"].take(order_pos).reset_index(drop=True)
    agrees_on_day, refines_day = compare_days(known_purchase, rows["purchased"], zone)
    return RecordArrays(
        order_pos=order_pos,
        item_pos=item_keys.get_indexer(pd.MultiIndex.from_frame(rows[["order_key", "item_key"]])),
        verified_at=_earliest_of_record(rows, "verified"),
        paid_at=_earliest_of_record(rows, "paid"),
        effective_at=micros(rows["moment"]),
        updated_at=micros(rows["updated"]),
        received_at=micros(rows["received"]),
        shipped_count=rows["shipped_count"].to_numpy(),
        is_delivered=rows["is_delivered"].to_numpy(bool),
        by_sku=rows["by_sku"].to_numpy(bool),
        of_sku=rows["of_sku"].to_numpy(bool),
        row_quantity=rows["row_quantity"].to_numpy(),
        feed=rows["feed"].to_numpy(),
        is_free=rows["is_free"].to_numpy(bool),
        source_row=rows["source_row"].to_numpy(),
        cancel_cause=rows["cancel_cause"].to_numpy(),
        places_order=(rows["step"] == 0).to_numpy() & rows["unknown"].to_numpy(bool),
        record_number=_record_numbers(rows),
        is_held_before=(rows["seq"] < 0).to_numpy(),
        seq=rows["seq"].to_numpy(),
        record=rows["record"].to_numpy(),
        agrees_on_day=agrees_on_day,
        # A canceled line is compared with nothing and makes no date exact (1.10.1).
        refines_day=refines_day & ~rows["cancels_line"].to_numpy(bool),
        **_status_masks(rows),
    )


def _record_numbers(rows: pd.DataFrame) -> np.ndarray:
    """The record of each row: its rows lie together, and a record begins where the step or the order changes."""
    step, order = rows["step"].to_numpy(), rows["order_key"].to_numpy()
    is_start = (np.diff(step, prepend=-1) != 0) | (np.diff(order, prepend=-1) != 0)
    return np.cumsum(is_start) - 1


def _earliest_of_record(rows: pd.DataFrame, name: str) -> np.ndarray:
    """The earliest instant that any row of a record says, for each of its rows."""
    record = [rows["order_key"], rows["step"]]
    return micros(rows[name].groupby(record, dropna=False).transform("min"))


def _status_masks(rows: pd.DataFrame) -> dict[str, np.ndarray]:
    """What the statuses of the rows mean, by name of the field of RecordArrays."""
    order_status = rows["order_status"]
    by_sku = rows["by_sku"].to_numpy(bool)
    # A row of the all-orders report may say a status of its item that is not that of the order.
    has_item_status = by_sku & (rows["item_status"] != "").to_numpy(bool)
    is_other_item = has_item_status & (rows["item_status"] != CANCELED).to_numpy(bool)
    cancels_order = (order_status == CANCELED).to_numpy() & ~is_other_item
    status = np.where(has_item_status, rows["item_status"], order_status)
    cancels_line = rows["cancels_line"].to_numpy(bool)
    says_shipped = (status == SHIPPED) & ~cancels_order & ~cancels_line
    return {
        "shows_alive": order_status.isin(ALIVE).to_numpy(),
        "cancels_order": cancels_order,
        "cancels_item": cancels_line | (by_sku & (rows["item_status"] == CANCELED).to_numpy(bool) & ~cancels_order),
        "cancels_line": cancels_line,
        "says_shipped": says_shipped,
        "ships": says_shipped | ((rows["shipped_count"] > 0).to_numpy() & ~cancels_line),
    }
