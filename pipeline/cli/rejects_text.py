"""`rejects list` for people: a line for each rejection, made from the document."""

from __future__ import annotations

from typing import Any

from pipeline import text
from pipeline.documents.localize import Localizer
from schemas.wording.list_words import REFUSAL_CLOSED, REJECTION_COUNT, REJECTION_STATES, STILL_OPEN

HEADS = ("run", "feed", "record", "line", "order", "codes", "message", "state", "file")
LEAST_COLUMNS = ("line", "run", "feed", "record")
FOLDED_COLUMNS = ("message", "state", "file")
STATES = ("resolved", "again", "settled", "closed", "later")
"""The states of a rejection that name a run; the first of them that has one counts."""


def rejects_text(document: dict[str, Any], localizer: Localizer) -> str:
    """A line for each rejection, and how many there are."""
    rows = [_row(reject, localizer) for reject in document["rejects"]]
    least, folded = ([HEADS.index(name) for name in names] for names in (LEAST_COLUMNS, FOLDED_COLUMNS))
    table = text.table([localizer.heading(head) for head in HEADS], rows, drop=least, fold=folded) if rows else []
    count = localizer.count(document["count"], "rejection")
    return "\n".join([*table, localizer.say(REJECTION_COUNT, count=count, open=document["open"])])


def _row(reject: dict[str, Any], localizer: Localizer) -> tuple[object, ...]:
    return (
        reject["run"],
        reject["feed"],
        reject["record"],
        reject["line"],
        reject["order_id"],
        " ".join(str(code["code"]) for code in reject["codes"]),
        " / ".join(code["message"] for code in reject["codes"]),
        _state(reject, localizer),
        reject["file"],
    )


def _state(reject: dict[str, Any], localizer: Localizer) -> str:
    """What became of a rejection."""
    state = next((name for name in STATES if reject[name]), "")
    return localizer.say(REJECTION_STATES[state], run=reject.get(state))


def closed_text(document: dict[str, Any], localizer: Localizer) -> str:
    """A line for each feed that was closed, and how many rejections are open."""
    closed = [localizer.say(REFUSAL_CLOSED, feed=feed["feed"], run=feed["run"]) for feed in document["closed"]]
    return "\n".join([*closed, localizer.say(STILL_OPEN, open=document["open"])])
