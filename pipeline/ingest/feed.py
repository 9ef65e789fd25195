"""A feed on its way to the rules, in the run's order of work."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pipeline.ingest.feed_text import FeedText
from schemas import codes
from schemas.columns import Table
from schemas.formats.added_columns import REJECTION_MARK


def no_marks() -> pd.DataFrame:
    """No rejection that a record corrects."""
    return pd.DataFrame({"record": pd.Series(dtype="int64"), REJECTION_MARK: pd.Series(dtype="str")})


def marks_of(text: pd.DataFrame) -> pd.DataFrame:
    """The rejections that records correct, by the rows of a feed (frame `feed_text` with its column `refused`)."""
    if REJECTION_MARK not in text:
        return no_marks()
    is_marked = (text[REJECTION_MARK] != "").to_numpy(bool)
    return text.loc[is_marked, ["record", REJECTION_MARK]].drop_duplicates(ignore_index=True)


@dataclass(frozen=True, slots=True)
class IncomingFeed:
    """A feed, or what an earlier run held of one, as the form check left it.

    number, name, received: its number in the store, its name, its received instant (UTC).
    seq: its place in the run's order of work; what was held before comes first and is negative.
    table: its format.
    text, typed: its rows as text and as values (`typed`: frame `typed_feed`), the same rows twice.
    problems: what the form check found (frame `problems`).
    repeats: for each row whether it repeats another one of its feed: FIRST, EQUAL, MERGED (feeds.duplicate_rows).
    since: `as_of` of the run that first held its records; NaT for a feed of this run.
    message_ids: the MessageID of each record that has one of its own, by record.
    marks: the rejections that its records correct (columns record, refused), a row each.
    """

    number: int
    name: str
    received: pd.Timestamp
    seq: int
    table: Table
    text: FeedText
    typed: pd.DataFrame
    problems: pd.DataFrame
    repeats: np.ndarray
    since: pd.Timestamp = pd.NaT
    message_ids: pd.Series = field(default_factory=lambda: pd.Series(dtype="str"))
    marks: pd.DataFrame = field(default_factory=no_marks)

    @property
    def is_held(self) -> bool:
        """Whether its records were held by an earlier run and come again."""
        return self.since is not pd.NaT

    @property
    def ragged_records(self) -> np.ndarray:
        """Records whose cells stand under the wrong headings."""
        return self.problems.loc[self.problems["code"] == codes.ROW_RAGGED, "record"].unique()
