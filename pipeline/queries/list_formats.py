"""The formats of feeds and reports for people and scripts, from the declarations that parse and write them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from pipeline import text
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import UsageError
from schemas.columns import Column, Table, heading
from schemas.formats.feed_formats import FEEDS
from schemas.formats.report_formats import REPORTS
from schemas.pages import formats_page

SHOWN = (*("name", "kind", "required", "longest", "choices", "aliases", "label", "xml", "private", "doc", "example"),)


def find(name: str) -> list[Table]:
    """The formats that a name means: all of them without one, those of that name, or the single one it begins.

    A feed and a report of the same name are both found.
    """
    every = [*FEEDS, *REPORTS]
    if not name:
        return every
    begun = [table for table in every if heading(table.name).startswith(heading(name))]
    exact = [table for table in begun if heading(table.name) == heading(name)]
    if not exact and len({table.name for table in begun}) != 1:
        known = ", ".join(dict.fromkeys(table.name for table in begun or every))
        raise UsageError(f"{name} {'may mean several formats' if begun else 'is no format'}", f"choose one of: {known}")
    return exact or begun


def document(tables: list[Table]) -> dict[str, Any]:
    """The formats with all their columns."""
    return {"version": JSON_VERSION, "formats": [_format(table) for table in tables]}


def overview(tables: list[Table]) -> str:
    """A line for each format."""
    rows = [(_side(table), table.name, table.message, table.doc) for table in tables]
    return "\n".join(text.table(("", "format", "XML", "what it is"), rows))


def details(tables: list[Table]) -> str:
    """The columns of each format as a table."""
    return "\n\n".join("\n".join(_details(table)) for table in tables)


def _format(table: Table) -> dict[str, Any]:
    facts = ("name", "doc", "source", "message", "template", "key", "one_of", "either")
    columns = [{name: value for name, value in asdict(column).items() if name in SHOWN} for column in table.columns]
    return {"side": _side(table), **{fact: getattr(table, fact) for fact in facts}, "columns": columns}


def _details(table: Table) -> list[str]:
    heads = ("column", "kind", "required", "example", "meaning")
    return [
        f"{_side(table)}: {table.name}",
        table.doc,
        f"Source: {table.source}.",
        "",
        *text.table(heads, [_cells(column, table) for column in table.columns]),
    ]


def _cells(column: Column, table: Table) -> tuple[str, ...]:
    required = "yes" if column.required else ""
    values = formats_page.allowed_values(column, table)
    parts = (column.doc, "Buyer data." if column.private else "", f"{values[0].upper()}{values[1:]}." if values else "")
    return column.name, column.kind, required, column.example, " ".join(filter(None, parts))


def _side(table: Table) -> str:
    return "feed" if table.feed else "report"
