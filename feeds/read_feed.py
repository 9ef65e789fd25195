"""One feed, from file to frames: text, typed columns, problems, repeats. All of it at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds.feed_blocks import FeedBlock, FeedEnd, OpenFeed, open_feed
from feeds.problems import RefusedError, concat_problems, empty_text
from schemas.columns import Table
from schemas.stored_frames import empty


@dataclass(frozen=True)
class Feed:
    """What was read from one file.

    text (frame `feed_text`) and typed (frame `typed_feed`) have the same rows; text has a last column `refused`: the
    rejection that the record corrects. problems: frame `problems`. repeats: int8 per row, 0 first, 1 equal to an
    earlier row, 2 promotion added to the first row of its item. messages: the MessageID of each record of an XML feed
    that has one of its own, by record. repairable: cells of records at fault that repair would put right, where it was
    not asked for. A refused feed has no rows and 0 records.
    """

    table: Table | None
    form: str
    encoding: str
    records: int
    text: pd.DataFrame
    typed: pd.DataFrame
    problems: pd.DataFrame
    repeats: np.ndarray
    refused: bool
    messages: pd.Series
    repairable: int = 0


def read(
    path: Path,
    *,
    zone: ZoneInfo,
    seller: str = "",
    repair: bool = False,
    progress: Callable[[int], None] | None = None,
    block_rows: int | None = None,
) -> Feed:
    """Read one feed file and check every record of it; zone, seller, repair and progress as for `open_feed`.

    block_rows: the most rows that are read at once, None for as many as come; it changes nothing of the result. Bad
    data raises nothing.
    """
    feed = open_feed(path, zone=zone, seller=seller, repair=repair, progress=progress)
    try:
        blocks = list(feed.blocks(block_rows))
    except RefusedError as error:
        return _refused_feed(feed, error.problems)
    text = pd.concat([block.text for block in blocks], ignore_index=True)
    return _whole_feed(feed, text, blocks, feed.end(lambda rows: text.iloc[rows]))


def _whole_feed(feed: OpenFeed, text: pd.DataFrame, blocks: list[FeedBlock], end: FeedEnd) -> Feed:
    typed = pd.concat([block.typed for block in blocks], ignore_index=True)
    return Feed(
        table=feed.table,
        form=feed.form,
        encoding=feed.encoding,
        records=end.records,
        text=text,
        typed=end.duplicates.with_promotions(typed),
        problems=concat_problems([*(block.problems for block in blocks), end.problems]),
        repeats=end.duplicates.repeats(len(typed)),
        refused=False,
        messages=end.messages,
        repairable=end.repairable,
    )


def _refused_feed(feed: OpenFeed, problems: pd.DataFrame) -> Feed:
    return Feed(
        table=None,
        form=feed.form,
        encoding=feed.encoding,
        records=0,
        text=empty("feed_text"),
        typed=empty("typed_feed"),
        problems=problems,
        repeats=np.zeros(0, np.int8),
        refused=True,
        messages=empty_text(),
    )
