"""One order's whole life: what is told of it, and of whom nothing is told."""

import csv
import json

import pandas as pd
import pytest

from feeds.decode import detect_encoding
from schemas.formats import fields as f
from schemas.statuses import CAUSE
from tests.support.order_answers import show_order
from tests.support.paths import DEMO, ORDER_GOLDEN
from tests.support.stored_workspace import StoredWorkspace

PRIVATE = {column.name for column in (*f.BUYER, *f.RECIPIENT, f.SHIP_PHONE)}
PENDING, CANCELED, VERIFIED = "0000029", ("0000003", "0000007", "0000009", "0000025"), "0000030"


@pytest.mark.parametrize("language", ["en", "ja"])
@pytest.mark.parametrize("number", ["0000018", "0000009", "0000017", "0000029"])
def test_the_text_of_an_order_of_the_demo_has_its_golden_bytes(demo, number, language):
    golden = ORDER_GOLDEN / f"{number}.{language}.txt"
    assert show_order(demo, number, language).text + "\n" == golden.read_text("utf-8")


def test_in_japanese_a_record_is_counted_alike_in_a_flat_file_and_in_xml_and_is_no_line(demo):
    document, text = show_order(demo, "0000018", "ja")
    records = {(step["form"], step["feed"], step["record"]) for step in document["timeline"] if step["feed"]}
    assert {form for form, _, _ in records} == {"tsv", "xml"}
    assert [(feed, record) for _, feed, record in records if f"{feed}、{record}件目" not in text] == []
    assert "行目" not in text
    assert {step["form"] for step in document["timeline"] if not step["feed"]} == {""}


@pytest.mark.parametrize("number", ["0000018", "0000009", "0000029"])
def test_in_japanese_no_heading_is_english(demo, number):
    document, text = show_order(demo, number, "ja")
    english = {name.replace("_", "-") for part in ("items", "parcels") for row in document[part] for name in row}
    assert {"order-item-id", "available"} <= english
    english |= {*document.get("buyer", {}), *document.get("address", {})}
    assert [word for word in text.split() if word in english] == []


def buyer_values(feed, order_id):
    """Every value by which a feed tells of the buyer of an order; its country, JP, stands in many words."""
    lines = b"".join(detect_encoding(DEMO / feed).lines()).decode("utf-8").splitlines()
    rows = [*csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]
    own_rows = [row for row in rows if row["order-id"].endswith(order_id)]
    return {row[name] for row in own_rows for name in PRIVATE & row.keys()} - {"", "JP"}


def shown_texts(folder, number):
    """Every byte that `orders show` says of an order, in both languages, as text and as JSON."""
    shown_orders = [show_order(folder, number, language) for language in ("en", "ja")]
    return "\n".join(json.dumps(document, ensure_ascii=False) + text for document, text in shown_orders)


def test_of_a_pending_order_no_buyer_value_of_its_feed_is_told_anywhere(demo):
    known = buyer_values("2026-11-05/orders-20261105.txt", PENDING)
    assert len(known) >= 6
    texts = shown_texts(demo, PENDING)
    assert [value for value in known if value in texts] == []
    assert not [name for name in PRIVATE if name in texts]
    document, text = show_order(demo, PENDING)
    assert document["actionable"] is False
    assert not {"buyer", "address", "earlier_addresses", "buyer_cancel_reason"} & document.keys()
    assert "not actionable: do not ship, even if the buyer contacts you" in text


@pytest.mark.parametrize("number", CANCELED)
def test_of_a_canceled_order_no_buyer_value_is_told_either(demo, number):
    feed = "2026-10-06/orders-20261006.txt" if number == "0000009" else "2026-10-05/orders-20261005.tsv"
    known = buyer_values(feed, number)
    assert len(known) >= 6
    texts = shown_texts(demo, number)
    assert [value for value in known if value in texts] == []
    assert not [name for name in PRIVATE if name in texts]


def test_of_a_verified_order_buyer_and_address_are_shown_whole(demo):
    known = buyer_values("2026-11-05/orders-20261105.txt", VERIFIED)
    document, text = show_order(demo, VERIFIED)
    assert document["actionable"] is True
    assert known == {*document["buyer"].values(), *document["address"].values()} - {"", "JP"}
    assert not [value for value in known if value not in text]


def test_an_order_that_waited_shows_no_address_before_its_payment_and_one_after_it(stored_workspace):
    order = stored_workspace.order(1, verified=None)
    address = {"order_key": 99900000010000001, "recipient-name": "見本 太郎", "ship-address-1": "見本町1-2-3"}
    stored_workspace.put(
        **order, order_text=[address], addresses=[{**address, "at": pd.Timestamp("2026-10-05T02:00:00Z")}]
    )
    assert "見本" not in shown_texts(stored_workspace.root, "0000001")


def test_gift_message_and_instructions_are_shown_of_verified_items_alone(stored_workspace):
    text = {"order_key": 99900000010000001, "item_key": 101, f.GIFT_MESSAGE.name: "おめでとう"}
    stored_workspace.put(**stored_workspace.order(1), item_text=[text])
    assert "おめでとう" in json.dumps(show_order(stored_workspace.root, "0000001").document, ensure_ascii=False)
    unverified = StoredWorkspace(stored_workspace.root.parent / "waits")
    unverified.put(**unverified.order(1, verified=None), item_text=[text])
    assert "おめでとう" not in shown_texts(unverified.root, "0000001")


def test_refunds_due_are_added_up_in_yen(stored_workspace):
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "shipped": 1, "canceled": 1, "cause": CAUSE["Seller"]}]
    due = {"order_key": 99900000010000001, "kind": "refund-due", "run": 1, "at": pd.Timestamp("2026-10-06T01:00:00Z")}
    stored_workspace.put(
        **stored_workspace.order(1, items=items), charges=[{**due, "amount": 700}, {**due, "amount": 80}]
    )
    document, text = show_order(stored_workspace.root, "0000001")
    assert document["cancellation"]["refund_due_yen"] == 780
    assert "yes (780 yen)" in text
    assert "はい(780円)" in show_order(stored_workspace.root, "0000001", "ja").text
