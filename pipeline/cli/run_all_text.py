"""What `ordermill run --all` says while it goes from workspace to workspace."""

from __future__ import annotations

from pipeline.cli.run_text import outcome_text
from pipeline.errors import CommandError
from pipeline.operations.collect_payouts import PAYOUTS_FILE
from pipeline.operations.run_all import PayoutsMissing, WorkspaceFinished, WorkspaceResult


def event_text(event: WorkspaceResult | PayoutsMissing) -> str:
    """A line: how the run of a workspace ended, or that its payouts could not be read."""
    if isinstance(event, WorkspaceFinished):
        return f"{event.name}: {outcome_text(event.run.result, event.run.settings.tz)}"
    if isinstance(event, PayoutsMissing):
        return f"{event.name}: its payouts are missing from {PAYOUTS_FILE}: {_error_text(event.error)}"
    return f"{event.name}: {_error_text(event.error)}"


def _error_text(error: CommandError) -> str:
    """What went wrong and what to do, on one line."""
    return "; ".join(" ".join(text.split()) for text in (error.what, error.tip) if text)
