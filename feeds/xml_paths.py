"""The places of a format's columns in its XML form, as one tree that a message is walked along once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from schemas.columns import Column, Kind, Table

FIRST, ADD, ALL_SAME = "first", "add", "same"
_OVER_ALL_ITEMS = "./"
_STEP = re.compile(r"(\w+)(?:\[(\w+|\*)\])?")
ANY_TYPE = "*"
_UNTYPED = "?"
_ZERO = re.compile(r"-?0+(\.0{1,2})?", re.ASCII)
_PLAIN = re.compile(r"-?[0-9]{1,12}(\.0{1,2})?", re.ASCII)


@dataclass(slots=True)
class PathStep:
    """What to take below one element: its text, an attribute, its children; components by their Type.

    column: the position of the column that takes the text, -1 for none. rule: what becomes of a second value: FIRST,
    ADD or ALL_SAME.
    """

    column: int = -1
    rule: str = FIRST
    attribute: str = ""
    attribute_column: int = -1
    below: dict[str, PathStep] = field(default_factory=dict)
    types: dict[str, PathStep] = field(default_factory=dict)


def path_trees(table: Table) -> tuple[PathStep, PathStep]:
    """(what a message says once, what each of its items says); columns are positions in the table's order."""
    message_tree = PathStep()
    item_tree = PathStep()
    for position, column in enumerate(table.columns):
        for path in filter(None, column.xml.split("|")):
            is_in_item = bool(table.item) and path.startswith(f"{table.item}/")
            tags = path.removeprefix(_OVER_ALL_ITEMS).split("/")
            if is_in_item:
                _add_path(item_tree, tags[1:], position, column)
            else:
                _add_path(message_tree, tags, position, column)
    return message_tree, item_tree


def fill_row(element: etree._Element, step: PathStep, row: list[str]) -> None:
    """Put what lies below an element into the row."""
    for child in element:
        child_step = step.below.get(child.tag)
        if child_step is None:
            continue
        if child_step.types:
            _fill_from_component(child, child_step.types, row)
        if child_step.column >= 0:
            _put_value(row, child_step.column, child_step.rule, _element_text(child))
        if child_step.attribute:
            _put_value(row, child_step.attribute_column, ALL_SAME, child.get(child_step.attribute) or "")
        if child_step.below:
            fill_row(child, child_step, row)


def _fill_from_component(component: etree._Element, types: dict[str, PathStep], row: list[str]) -> None:
    """What a component of its Type says; of a Type that no column takes its name, unless its amount is 0."""
    name = (component.findtext("Type") or "").strip()
    typed = types.get(name)
    others = types.get(ANY_TYPE)
    if typed is not None:
        fill_row(component, typed, row)
    elif others is not None and not _ZERO.fullmatch((component.findtext("Amount") or "").strip()):
        _put_value(row, others.column, FIRST, name or _UNTYPED)


def _element_text(element: etree._Element) -> str:
    text = "".join(map(str, element.itertext())) if len(element) else element.text
    return (text or "").strip(" \t\r\n")


def _put_value(row: list[str], column: int, rule: str, text: str) -> None:
    """Put a value into a cell by the rule of its column.

    Amounts are added up. What should stand once and stands there differently is kept whole, for the check to reject.
    """
    present = row[column]
    if present == "":
        row[column] = text
    elif text == "" or rule == FIRST:
        return
    elif rule == ADD:
        row[column] = _sum_amounts(present, text)
    elif text not in present.split(" "):
        row[column] = f"{present} {text}"


def _sum_amounts(present: str, text: str) -> str:
    if _PLAIN.fullmatch(present) and _PLAIN.fullmatch(text):
        return str(int(present.partition(".")[0]) + int(text.partition(".")[0]))
    return f"{present} + {text}"


def _add_path(tree: PathStep, tags: list[str], position: int, column: Column) -> None:
    """Add one path of a column, without what stands above the tree."""
    last, _, attribute = tags[-1].partition("@")
    for tag in [*tags[:-1], last]:
        match = _STEP.fullmatch(tag)
        if match is None:
            raise ValueError(f"{column.name}: {column.xml} is not a path")
        tree = tree.below.setdefault(match[1], PathStep())
        if match[2]:
            tree = tree.types.setdefault(match[2], PathStep())
    if attribute:
        tree.attribute = attribute
        tree.attribute_column = position
        return
    tree.column = position
    tree.rule = {Kind.YEN: ADD, Kind.TEXT: FIRST}.get(column.kind, ALL_SAME)
