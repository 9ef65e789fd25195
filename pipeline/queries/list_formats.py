"""Finding formats of feeds and reports among the declarations that parse and write them."""

from __future__ import annotations

from pipeline.errors import UsageError
from schemas.columns import Table, heading
from schemas.formats.feed_formats import FEEDS
from schemas.formats.report_formats import REPORTS


def list_formats(name: str) -> list[Table]:
    """The formats that a name means: all of them without one, those of that name, or the single one it begins.

    A feed and a report of the same name are both listed.
    """
    tables = [*FEEDS, *REPORTS]
    if not name:
        return tables
    begun = [table for table in tables if heading(table.name).startswith(heading(name))]
    exact = [table for table in begun if heading(table.name) == heading(name)]
    if not exact and len({table.name for table in begun}) != 1:
        known = ", ".join(dict.fromkeys(table.name for table in begun or tables))
        raise UsageError(
            f"{name} {'is the beginning of several formats' if begun else 'is not a format'}", f"choose one of: {known}"
        )
    return exact or begun
