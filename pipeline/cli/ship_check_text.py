"""`orders check` for people: the answer to each line of a pick list, made from its document."""

from __future__ import annotations

import re
from typing import Any

from pipeline import text
from schemas.column_kinds import CONTROLS

COLUMNS = ("line", "order_id", "order_item_id", "answer", "code", "reason")


def ship_check_text(document: dict[str, Any]) -> str:
    """The answers as a flat file; a tab, a line break or another control inside a cell of the list becomes a blank."""
    heading = "\t".join(column.replace("_", "-") for column in COLUMNS)
    rows = ["\t".join(_cell(line[column]) for column in COLUMNS) for line in document["lines"]]
    return "\n".join([heading, *rows])


def ship_check_summary_text(document: dict[str, Any]) -> str:
    """How many lines may not ship, and why."""
    run = document["run"]
    if not document["lines"]:
        return f"the list has no lines, so nothing was checked against run {run}"
    reasons = ", ".join(f"{count} {code}" for code, count in document["codes"].items())
    verdict = f"{document['may_not_ship']} may not ship ({reasons})" if reasons else "all may ship"
    return f"{text.count(len(document['lines']), 'line')} checked against run {run}: {verdict}"


def _cell(value: object) -> str:
    return re.sub(CONTROLS, " ", str(value))
