"""What was refused and why, and what has been resolved. Cases 25, 34, 35."""

import json

import pyarrow as pa
import pytest

from pipeline.errors import UsageError
from pipeline.queries import find_rejects
from pipeline.store import RunClosing, Store, reader
from pipeline.workspace.settings import Settings
from schemas.stored_tables import SCHEMAS
from tests.support.shop import DAY, ORDER, SHIPPED, Shop

LATE = ("2026-10-13T23:30:00+09:00", "2026-10-14T23:30:00+09:00")


@pytest.fixture(scope="module")
def one_run(tmp_path_factory):
    """A run that refused a record for two reasons, one for a third, and a whole file."""
    shop = Shop(tmp_path_factory.mktemp("refusals") / "shop")
    shop.drop("orders.tsv", ORDER, ORDER | {"order-item-id": "00000000000102", "item-price": "1.5", "sku": ""})
    shop.drop("ship.tsv", SHIPPED | {"ship-date": "2026-10-05", "quantity": "9", "odd": "1"})
    shop.put("strange.csv", b"fruit\tcolour\r\npear\tgreen\r\n")
    shop.run()
    return shop


@pytest.fixture
def shop(one_run, tmp_path):
    return one_run.copy(tmp_path / "shop")


def look(shop, *given, language="en", **how):
    with reader(shop.workspace, Settings.read(shop.workspace.settings_file)) as store:
        found = find_rejects.rejects(store, language, *given, **how)
    assert json.loads(json.dumps(found)) == found
    return found


def told(found):
    return [
        (one["run"], one["feed"], one["record"], one["line"], [code["code"] for code in one["codes"]], one["resolved"])
        for one in found["rejects"]
    ]


def resolve(shop, *marks):
    """A run that stores these marks as resolved."""
    with Store.open(shop.workspace, Settings.read(shop.workspace.settings_file)) as store:
        head = store.head
        batch = store.begin(head.as_of)
        rows = [{"run": batch.run, "refused": mark, "again": ""} for mark in marks]
        batch.write("resolved", "all", None, pa.Table.from_pylist(rows, SCHEMAS["resolved"]))
        batch.commit(RunClosing(0, head.started, head.finished))
        batch.publish()


def test_every_refusal_is_listed_with_its_place_its_reasons_its_order_and_its_file(shop):
    found = look(shop)
    assert (found["version"], found["count"], found["open"]) == (1, 3, 3)
    orders, ship, strange = found["rejects"]
    assert orders == {
        "run": 1,
        "feed": "orders.tsv",
        "record": 2,
        "line": 3,
        "order_id": ORDER["order-id"],
        "codes": [
            {"code": 70101, "message": "sku is empty", "advice": "Fill it in and drop again"},
            {
                "code": 70108,
                "message": "Amount is not whole yen: 1.5",
                "advice": "No decimals, commas, signs or other currency",
            },
        ],
        "file": "rejected/run-1_orders.tsv",
        "resolved": None,
        "again": None,
        "settled": None,
        "later": None,
    }
    assert (ship["record"], [code["code"] for code in ship["codes"]]) == (1, [18021])
    assert (strange["record"], [code["code"] for code in strange["codes"]]) == (0, [70201])
    assert all((shop.root / one["file"]).is_file() for one in found["rejects"])


def test_warnings_and_records_that_applied_are_not_among_them(shop):
    codes = [code["code"] for one in look(shop)["rejects"] for code in one["codes"]]
    assert 90061 not in codes


def test_texts_are_in_the_language_of_the_settings(shop):
    [first, *_] = look(shop, language="ja")["rejects"]
    assert first["codes"][0]["message"] == "必須の sku が空です"


def test_words_are_a_line_for_each_and_their_number(shop):
    lines = find_rejects.words(look(shop)).splitlines()
    assert len(lines) == 5
    assert "70101 70108" in lines[1]
    assert lines[-1] == "3 refusals, 3 open"


