"""What was refused and why, and what has been resolved. Order process, 14.3 to 14.6."""

import json
from datetime import UTC, datetime

import pyarrow as pa
import pytest

from pipeline.errors import UsageError
from pipeline.operations.close_refusals import close_refusals
from pipeline.store.catalogue_rows import RunClosing
from schemas.stored_tables import SCHEMAS
from tests.support.rejects import rejects_document
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

LATE = ("2026-10-13T23:30:00+09:00", "2026-10-14T23:30:00+09:00")


@pytest.fixture(scope="module")
def rejecting_workspace(tmp_path_factory):
    """A run that refused a record for two reasons, one for a third, and a whole file."""
    workspace = SellerWorkspace(tmp_path_factory.mktemp("refusals") / "shop")
    workspace.drop("orders.tsv", ORDER, ORDER | {"order-item-id": "00000000000102", "item-price": "1.5", "sku": ""})
    workspace.drop("ship.tsv", CONFIRMATION | {"ship-date": "2026-10-05", "quantity": "9", "odd": "1"})
    workspace.put("strange.csv", b"fruit\tcolour\r\npear\tgreen\r\n")
    workspace.run()
    return workspace


@pytest.fixture
def workspace(rejecting_workspace, tmp_path):
    return rejecting_workspace.copy(tmp_path / "shop")


def record_places(document):
    return [(reject["run"], reject["feed"], reject["record"]) for reject in document["rejects"]]


def store_resolved(workspace, *marks):
    """A run that stores these marks as resolved."""
    with workspace.open_store() as store:
        head = store.last_run
        batch = store.begin(head.as_of)
        rows = [{"run": batch.run, "refused": mark, "again": ""} for mark in marks]
        batch.write("resolved", "all", None, pa.Table.from_pylist(rows, SCHEMAS["resolved"]))
        batch.commit(RunClosing(0, head.started, head.finished))
        batch.publish()


def test_every_refusal_is_listed_with_its_place_its_reasons_its_order_and_its_file(workspace):
    document = rejects_document(workspace)
    assert (document["version"], document["count"], document["open"]) == (1, 3, 3)
    orders, ship, strange = document["rejects"]
    assert orders == {
        "run": 1,
        "feed": "orders.tsv",
        "record": 2,
        "line": 3,
        "order_id": ORDER["order-id"],
        "codes": [
            {"code": 70101, "message": "sku is empty", "advice": "Fill it in and drop the file again"},
            {
                "code": 70108,
                "message": "item-price is not an amount in whole yen: 1.5",
                "advice": "Use plain digits: no decimals, commas, yen signs or other currencies",
            },
        ],
        "file": "rejected/run-1_orders.tsv",
        "resolved": None,
        "again": None,
        "settled": None,
        "later": None,
        "closed": None,
    }
    assert (ship["record"], [code["code"] for code in ship["codes"]]) == (1, [18021])
    assert (strange["record"], [code["code"] for code in strange["codes"]]) == (0, [70201])
    assert all((workspace.root / reject["file"]).is_file() for reject in document["rejects"])


def test_warnings_and_records_that_applied_are_not_among_them(workspace):
    codes = [code["code"] for reject in rejects_document(workspace)["rejects"] for code in reject["codes"]]
    assert 90061 not in codes


def test_texts_are_in_the_language_of_the_settings(workspace):
    [first, *_] = rejects_document(workspace, language="ja")["rejects"]
    assert first["codes"][0]["message"] == "必須の「sku」が空です"


def test_a_refusal_is_resolved_by_the_run_that_applied_its_correction(workspace):
    store_resolved(workspace, "1/orders.tsv/2", "1/other.tsv/1")
    assert [reject["resolved"] for reject in rejects_document(workspace)["rejects"]] == [2, None, None]
    still = rejects_document(workspace, only_open=True)
    assert [reject["feed"] for reject in still["rejects"]] == ["ship.tsv", "strange.csv"]
    assert (still["count"], still["open"]) == (3, 2)


def test_what_one_run_refused_can_be_asked_for(workspace):
    workspace.drop("bad.tsv", CONFIRMATION | {"order-id": "x"})
    workspace.run(RUN_TIMES[1])
    assert record_places(rejects_document(workspace, 2)) == [(2, "bad.tsv", 1)]
    assert len(rejects_document(workspace)["rejects"]) == 4
    with pytest.raises(UsageError, match="there is no run 9"):
        rejects_document(workspace, 9)


