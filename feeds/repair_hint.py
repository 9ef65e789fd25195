"""How many cells of records at fault repair would put right: counted for many records at once, over all blocks."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pandas as pd

from feeds.repair import count_repairable
from schemas import codes
from schemas.columns import Table

_ENOUGH_ROWS = 10_000
"""Rows are counted together until there are so many: what a count costs hardly depends on its rows."""


class RepairHint:
    """The cells of one feed that repair would put right; rows wait here until there are enough of them to count."""

    def __init__(self, table: Table, zone: ZoneInfo) -> None:
        self.table = table
        self.zone = zone
        self._count = 0
        self._rows: list[pd.DataFrame] = []
        self._faults: list[pd.DataFrame] = []

    def add(self, text: pd.DataFrame, faults: pd.DataFrame, ragged: pd.Series) -> None:
        """Add whole records (frame `feed_text`) and what the check says of them (frame `problems`).

        Only rejected records count, and none whose cells are under the wrong headings.
        """
        if faults.empty:
            return
        rejected = faults.loc[codes.problem_types(faults) == "Error", "record"]
        rows = text[text["record"].isin(rejected) & ~text["record"].isin(ragged)]
        if len(rows):
            self._rows.append(rows)
            self._faults.append(faults[faults["record"].isin(rows["record"])])
            if sum(map(len, self._rows)) >= _ENOUGH_ROWS:
                self._flush()

    def count(self) -> int:
        """How many cells there are in all records that were added."""
        self._flush()
        return self._count

    def _flush(self) -> None:
        if self._rows:
            text = pd.concat(self._rows, ignore_index=True)
            faults = pd.concat(self._faults, ignore_index=True)
            self._count += count_repairable(self.table, text, faults, self.zone)
        self._rows = []
        self._faults = []
