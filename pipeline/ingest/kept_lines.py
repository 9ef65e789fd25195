"""Lines about records, of a run of any size: kept in blocks, and read again for a stretch of the records of a feed.

Of one record there are a few lines, of a long feed millions. Lines of a record keep their order.

>>> lines = KeptLines("record_outcomes", ScratchSpace())
>>> lines.add(pd.DataFrame({"feed": 2, "record": [5, 1], "outcome": [1, 4]}))
>>> lines.add(pd.DataFrame({"feed": 2, "record": [5, 5], "outcome": [2, 3]}))
>>> [block["record"].tolist() for block in lines.of_feed(2)], lines.window(2, 2, 9)["outcome"].tolist()
([[1, 5, 5, 5]], [1, 2, 3])
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.scratch_blocks import ScratchBlocks
from schemas.key_order import key_order
from schemas.stored_frames import empty, with_dtypes
from schemas.stored_tables import RECORD

if TYPE_CHECKING:
    from pipeline.scratch_blocks import ScratchSpace

WINDOW = 65_536
"""How many records of a feed are looked at together."""


class _LinesOfFeed(NamedTuple):
    """Lines about records of one feed: their block, and the first and the last record."""

    number: int
    first: int
    last: int


class KeptLines:
    """Lines of a frame with the columns feed and record. space: where they lie."""

    def __init__(self, frame: str, space: ScratchSpace) -> None:
        self._none = empty(frame)
        self._dtypes = self._none.dtypes.to_dict()
        self._blocks = ScratchBlocks(space)
        self._of_feed: dict[int, list[_LinesOfFeed]] = {}

    @property
    def feeds(self) -> list[int]:
        """The numbers of the feeds that have lines, ascending."""
        return sorted(self._of_feed)

    def add(self, lines: pd.DataFrame) -> None:
        """Add lines, in any order."""
        feeds, records = (lines[name].to_numpy(np.int64) for name in RECORD)
        order = key_order((feeds, records))
        starts = np.flatnonzero(np.diff(feeds[order], prepend=-1)) if len(order) else order
        for rows in np.split(order, starts[1:])[: len(starts)]:
            block = _LinesOfFeed(len(self._blocks), int(records[rows[0]]), int(records[rows[-1]]))
            self._of_feed.setdefault(int(feeds[rows[0]]), []).append(block)
            table = with_dtypes(lines[list(self._dtypes)].iloc[rows], self._dtypes)
            self._blocks.append(pa.Table.from_pandas(table, preserve_index=False))

    def windows(self, feed: int) -> list[int]:
        """Where each stretch of records of a feed begins in which there may be lines, ascending."""
        stretches = [range(block.first // WINDOW, block.last // WINDOW + 1) for block in self._of_feed.get(feed, ())]
        return [number * WINDOW for number in sorted(set().union(*stretches))]

    def window(self, feed: int, start: int, stop: int) -> pd.DataFrame:
        """The lines about records of a feed from one number on up to another, by record."""
        parts = []
        for block in self._of_feed.get(feed, ()):
            if block.first < stop and start <= block.last:
                batch = self._blocks[block.number]
                first, last = np.searchsorted(batch.column("record").to_numpy(), (start, stop))
                # A copy of the lines, so that they do not hold the block.
                parts.append(batch.take(pa.array(np.arange(first, last))))
        return self._joined(parts)

    def of_records(self, feed: int, records: np.ndarray) -> pd.DataFrame:
        """The lines about these records of a feed, which ascend."""
        parts = []
        for block in self._of_feed.get(feed, ()):
            if np.searchsorted(records, block.first) < np.searchsorted(records, block.last, side="right"):
                batch = self._blocks[block.number]
                is_wanted = np.isin(batch.column("record").to_numpy(), records)
                parts.append(batch.take(pa.array(np.flatnonzero(is_wanted))))
        return self._joined(parts)

    def of_feed(self, feed: int) -> Iterator[pd.DataFrame]:
        """The lines of a feed by record, a stretch of its records at a time."""
        for start in self.windows(feed):
            yield self.window(feed, start, start + WINDOW)

    def only(
        self, choose: Callable[[pd.DataFrame], pd.Series | np.ndarray], feeds: Collection[int] | None = None
    ) -> pd.DataFrame:
        """Lines that are chosen, by feed and record. choose: a mask of some lines. feeds: of these alone."""
        wanted = self.feeds if feeds is None else [feed for feed in self.feeds if feed in feeds]
        blocks = (block for feed in wanted for block in self.of_feed(feed))
        chosen = [block[choose(block)] for block in blocks]
        return pd.concat([self._none, *(block for block in chosen if len(block))], ignore_index=True)

    def _joined(self, batches: list[pa.RecordBatch]) -> pd.DataFrame:
        if not batches:
            return self._none
        lines: pd.DataFrame = pa.Table.from_batches(batches).to_pandas()
        if len(batches) > 1:
            lines = lines.iloc[key_order((lines["record"].to_numpy(),))].reset_index(drop=True)
        return with_dtypes(lines, self._dtypes)
