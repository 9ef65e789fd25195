"""What every command does that only reads: no workspace is a usage error, beside a run the run before answers."""

import pytest

from tests.support.command_line import ordermill


@pytest.mark.parametrize("command", [["check", "a.tsv"], ["rejects", "list"], ["report", "orders"]])
def test_beside_a_run_that_works_the_run_before_answers_and_is_named(workspace, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tsv").write_text("")
    alone = ordermill(*command, "-w", workspace.root)
    with workspace.open_store():
        ended = ordermill(*command, "-w", workspace.root)
    assert (ended.exit_code, ended.stdout) == (alone.exit_code, alone.stdout)
    assert ended.stderr.startswith("run in progress since ")
    assert "this shows the run before it" in ended.stderr


@pytest.mark.parametrize("arguments", [("report", "orders"), ("rejects", "list"), ("check", "x")])
def test_looking_at_what_is_no_workspace_is_a_usage_error(tmp_path, arguments):
    ended = ordermill(*arguments, "-w", tmp_path)
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith(f"{tmp_path} is not a workspace")
