"""The rows of a flat file in chunks of whole records, as text with the problems of reading them, and of what seller."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pandas as pd

from feeds import flat_file_reader, recognise, spreadsheet_quotes, unread_rows
from feeds.decode import DecodedText
from feeds.problems import RefusedError, concat_problems, empty_text, file_problem, frame_of
from feeds.quoted_cells import unquoted_lines
from schemas import codes
from schemas.columns import Table
from schemas.formats.added_columns import SELLER_ID
from schemas.formats.feed_formats import FEEDS
from schemas.stored_frames import empty

FeedChunk = tuple[Table, pd.DataFrame, pd.DataFrame]
"""The format of a feed, some of its rows as text, and the problems of reading them."""


def read_chunks(text: DecodedText, seller: str, *, repair: bool) -> Iterator[FeedChunk]:
    """Chunks of a flat file: first one without rows, with what is wrong with the headings. Raises RefusedError.

    seller: our own id; a row of another one refuses the feed. repair: quotes of a spreadsheet are taken off.
    """
    head = text.first_lines(recognise.HEAD_LINES + recognise.SAMPLE_LINES)
    unquote = repair and (recognise.has_quoted_headings(head) or spreadsheet_quotes.looks_quoted(text))
    source = spreadsheet_quotes.UnquotedText(text) if unquote else spreadsheet_quotes.QuoteWatcher(text)
    layout = unread_rows.layout_of(text, unquoted_lines(head) if unquote else head)
    blank = blank_text(layout.table)
    yield layout.table, blank, layout.problems
    for frame, problems in flat_file_reader.read_chunks(source, layout):
        ragged = ragged_records(problems)
        unread = unread_rows.unread_problems(text, layout, frame[~frame["record"].isin(ragged)])
        yield layout.table, _drop_seller(frame, problems, seller), concat_problems([problems, unread])
    yield layout.table, blank, source.problems()


@lru_cache(len(FEEDS))
def blank_text(table: Table) -> pd.DataFrame:
    """No rows of a format (frame `feed_text`)."""
    return frame_of(dict(empty("feed_text").items()) | dict.fromkeys(table.names, empty_text()))


def ragged_records(problems: pd.DataFrame) -> pd.Series:
    """Records whose fields are under the wrong headings: nothing more can be found out about them."""
    if problems.empty:
        return problems["record"]
    return problems.loc[problems["code"] == codes.ROW_RAGGED, "record"]


def _drop_seller(frame: pd.DataFrame, problems: pd.DataFrame, seller: str) -> pd.DataFrame:
    """The rows without their seller; blank is ours. One row of another seller, and the feed is refused."""
    if SELLER_ID not in frame:
        return frame
    is_other = ~frame[SELLER_ID].str.strip().isin(["", seller])
    is_other &= ~frame["record"].isin(ragged_records(problems))
    if seller and is_other.any():
        line = int(frame.loc[is_other, "line"].iloc[0])
        raise RefusedError(file_problem(codes.WRONG_SELLER, column=SELLER_ID, line=line))
    return frame.drop(columns=SELLER_ID)
