"""What one run of the lifecycle works with: its rules, and the rows that are incoming."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from pipeline.lifecycle.orders.apply_orders import Texts
from pipeline.lifecycle.orders.order_rows import OrderRows
from pipeline.lifecycle.overdue import NO_GRACE
from pipeline.lifecycle.snapshots import Snapshot
from schemas.stored_frames import empty

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class RunRules:
    """What the rules need to know of this run: its number and instant, the business zone, and the settings.

    days_off: gives the holidays; it is called only where an order was verified. market: a seller's copy of what a
    marketplace decides, so that our clock only presumes; grace: of its payment rule.
    """

    run: int
    as_of: pd.Timestamp
    zone: ZoneInfo
    hold_days: int = 7
    handling_days: int = 2
    days_off: Callable[[], frozenset[date]] = frozenset
    market: bool = True
    grace: pd.Timedelta = NO_GRACE


@dataclass(frozen=True, slots=True)
class LifecycleInput:
    """What is incoming, ready for the rules: order rows, events (payments ... address changes; held ones too).

    orders: facts and text. events: frame `events`. text: wide text of the known
    orders that order rows and address changes name (frames `order_text`, `item_text`). address_requests: what address
    changes ask for (frame `address_requests`). snapshots: what the marketplace listed. refunds: frame `refund_events`.
    """

    orders: OrderRows
    events: pd.DataFrame
    text: Texts
    address_requests: pd.DataFrame
    snapshots: tuple[Snapshot, ...] = ()
    refunds: pd.DataFrame = field(default_factory=partial(empty, "refund_events"))
