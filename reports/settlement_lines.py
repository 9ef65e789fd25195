"""The lines of amounts in a settlement report, from columns of the ledger: no frame and no cell is made for a line.

What is the same in many lines is joined once for each of its values: the words of a kind of amount, an instant, a count
of units. A line takes them by number. Lines are made in blocks, and one block is in memory at a time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import tzinfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from reports import cp932
from reports.charge_ids import charge_ids
from reports.local_instants import DAY_WIDTH, instant_texts
from schemas import column_kinds
from schemas.formats.money_reports import SETTLEMENT
from schemas.order_ids import OrderIds, item_texts

BLOCK = 65_536
VERSION = 1
"""Number of the form of these lines; another one where the same rows of the ledger give other bytes than before."""
_TEXT = pa.large_string()
_KIND_COLUMNS = ("transaction_type", "amount_type", "amount_description")
_BLANK_SUMMARY = 6 * "\t"
_TEXT_COLUMNS = ("refund", "parcel", "adjustment", "sku")


@dataclass(frozen=True, slots=True)
class LineLayout:
    """What the bytes of a line depend on besides its row of the ledger."""

    settlement_id: str
    zone: tzinfo
    marketplace: str
    encoding: str


@dataclass(frozen=True, slots=True)
class RenderedLines:
    """Some lines of a report, as bytes. lost: cells that lost a character, by line (from 0) and name of the column."""

    data: bytes
    rows: int
    lost: list[tuple[int, str]]


class SettlementLines:
    """The amounts of a ledger, ready to be written as lines.

    ledger: frame `unsettled_ledger`. ids: those of its orders.
    """

    def __init__(self, ledger: pd.DataFrame, ids: OrderIds) -> None:
        self._ids = ids
        self._order_keys = ledger["order_key"].to_numpy()
        self._item_keys = ledger["item_key"].to_numpy()
        self._amounts = ledger["amount"].to_numpy()
        self._texts = {name: _distinct_texts(ledger[name]) for name in _TEXT_COLUMNS}
        self._posted, self._instants = pd.factorize(ledger["posted"])
        self._units, self._counts = pd.factorize(ledger["quantity"])
        self._kinds, self._names = _distinct_kinds(ledger)

    def blocks(self, layout: LineLayout, row_pos: np.ndarray) -> Iterator[RenderedLines]:
        """The lines of the rows at these positions, in their order."""
        parts = self._joined_parts(layout)
        for start in range(0, len(row_pos), BLOCK):
            block_pos = row_pos[start : start + BLOCK]
            data = self._lines(parts, block_pos)
            if layout.encoding == "cp932":
                data, lines, cells = cp932.encode(data)
                names = [SETTLEMENT.names[cell] for cell in cells]
                yield RenderedLines(data, len(block_pos), list(zip(lines.tolist(), names, strict=True)))
            else:
                yield RenderedLines(data, len(block_pos), [])

    def _joined_parts(self, layout: LineLayout) -> dict[str, pa.Array]:
        """The pieces of a line that many have in common, with the tabs around them: an array a piece, by its number."""
        [marketplace] = _clean(_texts([layout.marketplace])).to_pylist()
        moments = instant_texts(pd.Series(self._instants), layout.zone)
        return {
            "front": _texts(f"{layout.settlement_id}{_BLANK_SUMMARY}{name[0]}\t" for name in self._names),
            "middle": _texts(f"\t{marketplace}\t{name[1]}\t{name[2]}\t" for name in self._names),
            "when": _texts(f"\t\t{moment[:DAY_WIDTH]}\t{moment}\t" for moment in moments),
            "end": _texts(f"\t{count if count > 0 else ''}\t\r\n" for count in self._counts.tolist()),
        }

    def _lines(self, parts: dict[str, pa.Array], row_pos: np.ndarray) -> bytes:
        """Lines in UTF-8."""
        kinds = pa.array(self._kinds[row_pos])
        text = {name: values.take(pa.array(codes[row_pos])) for name, (codes, values) in self._texts.items()}
        order_ids, item_ids = self._order_texts(row_pos), item_texts(self._item_keys[row_pos])
        tab, two_tabs, nothing = (pa.scalar(piece, _TEXT) for piece in ("\t", "\t\t", ""))
        lines = pc.binary_join_element_wise(
            parts["front"].take(kinds),
            order_ids,
            two_tabs,
            charge_ids(order_ids, item_ids, text["refund"]),
            tab,
            text["parcel"],
            parts["middle"].take(kinds),
            pc.cast(pa.array(self._amounts[row_pos]), _TEXT),
            parts["when"].take(pa.array(self._posted[row_pos])),
            item_ids,
            two_tabs,
            text["adjustment"],
            tab,
            text["sku"],
            parts["end"].take(pa.array(self._units[row_pos])),
            nothing,
        )
        ends = np.frombuffer(lines.buffers()[1], np.int64)[lines.offset : lines.offset + len(lines) + 1]
        return bytes(lines.buffers()[2][ends[0] : ends[-1]])

    def _order_texts(self, row_pos: np.ndarray) -> pa.Array:
        """The order id of each row; blank for a row of no order."""
        keys = self._order_keys[row_pos]
        is_of_order = keys >= 0
        texts = self._ids.texts(np.where(is_of_order, keys, 0))
        return texts if is_of_order.all() else pc.if_else(pa.array(is_of_order), texts, pa.scalar("", _TEXT))


def _distinct_kinds(ledger: pd.DataFrame) -> tuple[np.ndarray, list[tuple[str, ...]]]:
    """The number of each row's kind of amount, and by number its names: _KIND_COLUMNS, cleaned."""
    columns = [_distinct_texts(ledger[name]) for name in _KIND_COLUMNS]
    # The numbers of the three texts as one, as digits are: each set of three has its own.
    joint = np.zeros(len(ledger), np.int64)
    for codes, values in columns:
        joint = joint * max(len(values), 1) + codes
    kinds, first = pd.factorize(joint)
    names = []
    for left in first.tolist():
        number, texts = left, []
        for _, values in reversed(columns):
            number, code = divmod(number, len(values))
            texts.append(values[code].as_py())
        names.append(tuple(reversed(texts)))
    return kinds, names


def _distinct_texts(values: pd.Series) -> tuple[np.ndarray, pa.Array]:
    """The number of each row's text, and the texts by number, in which nothing can make a cell or a line of its own."""
    codes, texts = pd.factorize(values)
    return codes, _clean(pa.array(np.asarray(texts, dtype=object), _TEXT))


def _clean(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(texts, pattern=column_kinds.LINE_ENDS, replacement=" ")


def _texts(texts: Iterable[str]) -> pa.Array:
    return pa.array(list(texts), _TEXT)
