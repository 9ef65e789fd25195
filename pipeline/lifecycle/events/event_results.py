"""What became of each row of the events, and which units it canceled or brought back; filled round by round."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.lifecycle.events.event_arrays import SHIPMENT_TEXTS
from schemas.statuses import NO_CAUSE
from schemas.stored_frames import empty
from schemas.stored_tables import BLANK


@dataclass(slots=True)
class EventRowResults:
    """Of each row: code, the two numbers of its message, units moved, whether it changed and reopened anything.

    value, limit: units, microseconds or a cause, as the message of the code needs them; 0 where it needs none.
    before: the codes of the texts of its shipment (event_arrays.SHIPMENT_TEXTS) that it changed, as they were; stands:
    those that it repeats and did not turn back, as they are, and stands_run, the run that wrote each. BLANK elsewhere.
    Canceled and reinstated units: a part for each call that noted some.
    """

    code: np.ndarray
    value: np.ndarray
    limit: np.ndarray
    units: np.ndarray
    changed: np.ndarray
    reopened: np.ndarray
    before: np.ndarray
    stands: np.ndarray
    stands_run: np.ndarray
    _canceled: list[pd.DataFrame] = field(default_factory=list)
    _reinstated: list[pd.DataFrame] = field(default_factory=list)

    @classmethod
    def unchanged(cls, count: int) -> EventRowResults:
        """Of rows that nothing has become of yet."""
        numbers = np.zeros((4, count), np.int64)
        flags = np.zeros((2, count), bool)
        texts = np.full((3, count, len(SHIPMENT_TEXTS)), BLANK)
        return cls(*numbers, *flags, *texts)

    @property
    def canceled(self) -> pd.DataFrame:
        """Canceled units (frame `unit_changes`)."""
        return _joined(self._canceled)

    @property
    def reinstated(self) -> pd.DataFrame:
        """Units of orders that are alive again (frame `unit_changes`; there is no cause)."""
        return _joined(self._reinstated)

    def note_canceled(self, rows: np.ndarray, item: np.ndarray, units: np.ndarray, cause: np.ndarray) -> None:
        """These rows canceled units of items."""
        np.add.at(self.units, rows, units)
        self._canceled.append(pd.DataFrame({"row": rows, "item": item, "units": units, "cause": cause}))

    def note_reinstated(self, reopening: np.ndarray, rows: np.ndarray, item: np.ndarray, units: np.ndarray) -> None:
        """Rows reopened their orders (`reopening`), and units of items came back by some of them (`rows`)."""
        self.reopened[reopening] = True
        self._reinstated.append(pd.DataFrame({"row": rows, "item": item, "units": units, "cause": NO_CAUSE}))

    def assigned_to(self, events: pd.DataFrame) -> pd.DataFrame:
        """The events with what became of them (frame `event_results`)."""
        return events.assign(
            code=self.code,
            value=self.value,
            limit=self.limit,
            units=self.units,
            changed=self.changed,
            reopened=self.reopened,
        )


def _joined(parts: list[pd.DataFrame]) -> pd.DataFrame:
    return pd.concat([empty("unit_changes"), *parts], ignore_index=True)
