"""Every workspace under a folder: one run after the other, and what all sellers are paid."""

import json
from datetime import datetime

import pytest

from pipeline import run as nightly
from pipeline.errors import UsageError
from pipeline.operations import run_all
from pipeline.operations.run_all import ErrorCaught, PayoutsMissing, WorkspaceFailed, WorkspaceFinished
from pipeline.operations.run_workspace import RunOptions
from schemas.formats.money_reports import PAYOUTS
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

QUIET = "[inbox]\nsettle_seconds = 0\n"
DAILY = QUIET + '[settlement]\ncycle_days = 1\n[seller]\nid = "{}"\n'


def run_workspaces(root, as_of=None, **options):
    """The document, and the events that were told."""
    events = []
    document = run_all.run_all(root, RunOptions(as_of and datetime.fromisoformat(as_of), **options), events.append)
    assert json.loads(json.dumps(document)) == document
    return document, events


def event_kinds(events):
    """The kind of every event, and the workspace that it is about."""
    return [(type(event), getattr(event, "name", None)) for event in events]


def payout_rows(root):
    return [line.split("\t") for line in (root / "payouts.tsv").read_bytes().decode("utf-8-sig").split("\r\n")[:-1]]


@pytest.mark.parametrize("name", ["plain", "gone"])
def test_a_folder_without_a_workspace_is_a_usage_error(sellers_folder, name):
    (sellers_folder / "plain").mkdir(parents=True)
    with pytest.raises(UsageError, match="there is no workspace under"):
        run_all.find_workspaces(sellers_folder / name)


def test_every_workspace_is_run_and_told(sellers_folder):
    for name in ("b", "a"):
        SellerWorkspace(sellers_folder / name).drop("orders.tsv", ORDER)
    document, events = run_workspaces(sellers_folder, RUN_TIMES[0])
    assert event_kinds(events) == [(WorkspaceFinished, name) for name in ("a", "b")]
    assert [(event.run.result.document["run"], event.exit_code) for event in events] == [(1, 0)] * 2
    assert (document["version"], document["exit_code"]) == (1, 0)
    assert [
        (workspace["workspace"], workspace["exit_code"], workspace["run"]["run"])
        for workspace in document["workspaces"]
    ] == [
        ("a", 0, 1),
        ("b", 0, 1),
    ]


def test_one_that_fails_stops_no_other_and_is_told(sellers_folder):
    (SellerWorkspace(sellers_folder / "a").root / "fees.toml").write_text("zone = 1\n")
    SellerWorkspace(sellers_folder / "b").folders.settings_file.write_text("fruit = 1\n")
    SellerWorkspace(sellers_folder / "c").drop("orders.tsv", ORDER)
    document, events = run_workspaces(sellers_folder, RUN_TIMES[0])
    assert [workspace["exit_code"] for workspace in document["workspaces"]] == [2, 2, 0]
    assert document["workspaces"][1]["error"]["what"] == "ordermill.toml: unknown key fruit"
    assert (document["workspaces"][1]["run"], document["exit_code"]) == (None, 1)
    failed = [(ErrorCaught, None), (WorkspaceFailed, "a"), (ErrorCaught, None), (WorkspaceFailed, "b")]
    assert event_kinds(events)[:5] == [*failed, (WorkspaceFinished, "c")]
    assert [event.error.what for event in events[1:4:2]] == [
        document["workspaces"][place]["error"]["what"] for place in (0, 1)
    ]


def test_one_in_which_another_run_works_is_busy_and_its_payouts_are_those_of_before(sellers_folder):
    paid = SellerWorkspace(sellers_folder / "a", DAILY.format("S"))
    paid.drop("orders.tsv", ORDER)
    paid.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    for day in RUN_TIMES[:2]:
        paid.run(day)
    with paid.open_store():
        document, events = run_workspaces(sellers_folder, RUN_TIMES[2])
    assert (document["exit_code"], document["workspaces"][0]["exit_code"]) == (75, 75)
    assert event_kinds(events) == [(ErrorCaught, None), (WorkspaceFailed, "a")]
    assert events[1].error.what == "another run is in progress"
    assert len(payout_rows(sellers_folder)) == 2


def test_what_sellers_are_paid_stands_in_one_file_sorted(sellers_folder):
    for name in ("b", "a"):
        workspace = SellerWorkspace(sellers_folder / name, DAILY.format(name.upper()))
        workspace.drop("orders.tsv", ORDER)
        workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    SellerWorkspace(sellers_folder / "c").drop("orders.tsv", ORDER)
    run_workspaces(sellers_folder, RUN_TIMES[0])
    assert payout_rows(sellers_folder) == [list(PAYOUTS.names)]
    document, _ = run_workspaces(sellers_folder, RUN_TIMES[1])
    assert document["payouts"] == str(sellers_folder / "payouts.tsv")
    facts = [
        "OM-20261006",
        "2026-10-05T00:00:00+09:00",
        "2026-10-06T00:00:00+09:00",
        "3740",
        "JPY",
        "2026-10-08T00:00:00+09:00",
        "2",
    ]
    assert payout_rows(sellers_folder)[1:] == [["a", "A", *facts], ["b", "B", *facts]]
    assert [path.name for path in sellers_folder.iterdir() if path.is_file()] == ["payouts.tsv"]


