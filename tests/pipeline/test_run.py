"""A whole run on a real workspace: files in, reports out, the store in between."""

import json

import pyarrow.parquet as pq
import pytest

from pipeline.errors import FailureError, UsageError
from tests.support.run_documents import outcome_counts
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES


def test_an_order_goes_from_its_feed_to_both_reports(workspace):
    workspace.drop("orders.tsv", ORDER)
    result = workspace.run()
    assert (result.exit_code, result.run, result.folder) == (0, 1, workspace.root / "reports/2026-10-05/run-1")
    [order], [to_ship] = workspace.report("orders.tsv"), workspace.report("unshipped-orders.tsv")
    assert (order["order-id"], order["order-status"], order["recipient-name"]) == (
        ORDER["order-id"],
        "Unshipped",
        "見本 太郎",
    )
    assert (to_ship["quantity-to-ship"], to_ship["reporting-date"]) == ("2", "2026-10-05T23:30:00+09:00")


def test_a_second_run_of_the_day_does_not_hide_the_orders_of_the_first(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run("2026-10-05T12:00:00+09:00")
    workspace.drop("more.tsv", ORDER | {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201"})
    workspace.run()
    assert [row["order-id"][-1] for row in workspace.report("orders.tsv")] == ["2"]
    assert [row["order-id"][-1] for row in workspace.report("orders.tsv", "reports/today")] == ["1", "2"]


def test_a_file_of_no_known_format_is_refused_whole_and_archived(workspace):
    workspace.put("notes.txt", b"hello\tworld\n1\t2\n")
    workspace.drop("orders.tsv", ORDER)
    result = workspace.run()
    assert result.exit_code == 3
    assert {feed["name"]: feed["status"] for feed in result.document["feeds"]} == {
        "notes.txt": "refused",
        "orders.tsv": "applied",
    }
    assert len(workspace.report("orders.tsv")) == 1
    assert [path.name.endswith("_notes.txt") for path in (workspace.root / "archive/2026-10-05").iterdir()].count(
        True
    ) == 1


def test_refused_records_lie_in_a_file_that_can_be_dropped_back(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"quantity": "２", "ship-date": "2026-10-05"})
    assert workspace.run().exit_code == 3
    [path] = (workspace.root / "rejected").iterdir()
    assert path.name == "run-1_ship.tsv"
    [row] = workspace.report("run-1_ship.tsv", "rejected")
    assert (row["code"], row["line"], row["refused"], row["quantity"]) == ("70102", "2", "1/ship.tsv/1", "２")
    workspace.put("run-1_ship.tsv", path.read_text("utf-8-sig").replace("２", "2").encode())
    result = workspace.run(RUN_TIMES[1])
    assert (outcome_counts(result), result.document["feeds"][0]["codes"]) == ([{"accepted": 1}], [])


def test_a_run_without_files_at_the_same_instant_and_settings_does_nothing(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    before = workspace.files()
    result = workspace.run()
    assert (result.run, result.exit_code, result.document) == (None, 0, {})
    assert {name: content for name, content in workspace.files().items() if "state/" not in name} == {
        name: content for name, content in before.items() if "state/" not in name
    }


def test_a_run_without_files_at_a_later_instant_publishes_all_reports(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    result = workspace.run(RUN_TIMES[1])
    assert (result.run, result.exit_code) == (2, 0)
    assert result.document["covers"] == {"from": "2026-10-05T14:30:00+00:00", "to": "2026-10-06T14:30:00+00:00"}
    assert len(workspace.report("unshipped-orders.tsv")) == 1
    assert workspace.report("orders.tsv") == []


def test_business_time_does_not_run_backwards(workspace):
    workspace.run(RUN_TIMES[1])
    with pytest.raises(UsageError):
        workspace.run(RUN_TIMES[0])


def test_a_dry_run_tells_all_and_changes_nothing(workspace):
    workspace.run(RUN_TIMES[0])
    workspace.drop("orders.tsv", ORDER)
    before = workspace.files()
    result = workspace.run(RUN_TIMES[1], dry_run=True)
    assert (result.exit_code, result.folder, outcome_counts(result)) == (0, None, [{"accepted": 1}])
    after = workspace.files()
    assert {name for name in after if name not in before} == set()
    assert [name for name in before if before[name] != after[name] and "state/" not in name] == []
    assert workspace.run(RUN_TIMES[1]).document["proof"] == result.document["proof"]


def test_a_strict_run_does_not_stop_at_a_held_record_that_expires(workspace):
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    workspace.run(strict=True)
    result = workspace.run("2026-10-12T23:30:00+09:00", strict=True)
    assert (result.run, result.exit_code) == (2, 3)


def test_a_strict_run_with_a_refusal_publishes_nothing_and_leaves_the_inbox(workspace):
    workspace.drop("ship.tsv", CONFIRMATION | {"quantity": "x"})
    with pytest.raises(FailureError):
        workspace.run(strict=True)
    assert (workspace.root / "inbox/ship.tsv").exists()
    assert not (workspace.root / "reports/latest").exists()
    assert workspace.run().run == 1


def test_no_buyer_data_stands_in_run_json_or_an_answer(workspace):
    workspace.drop("orders.tsv", ORDER, ORDER | {"ship-address-1": "x" * 70, "order-item-id": "00000000000102"})
    workspace.run()
    texts = [
        path.read_text("utf-8-sig")
        for path in (workspace.root / "reports/2026-10-05/run-1").rglob("*")
        if path.suffix == ".json"
    ]
    texts += [
        path.read_text("utf-8-sig") for path in (workspace.root / "reports/2026-10-05/run-1/processing").iterdir()
    ]
    assert [word for word in ("見本", "xxx") if any(word in text for text in texts)] == []


def test_the_manifest_names_every_published_file_with_its_hash(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    document = json.loads((workspace.root / "reports/latest/run.json").read_text("utf-8"))
    named = {report["name"] for report in document["reports"]}
    there = {
        path.relative_to(workspace.root).as_posix()
        for path in (workspace.root / "reports/2026-10-05").rglob("*")
        if path.is_file()
    }
    assert there - named == {"reports/2026-10-05/run-1/run.json"}
    assert named <= there


def test_what_is_stored_adds_up_with_what_is_told(workspace):
    workspace.drop("orders.tsv", ORDER, ORDER | {"order-item-id": "00000000000102"})
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    workspace.run()
    with workspace.open_store() as store:
        assert store.read("outcomes").num_rows == 3
        assert store.read("journal").num_rows == 3
        assert sum(store.read("ledger")["amount"].to_pylist()) == 4400 - 660
        assert all(
            pq.read_metadata(workspace.root / file.path).num_rows == file.rows for file in store.live_files("items")
        )
