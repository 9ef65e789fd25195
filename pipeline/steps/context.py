"""What every step of a run works with, and what one step hands to the next."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import numpy as np
import pandas as pd

from pipeline.free_memory import give_back
from pipeline.ingest.feed import IncomingFeed
from pipeline.ingest.kept_lines import KeptLines
from pipeline.ingest.read_feeds import FeedResult
from pipeline.ingest.rows_by_shard import RowsByShard
from pipeline.lifecycle.stages import LifecycleResult
from pipeline.model.order_state import OrderState
from pipeline.model.outcome_table import OutcomeTable
from pipeline.money.fee_schedule import FeeSchedule
from pipeline.money.posting import PostingResult
from pipeline.publish.order_parts import OrderParts
from pipeline.publish.settlements import SettlementResult
from pipeline.store.batch import Batch
from pipeline.store.catalogue_rows import ReportRow, RunRow
from pipeline.store.order_tables import LoadedState
from pipeline.store.read_only_store import ReadOnlyStore
from pipeline.store.sharding import Sharding
from pipeline.store.store import Store
from pipeline.workspace.settings import Settings
from reports.report_parts import ReportPart
from schemas.order_ids import OrderIds
from schemas.stored_frames import empty

Progress = Callable[[str, int, int], None]
STEPS = {
    "take": "looking into the inbox",
    "read": "reading feeds",
    "apply": "applying records",
    "post": "posting and settling",
    "report": "writing reports",
    "store": "storing",
    "commit": "committing",
}
"""The steps that are timed or shown as progress, in order: the key in `timings` of run.json, and the words."""


@dataclass
class RunContext:
    """The run itself: store, batch, settings, fee schedule (and its text), business instant, last committed run.

    progress: told what is being done, how much of it is done, and of how much. timings: seconds by step. cleaned: files
    of rejected records that the run takes away.
    """

    store: Store | ReadOnlyStore
    batch: Batch
    settings: Settings
    fee_schedule: FeeSchedule
    fees_text: str
    as_of: pd.Timestamp
    last_run: RunRow | None
    progress: Progress
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    timings: dict[str, float] = field(default_factory=dict)
    cleaned: list[ReportRow] = field(default_factory=list)

    @property
    def run(self) -> int:
        """The number of the run."""
        return self.batch.run

    @property
    def since(self) -> pd.Timestamp | None:
        """`as_of` of the run before; None in the first run."""
        return None if self.last_run is None else pd.Timestamp(self.last_run.as_of).as_unit("us")

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Tell that a step of STEPS begins, and note how many seconds it took; each group of orders adds its own.

        What it has freed is given back: a process is as large as its largest step, not as all of them.
        """
        self.tell(name)
        begun = time.perf_counter()
        yield
        give_back()
        self.timings[name] = round(self.timings.get(name, 0) + time.perf_counter() - begun, 3)

    def runs_of_day(self) -> list[int]:
        """The runs of this business day, this one last."""
        return [*(row.run for row in self.store.runs() if row.day == self.batch.day), self.run]

    def cleaned_files(self) -> dict[str, int]:
        """The run that took a file of rejected records away, by its path; those of this run too."""
        return self.store.cleaned_files() | {row.path: self.run for row in self.cleaned}

    def tell(self, name: str) -> None:
        """Tell that a step of STEPS begins."""
        self.progress(STEPS[name], list(STEPS).index(name), len(STEPS))


@dataclass(frozen=True)
class ReadResult:
    """What was read: the feeds that were taken, the records that were held before, and all of them as rows.

    held_before: frame `held`; held_feeds: the same as feeds. new_order_names: order ids without digits that are
    new, with their keys.
    """

    feeds: list[FeedResult]
    held_before: pd.DataFrame
    held_feeds: list[IncomingFeed]
    rows: RowsByShard
    new_order_names: dict[str, int]

    @property
    def sharding(self) -> Sharding:
        """Which shard an order is of, new ones too."""
        return self.rows.sharding

    @property
    def order_ids(self) -> OrderIds:
        """The ids of all orders by their keys, new ones among them."""
        return self.sharding.order_ids

    @property
    def incoming(self) -> list[IncomingFeed]:
        """Every feed whose records go on, held ones first."""
        return [*self.held_feeds, *(feed.incoming for feed in self.feeds if feed.incoming)]

    @property
    def repairable_cells(self) -> int:
        """Cells of records rejected for their form that repair would put right."""
        return sum(feed.repairable for feed in self.feeds)


@dataclass(frozen=True, slots=True)
class GroupEffects:
    """Everything that a run changes and tells of one group of orders, worked out and not written yet.

    shards: those of the orders. loaded: the orders before; state: those that the run may change, after it; whole: the
    others too. lifecycle: what the rules made of the rows.
    posting, charges: both sides of the books. journal: frame `run_journal`; notices: frame `notice_facts`.
    """

    shards: Collection[int]
    loaded: LoadedState
    state: OrderState
    whole: OrderState
    lifecycle: LifecycleResult
    journal: pd.DataFrame
    posting: PostingResult
    charges: pd.DataFrame
    notices: pd.DataFrame


@dataclass(frozen=True, slots=True)
class OrderCounts:
    """What groups of orders add up to. orders: the counters of run.json; metrics: frame `metrics`; watch: its block."""

    orders: dict[str, int] = field(default_factory=dict)
    metrics: pd.DataFrame = field(default_factory=partial(empty, "metrics"))
    watch: dict[str, set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunEffects:
    """Everything that a run changes and tells.

    counts: what the orders add up to. order_keys: of those that the run worked on, an array a group, where their day
    had a run before; reports: the parts of the reports about them. expired: how many held records were let go. records:
    every record with its outcome; messages: the lines of the answers, in blocks. stock_before, stock: frame `stock`.
    charges, notices: the parts of their lists. held, canceled, unassigned: frames of these names.
    """

    counts: OrderCounts
    order_keys: list[np.ndarray]
    reports: OrderParts
    expired: int
    records: OutcomeTable
    messages: KeptLines
    stock_before: pd.DataFrame
    stock: pd.DataFrame
    held: pd.DataFrame
    settlement: SettlementResult
    charges: list[ReportPart]
    notices: list[ReportPart]
    canceled: pd.DataFrame
    unassigned: pd.DataFrame
