"""Messages of an XML feed, element by element, flattened into the columns of the flat form: one row per item."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from lxml import etree

from feeds.problems import RefusedError, file_problem, quotable, row_problems
from feeds.xml_paths import ANY_TYPE, fill_row, path_trees
from schemas import codes
from schemas.columns import Column, Kind, Table
from schemas.frames import FRAMES
from schemas.quoting import HIDDEN_VALUE
from schemas.stored_frames import conform

UPDATE = "Update"
BLANKS = " \t\r\n"
_TAG = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,39}")


def text_of(element: etree._Element) -> str:
    """The text of an element on one line."""
    return " ".join((element.text or "").strip(BLANKS).splitlines())


class _MessagePlace(NamedTuple):
    """Where a message is: its position in the feed, its first line; and the MessageID that it has."""

    record: int
    line: int
    message_id: str


class MessageRows:
    """The rows of messages of one feed, and their problems, on their way into frames."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.message_paths, self.item_paths = path_trees(table)
        columns = list(enumerate(table.columns))
        # A report of the marketplace that names no item means one of its SKU.
        optional_ids = (i for i, column in columns if column.kind is Kind.ITEM_ID and not column.required)
        self.item_id = None if table.from_marketplace else next(optional_ids, None)
        self.implied = {i: column.implied for i, column in columns if column.implied}
        self.figures = [i for i, column in columns if is_amount_or_count(column)]
        self.record = 0
        self.rows: list[list[str]] = []
        self.places: list[_MessagePlace] = []
        self.problems: list[tuple[int, int, str, int, str, str, int]] = []

    def add_message(self, message: etree._Element, line: int) -> None:
        """Add the rows of one message; line: where it begins."""
        self.record += 1
        number = ""
        operation = UPDATE
        payloads = []
        for child in message:
            if child.tag == "MessageID":
                number = text_of(child)
            elif child.tag == "OperationType":
                operation = text_of(child)
            else:
                payloads.append(child)
        place = _MessagePlace(self.record, line, number)
        if operation != UPDATE:
            shown = quotable(pd.Series([operation], dtype="str"), Kind.CHOICE).iloc[0]
            self.add_problem(place, "OperationType", codes.CHOICE_INVALID, shown, UPDATE)
        if len(payloads) > 1:
            self.add_problem(place, _quotable_tag(payloads[1]), codes.DUPLICATE_RECORD)
        self.add_payload(payloads[0] if payloads else None, place)

    def add_payload(self, payload: etree._Element | None, place: _MessagePlace) -> None:
        """One row per item, or one row if there is none; values that the message gives once are repeated in each."""
        row = [""] * len(self.table.columns)
        if payload is None:
            self.add_row(row, place)
            return
        if payload.tag not in {self.table.message, self.table.payload}:
            tag = _quotable_tag(payload)
            raise RefusedError(
                file_problem(codes.MESSAGE_TYPE_MISMATCH, value=self.table.message, limit=tag, line=place.line)
            )
        fill_row(payload, self.message_paths, row)
        items = payload.findall(self.table.item) if self.table.item else []
        for item in items:
            self.add_item(item, row.copy(), place)
        if not items:
            self.add_row(row, place)

    def add_item(self, item: etree._Element, row: list[str], place: _MessagePlace) -> None:
        """Add the row of an item; row: what its message says once."""
        fill_row(item, self.item_paths, row)
        if any(row[figure] for figure in self.figures):
            for column, text in self.implied.items():
                row[column] = row[column] or text
        self.add_row(row, place)
        if self.item_id is not None and not row[self.item_id]:
            # Without its id an item would read as the whole order.
            number = sum(other is place for other in self.places)
            self.add_problem(place, self.table.columns[self.item_id].name, codes.VALUE_MISSING, item=number)

    def add_row(self, row: list[str], place: _MessagePlace) -> None:
        """Keep one row."""
        self.rows.append(row)
        self.places.append(place)

    def add_problem(
        self, place: _MessagePlace, column: str, code: int, value: str = "", limit: str = "", item: int = 0
    ) -> None:
        """Keep one problem; item: of which item of its message."""
        self.problems.append((place.record, place.line, column, code, value, limit, item))

    def take_frames(self) -> tuple[Table, pd.DataFrame, pd.DataFrame]:
        """Hand over the rows so far and begin again."""
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.table.columns)
        record, line, number = zip(*self.places, strict=True) if self.places else ((), (), ())
        places = {
            "record": np.array(record, np.int64),
            "line": np.array(line, np.int64),
            "message-id": _one_line_texts(number),
        }
        cells = {name: _one_line_texts(texts) for name, texts in zip(self.table.names, columns, strict=True)}
        kept = conform("problems", pd.DataFrame(self.problems, columns=list(FRAMES["problems"].names)))
        problems = row_problems(kept, kept["column"], kept["code"], kept["value"], kept["limit"])
        problems = problems.assign(item=kept["item"])
        self.drop_rows()
        return self.table, pd.DataFrame(places | cells), problems

    def drop_rows(self) -> None:
        """Forget the rows and problems so far, and go on counting."""
        self.rows = []
        self.places = []
        self.problems = []


def is_amount_or_count(column: Column) -> bool:
    """Whether a column is a figure: an amount, a count, or a component of any type."""
    return column.kind in {Kind.YEN, Kind.COUNT} or column.xml.endswith(f"[{ANY_TYPE}]")


def _one_line_texts(texts: tuple[str, ...]) -> pd.Series:
    """Tabs and line breaks inside a value are one space: a value may never look like a row of its own."""
    if not any(texts):
        return pd.Series(texts, dtype="str")
    joined = pc.replace_substring_regex(pa.array(texts, pa.large_string()), r"[\t\r\n]+", " ")
    return pd.Series(pc.ascii_trim(joined, " "), dtype="str")


def _quotable_tag(element: etree._Element) -> str:
    """What an element is called, where that is a name and not a message of its own."""
    return element.tag if _TAG.fullmatch(element.tag) else HIDDEN_VALUE
