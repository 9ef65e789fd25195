"""Every step of a life: with its record, its run, its rule and what it was answered."""

import pandas as pd

from schemas import codes
from schemas.statuses import CAUSE, Event, Outcome, Stage
from tests.support.order_answers import show_order

MORNING = pd.Timestamp("2026-10-06T01:00:00Z")
KEY = 99900000010000001


def steps(folder, number="0000001", language="en"):
    return show_order(folder, number, language).document["timeline"]


def step_texts(folder, number="0000001", language="en"):
    return [step["what"] for step in steps(folder, number, language)]


def journal_record(event, **facts):
    """A row of the journal of a record of run 1."""
    usual = {"run": 1, "stage": Stage.SHIPMENTS, "event": event, "outcome": Outcome.ACCEPTED, "feed": 1, "record": 2}
    return {**usual, "item_key": 101, "received": MORNING, **facts}


def message_row(code, **facts):
    return {"run": 1, "feed": 1, "record": 2, "order_id": "999-0000001-0000001", "code": code, **facts}


def test_the_life_of_an_order_is_told_from_its_placement_to_its_money(demo):
    assert step_texts(demo, "0000018") == [
        "order placed: 2 units of TEA-001",
        "shipment confirmation: rejected",
        "payment verified, 2026-10-07 09:30 JST",
        "order record: details updated",
        "entered the Orders report: TEA-001",
        "notice to the buyer: order confirmation",
        "notice to the seller: order notice",
        "shipment confirmed: 2 units shipped 2026-10-06, YAMATO 0000-0000-1801",
        "buyer charged: 2,160 yen",
        "earnings of shipment 1 posted: 1,836 yen, in settlement OM-20261012, deposited 2026-10-14",
        "notice to the buyer: shipment confirmed",
        "buyer invited to leave feedback",
        "notice to the buyer: invitation to leave feedback",
    ]


def test_a_step_names_its_instant_feed_record_run_and_rule(demo):
    [refused] = [step for step in steps(demo, "0000018") if step["outcome"] == "rejected"]
    assert refused == {
        "run": 2,
        "at": "2026-10-06T19:40:00+09:00",
        "event": "confirm",
        "what": "shipment confirmation: rejected",
        "rule": "Order process, step 4.3",
        "outcome": "rejected",
        "codes": [codes.ORDER_PENDING],
        "message": "Order is Pending: payment is not verified",
        "feed": "confirmations-20261006.txt",
        "form": "tsv",
        "record": 3,
        "order_item_id": "99900000001801",
        "note": "YAMATO 0000-0000-1801",
    }


def test_a_record_that_repeats_is_a_step_too(demo):
    assert [(step["what"], step["codes"]) for step in steps(demo, "0000011") if step["outcome"] == "unchanged"] == [
        ("order record: unchanged", [codes.UNCHANGED]),
        ("shipment confirmation: unchanged", [codes.UNCHANGED]),
        ("shipment confirmation: unchanged", [codes.UNCHANGED]),
    ]


def test_the_clock_is_a_step_without_a_record(demo):
    [last] = [step for step in steps(demo, "0000025") if step["what"].startswith("cut-off passed")]
    assert (last["what"], last["feed"], last["record"], last["run"]) == ("cut-off passed: 1 unit canceled", "", 0, 9)
    assert last["at"] == "2026-11-05T23:30:00+09:00"


def test_the_clock_that_ends_an_unpaid_order_is_its_payment_deadline(demo):
    [ended] = [step for step in steps(demo, "0000006") if step["event"] == "payment-deadline"]
    assert (ended["what"], ended["rule"]) == ("payment deadline passed: 4 units canceled", "Order process, step 2.4")


def test_japanese_says_the_same_in_the_words_of_the_seller(demo):
    assert step_texts(demo, "0000018", "ja")[:2] == ["注文受付:TEA-001 2点", "出荷通知:未反映(エラー)"]
    assert steps(demo, "0000018", "ja")[1]["message"] == "保留中(支払い未確認)の注文は操作できません"
    assert steps(demo, "0000018", "ja")[1]["rule"] == "注文プロセス 4.3"


