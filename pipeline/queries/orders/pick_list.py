"""Any file with a column of order ids as rows: pick list, labels, packing list; its encoding, separator and headings.

Tabs separate without quotes, unless the headings stand in quotes; commas and semicolons separate with quotes around
fields where there are any.
"""

from __future__ import annotations

import csv
import io
import re
import tempfile
from pathlib import Path

import pandas as pd

from feeds import file_signatures
from feeds.decode import survey
from feeds.problems import RefusedError, of_file
from pipeline.errors import UsageError
from pipeline.inbox import copying
from pipeline.workspace.settings import InboxSettings
from schemas import codes
from schemas.column_kinds import CONTROLS
from schemas.columns import heading
from schemas.keys import ORDER_ID
from schemas.wording import code_texts

SEPARATORS = ("\t", ",", ";")
MANNERS = (("\t", False), (",", True), (";", True), ("\t", True))
"""Separators, and whether quotes count; the first with a column of order ids is that of a file."""
HEAD_ROWS = 10
MOST_HEADINGS = 40
HEADINGS = {
    "order_id": ("order-id", "amazon-order-id", "注文番号"),
    "item_id": ("order-item-id", "注文商品番号"),
    "quantity": ("quantity", "quantity-to-ship", "出荷数", "数量", "個数"),
}
"""The headings of the columns that count, as schemas.columns.heading writes them; the first that is there counts."""


def read(path: Path) -> pd.DataFrame:
    """The rows of a file: line (of the file, from 1), order_id, item_id, quantity; text as it stands there, "" = blank.

    Raises Usage when it is not text, when no column of order ids is in it, or when a quote is left open: it would
    swallow the lines behind it.
    """
    text = _text(path)
    for separator, quoted in MANNERS:
        table, broken = _records(text, separator, quoted=quoted)
        head = max((place for place, (_, row) in enumerate(table[:HEAD_ROWS]) if _is_head(row)), default=None)
        if head is None:
            continue
        if broken:
            raise UsageError(
                f"{path.name}, line {broken}: a quote is out of place", "save the file again, or with tabs"
            )
        return _pick(table[head][1], table[head + 1 :])
    raise UsageError(f"{path.name} has no column of order ids: {_headings(text)}", _ADVICE)


_AS_TEXT = "save it as text (UTF-8 or CP932), separated by tabs or commas"
_ADVICE = "name the column order-id, amazon-order-id or 注文番号"


def _text(path: Path) -> str:
    try:
        with tempfile.TemporaryDirectory() as scratch:
            return b"".join(survey(_expanded(path, Path(scratch))).lines()).decode("utf-8")
    except RefusedError as error:
        [what], [advice] = (
            code_texts.messages(error.problems, "en", advice=False),
            code_texts.advices(error.problems, "en"),
        )
        tip = advice if error.problems["code"].iloc[0] == codes.FEED_UNRECOGNISED else _AS_TEXT
        raise UsageError(f"{path.name}: {what}", tip) from error


def _expanded(path: Path, scratch: Path) -> Path:
    """The file, or what a .gz of it expands to within the limits that feeds have."""
    if not copying.is_compressed(path):
        return path
    given = copying.FileCopy(path, "", path.stat().st_size)
    content = copying.expand(given, scratch / "content", InboxSettings().max_bytes)
    if content.fault:
        raise RefusedError(file_signatures.problem(content.what) if content.what else of_file(content.fault))
    return content.path


def _records(text: str, separator: str, *, quoted: bool) -> tuple[list[tuple[int, list[str]]], int]:
    """Each record with its first line, blank ones left out; and the line of a record that cannot be read, else 0."""
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    lines = io.StringIO(text, newline="")
    reader = (
        csv.reader(lines, delimiter=separator, strict=True)
        if quoted
        else csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
    )
    found, line = [], 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                found.append((line, row))
            line = reader.line_num + 1
    except csv.Error:
        return found, line
    return found, 0


def _is_head(row: list[str]) -> bool:
    known = {heading(cell) for cell in row}
    return not known.isdisjoint(HEADINGS["order_id"])


def _pick(head: list[str], records: list[tuple[int, list[str]]]) -> pd.DataFrame:
    names = [heading(cell) for cell in head]
    places = {column: _place(names, wanted) for column, wanted in HEADINGS.items()}
    cells = {
        column: [row[place].strip() if place is not None and place < len(row) else "" for _, row in records]
        for column, place in places.items()
    }
    rows = pd.DataFrame({"line": pd.Series([line for line, _ in records], dtype="int64"), **cells})
    return rows.astype(dict.fromkeys(HEADINGS, "str"))


def _place(names: list[str], wanted: tuple[str, ...]) -> int | None:
    return next((names.index(name) for name in wanted if name in names), None)


def _headings(text: str) -> str:
    """The headings of the first line, unless it is data: then they might tell of a buyer."""
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    cells = [cell.strip() for cell in next(csv.reader([first], delimiter=separator), [])]
    found = [re.sub(CONTROLS, " ", cell) for cell in cells if cell]
    if any(ORDER_ID.search(cell) or "@" in cell or re.fullmatch(r"[\d\-+() ]+", cell) for cell in found):
        return "its first line is data, not headings"
    return f"found {', '.join(found[:MOST_HEADINGS])}" if found else "it is empty"
