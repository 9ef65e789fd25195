"""The declared formats of feeds and reports as one document."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pipeline.documents.json_version import JSON_VERSION
from schemas.columns import Table

FACTS = ("name", "doc", "source", "message", "template", "key", "one_of", "either")
COLUMN_FACTS = (
    *("name", "kind", "required", "longest", "choices", "aliases", "label", "xml", "private", "doc", "example"),
)


def formats_document(tables: list[Table]) -> dict[str, Any]:
    """The formats with all their columns."""
    return {"version": JSON_VERSION, "formats": [_format(table) for table in tables]}


def side(table: Table) -> str:
    """Whether a format is that of a feed or of a report."""
    return "feed" if table.feed else "report"


def _format(table: Table) -> dict[str, Any]:
    columns = [
        {name: value for name, value in asdict(column).items() if name in COLUMN_FACTS} for column in table.columns
    ]
    return {"side": side(table), **{fact: getattr(table, fact) for fact in FACTS}, "columns": columns}