def test_what_an_answer_said_is_filled_in_from_its_lines(stored_workspace):
    row = journal_record(Event.CONFIRM, outcome=Outcome.REJECTED, code=codes.QUANTITY_TOO_LARGE)
    stored_workspace.put(
        **stored_workspace.order(1, journal=[row]),
        answer_lines=[message_row(codes.QUANTITY_TOO_LARGE, value="5", limit="2", refused=True)],
    )
    [step] = [step for step in steps(stored_workspace.root) if step["event"] == "confirm"]
    assert step["message"] == "Quantity 5 is more than the 2 still open"


def test_without_its_lines_the_code_of_the_journal_is_told(stored_workspace):
    row = journal_record(Event.CONFIRM, outcome=Outcome.REJECTED, code=codes.CONFIRMED_TOO_LATE)
    stored_workspace.put(**stored_workspace.order(1, journal=[row]))
    [step] = [step for step in steps(stored_workspace.root) if step["event"] == "confirm"]
    assert step["message"] == "Shipment was confirmed after the cut-off 2026-11-04"


def test_each_item_of_a_record_has_its_own_line_and_the_first_one_the_rest(stored_workspace):
    rows = [journal_record(Event.PLACE, stage=Stage.ORDERS, item_key=key, units=1) for key in (101, 102)]
    messages = [
        message_row(codes.INVENTORY_SHORT, item_id="00000000000102", value="1", limit="0"),
        message_row(codes.CARRIER_UNKNOWN, value="X"),
    ]
    items = [{"item_key": key, "sku": f"A-{key}", "ordered": 1} for key in (101, 102)]
    stored_workspace.put(**stored_workspace.order(1, items=items, journal=rows), answer_lines=messages)
    of_items = [
        (step["order_item_id"], step["codes"]) for step in steps(stored_workspace.root) if step["event"] == "place"
    ]
    assert of_items == [("00000000000101", [codes.CARRIER_UNKNOWN]), ("00000000000102", [codes.INVENTORY_SHORT])]


def test_a_refused_record_of_several_items_is_one_step(stored_workspace):
    rows = [journal_record(Event.CONFIRM, outcome=Outcome.REJECTED, item_key=key) for key in (101, 102)]
    stored_workspace.put(**stored_workspace.order(1, journal=rows))
    assert step_texts(stored_workspace.root).count("shipment confirmation: rejected") == 1


def test_records_that_never_met_the_order_are_told_from_their_answers(stored_workspace):
    messages = [
        message_row(codes.HELD, record=3, value="order", limit="2026-10-13"),
        message_row(codes.DATE_INVALID, record=4, column="ship-date", value="2026/13/40", refused=True),
    ]
    stored_workspace.put(**stored_workspace.order(1), answer_lines=messages)
    by_record = {step["record"]: step for step in steps(stored_workspace.root)}
    assert (by_record[3]["outcome"], by_record[3]["message"]) == ("held", "Waiting for its order")
    assert (by_record[4]["outcome"], by_record[4]["message"]) == (
        "rejected",
        "ship-date is not a date in the expected form: 2026/13/40",
    )
    assert by_record[4]["rule"] == 'Order process, "The order of work"'


def test_a_note_is_told_but_not_that_of_an_address_change(stored_workspace):
    rows = [
        journal_record(Event.UPDATE, stage=Stage.ORDERS, record=2, note="latest-ship-date 2026-10-08 -> 2026-10-10"),
        journal_record(Event.REDIRECT, stage=Stage.ADDRESSES, record=3, note="見本町1-2-3"),
    ]
    stored_workspace.put(**stored_workspace.order(1, journal=rows))
    document, text = show_order(stored_workspace.root, "0000001")
    notes = {step["event"]: step["note"] for step in document["timeline"]}
    assert (notes["update"], notes["redirect"]) == ("latest-ship-date 2026-10-08 -> 2026-10-10", "")
    assert "order record: details updated (latest-ship-date 2026-10-08 -> 2026-10-10)" in text


def test_a_verification_with_a_record_of_its_own_is_told_once(stored_workspace):
    row = journal_record(Event.VERIFY, stage=Stage.PAYMENTS, at=MORNING, item_key=-1)
    order = stored_workspace.order(1, verified=MORNING)
    stored_workspace.put(**(order | {"journal": [*order["journal"], {**row, "order_key": KEY}]}))
    assert step_texts(stored_workspace.root).count("payment verified, 2026-10-06 10:00 JST") == 1


