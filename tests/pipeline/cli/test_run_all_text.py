from zoneinfo import ZoneInfo

import pytest

from pipeline.cli.run_all_text import event_text
from pipeline.errors import BusyError, FailureError
from pipeline.operations.run_all import PayoutsMissing, WorkspaceFailed, WorkspaceFinished
from pipeline.operations.run_workspace import WorkspaceRun
from pipeline.run import RunResult
from pipeline.workspace.settings import Settings

DONE = {"run": 1, "as_of": "2026-10-05T14:30:00+00:00"}


@pytest.mark.parametrize(
    ("document", "exit_code", "ending"),
    [
        (DONE, 0, "run 1, as of 2026-10-05 23:30 JST: done"),
        (DONE, 3, "run 1, as of 2026-10-05 23:30 JST: done; action needed"),
        ({}, 0, "nothing to do: no feed in the inbox, and the time and settings are those of the last run"),
    ],
)
def test_a_run_that_ended_is_a_line_under_the_name_of_its_workspace(document, exit_code, ending):
    settings = Settings()
    assert settings.tz == ZoneInfo("Asia/Tokyo")
    run = WorkspaceRun(None, settings, RunResult(document, exit_code, 1, None), exit_code)
    assert event_text(WorkspaceFinished("a/b", run)) == f"a/b: {ending}"


def test_with_exit_zero_the_line_still_says_that_something_needs_you():
    run = WorkspaceRun(None, Settings(), RunResult(DONE, 3, 1, None), 0)
    assert event_text(WorkspaceFinished("a", run)).endswith(": done; action needed")


def test_a_run_that_failed_is_a_line_of_what_and_advice():
    error = BusyError("another run is in progress", "wait until it is done;\nsee `ordermill status`")
    assert event_text(WorkspaceFailed("a", error)) == (
        "a: another run is in progress; wait until it is done; see `ordermill status`"
    )
    assert event_text(WorkspaceFailed("a", FailureError("it broke"))) == "a: it broke"


def test_payouts_that_cannot_be_read_are_a_line_too():
    error = FailureError("the store cannot be used", "restore state/")
    assert event_text(PayoutsMissing("a", error)) == (
        "a: its payouts are missing from payouts.tsv: the store cannot be used; restore state/"
    )
