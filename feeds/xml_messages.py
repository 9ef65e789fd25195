"""AmazonEnvelope XML as a stream of messages, flattened into the columns of the flat form, a row an item.

A feed that is not well formed to its last tag is refused whole (feeds.xml_elements).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from feeds.decode import DecodedText
from feeds.problems import COLUMNS, NOT_SHOWN, RefusedError, of_file, of_rows, quotable
from feeds.recognise import by_message
from feeds.xml_elements import elements, line_of
from feeds.xml_paths import OTHERS, gather, trees
from schemas import codes
from schemas.columns import Column, Kind, Table

UPDATE = "Update"
CHUNK_ROWS = 50_000
BLANKS = " \t\r\n"
_MESSAGE_ID = r"^0*[1-9][0-9]*$"
_LONGEST_ID = 20
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")


def chunks(text: DecodedText, seller: str = "") -> Iterator[tuple[Table, pd.DataFrame, pd.DataFrame]]:
    """Frames of text (columns record, line, message-id, then every column of the format) and their problems.

    `record` is the position of the Message, `line` where it begins. seller: refuses a feed of another one. At least
    one frame comes, if without rows. Raises RefusedError, also after the first frames: then nothing of the feed holds.
    """
    reader: _Messages | None = None
    message_type = ""
    for element in elements(text):
        if element.tag == "MerchantIdentifier":
            _check_seller(element, seller)
        elif element.tag == "MessageType":
            message_type = _said(element)
        else:
            reader = reader or _Messages(by_message(message_type))
            reader.take(element)
            if len(reader.rows) >= CHUNK_ROWS:
                yield reader.frames()
    yield (reader or _Messages(by_message(message_type))).frames()


def seller_of(text: DecodedText) -> str:
    """The MerchantIdentifier of a feed, "" where none stands before the first message. Raises RefusedError."""
    for element in elements(text):
        if element.tag == "MerchantIdentifier":
            return _said(element)
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
        self.unsaid = {place: column.unsaid for place, column in enumerate(table.columns) if column.unsaid}
        self.figures = [place for place, column in enumerate(table.columns) if _is_figure(column)]
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
                number = _said(child)
            elif child.tag == "OperationType":
                operation = _said(child)
            else:
                payloads.append(child)
        place = (self.record, line_of(message), number)
        if operation != UPDATE:
            shown = quotable(pd.Series([operation], dtype="str"), Kind.CHOICE).iloc[0]
            self.complain(place, "OperationType", codes.CHOICE_INVALID, shown, UPDATE)
        if len(payloads) > 1:
            self.complain(place, _name(payloads[1]), codes.DUPLICATE_RECORD)
        self.flatten(payloads[0] if payloads else None, place)

    def flatten(self, payload: etree._Element | None, place: tuple[int, int, str]) -> None:
        """A row an item, or one row where there is none; what the message says once stands in each."""
        row = [""] * len(self.table.columns)
        if payload is None:
            self.add(row, place)
            return
        if payload.tag not in {self.table.message, self.table.payload}:
            raise RefusedError(
                of_file(codes.MESSAGE_TYPE_MISMATCH, value=self.table.message, limit=_name(payload), line=place[1])
            )
        gather(payload, self.once, row)
        items = payload.findall(self.table.item) if self.table.item else []
        for item in items:
            filled = row.copy()
            gather(item, self.each, filled)
            if any(filled[figure] for figure in self.figures):
                for at, text in self.unsaid.items():
                    filled[at] = filled[at] or text
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


def _is_figure(column: Column) -> bool:
    return column.kind in {Kind.YEN, Kind.COUNT} or column.xml.endswith(f"[{OTHERS}]")


def message_ids(text: pd.DataFrame) -> pd.DataFrame:
    """Problems of MessageID over a whole feed: missing 70101, no number 70102, several times 70014 (cases 29)."""
    messages, wrong, twice = _ids(text)
    number = messages["message-id"]
    code = np.select([number == "", wrong, twice], [codes.VALUE_MISSING, codes.NUMBER_INVALID, codes.DUPLICATE_RECORD])
    bad = code != 0
    return of_rows(messages[bad], "MessageID", code[bad], quotable(number[bad], Kind.COUNT))


def own_ids(text: pd.DataFrame) -> pd.Series:
    """The MessageID of each record that has one which is a number and no other record's, as text by record."""
    messages, wrong, twice = _ids(text)
    return messages[~(wrong | twice)].set_index("record")["message-id"]


def _ids(text: pd.DataFrame) -> tuple[pd.DataFrame, pd.Series, pd.Series]:
    """The records with their MessageID, whether it is no number, and whether others have the same."""
    messages = text[["record", "line", "message-id"]].drop_duplicates("record")
    number = messages["message-id"]
    wrong = ~number.str.fullmatch(_MESSAGE_ID).astype(bool) | (number.str.len() > _LONGEST_ID)
    return messages, wrong, ~wrong & number.str.lstrip("0").duplicated(keep=False)


def _clean(texts: tuple[str, ...]) -> pd.Series:
    """Tabs and line breaks inside a value are one space: a value may never look like a row of its own."""
    if not any(texts):
        return pd.Series(texts, dtype="str")
    even = pc.replace_substring_regex(pa.array(texts, pa.large_string()), r"[\t\r\n]+", " ")
    return pd.Series(pc.ascii_trim(even, " "), dtype="str")


def _said(element: etree._Element) -> str:
    """The text of an element on one line."""
    return " ".join((element.text or "").strip(BLANKS).splitlines())


def _name(element: etree._Element) -> str:
    """What an element is called, where that is a name and not a message of its own."""
    return element.tag if _TAG.fullmatch(element.tag) else NOT_SHOWN


def _check_seller(element: etree._Element, seller: str) -> None:
    if seller and _said(element) not in {seller, ""}:
        raise RefusedError(of_file(codes.WRONG_SELLER))
