"""What every step of a run works with, and what one step hands to the next."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pandas as pd

from pipeline.ingest.feed import IncomingFeed
from pipeline.ingest.normalize import NormalizedRows
from pipeline.ingest.read_feeds import FeedResult
from pipeline.lifecycle.stages import LifecycleResult
from pipeline.model.order_state import OrderState
from pipeline.money.fee_schedule import FeeSchedule
from pipeline.money.posting import PostingResult
from pipeline.publish.settlements import SettlementResult
from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import RunRow
from pipeline.store.order_tables import LoadedState
from pipeline.store.store import ReadOnlyStore, Store
from pipeline.workspace.settings import Settings

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class RunContext:
    """The run itself: store, batch, settings, fee schedule (and its text), business instant, last committed run."""

    store: Store | ReadOnlyStore
    batch: Batch
    settings: Settings
    plan: FeeSchedule
    fees: str
    as_of: pd.Timestamp
    head: RunRow | None
    tell: Tell
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    timings: dict[str, float] = field(default_factory=dict)

    @property
    def since(self) -> pd.Timestamp | None:
        """`as_of` of the run before; None in the first run."""
        return None if self.head is None else pd.Timestamp(self.head.as_of).as_unit("us")

    def time(self, step: str, since: float) -> float:
        """Note how long a step took; returns the time now."""
        now = time.perf_counter()
        self.timings[step] = round(now - since, 3)
        return now


@dataclass(frozen=True)
class ReadResult:
    """What was read: feeds that were taken, records that were held before (as table and as feeds), all as rows."""

    read: list[FeedResult]
    waited: pd.DataFrame
    held: list[IncomingFeed]
    came: NormalizedRows
    new_names: dict[str, int]

    @property
    def arrived(self) -> list[IncomingFeed]:
        """Every feed whose records go on, held ones first."""
        return [*self.held, *(one.incoming for one in self.read if one.incoming)]

    @property
    def mendable(self) -> int:
        """Cells of records refused for their form that repair would put right."""
        return sum(one.feed.mendable for one in self.read if one.feed)


@dataclass(frozen=True)
class ApplyResult:
    """What the rules made of it: the book before and after, what is held now, outcomes and lines of every record.

    happened: the rows of the journal (pipeline.lifecycle.journal).
    """

    loaded: LoadedState
    night: LifecycleResult
    book: OrderState
    stock: pd.DataFrame
    held: pd.DataFrame
    records: pd.DataFrame
    said: pd.DataFrame
    happened: pd.DataFrame


@dataclass(frozen=True)
class AccountResult:
    """What was posted, the settlements (closed ones, then the open one), and the lists of the run (stored tables).

    charges: of the buyers; notices; canceled: with what a seller needs to know of it; metrics: the counters after it.
    """

    earned: PostingResult
    settled: SettlementResult
    charges: pd.DataFrame
    notices: pd.DataFrame
    canceled: pd.DataFrame
    metrics: pd.DataFrame
