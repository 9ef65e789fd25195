"""The commands about orders: data on stdout, messages on stderr, exit codes."""

import json
import sys

import pandas as pd
import pytest

from pipeline.cli import orders_command
from pipeline.store import Store
from pipeline.workspace.folders import Workspace
from pipeline.workspace.settings import Settings
from tests.support.command_line import ordermill

UNSHIPPED, PENDING = "999-0000001-0000030", "999-0000001-0000029"


def ordermill_orders(*arguments):
    return ordermill("orders", *arguments)


@pytest.fixture
def pick_list_file(tmp_path):
    def of(*ids):
        path = tmp_path / "pick.csv"
        path.write_text("\n".join(["order-id", *ids]) + "\n")
        return path

    return of


def test_a_list_is_data_and_its_count_is_talk(demo):
    ended = ordermill_orders("list", "-w", demo)
    assert ended.exit_code == 0
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["order-id", UNSHIPPED, PENDING]
    assert ended.stderr == "2 orders as of run 9, 2026-11-05 23:30 JST\n"
    document = json.loads(ordermill_orders("list", "-w", demo, "--json", "--status", "pending").stdout)
    assert [(order["order_id"], order["actionable"]) for order in document["orders"]] == [(PENDING, False)]


@pytest.mark.parametrize(
    ("terminal", "no_color", "dim"), [(True, "", True), (True, "1", False), (False, "", False), (False, "1", False)]
)
def test_only_a_terminal_that_wants_colour_gets_any(monkeypatch, terminal, no_color, dim):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    monkeypatch.setenv("NO_COLOR", no_color)
    assert orders_command._color() is dim


def test_an_order_is_shown_as_text_or_as_one_document(demo):
    ended = ordermill_orders("show", "0000030", "-w", demo)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"order              {UNSHIPPED}\nstatus             Unshipped\n")
    document = json.loads(ordermill_orders("show", UNSHIPPED, "-w", demo, "--json").stdout)
    assert (document["version"], document["order_id"], document["actionable"]) == (1, UNSHIPPED, True)


def test_the_settings_choose_the_language(demo):
    settings = demo / "ordermill.toml"
    before = settings.read_text("utf-8")
    settings.write_text('language = "ja"\n' + before, "utf-8")
    try:
        assert "ステータス      未出荷" in ordermill_orders("show", "0000030", "-w", demo).stdout
    finally:
        settings.write_text(before, "utf-8")


@pytest.mark.parametrize(
    ("wanted", "message"), [("1234567", "no order 1234567 is known"), ("x", "no order x is known")]
)
def test_an_order_that_is_not_known_is_a_usage_error_in_two_lines(demo, wanted, message):
    ended = ordermill_orders("show", wanted, "-w", demo)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[0] == message
    assert ended.stderr.splitlines()[1].startswith("TIP: ")


@pytest.mark.parametrize("command", [["list"], ["show", "0000001"]])
def test_without_a_workspace_there_is_nothing_to_ask(tmp_path, command):
    ended = ordermill_orders(*command, "-w", tmp_path)
    assert ended.exit_code == 2
    assert "is not a workspace" in ended.stderr


@pytest.mark.parametrize(("now", "exit_code"), [("2026-12-05T14:59:59Z", 0), ("2026-12-05T15:00:00Z", 3)])
def test_a_pick_list_may_ship_whole_until_the_cut_off_and_ends_with_nought(
    demo, pick_list_file, monkeypatch, now, exit_code
):
    monkeypatch.setattr(orders_command, "_now", lambda: pd.Timestamp(now))
    ended = ordermill_orders("check", pick_list_file(UNSHIPPED), "-w", demo)
    assert ended.exit_code == exit_code
    assert ended.stdout.splitlines()[1].startswith(f"2\t{UNSHIPPED}\t\t{'do-not-ship' if exit_code else 'ship'}\t")
    assert ended.stderr.endswith("all may ship\n") == (exit_code == 0)


def test_a_line_that_may_not_ship_ends_with_three(demo, pick_list_file):
    ended = ordermill_orders("check", pick_list_file(PENDING, "999-0000001-0000001", "1"), "-w", demo)
    assert ended.exit_code == 3
    assert [line.split("\t")[4] for line in ended.stdout.splitlines()[1:]] == [
        "order-pending",
        "already-shipped",
        "id-mangled",
    ]
    assert ended.stderr == (
        "3 lines checked against run 9: 3 may not ship (1 already-shipped, 1 id-mangled, 1 order-pending)\n"
    )


def test_a_pick_list_without_lines_is_not_called_good_to_ship(demo, pick_list_file):
    ended = ordermill_orders("check", pick_list_file(), "-w", demo)
    assert (ended.exit_code, ended.stderr) == (0, "the list has no lines, so nothing was checked against run 9\n")


def test_a_pick_list_is_answered_in_json_with_the_same_exit_code(demo, pick_list_file):
    ended = ordermill_orders("check", pick_list_file(PENDING), "-w", demo, "--json")
    document = json.loads(ended.stdout)
    assert (ended.exit_code, document["exit_code"], document["run"], document["version"]) == (3, 3, 9, 1)
    assert document["lines"][0]["reason"] == "Pending: payment is not verified"


def test_a_file_without_order_ids_is_a_usage_error_that_names_the_headings(demo, tmp_path):
    path = tmp_path / "labels.txt"
    path.write_text("name\tsku\nx\ty\n")
    ended = ordermill_orders("check", path, "-w", demo)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[0] == "labels.txt has no column of order ids: found name, sku"


def test_a_file_that_is_not_there_is_a_usage_error(demo, tmp_path):
    ended = ordermill_orders("check", tmp_path / "nothing.csv", "-w", demo)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[1] == "TIP: see `ordermill orders check --help`"


def test_beside_a_run_in_progress_the_last_published_run_answers(demo, pick_list_file):
    workspace = Workspace.find(demo)
    with Store.open(workspace, Settings.read(workspace.settings_file)):
        for ended in (
            ordermill_orders("list", "-w", demo, "--all"),
            ordermill_orders("show", "0000001", "-w", demo),
            ordermill_orders("check", pick_list_file("999-0000001-0000001"), "-w", demo),
        ):
            assert ended.exit_code in {0, 3}
            assert ended.stderr.startswith("run in progress since ")
            assert "999-0000001-0000001" in ended.stdout
