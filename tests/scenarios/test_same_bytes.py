"""The same file once more: it counts once, unless all of it was refused."""

from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES


def test_the_same_bytes_again_change_nothing_and_say_which_run_had_them(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    workspace.drop("copy.tsv", ORDER)
    result = workspace.run(RUN_TIMES[1])
    [feed] = result.document["feeds"]
    assert (feed["status"], feed["records"], feed["codes"][0]["code"], result.exit_code) == ("duplicate", 0, 70207, 0)
    answer = (workspace.root / "reports/latest/processing/copy.tsv.report.tsv").read_text("utf-8-sig")
    assert "run 1" in answer
    assert not list((workspace.root / "inbox").iterdir())


def test_two_files_of_the_same_bytes_in_one_run_count_once(workspace):
    workspace.drop("a.tsv", ORDER)
    workspace.drop("b.tsv", ORDER)
    assert [feed["status"] for feed in workspace.run().document["feeds"]] == ["applied", "duplicate"]


def test_a_feed_refused_with_all_its_records_is_read_again_as_new(workspace):
    pending = ORDER | {"payments-date": ""}
    workspace.drop("orders.tsv", pending)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    assert workspace.run().exit_code == 3
    workspace.drop("paid.tsv", {"order-id": ORDER["order-id"], "payment-status": "Verified"})
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    result = workspace.run(RUN_TIMES[1])
    assert [feed["status"] for feed in result.document["feeds"]] == ["applied", "applied"]
    assert result.exit_code == 0
