from datetime import UTC, datetime

import pytest

from pipeline import run as nightly
from pipeline.errors import UsageError
from pipeline.operations.init_workspace import init_workspace
from pipeline.operations.run_workspace import RunOptions, run_workspace
from pipeline.run import RunResult


@pytest.fixture
def asked_instants(monkeypatch):
    """The instants at which runs were asked for; each of them ends with 3."""
    instants = []

    def run(_workspace, as_of, **_options):
        instants.append(as_of)
        return RunResult({}, 3, 1, None)

    monkeypatch.setattr(nightly, "run", run)
    return instants


def test_an_instant_without_an_offset_is_of_the_business_zone(tmp_path, asked_instants):
    init_workspace(tmp_path / "books")
    for instant in (datetime(2026, 10, 5, 23, 30), datetime(2026, 10, 5, 23, 30, tzinfo=UTC), None):  # noqa: DTZ001
        run_workspace(tmp_path / "books", RunOptions(instant))
    assert [instant and instant.astimezone(UTC).hour for instant in asked_instants] == [14, 23, None]


def test_on_request_a_run_that_needs_somebody_ends_with_nought(tmp_path, asked_instants):
    init_workspace(tmp_path / "books")
    runs = [run_workspace(tmp_path / "books", RunOptions(exit_zero=exit_zero)) for exit_zero in (False, True)]
    assert [(run.exit_code, run.result.exit_code) for run in runs] == [(3, 3), (0, 3)]
    assert len(asked_instants) == 2


def test_a_folder_that_is_no_workspace_is_a_usage_error(tmp_path):
    with pytest.raises(UsageError, match="is not a workspace"):
        run_workspace(tmp_path, RunOptions())
