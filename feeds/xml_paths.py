"""The places of a format's columns in its XML form, as one tree that a message is walked along once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree

from schemas.columns import Column, Kind, Table

FIRST, ADD, SAME = "first", "add", "same"
OVER_ALL = "./"
_STEP = re.compile(r"(\w+)(?:\[(\w+|\*)\])?")
OTHERS = "*"
_UNTYPED = "?"
_ZERO = re.compile(r"-?0+(\.0{1,2})?", re.ASCII)
_PLAIN = re.compile(r"-?[0-9]{1,12}(\.0{1,2})?", re.ASCII)


@dataclass(slots=True)
class PathStep:
    """What to take below one element: its text, an attribute, its children; components by their Type."""

    column: int = -1
    how: str = FIRST
    attribute: str = ""
    attribute_column: int = -1
    below: dict[str, PathStep] = field(default_factory=dict)
    types: dict[str, PathStep] = field(default_factory=dict)


def trees(table: Table) -> tuple[PathStep, PathStep]:
    """(what a message says once, what each of its items says); columns are places in the table's order."""
    once, each = PathStep(), PathStep()
    for place, column in enumerate(table.columns):
        for path in filter(None, column.xml.split("|")):
            inside = bool(table.item) and path.startswith(f"{table.item}/")
            _plant(each if inside else once, path.removeprefix(OVER_ALL).split("/")[inside:], place, column)
    return once, each


def gather(element: etree._Element, step: PathStep, row: list[str]) -> None:
    """Put what lies below an element into the row."""
    for child in element:
        found = step.below.get(child.tag)
        if found is None:
            continue
        if found.types:
            _by_type(child, found.types, row)
        if found.column >= 0:
            _put(row, found.column, found.how, _text(child))
        if found.attribute:
            _put(row, found.attribute_column, SAME, child.get(found.attribute) or "")
        if found.below:
            gather(child, found, row)


def _by_type(component: etree._Element, types: dict[str, PathStep], row: list[str]) -> None:
    """What a component of its Type says; of a Type that no column takes its name, unless its amount is 0."""
    name = (component.findtext("Type") or "").strip()
    typed, others = types.get(name), types.get(OTHERS)
    if typed is not None:
        gather(component, typed, row)
    elif others is not None and not _ZERO.fullmatch((component.findtext("Amount") or "").strip()):
        _put(row, others.column, FIRST, name or _UNTYPED)


def _text(element: etree._Element) -> str:
    text = "".join(map(str, element.itertext())) if len(element) else element.text
    return (text or "").strip(" \t\r\n")


def _put(row: list[str], place: int, how: str, text: str) -> None:
    """Amounts are added up. What should be said once and is said differently is kept whole, for the check to refuse."""
    held = row[place]
    if held == "":
        row[place] = text
    elif text == "" or how == FIRST:
        return
    elif how == ADD:
        row[place] = _sum(held, text)
    elif text not in held.split(" "):
        row[place] = f"{held} {text}"


def _sum(held: str, text: str) -> str:
    if _PLAIN.fullmatch(held) and _PLAIN.fullmatch(text):
        return str(int(held.partition(".")[0]) + int(text.partition(".")[0]))
    return f"{held} + {text}"


def _plant(tree: PathStep, path: list[str], place: int, column: Column) -> None:
    last, _, attribute = path[-1].partition("@")
    for name in [*path[:-1], last]:
        found = _STEP.fullmatch(name)
        if found is None:
            raise ValueError(f"{column.name}: {column.xml} is not a path")
        tree = tree.below.setdefault(found[1], PathStep())
        if found[2]:
            tree = tree.types.setdefault(found[2], PathStep())
    if attribute:
        tree.attribute, tree.attribute_column = attribute, place
        return
    tree.column = place
    tree.how = {Kind.YEN: ADD, Kind.TEXT: FIRST}.get(column.kind, SAME)