def test_a_workspace_whose_payouts_cannot_be_read_is_told_and_counts_as_failed(sellers_folder):
    workspace = SellerWorkspace(sellers_folder / "a")
    workspace.run(RUN_TIMES[0])
    (workspace.root / "state/catalogue.sqlite").write_bytes(b"no database, and long enough to be looked at" * 99)
    SellerWorkspace(sellers_folder / "b")
    document, events = run_workspaces(sellers_folder, RUN_TIMES[1])
    assert document["exit_code"] == 1
    lines = [event for event in event_kinds(events) if event != (ErrorCaught, None)]
    assert lines == [(WorkspaceFailed, "a"), (WorkspaceFinished, "b"), (PayoutsMissing, "a")]


def test_a_dry_run_of_all_writes_nothing(sellers_folder):
    SellerWorkspace(sellers_folder / "a").drop("orders.tsv", ORDER)
    document, _ = run_workspaces(sellers_folder, RUN_TIMES[0], dry_run=True)
    assert document["workspaces"][0]["run"]["feeds"][0]["accepted"] == 1
    assert (document["payouts"], [path.name for path in sellers_folder.iterdir()]) == (None, ["a"])
    assert not [*sellers_folder.glob("a/reports/*")]


@pytest.mark.parametrize(("options", "code"), [({}, 3), ({"exit_zero": True}, 0), ({"strict": True}, 1)])
def test_options_hold_for_each_of_them(sellers_folder, options, code):
    SellerWorkspace(sellers_folder / "a").drop("bad.tsv", CONFIRMATION | {"order-id": "x"})
    assert run_workspaces(sellers_folder, RUN_TIMES[0], **options)[0]["exit_code"] == code


def test_a_request_to_repair_holds_for_each_of_them(sellers_folder):
    SellerWorkspace(sellers_folder / "a").drop("ship.tsv", CONFIRMATION | {"ship-date": "2026/10/6"})
    assert [
        run_workspaces(sellers_folder, RUN_TIMES[0], repair=repair, dry_run=True)[0]["exit_code"]
        for repair in (False, True)
    ] == [3, 0]


def test_an_instant_without_an_offset_is_of_the_zone_of_each(sellers_folder):
    for name, zone in (("a", "Asia/Tokyo"), ("b", "Asia/Seoul"), ("c", "UTC")):
        SellerWorkspace(sellers_folder / name, f'zone = "{zone}"\n{QUIET}')
    document, _ = run_workspaces(sellers_folder, "2026-10-05T23:30:00")
    assert [workspace["run"]["as_of"] for workspace in document["workspaces"]] == [
        "2026-10-05T14:30:00+00:00",
        "2026-10-05T14:30:00+00:00",
        "2026-10-05T23:30:00+00:00",
    ]


def test_one_with_nothing_to_do_says_so(sellers_folder):
    SellerWorkspace(sellers_folder / "a").run(RUN_TIMES[0])
    document, events = run_workspaces(sellers_folder, RUN_TIMES[0])
    assert [event.run.result.document for event in events] == [{}]
    assert document["workspaces"][0]["run"] == {"version": 1, "run": None, "exit_code": 0}


@pytest.mark.parametrize(
    ("codes", "all_of_them"),
    [([], 0), ([0, 3], 3), ([3, 75], 75), ([75, 4, 0], 4), ([4, 1, 75], 1), ([0, 2], 1)],
)
def test_the_worst_exit_code_counts(codes, all_of_them):
    assert run_all.worst_exit_code(codes) == all_of_them


def test_what_nobody_expected_in_one_workspace_is_told_and_stops_no_other(sellers_folder, monkeypatch):
    def run_or_fail(workspace, *arguments, **options):
        if workspace.root.name == "a":
            raise unexpected
        return real(workspace, *arguments, **options)

    real = nightly.run
    unexpected = ValueError("a text that may hold anything")
    monkeypatch.setattr(nightly, "run", run_or_fail)
    for name in ("a", "b"):
        SellerWorkspace(sellers_folder / name)
    document, events = run_workspaces(sellers_folder, RUN_TIMES[0])
    assert event_kinds(events) == [(ErrorCaught, None), (WorkspaceFailed, "a"), (WorkspaceFinished, "b")]
    assert events[0].error is unexpected
    assert events[1].error.what == "unexpected error: ValueError"
    assert document["exit_code"] == 1
