"""The declared formats as Markdown. `python -m schemas.pages.formats_page` writes docs/formats.md; a test compares."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from schemas.carriers import CARRIERS, Carrier
from schemas.columns import MOST_UNITS, MOST_YEN, Column, Kind, Table
from schemas.formats.added_columns import REASON_NAMES, SELLER_ID
from schemas.formats.feed_formats import FEEDS
from schemas.formats.report_formats import REPORTS
from schemas.pages import markdown

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"
HEADINGS = ("column", "kind", "required", "values", "Japanese heading", "XML", "meaning", "example")
_REASONS = ", ".join(f"`{name}`" for name in REASON_NAMES)
_INTRODUCTION = f"""\
# Formats

Every column of every format. This page is generated from the declarations that also read, check and write them.

Flat files are separated by tabs, without quoting. Columns are found by name, in any order and any case, and `_` is the
same as `-`; the Japanese heading works as well as the name. The columns {_REASONS} of a file of
rejected records may be in any feed, and so may `{SELLER_ID}`: a feed with a row of another seller is refused.

XML paths begin below the payload of a message. The amounts of a path that begins with `./` are added up over all items
of the message. An XML file must be in the encoding it declares: UTF-8, UTF-16 with a byte order mark, US-ASCII or
Shift_JIS (read as Windows writes it); without a declaration it must be UTF-8, or UTF-16 with a byte order mark. Any
other encoding with ASCII in it may be declared where every character is printable ASCII. A file
with a DOCTYPE, an entity of its own or an element in a namespace is refused. An XML feed is answered in XML, a flat
feed with a flat file.

- order id: three groups of 3, 7 and 7 digits, or letters and digits, with hyphens. item id: 14 or 15 digits as
  text, with leading zeros. text: its length is counted in characters, however many bytes they have.
- count: a whole number without sign. yen: whole yen without commas; without sign, unless the values go below 0.
- moment: `2026-10-05T10:00:00+09:00`; without an offset it is in the business zone. day: `2026-10-05`.
- flag: `true` or `false`, empty if unknown. choice: one of the values listed, in any case.
"""
_CARRIER_INTRODUCTION = """\
Known carriers, each with its other spellings, in any case. Any other carrier is recorded as `Other` with its name, and
answered with warning 70011.
"""


def formats_page(tables: Iterable[Table]) -> str:
    """A page about the carriers and the given formats: of each its heading, meaning, source and a table of columns."""
    carriers = [_CARRIER_INTRODUCTION, *map(_carrier, CARRIERS), ""]
    return "\n".join([_INTRODUCTION, *carriers, *(_section(table) for table in tables)])


def _carrier(carrier: Carrier) -> str:
    names = dict.fromkeys((carrier.name, *carrier.spellings))
    return f"- `{carrier.code}`: {', '.join(names)}"


def _section(table: Table) -> str:
    lines = [
        f"## {'Feed' if table.feed else 'Report'}: {table.name}",
        "",
        table.doc,
        "",
        f"Source: {table.source}.",
        "",
    ]
    lines += [*(f"- {fact}" for fact in _facts(table)), ""] if _facts(table) else []
    columns = markdown.table(HEADINGS, (_column_cells(column, table) for column in table.columns))
    return "\n".join([*lines, columns, *_unused_columns(table)])


def _unused_columns(table: Table) -> list[str]:
    """The columns of the marketplace's own files that are known in the format, but not used."""
    unused = sorted(name for name in table.other_columns if table.column(name) is None)
    return [f"Known and not used, so that they give no remark: {_quoted_names(unused)}.", ""] if unused else []


def _facts(table: Table) -> list[str]:
    return [
        *([_xml(table)] if table.message else []),
        *([f"Flat file: may begin with `TemplateType={table.template}`"] if table.template else []),
        *(f"At least one of {_quoted_names(group)} is filled" for group in table.one_of),
        *(f"Never filled together: {_quoted_names(group)}" for group in table.either),
        *([f"Once in a file: {' + '.join(_key_text(part) for part in table.key)}"] if table.key else []),
    ]


def _xml(table: Table) -> str:
    payload = f", payload {table.message} or {table.payload}" if table.payload else ""
    repeated = f"; `{table.item}` is repeated" if table.item else ""
    return f"XML: `MessageType` {table.message}{payload}{repeated}"


def _quoted_names(group: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in group)


def _key_text(part: str) -> str:
    return ", else ".join(" + ".join(f"`{name}`" for name in choice.split("+")) for choice in part.split("|"))


def _column_cells(column: Column, table: Table) -> list[str]:
    name, example = (f"`{text}`" if text else "" for text in (column.name, column.example))
    xml = _quoted_names(filter(None, column.xml.split("|"))) if table.message else ""
    required = "yes" if column.required else ""
    return [
        name,
        str(column.kind),
        required,
        allowed_values(column, table),
        column.label,
        xml,
        _meaning(column),
        example,
    ]


def allowed_values(column: Column, table: Table) -> str:
    """What a column may hold: its length, the range of a number that is read, its choices."""
    length = [f"at most {column.longest} characters"] if column.longest else []
    most = {Kind.COUNT: MOST_UNITS, Kind.YEN: MOST_YEN}.get(column.kind)
    number = [f"{column.least:,} to {most:,}"] if table.feed and most else []
    choices = [", ".join(column.choices)] if column.choices else []
    return "; ".join([*length, *number, *choices])


def _meaning(column: Column) -> str:
    also = [*column.aliases, *(f"{known} for {meant}" for known, meant in column.spellings)]
    private = ["Buyer data."] if column.private else []
    return " ".join([*([column.doc] if column.doc else []), *private, *([f"Also: {', '.join(also)}."] if also else [])])


if __name__ == "__main__":
    PAGE.write_text(formats_page((*FEEDS, *REPORTS)), encoding="utf-8", newline="\n")
