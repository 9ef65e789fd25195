"""The rows that go on to the rules, and the records that ended at the form check."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from pipeline.ingest.kept_lines import KeptLines
from pipeline.lifecycle.orders.order_rows import OrderRows
from pipeline.model.outcome_table import OutcomeTable
from pipeline.scratch_blocks import ScratchSpace
from schemas.frame_checks import check_frames
from schemas.stored_frames import empty

if TYPE_CHECKING:
    import pandas as pd

    from pipeline.lifecycle.snapshots import Snapshot


@dataclass(frozen=True, slots=True)
class NormalizedRows:
    """Rows for each stage, and the records that ended at the form check.

    orders: facts and text. events: frame `events`, refunds: frame `refund_events`. inventory: stock set by sellers
    (frame `stock_rows`). address_changes: what these ask for (frame `address_requests`). snapshots: what the
    marketplace listed. outcomes: of the records that ended here; warned: those that the form check warns of; messages:
    its lines (frame `messages`). merged_rows: promotion rows that were added to the first row of their item (frame
    `merged_rows`).
    """

    orders: OrderRows = field(default_factory=OrderRows)
    events: pd.DataFrame = field(default_factory=partial(empty, "events"))
    refunds: pd.DataFrame = field(default_factory=partial(empty, "refund_events"))
    inventory: pd.DataFrame = field(default_factory=partial(empty, "stock_rows"))
    address_changes: pd.DataFrame = field(default_factory=partial(empty, "address_requests"))
    snapshots: tuple[Snapshot, ...] = ()
    outcomes: OutcomeTable = field(default_factory=OutcomeTable)
    warned: OutcomeTable = field(default_factory=OutcomeTable)
    messages: KeptLines = field(default_factory=lambda: KeptLines("messages", ScratchSpace()))
    merged_rows: pd.DataFrame = field(default_factory=partial(empty, "merged_rows"))

    def check(self) -> None:
        """Raise where a frame is not as it is declared."""
        check_frames(
            order_rows=self.orders.facts,
            order_row_text=self.orders.text,
            events=self.events,
            refund_events=self.refunds,
            stock_rows=self.inventory,
            address_requests=self.address_changes,
            merged_rows=self.merged_rows,
        )
