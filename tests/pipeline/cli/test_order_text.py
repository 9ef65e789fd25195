"""One order's whole life: what is told of it, and of whom nothing is told."""

import csv
import json

import pandas as pd
import pytest

from feeds.decode import survey
from schemas.formats import fields as f
from schemas.statuses import CAUSE, UNASKED, Event, Outcome, Stage
from tests.support.order_pages import Desk, shown
from tests.support.paths import DEMO, GOLDEN

PAGES = GOLDEN / "orders"
PRIVATE = {column.name for column in (*f.BUYER, *f.RECIPIENT, f.SHIP_PHONE)}
PENDING, CANCELED, VERIFIED = "0000029", ("0000003", "0000007", "0000009", "0000025"), "0000030"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("number", ["0000018", "0000009", "0000017", "0000029"])
def test_the_text_of_an_order_of_the_demo_has_its_golden_bytes(demo, number, language):
    golden = PAGES / f"{number}.{language}.txt"
    assert shown(demo, number, language)[1] + "\n" == golden.read_text("utf-8")


def test_in_japanese_records_are_rows_of_flat_files_and_messages_of_xml(demo):
    document, text = shown(demo, "0000018", "ja")
    said = {(step["form"], step["feed"], step["record"]) for step in document["timeline"] if step["feed"]}
    assert {form for form, _, _ in said} == {"tsv", "xml"}
    for form, feed, record in said:
        assert f"{feed}, {record} {'件' if form == 'xml' else '行'}目" in text
    assert {step["form"] for step in document["timeline"] if not step["feed"]} == {""}


def buyers(feed, order_id):
    """Every value by which a feed tells of the buyer of an order; its country, JP, stands in many words."""
    lines = b"".join(survey(DEMO / feed).lines()).decode("utf-8").splitlines()
    rows = [*csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    mine = [row for row in rows if row["order-id"].endswith(order_id)]
    return {row[name] for row in mine for name in PRIVATE & row.keys()} - {"", "JP"}


def everything(folder, number):
    """Every byte that `orders show` says of an order, in both languages, as text and as JSON."""
    found = [shown(folder, number, language) for language in ("en", "ja")]
    return "\n".join(json.dumps(document, ensure_ascii=False) + said for document, said in found)


def test_of_a_pending_order_no_buyer_value_of_its_feed_is_told_anywhere(demo):
    known = buyers("2026-11-05/orders-20261105.txt", PENDING)
    assert len(known) >= 6
    told = everything(demo, PENDING)
    assert [value for value in known if value in told] == []
    assert not [name for name in PRIVATE if name in told]
    document, text = shown(demo, PENDING)
    assert document["actionable"] is False
    assert not {"buyer", "address", "earlier_addresses", "buyer_cancel_reason"} & document.keys()
    assert "not actionable: do not ship, even if the buyer contacts you" in text


@pytest.mark.parametrize("number", CANCELED)
def test_of_a_canceled_order_no_buyer_value_is_told_either(demo, number):
    feed = "2026-10-06/orders-20261006.txt" if number == "0000009" else "2026-10-05/orders-20261005.tsv"
    known = buyers(feed, number)
    assert len(known) >= 6
    told = everything(demo, number)
    assert [value for value in known if value in told] == []
    assert not [name for name in PRIVATE if name in told]


def test_of_a_verified_order_buyer_and_address_are_shown_whole(demo):
    known = buyers("2026-11-05/orders-20261105.txt", VERIFIED)
    document, text = shown(demo, VERIFIED)
    assert document["actionable"] is True
    assert known == {*document["buyer"].values(), *document["address"].values()} - {"", "JP"}
    assert not [value for value in known if value not in text]


def test_an_order_that_waited_shows_no_address_before_its_payment_and_one_after_it(desk):
    order = desk.order(1, verified=None)
    address = {"order_key": 99900000010000001, "recipient-name": "見本 太郎", "ship-address-1": "見本町1-2-3"}
    desk.put(**order, order_text=[address], addresses=[{**address, "at": pd.Timestamp("2026-10-05T02:00:00Z")}])
    assert "見本" not in everything(desk.root, "0000001")


def test_addresses_that_a_verified_order_had_before_are_in_the_document(desk):
    now = {"order_key": 99900000010000001, "recipient-name": "見本 太郎", "ship-address-1": "見本町9-9-9"}
    earlier = [
        {**now, "ship-address-1": "見本町1-2-3", "at": pd.Timestamp("2026-10-05T02:00:00Z")},
        {**now, "by": "buyer", "message": "M1", "at": pd.Timestamp("2026-10-06T02:00:00Z")},
    ]
    desk.put(**desk.order(1), order_text=[now], addresses=earlier)
    document, _ = shown(desk.root, "0000001")
    assert document["address"]["ship-address-1"] == "見本町9-9-9"
    assert [each["ship-address-1"] for each in document["earlier_addresses"]] == ["見本町1-2-3"]


def test_gift_message_and_instructions_are_shown_of_verified_items_alone(desk):
    text = {"order_key": 99900000010000001, "item_key": 101, f.GIFT_MESSAGE.name: "おめでとう"}
    desk.put(**desk.order(1), item_text=[text])
    assert "おめでとう" in json.dumps(shown(desk.root, "0000001")[0], ensure_ascii=False)
    waits = Desk(desk.root.parent / "waits")
    waits.put(**waits.order(1, verified=None), item_text=[text])
    assert "おめでとう" not in everything(waits.root, "0000001")


def test_the_document_tells_status_quantities_parcels_and_deadlines(demo):
    document, _ = shown(demo, "0000011")
    assert (document["version"], document["run"], document["status"]) == (1, 9, "Shipped")
    assert document["units"] == {"open": 0, "shipped": 5, "canceled": 0}
    assert [(parcel["units"], parcel["carrier"], parcel["tracking_number"]) for parcel in document["parcels"]] == [
        (2, "YAMATO", "0000-0000-1101"),
        (3, "YAMATO", "0000-0000-1102"),
    ]
    assert document["promise"] == "2026-10-07T23:59:59+09:00"
    assert document["cut_off"] == "2026-11-04T23:59:59+09:00"
    assert document["cancellation"] is None


def cancellation(number, demo):
    return shown(demo, number)[0]["cancellation"]


def test_a_cancellation_tells_who_when_and_why(demo):
    assert cancellation("0000009", demo) == {
        "by": "seller",
        "at": "2026-10-08T19:20:00+09:00",
        "cause": "NoInventory",
        "refund_due": False,
        "refund_due_yen": None,
        "may_invite": True,
        "feedback": "open",
    }


def test_after_fraud_nobody_is_invited_though_the_goods_are_there(demo):
    found = cancellation("0000004", demo)
    assert (found["by"], found["cause"], found["may_invite"], found["feedback"]) == ("marketplace", "Fraud", False, "")


def test_money_that_came_too_late_is_a_refund_due(demo):
    found = cancellation("0000007", demo)
    assert (found["cause"], found["by"], found["refund_due"]) == ("PaymentDeadline", "marketplace", True)


@pytest.mark.parametrize(("cause", "by"), [(CAUSE["BuyerCanceled"], "buyer"), (UNASKED, "seller")])
def test_buyer_canceled_is_the_sellers_where_the_buyer_had_not_asked(desk, cause, by):
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "canceled": 2, "cause": cause}]
    desk.put(**desk.order(1, items=items, cause=cause, canceled_at=pd.Timestamp("2026-10-06T01:00:00Z")))
    found = shown(desk.root, "0000001")[0]["cancellation"]
    assert (found["cause"], found["by"], found["feedback"]) == ("BuyerCanceled", by, "open" if by == "seller" else "")


