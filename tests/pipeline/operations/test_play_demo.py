import json
import shutil
import tomllib
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.errors import FailureError, UsageError
from pipeline.operations import play_demo
from pipeline.operations.init_workspace import SAMPLES
from pipeline.run import RunResult

NAMES = ["R1", "R2", "R3", "R4", "R5", "R5b", "R6", "R7", "R8"]


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    """The whole demo by the command line: its folder, and what it said."""
    folder = tmp_path_factory.mktemp("demo") / "books"
    return folder, CliRunner().invoke(main, ["demo", str(folder)])


@pytest.fixture
def two_days(tmp_path, monkeypatch):
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


def figures(said):
    """The lines of the table of runs, cell by cell, by the name of the run."""
    heads, *lines = said.splitlines()[: len(NAMES) + 1]
    assert heads.split()[-3:] == ["reported", "unshipped", "exit"]
    return {cells[0]: cells[1:] for cells in (line.split() for line in lines)}


def test_every_run_is_a_line_and_ends_as_it_should(shown):
    _, ended = shown
    assert (ended.exit_code, ended.stderr) == (0, "")
    exits = {name: cells[-1] for name, cells in figures(ended.stdout).items()}
    assert exits == {name: "3" if name in {"R2", "R3", "R4", "R5", "R6", "R8"} else "0" for name in NAMES}


def test_a_line_tells_instant_files_records_and_reports(shown):
    lines = figures(shown[1].stdout)
    assert lines["R1"] == ["2026-10-05", "23:30", "JST", "2", "32", "32", "0", "0", "0", "0", "16", "16", "0"]
    assert lines["R2"] == ["2026-10-06", "23:30", "JST", "5", "25", "21", "1", "0", "2", "1", "9", "21", "3"]
    assert lines["R7"] == ["2026-10-29", "23:30", "JST", *"0000000", "0", "4", "0"]


def test_the_mended_file_is_accepted_whole(shown):
    assert figures(shown[1].stdout)["R5b"][3:10] == ["1", "3", "3", "0", "0", "0", "0"]


def test_every_place_that_it_names_is_there(shown):
    folder, ended = shown
    places = [line.split()[0] for line in ended.stdout.splitlines() if line.startswith(f"  {folder}/")]
    assert len(places) == 9
    assert not [place for place in places if not (folder / place).exists()]


def test_it_names_the_lists_of_a_night_on_which_much_happened_and_an_order_with_a_story(shown):
    folder, ended = shown
    night = f"  {folder}/reports/2026-10-08/run-4/"
    assert [f"{night}{name}" in ended.stdout for name in ("canceled-orders.tsv", "charges.tsv", "notices.tsv")] == [
        True
    ] * 3
    assert ended.stdout.splitlines()[-1].endswith(f"or ordermill orders show 999-0000001-0000023 -w {folder}")


def test_it_says_how_to_open_the_unshipped_report(shown):
    assert f"{shown[0]}/reports/latest/unshipped-orders.tsv" in shown[1].stdout
    assert "every column as text" in shown[1].stdout


def test_feeds_come_at_the_instants_of_the_script(shown):
    folder, _ = shown
    document = json.loads((folder / "reports" / "2026-10-08" / "run-4" / "run.json").read_text("utf-8"))
    script = tomllib.loads((SAMPLES / "runs.toml").read_text("utf-8"))["run"][3]["feed"]
    assert [datetime.fromisoformat(feed["received"]) for feed in document["feeds"]] == [
        feed["received"] for feed in script
    ]


def test_nothing_is_left_in_the_inbox(shown):
    assert [*(shown[0] / "inbox").iterdir()] == []


def test_done_again_in_the_same_folder_it_shows_the_same_and_changes_nothing(shown):
    folder, ended = shown
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("reports/*/*/*")}
    assert CliRunner().invoke(main, ["demo", str(folder)]).stdout == ended.stdout
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("reports/*/*/*")} == before


def test_in_json_it_is_every_run_json_and_the_lines_are_talk(shown):
    folder, ended = shown
    again = CliRunner().invoke(main, ["demo", str(folder), "--json"])
    document = json.loads(again.stdout)
    assert (document["version"], [run["name"] for run in document["runs"]]) == (1, NAMES)
    assert document["runs"][-1]["run"] == json.loads((folder / "reports/latest/run.json").read_text("utf-8"))
    assert again.stderr.splitlines() == ended.stdout.splitlines()[: len(NAMES) + 1]


def test_a_folder_with_anything_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("dear")
    with pytest.raises(UsageError, match="is not empty, and no demo made it"):
        play_demo.play(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_a_workspace_of_somebody_is_left_alone(tmp_path):
    assert CliRunner().invoke(main, ["init", str(tmp_path / "books")]).exit_code == 0
    with pytest.raises(UsageError, match="is not empty, and no demo made it"):
        play_demo.play(tmp_path / "books")


def test_a_demo_that_was_cut_short_goes_on_where_it_stopped(two_days, monkeypatch):
    real = play_demo.nightly.run

    def once(workspace, as_of):
        if as_of.astimezone(UTC).day == 6:
            raise KeyboardInterrupt
        return real(workspace, as_of)

    monkeypatch.setattr(play_demo.nightly, "run", once)
    lines = []
    with pytest.raises(KeyboardInterrupt):
        play_demo.play(two_days, lines.append)
    monkeypatch.setattr(play_demo.nightly, "run", real)
    again = []
    played = play_demo.play(two_days, again.append)
    assert again[:2] == lines
    assert [run["run"]["run"] for run in played["runs"]] == [1, 2]
    assert played["runs"][1]["run"]["proof"]["records"]["in"] == 25


def test_a_workspace_of_the_demo_with_other_runs_is_left_alone(two_days):
    play_demo.play(two_days, [].append)
    other = play_demo.SAMPLES / "runs.toml"
    other.write_text(other.read_text("utf-8").replace("as_of = 2026-10-06T23:30", "as_of = 2026-10-06T23:45"), "utf-8")
    with pytest.raises(UsageError, match="has had runs that are not those of the demo"):
        play_demo.play(two_days, [].append)


def test_a_run_that_ends_as_none_should_ends_the_demo(two_days, monkeypatch):
    monkeypatch.setattr(play_demo.nightly, "run", lambda *_: RunResult({}, 4, 1, None))
    with pytest.raises(FailureError, match="run R1 of the demo ended with 4"):
        play_demo.play(two_days, [].append)
