"""What an element of a message is for a format, by the elements around it: numbered states of the declared paths.

The same paths as in feeds.xml_paths, walked from the envelope down for many elements at once.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from feeds.xml_paths import ALL_SAME, ANY_TYPE, PathStep, path_trees
from schemas.columns import Table

ODD, IGNORED, ENVELOPE_STATE, MESSAGE, MESSAGE_ID, OPERATION, PAYLOAD = range(7)
"""The states above the payload. ODD: what only the reader of elements understands; IGNORED: what no column takes."""
TYPE = "Type"
_DEPTHS = (0, 0, 0, 1, 2, 2)
"""The depth of elements in each of these but PAYLOAD."""
_PAYLOAD_DEPTH = 2
_ScopedSteps = tuple[tuple[PathStep, bool], ...]
"""Steps of the declared paths that meet in one element, and whether each belongs to an item or to the message."""


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell that takes something of an element. attribute: which of its attributes, "" for its text.

    rule: what becomes of a second value, as of feeds.xml_paths.
    """

    column: int
    is_of_item: bool
    rule: str
    attribute: str = ""


@dataclass(slots=True)
class ElementState:
    """What an element is. depth: of elements in this state, 0 for none; cells: what takes something of it.

    steps: where paths lead from here. is_typed: its child Type says what it is; types: the state that it has instead,
    by the text of that child; other_types: the same for any other text.
    """

    depth: int = 0
    steps: _ScopedSteps = ()
    is_item: bool = False
    cells: tuple[CellPlace, ...] = ()
    is_typed: bool = False
    types: dict[str, int] = field(default_factory=dict)
    other_types: int = ODD


class ElementStates:
    """The states of a format, each by its number."""

    def __init__(self, table: Table) -> None:
        message_tree, self._item_tree = path_trees(table)
        self.states = [ElementState(depth) for depth in _DEPTHS]
        self._item = table.item
        self._below: dict[tuple[int, str], int] = {
            (ENVELOPE_STATE, "Message"): MESSAGE,
            (MESSAGE, "MessageID"): MESSAGE_ID,
            (MESSAGE, "OperationType"): OPERATION,
        }
        payload = ElementState(_PAYLOAD_DEPTH, ((message_tree, False),))
        self._below |= {(MESSAGE, name): PAYLOAD for name in (table.message, table.payload) if name}
        self._add(payload)
        self.type_names = sorted({name for state in self.states for name in state.types})

    def transitions(self, names: list[str]) -> np.ndarray:
        """The state of an element by the state of its parent (row) and its name (column)."""
        table = np.full((len(self.states), len(names)), IGNORED, np.int16)
        table[[ODD, ENVELOPE_STATE, MESSAGE]] = ODD
        for (state, name), below in self._below.items():
            if name in names:
                table[state, names.index(name)] = below
        return table

    def refinements(self) -> np.ndarray:
        """The state of an element by its state (row) and the place of its Type in type_names, the last for others."""
        unchanged = np.arange(len(self.states), dtype=np.int16)
        table = np.repeat(unchanged[:, None], len(self.type_names) + 1, axis=1)
        for number, state in enumerate(self.states):
            if state.is_typed:
                table[number] = state.other_types
                for name, refined in state.types.items():
                    table[number, self.type_names.index(name)] = refined
        return table

    def _add(self, state: ElementState) -> int:
        """Give a state a number, and all below it."""
        number = len(self.states)
        self.states.append(state)
        names = {name for step, _ in state.steps for name in step.below}
        if number == PAYLOAD and self._item:
            names.add(self._item)
        for name in sorted(names):
            self._below[number, name] = self._add_below(state, name, is_item=number == PAYLOAD and name == self._item)
        return number

    def _add_below(self, state: ElementState, name: str, *, is_item: bool) -> int:
        """The state of a child of this name: what any of the steps of its parent says of it."""
        steps = tuple((step.below[name], is_of_item) for step, is_of_item in state.steps if name in step.below)
        inner = (*steps, (self._item_tree, True)) if is_item else steps
        kinds = {kind for step, _ in steps for kind in step.types}
        child = ElementState(state.depth + 1, inner, is_item, _cells(steps), is_typed=bool(kinds))
        number = self._add(child)
        has_any = [is_of_item for step, is_of_item in steps if ANY_TYPE in step.types]
        for kind in sorted(kinds - {ANY_TYPE}):
            typed = tuple((step.types[kind], is_of_item) for step, is_of_item in steps if kind in step.types)
            is_odd = any(is_of_item not in {scope for _, scope in typed} for is_of_item in has_any)
            refined = ElementState(child.depth, (*inner, *typed), cells=child.cells)
            child.types[kind] = ODD if is_odd else self._add(refined)
        child.other_types = ODD if has_any else number
        return number


def _cells(steps: _ScopedSteps) -> tuple[CellPlace, ...]:
    texts = [CellPlace(step.column, is_of_item, step.rule) for step, is_of_item in steps if step.column >= 0]
    attributes = [
        CellPlace(step.attribute_column, is_of_item, ALL_SAME, step.attribute)
        for step, is_of_item in steps
        if step.attribute
    ]
    return (*texts, *attributes)
