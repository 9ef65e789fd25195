"""A feed on its way to the rules, in the run's order of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

import numpy as np
import pandas as pd

from feeds.duplicate_finder import NO_DUPLICATES, Duplicates
from feeds.duplicate_rows import FIRST
from pipeline.ingest.feed_rows import FeedRows
from schemas import codes
from schemas.columns import Table
from schemas.formats.added_columns import REJECTION_MARK
from schemas.stored_frames import empty


def no_marks() -> pd.DataFrame:
    """No rejection that a record corrects."""
    return pd.DataFrame({"record": pd.Series(dtype="int64"), REJECTION_MARK: pd.Series(dtype="str")})


@dataclass(frozen=True, slots=True)
class IncomingFeed:
    """A feed, or what an earlier run held of one, as the form check left it.

    number, name, received: its number in the store, its name, its received instant (UTC).
    seq: its place in the run's order of work; what was held before comes first and is negative.
    table: its format.
    text, typed: its rows as text and as values (frames `feed_text`, `typed_feed`), the same rows twice.
    problems: what the form check found (frame `problems`).
    duplicates: the rows that repeat others of the feed, by position.
    since: `as_of` of the run that first held its records; NaT for a feed of this run.
    message_ids: the MessageID of each record that has one of its own, by record, ascending; text, or int64.
    marks: the rejections that its records correct (columns record, refused), a row each.
    named_ids: the order ids in it that are not made of digits.
    links: the seller's own ids that acknowledgements link with an order (frame `feed_links`).
    """

    number: int
    name: str
    received: pd.Timestamp
    seq: int
    table: Table
    text: FeedRows
    typed: FeedRows
    problems: pd.DataFrame
    duplicates: Duplicates = NO_DUPLICATES
    since: pd.Timestamp = pd.NaT
    message_ids: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    marks: pd.DataFrame = field(default_factory=no_marks)
    named_ids: tuple[str, ...] = ()
    links: pd.DataFrame = field(default_factory=partial(empty, "feed_links"))

    @property
    def is_held(self) -> bool:
        """Whether its records were held by an earlier run and come again."""
        return self.since is not pd.NaT

    @property
    def ragged_records(self) -> np.ndarray:
        """Records whose cells stand under the wrong headings."""
        return self.problems.loc[self.problems["code"] == codes.ROW_RAGGED, "record"].unique()

    def first_rows(self) -> Iterator[pd.DataFrame]:
        """Its typed rows without those that repeat others, block by block, with added-up promotions."""
        repeated = np.sort(self.duplicates.rows[self.duplicates.marks != FIRST])
        start = 0
        for rows in self.typed.blocks():
            whole = self.duplicates.with_promotions(rows)
            first, last = np.searchsorted(repeated, (start, start + len(rows)))
            is_first = np.ones(len(rows), bool)
            is_first[repeated[first:last] - start] = False
            yield whole if is_first.all() else whole[is_first]
            start += len(rows)

    def repeats(self, mark: int) -> pd.DataFrame:
        """The typed rows that repeat others in one way (feeds.duplicate_rows)."""
        return self.typed.at(np.sort(self.duplicates.rows[self.duplicates.marks == mark]))
