"""A whole run on a real workspace: files in, reports out, the store in between."""

import json
import signal
import subprocess
import sys
import time

import pyarrow.parquet as pq
import pytest

from pipeline.errors import FailureError, UsageError
from tests.support.feed_forms import xml_feed
from tests.support.paths import ROOT
from tests.support.run_documents import outcome_counts
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace


def test_an_order_goes_from_its_feed_to_both_reports(workspace):
    workspace.drop("orders.tsv", ORDER)
    done = workspace.run()
    assert (done.exit_code, done.run, done.folder) == (0, 1, workspace.root / "reports/2026-10-05/run-1")
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


def test_an_order_that_closed_later_on_its_day_stays_in_the_orders_of_the_day(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run("2026-10-05T12:00:00+09:00")
    workspace.drop("gone.tsv", {"order-id": ORDER["order-id"], "cancellation-reason-code": "GeneralAdjustment"})
    workspace.run()
    workspace.run("2026-10-05T23:40:00+09:00")
    [row] = workspace.report("orders.tsv", "reports/today")
    assert (row["order-status"], row["recipient-name"], row["ship-address-1"]) == ("Canceled", "", "")


def test_a_closed_order_is_still_known_to_late_feeds(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    workspace.run()
    workspace.drop("again.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "ship-method": ""})
    workspace.drop("edit.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "tracking-number": "0000-0009"})
    workspace.drop("cancel.tsv", {"order-id": ORDER["order-id"]} | {"cancellation-reason-code": ""})
    done = workspace.run(RUN_TIMES[1])
    assert {feed["name"]: [code["code"] for code in feed["codes"]] for feed in done.document["feeds"]} == {
        "again.tsv": [5000],
        "edit.tsv": [],
        "cancel.tsv": [70003],
    }
    workspace.drop(
        "third.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "tracking-number": "0000-0009", "ship-method": ""}
    )
    assert outcome_counts(workspace.run(RUN_TIMES[2])) == [{"unchanged": 1}]


def test_an_edit_of_a_closed_order_outlives_the_run(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    workspace.run()
    for day, tracking in ((RUN_TIMES[1], "0000-0009"), (RUN_TIMES[2], "NULL")):
        workspace.drop("edit.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "tracking-number": tracking})
        assert outcome_counts(workspace.run(day)) == [{"accepted": 1}]


def test_the_same_bytes_again_change_nothing_and_say_which_run_had_them(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    workspace.drop("copy.tsv", ORDER)
    done = workspace.run(RUN_TIMES[1])
    [feed] = done.document["feeds"]
    assert (feed["status"], feed["records"], feed["codes"][0]["code"], done.exit_code) == ("duplicate", 0, 70207, 0)
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
    done = workspace.run(RUN_TIMES[1])
    assert [feed["status"] for feed in done.document["feeds"]] == ["applied", "applied"]
    assert done.exit_code == 0


def test_a_file_of_no_known_format_is_refused_whole_and_archived(workspace):
    workspace.put("notes.txt", b"hello\tworld\n1\t2\n")
    workspace.drop("orders.tsv", ORDER)
    done = workspace.run()
    assert done.exit_code == 3
    assert {feed["name"]: feed["status"] for feed in done.document["feeds"]} == {
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
    done = workspace.run(RUN_TIMES[1])
    assert (outcome_counts(done), done.document["feeds"][0]["codes"]) == ([{"accepted": 1}], [])


def test_a_run_without_files_at_the_same_instant_and_settings_does_nothing(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    before = workspace.files()
    done = workspace.run()
    assert (done.run, done.exit_code, done.document) == (None, 0, {})
    assert {name: content for name, content in workspace.files().items() if "state/" not in name} == {
        name: content for name, content in before.items() if "state/" not in name
    }


def test_a_run_without_files_at_a_later_instant_publishes_all_reports(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.run()
    done = workspace.run(RUN_TIMES[1])
    assert (done.run, done.exit_code) == (2, 0)
    assert done.document["covers"] == {"from": "2026-10-05T14:30:00+00:00", "to": "2026-10-06T14:30:00+00:00"}
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
    done = workspace.run(RUN_TIMES[1], dry_run=True)
    assert (done.exit_code, done.folder, outcome_counts(done)) == (0, None, [{"accepted": 1}])
    after = workspace.files()
    assert {name for name in after if name not in before} == set()
    assert [name for name in before if before[name] != after[name] and "state/" not in name] == []
    assert workspace.run(RUN_TIMES[1]).document["proof"] == done.document["proof"]


def test_a_strict_run_does_not_stop_at_a_held_record_that_expires(workspace):
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    workspace.run(strict=True)
    done = workspace.run("2026-10-12T23:30:00+09:00", strict=True)
    assert (done.run, done.exit_code) == (2, 3)


def test_a_strict_run_with_a_refusal_publishes_nothing_and_leaves_the_inbox(workspace):
    workspace.drop("ship.tsv", CONFIRMATION | {"quantity": "x"})
    with pytest.raises(FailureError):
        workspace.run(strict=True)
    assert (workspace.root / "inbox/ship.tsv").exists()
    assert not (workspace.root / "reports/latest").exists()
    assert workspace.run().run == 1


def test_japanese_text_in_cp932_reaches_the_report_and_a_cp932_report_loses_no_row(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop", 'report.encoding = "cp932"\n[inbox]\nsettle_seconds = 0\n')
    workspace.drop("orders.txt", ORDER | {"recipient-name": "髙橋 ①"}, encoding="cp932")
    workspace.drop("utf.txt", ORDER | {"order-id": "999-0000001-0000002", "recipient-name": "𠮷田"})
    done = workspace.run()
    text = (workspace.root / "reports/latest/orders.tsv").read_bytes().decode("cp932")
    assert "髙橋 ①" in text
    assert "〓田" in text
    assert {cell["column"] for cell in done.document["unencodable"]} == {"recipient-name"}


def test_text_that_looks_like_something_else_stays_text_from_feed_to_report(workspace):
    strange = ("00123", "1E5", "NA", "null", "3-4", '"open')
    rows = [ORDER | {"order-item-id": f"{number:014}", "sku": sku} for number, sku in enumerate(strange, 1)]
    workspace.drop("orders.tsv", *rows)
    workspace.run()
    assert [row["sku"] for row in workspace.report("unshipped-orders.tsv")] == list(strange)


def test_an_order_id_with_letters_is_known_again_in_the_next_run(workspace):
    order = ORDER | {"order-id": "S01-ABCDEFG-0000001"}
    workspace.drop("orders.tsv", order)
    workspace.run()
    workspace.drop("ship.tsv", CONFIRMATION | {"order-id": order["order-id"], "ship-date": "2026-10-05"})
    assert outcome_counts(workspace.run(RUN_TIMES[1])) == [{"accepted": 1}]


PARCEL = (
    "<MerchantOrderID>SHOP-1</MerchantOrderID><FulfillmentDate>2026-10-05T18:00:00+09:00</FulfillmentDate>"
    "<FulfillmentData><CarrierCode>YAMATO</CarrierCode></FulfillmentData>"
)
ACKNOWLEDGED = (
    "<AmazonOrderID>{}</AmazonOrderID><MerchantOrderID>SHOP-1</MerchantOrderID><StatusCode>Success</StatusCode>"
)


def test_a_confirmation_by_the_sellers_own_id_finds_its_order_through_the_acknowledgement(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.put("ack.xml", xml_feed("OrderAcknowledgement", [ACKNOWLEDGED.format(ORDER["order-id"])]).encode())
    workspace.run()
    workspace.put("ship.xml", xml_feed("OrderFulfillment", [PARCEL]).encode())
    assert outcome_counts(workspace.run(RUN_TIMES[1])) == [{"accepted": 1}]
    assert workspace.report("unshipped-orders.tsv") == []


def test_a_confirmation_by_an_id_that_nobody_linked_waits_until_it_is(workspace):
    workspace.drop("orders.tsv", ORDER)
    workspace.put("ship.xml", xml_feed("OrderFulfillment", [PARCEL]).encode())
    assert {"held": 1} in outcome_counts(workspace.run())
    workspace.put("ack.xml", xml_feed("OrderAcknowledgement", [ACKNOWLEDGED.format(ORDER["order-id"])]).encode())
    done = workspace.run(RUN_TIMES[1])
    assert [(one["feed"], one["outcome"]) for one in done.document["released"]] == [("ship.xml", "accepted")]


def test_an_id_that_was_linked_with_two_orders_means_neither(workspace):
    other = ORDER | {"order-id": "999-0000001-0000002", "order-item-id": "00000000000201"}
    workspace.drop("orders.tsv", ORDER, other)
    for number, order in enumerate((ORDER, other)):
        workspace.put(
            f"ack-{number}.xml", xml_feed("OrderAcknowledgement", [ACKNOWLEDGED.format(order["order-id"])]).encode()
        )
    workspace.put("ship.xml", xml_feed("OrderFulfillment", [PARCEL]).encode())
    assert {"held": 1} in outcome_counts(workspace.run())


def test_a_parcel_without_a_known_price_waits_and_is_posted_once_the_price_comes(workspace):
    bare = {name: ORDER[name] for name in ("order-id", "order-item-id", "purchase-date", "sku", "quantity-purchased")}
    workspace.drop("orders.tsv", bare)
    workspace.drop("paid.tsv", {"order-id": ORDER["order-id"], "payment-status": "Verified"})
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    done = workspace.run()
    assert done.document["watch"]["unpriced"]["count"] == 1
    assert len(workspace.report("settlement-open.tsv")) == 1
    workspace.drop("priced.tsv", ORDER)
    done = workspace.run(RUN_TIMES[1])
    assert done.document["watch"]["unpriced"]["count"] == 0
    amounts = {row["amount-description"]: row["amount"] for row in workspace.report("settlement-open.tsv")[1:]}
    assert amounts == {"Principal": "4000", "Tax": "400", "Commission": "-660"}


def test_no_buyer_data_stands_in_run_json_or_an_answer(workspace):
    workspace.drop("orders.tsv", ORDER, ORDER | {"ship-address-1": "x" * 70, "order-item-id": "00000000000102"})
    workspace.run()
    told = [
        path.read_text("utf-8-sig")
        for path in (workspace.root / "reports/2026-10-05/run-1").rglob("*")
        if path.suffix == ".json"
    ]
    told += [path.read_text("utf-8-sig") for path in (workspace.root / "reports/2026-10-05/run-1/processing").iterdir()]
    assert [word for word in ("見本", "xxx") if any(word in text for text in told)] == []


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


@pytest.mark.parametrize("pause", [0.2, 0.6, 0.9, 1.2, 1.5, 1.8])
def test_a_run_killed_at_any_moment_is_either_whole_or_never_was(workspace, pause, tmp_path):
    workspace.drop("orders.tsv", ORDER)
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    other = SellerWorkspace(tmp_path / "undisturbed")
    other.drop("orders.tsv", ORDER)
    other.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05"})
    other.run()
    order = (
        "import sys; from datetime import datetime; from pathlib import Path; from pipeline.run import run; "
        "from pipeline.workspace.folders import Workspace; "
        "run(Workspace(Path(sys.argv[1])), datetime.fromisoformat(sys.argv[2]))"
    )
    started = subprocess.Popen([sys.executable, "-c", order, workspace.root, RUN_TIMES[0]], cwd=ROOT)
    time.sleep(pause)
    started.send_signal(signal.SIGKILL)
    started.wait()
    workspace.run()
    names = ("orders.tsv", "unshipped-orders.tsv", "settlement-open.tsv", "inventory.tsv")
    assert [workspace.report(name) for name in names] == [other.report(name) for name in names]
    assert not list((workspace.root / "inbox").iterdir())
