"""The commands about orders: data on stdout, talk on stderr, exit codes."""

import json
import sys

import pytest
from click.testing import CliRunner

from pipeline import cli_orders
from pipeline.cli import main
from pipeline.demo import play
from pipeline.settings import Settings
from pipeline.store import Store
from pipeline.workspace import Workspace

UNSHIPPED, PENDING = "999-0000001-0000030", "999-0000001-0000029"


def orders(*given):
    return CliRunner().invoke(main, ["orders", *(str(each) for each in given)], prog_name="ordermill")


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli") / "demo"
    play(folder, lambda _: None)
    return folder


def test_a_list_is_data_and_its_count_is_talk(demo):
    ended = orders("list", "-w", demo)
    assert ended.exit_code == 0
    assert [line.split()[0] for line in ended.stdout.splitlines()] == ["order-id", UNSHIPPED, PENDING]
    assert ended.stderr == "2 orders as of run 9, 2026-11-05 23:30 JST\n"
    document = json.loads(orders("list", "-w", demo, "--json", "--status", "pending").stdout)
    assert [(order["order_id"], order["actionable"]) for order in document["orders"]] == [(PENDING, False)]


@pytest.mark.parametrize(
    ("terminal", "no_color", "dim"), [(True, "", True), (True, "1", False), (False, "", False), (False, "1", False)]
)
def test_only_a_terminal_that_wants_colour_gets_any(monkeypatch, terminal, no_color, dim):
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    monkeypatch.setenv("NO_COLOR", no_color)
    assert cli_orders._color() is dim


def test_an_order_is_shown_as_text_or_as_one_document(demo):
    ended = orders("show", "0000030", "-w", demo)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.startswith(f"order              {UNSHIPPED}\nstatus             Unshipped\n")
    document = json.loads(orders("show", UNSHIPPED, "-w", demo, "--json").stdout)
    assert (document["version"], document["order_id"], document["actionable"]) == (1, UNSHIPPED, True)


def test_the_settings_choose_the_language(demo):
    settings = demo / "ordermill.toml"
    before = settings.read_text("utf-8")
    settings.write_text('language = "ja"\n' + before, "utf-8")
    try:
        assert "ステータス      未出荷" in orders("show", "0000030", "-w", demo).stdout
    finally:
        settings.write_text(before, "utf-8")


@pytest.mark.parametrize(("asked", "said"), [("1234567", "no order 1234567 is known"), ("x", "no order x is known")])
def test_an_order_that_is_not_known_is_a_usage_error_in_two_lines(demo, asked, said):
    ended = orders("show", asked, "-w", demo)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.splitlines()[0] == said
    assert ended.stderr.splitlines()[1].startswith("TIP: ")


@pytest.mark.parametrize("command", [["list"], ["show", "0000001"]])
def test_without_a_workspace_there_is_nothing_to_ask(tmp_path, command):
    ended = orders(*command, "-w", tmp_path)
    assert ended.exit_code == 2
    assert "is not a workspace" in ended.stderr


def test_beside_a_run_in_progress_the_last_published_run_answers(demo):
    workspace = Workspace.find(demo)
    with Store.open(workspace, Settings.read(workspace)):
        for ended in (
            orders("list", "-w", demo, "--all"),
            orders("show", "0000001", "-w", demo),
        ):
            assert ended.exit_code == 0
            assert ended.stderr.startswith("run in progress since ")
            assert "999-0000001-0000001" in ended.stdout
