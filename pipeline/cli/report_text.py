"""`report` for people: what was written where, made from the document."""

from __future__ import annotations

from typing import Any

from pipeline import text


def report_text(document: dict[str, Any]) -> str:
    """Which report of which runs was written to which file."""
    runs = ", ".join(map(str, document["runs"]))
    made_again = ", made again" if document["made_again"] else ""
    rows = text.count(document["rows"], "row")
    return f"{document['name']} of run {runs}: {rows} in {document['file']}{made_again}"
