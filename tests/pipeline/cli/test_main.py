import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from pipeline.errors import FailureError
from pipeline.operations import init_workspace
from pipeline.run import RunResult
from tests.support.paths import DEMO, ROOT

SAMPLE = DEMO / "2026-10-05" / "orders-20261005.tsv"
BUYER = "見本 太郎"
REFUSED = "order-id\tpayment-status\r\n999-0000001-0000001\tPaid\r\n"


def ordermill(*given, **how):
    return CliRunner().invoke(main, [str(each) for each in given], prog_name="ordermill", **how)


@pytest.fixture
def books(tmp_path):
    """A workspace whose inbox does not wait."""
    init_workspace.init(tmp_path / "books")
    (tmp_path / "books" / "ordermill.toml").write_text("[inbox]\nsettle_seconds = 0\n")
    return tmp_path / "books"


@pytest.fixture
def asked(monkeypatch):
    """What the run was asked for; the run itself has nothing to do."""
    seen = {}

    def run(workspace, as_of, **how):
        seen.update(workspace=workspace.root, as_of=as_of, **how)
        return RunResult({}, 0, None, None)

    monkeypatch.setattr("pipeline.run.run", run)
    return seen


def raising(error):
    def run(*_, **__):
        raise error

    return run


def test_the_version_is_that_of_the_distribution():
    assert ordermill("--version").stdout == f"ordermill, version {metadata.version('ordermill')}\n"


def test_init_makes_a_workspace_and_says_what_to_do_next(tmp_path):
    ended = ordermill("init", tmp_path / "books")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert f"drop feeds    into {tmp_path}/books/inbox" in ended.stdout
    assert (tmp_path / "books" / "ordermill.toml").is_file()


def test_init_tells_programs_where_things_lie(tmp_path):
    made = json.loads(ordermill("init", tmp_path / "books", "--inbox", tmp_path / "share", "--json").stdout)
    assert (made["version"], made["inbox"]) == (1, str(tmp_path / "share"))


def test_init_never_overwrites_a_workspace(books):
    ended = ordermill("init", books)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[1].startswith("TIP: ")


def test_everything_of_a_workspace_is_for_its_owner_alone(books):
    modes = {path.stat().st_mode & 0o077 for path in (books, *books.rglob("*")) if path.name != "ordermill.toml"}
    assert modes == {0}


@pytest.mark.parametrize(
    ("given", "instant"),
    [
        ("2026-10-05T23:30", datetime(2026, 10, 5, 14, 30, tzinfo=UTC)),
        ("2026-10-05 23:30:15", datetime(2026, 10, 5, 14, 30, 15, tzinfo=UTC)),
        ("2026-10-05T23:30+02:00", datetime(2026, 10, 5, 23, 30, tzinfo=timezone(timedelta(hours=2)))),
        ("2026-10-05T14:30:00Z", datetime(2026, 10, 5, 14, 30, tzinfo=UTC)),
    ],
)
def test_an_instant_without_an_offset_is_of_the_business_zone(books, asked, given, instant):
    assert ordermill("run", "-w", books, "--as-of", given).exit_code == 0
    assert asked["as_of"] == instant


def test_without_an_instant_the_run_takes_the_present(books, asked):
    assert ordermill("run", "-w", books).exit_code == 0
    assert asked["as_of"] is None


@pytest.mark.parametrize(
    ("given", "what"),
    [
        ("2026-10-05", "2026-10-05 is a day; add a time, such as 2026-10-05T23:30."),
        ("20261005", "20261005 is a day; add a time, such as 20261005T23:30."),
        ("tonight", "tonight is no instant; write it as 2026-10-05T23:30 or 2026-10-05T23:30+09:00."),
        ("0026-10-05T23:30", "0026-10-05T23:30 is not within the years 2000 to 2199."),
    ],
)
def test_what_is_no_instant_is_refused_with_an_example(books, asked, given, what):
    ended = ordermill("run", "-w", books, "--as-of", given)
    assert (ended.exit_code, ended.stderr) == (
        2,
        f"Invalid value for '--as-of': {what}\nTIP: see `ordermill run --help`\n",
    )
    assert not asked


