"""`run`: what its document says on every exit, and what a strict run shows."""

import json

import pytest

from tests.support.command_line import ordermill
from tests.support.json_schemas import problems
from tests.support.seller_workspace import RUN_TIMES

FRUIT = b"fruit\tcolour\r\npear\tgreen\r\n"
FIRST = ("--as-of", "2026-10-05T23:30")
REFUSED = "order-id\tpayment-status\r\n999-0000001-0000001\tPaid\r\n"


def run_that_raises(error):
    def run(*_, **__):
        raise error

    return run


@pytest.fixture
def refused(empty_workspace):
    """A workspace in whose inbox lies a feed with a record that is rejected."""
    (empty_workspace / "inbox" / "payments.tsv").write_text(REFUSED)
    return empty_workspace


def document_of(ended):
    """The document that a run printed; it has the published shape and agrees with the exit code."""
    document = json.loads(ended.stdout)
    assert document["exit_code"] == ended.exit_code
    assert problems(document, "run-all" if "root" in document else "run") == []
    return document


def test_a_strict_run_shows_the_table_of_a_run_and_then_why_nothing_was_published(refused):
    strict = ordermill("run", "-w", refused, *FIRST, "--strict").stderr.splitlines()
    plain = ordermill("run", "-w", refused, *FIRST).stderr.splitlines()
    assert strict[0] == "run 1, as of 2026-10-05 23:30 JST: not published"
    assert strict[2:7] == plain[2:7]
    assert strict[3].startswith("payments.tsv")
    assert strict[6].split() == ["70106", "choice-invalid", "1"]
    assert strict[8] == "something was refused, so nothing was published"
    assert strict[9].startswith("TIP: correct the feeds (`ordermill check FILE` shows each line)")


def test_the_document_of_a_strict_run_has_the_feeds_of_the_run_that_was_not(refused):
    strict = document_of(ordermill("run", "-w", refused, *FIRST, "--strict", "--json"))
    assert (strict["exit_code"], strict["committed"]) == (1, None)
    assert strict["error"] == "something was refused, so nothing was published"
    published = document_of(ordermill("run", "-w", refused, *FIRST, "--json"))
    assert strict["feeds"] == published["feeds"]
    assert (published["exit_code"], published["error"], published["committed"]) == (3, None, 1)


def test_the_exit_code_of_the_document_is_that_of_the_shell(refused):
    assert document_of(ordermill("run", "-w", refused, "--exit-zero", "--json"))["exit_code"] == 0


@pytest.mark.parametrize(
    ("arguments", "code"), [(["--as-of", "tonight"], 2), (["--nightly"], 2), (["-w", "nowhere"], 2), (["--strict"], 75)]
)
def test_wrong_usage_and_another_run_have_a_document_too(workspace, arguments, code):
    with workspace.open_store():
        ended = ordermill("run", "-w", workspace.root, "--json", *arguments)
    document = document_of(ended)
    assert (ended.exit_code, document["committed"]) == (code, None)
    assert ended.stderr.splitlines() == [document["error"], f"TIP: {document['tip']}"]


def test_an_interruption_before_the_commit_is_130_and_leaves_no_run(workspace, monkeypatch):
    monkeypatch.setattr("pipeline.run.save_state", run_that_raises(KeyboardInterrupt()))
    document = document_of(ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1], "--json"))
    assert (document["exit_code"], document["error"], document["committed"]) == (130, "interrupted", None)
    assert json.loads(ordermill("status", "-w", workspace.root, "--json").stdout)["run"]["run"] == 1


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("pipeline.store.batch.publish_run", "run 2 is committed, but publishing stopped: interrupted"),
        ("pipeline.store.publication._point_links", "run 2 is committed, but publishing stopped: interrupted"),
        ("pipeline.cli.run_text.proof_lines", "interrupted, but run 2 is committed and published"),
    ],
)
def test_an_interruption_after_the_commit_is_4_and_names_the_run(workspace, monkeypatch, place, error):
    monkeypatch.setattr(place, run_that_raises(KeyboardInterrupt()))
    document = document_of(ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1], "--json"))
    assert (document["exit_code"], document["committed"], document["run"]) == (4, 2, 2)
    assert document["error"] == error
    assert "covers" in document
    monkeypatch.undo()
    assert json.loads(ordermill("status", "-w", workspace.root, "--json").stdout)["run"]["run"] == 2
    assert (workspace.root / "reports/latest").readlink().name == "run-2"


def test_an_interruption_ends_the_runs_of_all_workspaces(workspace, monkeypatch):
    workspace.copy(workspace.root.parent / "tools")
    monkeypatch.setattr("pipeline.store.publication._point_links", run_that_raises(KeyboardInterrupt()))
    document = document_of(ordermill("run", "--all", workspace.root.parent, "--as-of", RUN_TIMES[1], "--json"))
    assert (document["exit_code"], document["committed"]) == (4, 2)
    assert [(entry["workspace"], entry["committed"]) for entry in document["workspaces"]] == [("shop", 2)]
    assert document["workspaces"][0]["run"]["run"] == 2


def test_one_workspace_of_several_that_fails_is_told_at_the_top(workspace):
    other = workspace.copy(workspace.root.parent / "tools")
    (other.root / "fees.toml").write_text("zone = 1\n")
    document = document_of(ordermill("run", "--all", workspace.root.parent, "--as-of", RUN_TIMES[1], "--json"))
    assert (document["exit_code"], document["error"]) == (1, "1 of 2 workspaces could not be run")
    assert [entry["committed"] for entry in document["workspaces"]] == [2, None]


def test_files_that_cannot_be_removed_are_named_in_the_document(workspace, monkeypatch):
    workspace.put("notes.tsv", FRUIT)
    monkeypatch.setattr("pipeline.store.publication._remove_entry", lambda *_: False)
    document = document_of(ordermill("run", "-w", workspace.root, "--as-of", RUN_TIMES[1], "--json"))
    assert (document["exit_code"], document["committed"]) == (4, 2)
    assert document["error"].endswith("cannot be removed from the inbox: notes.tsv")
    assert document["feeds"][0]["name"] == "notes.tsv"
