"""The document of a run where it is not run.json: there was nothing to do, or the inbox could not be cleared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pipeline.documents.ending import stopped
from pipeline.documents.json_version import JSON_VERSION
from pipeline.errors import UnfinishedError


def no_run_document(exit_code: int) -> dict[str, Any]:
    """What stands in the place of run.json."""
    return {"version": JSON_VERSION, "run": None, "exit_code": exit_code}


def unremoved_document(document: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """What stands in the place of run.json when files that were read cannot be removed from the inbox."""
    run = document["run"]
    what = f"run {run} is published, but these files cannot be removed from the inbox: {', '.join(names)}"
    tip = "they are not read again; remove them, or let ordermill write to the inbox"
    return stopped(UnfinishedError(what, tip, committed=run, known=document))
