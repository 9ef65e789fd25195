"""What the groups of orders of a run leave for the steps that cross them; the orders of a group are let go after it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.ingest.kept_lines import KeptLines
from pipeline.lifecycle.group_movements import GroupMovements
from pipeline.model.order_state import OrderState
from pipeline.model.outcome_table import OutcomeTable
from pipeline.publish.invariants import order_counts
from pipeline.publish.notice_parts import NoticeParts
from pipeline.publish.order_parts import OrderParts
from pipeline.publish.unsettled_rows import narrow_rows
from pipeline.publish.watchlist import watched_orders
from pipeline.scratch_blocks import ScratchSpace
from pipeline.steps.account import count_figures
from pipeline.steps.context import OrderCounts

if TYPE_CHECKING:
    from pipeline.lifecycle.stages import LifecycleResult
    from pipeline.steps.context import GroupEffects, RunContext
    from reports.report_parts import ReportPart
    from schemas.order_ids import OrderIds


@dataclass(slots=True)
class RunCollector:
    """Collects narrow results, a frame a group each, and adds up counts.

    space: where rows lie. records: how they ended; messages: frame `messages`; both as the rules left them. canceled:
    frame `cancellations`, with the state of these orders before and after. journals: frame `run_journal`, where the
    stock may still change what it says of a record. unsettled: rows of the ledger (`narrow_rows`). notices, charges,
    reports: the parts of the files about them. order_keys: of the orders that the run worked on, where its day had a
    run before. expired: held records that were let go.
    """

    counts: OrderCounts = field(default_factory=OrderCounts)
    notices: NoticeParts = field(default_factory=lambda: NoticeParts(ScratchSpace()))
    space: ScratchSpace = field(default_factory=ScratchSpace)
    records: OutcomeTable = field(default_factory=OutcomeTable)
    messages: KeptLines = field(default_factory=lambda: KeptLines("messages", ScratchSpace()))
    movements: list[GroupMovements] = field(default_factory=list)
    canceled: list[pd.DataFrame] = field(default_factory=list)
    canceled_before: list[OrderState] = field(default_factory=list)
    canceled_after: list[OrderState] = field(default_factory=list)
    journals: list[pd.DataFrame] = field(default_factory=list)
    unsettled: list[pd.DataFrame] = field(default_factory=list)
    charges: list[ReportPart] = field(default_factory=list)
    order_keys: list[np.ndarray] = field(default_factory=list)
    reports: OrderParts = field(default_factory=OrderParts)
    expired: int = 0

    def add_results(self, result: LifecycleResult) -> None:
        """Collect what the rules made of the rows of a group."""
        self.records.add(result.records)
        self.messages.add(result.messages)
        self.movements.append(result.movements)

    def add_group(self, ctx: RunContext, group: GroupEffects, ids: OrderIds) -> None:
        """Collect what a group leaves, but for its files. ids: of its orders."""
        self.add_results(group.lifecycle)
        self._count(ctx, group, ids)
        canceled = group.lifecycle.canceled
        order_keys = canceled["order_key"].unique()
        self.canceled.append(canceled)
        self.canceled_before.append(group.loaded.touched.only(order_keys))
        self.canceled_after.append(group.state.only(order_keys))
        self.unsettled.append(narrow_rows(group.posting.ledger))
        self.notices.add(group.notices, ids)
        if len(ctx.runs_of_day()) > 1:
            self.order_keys.append(group.whole.orders["order_key"].to_numpy())
        self.expired += len(group.lifecycle.expired)

    def _count(self, ctx: RunContext, group: GroupEffects, ids: OrderIds) -> None:
        """Add what a group changed to the counters, and its orders to those to keep an eye on."""
        before, after, counts = group.loaded.touched, group.state, self.counts
        watched = watched_orders(group.whole, group.lifecycle.foreign, ids, ctx.as_of, ctx.settings.tz)
        self.counts = OrderCounts(
            orders=order_counts(before, after, counts.orders),
            metrics=count_figures(counts.metrics, before, after, ctx.settings.tz, ctx.as_of),
            watch={reason: counts.watch.get(reason, set()).union(ids) for reason, ids in watched.items()},
        )
