"""The rows of charges as they are stored, and the refunds among them."""

import pandas as pd

from pipeline.money.charge_rows import with_refund_charges
from pipeline.money.charges import charge_buyers
from schemas.statuses import CAUSE, Event, Stage
from schemas.stored_frames import empty
from tests.support.order_states import VERIFIED, at, cancellation_rows, journal_rows, order_state
from tests.support.refund_histories import refund_rows

PREPAID = VERIFIED | {"prepaid": True}
PAYMENT = journal_rows((1, Event.VERIFY, {"stage": int(Stage.PAYMENTS), "feed": 5, "record": 2}))


def test_a_refund_gives_back_its_net_amount_and_is_dated_as_it_is_posted():
    refunds = refund_rows({"price": 2_160, "item_discount": 160, "number": 3, "feed": 9, "record": 4})
    refunds = refunds.assign(posted=pd.Series([at("11-05 23:30")], dtype="datetime64[us, UTC]"))
    (row,) = with_refund_charges(empty("charges"), refunds, run=7).to_dict("records")
    assert (row["name"], row["kind"]) == ("refund-3", "refund")
    assert (row["amount"], row["cause"], row["parcel"], row["currency"]) == (2_000, "CustomerReturn", "", "JPY")
    assert (row["at"], row["feed"], row["record"], row["run"]) == (at("11-05 23:30"), 9, 4, 7)


def test_refunds_stand_with_the_charges_of_their_item_before_what_is_due_and_none_is_of_nothing():
    before = order_state((1, {"prepaid": True}, [{}]))
    after = order_state(
        (1, PREPAID, [{"ordered": 2, "shipped": 1, "canceled": 1, "cause": CAUSE["NoInventory"]}]),
    )
    _, charges = charge_buyers(
        before, after, empty("parcels"), PAYMENT, cancellation_rows((1, {})), run=7, since=at("05 23:30")
    )
    refunds = refund_rows({"price": 700}, {"price": 5, "item_discount": 5, "number": 2}, {"price": 300, "number": 3})
    every = with_refund_charges(charges, refunds, run=7)
    assert every[["kind", "amount"]].to_numpy().tolist() == [
        ["prepaid-capture", 2200],
        ["refund", 700],
        ["refund", 300],
        ["refund-due", 1100],
    ]
    assert every["name"].is_unique
    pd.testing.assert_series_equal(every.dtypes, empty("charges").dtypes)
    pd.testing.assert_frame_equal(with_refund_charges(charges, refund_rows(), run=7), charges)