@pytest.mark.parametrize(("balance", "may"), [(2, True), (1, False), (None, False)])
def test_a_new_order_may_be_invited_while_every_canceled_unit_is_in_stock(desk, balance, may):
    gone = {"sku": "MUG-02", "ordered": 1, "canceled": 1, "cause": CAUSE["Seller"]}
    order = desk.order(1, items=[{**gone, "item_key": 101}, {**gone, "item_key": 102}], cause=CAUSE["Seller"])
    stock = {} if balance is None else {"inventory": [{"sku": "MUG-02", "balance": balance}]}
    desk.put(**order, **stock)
    assert shown(desk.root, "0000001")[0]["cancellation"]["may_invite"] is may


def test_refunds_due_are_added_up_in_yen(desk):
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 1, "canceled": 1, "cause": CAUSE["Seller"]}]
    due = {"order_key": 99900000010000001, "kind": "refund-due", "run": 1, "at": pd.Timestamp("2026-10-06T01:00:00Z")}
    desk.put(**desk.order(1, items=items), charges=[{**due, "amount": 700}, {**due, "amount": 80}])
    document, text = shown(desk.root, "0000001")
    assert document["cancellation"]["refund_due_yen"] == 780
    assert "yes (780 yen)" in text
    assert "はい(780円)" in shown(desk.root, "0000001", "ja")[1]


def test_the_newest_version_of_a_closed_order_counts_and_an_open_one_before_it(desk):
    shipped = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 2}]
    desk.put(part="closed", **desk.order(1, items=shipped))
    again = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 1, "canceled": 1}]
    desk.put(part="closed", **desk.order(1, items=again, journal=[]))
    assert shown(desk.root, "0000001")[0]["units"] == {"open": 0, "shipped": 1, "canceled": 1}
    open_ = [{"item_key": 101, "sku": "MUG-02", "ordered": 2}]
    desk.put(**desk.order(1, items=open_, journal=[]))
    assert shown(desk.root, "0000001")[0]["units"] == {"open": 2, "shipped": 0, "canceled": 0}


def test_an_order_of_an_id_that_is_not_digits_is_shown(desk):
    order = desk.order(1)
    named = 10**17
    with_name = {name: [row | {"order_key": named} for row in rows] for name, rows in order.items()}
    with_name["orders"][0]["order_id"] = "S01-0000001-ABCDEFG"
    desk.put(**with_name, names={"S01-0000001-ABCDEFG": named})
    assert shown(desk.root, "S01-0000001-ABCDEFG")[0]["order_id"] == "S01-0000001-ABCDEFG"
    assert shown(desk.root, "ABCDEFG")[0]["order_id"] == "S01-0000001-ABCDEFG"


def test_an_event_of_every_kind_has_its_words_in_both_languages(desk):
    record = {"run": 1, "outcome": Outcome.ACCEPTED, "feed": 1, "item_key": 101, "units": 1, "stage": Stage.ORDERS}
    journal = [
        {**record, "event": event, "record": event, "received": pd.Timestamp("2026-10-05T01:00:00Z")} for event in Event
    ]
    desk.put(**desk.order(1, journal=journal))
    for language in ("en", "ja"):
        document, _ = shown(desk.root, "0000001", language)
        steps = [step for step in document["timeline"] if step["record"] or step["event"] == "place"]
        assert {step["event"] for step in steps} == {event.name.lower().replace("_", "-") for event in Event}
        assert all(step["what"] and "{" not in step["what"] and step["rule"] for step in steps)
