"""The rows of a feed, kept block by block: a run goes through them once, or asks for those of a few records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from pipeline.scratch_blocks import ScratchBlocks, ScratchSpace
from schemas.stored_frames import with_dtypes


class FeedRows:
    """The rows of a feed in the order of the file; the index is their position in it.

    They are of frame `feed_text` or `typed_feed`. Records are numbered upwards from block to block. space: where the
    rows lie.
    """

    def __init__(self, space: ScratchSpace | None = None) -> None:
        self._blocks = ScratchBlocks(space or ScratchSpace())
        self._first_record: list[int] = []
        self._last_record: list[int] = []
        self._starts = [0]
        self._none = pd.DataFrame()
        self._dtypes: dict[str, object] = {}

    @classmethod
    def of(cls, rows: pd.DataFrame) -> FeedRows:
        """These rows."""
        kept = cls()
        kept.append(rows)
        return kept

    def __len__(self) -> int:
        return self._starts[-1]

    def append(self, rows: pd.DataFrame) -> None:
        """Keep the next rows of the feed."""
        if len(self._none.columns) == 0:
            self._none = rows.iloc[:0]
            self._dtypes = self._none.dtypes.to_dict()
        if len(rows) == 0:
            return
        self._blocks.append(pa.Table.from_pandas(rows, preserve_index=False))
        self._first_record.append(int(rows["record"].iloc[0]))
        self._last_record.append(int(rows["record"].iloc[-1]))
        self._starts.append(self._starts[-1] + len(rows))

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return list(self._none.columns)

    def blocks(self) -> Iterator[pd.DataFrame]:
        """The rows block by block."""
        for number in range(len(self._blocks)):
            yield self._frame(number, np.arange(len(self._blocks[number])))

    def records(self) -> Iterator[npt.NDArray[np.int64]]:
        """The record of each row, block by block."""
        for number in range(len(self._blocks)):
            yield np.array(self._blocks[number].column("record").to_numpy())

    def rows(self, records: Iterable[int] | npt.NDArray[np.int64] | None = None) -> pd.DataFrame:
        """The rows of these records, of all by default."""
        if records is None:
            return self._joined(list(self.blocks()))
        wanted = np.unique(np.fromiter(records, np.int64))
        first = np.searchsorted(wanted, self._first_record, side="left")
        last = np.searchsorted(wanted, self._last_record, side="right")
        return self._joined([self._rows_of(int(block), wanted) for block in np.flatnonzero(first < last)])

    def at(self, positions: npt.NDArray[np.int64]) -> pd.DataFrame:
        """The rows at these positions, which ascend."""
        cuts = np.searchsorted(positions, self._starts)
        parts = [
            self._frame(block, positions[cuts[block] : cuts[block + 1]] - self._starts[block])
            for block in np.flatnonzero(np.diff(cuts)).tolist()
        ]
        return self._joined(parts)

    def clear(self) -> None:
        """Let the rows go."""
        self._blocks.clear()
        self._first_record, self._last_record, self._starts = [], [], [0]

    def _joined(self, parts: list[pd.DataFrame]) -> pd.DataFrame:
        return pd.concat(parts) if parts else self._none

    def _rows_of(self, block: int, records: npt.NDArray[np.int64]) -> pd.DataFrame:
        """The rows of a block that are of these records."""
        is_wanted = np.isin(self._blocks[block].column("record").to_numpy(), records)
        return self._frame(block, np.flatnonzero(is_wanted))

    def _frame(self, block: int, rows: npt.NDArray[np.int64]) -> pd.DataFrame:
        """Rows of a block as a frame with the dtypes that they had; only they leave the block."""
        batch = self._blocks[block]
        taken = batch if len(rows) == len(batch) else batch.take(pa.array(rows))
        frame: pd.DataFrame = with_dtypes(taken.to_pandas(), self._dtypes)
        return frame.set_axis(rows + self._starts[block])
