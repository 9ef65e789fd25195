"""Step 7: what a refund does, what it waits for, and why it is refused."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lifecycle.refunds.apply_refunds import apply
from pipeline.model.yen import net_of_parts
from schemas.codes import HELD
from schemas.statuses import CAUSE, UNREQUESTED_BUYER_CANCEL, Event, Stage
from schemas.stored_frames import blank_instants, conform, empty
from schemas.stored_tables import BLANK, REFUND_YEN
from tests.support.order_states import ITEM, VERIFIED, order_key, order_state

WHOLE = {"ordered": 2, "shipped": 2, "price": 1200}
WRAPPED = WHOLE | {"shipping": 300, "gift_wrap": 200, "item_discount": 100, "ship_discount": 50}
OPEN = {"ordered": 2, "price": 1200}
PART_SHIPPED = OPEN | {"shipped": 1}


def state_of(*items, earlier=(), **facts):
    """The state of order 1, verified unless the facts say otherwise, with these items, numbered from 1, and refunds."""
    numbered = [{"item": number} | item for number, item in enumerate(items, 1)]
    return order_state((1, VERIFIED | facts, numbered, [], list(earlier)))


def refund_events(*rows):
    """Refunds of order 1 as events: a record each unless told, 0 yen and item 1 unless told."""
    usual = {
        "item": 1,
        "reason": "CustomerReturn",
        "adjustment": "",
        "quantity": BLANK,
        "cause": CAUSE["CustomerReturn"],
        **dict.fromkeys(REFUND_YEN, 0),
    }
    given_ = [usual | {"record": number} | row for number, row in enumerate(rows, 1)]
    frame = pd.DataFrame(given_)
    keys = {
        "order_key": order_key(1),
        "item_key": ITEM + frame.pop("item"),
        "feed": 7,
        "seq": 0,
        "line": frame["record"],
    }
    received = pd.Series(pd.Timestamp("2026-10-07T11:00:00Z"), frame.index, dtype="datetime64[us, UTC]")
    known = {"event": int(Event.REFUND), "stage": int(Stage.REFUNDS), "received": received, "at": received}
    blank = dict.fromkeys(
        ("order_id", "item_id", "ref", "joint", "said", "carrier", "tracking", "method", "attempt"), ""
    )
    frame = frame.assign(**keys, **known, **blank, since=blank_instants(len(frame)))
    return conform("refund_events", frame)


def codes_by_record(result):
    return result.rows.sort_values(["record", "item_key"])["code"].tolist()


def stored_refunds(result, *columns):
    """The refunds of the state afterwards, in the columns asked for; the yen of each by default."""
    return result.state.refunds[list(columns or REFUND_YEN)].to_numpy().tolist()


def only_fault(result):
    """The code, column, value and limit of the only row."""
    (row,) = result.rows[["code", "about", "value", "limit"]].to_numpy().tolist()
    return row


def test_a_refund_of_what_was_charged_takes_effect_and_is_kept_with_its_record():
    result = apply(refund_events({"price": 600, "adjustment": "ADJ-1"}), state_of(WHOLE), 3)
    assert codes_by_record(result) == [0]
    assert result.rows["changed"].tolist() == [True]
    assert stored_refunds(result) == [[600, 0, 0, 0, 0]]
    assert stored_refunds(result, "number", "reason", "adjustment", "feed", "record", "run") == [
        [1, "CustomerReturn", "ADJ-1", 7, 1, 3]
    ]


def test_no_refunds_leave_the_state_as_it_is():
    state = state_of(WHOLE)
    result = apply(empty("refund_events"), state, 3)
    assert result.state is state
    assert (len(result.rows), len(result.canceled)) == (0, 0)


def test_equal_refunds_are_several_until_the_charge_is_used_up():
    result = apply(refund_events({"price": 600}, {"price": 600}, {"price": 1}), state_of(WHOLE), 3)
    assert codes_by_record(result) == [0, 0, 70009]
    assert stored_refunds(result, "number", "price") == [[1, 600], [2, 600]]
    assert result.rows["limit"].tolist() == [0, 0, 0]


def test_earlier_refunds_count_and_later_ones_are_numbered_on():
    result = apply(refund_events({"price": 600}, {"price": 600}), state_of(WHOLE, earlier=[{"price": 600}]), 3)
    assert codes_by_record(result) == [0, 70009]
    assert stored_refunds(result, "number") == [[1], [2]]


@pytest.mark.parametrize(
    ("part", "heading", "left"),
    [
        ("price", "item-price-adj", 1200),
        ("shipping", "shipping-price-adj", 300),
        ("gift_wrap", "gift-wrap-price-adj", 200),
        ("item_discount", "item-promotion-adj", 100),
        ("ship_discount", "ship-promotion-adj", 50),
    ],
)
def test_every_part_of_a_charge_has_its_own_limit(part, heading, left):
    assert only_fault(apply(refund_events({part: left + 1}), state_of(WRAPPED), 3)) == [70009, heading, left + 1, left]


def test_the_whole_of_a_refund_is_no_more_than_the_buyer_paid():
    everything = {"price": 1200, "shipping": 300, "gift_wrap": 200}
    assert only_fault(apply(refund_events(everything), state_of(WRAPPED), 3)) == [70009, "", 1700, 1550]
    back = everything | {"item_discount": 100, "ship_discount": 50}
    assert stored_refunds(apply(refund_events(back), state_of(WRAPPED), 3)) == [[1200, 300, 200, 100, 50]]


def test_of_an_item_shipped_in_part_the_share_of_what_was_shipped_can_be_refunded_and_more_waits():
    odd = PART_SHIPPED | {"price": 1201}
    assert codes_by_record(apply(refund_events({"price": 600}, {"price": 1}), state_of(odd), 3)) == [0, HELD]


def test_a_refund_waits_while_its_item_is_open_and_the_line_covers_it():
    result = apply(refund_events({"price": 1200}), state_of(OPEN), 3)
    assert only_fault(result)[0] == HELD
    assert (result.rows["changed"].any(), stored_refunds(result)) == (False, [])
    assert only_fault(apply(refund_events({"price": 1201}), state_of(OPEN), 3)) == [70009, "item-price-adj", 1201, 0]


def test_a_refund_of_an_item_without_a_price_waits_for_it():
    for unpriced in ({"price": BLANK}, {"currency": ""}):
        assert codes_by_record(apply(refund_events({"price": 600}), state_of(WHOLE | unpriced), 3)) == [HELD]


@pytest.mark.parametrize(
    ("item", "row", "code"),
    [
        (WHOLE, {"item": 9, "price": 1}, 18028),
        ({"ordered": 2, "canceled": 2}, {"price": 1}, 70002),
        ({"ordered": 2, "canceled": 2}, {"quantity": 1}, 70002),
        (OPEN, {"quantity": 3}, 18021),
        (OPEN, {"quantity": 1, "price": 1}, 70009),
        (OPEN, {}, 5000),
        (WHOLE, {}, 5000),
    ],
)
def test_what_does_not_apply_is_said_by_its_code(item, row, code):
    result = apply(refund_events(row), state_of(item), 3)
    assert (codes_by_record(result), stored_refunds(result)) == ([code], [])


def test_nothing_of_a_pending_order_is_refunded():
    assert codes_by_record(apply(refund_events({"price": 1}), order_state((1, {}, [OPEN])), 3)) == [70001]


def test_a_canceled_item_is_named_with_its_cause_and_its_day():
    refund = {
        "ordered": 1,
        "canceled": 1,
        "cause": CAUSE["PricingError"],
        "canceled_at": pd.Timestamp("2026-10-06T00:00Z"),
    }
    result = apply(refund_events({"price": 1}), state_of(refund, WHOLE), 3)
    assert only_fault(result) == [70002, "", pd.Timestamp("2026-10-06").value // 1000, CAUSE["PricingError"]]


def test_units_are_canceled_with_a_refund_and_its_money_is_of_what_was_charged():
    row = {"price": 600, "quantity": 1, "reason": "CouldNotShip", "cause": CAUSE["CouldNotShip"]}
    result = apply(refund_events(row), state_of(WHOLE, PART_SHIPPED).only(np.array([order_key(1)])), 3)
    assert codes_by_record(result) == [18021]
    result = apply(refund_events(row | {"item": 2}), state_of(WHOLE, PART_SHIPPED), 3)
    assert (stored_refunds(result), result.rows["units"].tolist()) == ([[600, 0, 0, 0, 0]], [1])
    assert result.state.items[["shipped", "canceled", "cause"]].to_numpy().tolist() == [[2, 0, 0], [1, 1, row["cause"]]]
    assert result.canceled[["item_key", "sku", "units", "cause"]].to_numpy().tolist() == [
        [ITEM + 2, "MUG-02", 1, row["cause"]]
    ]


def test_other_orders_stay_where_they_are_when_units_are_canceled():
    state = order_state((0, VERIFIED, [OPEN]), (1, VERIFIED, [OPEN]), (2, VERIFIED, [OPEN]))
    result = apply(refund_events({"quantity": 2}), state, 3)
    assert result.state.items["canceled"].tolist() == [0, 2, 0]
    assert result.state.orders["cause"].tolist() == [0, CAUSE["CustomerReturn"], 0]
    assert result.state.items.index.tolist() == [0, 1, 2]
    assert result.state.items.dtypes.equals(state.items.dtypes)


def test_units_canceled_without_money_are_no_refund_but_keep_their_id():
    assert stored_refunds(apply(refund_events({"quantity": 1}), state_of(OPEN), 3)) == []
    result = apply(refund_events(*[{"quantity": 1, "adjustment": "ADJ-1"}] * 2), state_of(OPEN), 3)
    assert (codes_by_record(result), stored_refunds(result)) == ([0, 5000], [[0, 0, 0, 0, 0]])
    assert result.state.items["canceled"].tolist() == [1]


def test_customer_cancel_is_the_buyers_where_the_order_carries_the_request():
    row = refund_events({"quantity": 2, "cause": CAUSE["BuyerCanceled"]})
    assert apply(row, state_of(OPEN), 3).state.items["cause"].tolist() == [UNREQUESTED_BUYER_CANCEL]
    assert apply(row, state_of(OPEN, cancel_asked=1), 3).state.items["cause"].tolist() == [CAUSE["BuyerCanceled"]]


def test_the_sellers_own_id_of_a_refund_takes_effect_once():
    had = [{"price": 600, "adjustment": "ADJ-1"}]
    again = {"price": 600, "adjustment": "ADJ-1", "reason": "Exchange"}
    assert codes_by_record(apply(refund_events(again), state_of(WHOLE, earlier=had), 3)) == [5000]
    other = apply(refund_events(again | {"price": 500}), state_of(WHOLE, earlier=had), 3)
    assert only_fault(other)[:2] == [70007, "merchant-adjustment-item-id"]
    assert codes_by_record(apply(refund_events(again, again), state_of(WHOLE), 3)) == [0, 5000]


def test_the_same_id_of_another_item_is_another_refund():
    rows = refund_events({"price": 1, "adjustment": "ADJ-1"}, {"item": 2, "price": 2, "adjustment": "ADJ-1"})
    assert stored_refunds(apply(rows, state_of(WHOLE, WHOLE), 3), "number", "price") == [[1, 1], [1, 2]]


def apply_record(*rows):
    """What a record of these rows comes to, on an order of a shipped item 1 and an open item 2."""
    return apply(refund_events(*({"record": 1} | row for row in rows)), state_of(WHOLE, OPEN), 3)


def test_one_refused_row_refuses_the_whole_record():
    result = apply_record({"price": 600}, {"item": 2, "price": 9999})
    assert (codes_by_record(result), result.rows["changed"].tolist(), stored_refunds(result)) == (
        [0, 70009],
        [False, False],
        [],
    )


def test_one_row_that_waits_holds_the_whole_record():
    result = apply_record({"price": 600}, {"item": 2, "price": 1200})
    assert (codes_by_record(result), result.rows["changed"].tolist(), stored_refunds(result)) == (
        [0, HELD],
        [False, False],
        [],
    )


def test_a_record_that_names_an_item_twice_is_refused():
    result = apply_record({"price": 1}, {"price": 2})
    assert (codes_by_record(result), stored_refunds(result)) == ([70014, 70014], [])


def test_rows_that_change_nothing_do_not_stop_the_others_of_their_record():
    result = apply_record({"price": 600}, {"item": 2})
    assert (codes_by_record(result), result.rows["changed"].tolist()) == ([0, 5000], [True, False])
    assert stored_refunds(result, "item_key") == [[ITEM + 1]]


PARTS = st.fixed_dictionaries(
    {
        **{name: st.integers(0, 400) for name in REFUND_YEN},
        "quantity": st.sampled_from([BLANK, BLANK, BLANK, 1]),
        "adjustment": st.sampled_from(["", "", "ADJ-1"]),
    }
)
ITEMS = st.fixed_dictionaries(
    {name: st.integers(0, 1500) for name in REFUND_YEN} | {"ordered": st.just(4), "shipped": st.integers(0, 4)}
)


@settings(max_examples=12)
@given(ITEMS, st.lists(PARTS, min_size=1, max_size=12))
def test_never_more_goes_back_than_was_charged_by_part_and_net(item, rows):
    result = apply(refund_events(*rows), state_of(item), 3)
    charged = pd.Series({name: item[name] * item["shipped"] // item["ordered"] for name in REFUND_YEN})
    back = result.state.refunds[list(REFUND_YEN)].sum()
    assert (back <= charged).all()
    assert net_of_parts(back.to_numpy()) <= max(net_of_parts(charged.to_numpy()), 0)
    assert result.state.items["canceled"].iloc[0] <= item["ordered"] - item["shipped"]


@settings(max_examples=12)
@given(ITEMS, st.lists(PARTS, min_size=2, max_size=8), st.integers(1, 7))
def test_refunds_of_one_run_or_of_two_come_to_the_same(item, rows, cut):
    every = refund_events(*rows)
    together = apply(every, state_of(item), 3)
    first = apply(every[every["record"] <= cut], state_of(item), 3)
    second = apply(every[every["record"] > cut], first.state, 3)
    pd.testing.assert_frame_equal(together.state.refunds, second.state.refunds)
    pd.testing.assert_frame_equal(together.state.items, second.state.items)


@settings(max_examples=6)
@given(PARTS, PARTS)
def test_a_refund_in_two_parts_gives_back_as_much_as_in_one(first, other):
    whole = WHOLE | dict.fromkeys(REFUND_YEN[:3], 1000)
    parts = [{name: row[name] for name in REFUND_YEN[:3]} for row in (first, other)]
    both = {name: parts[0][name] + parts[1][name] for name in parts[0]}
    at_once, in_two = (apply(refund_events(*rows), state_of(whole), 3).state.refunds for rows in ([both], parts))
    assert at_once[list(REFUND_YEN)].sum().tolist() == in_two[list(REFUND_YEN)].sum().tolist()
