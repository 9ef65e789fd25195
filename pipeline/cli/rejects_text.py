"""`rejects list` for people: a line for each refusal, made from the document."""

from __future__ import annotations

from typing import Any

from pipeline import text

HEADS = ("run", "feed", "record", "line", "order", "codes", "message", "state", "file")


def rejects_text(document: dict[str, Any]) -> str:
    """A line for each refusal, and how many there are."""
    rows = [_row(reject) for reject in document["rejects"]]
    count = f"{text.count(document['count'], 'rejection')}, {document['open']:,} open"
    return "\n".join([*(text.table(HEADS, rows) if rows else []), count])


def _row(reject: dict[str, Any]) -> tuple[object, ...]:
    return (
        reject["run"],
        reject["feed"],
        reject["record"],
        reject["line"],
        reject["order_id"],
        " ".join(str(code["code"]) for code in reject["codes"]),
        " / ".join(code["message"] for code in reject["codes"]),
        _resolution(reject),
        reject["file"],
    )


def _resolution(reject: dict[str, Any]) -> str:
    """What became of a refusal."""
    if reject["resolved"]:
        return f"resolved by run {reject['resolved']}"
    if reject["again"]:
        return f"rejected again in run {reject['again']}"
    if reject["settled"]:
        return f"settled by run {reject['settled']}"
    return f"open (see run {reject['later']})" if reject["later"] else "open"
