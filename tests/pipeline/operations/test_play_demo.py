import json
import shutil
import tomllib
from datetime import UTC, datetime

import pytest

from pipeline.errors import FailureError, UsageError
from pipeline.operations import play_demo
from pipeline.operations.init_workspace import SAMPLES, init_workspace
from pipeline.operations.play_demo import DemoRun, DemoStarted
from pipeline.run import RunResult


@pytest.fixture
def two_day_demo(tmp_path, monkeypatch):
    """A demo of the first two runs, so that it can be done several times."""
    samples = tmp_path / "samples"
    for name in ("ordermill.toml", "fees.toml"):
        samples.mkdir(exist_ok=True)
        shutil.copy(SAMPLES / name, samples)
    for name in ("2026-10-05", "2026-10-06"):
        shutil.copytree(SAMPLES / name, samples / name)
    third = (SAMPLES / "runs.toml").read_text("utf-8").split("[[run]]")
    (samples / "runs.toml").write_text("[[run]]".join(third[:3]), "utf-8")
    monkeypatch.setattr(play_demo, "SAMPLES", samples)
    return tmp_path / "books"


def test_feeds_come_at_the_instants_of_the_script(demo):
    document = json.loads((demo / "reports" / "2026-10-08" / "run-4" / "run.json").read_text("utf-8"))
    script = tomllib.loads((SAMPLES / "runs.toml").read_text("utf-8"))["run"][3]["feed"]
    assert [datetime.fromisoformat(feed["received"]) for feed in document["feeds"]] == [
        feed["received"] for feed in script
    ]


def test_nothing_is_left_in_the_inbox(demo):
    assert [*(demo / "inbox").iterdir()] == []


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="is not empty and does not contain a demo"):
        play_demo.play(tmp_path, [].append)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_workspace_of_somebody_is_left_alone(tmp_path):
    init_workspace(tmp_path / "books")
    with pytest.raises(UsageError, match="is not empty and does not contain a demo"):
        play_demo.play(tmp_path / "books", [].append)


def test_a_demo_that_was_cut_short_goes_on_where_it_stopped(two_day_demo, monkeypatch):
    real = play_demo.nightly.run

    def once(workspace, as_of):
        if as_of.astimezone(UTC).day == 6:
            raise KeyboardInterrupt
        return real(workspace, as_of)

    monkeypatch.setattr(play_demo.nightly, "run", once)
    events = []
    with pytest.raises(KeyboardInterrupt):
        play_demo.play(two_day_demo, events.append)
    assert [type(event) for event in events] == [DemoStarted, DemoRun]
    monkeypatch.setattr(play_demo.nightly, "run", real)
    again = []
    played = play_demo.play(two_day_demo, again.append)
    assert again[:2] == events
    assert [event.name for event in again[1:]] == ["R1", "R2"]
    assert [run["run"]["run"] for run in played["runs"]] == [1, 2]
    assert played["runs"][1]["run"]["proof"]["records"]["in"] == 25


def test_a_workspace_of_the_demo_with_other_runs_is_left_alone(two_day_demo):
    play_demo.play(two_day_demo, [].append)
    other = play_demo.SAMPLES / "runs.toml"
    other.write_text(other.read_text("utf-8").replace("as_of = 2026-10-06T23:30", "as_of = 2026-10-06T23:45"), "utf-8")
    with pytest.raises(UsageError, match="has runs that are not part of the demo"):
        play_demo.play(two_day_demo, [].append)


def test_a_run_that_ends_as_none_should_ends_the_demo(two_day_demo, monkeypatch):
    monkeypatch.setattr(play_demo.nightly, "run", lambda *_: RunResult({}, 4, 1, None))
    with pytest.raises(FailureError, match="run R1 of the demo ended with exit code 4"):
        play_demo.play(two_day_demo, [].append)