def test_charges_postings_and_notices_are_steps(stored_workspace):
    by = {"order_key": KEY, "item_key": 101}
    charge = {**by, "run": 1, "kind": "charge", "amount": 2200, "at": MORNING}
    posting = {**by, "parcel": "1", "posted": MORNING, "feed": 1, "record": 2}
    ledger = [{**posting, "amount": 2200}, {**posting, "amount": -330}]
    notice = {"order_key": KEY, "run": 1, "to": "buyer", "kind": "shipment-confirmed", "at": MORNING}
    stored_workspace.put(**stored_workspace.order(1), charges=[charge], ledger=ledger, notices=[notice])
    assert step_texts(stored_workspace.root)[-3:] == [
        "buyer charged: 2,200 yen",
        "earnings of shipment 1 posted: 1,870 yen, in the open settlement",
        "notice to the buyer: shipment confirmed",
    ]
    assert step_texts(stored_workspace.root, language="ja")[-3:] == [
        "購入者への請求:2,200円",
        "計上(荷物1):1,870円、未締めの決済",
        "通知(購入者):出荷のお知らせ",
    ]


def test_what_a_refund_takes_back_is_told_apart_from_earnings(stored_workspace):
    by = {"order_key": KEY, "item_key": 101, "posted": MORNING, "feed": 2, "record": 1}
    stored_workspace.put(
        **stored_workspace.order(1), ledger=[{**by, "amount": -1_000}, {**by, "amount": 150}, {**by, "amount": -15}]
    )
    assert step_texts(stored_workspace.root)[-1] == "refund posted: -865 yen, in the open settlement"
    assert step_texts(stored_workspace.root, language="ja")[-1] == "返金の計上:-865円、未締めの決済"
    assert steps(stored_workspace.root)[-1]["rule"] == "Order process, step 6.6"


def test_a_cancellation_names_its_cause(stored_workspace):
    row = journal_record(Event.CANCEL, units=2, cause=CAUSE["PricingError"])
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "canceled": 2, "cause": CAUSE["PricingError"]}]
    stored_workspace.put(**stored_workspace.order(1, items=items, journal=[row]))
    assert "canceled: 2 units, PricingError" in step_texts(stored_workspace.root)


def test_an_order_placed_closed_says_so(stored_workspace):
    before = CAUSE["BeforeOurTime"]
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "canceled": 2, "cause": before}]
    stored_workspace.put(**stored_workspace.order(1, items=items, cause=before, verified=None))
    [step] = steps(stored_workspace.root)
    assert (step["what"], step["rule"]) == (
        "recorded as closed: its cut-off had already passed",
        "Order process, step 1.4",
    )


def test_steps_stand_in_the_order_of_work(stored_workspace):
    rows = [
        journal_record(Event.CONFIRM, record=1, units=1),
        journal_record(Event.VERIFY, stage=Stage.PAYMENTS, record=5, at=MORNING),
        journal_record(Event.PLACE, stage=Stage.ORDERS, record=9, units=2),
        journal_record(Event.CUT_OFF, stage=Stage.CLOCK, feed=0, record=0, units=1),
    ]
    stored_workspace.put(**stored_workspace.order(1, verified=MORNING, journal=rows))
    events = [step["event"] for step in steps(stored_workspace.root)]
    assert events == ["place", "verify", "confirm", "cut-off", "reported"]


def test_an_event_of_every_kind_has_its_words_in_both_languages(stored_workspace):
    record = {"run": 1, "outcome": Outcome.ACCEPTED, "feed": 1, "item_key": 101, "units": 1, "stage": Stage.ORDERS}
    journal = [
        {**record, "event": event, "record": event, "received": pd.Timestamp("2026-10-05T01:00:00Z")} for event in Event
    ]
    stored_workspace.put(**stored_workspace.order(1, journal=journal))
    for language in ("en", "ja"):
        document, _ = show_order(stored_workspace.root, "0000001", language)
        steps = [step for step in document["timeline"] if step["record"] or step["event"] == "place"]
        assert {step["event"] for step in steps} == {event.name.lower().replace("_", "-") for event in Event}
        assert all(step["what"] and "{" not in step["what"] and step["rule"] for step in steps)
