"""`demo`: a line for each run, what to look at, and the same again."""

import json

from tests.support.command_line import ordermill

NAMES = ["R1", "R2", "R3", "R4", "R5", "R5b", "R6", "R7", "R8"]


def table_cells(stdout):
    """The lines of the table of runs, cell by cell, by the name of the run."""
    headings, *lines = stdout.splitlines()[: len(NAMES) + 1]
    assert headings.split()[-3:] == ["reported", "unshipped", "exit"]
    return {cells[0]: cells[1:] for cells in (line.split() for line in lines)}


def test_every_run_is_a_line_and_ends_as_it_should(played_demo):
    ended = played_demo.ended
    assert (ended.exit_code, ended.stderr) == (0, "")
    exits = {name: cells[-1] for name, cells in table_cells(ended.stdout).items()}
    assert exits == {name: "3" if name in {"R2", "R3", "R4", "R5", "R6", "R8"} else "0" for name in NAMES}


def test_a_line_tells_instant_files_records_and_reports(played_demo):
    lines = table_cells(played_demo.ended.stdout)
    assert lines["R1"] == ["2026-10-05", "23:30", "JST", "2", "32", "32", "0", "0", "0", "0", "16", "16", "0"]
    assert lines["R2"] == ["2026-10-06", "23:30", "JST", "5", "25", "21", "1", "0", "2", "1", "9", "21", "3"]
    assert lines["R7"] == ["2026-10-29", "23:30", "JST", *"0000000", "0", "4", "0"]


def test_the_mended_file_is_accepted_whole(played_demo):
    assert table_cells(played_demo.ended.stdout)["R5b"][3:10] == ["1", "3", "3", "0", "0", "0", "0"]


def test_every_place_that_it_names_is_there(played_demo):
    folder, ended, _ = played_demo
    places = [line.split()[0] for line in ended.stdout.splitlines() if line.startswith(f"  {folder}/")]
    assert len(places) == 9
    assert not [place for place in places if not (folder / place).exists()]


def test_it_names_the_lists_of_a_night_on_which_much_happened_and_an_order_with_a_story(played_demo):
    folder, ended, _ = played_demo
    run_folder = f"  {folder}/reports/2026-10-08/run-4/"
    assert [
        f"{run_folder}{name}" in ended.stdout for name in ("canceled-orders.tsv", "charges.tsv", "notices.tsv")
    ] == [True] * 3
    assert ended.stdout.splitlines()[-1] == f"ordermill orders show 999-0000001-0000023 -w {folder}"


def test_it_says_how_to_open_the_unshipped_report(played_demo):
    assert f"{played_demo.folder}/reports/latest/unshipped-orders.tsv" in played_demo.ended.stdout
    assert "every column as text" in played_demo.ended.stdout


def test_done_again_in_the_same_folder_it_shows_the_same_and_changes_nothing(played_demo):
    folder, ended, _ = played_demo
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("reports/*/*/*")}
    assert ordermill("demo", folder).stdout == ended.stdout
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("reports/*/*/*")} == before


def test_in_json_it_is_every_run_json_and_the_lines_are_talk(played_demo):
    folder, ended, _ = played_demo
    again = ordermill("demo", folder, "--json")
    document = json.loads(again.stdout)
    assert (document["version"], [run["name"] for run in document["runs"]]) == (1, NAMES)
    assert document["runs"][-1]["run"] == json.loads((folder / "reports/latest/run.json").read_text("utf-8"))
    assert again.stderr.splitlines() == ended.stdout.splitlines()[: len(NAMES) + 1]
