"""The elements of a block of plain XML to rows of text: the same rows as feeds.xml_message_rows makes of messages."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from feeds.xml_block_elements import block_elements
from feeds.xml_element_states import MESSAGE_ID, CellPlace, ElementStates
from feeds.xml_message_parts import MessageParts, message_parts
from feeds.xml_message_rows import MessageRows
from feeds.xml_plain_cells import blank_cells, clean_cells, letters_of
from feeds.xml_repeated_cells import one_of_each
from feeds.xml_tag_texts import TagTexts, require
from schemas.columns import Table

_BLANK, _LAST_ASCII, _AMPERSAND = ord(" "), 0x7F, ord("&")


class PlainRows:
    """Makes rows of the messages of a feed of one format, block by block."""

    def __init__(self, table: Table) -> None:
        self._names = table.names
        self._states = ElementStates(table)
        self._texts = TagTexts()
        empty = MessageRows(table)
        self._item_id = empty.item_id
        self._implied = empty.implied
        self._figures = empty.figures
        self._states_of_column: dict[int, list[tuple[int, CellPlace]]] = defaultdict(list)
        for number, state in enumerate(self._states.states):
            for cell in state.cells:
                self._states_of_column[cell.column].append((number, cell))

    def rows(self, block: bytes, record: int, line: int) -> pa.Table:
        """The rows of whole messages (frame `feed_text`) after a record and a line, without columns that are blank.

        Raises NotPlainError.
        """
        elements = block_elements(block, self._texts)
        parts = message_parts(self._states, elements, self._texts.names)
        lines = np.searchsorted(elements.line_ends, elements.place[elements.levels[0]]) + line + 1
        columns = {
            "record": pa.array(parts.message_of_row + record + 1),
            "line": pa.array(lines[parts.message_of_row]),
            "message-id": self._message_ids(parts),
        }
        return pa.table(columns | {self._names[place]: cells for place, cells in self._cells(parts).items()})

    def _message_ids(self, parts: MessageParts) -> pa.LargeStringArray:
        """The MessageID of each row; one with blanks, entities or letters of other scripts is not plain."""
        places = parts.positions(MESSAGE_ID)
        require(parts.elements.is_leaf[places].all())
        segments = _by_owner(parts, places, parts.message[places], parts.messages)
        cells = parts.elements.segments.take(pa.array(segments[parts.message_of_row]))
        letters = letters_of(cells)
        require(((letters > _BLANK) & (letters < _LAST_ASCII) & (letters != _AMPERSAND)).all())
        return cells

    def _cells(self, parts: MessageParts) -> dict[int, pa.LargeStringArray]:
        """The cells of columns by their position, of those that any element fills."""
        cells = {}
        for column, states in self._states_of_column.items():
            places = [(parts.positions(number), cell) for number, cell in states]
            filled = [(positions, cell) for positions, cell in places if len(positions)]
            if filled and filled[0][1].attribute:
                cells[column] = self._attribute_cells(parts, filled)
            elif filled:
                cells[column] = _text_cells(parts, filled)
        return self._with_implied(parts, cells)

    def _attribute_cells(self, parts: MessageParts, places: list[tuple[np.ndarray, CellPlace]]) -> pa.LargeStringArray:
        """The cells of a column that takes an attribute; where it is there several times it has to be the same."""
        values = sorted({value for tag in self._texts.tags for value in tag.attributes.values()} | {""})
        cells = np.full(parts.rows, values.index(""))
        for positions, cell in places:
            of_tag = np.array([values.index(tag.attributes.get(cell.attribute, "")) for tag in self._texts.tags])
            value = of_tag[parts.elements.tag[positions]]
            is_filled = value != values.index("")
            require(cell.is_of_item)
            row = parts.row_of_item[parts.item[positions[is_filled]]]
            is_first = cells[row] == values.index("")
            cells[row[is_first]] = value[is_filled][is_first]
            require((cells[row] == value[is_filled]).all())
        return pa.array(values, pa.large_string()).take(pa.array(cells))

    def _with_implied(
        self, parts: MessageParts, cells: dict[int, pa.LargeStringArray]
    ) -> dict[int, pa.LargeStringArray]:
        """The cells with figures that other figures of their item imply. An item without its id is not plain."""
        blank = blank_cells(parts.rows)
        is_item = np.zeros(parts.rows, bool)
        is_item[parts.row_of_item] = True
        if self._item_id is not None:
            require(not _is_blank(cells.get(self._item_id, blank))[is_item].any())
        if not self._implied:
            return cells
        has_figure = np.zeros(parts.rows, bool)
        for place in self._figures:
            has_figure |= ~_is_blank(cells.get(place, blank))
        implied = {}
        for place, text in self._implied.items():
            present = cells.get(place, blank)
            implied[place] = pc.if_else(pa.array(_is_blank(present) & has_figure & is_item), text, present)
        return cells | implied


def _is_blank(cells: pa.LargeStringArray) -> np.ndarray:
    return pc.equal(cells, "").to_numpy(zero_copy_only=False)


def _text_cells(parts: MessageParts, places: list[tuple[np.ndarray, CellPlace]]) -> pa.LargeStringArray:
    """The cells of a column that takes the text of elements."""
    require(len(places) == 1)
    [(positions, cell)] = places
    require(parts.elements.is_leaf[positions].all())
    owners = parts.row_of_item[parts.item[positions]] if cell.is_of_item else parts.message[positions]
    rows_of_owner = np.arange(parts.rows) if cell.is_of_item else parts.message_of_row
    if (np.diff(owners) > 0).all():
        segments = _by_owner(parts, positions, owners, rows_of_owner[-1] + 1)[rows_of_owner]
        return clean_cells(parts.elements.segments.take(pa.array(segments)))
    texts = clean_cells(parts.texts(positions))
    return one_of_each(texts, owners, rows_of_owner[-1] + 1, cell.rule).take(pa.array(rows_of_owner))


def _by_owner(parts: MessageParts, positions: np.ndarray, owners: np.ndarray, count: int) -> np.ndarray:
    """The text of each of `count` messages or rows as a segment, a blank one where it has no element.

    positions: elements, in order; owners: what each belongs to.
    """
    require((np.diff(owners) > 0).all())
    segments = np.full(count, parts.elements.blank)
    segments[owners] = parts.elements.segment[positions]
    return segments
