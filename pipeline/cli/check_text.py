"""What `ordermill check` says of the files."""

from __future__ import annotations

from pipeline.operations.check_feeds import CheckResult


def answers_text(result: CheckResult) -> str:
    """The answers, each under the name of its file."""
    return "\n\n".join(f"{name}\n{text.rstrip()}" for name, text in result.answers)
