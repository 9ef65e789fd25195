"""Reports handed out again, also of past runs, byte for byte. Order process, 16.1 to 16.4."""

from datetime import date

import pytest

from pipeline.errors import FailureError, UsageError
from pipeline.queries.get_report import get_report, get_report_of_days
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

SECOND = ORDER | {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201"}
THIRD = ORDER | {"order-id": "999-0000001-0000003", "order-item-id": "00000000000301"}


@pytest.fixture(scope="module")
def three_runs(tmp_path_factory):
    """Three runs on two days: an order each; the first one ships in the third run, the second settles a held record."""
    workspace = SellerWorkspace(tmp_path_factory.mktemp("again") / "shop")
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("early.tsv", {"order-id": SECOND["order-id"], "payment-status": "Verified"})
    workspace.run("2026-10-05T12:00:00+09:00")
    workspace.drop("more.tsv", SECOND | {"payments-date": ""}, received="2026-10-05T13:00:00+09:00")
    workspace.run()
    workspace.drop("third.tsv", THIRD, received="2026-10-06T10:00:00+09:00")
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-06"}, received="2026-10-06T11:00:00+09:00")
    workspace.drop("bad.tsv", CONFIRMATION | {"order-id": "x"}, received="2026-10-06T12:00:00+09:00")
    workspace.run(RUN_TIMES[1])
    return workspace


@pytest.fixture
def workspace(three_runs, tmp_path):
    return three_runs.copy(tmp_path / "shop")


def report_of_run(workspace, name, run=None):
    with workspace.reader() as store:
        return get_report(store, name, run)


def report_of_days(workspace, name, first=None, last=None):
    days = (date.fromisoformat(day) if day else None for day in (first, last))
    with workspace.reader() as store:
        return get_report_of_days(store, name, *days)


def order_ids(report):
    lines = report.data.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("order-id\t")
    return [line.split("\t")[0] for line in lines[1:]]


def run_folder(workspace, run):
    folder = "2026-10-06/run-3" if run == 3 else f"2026-10-05/run-{run}"
    return workspace.root / "reports" / folder


@pytest.mark.parametrize("name", ["orders", "orders.tsv", "processing/ship.tsv.report", "run", "run.json"])
def test_the_published_file_is_handed_out_under_its_name_with_its_ending_or_without(workspace, name):
    report = report_of_run(workspace, name)
    assert (report.made_again, report.runs) == (False, (3,))
    assert report.data == (run_folder(workspace, 3) / report.name).read_bytes()


@pytest.mark.parametrize("run", [1, 2, 3])
@pytest.mark.parametrize("harm", ["deleted", "changed"])
def test_a_report_that_is_gone_or_is_not_as_it_was_published_is_made_again_with_the_same_bytes(workspace, run, harm):
    for name in ("orders.tsv", "unshipped-orders.tsv", "pending-orders.tsv", "inventory.tsv", "settlement-open.tsv"):
        path = run_folder(workspace, run) / name
        before = path.read_bytes()
        path.unlink() if harm == "deleted" else path.write_bytes(before + b"x")
        report = report_of_run(workspace, name, run)
        assert (report.made_again, report.data) == (True, before)


def test_answers_are_made_again_also_those_to_records_that_an_earlier_run_held(workspace):
    answers = sorted((run_folder(workspace, 2) / "processing").iterdir())
    assert [path.name for path in answers] == ["more.tsv.report.tsv", "run-1_early.tsv.report.tsv"]
    for path in answers:
        before = path.read_bytes()
        path.unlink()
        assert report_of_run(workspace, f"processing/{path.name}", 2).data == before


def test_the_orders_of_a_day_are_those_of_the_run_that_is_asked_for_though_a_later_one_published_them_anew(workspace):
    assert order_ids(report_of_run(workspace, "day/orders", 1)) == [ORDER["order-id"]]
    assert order_ids(report_of_run(workspace, "day/orders", 2)) == [ORDER["order-id"], SECOND["order-id"]]
    assert [report_of_run(workspace, "day/orders", run).made_again for run in (1, 2)] == [True, False]


def test_a_settlement_that_closed_long_ago_is_made_again(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop", "[inbox]\nsettle_seconds = 0\n[settlement]\ncycle_days = 1\n")
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    for day in RUN_TIMES:
        workspace.run(day)
    for run, folder in ((2, "2026-10-06"), (3, "2026-10-07")):
        for path in sorted((workspace.root / "reports" / folder / f"run-{run}").glob("settlement-*")):
            before = path.read_bytes()
            path.unlink()
            assert report_of_run(workspace, path.name, run).data == before
    assert {path.name for path in workspace.root.glob("reports/*/run-*/settlement-*")} == {"settlement-open.tsv"}


def test_a_closed_settlement_is_found_in_the_run_that_published_it(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop", "[inbox]\nsettle_seconds = 0\n[settlement]\ncycle_days = 1\n")
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    for day in RUN_TIMES:
        workspace.run(day)
    for name in ("settlement-OM-20261006", "settlement-OM-20261006.tsv"):
        report = report_of_run(workspace, name)
        assert (report.runs, report.name, report.rows > 1) == ((2,), "settlement-OM-20261006.tsv", True)
    for name, run, tip in [
        ("settlement-OM-20261006", 3, "run 2 published it; leave out --as-of-run"),
        (
            "settlement-OM-2026106",
            None,
            "did you mean settlement-OM-20261006? all reports of this run are in reports/2026-10-07",
        ),
    ]:
        with pytest.raises(UsageError, match=f"run 3 has no report {name}") as stop:
            report_of_run(workspace, name, run)
        assert stop.value.tip.startswith(tip)


def place_of(workspace, run):
    """The folder of a run as it is named below that of the workspace."""
    return run_folder(workspace, run).relative_to(workspace.root).as_posix()


@pytest.mark.parametrize(
    ("name", "meant"), [("unshiped-orders", "unshipped-orders"), ("order.tsv", "orders"), ("day/order", "day/orders")]
)
def test_a_name_with_a_typo_is_answered_with_the_one_that_is_meant(workspace, name, meant):
    with pytest.raises(UsageError, match=f"run 3 has no report {name}") as stop:
        report_of_run(workspace, name)
    assert stop.value.tip == f"did you mean {meant}? all reports of this run are in {place_of(workspace, 3)}"


def test_a_name_that_is_like_none_is_answered_with_the_reports_of_the_run_alone(workspace):
    with pytest.raises(UsageError, match="run 3 has no report payouts") as stop:
        report_of_run(workspace, "payouts")
    assert stop.value.tip.startswith("choose one of: canceled-orders, charges, ")
    assert stop.value.tip.endswith(f"; all reports of this run are in {place_of(workspace, 3)}")
    assert "/" not in stop.value.tip.partition(";")[0]


@pytest.mark.parametrize("name", ["", ".", "..", "/", "x/."])
def test_a_name_of_nothing_is_no_report(workspace, name):
    with pytest.raises(UsageError, match="run 3 has no report"):
        report_of_run(workspace, name)


def test_a_typo_with_days_is_answered_too(workspace):
    with pytest.raises(UsageError, match="is called canceled-order") as stop:
        report_of_days(workspace, "canceled-order", "2026-10-05")
    assert stop.value.tip.startswith("did you mean canceled-orders? with --from and --to, choose one of: ")


def test_a_report_is_made_with_the_settings_of_its_run_whatever_they_are_now(workspace):
    before = (run_folder(workspace, 3) / "orders.tsv").read_bytes()
    (run_folder(workspace, 3) / "orders.tsv").unlink()
    settings = '[inbox]\nsettle_seconds = 0\n[report]\nencoding = "cp932"\ntimezone = "UTC"\n'
    workspace.folders.settings_file.write_text(f"shards = 2\n{settings}")
    assert report_of_run(workspace, "orders").data == before


@pytest.mark.parametrize("name", ["run", "rejected/run-3_bad"])
def test_what_the_store_does_not_hold_cannot_be_made_again_and_is_told_so(workspace, name):
    for path in (*run_folder(workspace, 3).glob("run.json"), *(workspace.root / "rejected").iterdir()):
        path.unlink()
    with pytest.raises(
        FailureError, match="is missing or has changed since it was published, and cannot be made again"
    ) as stopped:
        report_of_run(workspace, name)
    assert "from a backup" in stopped.value.tip


def test_a_state_that_is_no_longer_kept_is_told_and_its_published_files_are_still_handed_out(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop", "[inbox]\nsettle_seconds = 0\n[history]\nkeep_runs = 1\n")
    workspace.drop("orders.tsv", ORDER)
    for day in RUN_TIMES:
        workspace.run(day)
    assert not report_of_run(workspace, "orders", 1).made_again
    for path in workspace.root.glob("reports/*/run-*/orders.tsv"):
        path.unlink()
    assert report_of_run(workspace, "orders", 2).made_again
    with pytest.raises(FailureError, match="the state after run 1 is no longer kept"):
        report_of_run(workspace, "orders", 1)


def test_other_bytes_are_never_handed_out_in_the_place_of_a_report(workspace, monkeypatch):
    (run_folder(workspace, 3) / "orders.tsv").unlink()
    monkeypatch.setattr("reports.orders_report.STATUS_TEXT", ("another",) * 5)
    with pytest.raises(FailureError, match="this version of ordermill would make a different file"):
        report_of_run(workspace, "orders")


@pytest.mark.parametrize(
    ("first", "last", "orders"),
    [
        ("2026-10-05", None, [1, 2, 3]),
        ("2026-10-05", "2026-10-05", [1, 2]),
        (None, "2026-10-05", [1, 2]),
        ("2026-10-06", "2026-12-31", [3]),
    ],
)
def test_the_rows_of_all_runs_of_some_days_stand_under_one_heading(workspace, first, last, orders):
    report = report_of_days(workspace, "orders", first, last)
    assert order_ids(report) == [f"999-0000001-000000{number}" for number in orders]
    assert report.rows == len(orders)


def test_runs_with_different_encodings_are_put_together_in_that_of_the_last(workspace):
    workspace.folders.settings_file.write_text(
        'shards = 2\n[inbox]\nsettle_seconds = 0\n[report]\nencoding = "cp932"\n'
    )
    workspace.drop("fourth.tsv", ORDER | {"order-id": "999-0000001-0000004", "order-item-id": "00000000000401"})
    workspace.run(RUN_TIMES[2])
    text = report_of_days(workspace, "orders", "2026-10-05").data.decode("cp932")
    assert [line.split("\t")[0][-1] for line in text.splitlines()[1:]] == ["1", "2", "3", "4"]
    assert "\ufeff" not in text


@pytest.mark.parametrize(
    ("name", "first", "what"),
    [
        ("unshipped-orders", "2026-10-05", "unshipped-orders shows the state after one run"),
        ("orders", "2026-11-05", "no run of these days has a report orders"),
    ],
)
def test_days_are_for_reports_of_what_happened_in_them(workspace, name, first, what):
    with pytest.raises(UsageError, match=what):
        report_of_days(workspace, name, first)


def test_days_the_wrong_way_round_are_told(workspace):
    with pytest.raises(UsageError, match="--from 2026-10-06 is after --to 2026-10-05"):
        report_of_days(workspace, "orders", "2026-10-06", "2026-10-05")


def test_snapshots_asked_for_by_days_are_told_which_reports_can(workspace):
    with pytest.raises(UsageError) as stopped:
        report_of_days(workspace, "inventory", "2026-10-05")
    assert (
        stopped.value.tip
        == "with --from and --to, choose one of: orders, canceled-orders, charges, notices, rejected-all"
    )


@pytest.mark.parametrize(
    ("name", "run", "what"),
    [("fruit", None, "run 3 has no report fruit"), ("orders", 9, "there is no run 9")],
)
def test_an_unknown_report_or_run_is_a_usage_error_that_names_what_there_is(workspace, name, run, what):
    with pytest.raises(UsageError, match=what) as stopped:
        report_of_run(workspace, name, run)
    assert (", orders, " in stopped.value.tip) == (name == "fruit")


def test_without_a_run_there_is_no_report(tmp_path):
    with pytest.raises(UsageError, match="there was no run yet"):
        report_of_run(SellerWorkspace(tmp_path / "shop"), "orders")


def test_reports_are_handed_out_beside_a_run_that_works(workspace):
    with workspace.open_store():
        (run_folder(workspace, 3) / "orders.tsv").unlink()
        assert order_ids(report_of_run(workspace, "orders")) == [THIRD["order-id"]]
