"""The document of a run that had nothing to do, and so published no run.json."""

from __future__ import annotations

from typing import Any

from pipeline.documents.json_version import JSON_VERSION


def no_run_document(exit_code: int) -> dict[str, Any]:
    """What stands in the place of run.json."""
    return {"version": JSON_VERSION, "run": None, "exit_code": exit_code}
