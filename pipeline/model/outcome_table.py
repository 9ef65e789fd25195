"""How each record of a run ended, in a byte a record: of a long feed there are millions.

>>> outcomes = OutcomeTable()
>>> outcomes.add(pd.DataFrame({"feed": 2, "record": [3, 1], "outcome": [Outcome.ACCEPTED, Outcome.REJECTED]}))
>>> outcomes.add(pd.DataFrame({"feed": 2, "record": [3], "outcome": [Outcome.WARNING]}))
>>> outcomes.records(2).tolist(), outcomes.of(2, np.array([1, 2, 3])).tolist()
([1, 3], [4, -1, 2])
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

import numpy as np
import pandas as pd

from schemas.statuses import Outcome
from schemas.stored_frames import empty
from schemas.stored_tables import RECORD

NONE = -1
"""The outcome of a number that no record has."""


class OutcomeTable:
    """The outcome of every record, by feed and number (from 1 on)."""

    def __init__(self) -> None:
        # By feed: the outcome of the record of each number, int8, as far as the highest that is known.
        self._outcomes: dict[int, np.ndarray] = {}

    @property
    def feeds(self) -> list[int]:
        """The numbers of the feeds that have records, ascending."""
        return sorted(self._outcomes)

    def add(self, rows: pd.DataFrame) -> None:
        """Add outcomes (frame `record_outcomes`): of several ones of a record the highest counts."""
        for feed, record, outcome in _by_feed(rows):
            known = self._with_room(feed, int(record.max()))
            np.maximum.at(known, record, outcome.astype(np.int8))

    def add_all(self, others: OutcomeTable) -> None:
        """Add all outcomes of another table."""
        for feed, outcomes in others._outcomes.items():
            known = self._with_room(feed, len(outcomes) - 1)
            np.maximum(known[: len(outcomes)], outcomes, out=known[: len(outcomes)])

    def warn(self, rows: pd.DataFrame) -> None:
        """Records (feed, record), as far as there are such, end with a warning at least."""
        for feed, record, _ in _by_feed(rows.assign(outcome=NONE)):
            known = self._with_room(feed, int(record.max()))
            there = record[known[record] != NONE]
            known[there] = np.maximum(known[there], Outcome.WARNING)

    def warn_accepted(self, warned: OutcomeTable) -> None:
        """Records that were accepted end with a warning where the other table has them."""
        for feed, outcomes in warned._outcomes.items():
            known = self._outcomes.get(feed, np.empty(0, np.int8))[: len(outcomes)]
            known[(known == Outcome.ACCEPTED) & (outcomes[: len(known)] != NONE)] = Outcome.WARNING

    def of(self, feed: int, records: np.ndarray) -> np.ndarray:
        """The outcome of each of these records of a feed, NONE where it has no such record."""
        known = self._outcomes.get(feed, np.empty(0, np.int8))
        is_known = (records >= 0) & (records < len(known))
        ended = np.full(len(records), NONE, np.int8)
        ended[is_known] = known[records[is_known]]
        return ended

    def of_rows(self, rows: pd.DataFrame) -> np.ndarray:
        """The outcome of the record of each row (columns feed, record), NONE where there is no such record."""
        feeds, records = (rows[name].to_numpy(np.int64) for name in RECORD)
        ended = np.full(len(rows), NONE, np.int8)
        for feed in np.unique(feeds).tolist():
            is_of_feed = feeds == feed
            ended[is_of_feed] = self.of(feed, records[is_of_feed])
        return ended

    def records(self, feed: int, outcomes: Collection[int] = tuple(Outcome)) -> np.ndarray:
        """The numbers of the records of a feed that ended so, ascending."""
        return np.flatnonzero(np.isin(self._outcomes.get(feed, np.empty(0, np.int8)), [*outcomes]))

    def counts(self, feed: int) -> list[int]:
        """How many records of a feed ended in each way, by the number of the outcome."""
        known = self._outcomes.get(feed, np.empty(0, np.int8))
        counts: list[int] = np.bincount(known[known != NONE], minlength=len(Outcome)).tolist()
        return counts

    def frame(
        self, outcomes: Collection[int] = tuple(Outcome), *, feeds: Collection[int] | None = None
    ) -> pd.DataFrame:
        """Records that ended so, of all feeds or of some, by feed and record (frame `record_outcomes`)."""
        wanted = self.feeds if feeds is None else sorted({*feeds} & {*self._outcomes})
        parts = [self._frame(feed, self.records(feed, outcomes)) for feed in wanted]
        return pd.concat([part for part in parts if len(part)] or [empty("record_outcomes")], ignore_index=True)

    def blocks(self, rows: int) -> Iterator[tuple[int, pd.DataFrame]]:
        """All records by feed and record (frame `record_outcomes`), each with the number from which on they are.

        rows: how many numbers of a feed are looked at together.
        """
        for feed in self.feeds:
            known = self._outcomes[feed]
            for start in range(0, len(known), rows):
                records = start + np.flatnonzero(known[start : start + rows] != NONE)
                if len(records):
                    yield start, self._frame(feed, records)

    def _frame(self, feed: int, records: np.ndarray) -> pd.DataFrame:
        ended = self.of(feed, records).astype(np.int64)
        return pd.DataFrame({"feed": np.int64(feed), "record": records, "outcome": ended})

    def _with_room(self, feed: int, record: int) -> np.ndarray:
        """What is known of a feed, with room for a record."""
        known = self._outcomes.get(feed, np.empty(0, np.int8))
        if record >= len(known):
            # Twice the room, so that groups that come one after another do not copy it each time.
            known = np.append(known, np.full(max(record + 1, 2 * len(known)) - len(known), NONE, np.int8))
            self._outcomes[feed] = known
        return known


def _by_feed(rows: pd.DataFrame) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    """The feed, the records and the outcomes of rows, feed by feed."""
    feeds, record, outcome = (rows[name].to_numpy(np.int64) for name in (*RECORD, "outcome"))
    for feed in np.unique(feeds).tolist():
        is_of_feed = feeds == feed
        yield feed, record[is_of_feed], outcome[is_of_feed]
