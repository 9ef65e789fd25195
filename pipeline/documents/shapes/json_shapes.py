"""The vocabulary of shapes: fragments of JSON Schema 2020-12."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Shape = dict[str, Any]

TEXT: Shape = {"type": "string"}
NUMBER: Shape = {"type": "integer"}
COUNT: Shape = {"type": "integer", "minimum": 0}
FROM_ONE: Shape = {"type": "integer", "minimum": 1}
SECONDS: Shape = {"type": "number", "minimum": 0}
FLAG: Shape = {"type": "boolean"}
NOTHING: Shape = {"type": "null"}
INSTANT: Shape = {"type": "string", "format": "date-time"}
DAY: Shape = {"type": "string", "format": "date"}


def one_of(*values: str | int) -> Shape:
    """One of these values."""
    return {"enum": [*values]}


def nullable(shape: Shape) -> Shape:
    """The shape, or null where there is nothing to say."""
    return {"anyOf": [shape, NOTHING]}


def list_of(shape: Shape) -> Shape:
    """A list, each entry of one shape."""
    return {"type": "array", "items": shape}


def mapping_of(shape: Shape) -> Shape:
    """An object with any names, each value of one shape."""
    return {"type": "object", "additionalProperties": shape}


def record(fields: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """An object that has all of these fields, and perhaps optional ones. Version 1 may grow others."""
    return {"type": "object", "properties": {**fields, **(optional or {})}, "required": [*fields]}


def same(names: Iterable[str], shape: Shape) -> dict[str, Shape]:
    """Fields of one shape."""
    return dict.fromkeys(names, shape)
