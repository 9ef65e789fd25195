"""`--quiet` prints only what needs somebody."""

import json

import pytest

from tests.support.command_line import ordermill
from tests.support.seller_workspace import RUN_TIMES

REFUSED = b"order-id\tpayment-status\r\n999-0000001-0000001\tPaid\r\n"
ACCEPTED = REFUSED.replace(b"Paid", b"Verified")
LATER = ("--as-of", RUN_TIMES[1])


def test_a_quiet_run_with_which_all_is_well_says_nothing(workspace):
    ended = ordermill("run", "-w", workspace.root, *LATER, "--quiet")
    assert (ended.exit_code, ended.output) == (0, "")
    assert ordermill("run", "-w", workspace.root, *LATER, "-q").output == ""


def test_a_quiet_run_says_what_was_refused_and_no_more(workspace):
    workspace.put("payments.tsv", REFUSED)
    ended = ordermill("run", "-w", workspace.root, *LATER, "--quiet")
    assert (ended.exit_code, ended.stdout) == (3, "")
    assert ended.stderr.splitlines() == [
        "run 2, as of 2026-10-06 23:30 JST: done; action needed",
        "  1 record rejected",
        f"  correct rejected/run-2_payments.tsv and drop it into {workspace.root / 'inbox'}",
    ]


def test_a_quiet_run_that_fails_says_why(workspace):
    workspace.put("payments.tsv", REFUSED)
    ended = ordermill("run", "-w", workspace.root, *LATER, "--quiet", "--strict")
    assert ended.exit_code == 1
    assert ended.stderr.splitlines()[-2] == "something was refused, so nothing was published"


def test_a_quiet_run_has_its_document_all_the_same(workspace):
    ended = ordermill("run", "-w", workspace.root, *LATER, "--quiet", "--json")
    assert (json.loads(ended.stdout)["run"], ended.stderr) == (2, "")


def test_of_all_workspaces_only_those_are_named_that_need_somebody(workspace):
    workspace.copy(workspace.root.parent / "tools").put("payments.tsv", REFUSED)
    ended = ordermill("run", "--all", workspace.root.parent, *LATER, "--quiet")
    assert (ended.exit_code, ended.output) == (3, "tools: run 2, as of 2026-10-06 23:30 JST: done; action needed\n")


@pytest.mark.parametrize(("content", "names"), [(REFUSED, ["bad.tsv"]), (ACCEPTED, [])])
def test_a_quiet_check_shows_the_answers_that_refuse_something(workspace, tmp_path, content, names):
    (tmp_path / "bad.tsv").write_bytes(content)
    (tmp_path / "good.tsv").write_bytes(ACCEPTED.replace(b"0000001\t", b"0000009\t"))
    ended = ordermill("check", tmp_path / "bad.tsv", tmp_path / "good.tsv", "-w", workspace.root, "--quiet")
    assert [line for line in ended.stdout.splitlines() if line.endswith(".tsv")] == names