def test_a_refusal_is_resolved_by_the_run_that_applied_its_correction(shop):
    resolve(shop, "1/orders.tsv/2", "1/other.tsv/1")
    assert [one["resolved"] for one in look(shop)["rejects"]] == [2, None, None]
    still = look(shop, only_open=True)
    assert [one["feed"] for one in still["rejects"]] == ["ship.tsv", "strange.csv"]
    assert (still["count"], still["open"]) == (3, 2)


def test_what_one_run_refused_can_be_asked_for(shop):
    shop.drop("bad.tsv", SHIPPED | {"order-id": "x"})
    shop.run(DAY[1])
    assert [entry[:3] for entry in told(look(shop, 2))] == [(2, "bad.tsv", 1)]
    assert len(look(shop)["rejects"]) == 4
    with pytest.raises(UsageError, match="there is no run 9"):
        look(shop, 9)


def test_a_held_record_that_is_refused_later_is_of_the_run_that_refused_it_and_its_file_is_there(tmp_path):
    shop = Shop(tmp_path / "shop")
    shop.drop("注文.tsv", {"order-id": ORDER["order-id"], "payment-status": "Verified"})
    shop.run()
    for day in LATE:
        shop.run(day)
    [one] = look(shop)["rejects"]
    assert (one["run"], one["feed"], [code["code"] for code in one["codes"]]) == (2, "注文.tsv", [18028])
    assert (shop.root / one["file"]).is_file()


def test_without_a_run_nothing_was_refused(tmp_path):
    found = look(Shop(tmp_path / "shop"))
    assert (found["count"], found["rejects"], find_rejects.words(found)) == (0, [], "0 refusals, 0 open")


def test_no_buyer_data_stands_in_the_list(tmp_path):
    shop = Shop(tmp_path / "shop")
    shop.drop("orders.tsv", ORDER | {"recipient-name": "見本" * 90, "ship-phone-number": "09\x0000"})
    shop.run()
    found = look(shop)
    assert found["count"] == 1
    assert "見本" not in json.dumps(found, ensure_ascii=False)


def next_night(shop, name, *rows, day=1):
    shop.drop(name, *rows, received=f"2026-10-0{5 + day}T19:00:00+09:00")
    shop.run(DAY[day])


def ends(found, feed):
    names = ("resolved", "again", "settled", "later")
    return [tuple(one[name] for name in names) for one in found["rejects"] if one["feed"] == feed]


def test_a_row_of_the_same_format_order_and_item_that_applies_later_settles_a_refusal(shop):
    next_night(shop, "more.tsv", ORDER | {"order-item-id": "00000000000102"})
    found = look(shop)
    assert ends(found, "orders.tsv") == [(None, None, 2, 2)]
    assert (found["open"], len(look(shop, only_open=True)["rejects"])) == (2, 2)
    assert "settled by run 2" in find_rejects.words(found)


def test_a_cancellation_of_the_same_item_settles_one_that_was_refused_and_one_of_the_order_does_not(shop):
    stop = {"order-id": ORDER["order-id"], "amazon-order-item-code": ORDER["order-item-id"]}
    whole = {"order-id": "999-0000001-0000002", "amazon-order-item-code": ""}
    other = ORDER | {"order-id": whole["order-id"], "order-item-id": "00000000000201"}
    reason = "cancellation-reason-code"
    shop.drop("other.tsv", other, received="2026-10-06T18:00:00+09:00")
    next_night(shop, "stop.tsv", *(row | {reason: "Bored"} for row in (stop, whole)))
    next_night(shop, "again.tsv", *(row | {reason: "NoInventory"} for row in (stop, whole)), day=2)
    assert ends(look(shop), "stop.tsv") == [(None, None, 3, 3), (None, None, None, 3)]


def test_a_row_of_another_item_or_one_that_changes_nothing_settles_nothing(shop):
    next_night(shop, "more.tsv", ORDER, ORDER | {"order-item-id": "00000000000103"})
    assert ends(look(shop), "orders.tsv") == [(None, None, None, None)]


