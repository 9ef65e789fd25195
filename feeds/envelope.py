"""AmazonEnvelope XML as a stream of messages, flattened into the columns of the flat form, a row an item.

Nothing from outside is ever loaded: no DTD, no entities but the five of XML, no network. A feed that is not well
formed to its last tag is refused whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from feeds.paths import gather, trees
from feeds.problems import COLUMNS, RefusedError, of_file, of_rows
from feeds.recognise import by_message, unrecognised
from feeds.text import Text
from schemas import codes
from schemas.columns import Kind, Table

ROOT = "AmazonEnvelope"
UPDATE = "Update"
CHUNK_ROWS = 50_000
BLOCK = 4 * 1024 * 1024
LONGEST_MESSAGE = 64 * 1024 * 1024
_PROLOG = re.compile(rb"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_MESSAGE_ID = r"^0*[1-9][0-9]{0,19}$"
_WANTED = ("MerchantIdentifier", "MessageType", "Message")
# "internal" and not False: with False lxml drops text silently.
_SAFE: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": "internal",
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
    "recover": False,
    "remove_comments": True,
    "remove_pis": True,
}


def chunks(text: Text, seller: str = "") -> Iterator[tuple[Table, pd.DataFrame, pd.DataFrame]]:
    """Frames of text (columns record, line, message-id, then every column of the format) and their problems.

    `record` is the position of the Message, `line` where it begins. seller: refuses a feed of another one. At least
    one frame comes, if without rows. Raises RefusedError, also after the first frames: then nothing of the feed holds.
    """
    reader: _Messages | None = None
    message_type = ""
    for element in _elements(text):
        if element.tag == "MerchantIdentifier":
            _check_seller(element, seller)
        elif element.tag == "MessageType":
            message_type = (element.text or "").strip()
        else:
            reader = reader or _Messages(by_message(message_type))
            reader.take(element)
            if len(reader.rows) >= CHUNK_ROWS:
                yield reader.frames()
    yield (reader or _Messages(by_message(message_type))).frames()


def seller_of(text: Text) -> str:
    """The MerchantIdentifier of a feed, "" where none stands before the first message. Raises RefusedError."""
    for element in _elements(text):
        if element.tag == "MerchantIdentifier":
            return (element.text or "").strip()
        if element.tag == "Message":
            break
    return ""


class _Messages:
    """Messages of one feed on their way into frames."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.once, self.each = trees(table)
        self.item_id = next(
            (
                place
                for place, column in enumerate(table.columns)
                if column.kind is Kind.ITEM_ID and not column.required
            ),
            None,
        )
        self.record = 0
        self.rows: list[list[str]] = []
        self.places: list[tuple[int, int, str]] = []
        self.wrong: list[tuple[int, int, str, int, str, str]] = []

    def take(self, message: etree._Element) -> None:
        """Add the rows of one message."""
        self.record += 1
        number, operation, payloads = "", UPDATE, []
        for child in message:
            if child.tag == "MessageID":
                number = (child.text or "").strip()
            elif child.tag == "OperationType":
                operation = (child.text or "").strip()
            else:
                payloads.append(child)
        place = (self.record, _line(message), number)
        if operation != UPDATE:
            self.complain(place, "OperationType", codes.CHOICE_INVALID, operation, UPDATE)
        if len(payloads) > 1:
            self.complain(place, str(payloads[1].tag), codes.DUPLICATE_RECORD)
        self.flatten(payloads[0] if payloads else None, place)

    def flatten(self, payload: etree._Element | None, place: tuple[int, int, str]) -> None:
        """A row an item, or one row where there is none; what the message says once stands in each."""
        row = [""] * len(self.table.columns)
        if payload is None:
            self.add(row, place)
            return
        if payload.tag not in {self.table.message, self.table.payload}:
            raise RefusedError(
                of_file(codes.MESSAGE_TYPE_MISMATCH, value=self.table.message, limit=str(payload.tag), line=place[1])
            )
        gather(payload, self.once, row)
        items = payload.findall(self.table.item) if self.table.item else []
        for item in items:
            filled = row.copy()
            gather(item, self.each, filled)
            self.add(filled, place)
            if self.item_id is not None and not filled[self.item_id]:
                # Without its id an item would read as the whole order.
                self.complain(place, self.table.columns[self.item_id].name, codes.VALUE_MISSING)
        if not items:
            self.add(row, place)

    def add(self, row: list[str], place: tuple[int, int, str]) -> None:
        """Keep one row."""
        self.rows.append(row)
        self.places.append(place)

    def complain(self, place: tuple[int, int, str], column: str, code: int, value: str = "", limit: str = "") -> None:
        """Keep one problem."""
        self.wrong.append((place[0], place[1], column, code, value, limit))

    def frames(self) -> tuple[Table, pd.DataFrame, pd.DataFrame]:
        """Hand over the rows so far and begin anew."""
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.table.columns)
        record, line, number = zip(*self.places, strict=True) if self.places else ((), (), ())
        places = {"record": np.array(record, np.int64), "line": np.array(line, np.int64), "message-id": _clean(number)}
        cells = {name: _clean(texts) for name, texts in zip(self.table.names, columns, strict=True)}
        wrong = pd.DataFrame(self.wrong, columns=list(COLUMNS)).astype(COLUMNS)
        found = of_rows(wrong, wrong["column"], wrong["code"], wrong["value"], wrong["limit"])
        self.rows, self.places, self.wrong = [], [], []
        return self.table, pd.DataFrame(places | cells), found


