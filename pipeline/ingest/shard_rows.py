"""Rows of one kind by the shard of their order, kept block by block; a group of shards takes its own."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.scratch_blocks import ScratchBlocks, ScratchSpace
from schemas.stored_frames import empty, with_dtypes

if TYPE_CHECKING:
    import numpy.typing as npt


class ShardRows:
    """Rows of a frame, by shard in each block, and within a shard as they came. space: where they lie."""

    def __init__(self, name: str, shard_count: int, space: ScratchSpace) -> None:
        self.counts = np.zeros(shard_count, np.int64)
        self._none = empty(name)
        self._dtypes = self._none.dtypes.to_dict()
        self._blocks = ScratchBlocks(space)
        self._starts: list[npt.NDArray[np.int64]] = []

    def append(self, rows: pd.DataFrame, shards: npt.NDArray[np.int64]) -> None:
        """Keep the next rows. shards: that of each."""
        if len(rows) == 0:
            return
        counts = np.bincount(shards, minlength=len(self.counts))
        self.counts += counts
        # By shard, a group reads one piece of the block. Always: the facts of order rows and their text, which has no
        # keys, are kept apart, and belong together by their place alone.
        in_order = np.argsort(shards, kind="stable")
        self._blocks.append(pa.Table.from_pandas(rows, preserve_index=False).take(pa.array(in_order)))
        self._starts.append(np.append(0, np.cumsum(counts)))

    def of_shards(self, shards: Collection[int]) -> pd.DataFrame:
        """The rows of some shards."""
        parts = [self._rows_of(block, np.unique([*shards])) for block in range(len(self._blocks))]
        filled = [part for part in parts if len(part)]
        if not filled:
            return self._none
        rows = pd.concat(filled, ignore_index=True)
        return with_dtypes(rows, self._dtypes)

    def _rows_of(self, block: int, shards: npt.NDArray[np.int64]) -> pd.DataFrame:
        starts = self._starts[block]
        rows = np.concatenate([np.arange(starts[shard], starts[shard + 1]) for shard in shards])
        if len(rows) == 0:
            return self._none
        # A copy of the rows, not a slice: a slice would hold the whole block, and of a file its pages in memory.
        frame: pd.DataFrame = self._blocks[block].take(pa.array(rows)).to_pandas()
        return frame
