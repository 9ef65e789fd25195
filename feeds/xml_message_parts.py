"""The elements of a block of plain XML by what they are, by message and by item. What is not plain is left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from feeds.xml_block_elements import BlockElements
from feeds.xml_element_states import ENVELOPE_STATE, ODD, OPERATION, PAYLOAD, TYPE, ElementStates
from feeds.xml_message_rows import UPDATE
from feeds.xml_plain_cells import all_true
from feeds.xml_tag_texts import require

_PLAIN_TYPE = r"^[A-Za-z0-9]*$"


@dataclass(frozen=True)
class MessageParts:
    """Which messages and items the elements of a block belong to, and which rows these have.

    state, message, item: of each element; item is -1 outside of items. message_of_row: of each row; row_of_item: of
    each item. The rows of a message are its items in order, or one where it has none.
    """

    states: ElementStates
    elements: BlockElements
    state: np.ndarray
    message: np.ndarray
    item: np.ndarray
    message_of_row: np.ndarray
    row_of_item: np.ndarray

    @property
    def messages(self) -> int:
        """How many messages there are."""
        return self.elements.levels[0].stop

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return len(self.message_of_row)

    def positions(self, number: int) -> np.ndarray:
        """The elements in a state, in order of the text."""
        depth = self.states.states[number].depth
        if depth > len(self.elements.levels):
            return np.zeros(0, np.int64)
        level = self.elements.levels[depth - 1]
        return level.start + np.flatnonzero(self.state[level] == number)

    def texts(self, positions: np.ndarray) -> pa.LargeStringArray:
        """The text of elements without children, as it is there. Raises NotPlainError."""
        return leaf_texts(self.elements, positions)


def message_parts(states: ElementStates, elements: BlockElements, names: list[str]) -> MessageParts:
    """What every element of a block is; names: of elements, by number. Raises NotPlainError."""
    state, message, item = _assign(states, elements, names)
    require((state != ODD).all())
    items = np.flatnonzero(_is_item(states)[state])
    # The rows of a message are together, in the order of its items; one without items has a row too.
    per_message = np.bincount(message[items], minlength=elements.levels[0].stop)
    rows = np.maximum(per_message, 1)
    rows_before = np.cumsum(rows) - np.cumsum(per_message) - rows + per_message
    parts = MessageParts(
        states=states,
        elements=elements,
        state=state,
        message=message,
        item=item,
        message_of_row=np.repeat(np.arange(len(rows)), rows),
        row_of_item=np.arange(len(items)) + rows_before[message[items]],
    )
    _check_messages(parts)
    return parts


def leaf_texts(elements: BlockElements, positions: np.ndarray) -> pa.LargeStringArray:
    """The text of elements without children, as it is there. Raises NotPlainError."""
    require(elements.is_leaf[positions].all())
    return elements.segments.take(pa.array(elements.segment[positions]))


def _assign(
    states: ElementStates, elements: BlockElements, names: list[str]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The state, message and item of every element, from the messages down."""
    transitions = states.transitions(names)
    is_item = _is_item(states)
    count = len(elements.name)
    state = np.full(count, ENVELOPE_STATE, np.int16)
    message = np.arange(count, dtype=np.int32)
    item = np.full(count, -1, np.int32)
    top = elements.levels[0]
    state[top] = transitions[ENVELOPE_STATE, elements.name[top]]
    for outer, level in zip(elements.levels, elements.levels[1:], strict=False):
        parent = elements.parent[level]
        _refine(states, elements, names, state, outer, level)
        state[level] = transitions[state[parent], elements.name[level]]
        message[level] = message[parent]
        starts_item = is_item[state[level]]
        item[level] = np.where(starts_item, np.cumsum(starts_item) - 1, item[parent])
    is_typed = np.array([kind.is_typed for kind in states.states])
    require(not is_typed[state[elements.levels[-1]]].any())
    return state, message, item


def _is_item(states: ElementStates) -> np.ndarray:
    """Whether each state is that of an item."""
    return np.array([state.is_item for state in states.states])


def _refine(
    states: ElementStates, elements: BlockElements, names: list[str], state: np.ndarray, outer: slice, level: slice
) -> None:
    """Set the state of elements of a level that are what their child Type says; level: that of their children."""
    is_typed = np.array([kind.is_typed for kind in states.states])[state[outer]]
    if not is_typed.any():
        return
    require(TYPE in names)
    parent = elements.parent[level] - outer.start
    kinds = np.flatnonzero((elements.name[level] == names.index(TYPE)) & is_typed[parent])
    # Exactly one for each: as many as there are elements, and each the next one's.
    require(np.array_equal(parent[kinds], np.flatnonzero(is_typed)))
    texts = leaf_texts(elements, level.start + kinds)
    position = pc.index_in(texts, value_set=pa.array(states.type_names, pa.large_string())).fill_null(-1)
    require(all_true(pc.match_substring_regex(texts, _PLAIN_TYPE)))
    typed = outer.start + parent[kinds]
    state[typed] = states.refinements()[state[typed], position.to_numpy()]


def _check_messages(parts: MessageParts) -> None:
    """Each message has one payload and says at most once what it is to do, and that is Update."""
    require(np.array_equal(parts.message[parts.positions(PAYLOAD)], np.arange(parts.messages)))
    operations = parts.positions(OPERATION)
    require((np.diff(parts.message[operations]) > 0).all())
    require(all_true(pc.equal(parts.texts(operations), UPDATE)))
