"""`formats` for people: the declared formats in a line each, or with their columns."""

from __future__ import annotations

from pipeline import text
from pipeline.documents.formats_document import side
from schemas.columns import Column, Table
from schemas.pages import formats_page

HEADS = ("column", "kind", "required", "example", "meaning")


def formats_overview_text(tables: list[Table]) -> str:
    """A line for each format."""
    rows = [(side(table), table.name, table.message, table.doc) for table in tables]
    return "\n".join(text.table(("", "format", "XML", "what it is"), rows))


def formats_text(tables: list[Table]) -> str:
    """The columns of each format as a table."""
    return "\n\n".join("\n".join(_lines(table)) for table in tables)


def _lines(table: Table) -> list[str]:
    return [
        f"{side(table)}: {table.name}",
        table.doc,
        f"Source: {table.source}.",
        "",
        *text.table(HEADS, [_cells(column, table) for column in table.columns], drop=[HEADS.index("example")]),
    ]


def _cells(column: Column, table: Table) -> tuple[str, ...]:
    required = "yes" if column.required else ""
    values = formats_page.allowed_values(column, table)
    parts = (column.doc, "Buyer data." if column.private else "", f"{values[0].upper()}{values[1:]}." if values else "")
    return column.name, column.kind, required, column.example, " ".join(filter(None, parts))
