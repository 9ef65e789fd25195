"""What `ordermill check` says of the files."""

from __future__ import annotations

from pipeline.operations.check_feeds import CheckResult
from schemas.statuses import FEED_REFUSED


def answers_text(result: CheckResult, *, only_refused: bool = False) -> str:
    """The answers, each under the name of its file; only_refused: those of files in which something was refused."""
    refused = [bool(file["rejected"]) or file["status"] == FEED_REFUSED for file in result.document["files"]]
    answers = zip(result.answers, refused, strict=True)
    return "\n\n".join(f"{name}\n{text.rstrip()}" for (name, text), bad in answers if bad or not only_refused)