def test_the_workspace_is_that_of_the_environment_unless_one_is_named(books, asked, tmp_path):
    init_workspace.init(tmp_path / "other")
    assert ordermill("run", env={"ORDERMILL_WORKSPACE": str(books)}).exit_code == 0
    assert asked["workspace"] == books
    assert ordermill("run", "-w", tmp_path / "other", env={"ORDERMILL_WORKSPACE": str(books)}).exit_code == 0
    assert asked["workspace"] == tmp_path / "other"


def test_without_both_the_workspace_is_the_current_folder(books, asked, monkeypatch):
    monkeypatch.chdir(books)
    assert ordermill("run").exit_code == 0
    assert asked["workspace"] == books


@pytest.mark.parametrize("command", ["run", "status"])
def test_a_folder_that_is_no_workspace_is_a_usage_error(tmp_path, command):
    ended = ordermill(command, "-w", tmp_path)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines() == [
        f"{tmp_path} is not a workspace: it has no ordermill.toml",
        "TIP: name one with -w DIR or $ORDERMILL_WORKSPACE, or make one with `ordermill init DIR`",
    ]


def test_options_reach_the_run(books, asked):
    assert ordermill("run", "-w", books, "--dry-run", "--strict").exit_code == 0
    assert (asked["dry_run"], asked["strict"], asked["repair"]) == (True, True, False)
    ordermill("run", "-w", books, "--repair")
    assert (asked["dry_run"], asked["strict"], asked["repair"]) == (False, False, True)


def test_a_run_with_nothing_to_do_says_so_in_words_and_in_json(books, asked):
    ended = ordermill("run", "-w", books, "--json")
    assert json.loads(ended.stdout) == {"version": 1, "run": None, "exit_code": 0}
    assert ended.stderr.startswith("nothing to do: ")
    assert asked


def test_a_run_that_fails_leaves_by_the_door(books, monkeypatch):
    monkeypatch.setattr("pipeline.run.run", raising(FailureError("the disk is full", "make room")))
    ended = ordermill("run", "-w", books, "--json")
    assert (ended.exit_code, ended.stdout, ended.stderr) == (1, "", "the disk is full\nTIP: make room\n")


@pytest.mark.parametrize("debug", [[], ["--debug"]])
def test_a_fault_of_ours_shows_its_traceback_only_when_asked(books, monkeypatch, debug):
    monkeypatch.setattr("pipeline.run.run", raising(ValueError(BUYER)))
    ended = ordermill("run", "-w", books, *debug)
    assert ended.exit_code == 1
    assert ended.stderr.splitlines()[-2] == "something went wrong that should not: ValueError"
    assert ("Traceback" in ended.stderr) == (BUYER in ended.stderr) == bool(debug)


def test_stdout_of_a_run_is_its_run_json_and_the_summary_is_talk(books):
    (books / "inbox" / "注文.tsv").write_bytes(SAMPLE.read_bytes())
    ended = ordermill("run", "-w", books, "--as-of", "2026-10-05T23:30", "--json")
    assert ended.exit_code == 0
    assert json.loads(ended.stdout) == json.loads((books / "reports" / "latest" / "run.json").read_text("utf-8"))
    assert ended.stderr.startswith("run 1, as of 2026-10-05 23:30 JST: done\n")
    assert "注文.tsv  order feed  applied" in ended.stderr


def test_without_json_a_run_has_no_data_to_hand_out(books):
    ended = ordermill("run", "-w", books)
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert "no feed in the inbox" in ended.stderr


