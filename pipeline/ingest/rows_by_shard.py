"""The rows that go on to the rules, parted by the shard of their order: no order knows of another one."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from pipeline.ingest.kept_lines import KeptLines
from pipeline.ingest.normalize import normalize_feeds, snapshots_of
from pipeline.ingest.normalized_rows import NormalizedRows
from pipeline.ingest.shard_rows import ShardRows
from pipeline.lifecycle.orders.order_rows import OrderRows
from pipeline.scratch_blocks import ScratchSpace
from pipeline.store.sharding import Sharding
from schemas import codes
from schemas.frame_checks import check_frames
from schemas.statuses import Outcome
from schemas.stored_frames import empty
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.ingest.feed import IncomingFeed

SHARED = ("stock_rows", "address_requests", "merged_rows")
"""Frames that every group of orders gets whole."""
_OF_ORDERS = ("order_rows", "order_row_text", "events", "refund_events")


class RowsByShard:
    """Rows of a run. counts: how many each shard has; shared: what is of no shard, with frames of orders empty."""

    def __init__(self, sharding: Sharding, space: ScratchSpace) -> None:
        self.sharding = sharding
        self.shared = NormalizedRows(messages=KeptLines("messages", space))
        self._rows = {name: ShardRows(name, sharding.count, space) for name in _OF_ORDERS}
        self._shared: dict[str, list[pd.DataFrame]] = {name: [empty(name)] for name in SHARED}

    @property
    def counts(self) -> np.ndarray:
        """How many rows each shard has."""
        counts = [self._rows[name].counts for name in ("order_rows", "events", "refund_events")]
        return np.asarray(np.sum(counts, axis=0))

    @property
    def weights(self) -> np.ndarray:
        """The same, but that two rows of order records, with their text, take as much memory as three others."""
        return self.counts + self._rows["order_rows"].counts // 2

    def add_feeds(
        self, feeds: Collection[IncomingFeed], named_keys: Mapping[str, int], links: pd.Series | None = None
    ) -> None:
        """Sort the records of feeds by the way they go; what is typed of them is let go. Arguments of normalize_feeds.

        Once, with all feeds of a run.
        """
        snapshots = snapshots_of(feeds, named_keys)
        for frames in normalize_feeds(feeds, named_keys, links):
            self._append(frames)
        shared = {
            name: pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)
            for name, parts in self._shared.items()
        }
        self.shared = replace(
            self.shared,
            inventory=shared["stock_rows"],
            address_changes=shared["address_requests"],
            snapshots=snapshots,
            merged_rows=shared["merged_rows"],
        )
        self.shared.check()

    def of_shards(self, shards: Collection[int]) -> NormalizedRows:
        """The rows of neighbouring shards, each shard's in their order; what is of no order is in each part."""
        facts, text, events, refunds = (self._rows[name].of_shards(shards) for name in _OF_ORDERS)
        rows = replace(self.shared, orders=OrderRows(facts, text), events=events, refunds=refunds)
        rows.check()
        return rows

    def _append(self, frames: Mapping[str, pd.DataFrame]) -> None:
        """Keep what a block of a feed brings, by the name of its frame."""
        for name, rows in frames.items():
            if name == "messages":
                self._add_lines(rows)
            elif name == "record_outcomes":
                self.shared.outcomes.add(rows)
            elif name in SHARED:
                self._shared[name].append(rows)
            elif name in self._rows:
                # The text of order rows has no keys: it lies beside the facts.
                keyed = frames["order_rows"] if name == "order_row_text" else rows
                self._rows[name].append(rows, self.sharding.shards(keyed["order_key"].to_numpy()))

    def _add_lines(self, lines: pd.DataFrame) -> None:
        """Keep lines of the form check (frame `messages`), and which records they warn of."""
        check_frames(messages=lines)
        is_warning = (codes.problem_types(lines) == "Warning") & (lines["record"] > 0)
        self.shared.warned.add(lines.loc[is_warning, RECORD].assign(outcome=int(Outcome.WARNING)))
        self.shared.messages.add(lines)
