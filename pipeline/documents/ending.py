"""How a command ended: the same four facts in every document, whatever the exit code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import CommandError


def ended(document: Mapping[str, Any], exit_code: int | None = None, *, committed: int | None = None) -> dict[str, Any]:
    """The document of a command that did its work.

    exit_code: what the shell sees, where it is another one than the document says. committed: the run of this command.
    """
    code = document.get("exit_code", 0) if exit_code is None else exit_code
    error = document.get("error")
    return _with_ending(document, {"exit_code": code, "error": error, "tip": None, "committed": committed})


def stopped(error: CommandError) -> dict[str, Any]:
    """The document of a command that could not go on: why, what to do, and what was known by then."""
    return _with_ending(
        error.known,
        {
            "exit_code": error.exit_code,
            "error": _one_line(error.what),
            "tip": _one_line(error.tip) or None,
            "committed": error.committed,
        },
    )


def _with_ending(document: Mapping[str, Any], ending: dict[str, Any]) -> dict[str, Any]:
    """The version, the ending, then everything else as it was."""
    return {"version": JSON_VERSION} | ending | {name: document[name] for name in document if name not in ending}


def _one_line(text: str) -> str:
    return " ".join(text.split())
