"""One feed, from file to frames: text, typed columns, problems, repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds import (
    double_columns,
    duplicate_rows,
    flat_file_reader,
    recognise,
    spreadsheet_quotes,
    unread_rows,
    xml_message_ids,
    xml_messages,
)
from feeds.decode import DecodedText, detect_encoding, starts_like_xml
from feeds.problems import RefusedError, concat_problems, empty_text, file_problem, no_problems
from feeds.quoted_cells import unquoted_lines
from feeds.repair import count_repairable, repair_cells
from feeds.value_checks import check
from schemas import codes
from schemas.columns import Table
from schemas.formats.added_columns import REJECTION_MARK, SELLER_ID
from schemas.frame_checks import check_frames
from schemas.stored_frames import empty

FeedChunk = tuple[Table, pd.DataFrame, pd.DataFrame]
"""The format of a feed, some of its rows as text, and the problems of reading them."""


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
) -> Feed:
    """Read one feed file and check every record of it.

    zone: the business zone, of days and of instants without an offset. seller: our own MerchantIdentifier; a feed of
    another one, or with a row of another seller-id, is refused. repair: damaged cells that can mean one thing only are
    put right, with a problem for each (feeds.repair, feeds.spreadsheet_quotes). progress: called with the bytes read so
    far. Bad data raises nothing.
    """
    form = "tsv"
    encoding = ""
    try:
        form = form_of(path)
        text = detect_encoding(path, progress)
        encoding = text.encoding
        form = "xml" if text.is_xml() else "tsv"
        chunks = xml_messages.read_chunks(text, seller) if form == "xml" else _flat_chunks(text, seller, repair=repair)
        return _check_chunks(chunks, form, encoding, zone, repair=repair)
    except RefusedError as error:
        return _refused_feed(form, encoding, error.problems)


def form_of(path: Path) -> str:
    """The form in which a file is written, xml or tsv, also of one that cannot be read."""
    return "xml" if starts_like_xml(path) else "tsv"


def _refused_feed(form: str, encoding: str, problems: pd.DataFrame) -> Feed:
    return Feed(
        table=None,
        form=form,
        encoding=encoding,
        records=0,
        text=empty("feed_text"),
        typed=empty("typed_feed"),
        problems=problems,
        repeats=np.zeros(0, np.int8),
        refused=True,
        messages=empty_text(),
    )


def _check_chunks(chunks: Iterator[FeedChunk], form: str, encoding: str, zone: ZoneInfo, *, repair: bool) -> Feed:
    """The feed of chunks of text: repaired where asked for, every cell checked, duplicates marked over the whole."""
    texts = []
    typed_chunks = []
    problems = []
    repairable = 0
    for table, raw, read_problems in chunks:
        text, repairs = _repair_rows(table, raw, read_problems, zone) if repair else (raw, no_problems())
        typed, faults = check(table, text, zone)
        repairable += 0 if repair else _count_repairable(table, raw, read_problems, faults, zone)
        texts.append(_with_mark(text))
        typed_chunks.append(typed)
        kept, faults = double_columns.without_repeats(
            read_problems, unread_rows.without_known_faults(faults, read_problems)
        )
        problems += [kept, repairs, faults[~faults["record"].isin(_ragged_records(read_problems))]]
    text = pd.concat(texts, ignore_index=True)
    typed = pd.concat(typed_chunks, ignore_index=True)
    messages = empty_text()
    if form == "xml":
        problems.append(no_problems() if table.from_marketplace else xml_message_ids.message_id_problems(text))
        messages = xml_message_ids.unique_message_ids(text)
    typed, marks, duplicates = duplicate_rows.mark_duplicates(table, typed, concat_problems(problems))
    records = int(text["record"].max()) if len(text) else 0
    every = concat_problems([*problems, duplicates])
    check_frames(table.columns, feed_text=text, typed_feed=typed)
    check_frames(problems=every)
    return Feed(table, form, encoding, records, text, typed, every, marks, False, messages, repairable)


def _with_mark(text: pd.DataFrame) -> pd.DataFrame:
    """The rows with the column `refused`, blank where the file has none."""
    if REJECTION_MARK in text:
        return text
    return text.assign(**{REJECTION_MARK: pd.Series("", text.index, dtype="str")})


def _flat_chunks(text: DecodedText, seller: str, *, repair: bool) -> Iterator[FeedChunk]:
    head = text.first_lines(recognise.HEAD_LINES + recognise.SAMPLE_LINES)
    unquote = repair and (recognise.has_quoted_headings(head) or spreadsheet_quotes.looks_quoted(text))
    source = spreadsheet_quotes.UnquotedText(text) if unquote else spreadsheet_quotes.QuoteWatcher(text)
    layout = unread_rows.layout_of(text, unquoted_lines(head) if unquote else head)
    blank = empty("feed_text").assign(**{name: empty_text() for name in layout.table.names})
    yield layout.table, blank, layout.problems
    for frame, problems in flat_file_reader.read_chunks(source, layout):
        ragged = _ragged_records(problems)
        unread = unread_rows.unread_problems(text, layout, frame[~frame["record"].isin(ragged)])
        yield layout.table, _drop_seller(frame, problems, seller), concat_problems([problems, unread])
    yield layout.table, blank, source.problems()


def _repair_rows(
    table: Table, frame: pd.DataFrame, problems: pd.DataFrame, zone: ZoneInfo
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows put right but for ragged ones, whose cells stand under the wrong headings; and a problem a repair."""
    is_whole = ~frame["record"].isin(_ragged_records(problems))
    text, repairs = repair_cells(table, frame[is_whole], zone)
    return (text if is_whole.all() else pd.concat([text, frame[~is_whole]]).sort_index()), repairs


def _count_repairable(
    table: Table, frame: pd.DataFrame, problems: pd.DataFrame, faults: pd.DataFrame, zone: ZoneInfo
) -> int:
    """Cells of rejected records that repair would put right."""
    if faults.empty:
        return 0
    rejected = faults.loc[codes.problem_types(faults) == "Error", "record"]
    rows = frame[frame["record"].isin(rejected) & ~frame["record"].isin(_ragged_records(problems))]
    return count_repairable(table, rows, faults, zone) if len(rows) else 0


def _drop_seller(frame: pd.DataFrame, problems: pd.DataFrame, seller: str) -> pd.DataFrame:
    """The rows without their seller; blank is ours. One row of another seller, and the feed is refused."""
    if SELLER_ID not in frame:
        return frame
    is_other = ~frame[SELLER_ID].str.strip().isin(["", seller])
    is_other &= ~frame["record"].isin(_ragged_records(problems))
    if seller and is_other.any():
        line = int(frame.loc[is_other, "line"].iloc[0])
        raise RefusedError(file_problem(codes.WRONG_SELLER, column=SELLER_ID, line=line))
    return frame.drop(columns=SELLER_ID)


def _ragged_records(problems: pd.DataFrame) -> pd.Series:
    """Records whose fields stand under the wrong headings: nothing more can be found out about them."""
    return problems.loc[problems["code"] == codes.ROW_RAGGED, "record"]
