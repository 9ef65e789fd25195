"""One feed, from file to frames: text, typed columns, problems, repeats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from feeds import envelope, flatfile, recognise, repeats
from feeds.check import check
from feeds.problems import RefusedError, no_text, of_file, together
from feeds.text import Text, survey
from schemas import codes
from schemas.columns import Table
from schemas.feeds import REFUSED, SELLER_ID

Piece = tuple[Table, pd.DataFrame, pd.DataFrame]


@dataclass(frozen=True)
class Feed:
    """What was read from one file.

    text and typed have the same rows: columns record, line, message-id, then every column of the table; text is all
    `str` with "" for blank, and has a last column `refused`: the refusal that the record corrects. problems: record,
    line, column, code, value, limit; record 0 is the file itself. repeats: int8 per row, 0 first, 1 equal to an earlier
    row, 2 promotion added to the first row of its item. A refused feed has no rows and 0 records.
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


def read(path: Path, *, zone: ZoneInfo, seller: str = "", progress: Callable[[int], None] | None = None) -> Feed:
    """Read one feed file and check every record of it.

    zone: the business zone, of days and of instants without an offset. seller: our own MerchantIdentifier; a feed of
    another one, or with a row of another seller-id, is refused. progress: told the bytes read so far. Bad data raises
    nothing.
    """
    form, encoding = "tsv", ""
    try:
        text = survey(path, progress)
        encoding, form = text.encoding, "xml" if text.is_xml() else "tsv"
        pieces = envelope.chunks(text, seller) if form == "xml" else _flat(text, seller)
        return _checked(pieces, form, encoding, zone)
    except RefusedError as refused:
        return Feed(None, form, encoding, 0, nothing(), nothing(), refused.problems, np.zeros(0, np.int8), True)


def nothing() -> pd.DataFrame:
    """A frame of no rows, with the columns that every feed frame has."""
    return pd.DataFrame({"record": np.zeros(0, np.int64), "line": np.zeros(0, np.int64), "message-id": no_text()})


def _checked(pieces: Iterator[Piece], form: str, encoding: str, zone: ZoneInfo) -> Feed:
    texts, checked, problems = [], [], []
    for table, frame, found in pieces:
        values, faults = check(table, frame, zone)
        texts.append(frame if REFUSED in frame else frame.assign(**{REFUSED: pd.Series("", frame.index, dtype="str")}))
        checked.append(values)
        problems += [found, faults[~faults["record"].isin(_shapeless(found))]]
    text, typed = pd.concat(texts, ignore_index=True), pd.concat(checked, ignore_index=True)
    if form == "xml":
        problems.append(envelope.message_ids(text))
    typed, marks, clashes = repeats.find(table, typed, together(problems))
    records = int(text["record"].max()) if len(text) else 0
    return Feed(table, form, encoding, records, text, typed, together([*problems, clashes]), marks, False)


def _flat(text: Text, seller: str) -> Iterator[Piece]:
    layout = recognise.flat(text.head(recognise.HEAD_LINES))
    blank = {name: no_text() for name in layout.table.names}
    yield layout.table, nothing().assign(**blank), layout.problems
    for frame, found in flatfile.chunks(text, layout):
        yield layout.table, _ours(frame, found, seller), found


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
