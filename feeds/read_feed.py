"""One feed, from file to frames: text, typed columns, problems, repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds import duplicate_rows, flat_file_reader, recognise, spreadsheet_quotes, xml_messages
from feeds.decode import DecodedText, starts_like_xml, survey
from feeds.problems import RefusedError, no_text, none, of_file, together
from feeds.repair import repaired
from feeds.value_checks import check
from schemas import codes
from schemas.columns import Table
from schemas.formats.added_columns import REJECTION_MARK, SELLER_ID

Piece = tuple[Table, pd.DataFrame, pd.DataFrame]


@dataclass(frozen=True)
class Feed:
    """What was read from one file.

    text and typed have the same rows: columns record, line, message-id, then every column of the table; text is all
    `str` with "" for blank, and has a last column `refused`: the refusal that the record corrects. problems: record,
    line, column, code, value, limit; record 0 is the file itself. repeats: int8 per row, 0 first, 1 equal to an earlier
    row, 2 promotion added to the first row of its item. messages: the MessageID of each record of an XML feed that has
    one of its own, by record. mendable: cells of records at fault that repair would put right, where it was not asked
    for. A refused feed has no rows and 0 records.
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
    mendable: int = 0


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
    put right, and each is told (feeds.repair, feeds.spreadsheet_quotes). progress: told the bytes read so far. Bad
    data raises nothing.
    """
    form, encoding = "tsv", ""
    try:
        form = form_of(path)
        text = survey(path, progress)
        encoding, form = text.encoding, "xml" if text.is_xml() else "tsv"
        pieces = xml_messages.chunks(text, seller) if form == "xml" else _flat(text, seller, repair=repair)
        return _checked(pieces, form, encoding, zone, repair=repair)
    except RefusedError as refused:
        no_marks = np.zeros(0, np.int8)
        return Feed(None, form, encoding, 0, nothing(), nothing(), refused.problems, no_marks, True, no_text())


def form_of(path: Path) -> str:
    """The form in which a file is written, xml or tsv, also of one that cannot be read."""
    return "xml" if starts_like_xml(path) else "tsv"


def nothing() -> pd.DataFrame:
    """A frame of no rows, with the columns that every feed frame has."""
    return pd.DataFrame({"record": np.zeros(0, np.int64), "line": np.zeros(0, np.int64), "message-id": no_text()})


def _checked(pieces: Iterator[Piece], form: str, encoding: str, zone: ZoneInfo, *, repair: bool) -> Feed:
    texts, checked, problems, mendable = [], [], [], 0
    for table, given, faulty in pieces:
        frame, told = _repaired(table, given, faulty, zone) if repair else (given, none())
        values, faults = check(table, frame, zone)
        mendable += 0 if repair else _mendable(table, given, faulty, faults, zone)
        texts.append(
            frame
            if REJECTION_MARK in frame
            else frame.assign(**{REJECTION_MARK: pd.Series("", frame.index, dtype="str")})
        )
        checked.append(values)
        problems += [faulty, told, faults[~faults["record"].isin(_shapeless(faulty))]]
    text, typed = pd.concat(texts, ignore_index=True), pd.concat(checked, ignore_index=True)
    messages = no_text()
    if form == "xml":
        problems.append(xml_messages.message_ids(text))
        messages = xml_messages.own_ids(text)
    typed, marks, clashes = duplicate_rows.find(table, typed, together(problems))
    records = int(text["record"].max()) if len(text) else 0
    found = together([*problems, clashes])
    return Feed(table, form, encoding, records, text, typed, found, marks, False, messages, mendable)


def _flat(text: DecodedText, seller: str, *, repair: bool) -> Iterator[Piece]:
    head = text.head(recognise.HEAD_LINES)
    quoted = repair and (recognise.quoted(head) or spreadsheet_quotes.by_need(text))
    source = spreadsheet_quotes.UnquotedText(text) if quoted else spreadsheet_quotes.QuoteWatcher(text)
    layout = recognise.flat(spreadsheet_quotes.plain_lines(head) if quoted else head)
    blank = nothing().assign(**{name: no_text() for name in layout.table.names})
    yield layout.table, blank, layout.problems
    for frame, found in flat_file_reader.chunks(source, layout):
        yield layout.table, _ours(frame, found, seller), found
    yield layout.table, blank, source.problems()


def _repaired(
    table: Table, frame: pd.DataFrame, found: pd.DataFrame, zone: ZoneInfo
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The rows put right but for those of no shape: their cells stand under the wrong headings."""
    whole = ~frame["record"].isin(_shapeless(found))
    text, told = repaired(table, frame[whole], zone)
    return (text if whole.all() else pd.concat([text, frame[~whole]]).sort_index()), told


def _mendable(table: Table, frame: pd.DataFrame, found: pd.DataFrame, faults: pd.DataFrame, zone: ZoneInfo) -> int:
    """Cells of refused records that repair would put right."""
    refused = faults.loc[codes.types(faults["code"]) == "Error", "record"]
    rows = frame[frame["record"].isin(refused) & ~frame["record"].isin(_shapeless(found))]
    return len(repaired(table, rows, zone)[1]) if len(rows) else 0


def _ours(frame: pd.DataFrame, found: pd.DataFrame, seller: str) -> pd.DataFrame:
    """The rows without their seller; blank is ours. One row of another seller, and nothing of the feed is taken."""
    if SELLER_ID not in frame:
        return frame
    named = frame[SELLER_ID].str.strip()
    foreign = ~named.isin(["", seller]) & ~frame["record"].isin(_shapeless(found))
    if seller and foreign.any():
        line = int(frame.loc[foreign, "line"].iloc[0])
        raise RefusedError(of_file(codes.WRONG_SELLER, column=SELLER_ID, line=line))
    return frame.drop(columns=SELLER_ID)


def _shapeless(found: pd.DataFrame) -> pd.Series:
    """Records whose fields stand under the wrong headings: nothing more can be said of them."""
    return found.loc[found["code"] == codes.ROW_RAGGED, "record"]
