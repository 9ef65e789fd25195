"""The text of a feed's rows, kept block by block: a run asks for the rows of a few records only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pyarrow as pa

from pipeline.scratch_blocks import ScratchBlocks

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt


class FeedText:
    """The rows of a feed as text (frame `feed_text`), in the order of the file.

    path: where they go when they are many. Records are numbered upwards from block to block.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._blocks = ScratchBlocks(path)
        self._first_record: list[int] = []
        self._last_record: list[int] = []
        self._none = pd.DataFrame()

    @classmethod
    def of(cls, rows: pd.DataFrame) -> FeedText:
        """The text of these rows."""
        text = cls()
        text.append(rows)
        return text

    def append(self, rows: pd.DataFrame) -> None:
        """Keep the next rows of the feed."""
        if len(self._none.columns) == 0:
            self._none = rows.iloc[:0]
        if len(rows) == 0:
            return
        self._blocks.append(pa.Table.from_pandas(rows, preserve_index=False))
        self._first_record.append(int(rows["record"].iloc[0]))
        self._last_record.append(int(rows["record"].iloc[-1]))

    @property
    def columns(self) -> list[str]:
        """The names of its columns."""
        return list(self._none.columns)

    def rows(self, records: Iterable[int] | npt.NDArray[np.int64] | None = None) -> pd.DataFrame:
        """The rows of these records (of all by default), numbered anew."""
        if records is None:
            blocks = [self._block(number) for number in range(len(self._blocks))]
            return pd.concat(blocks, ignore_index=True) if blocks else self._none
        wanted = np.unique(np.fromiter(records, np.int64))
        first = np.searchsorted(wanted, self._first_record, side="left")
        last = np.searchsorted(wanted, self._last_record, side="right")
        parts = [self._rows_of(int(block), wanted) for block in np.flatnonzero(first < last)]
        return pd.concat(parts, ignore_index=True) if parts else self._none

    def _rows_of(self, block: int, records: npt.NDArray[np.int64]) -> pd.DataFrame:
        """The rows of a block that are of these records; only they leave it."""
        batch = self._blocks[block]
        is_wanted = np.isin(batch.column("record").to_numpy(), records)
        return self._frame(batch.filter(pa.array(is_wanted)))

    def _block(self, number: int) -> pd.DataFrame:
        return self._frame(self._blocks[number])

    def _frame(self, batch: pa.RecordBatch) -> pd.DataFrame:
        """Rows as a frame with the dtypes that they had."""
        frame: pd.DataFrame = batch.to_pandas()
        return frame.astype(self._none.dtypes.to_dict())
