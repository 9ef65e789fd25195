"""Step 4.2: what the marketplace lists as unshipped or pending at an instant, beside what we hold.

An order that we hold and the marketplace does not list is marked, and stays as it is until a record says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from pipeline.model.order_state import OrderState, statuses
from schemas.statuses import Status

AT_REST = pd.Timedelta(60, "min")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A report of the marketplace as it stood at an instant; order_keys: every order that it names."""

    at: pd.Timestamp
    pending: bool
    order_keys: np.ndarray


def compare(book: OrderState, snapshots: Iterable[Snapshot]) -> OrderState:
    """The book in which `not_in_marketplace` and `gone_from_pending` say what the newest snapshot of each kind misses.

    Orders that were verified (Pending ones: first heard of) less than an hour before it are left as they are.
    """
    newest = {one.pending: one for one in sorted(snapshots, key=lambda one: one.at)}
    for one in newest.values():
        book = _compared(book, one)
    return book


def alive(book: OrderState, order_keys: np.ndarray) -> OrderState:
    """The book in which orders that a newer record has brought back are no longer missed."""
    hit = book.orders["order_key"].isin(order_keys)
    marks = book.orders["not_in_marketplace"]
    return replace(book, orders=book.orders.assign(not_in_marketplace=marks.where(~hit)))


def _compared(book: OrderState, one: Snapshot) -> OrderState:
    orders, status = book.orders, statuses(book.orders, book.items)
    held = status == Status.PENDING if one.pending else status.isin([Status.UNSHIPPED, Status.PARTIALLY_SHIPPED])
    since = orders["received"] if one.pending else orders["verified"]
    listed = orders["order_key"].isin(one.order_keys)
    column = "gone_from_pending" if one.pending else "not_in_marketplace"
    missed = held & ~listed & (since < one.at - AT_REST)
    marked = orders[column].mask(missed, one.at).where(~(held & listed))
    return replace(book, orders=orders.assign(**{column: marked}))
