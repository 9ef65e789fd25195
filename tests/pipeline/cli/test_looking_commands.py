"""check, rejects list, report and run --all on the command line: options in, data, talk and exit code out."""

import json

import pytest
from click.testing import CliRunner

from pipeline.cli.main import main
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace


def ordermill(*given, **how):
    return CliRunner().invoke(main, [str(each) for each in given], prog_name="ordermill", **how)


@pytest.fixture(scope="module")
def one_run(tmp_path_factory):
    workspace = SellerWorkspace(tmp_path_factory.mktemp("cli") / "shop")
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "quantity": "9"})
    workspace.run()
    return workspace


@pytest.fixture
def workspace(one_run, tmp_path):
    return one_run.copy(tmp_path / "all" / "shop")


def test_check_prints_the_answer_to_each_file_and_tells_by_its_exit_code_what_a_run_would(workspace, tmp_path):
    bad = tmp_path / "bad.tsv"
    bad.write_text("order-id\tpayment-status\r\nx\tPaid\r\n")
    ended = ordermill("check", bad, "-w", workspace.root)
    assert (ended.exit_code, ended.stderr) == (3, "")
    assert ended.stdout.startswith("bad.tsv\nFeed Processing Summary:\n\tNumber of records processed\t\t1\n")
    found = json.loads(ordermill("check", bad, "-w", workspace.root, "--json").stdout)
    assert (found["version"], found["files"][0]["rejected"]) == (1, 1)


def test_check_says_how_many_cells_repair_would_put_right_and_puts_them_right_on_request(workspace, tmp_path):
    bad = tmp_path / "bad.tsv"
    bad.write_text("sku\tquantity\r\nA\t1,000\r\n")
    ended = ordermill("check", bad, "-w", workspace.root)
    assert (ended.exit_code, ended.stderr) == (3, "TIP: with --repair 1 cell of refused records can be put right\n")
    ended = ordermill("check", bad, "-w", workspace.root, "--repair")
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert "quantity repaired: 1,000 to 1000" in ended.stdout


def test_check_without_a_file_or_with_a_folder_is_a_usage_error(workspace):
    assert ordermill("check", "-w", workspace.root).exit_code == 2
    ended = ordermill("check", workspace.root, "-w", workspace.root)
    assert (ended.exit_code, ended.stderr.splitlines()[1]) == (2, "TIP: name feeds as regular files")


