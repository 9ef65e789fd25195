"""What the document of a workspace tells of its last run."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pipeline.documents.status_document import InboxFiles, LastRun, WorkspaceState, status_document

FINISHED = datetime(2026, 10, 5, 15, 0, tzinfo=UTC)
RUN = LastRun(1, FINISHED, None, FINISHED, FINISHED, 0, "reports/2026-10-05/run-1")
STATE = WorkspaceState(
    root="/books",
    in_progress=False,
    in_progress_since=None,
    read_only=False,
    unpublished=None,
    recovered=[],
    last_run=RUN,
    held=0,
    counters={},
    watch={"unpriced": 2, "stale-pending": {"count": 1, "orders": ["999-0000001-0000001"]}},
    inbox=InboxFiles("/books/inbox", [], []),
    stuck=[],
    morning={},
    data_files=None,
)


@pytest.mark.parametrize(("hours", "exit_code"), [(26, 0), (26.01, 3), (-5, 0)])
def test_a_run_older_than_the_settings_allow_needs_somebody(hours, exit_code):
    document = status_document(STATE, FINISHED + timedelta(hours=hours), 26)
    assert (document["too_old"], document["exit_code"]) == (exit_code == 3, exit_code)


def test_a_workspace_without_a_run_needs_one():
    document = status_document(replace(STATE, last_run=None), FINISHED, 26)
    assert (document["run"], document["too_old"], document["exit_code"]) == (None, True, 3)


def test_what_is_to_be_watched_has_a_count_and_the_orders_that_are_known():
    assert status_document(STATE, FINISHED, 26)["watch"] == {
        "unpriced": {"count": 2, "orders": []},
        "stale-pending": {"count": 1, "orders": ["999-0000001-0000001"]},
    }


def test_data_files_are_listed_only_when_asked_for():
    assert "files" not in status_document(STATE, FINISHED, 26)
    assert status_document(replace(STATE, data_files=[]), FINISHED, 26)["files"] == []
