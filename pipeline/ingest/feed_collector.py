"""Collects the blocks of a feed while it is read: its rows, and what the run must know of them before it goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from feeds.problems import concat_problems
from pipeline.ingest.feed import no_marks
from pipeline.ingest.feed_rows import FeedRows
from pipeline.ingest.seller_order_ids import feed_links
from schemas import keys
from schemas.formats.added_columns import REJECTION_MARK
from schemas.formats.id_columns import order_id_column
from schemas.frame_checks import check_frames
from schemas.stored_frames import empty

if TYPE_CHECKING:
    from pipeline.scratch_blocks import ScratchSpace
    from schemas.columns import Table


class FeedCollector:
    """The rows of one feed so far, as text and typed, and their problems. space: where the rows lie."""

    def __init__(self, table: Table, space: ScratchSpace | None = None) -> None:
        self.table = table
        self.text = FeedRows(space)
        self.typed = FeedRows(space)
        self._problems: list[pd.DataFrame] = []
        self._marks = [no_marks()]
        self._links = [empty("feed_links")]
        self._named_ids: set[str] = set()

    def add(self, text: pd.DataFrame, typed: pd.DataFrame, problems: pd.DataFrame) -> None:
        """Add the next rows (frames `feed_text` and `typed_feed`, the same rows) and their problems."""
        self.text.append(text)
        self.typed.append(typed)
        self._problems.append(problems)
        self._links.append(feed_links(self.table, typed))
        self._note_marks(text)
        self._note_named_ids(typed)

    def clear(self) -> None:
        """Let all rows go, with the room that they take."""
        self.text.clear()
        self.typed.clear()

    def problems(self, later: pd.DataFrame | None = None) -> pd.DataFrame:
        """All problems (frame `problems`); later: those that are known at the end."""
        return concat_problems([*self._problems, *([] if later is None else [later])])

    @property
    def marks(self) -> pd.DataFrame:
        """The rejections that records correct (columns record, refused), a row each."""
        return pd.concat(self._marks, ignore_index=True).drop_duplicates(ignore_index=True)

    @property
    def links(self) -> pd.DataFrame:
        """The seller's own ids that are linked with an order (frame `feed_links`)."""
        links = pd.concat(self._links, ignore_index=True)
        check_frames(feed_links=links)
        return links

    @property
    def named_ids(self) -> tuple[str, ...]:
        """The well-formed order ids that are not made of digits, sorted."""
        return tuple(sorted(self._named_ids))

    def _note_marks(self, text: pd.DataFrame) -> None:
        if REJECTION_MARK in text:
            is_marked = (text[REJECTION_MARK] != "").to_numpy(bool)
            self._marks.append(text.loc[is_marked, ["record", REJECTION_MARK]])

    def _note_named_ids(self, typed: pd.DataFrame) -> None:
        column = order_id_column(self.table)
        if column in self.table.names:
            ids = typed[column][(typed[column] != "").to_numpy(bool)]
            self._named_ids.update(ids[keys.digits_as_keys(ids) == 0])