@pytest.mark.parametrize("command", [["check", "a.tsv"], ["rejects", "list"], ["report", "orders"]])
def test_beside_a_run_that_works_the_run_before_answers_and_is_named(workspace, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tsv").write_text("")
    alone = ordermill(*command, "-w", workspace.root)
    with workspace.open_store():
        ended = ordermill(*command, "-w", workspace.root)
    assert (ended.exit_code, ended.stdout) == (alone.exit_code, alone.stdout)
    assert ended.stderr.startswith("run in progress since ")
    assert "what follows is the run before" in ended.stderr


def test_rejects_are_listed_and_listing_them_ends_with_nought(workspace):
    ended = ordermill("rejects", "list", "-w", workspace.root)
    assert (ended.exit_code, ended.stderr) == (0, "")
    assert ended.stdout.splitlines()[-1] == "1 refusal, 1 open"
    found = json.loads(ordermill("rejects", "list", "-w", workspace.root, "--json", "--open", "--run", 1).stdout)
    assert [one["feed"] for one in found["rejects"]] == ["ship.tsv"]


@pytest.mark.parametrize("number", ["9", "0", "x"])
def test_rejects_of_a_run_that_was_never_is_a_usage_error(workspace, number):
    assert ordermill("rejects", "list", "-w", workspace.root, "--run", number).exit_code == 2


def test_report_hands_out_the_bytes_of_the_file(workspace):
    before = (workspace.root / "reports/latest/orders.tsv").read_bytes()
    ended = ordermill("report", "orders", "-w", workspace.root)
    assert (ended.exit_code, ended.stdout_bytes, ended.stderr) == (0, before, "")
    (workspace.root / "reports/latest/orders.tsv").unlink()
    assert ordermill("report", "orders", "-w", workspace.root).stdout_bytes == before


def test_report_goes_to_a_file_when_one_is_named_and_says_so(workspace, tmp_path):
    ended = ordermill("report", "orders", "-w", workspace.root, "--as-of-run", 1, "-o", tmp_path / "out.tsv")
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert ended.stderr == f"orders.tsv of run 1: 1 row in {tmp_path}/out.tsv\n"
    assert (tmp_path / "out.tsv").read_bytes() == (workspace.root / "reports/latest/orders.tsv").read_bytes()
    assert (tmp_path / "out.tsv").stat().st_mode & 0o077 == 0


def test_report_as_a_document_holds_its_text_or_where_it_was_written(workspace, tmp_path):
    found = json.loads(ordermill("report", "orders", "-w", workspace.root, "--json").stdout)
    assert (found["version"], found["name"], found["runs"], found["rows"], found["made_again"], found["file"]) == (
        1,
        "orders.tsv",
        [1],
        1,
        False,
        None,
    )
    assert found["text"].encode("utf-8-sig") == (workspace.root / "reports/latest/orders.tsv").read_bytes()
    found = json.loads(
        ordermill("report", "orders", "-w", workspace.root, "--json", "-o", tmp_path / "out.tsv").stdout,
    )
    assert (found["text"], found["file"]) == (None, str(tmp_path / "out.tsv"))


def test_report_of_days_and_of_one_run_are_two_things(workspace):
    ended = ordermill("report", "orders", "-w", workspace.root, "--from", "2026-10-05", "--to", "2026-10-05")
    assert len(ended.stdout.splitlines()) == 2
    ended = ordermill("report", "orders", "-w", workspace.root, "--as-of-run", 1, "--from", "2026-10-05")
    assert (ended.exit_code, ended.stderr.splitlines()[1]) == (2, "TIP: give the one or the others")
    ended = ordermill("report", "orders", "-w", workspace.root, "--from", "2026-10-05T10:00")
    assert (ended.exit_code, ended.stderr.splitlines()[0]) == (
        2,
        "Invalid value for '--from': 2026-10-05T10:00 is no day; write it as 2026-10-05.",
    )


@pytest.mark.parametrize("given", [("report", "orders"), ("rejects", "list"), ("check", "x")])
def test_looking_at_what_is_no_workspace_is_a_usage_error(tmp_path, given):
    ended = ordermill(*given, "-w", tmp_path)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"{tmp_path} is not a workspace")


def test_run_all_tells_a_line_for_each_and_hands_out_one_document(workspace):
    ended = ordermill("run", "--all", workspace.root.parent, "--as-of", "2026-10-06T23:30")
    assert (ended.exit_code, ended.stdout) == (0, "")
    assert ended.stderr == "shop: run 2, as of 2026-10-06 23:30 JST: done\n"
    ended = ordermill("run", "--all", workspace.root.parent, "--as-of", RUN_TIMES[2], "--json")
    assert [one["run"]["run"] for one in json.loads(ended.stdout)["workspaces"]] == [3]


def test_run_all_of_the_workspace_that_the_environment_names_is_no_contradiction_but_of_a_named_one_is(workspace):
    root = workspace.root.parent
    assert ordermill("run", "--all", root, "--as-of", RUN_TIMES[0], env={"ORDERMILL_WORKSPACE": "/x"}).exit_code == 0
    ended = ordermill("run", "--all", root, "-w", workspace.root)
    assert (ended.exit_code, ended.stderr.splitlines()[1]) == (2, "TIP: give the one or the other")


def test_run_all_where_no_workspace_lies_is_a_usage_error(tmp_path):
    ended = ordermill("run", "--all", tmp_path)
    assert (ended.exit_code, ended.stderr.splitlines()[0]) == (2, f"no workspace lies under {tmp_path}")
