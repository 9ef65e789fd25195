"""Order items as reports read them: integers, sorted by order and item, and wide text that is taken when it is written.

A report chooses rows of the frame `order_lines`, sorts their positions by integers and makes its lines block by block:
only then is the text of each column taken, once, by position.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa

from reports.cells import BLANK, Cells, moments, numbers, words
from reports.joined_lines import joined_lines
from reports.report_parts import ReportPart, sorted_part
from schemas.columns import Table
from schemas.formats import fields as f
from schemas.frame_checks import check_frames
from schemas.frames import FRAMES
from schemas.frames.frame_columns import LogicalKind
from schemas.instant_texts import NOTHING, micros
from schemas.order_ids import OrderIds, item_ranks, item_texts
from schemas.statuses import CANCEL_ASKED_NUMBERS, Status
from schemas.stored_tables import ITEM_YEN

LAST = np.iinfo(np.int64).max
"""The place of a row without an instant when rows are sorted by it."""
_ASKED = ("", *CANCEL_ASKED_NUMBERS)
"""Of the stored number plus one: "" for none."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """Wide text: columns (large_string) by name, and for each order item its row in them, -1 if it has none."""

    columns: Mapping[str, pa.Array]
    rows: np.ndarray

    def cells(self, positions: np.ndarray) -> Callable[[str], Cells]:
        """A function that takes the text of a column for items at these positions; a column without text is blank."""
        rows = self.rows[positions]
        indices = pa.array(rows, mask=rows < 0)
        return lambda name: self.columns[name].take(indices) if _has_text(self.columns[name]) else BLANK


@dataclass(frozen=True, slots=True)
class OrderLines:
    """The order items of one group of orders.

    facts: the columns of frame `order_lines`, instants as microseconds. texts: tables of their wide text. ids: of the
    orders.
    """

    facts: Mapping[str, np.ndarray]
    texts: tuple[TextTable, ...]
    ids: OrderIds

    @classmethod
    def of(cls, items: pd.DataFrame, texts: tuple[TextTable, ...], ids: OrderIds) -> OrderLines:
        """items: frame `order_lines`."""
        check_frames(order_lines=items)
        facts = {
            column.name: micros(items[column.name]) if column.kind is LogicalKind.INSTANT else items[column.name]
            for column in FRAMES["order_lines"].columns
        }
        return cls({name: np.asarray(values) for name, values in facts.items()}, texts, ids)

    def part(
        self,
        table: Table,
        rows: np.ndarray,
        first: np.ndarray,
        computed: Callable[[np.ndarray], Mapping[str, Cells]],
        zone: ZoneInfo,
    ) -> ReportPart:
        """The part of a report that these rows give, by an instant of each (`first`, none last), order and item.

        computed: makes the cells of the report's own columns for a block of rows; it may replace others. Instants are
        shown in `zone`.
        """
        keys = (
            np.where(first == NOTHING, LAST, first),
            *self.ids.ranks(self.facts["order_key"][rows]),
            item_ranks(self.facts["item_key"][rows]),
        )

        def lines(block: np.ndarray) -> pa.Array:
            return joined_lines(self._cells(table, block, computed(block), zone), len(block))

        return sorted_part(keys, rows, lines)

    def text(self, name: str, block: np.ndarray) -> Cells:
        """The cells of a column of wide text."""
        return next(table for table in self.texts if name in table.columns).cells(block)(name)

    def _cells(self, table: Table, block: np.ndarray, computed: Mapping[str, Cells], zone: ZoneInfo) -> list[Cells]:
        """The cells of each column of a report for a block of rows."""
        takers = [(text.columns, text.cells(block)) for text in self.texts]
        texts = {name: take for columns, take in takers for name in columns}
        return [
            computed[name]
            if name in computed
            else texts[name](name)
            if name in texts
            else _COMMON[name](self, block, zone)
            for name in table.names
        ]


def open_units(lines: OrderLines) -> np.ndarray:
    """Units of each item that are neither shipped nor canceled."""
    return lines.facts["ordered"] - lines.facts["shipped"] - lines.facts["canceled"]


def is_pending(lines: OrderLines) -> np.ndarray:
    """Whether the order of each item waits for its payment."""
    return lines.facts["status"] == Status.PENDING


def is_to_ship(lines: OrderLines) -> np.ndarray:
    """Whether each item belongs to a verified order and has units still to be shipped."""
    return ~np.isin(lines.facts["status"], [Status.PENDING, Status.CANCELED]) & (open_units(lines) > 0)


def _yen_cells(stored: str) -> Callable[[OrderLines, np.ndarray, ZoneInfo], Cells]:
    """Amounts, blank where nothing is known."""

    def cells(lines: OrderLines, block: np.ndarray, _zone: ZoneInfo) -> Cells:
        amounts = lines.facts[stored][block]
        is_blank = amounts < 0
        return BLANK if is_blank.all() else numbers(amounts, is_blank)

    return cells


def _has_text(column: pa.Array) -> bool:
    """Whether any row of a large_string column has text: whether its offsets ever move."""
    offsets = np.frombuffer(column.buffers()[1], np.int64) if len(column) else np.zeros(1, np.int64)
    return bool(offsets[column.offset] != offsets[column.offset + len(column)])


_COMMON: dict[str, Callable[[OrderLines, np.ndarray, ZoneInfo], Cells]] = {
    f.ORDER_ID.name: lambda lines, block, _: lines.ids.texts(lines.facts["order_key"][block]),
    f.ORDER_ITEM_ID.name: lambda lines, block, _: item_texts(lines.facts["item_key"][block]),
    f.PURCHASE_DATE.name: lambda lines, block, zone: moments(lines.facts["purchased"][block], zone),
    f.QUANTITY_PURCHASED.name: lambda lines, block, _: numbers(lines.facts["ordered"][block]),
    f.BUYER_CANCEL.name: lambda lines, block, _: words(_ASKED, lines.facts["cancel_asked"][block] + 1),
    **{column: _yen_cells(stored) for stored, column in ITEM_YEN.items()},
}
"""The columns that several reports make of the same facts."""
