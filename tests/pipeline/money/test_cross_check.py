"""Both books agree on every parcel and refund (settlement, two books), or the run does not happen."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.order_state import OrderState
from pipeline.money.charge_rows import with_refund_charges
from pipeline.money.charges import charge_buyers
from pipeline.money.cross_check import count_disagreements, count_overdrawn_items
from pipeline.money.refund_postings import refund_postings
from pipeline.money.sale_postings import sale_postings
from schemas.stored_frames import empty
from schemas.stored_tables import ITEM_YEN, REFUND_YEN
from tests.support.order_states import NO_CANCELLATIONS, NO_EVENTS, at
from tests.support.refund_histories import is_refundable, refund_rows, refundable_amounts, sale_ledger, thousandths
from tests.support.shipments import MANY, SCHEDULE, TOKYO, item_values, shipment_sizes
from tests.support.shipped_items import shipped_order_state

MUG = {"sku": "MUG-02", **dict.fromkeys(ITEM_YEN, 0), "price": 2200}
NO_PARCEL = empty("parcels")


def charges_of_state(state):
    return charge_buyers(state, state, state.parcels, NO_EVENTS, NO_CANCELLATIONS, run=7, since=at("05 23:30"))


@given(item_values, shipment_sizes, st.booleans())
def test_both_books_agree_on_every_parcel(item, sizes, prepaid):
    state, boxes = shipped_order_state(item, sizes, prepaid=prepaid)
    state, charge_rows = charges_of_state(state)
    assert count_disagreements(state, state.parcels, sale_postings(boxes, MANY, TOKYO), charge_rows) == 0


def test_a_charge_that_stands_twice_or_not_at_all_is_a_disagreement():
    state, boxes = shipped_order_state(MUG, [1, 1])
    charge_rows = charges_of_state(state)[1]
    ledger = sale_postings(boxes, MANY, TOKYO)
    assert count_disagreements(state, state.parcels, ledger, charge_rows) == 0
    assert count_disagreements(state, state.parcels, ledger, pd.concat([charge_rows, charge_rows.iloc[:1]])) == 1
    assert count_disagreements(state, state.parcels, ledger, charge_rows.iloc[1:]) == 1


@given(item_values, shipment_sizes, st.lists(st.tuples(*[thousandths] * 5), max_size=3))
def test_both_books_agree_on_every_refund(item, sizes, shares):
    sale, refunded = sale_ledger(item, sizes, MANY), []
    most = refundable_amounts(sale)
    for number, share in enumerate(shares, 1):
        more = {part: most[part] * thousandth // 1000 for part, thousandth in zip(REFUND_YEN, share, strict=True)}
        if is_refundable(more, most):
            most = {part: most[part] - more[part] for part in REFUND_YEN}
            refunded.append(more | {"number": number, "record": number})
    refunds = refund_rows(*refunded)
    rows, charge_rows = refund_postings(refunds, sale, MANY), with_refund_charges(empty("charges"), refunds, run=7)
    assert count_disagreements(OrderState.empty(), NO_PARCEL, rows, charge_rows) == 0
    assert charge_rows["amount"].sum() == -rows.loc[rows["kind"] < 130, "amount"].sum()


@pytest.mark.parametrize("wrong", ["twice", "missing", "more"])
def test_a_refund_that_one_book_has_otherwise_is_a_disagreement(wrong):
    refunds = refund_rows({"price": 1_000}, {"price": 200, "number": 2, "record": 2})
    rows, charge_rows = (
        refund_postings(refunds, sale_ledger(MUG, [1]), SCHEDULE),
        with_refund_charges(empty("charges"), refunds, run=7),
    )
    other = {
        "twice": pd.concat([charge_rows, charge_rows.iloc[:1]]),
        "missing": charge_rows.iloc[1:],
        "more": charge_rows.assign(amount=charge_rows["amount"].mask(charge_rows["amount"] == 200, 201)),
    }[wrong]
    assert count_disagreements(OrderState.empty(), NO_PARCEL, rows, charge_rows) == 0
    assert count_disagreements(OrderState.empty(), NO_PARCEL, rows, other) == 1


def test_an_item_is_overdrawn_when_a_part_or_all_of_it_went_back_more_than_once():
    sale = sale_ledger(MUG | {"shipping": 300, "item_discount": 200}, [1])
    for parts, count in (
        ({"price": 2_200, "shipping": 300, "item_discount": 200}, 0),
        ({"price": 2_201}, 1),
        ({"price": 2_000, "shipping": 301}, 1),
        ({"price": 2_200, "shipping": 300}, 1),
    ):
        refunds = refund_rows(parts)
        rows = pd.concat([sale, refund_postings(refunds, sale, SCHEDULE)], ignore_index=True)
        assert count_overdrawn_items(refunds, rows) == count
    assert count_overdrawn_items(refund_rows(), sale) == 0
