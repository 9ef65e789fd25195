"""What each order row says beside its facts, as arrays for the rounds: status, instants, what ships or is canceled."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from pipeline.lifecycle.orders.order_facts import REVISABLE, OrderFacts
from pipeline.model.instants import NOTHING, micros
from pipeline.model.sorted_keys import positions
from schemas.formats import fields as f
from schemas.statuses import CAUSE, STATUS_TEXT, Status

SHIPPED, CANCELED = STATUS_TEXT[Status.SHIPPED], STATUS_TEXT[Status.CANCELED]


@dataclass(frozen=True, slots=True)
class RecordArrays:
    """What each row says beside its facts: instants in microseconds, NOTHING for none.

    o, i: its order and item; verifies: when its record says that payment was verified; explicit: by a status;
    cancels, cancels_item, ships, counted (-1), delivered, by_sku: order_formats; cause: of a cancellation;
    origin: the row that a row without item id was made of.
    """

    o: np.ndarray
    i: np.ndarray
    verifies: np.ndarray
    paid: np.ndarray
    explicit: np.ndarray
    moment: np.ndarray
    updated: np.ndarray
    received: np.ndarray
    cancels: np.ndarray
    cancels_item: np.ndarray
    says_shipped: np.ndarray
    ships: np.ndarray
    counted: np.ndarray
    delivered: np.ndarray
    by_sku: np.ndarray
    origin: np.ndarray
    cause: np.ndarray
    fresh: np.ndarray


def said(rows: pd.DataFrame, orders: pd.DataFrame, items: pd.DataFrame) -> RecordArrays:
    """The arrays of rows sorted by step and order; orders, items: those of the desk, sorted by their keys."""
    pairs = pd.MultiIndex.from_frame(items[["order_key", "item_key"]])
    record = [rows["order_key"], rows["step"]]
    says, item_says, by_sku = rows["says"], rows["item_says"], rows["by_sku"].to_numpy(bool)
    cancels = (says == CANCELED).to_numpy()
    status = np.where(by_sku & (item_says != "").to_numpy(bool), item_says, says)
    shipped = (status == SHIPPED) & ~cancels
    counted = rows["counted"].to_numpy()
    cause = rows["cancellation-cause"].replace("", "Marketplace").map(CAUSE).astype("int64")
    return RecordArrays(
        o=positions(orders["order_key"].to_numpy(), rows["order_key"].to_numpy()),
        i=pairs.get_indexer(pd.MultiIndex.from_frame(rows[["order_key", "item_key"]])),
        verifies=micros(rows["verified"].groupby(record, dropna=False).transform("min")),
        paid=micros(rows[f.PAYMENTS_DATE.name].groupby(record, dropna=False).transform("min")),
        explicit=says.isin(STATUS_TEXT[Status.UNSHIPPED : Status.CANCELED]).to_numpy(),
        moment=micros(rows["moment"]),
        updated=micros(rows[f.LAST_UPDATED.name]),
        received=micros(rows["received"]),
        cancels=cancels,
        cancels_item=by_sku & (item_says == CANCELED).to_numpy(bool) & ~cancels,
        says_shipped=shipped,
        ships=shipped | (counted > 0),
        counted=counted,
        delivered=rows["delivered"].to_numpy(bool),
        by_sku=by_sku,
        origin=rows["origin"].to_numpy(np.int64),
        cause=cause.to_numpy(),
        fresh=(rows["step"] == 0).to_numpy() & rows["unknown"].to_numpy(bool),
    )


def say_once(of_order: OrderFacts, rows: pd.DataFrame) -> None:
    """What may be revised is said once a record: by the first of its rows that says it."""
    column = np.flatnonzero(of_order.which(REVISABLE))
    if len(rows) == 0:
        return
    starts = np.flatnonzero(np.r_[True, (np.diff(rows[["step", "order_key"]].to_numpy(), axis=0) != 0).any(axis=1)])
    said = of_order.said[:, column]
    last = len(rows)
    first = np.minimum.reduceat(np.where(said != NOTHING, np.arange(last)[:, None], last), starts, axis=0)
    value = np.take_along_axis(said, np.minimum(first, last - 1), axis=0)
    once = np.where(first < last, value, NOTHING)
    of_order.said[:, column] = np.repeat(once, np.diff(np.r_[starts, last]), axis=0)
