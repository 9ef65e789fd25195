"""What the buyer is charged and what is due back (order process, step 5; settlement, two books)."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.order_state import OrderState
from pipeline.money.buyer_amounts import yen_of_units
from pipeline.money.charges import charge_buyers
from schemas.codes import ORDER_CANCELED, PAID_TOO_LATE
from schemas.statuses import CAUSE, Event, Stage
from schemas.stored_frames import empty
from schemas.stored_tables import BLANK, ITEM_YEN
from tests.support.order_states import (
    NO_CANCELLATIONS,
    NO_EVENTS,
    VERIFIED,
    at,
    cancellation_rows,
    journal_rows,
    order_state,
)
from tests.support.shipments import item_values, shipment_sizes
from tests.support.shipped_items import shipped_order_state

NOTHING = OrderState.empty()
NOT_POSTED = empty("parcels")
SINCE = at("05 23:30")
CVS = VERIFIED | {"prepaid": True}
PAID = journal_rows((1, Event.VERIFY, {"stage": int(Stage.PAYMENTS), "feed": 5, "record": 2}))
CAPTURED = {"captured": 3}


def charge_run(before, after, events=NO_EVENTS, cancellations=NO_CANCELLATIONS, posted=NOT_POSTED, run=7, since=SINCE):
    return charge_buyers(before, after, posted, events, cancellations, run=run, since=since)


def charge_values(*arguments, **more):
    """(name, amount, cause) of every charge."""
    rows = charge_run(*arguments, **more)[1]
    return list(rows[["name", "amount", "cause"]].itertuples(index=False, name=None))


def shipped_state(facts, item, *boxes):
    """A book in which the parcels are posted in this run, and these parcels."""
    state = order_state((1, VERIFIED | facts, [item], boxes))
    return state, state.parcels


def test_a_confirmation_charges_exactly_the_quantity_that_it_ships():
    item = {"ordered": 5, "shipped": 5, "price": 2750, "shipping": 400, "item_discount": 100}
    state, boxes = shipped_state({}, item, {"number": 1, "units": 2}, {"number": 2, "first_unit": 2, "units": 3})
    assert charge_values(state, state, posted=boxes) == [
        ("1", 1220, ""),
        ("2", 1830, ""),
    ]
    assert charge_run(state, state)[1].empty


def test_a_charge_names_order_item_parcel_and_record_and_is_never_dated_before_the_run_before():
    state, boxes = shipped_state({}, {"shipped": 1}, {"received": "05 20:00", "feed": 9, "record": 4})
    (row,) = charge_run(state, state, posted=boxes, since=at("06 23:30"))[1].to_dict("records")
    assert (row["parcel"], row["kind"], row["amount"], row["currency"]) == ("1", "charge", 2200, "JPY")
    assert (row["at"], row["feed"], row["record"], row["run"]) == (at("06 23:30"), 9, 4, 7)
    (first,) = charge_run(state, state, posted=boxes, since=None)[1].to_dict("records")
    assert first["at"] == at("05 20:00")


def test_an_order_paid_in_advance_is_charged_at_verification_and_its_parcels_charge_nothing():
    before, after = order_state((1, {"prepaid": True}, [{}])), order_state((1, CVS, [{}]))
    state, rows = charge_run(before, after, PAID)
    (row,) = rows.to_dict("records")
    assert (row["name"], row["kind"]) == ("capture", "prepaid-capture")
    assert (row["amount"], row["at"], row["feed"], row["record"]) == (2200, at("06 20:00"), 5, 2)
    assert state.items["captured"].tolist() == [7]
    sent, boxes = shipped_state(CVS, {"shipped": 1} | CAPTURED, {})
    assert charge_values(state, sent, posted=boxes) == []


def test_an_order_that_comes_verified_is_charged_by_the_record_that_placed_it():
    placed = journal_rows((1, Event.PLACE, {"item": 1, "feed": 8, "record": 3}))
    (row,) = charge_run(NOTHING, order_state((1, CVS, [{}])), placed)[1].to_dict("records")
    assert (row["feed"], row["record"]) == (8, 3)


def test_an_item_without_a_price_is_charged_when_a_record_brings_it():
    unpriced = order_state((1, CVS, [{"price": BLANK, "currency": ""}]))
    state, rows = charge_run(order_state((1, {"prepaid": True}, [{"price": BLANK}])), unpriced, PAID)
    assert (rows.empty, state.items["captured"].tolist()) == (True, [0])
    filled = journal_rows((1, Event.UPDATE, {"feed": 9, "record": 1, "received": "08 20:00"}))
    (row,) = charge_run(unpriced, order_state((1, CVS, [{}])), filled)[1].to_dict("records")
    assert (row["amount"], row["at"], row["feed"]) == (2200, at("08 20:00"), 9)


def test_a_pending_order_and_one_placed_closed_are_charged_nothing():
    closed = CVS | {"cause": CAUSE["BeforeOurTime"]}
    assert charge_values(NOTHING, order_state((1, {"prepaid": True}, [{}]), (2, closed, [{"canceled": 1}]))) == []


def test_canceled_units_of_an_order_paid_in_advance_are_due_back_once():
    tea = {"ordered": 3, "price": 1000} | CAPTURED
    whole = order_state((1, CVS, [tea]))
    part = order_state((1, CVS, [tea | {"canceled": 1, "cause": CAUSE["NoInventory"]}]))
    canceling = cancellation_rows((1, {"cause": CAUSE["NoInventory"], "feed": 4, "record": 6}))
    state, rows = charge_run(whole, part, cancellations=canceling)
    (row,) = rows.to_dict("records")
    assert (row["name"], row["kind"]) == ("due-7", "refund-due")
    assert (row["amount"], row["cause"], row["feed"], row["record"]) == (334, "NoInventory", 4, 6)
    assert state.items["due_units"].tolist() == [1]
    assert charge_values(state, state, run=8) == []


def test_what_was_due_back_is_withdrawn_when_the_order_comes_back_to_life():
    lost = order_state((1, CVS, [{"ordered": 2, "canceled": 2, "due_units": 2} | CAPTURED]))
    alive = order_state((1, CVS, [{"ordered": 2, "due_units": 2} | CAPTURED]))
    state, rows = charge_run(lost, alive, journal_rows((1, Event.REINSTATE, {"feed": 6, "record": 9})))
    assert rows[["amount", "cause", "feed", "record"]].to_numpy().tolist() == [[-2200, "", 6, 9]]
    assert state.items["due_units"].tolist() == [0]


def test_an_order_verified_and_canceled_in_one_run_is_captured_and_due_back():
    after = order_state((1, CVS, [{"canceled": 1, "cause": CAUSE["BuyerCanceled"]}]))
    rows = charge_run(order_state((1, {"prepaid": True}, [{}])), after, PAID, cancellation_rows((1, {})))[1]
    assert rows[["kind", "amount"]].to_numpy().tolist() == [["prepaid-capture", 2200], ["refund-due", 2200]]


def test_a_card_order_that_is_canceled_owes_nothing():
    after = order_state((1, VERIFIED, [{"canceled": 1, "cause": CAUSE["NoInventory"]}]))
    assert charge_values(order_state((1, VERIFIED, [{}])), after, cancellations=cancellation_rows((1, {}))) == []


@pytest.mark.parametrize(
    ("cause", "code", "event", "expected"),
    [
        ("", PAID_TOO_LATE, Event.VERIFY, "PaidTooLate"),
        ("PaymentDeadline", PAID_TOO_LATE, Event.PLACE, "PaidTooLate"),
        ("PaymentDeadline", ORDER_CANCELED, Event.VERIFY, "PaymentDeadline"),
        ("PaymentFailed", ORDER_CANCELED, Event.SHIPPED_ELSEWHERE, "PaymentFailed"),
    ],
)
def test_money_that_came_too_late_is_due_back_once_for_the_whole_of_each_item(cause, code, event, expected):
    facts = {"cause": CAUSE[cause]}
    two = [{"item": 1}, {"item": 2, "price": 330}]
    late = order_state((1, facts | {"refund_due": True}, two))
    refused = journal_rows((1, event, {"code": code, "took": False, "feed": 5, "record": 1}))
    assert charge_values(order_state((1, facts, two)), late, refused) == [
        ("late", 2200, expected),
        ("late", 330, expected),
    ]
    assert charge_values(late, late, refused, run=8) == []


def test_late_money_for_an_item_without_a_price_waits_for_it():
    owed = {"refund_due": True, "cause": CAUSE["PaymentDeadline"]}
    unpriced = order_state((1, owed, [{"price": BLANK}]))
    assert charge_values(order_state((1, {}, [{"price": BLANK}])), unpriced) == []
    filled = journal_rows((1, Event.UPDATE, {"feed": 9, "record": 1}))
    (row,) = charge_run(unpriced, order_state((1, owed, [{}])), filled)[1].to_dict("records")
    assert (row["amount"], row["cause"], row["feed"]) == (2200, "PaymentDeadline", 9)


def test_a_gift_is_charged_nothing_and_marked_all_the_same():
    state, rows = charge_run(
        order_state((1, {"prepaid": True}, [{"price": 0}])), order_state((1, CVS, [{"price": 0}])), PAID
    )
    assert (len(rows), state.items["captured"].tolist()) == (0, [7])


def test_the_frame_is_that_of_the_stored_table():
    state, boxes = shipped_state({}, {"shipped": 1}, {})
    for rows in (charge_run(NOTHING, NOTHING)[1], charge_run(state, state, posted=boxes)[1]):
        pd.testing.assert_series_equal(rows.dtypes, empty("charges").dtypes)


@given(item_values, shipment_sizes)
def test_any_split_into_parcels_charges_exactly_the_whole_item(item, sizes):
    state, _ = shipped_order_state(item, sizes)
    rows = charge_run(state, state, posted=state.parcels)[1]
    whole = item["price"] + item["shipping"] + item["gift_wrap"] - item["item_discount"] - item["ship_discount"]
    assert rows["amount"].sum() == whole
    assert (~rows.duplicated(["order_key", "item_key", "name"])).all()


@given(item_values, st.integers(1, 9), st.lists(st.integers(0, 9), min_size=1, max_size=3))
def test_what_is_captured_less_what_is_due_back_is_what_was_not_canceled(item, ordered, moves):
    amounts = {name: item[name] for name in ITEM_YEN}
    state, every = NOTHING, []
    for run, move in enumerate(moves, 1):
        facts = {"ordered": ordered, "canceled": min(move, ordered)}
        after = order_state((1, CVS, [amounts | facts]))
        if len(state.items):
            marks = {name: state.items[name] for name in ("captured", "due_units")}
            after = OrderState(**after.tables() | {"items": after.items.assign(**marks)})
        state, rows = charge_run(state, after, run=run)
        every.append(rows)
    signed = pd.concat(every, ignore_index=True)
    net = signed["amount"].where(signed["kind"] == "prepaid-capture", -signed["amount"]).sum()
    remaining = ordered - min(moves[-1], ordered)
    alone = pd.DataFrame([amounts | {"ordered": ordered}])
    first = pd.Series([0]).to_numpy()
    assert net == yen_of_units(alone, first, first + remaining)[0]
    assert (~signed.duplicated(["order_key", "item_key", "name"])).all()
    assert (signed["kind"] == "prepaid-capture").sum() <= 1
