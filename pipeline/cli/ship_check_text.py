"""`orders check` for people: the answer to each line of a pick list, made from its document."""

from __future__ import annotations

import re
from typing import Any

from pipeline.documents.localize import Localizer
from schemas.column_kinds import CONTROLS
from schemas.wording.list_words import CODE_COUNT, PICK_LIST_EMPTY, PICK_LIST_GOOD, PICK_LIST_KEPT

COLUMNS = ("line", "order_id", "order_item_id", "answer", "code", "reason")


def ship_check_text(document: dict[str, Any], localizer: Localizer) -> str:
    """The answers as a flat file; a tab, a line break or another control inside a cell of the list becomes a blank."""
    heading = "\t".join(localizer.heading(column.replace("_", "-")) for column in COLUMNS)
    rows = ["\t".join(_cell(line[column]) for column in COLUMNS) for line in document["lines"]]
    return "\n".join([heading, *rows])


def ship_check_summary_text(document: dict[str, Any], localizer: Localizer) -> str:
    """How many lines may not ship, and why."""
    run = document["run"]
    if not document["lines"]:
        return localizer.say(PICK_LIST_EMPTY, run=run)
    count = localizer.count(len(document["lines"]), "line")
    if not document["codes"]:
        return localizer.say(PICK_LIST_GOOD, count=count, run=run)
    reasons = localizer.joined(
        localizer.say(CODE_COUNT, count=number, code=code) for code, number in document["codes"].items()
    )
    return localizer.say(PICK_LIST_KEPT, count=count, run=run, kept=document["may_not_ship"], reasons=reasons)


def _cell(value: object) -> str:
    return re.sub(CONTROLS, " ", str(value))
