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
from feeds.decode import detect_encoding
from feeds.problems import RefusedError, file_problem
from pipeline.errors import UsageError
from pipeline.inbox import copying
from pipeline.workspace.settings import InboxSettings
from schemas import code_texts, codes
from schemas.column_kinds import CONTROLS
from schemas.columns import heading
from schemas.formats import quantity_headings
from schemas.keys import ORDER_ID

SEPARATORS = ("\t", ",", ";")
DIALECTS = (("\t", False), (",", True), (";", True), ("\t", True))
"""Separators, and whether quotes count; the first with a column of order ids is that of a file."""
HEAD_ROWS = 10
MOST_HEADINGS = 40
HEADINGS = {
    "order_id": ("order-id", "amazon-order-id", "注文番号"),
    "item_id": ("order-item-id", "注文商品番号"),
    "quantity": ("quantity", "quantity-to-ship", "出荷数", *quantity_headings.QUANTITY, "個数"),
}
"""The headings of the columns that count, as schemas.columns.heading writes them; the first that is filled counts."""
_AS_TEXT = "save it as text (UTF-8 or CP932), separated by tabs or commas"
_NAME_A_COLUMN = "name the column order-id, amazon-order-id or 注文番号"


def read_pick_list(path: Path) -> pd.DataFrame:
    """The rows of a file (frame `pick_lines`), as the text that stands there.

    Raises UsageError when it is not text, when no column of order ids is in it, or when a quote is left open: it would
    swallow the lines behind it.
    """
    text = _text(path)
    for separator, quoted in DIALECTS:
        records, broken_line = _records(text, separator, quoted=quoted)
        head = max((number for number, (_, cells) in enumerate(records[:HEAD_ROWS]) if _is_head(cells)), default=None)
        if head is None:
            continue
        if broken_line:
            raise UsageError(
                f"{path.name}, line {broken_line}: a quote is out of place", "save the file again, or save it with tabs"
            )
        return _pick_lines(records[head][1], records[head + 1 :])
    raise UsageError(f"{path.name} has no column of order ids: {_headings(text)}", _NAME_A_COLUMN)


def _text(path: Path) -> str:
    try:
        with tempfile.TemporaryDirectory() as scratch:
            return b"".join(detect_encoding(_expanded(path, Path(scratch))).lines()).decode("utf-8")
    except RefusedError as error:
        [what] = code_texts.messages(error.problems, "en", advice=False)
        [advice] = code_texts.advices(error.problems, "en")
        tip = advice if error.problems["code"].iloc[0] == codes.FEED_UNRECOGNISED else _AS_TEXT
        raise UsageError(f"{path.name}: {what}", tip) from error


def _expanded(path: Path, scratch: Path) -> Path:
    """The file, or what a .gz of it expands to within the limits that feeds have."""
    if not copying.is_compressed(path):
        return path
    compressed = copying.FileCopy(path, "", path.stat().st_size)
    content = copying.expand_gzip(compressed, scratch / "content", InboxSettings().max_bytes)
    if content.refusal_code:
        raise RefusedError(
            file_signatures.non_feed_problem(content.foreign_kind)
            if content.foreign_kind
            else file_problem(content.refusal_code)
        )
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
    records = []
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                records.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        return records, line
    return records, 0


def _is_head(cells: list[str]) -> bool:
    headings = {heading(cell) for cell in cells}
    return not headings.isdisjoint(HEADINGS["order_id"])


def _pick_lines(head: list[str], records: list[tuple[int, list[str]]]) -> pd.DataFrame:
    """The columns that count, found by their headings; a short record ends in blanks."""
    headings = [heading(cell) for cell in head]
    lines = pd.DataFrame({"line": pd.Series([line for line, _ in records], dtype="int64")})
    for column, names in HEADINGS.items():
        places = [place for name in names for place, text in enumerate(headings) if text == name]
        values = [_first_filled(cells, places) for _, cells in records]
        lines[column] = pd.Series(values, lines.index, dtype="str")
    return lines


def _first_filled(cells: list[str], places: list[int]) -> str:
    """The first of these cells that is not blank, "" for none."""
    filled = (cells[place].strip() for place in places if place < len(cells))
    return next(filter(None, filled), "")


def _headings(text: str) -> str:
    """The headings of the first line, unless it is data: then they might tell of a buyer."""
    first = text.partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    cells = [cell.strip() for cell in next(csv.reader([first], delimiter=separator), [])]
    headings = [re.sub(CONTROLS, " ", cell) for cell in cells if cell]
    if any(ORDER_ID.search(cell) or "@" in cell or re.fullmatch(r"[\d\-+() ]+", cell) for cell in headings):
        return "its first line is data, not headings"
    return f"found {', '.join(headings[:MOST_HEADINGS])}" if headings else "it is empty"
