"""What every step of a run works with, and what one step hands to the next."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
from pipeline.store.catalogue_rows import ReportRow, RunRow
from pipeline.store.order_tables import LoadedState
from pipeline.store.read_only_store import ReadOnlyStore
from pipeline.store.store import Store
from pipeline.workspace.settings import Settings

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
        """Tell that a step of STEPS begins, and note how many seconds it took."""
        self.tell(name)
        begun = time.perf_counter()
        yield
        self.timings[name] = round(time.perf_counter() - begun, 3)

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
    rows: NormalizedRows
    new_order_names: dict[str, int]

    @property
    def incoming(self) -> list[IncomingFeed]:
        """Every feed whose records go on, held ones first."""
        return [*self.held_feeds, *(feed.incoming for feed in self.feeds if feed.incoming)]

    @property
    def repairable_cells(self) -> int:
        """Cells of records rejected for their form that repair would put right."""
        return sum(feed.feed.repairable for feed in self.feeds if feed.feed)


@dataclass(frozen=True)
class ApplyResult:
    """What the rules made of the rows: the state before and after, and every record with its outcome and its lines.

    stock_before: frame `stock`. records: frame `record_outcomes`. lines: what is said of records and feeds
    that were read (frame `messages`).
    """

    loaded: LoadedState
    lifecycle: LifecycleResult
    stock_before: pd.DataFrame
    records: pd.DataFrame
    lines: pd.DataFrame


@dataclass(frozen=True)
class RunEffects:
    """Everything that a run changes and tells, worked out and not written yet.

    state: the orders after the run. journal: frame `run_journal`; messages: frame `answer_lines`; held,
    charges, notices, canceled, metrics, unassigned: frames of these names.
    """

    applied: ApplyResult
    state: OrderState
    journal: pd.DataFrame
    held: pd.DataFrame
    messages: pd.DataFrame
    posting: PostingResult
    settlement: SettlementResult
    charges: pd.DataFrame
    notices: pd.DataFrame
    canceled: pd.DataFrame
    metrics: pd.DataFrame
    unassigned: pd.DataFrame