def test_a_later_parcel_may_be_another_one_so_it_is_only_hinted_at(shop):
    next_night(shop, "later.tsv", SHIPPED | {"quantity": "1"})
    found = look(shop)
    assert ends(found, "ship.tsv") == [(None, None, None, 2)]
    assert found["open"] == 3
    assert "open (see run 2)" in find_rejects.words(found)


def test_a_conflict_is_never_settled_by_what_comes_later(shop):
    next_night(shop, "other.tsv", ORDER | {"item-price": "9999"})
    next_night(shop, "news.tsv", ORDER | {"latest-ship-date": "2026-10-20", "last-updated-date": DAY[1]}, day=2)
    assert ends(look(shop), "other.tsv") == [(None, None, None, 3)]


def test_a_message_of_several_items_is_not_settled_by_one_of_them(tmp_path):
    shop = Shop(tmp_path / "shop")
    items = "".join(
        f"<Item><AmazonOrderItemCode>{item:014}</AmazonOrderItemCode><CancelReason>{why}</CancelReason></Item>"
        for item, why in ((101, "Bored"), (102, "Bored"))
    )
    body = f"<AmazonOrderID>{ORDER['order-id']}</AmazonOrderID><StatusCode>Failure</StatusCode>{items}"
    message = f"<Message><MessageID>1</MessageID><OrderAcknowledgement>{body}</OrderAcknowledgement></Message>"
    head = "<MessageType>OrderAcknowledgement</MessageType>"
    shop.put("stop.xml", f"<AmazonEnvelope>{head}{message}</AmazonEnvelope>".encode())
    shop.drop("orders.tsv", ORDER, ORDER | {"order-item-id": "00000000000102"})
    shop.run()
    stop = {"order-id": ORDER["order-id"], "cancellation-reason-code": "NoInventory"}
    next_night(shop, "stop.tsv", stop | {"amazon-order-item-code": ORDER["order-item-id"]})
    assert ends(look(shop), "stop.xml") == [(None, None, None, 2)]


def test_a_record_that_comes_back_wrong_twice_leaves_one_open_line_and_all_are_resolved_at_last(shop):
    bad = shop.root / "rejected/run-1_orders.tsv"
    for day, name in ((1, "one.tsv"), (2, "two.tsv")):
        shop.put(name, bad.read_bytes(), DAY[day])
        shop.run(DAY[day])
        bad = shop.root / f"rejected/run-{day + 1}_{name}"
    found = look(shop)
    assert [ends(found, name)[0][1] for name in ("orders.tsv", "one.tsv", "two.tsv")] == [2, 3, None]
    assert found["open"] == 3
    assert "refused again in run 2" in find_rejects.words(found)
    right = bad.read_text("utf-8-sig").replace("\t1.5\t", "\t4400\t").replace("\t\tマグカップ", "\tMUG-02\tマグカップ")
    shop.put("right.tsv", right.encode(), "2026-10-08T19:00:00+09:00")
    shop.run("2026-10-08T23:30:00+09:00")
    found = look(shop)
    assert [ends(found, name)[0][0] for name in ("orders.tsv", "one.tsv", "two.tsv")] == [4, 4, 4]
    assert found["open"] == 2


def test_marks_that_name_a_later_run_or_themselves_lead_nowhere(shop):
    resolve(shop, "1/ship.tsv/1")
    with Store.open(shop.workspace, Settings.read(shop.workspace.settings_file)) as store:
        head = store.head
        batch = store.begin(head.as_of)
        loops = (("9/x.tsv/1", "3/x.tsv/1"), ("3/y.tsv/1", "3/y.tsv/1"))
        rows = [{"run": batch.run, "refused": mark, "again": again} for mark, again in loops]
        batch.write("resolved", "all", None, pa.Table.from_pylist(rows, SCHEMAS["resolved"]))
        batch.commit(RunClosing(0, head.started, head.finished))
        batch.publish()
    assert look(shop)["open"] == 2
