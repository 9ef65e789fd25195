"""Everything that is known of one order: its state, its records, what they were answered, its money."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from pipeline.model.order_state import OrderState, before_our_time
from schemas.statuses import Status

TSV = "tsv"


@dataclass(frozen=True, slots=True)
class NamingFeed:
    """A feed with records that name the order: its format, its form (tsv or xml; "" for tsv), when it was received."""

    name: str
    format: str
    form: str
    received: datetime


@dataclass(frozen=True, slots=True)
class ClosedSettlement:
    """A closed settlement, [start, end), and when it is deposited."""

    settlement: str
    start: datetime
    end: datetime
    deposit_at: datetime


@dataclass(frozen=True)
class OrderHistory:
    """One order. state: its rows of the narrow tables; order_text and item_text: its wide text.

    journal, outcomes, messages, ledger, charges, notices: stored rows with `added`, the run
    that wrote them. held: held records that name it. stock: balance by SKU. feeds: by number.
    """

    as_of: pd.Timestamp
    run: int
    status: Status
    units: pd.Series
    state: OrderState
    order_text: dict[str, str]
    item_text: pd.DataFrame
    journal: pd.DataFrame
    outcomes: pd.DataFrame
    messages: pd.DataFrame
    ledger: pd.DataFrame
    charges: pd.DataFrame
    notices: pd.DataFrame
    held: pd.DataFrame
    stock: dict[str, int]
    feeds: dict[int, NamingFeed]
    settlements: list[ClosedSettlement]

    @property
    def order(self) -> pd.Series:
        """Its row of the orders."""
        return self.state.orders.iloc[0]

    @property
    def items(self) -> pd.DataFrame:
        """Its items."""
        return self.state.items

    @property
    def shipments(self) -> pd.DataFrame:
        """Its shipments, as the stored table `parcels` has them."""
        return self.state.parcels

    @property
    def refunds(self) -> pd.DataFrame:
        """Its refunds that took effect."""
        return self.state.refunds

    @property
    def closed_at_once(self) -> bool:
        """Whether its cut-off had passed before it came (step 1.4)."""
        return bool(before_our_time(self.state.orders).iloc[0])

    @property
    def actionable(self) -> bool:
        """Whether anybody may act on it: its payment is verified, and it is not canceled."""
        return self.status not in {Status.PENDING, Status.CANCELED}

    def feed_form(self, feed: int) -> str:
        """The form of a feed, tsv or xml: in Japanese it decides how its records are counted. "" for the clock."""
        return (self.feeds[feed].form or TSV) if feed in self.feeds else ""

    def settlement_of(self, posted: datetime) -> ClosedSettlement | None:
        """The closed settlement in which an amount posted at that instant was paid; None while it is open."""
        return next((closed for closed in self.settlements if closed.start <= posted < closed.end), None)