def test_a_summary_holds_no_buyer_data(books):
    (books / "inbox" / "a.tsv").write_bytes(SAMPLE.read_bytes())
    ended = ordermill("run", "-w", books, "--as-of", "2026-10-05T23:30", "--json")
    buyers = {line.split("\t")[5] for line in SAMPLE.read_text("utf-8").splitlines()[1:]} - {""}
    assert buyers
    assert not [buyer for buyer in buyers if buyer in ended.output]


@pytest.mark.parametrize(("option", "code", "published"), [([], 3, 1), (["--exit-zero"], 0, 1), (["--strict"], 1, 0)])
def test_a_refused_record_needs_somebody_and_options_say_how_much(books, option, code, published):
    (books / "inbox" / "payments.tsv").write_text(REFUSED)
    ended = ordermill("run", "-w", books, *option)
    assert ended.exit_code == code
    assert len([*books.glob("reports/*/run-*")]) == published
    assert (books / "inbox" / "payments.tsv").exists() != bool(published)
    assert ("correct rejected/run-1_payments.tsv and drop it into" in ended.stderr) == bool(published)


def test_a_dry_run_answers_as_a_run_would_and_leaves_everything_as_it_was(books):
    (books / "inbox" / "payments.tsv").write_text(REFUSED)
    ended = ordermill("run", "-w", books, "--dry-run", "--json")
    assert ended.exit_code == 3
    assert json.loads(ended.stdout)["feeds"][0]["rejected"] == 1
    assert "dry run: nothing was written" in ended.stderr
    assert (books / "inbox" / "payments.tsv").exists()
    assert not [*books.glob("reports/*")]


def test_a_mistake_in_the_fee_schedule_is_told_by_file_and_line(books):
    (books / "fees.toml").write_text("zone = 1\n")
    ended = ordermill("run", "-w", books)
    assert ended.exit_code == 2
    assert ended.stderr.startswith("fees.toml, line ")
    assert ended.stderr.splitlines()[1] == "TIP: correct that line of the fee schedule"


def test_status_is_data_and_tells_by_its_exit_code_that_there_was_no_run(books):
    ended = ordermill("status", "-w", books)
    assert (ended.exit_code, ended.stderr) == (3, "")
    assert "none yet" in ended.stdout
    found = json.loads(ordermill("status", "-w", books, "--json", "--files").stdout)
    assert (found["version"], found["exit_code"], found["files"]) == (1, 3, [])


def test_status_after_a_run_ends_with_nought(books):
    assert ordermill("run", "-w", books).exit_code == 0
    assert ordermill("status", "-w", books).exit_code == 0


def test_formats_are_listed_or_shown():
    assert "shipment confirmation" in ordermill("formats").stdout
    assert ordermill("formats", "shipment", "confirmation").stdout.startswith("feed: shipment confirmation\n")
    assert [each["name"] for each in json.loads(ordermill("formats", "paym", "--json").stdout)["formats"]] == [
        "payments"
    ]
    assert ordermill("formats", "fruit").exit_code == 2


@pytest.mark.parametrize(
    "program", [[sys.executable, "-m", "pipeline"], [str(Path(sys.executable).parent / "ordermill")]]
)
def test_both_ways_to_start_it_do_the_same(books, program):
    done = subprocess.run([*program, "run", "-w", "nowhere"], cwd=ROOT, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("nowhere is not a workspace")
    done = subprocess.run(
        [*program, "status", "-w", books, "--json"], cwd=ROOT, check=False, capture_output=True, text=True
    )
    assert (done.returncode, json.loads(done.stdout)["run"], done.stderr) == (3, None, "")


def test_a_run_in_a_terminal_without_utf8_ends_as_it_should(books):
    (books / "inbox" / "注文.tsv").write_bytes(SAMPLE.read_bytes())
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "-w", books, "--as-of", "2026-10-05T23:30", "--json"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0
    assert json.loads(done.stdout)["feeds"][0]["name"] == "注文.tsv"
    assert b"\\u6ce8\\u6587.tsv" in done.stderr
