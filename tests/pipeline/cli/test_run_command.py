"""`run`: options in, messages on stderr, run.json on stdout, and the exit code."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone

import pytest

from pipeline.errors import FailureError
from pipeline.operations.init_workspace import init_workspace
from pipeline.run import RunResult
from tests.support.command_line import ordermill
from tests.support.paths import DEMO, ROOT
from tests.support.seller_workspace import RUN_TIMES

SAMPLE = DEMO / "2026-10-05" / "orders-20261005.tsv"
BUYER = "見本 太郎"
NO_ERROR = {"error": None, "tip": None}
REFUSED = "order-id\tpayment-status\r\n999-0000001-0000001\tPaid\r\n"


@pytest.fixture
def run_arguments(monkeypatch):
    """What the run was asked for; the run itself has nothing to do."""
    arguments = {}

    def run(workspace, as_of, **how):
        arguments.update(workspace=workspace.root, as_of=as_of, **how)
        return RunResult({}, 0, None, None)

    monkeypatch.setattr("pipeline.run.run", run)
    return arguments


def run_that_raises(error):
    def run(*_, **__):
        raise error

    return run


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-10-05T23:30", datetime(2026, 10, 5, 14, 30, tzinfo=UTC)),
        ("2026-10-05 23:30:15", datetime(2026, 10, 5, 14, 30, 15, tzinfo=UTC)),
        ("2026-10-05T23:30+02:00", datetime(2026, 10, 5, 23, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("2026-10-05T14:30:00Z", datetime(2026, 10, 5, 14, 30, tzinfo=UTC)),
    ],
)
def test_an_instant_without_an_offset_is_of_the_business_zone(empty_workspace, run_arguments, text, instant):
    assert ordermill("run", "-w", empty_workspace, "--as-of", text).exit_code == 0
    assert run_arguments["as_of"] == instant


def test_without_an_instant_the_run_takes_the_present(empty_workspace, run_arguments):
    assert ordermill("run", "-w", empty_workspace).exit_code == 0
    assert run_arguments["as_of"] is None


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("2026-10-05", "2026-10-05 is a date without a time; add one, such as 2026-10-05T23:30."),
        ("20261005", "20261005 is a date without a time; add one, such as 20261005T23:30."),
        ("tonight", "'tonight' is not a date and time; write it like 2026-10-05T23:30 or 2026-10-05T23:30+09:00."),
        ("0026-10-05T23:30", "0026-10-05T23:30 is not in the years 2000 to 2199."),
    ],
)
def test_what_is_no_instant_is_refused_with_an_example(empty_workspace, run_arguments, text, what):
    ended = ordermill("run", "-w", empty_workspace, "--as-of", text)
    assert (ended.exit_code, ended.stderr) == (
        2,
        f"Invalid value for '--as-of': {what}\nTIP: see `ordermill run --help`\n",
    )
    assert not run_arguments


def test_the_workspace_is_that_of_the_environment_unless_one_is_named(empty_workspace, run_arguments, tmp_path):
    init_workspace(tmp_path / "other")
    assert ordermill("run", env={"ORDERMILL_WORKSPACE": str(empty_workspace)}).exit_code == 0
    assert run_arguments["workspace"] == empty_workspace
    assert ordermill("run", "-w", tmp_path / "other", env={"ORDERMILL_WORKSPACE": str(empty_workspace)}).exit_code == 0
    assert run_arguments["workspace"] == tmp_path / "other"


def test_without_both_the_workspace_is_the_current_folder(empty_workspace, run_arguments, monkeypatch):
    monkeypatch.chdir(empty_workspace)
    assert ordermill("run").exit_code == 0
    assert run_arguments["workspace"] == empty_workspace


def test_options_reach_the_run(empty_workspace, run_arguments):
    assert ordermill("run", "-w", empty_workspace, "--dry-run", "--strict").exit_code == 0
    assert (run_arguments["dry_run"], run_arguments["strict"], run_arguments["repair"]) == (True, True, False)
    ordermill("run", "-w", empty_workspace, "--repair")
    assert (run_arguments["dry_run"], run_arguments["strict"], run_arguments["repair"]) == (False, False, True)


def test_a_run_with_nothing_to_do_says_so_in_words_and_in_json(empty_workspace, run_arguments):
    ended = ordermill("run", "-w", empty_workspace, "--json")
    assert json.loads(ended.stdout) == {"version": 1, "run": None, "exit_code": 0} | NO_ERROR | {"committed": None}
    assert ended.stderr.startswith("nothing to do: ")
    assert run_arguments


def test_a_run_that_fails_leaves_by_the_door(empty_workspace, monkeypatch):
    monkeypatch.setattr("pipeline.run.run", run_that_raises(FailureError("the disk is full", "make room")))
    ended = ordermill("run", "-w", empty_workspace, "--json")
    assert (ended.exit_code, ended.stderr) == (1, "the disk is full\nTIP: make room\n")
    told = {"error": "the disk is full", "tip": "make room", "committed": None}
    assert json.loads(ended.stdout) == {"version": 1, "exit_code": 1} | told


@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_a_fault_of_ours_shows_its_traceback_only_when_asked(empty_workspace, monkeypatch, debug):
    monkeypatch.setattr("pipeline.run.run", run_that_raises(ValueError(BUYER)))
    ended = ordermill("run", "-w", empty_workspace, *debug)
    assert ended.exit_code == 1
    assert ended.stderr.splitlines()[-2] == "unexpected error: ValueError"
    assert ("Traceback" in ended.stderr) == (BUYER in ended.stderr) == bool(debug)


def test_stdout_of_a_run_is_its_run_json_and_the_summary_is_talk(empty_workspace):
    (empty_workspace / "inbox" / "注文.tsv").write_bytes(SAMPLE.read_bytes())
    ended = ordermill("run", "-w", empty_workspace, "--as-of", "2026-10-05T23:30", "--json")
    assert ended.exit_code == 0
    run_json = json.loads((empty_workspace / "reports" / "latest" / "run.json").read_text("utf-8"))
    assert json.loads(ended.stdout) == run_json | NO_ERROR | {"committed": 1}
    assert not {*NO_ERROR, "committed"} & {*run_json}
    assert ended.stderr.startswith("run 1, as of 2026-10-05 23:30 JST: done\n")
    assert "注文.tsv  order feed  applied" in ended.stderr


def test_without_json_a_run_has_no_data_to_hand_out(empty_workspace):
    ended = ordermill("run", "-w", empty_workspace)
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert "no feed in the inbox" in ended.stderr


def test_a_summary_holds_no_buyer_data(empty_workspace):
    (empty_workspace / "inbox" / "a.tsv").write_bytes(SAMPLE.read_bytes())
    ended = ordermill("run", "-w", empty_workspace, "--as-of", "2026-10-05T23:30", "--json")
    buyers = {line.split("\t")[5] for line in SAMPLE.read_text("utf-8").splitlines()[1:]} - {""}
    assert buyers
    assert not [buyer for buyer in buyers if buyer in ended.output]


@pytest.mark.parametrize(("option", "code", "published"), [([], 3, 1), (["--exit-zero"], 0, 1), (["--strict"], 1, 0)])
def test_a_refused_record_needs_somebody_and_options_say_how_much(empty_workspace, option, code, published):
    (empty_workspace / "inbox" / "payments.tsv").write_text(REFUSED)
    ended = ordermill("run", "-w", empty_workspace, *option)
    assert ended.exit_code == code
    assert len([*empty_workspace.glob("reports/*/run-*")]) == published
    assert (empty_workspace / "inbox" / "payments.tsv").exists() != bool(published)
    assert ("correct rejected/run-1_payments.tsv and drop it into" in ended.stderr) == bool(published)


def test_a_dry_run_answers_as_a_run_would_and_leaves_everything_as_it_was(empty_workspace):
    (empty_workspace / "inbox" / "payments.tsv").write_text(REFUSED)
    ended = ordermill("run", "-w", empty_workspace, "--dry-run", "--json")
    assert ended.exit_code == 3
    assert json.loads(ended.stdout)["feeds"][0]["rejected"] == 1
    assert "dry run: nothing was written" in ended.stderr
    assert (empty_workspace / "inbox" / "payments.tsv").exists()
    assert not [*empty_workspace.glob("reports/*")]


def test_a_mistake_in_the_fee_schedule_is_told_by_file_and_line(empty_workspace):
    (empty_workspace / "fees.toml").write_text("zone = 1\n")
    ended = ordermill("run", "-w", empty_workspace)
    assert ended.exit_code == 2
    assert ended.stderr.startswith("fees.toml, line ")
    assert ended.stderr.splitlines()[1] == "TIP: correct that line of the fee schedule"


def test_a_run_in_a_terminal_without_utf8_ends_as_it_should(empty_workspace):
    (empty_workspace / "inbox" / "注文.tsv").write_bytes(SAMPLE.read_bytes())
    ended = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "-w", empty_workspace, "--as-of", "2026-10-05T23:30", "--json"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["feeds"][0]["name"] == "注文.tsv"
    assert b"\\u6ce8\\u6587.tsv" in ended.stderr


def test_run_all_tells_a_line_for_each_and_hands_out_one_document(workspace):
    ended = ordermill("run", "--all", workspace.root.parent, "--as-of", "2026-10-06T23:30")
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert ended.stderr == "shop: run 2, as of 2026-10-06 23:30 JST: done\n"
    ended = ordermill("run", "--all", workspace.root.parent, "--as-of", RUN_TIMES[2], "--json")
    assert [entry["run"]["run"] for entry in json.loads(ended.stdout)["workspaces"]] == [3]


def test_run_all_of_the_workspace_that_the_environment_names_is_no_contradiction_but_of_a_named_one_is(workspace):
    root = workspace.root.parent
    assert ordermill("run", "--all", root, "--as-of", RUN_TIMES[0], env={"ORDERMILL_WORKSPACE": "/x"}).exit_code == 0
    ended = ordermill("run", "--all", root, "-w", workspace.root)
    assert (ended.exit_code, ended.stderr.splitlines()[1]) == (2, "TIP: use only one of them")


def test_run_all_where_no_workspace_lies_is_a_usage_error(tmp_path):
    ended = ordermill("run", "--all", tmp_path)
    assert (ended.exit_code, ended.stderr.splitlines()[0]) == (2, f"there is no workspace under {tmp_path}")


@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_run_all_shows_the_traceback_of_what_stops_a_workspace_only_when_asked(workspace, monkeypatch, debug):
    monkeypatch.setattr("pipeline.run.run", run_that_raises(ValueError(BUYER)))
    ended = ordermill("run", "--all", workspace.root.parent, *debug)
    assert (ended.exit_code, ended.stdout) == (1, "")
    assert ended.stderr.splitlines()[-1].startswith("shop: unexpected error: ValueError; run the")
    assert ended.stderr.startswith("Traceback") == (BUYER in ended.stderr) == bool(debug)


def remove(file):
    file.unlink()


def put_folder_in_place_of(file):
    file.unlink()
    file.mkdir()


def save_as_utf16(file):
    file.write_bytes(file.read_text("utf-8").encode("utf-16"))


def save_as_cp932(file):
    file.write_bytes("# 手数料\n".encode("cp932"))


@pytest.mark.parametrize(
    ("name", "damage", "what"),
    [
        ("fees.toml", remove, "fees.toml is missing"),
        ("fees.toml", put_folder_in_place_of, "fees.toml cannot be read: Is a directory"),
        ("fees.toml", save_as_utf16, "fees.toml is not UTF-8 text"),
        ("fees.toml", save_as_cp932, "fees.toml is not UTF-8 text"),
        ("ordermill.toml", save_as_cp932, "ordermill.toml is not UTF-8 text"),
        ("ordermill.toml", remove, "{workspace} is not a workspace: it has no ordermill.toml"),
        ("ordermill.toml", put_folder_in_place_of, "{workspace} is not a workspace: it has no ordermill.toml"),
    ],
)
@pytest.mark.parametrize("command", ["run", "check"])
def test_a_file_of_the_workspace_that_cannot_be_read_is_a_usage_error(empty_workspace, command, name, damage, what):
    damage(empty_workspace / name)
    files = [SAMPLE] if command == "check" else []
    result = ordermill(command, "-w", empty_workspace, *files)
    lines = result.stderr.splitlines()
    assert (result.exit_code, lines[0]) == (2, what.format(workspace=empty_workspace))
    assert lines[1].startswith("TIP: ")
    assert len(lines) == 2
