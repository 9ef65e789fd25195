"""What the document of an order tells of it."""

import pandas as pd
import pytest

from schemas.statuses import CAUSE, UNREQUESTED_BUYER_CANCEL
from tests.support.order_answers import show_order


def test_the_document_tells_status_quantities_parcels_and_deadlines(demo):
    document, _ = show_order(demo, "0000011")
    assert (document["version"], document["run"], document["status"]) == (1, 9, "Shipped")
    assert document["units"] == {"open": 0, "shipped": 5, "canceled": 0}
    assert [(parcel["units"], parcel["carrier"], parcel["tracking_number"]) for parcel in document["parcels"]] == [
        (2, "YAMATO", "0000-0000-1101"),
        (3, "YAMATO", "0000-0000-1102"),
    ]
    assert document["promise"] == "2026-10-07T23:59:59+09:00"
    assert document["cut_off"] == "2026-11-04T23:59:59+09:00"
    assert document["cancellation"] is None


def test_addresses_that_a_verified_order_had_before_are_in_the_document(stored_workspace):
    now = {"order_key": 99900000010000001, "recipient-name": "見本 太郎", "ship-address-1": "見本町9-9-9"}
    earlier = [
        {**now, "ship-address-1": "見本町1-2-3", "at": pd.Timestamp("2026-10-05T02:00:00Z")},
        {**now, "by": "buyer", "message": "M1", "at": pd.Timestamp("2026-10-06T02:00:00Z")},
    ]
    stored_workspace.put(**stored_workspace.order(1), order_text=[now], addresses=earlier)
    document, _ = show_order(stored_workspace.root, "0000001")
    assert document["address"]["ship-address-1"] == "見本町9-9-9"
    assert [address["ship-address-1"] for address in document["earlier_addresses"]] == ["見本町1-2-3"]


def cancellation_of(number, demo):
    return show_order(demo, number).document["cancellation"]


def test_a_cancellation_tells_who_when_and_why(demo):
    assert cancellation_of("0000009", demo) == {
        "by": "seller",
        "at": "2026-10-08T19:20:00+09:00",
        "cause": "NoInventory",
        "refund_due": False,
        "refund_due_yen": None,
        "may_invite": True,
        "feedback": "open",
    }


def test_after_fraud_nobody_is_invited_though_the_goods_are_there(demo):
    canceled = cancellation_of("0000004", demo)
    assert (canceled["by"], canceled["cause"], canceled["may_invite"], canceled["feedback"]) == (
        "marketplace",
        "Fraud",
        False,
        "",
    )


def test_money_that_came_too_late_is_a_refund_due(demo):
    canceled = cancellation_of("0000007", demo)
    assert (canceled["cause"], canceled["by"], canceled["refund_due"]) == ("PaymentDeadline", "marketplace", True)


@pytest.mark.parametrize(("cause", "by"), [(CAUSE["BuyerCanceled"], "buyer"), (UNREQUESTED_BUYER_CANCEL, "seller")])
def test_buyer_canceled_is_the_sellers_where_the_buyer_had_not_asked(stored_workspace, cause, by):
    items = [{"item_key": 101, "sku": "MUG-02", "ordered": 2, "canceled": 2, "cause": cause}]
    stored_workspace.put(
        **stored_workspace.order(1, items=items, cause=cause, canceled_at=pd.Timestamp("2026-10-06T01:00:00Z"))
    )
    canceled = show_order(stored_workspace.root, "0000001").document["cancellation"]
    assert (canceled["cause"], canceled["by"], canceled["feedback"]) == (
        "BuyerCanceled",
        by,
        "open" if by == "seller" else "",
    )


@pytest.mark.parametrize(("balance", "may"), [(2, True), (1, False), (None, False)])
def test_a_new_order_may_be_invited_while_every_canceled_unit_is_in_stock(stored_workspace, balance, may):
    canceled = {"sku": "MUG-02", "ordered": 1, "canceled": 1, "cause": CAUSE["Seller"]}
    order = stored_workspace.order(
        1, items=[{**canceled, "item_key": 101}, {**canceled, "item_key": 102}], cause=CAUSE["Seller"]
    )
    stock = {} if balance is None else {"inventory": [{"sku": "MUG-02", "balance": balance}]}
    stored_workspace.put(**order, **stock)
    assert show_order(stored_workspace.root, "0000001").document["cancellation"]["may_invite"] is may
