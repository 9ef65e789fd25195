"""A feed of any size, block by block: text, typed columns and problems of some records, and nothing kept of them.

What only the whole feed can say (duplicates, MessageIDs, counts) is known at its end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds import double_columns, flat_chunks, recognise, unread_rows, xml_message_ids, xml_messages
from feeds.decode import detect_encoding, starts_like_xml
from feeds.duplicate_finder import DuplicateFinder, Duplicates, RowReader
from feeds.flat_chunks import FeedChunk, ragged_records
from feeds.late_proof import LateProof
from feeds.problems import RefusedError, concat_problems, counted_from_0, empty_text, no_problems
from feeds.record_pieces import cut_chunk
from feeds.repair import repair_cells
from feeds.repair_hint import RepairHint
from feeds.value_checks import check, no_values
from schemas.columns import Table
from schemas.formats.added_columns import REJECTION_MARK
from schemas.frame_checks import check_frames


@dataclass(frozen=True, slots=True)
class FeedBlock:
    """Some records of a feed, whole and in their order; the first and the last block may have no rows.

    text (frame `feed_text`) and typed (frame `typed_feed`) have the same rows, counted from 0; text has a last column
    `refused`. problems (frame `problems`): of these records, and of the file (record 0) as far as they are known.
    """

    text: pd.DataFrame
    typed: pd.DataFrame
    problems: pd.DataFrame


@dataclass(frozen=True, slots=True)
class FeedEnd:
    """What is known of a feed once all of it is read; rows are counted from 0 over all blocks.

    records: how many there are. duplicates: rows that repeat others, and discounts that are to be replaced. problems
    (frame `problems`): of MessageIDs and of duplicates; they come after those of the blocks. messages: the MessageID
    of each record of an XML feed that has one of its own, by record. repairable: cells of records at fault that repair
    would put right, where it was not asked for.
    """

    records: int
    duplicates: Duplicates
    problems: pd.DataFrame
    messages: pd.Series
    repairable: int


class OpenFeed:
    """A feed that is being read. form: xml or tsv; encoding: "" for a file of none; table: None where it is refused.

    Of a large file `blocks` may find out that it is of no encoding, after the first of them.
    """

    def __init__(
        self, path: Path, zone: ZoneInfo, seller: str, progress: Callable[[int], None] | None, *, repair: bool
    ) -> None:
        self.zone = zone
        self.repair = repair
        self.form = "tsv"
        self.encoding = ""
        self.table: Table | None = None
        self._refusal: RefusedError | None = None
        self._proof: LateProof | None = None
        self._chunks: Iterator[FeedChunk] = iter(())
        self._records = 0
        self._hint: RepairHint | None = None
        self._finder: DuplicateFinder | None = None
        self._messages: list[pd.DataFrame] = []
        try:
            self._open(path, seller, progress)
        except RefusedError as error:
            self._refusal = self._first_refusal(error)

    def blocks(self, rows: int | None = None) -> Iterator[FeedBlock]:
        """The records of the feed, once. rows: the most that a block has, unless one record has more; None: any.

        Raises RefusedError, also after some blocks: then nothing of the feed holds.
        """
        if self._refusal:
            raise self._refusal
        try:
            for chunk in self._chunks:
                for _, text, problems in cut_chunk(chunk, rows):
                    yield self._block(chunk[0], text, problems)
        except RefusedError as error:
            raise self._first_refusal(error) from None

    def end(self, text_at: RowReader) -> FeedEnd:
        """What is known when all blocks are read. text_at: gives rows of the text again, by their positions."""
        if self.table is None or self._finder is None:
            raise ValueError("a refused feed has no end")
        late = no_problems()
        messages = empty_text()
        if self.form == "xml":
            of_records = xml_message_ids.joined_messages(self._messages)
            self._messages.clear()
            late = no_problems() if self.table.from_marketplace else xml_message_ids.message_id_problems(of_records)
            messages = xml_message_ids.unique_message_ids(of_records)
        duplicates = self._finder.find(partial(self._typed_at, self.table, text_at), late)
        problems = concat_problems([late, duplicates.problems])
        return FeedEnd(self._records, duplicates, problems, messages, self._hint.count() if self._hint else 0)

    def _open(self, path: Path, seller: str, progress: Callable[[int], None] | None) -> None:
        """Find out form, encoding and table, as far as the file goes. Raises RefusedError."""
        self.form = form_of(path)
        # A text whose quotes are taken off is decoded before it is cut into rows.
        head_lines = None if self.repair else recognise.HEAD_LINES + recognise.SAMPLE_LINES
        text = detect_encoding(path, progress, head_lines=head_lines)
        self._proof = text.proof
        self.encoding = text.encoding
        self.form = "xml" if text.is_xml() else "tsv"
        chunks = (
            xml_messages.read_chunks(text, seller)
            if self.form == "xml"
            else flat_chunks.read_chunks(text, seller, repair=self.repair)
        )
        first = next(chunks)
        self.table = first[0]
        self._finder = DuplicateFinder(self.table)
        self._hint = None if self.repair else RepairHint(self.table, self.zone)
        self._chunks = _chain(first, chunks)

    def _first_refusal(self, error: RefusedError) -> RefusedError:
        """Why a feed is refused: that it cannot be read, where only its rows show this, else the earlier reason."""
        if self._proof:
            try:
                self._proof.read_all()
            except RefusedError as unreadable:
                self.encoding = ""
                return unreadable
        return error

    def _block(self, table: Table, raw: pd.DataFrame, read_problems: pd.DataFrame) -> FeedBlock:
        """Rows repaired where asked for, and every cell checked; what the end must know of them is kept."""
        text, repairs = self._repair_rows(table, raw, read_problems) if self.repair else (raw, no_problems())
        typed, faults = check(table, text, self.zone) if len(text) else (no_values(table, text), no_problems())
        if self._hint:
            self._hint.add(raw, faults, ragged_records(read_problems))
        kept, faults = double_columns.without_repeats(
            read_problems, unread_rows.without_known_faults(faults, read_problems)
        )
        faults = faults[~faults["record"].isin(ragged_records(read_problems))]
        block = FeedBlock(_with_mark(text), typed, concat_problems([kept, repairs, faults]))
        check_frames(table.columns, feed_text=block.text, typed_feed=typed)
        check_frames(problems=block.problems)
        self._keep(block)
        return block

    def _keep(self, block: FeedBlock) -> None:
        """Keep what the end must know of a block."""
        if self._finder and len(block.text):
            self._records = int(block.text["record"].iloc[-1])
            self._finder.add(block.typed, block.problems)
        if self.form == "xml":
            self._messages.append(xml_message_ids.narrow_messages(block.text))

    def _typed_at(self, table: Table, text_at: RowReader, rows: np.ndarray) -> pd.DataFrame:
        typed, _ = check(table, text_at(rows), self.zone)
        return typed

    def _repair_rows(
        self, table: Table, frame: pd.DataFrame, problems: pd.DataFrame
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        """The rows put right but for ragged ones, whose cells are under wrong headings; and a problem a repair."""
        is_whole = ~frame["record"].isin(ragged_records(problems))
        text, repairs = repair_cells(table, frame[is_whole], self.zone)
        return (text if is_whole.all() else pd.concat([text, frame[~is_whole]]).sort_index()), repairs


def open_feed(
    path: Path,
    *,
    zone: ZoneInfo,
    seller: str = "",
    repair: bool = False,
    progress: Callable[[int], None] | None = None,
) -> OpenFeed:
    """Open one feed file, to read it block by block: every record of it is checked.

    zone: the business zone, of days and of instants without an offset. seller: our own MerchantIdentifier; a feed of
    another one, or with a row of another seller-id, is refused. repair: damaged cells that can mean one thing only are
    put right, with a problem for each (feeds.repair, feeds.spreadsheet_quotes). progress: called with the bytes read so
    far. Raises nothing: `blocks` says that a feed is refused.
    """
    return OpenFeed(path, zone, seller, progress, repair=repair)


def form_of(path: Path) -> str:
    """The form in which a file is written, xml or tsv, also of one that cannot be read."""
    return "xml" if starts_like_xml(path) else "tsv"


def _chain(first: FeedChunk, rest: Iterator[FeedChunk]) -> Iterator[FeedChunk]:
    yield first
    del first
    yield from rest


def _with_mark(text: pd.DataFrame) -> pd.DataFrame:
    """The rows, counted from 0, with the column `refused`, blank where the file has none."""
    text = counted_from_0(text)
    if REJECTION_MARK in text:
        return text
    return text.assign(**{REJECTION_MARK: pd.Series("", text.index, dtype="str")})