def message_ids(text: pd.DataFrame) -> pd.DataFrame:
    """Problems of MessageID over a whole feed: missing 70101, no number 70102, several times 70014 (cases 29)."""
    messages = text[["record", "line", "message-id"]].drop_duplicates("record")
    number = messages["message-id"]
    wrong = ~number.str.match(_MESSAGE_ID)
    twice = ~wrong & number.str.lstrip("0").duplicated(keep=False)
    code = np.select([number == "", wrong, twice], [codes.VALUE_MISSING, codes.NUMBER_INVALID, codes.DUPLICATE_RECORD])
    bad = code != 0
    return of_rows(messages[bad], "MessageID", code[bad], number[bad])


def _clean(texts: tuple[str, ...]) -> pd.Series:
    """Tabs and line breaks inside a value are one space: a value may never look like a row of its own."""
    if not any(texts):
        return pd.Series(texts, dtype="str")
    even = pc.replace_substring_regex(pa.array(texts, pa.large_string()), r"[\t\r\n]+", " ")
    return pd.Series(pc.ascii_trim(even, " "), dtype="str")


def _elements(text: Text) -> Iterator[etree._Element]:
    """The elements that matter directly below the envelope, in order; each is dropped once the next is asked for."""
    parser: Any = etree.XMLPullParser(events=("end",), tag=_WANTED, **_SAFE)
    waiting = 0
    for place, block in enumerate(text.blocks(BLOCK)):
        if place == 0:
            _check_prolog(block)
        _feed(parser, block)
        waiting += len(block)
        for _, element in parser.read_events():
            waiting = 0
            if _is_ours(element):
                yield element
                _drop(element)
        if waiting > LONGEST_MESSAGE:
            raise RefusedError(of_file(codes.FEED_TOO_LARGE))
    root = _feed(parser, None)
    if root.tag != ROOT:
        raise unrecognised(str(root.tag))


def _feed(parser: Any, block: bytes | None) -> Any:
    """Give the parser a block, or None for the end, which returns the root."""
    try:
        return parser.close() if block is None else parser.feed(block)
    except etree.XMLSyntaxError as error:
        raise _malformed(error.lineno or 1) from None


def _malformed(line: int) -> RefusedError:
    return RefusedError(of_file(codes.XML_MALFORMED, value=str(line), line=line))


def _check_prolog(block: bytes) -> None:
    """Before the envelope only the declaration, comments and instructions may stand; a DOCTYPE is never parsed."""
    found = _PROLOG.match(block)
    end = found.end() if found else 0
    if block.startswith((b"<!", b"<?"), end):
        raise _malformed(block.count(b"\n", 0, end) + 1)


def _is_ours(element: etree._Element) -> bool:
    above = element.getparent()
    if element.tag == "MerchantIdentifier" and above is not None and above.tag == "Header":
        above = above.getparent()
    return above is not None and above.tag == ROOT and above.getparent() is None


def _line(element: Any) -> int:
    return element.sourceline or 0


def _drop(element: etree._Element) -> None:
    above = element.getparent()
    if element.tag != "Message" or above is None:
        return
    element.clear()
    while element.getprevious() is not None:
        del above[0]


def _check_seller(element: etree._Element, seller: str) -> None:
    if seller and (element.text or "").strip() not in {seller, ""}:
        raise RefusedError(of_file(codes.WRONG_SELLER))