def test_a_held_record_that_is_refused_later_is_of_the_run_that_refused_it_and_its_file_is_there(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("注文.tsv", {"order-id": ORDER["order-id"], "payment-status": "Verified"})
    workspace.run()
    for day in LATE:
        workspace.run(day)
    [reject] = rejects_document(workspace)["rejects"]
    assert (reject["run"], reject["feed"], [code["code"] for code in reject["codes"]]) == (2, "注文.tsv", [18028])
    assert (workspace.root / reject["file"]).is_file()


def test_without_a_run_nothing_was_refused(tmp_path):
    document = rejects_document(SellerWorkspace(tmp_path / "shop"))
    assert (document["count"], document["rejects"]) == (0, [])


def test_no_buyer_data_stands_in_the_list(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    workspace.drop("orders.tsv", ORDER | {"recipient-name": "見本" * 90, "ship-phone-number": "09\x0000"})
    workspace.run()
    document = rejects_document(workspace)
    assert document["count"] == 1
    assert "見本" not in json.dumps(document, ensure_ascii=False)


def run_next_night(workspace, name, *rows, day=1):
    workspace.drop(name, *rows, received=f"2026-10-0{5 + day}T19:00:00+09:00")
    workspace.run(RUN_TIMES[day])


def resolutions(document, feed):
    names = ("resolved", "again", "settled", "later")
    return [tuple(reject[name] for name in names) for reject in document["rejects"] if reject["feed"] == feed]


def test_a_row_of_the_same_format_order_and_item_that_applies_later_settles_a_refusal(workspace):
    run_next_night(workspace, "more.tsv", ORDER | {"order-item-id": "00000000000102"})
    document = rejects_document(workspace)
    assert resolutions(document, "orders.tsv") == [(None, None, 2, 2)]
    assert (document["open"], len(rejects_document(workspace, only_open=True)["rejects"])) == (2, 2)


def test_a_cancellation_of_the_same_item_settles_one_that_was_refused_and_one_of_the_order_does_not(workspace):
    stop = {"order-id": ORDER["order-id"], "amazon-order-item-code": ORDER["order-item-id"]}
    whole = {"order-id": "999-0000001-0000002", "amazon-order-item-code": ""}
    other = ORDER | {"order-id": whole["order-id"], "order-item-id": "00000000000201"}
    reason = "cancellation-reason-code"
    workspace.drop("other.tsv", other, received="2026-10-06T18:00:00+09:00")
    run_next_night(workspace, "stop.tsv", *(row | {reason: "Bored"} for row in (stop, whole)))
    run_next_night(workspace, "again.tsv", *(row | {reason: "NoInventory"} for row in (stop, whole)), day=2)
    assert resolutions(rejects_document(workspace), "stop.tsv") == [(None, None, 3, 3), (None, None, None, 3)]


def test_a_row_of_another_item_or_one_that_changes_nothing_settles_nothing(workspace):
    run_next_night(workspace, "more.tsv", ORDER, ORDER | {"order-item-id": "00000000000103"})
    assert resolutions(rejects_document(workspace), "orders.tsv") == [(None, None, None, None)]


def test_a_later_parcel_may_be_another_one_so_it_is_only_hinted_at(workspace):
    run_next_night(workspace, "later.tsv", CONFIRMATION | {"quantity": "1"})
    document = rejects_document(workspace)
    assert resolutions(document, "ship.tsv") == [(None, None, None, 2)]
    assert document["open"] == 3


def test_a_conflict_is_never_settled_by_what_comes_later(workspace):
    run_next_night(workspace, "other.tsv", ORDER | {"item-price": "9999"})
    run_next_night(
        workspace, "news.tsv", ORDER | {"latest-ship-date": "2026-10-20", "last-updated-date": RUN_TIMES[1]}, day=2
    )
    assert resolutions(rejects_document(workspace), "other.tsv") == [(None, None, None, 3)]


def test_a_message_of_several_items_is_not_settled_by_one_of_them(tmp_path):
    workspace = SellerWorkspace(tmp_path / "shop")
    items = "".join(
        f"<Item><AmazonOrderItemCode>{item:014}</AmazonOrderItemCode><CancelReason>{why}</CancelReason></Item>"
        for item, why in ((101, "Bored"), (102, "Bored"))
    )
    body = f"<AmazonOrderID>{ORDER['order-id']}</AmazonOrderID><StatusCode>Failure</StatusCode>{items}"
    message = f"<Message><MessageID>1</MessageID><OrderAcknowledgement>{body}</OrderAcknowledgement></Message>"
    head = "<MessageType>OrderAcknowledgement</MessageType>"
    workspace.put("stop.xml", f"<AmazonEnvelope>{head}{message}</AmazonEnvelope>".encode())
    workspace.drop("orders.tsv", ORDER, ORDER | {"order-item-id": "00000000000102"})
    workspace.run()
    stop = {"order-id": ORDER["order-id"], "cancellation-reason-code": "NoInventory"}
    run_next_night(workspace, "stop.tsv", stop | {"amazon-order-item-code": ORDER["order-item-id"]})
    assert resolutions(rejects_document(workspace), "stop.xml") == [(None, None, None, 2)]


def test_a_record_that_comes_back_wrong_twice_leaves_one_open_line_and_all_are_resolved_at_last(workspace):
    bad = workspace.root / "rejected/run-1_orders.tsv"
    for day, name in ((1, "one.tsv"), (2, "two.tsv")):
        workspace.put(name, bad.read_bytes(), RUN_TIMES[day])
        workspace.run(RUN_TIMES[day])
        bad = workspace.root / f"rejected/run-{day + 1}_{name}"
    document = rejects_document(workspace)
    assert [resolutions(document, name)[0][1] for name in ("orders.tsv", "one.tsv", "two.tsv")] == [2, 3, None]
    assert document["open"] == 3
    right = bad.read_text("utf-8-sig").replace("\t1.5\t", "\t4400\t").replace("\t\tマグカップ", "\tMUG-02\tマグカップ")
    workspace.put("right.tsv", right.encode(), "2026-10-08T19:00:00+09:00")
    workspace.run("2026-10-08T23:30:00+09:00")
    document = rejects_document(workspace)
    assert [resolutions(document, name)[0][0] for name in ("orders.tsv", "one.tsv", "two.tsv")] == [4, 4, 4]
    assert document["open"] == 2


def test_marks_that_name_a_later_run_or_themselves_lead_nowhere(workspace):
    store_resolved(workspace, "1/ship.tsv/1")
    with workspace.open_store() as store:
        head = store.last_run
        batch = store.begin(head.as_of)
        loops = (("9/x.tsv/1", "3/x.tsv/1"), ("3/y.tsv/1", "3/y.tsv/1"))
        rows = [{"run": batch.run, "refused": mark, "again": again} for mark, again in loops]
        batch.write("resolved", "all", None, pa.Table.from_pylist(rows, SCHEMAS["resolved"]))
        batch.commit(RunClosing(0, head.started, head.finished))
        batch.publish()
    assert rejects_document(workspace)["open"] == 2


def whole_feeds(workspace):
    """The refused feed: what ended it, run by run."""
    return [
        (reject["run"], reject["resolved"], reject["again"], bool(reject["closed"]))
        for reject in rejects_document(workspace)["rejects"]
        if reject["record"] == 0
    ]


def test_a_feed_that_was_refused_whole_is_open_until_one_of_its_name_is_applied(workspace):
    assert whole_feeds(workspace) == [(1, None, None, False)]
    workspace.put("strange.csv", b"fruit\tcolour\r\npear\tblue\r\n", received="2026-10-06T19:00:00+09:00")
    workspace.run(RUN_TIMES[1])
    assert whole_feeds(workspace) == [(1, None, 2, False), (2, None, None, False)]
    workspace.drop("strange.csv", CONFIRMATION | {"ship-date": "2026-10-07"}, received="2026-10-07T19:00:00+09:00")
    workspace.run(RUN_TIMES[2])
    assert whole_feeds(workspace) == [(1, 3, 2, False), (2, 3, None, False)]


def test_a_feed_that_was_refused_whole_can_be_closed(workspace):
    before = rejects_document(workspace)["open"]
    with workspace.open_store() as store:
        document = close_refusals(store, "strange.csv", None, datetime(2026, 10, 6, tzinfo=UTC))
    assert (document["closed"], document["open"]) == ([{"run": 1, "feed": "strange.csv"}], before - 1)
    assert whole_feeds(workspace) == [(1, None, None, True)]
    assert rejects_document(workspace)["open"] == before - 1
    assert "strange.csv" not in [reject["feed"] for reject in rejects_document(workspace, only_open=True)["rejects"]]


@pytest.mark.parametrize(
    ("name", "run", "tip"),
    [
        ("strange.cvs", None, "did you mean strange.csv?"),
        ("strange.csv", 2, "did you mean strange.csv?"),
        ("orders.tsv", None, "`ordermill rejects list --open` shows those that are"),
    ],
)
def test_only_a_feed_that_was_refused_whole_can_be_closed(workspace, name, run, tip):
    with workspace.open_store() as store, pytest.raises(UsageError, match="no feed") as stop:
        close_refusals(store, name, run, datetime(2026, 10, 6, tzinfo=UTC))
    assert stop.value.tip == tip
