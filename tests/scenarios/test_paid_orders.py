"""A paid order is never refused for a long text, an empty part of its address or a missing price.

Order process, 1.9 and 13.11.
"""

import pytest

from tests.support.answers import answer_rows
from tests.support.run_documents import outcome_counts
from tests.support.seller_workspace import CONFIRMATION, ORDER, RUN_TIMES, SellerWorkspace

LATER = {"received": "2026-10-06T19:00:00+09:00"}
LONG_NAME = "見本 太郎 様 PO " + "1234567890" * 20
NO_PRICE = {"item-price": "", "currency": ""}
UNSHIPPED = {name: text for name, text in ORDER.items() if name not in NO_PRICE} | {"quantity-to-ship": "2"}


@pytest.fixture
def workspace(tmp_path):
    return SellerWorkspace(tmp_path / "shop")


def answered(workspace, name, run=1):
    (path,) = workspace.root.glob(f"reports/*/run-{run}/processing/{name}.report.tsv")
    return [(row["error-code"], row["error-type"]) for row in answer_rows(path)]


def outcomes(document):
    (counts,) = outcome_counts(document)
    return {outcome: count for outcome, count in counts.items() if count}


def unshipped(workspace):
    return workspace.report("unshipped-orders.tsv")


@pytest.mark.parametrize("row", [ORDER, UNSHIPPED], ids=["order feed", "unshipped report"])
def test_a_long_text_is_kept_whole_and_warned_of(workspace, row):
    workspace.drop("orders.tsv", row | {"recipient-name": LONG_NAME, "product-name": "茶" * 900})
    assert outcomes(workspace.run()) == {"warning": 1}
    assert [(order["recipient-name"], order["product-name"]) for order in unshipped(workspace)] == [
        (LONG_NAME, "茶" * 900)
    ]
    assert answered(workspace, "orders.tsv")[:2] == [("90118", "Warning")] * 2


@pytest.mark.parametrize(
    "more",
    [{"sku": "M" * 41}, {"product-name": "茶" * 10_001}, {"recipient-name": LONG_NAME, "quantity-purchased": "x"}],
    ids=["sku", "too long for anything", "beside a fault"],
)
def test_a_name_of_something_is_never_too_long_and_no_fault_is_forgiven(workspace, more):
    workspace.drop("orders.tsv", ORDER | more)
    assert outcomes(workspace.run()) == {"rejected": 1}
    expected = ("70102", "Error") if "quantity-purchased" in more else ("90118", "Error")
    assert answered(workspace, "orders.tsv") == [expected]


@pytest.mark.parametrize("row", [ORDER, UNSHIPPED], ids=["order feed", "unshipped report"])
@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({"ship-address-1": "", "ship-address-2": "見本荘101"}, []),
        ({"recipient-name": ""}, []),
        ({"ship-country": "HK", "ship-postal-code": ""}, []),
        ({"ship-country": "Japan"}, ["90118"]),
        ({"ship-country": "日本", "ship-postal-code": ""}, ["70101"]),
        ({"ship-country": "Japan", "ship-postal-code": ""}, ["70101"]),
        ({"ship-postal-code": ""}, ["70101"]),
        ({"ship-address-1": ""}, ["70101"]),
    ],
)
def test_one_address_line_is_an_address_and_japan_has_postal_codes(workspace, row, more, codes):
    workspace.drop("orders.tsv", row | more)
    workspace.run()
    said = [code for code, _ in answered(workspace, "orders.tsv") if code != "70021"]
    assert (said, len(unshipped(workspace))) == (codes, int("70101" not in codes))


def test_an_item_without_a_price_ships_and_is_charged_once_a_record_gives_it(workspace):
    workspace.drop("orders.tsv", ORDER | NO_PRICE)
    first = workspace.run()
    assert answered(workspace, "orders.tsv") == [("70021", "Warning")]
    assert first.document["watch"]["unpriced"]["orders"] == [ORDER["order-id"]]
    workspace.drop("ship.tsv", CONFIRMATION, **LATER)
    assert outcomes(workspace.run(RUN_TIMES[1])) == {"accepted": 1}
    assert workspace.report("charges.tsv") == []
    workspace.drop("priced.tsv", ORDER, received="2026-10-07T19:00:00+09:00")
    assert outcomes(workspace.run(RUN_TIMES[2])) == {"accepted": 1}
    assert [row["amount"] for row in workspace.report("charges.tsv")] == ["4400"]


@pytest.mark.parametrize("more", [{"item-price": ""}, {"currency": ""}])
def test_a_price_without_currency_is_none(workspace, more):
    workspace.drop("orders.tsv", ORDER | more)
    workspace.run()
    assert answered(workspace, "orders.tsv") == [("70021", "Warning")]


@pytest.mark.parametrize("flag", ["true", "Yes", "Y"])
@pytest.mark.parametrize("row", [ORDER | NO_PRICE, UNSHIPPED], ids=["order feed", "unshipped report"])
def test_a_replacement_without_a_price_is_free(workspace, row, flag):
    workspace.drop("orders.tsv", row | {"is-replacement-order": flag})
    document = workspace.run().document
    assert answered(workspace, "orders.tsv") == []
    assert document["watch"]["unpriced"]["count"] == 0
    assert [row["item-price"] for row in workspace.report("orders.tsv")] == ["0"]
    workspace.drop("ship.tsv", CONFIRMATION, **LATER)
    assert workspace.run(RUN_TIMES[1]).document["watch"]["unpriced"]["count"] == 0


@pytest.mark.parametrize(
    "later",
    [
        UNSHIPPED | {"is-replacement-order": "true"},
        {
            "amazon-order-id": ORDER["order-id"],
            "sku": ORDER["sku"],
            "order-status": "Unshipped",
            "is-replacement-order": "true",
        },
    ],
    ids=["unshipped report", "all-orders report"],
)
def test_a_later_record_says_that_an_order_is_a_replacement(workspace, later):
    workspace.drop("orders.tsv", ORDER | NO_PRICE)
    workspace.run()
    workspace.drop("later.tsv", later, **LATER)
    document = workspace.run(RUN_TIMES[1])
    assert outcomes(document) == {"accepted": 1}
    assert document.document["watch"]["unpriced"]["count"] == 0


def test_a_replacement_with_a_price_keeps_it(workspace):
    workspace.drop("orders.tsv", ORDER | {"is-replacement-order": "true"})
    workspace.run()
    workspace.drop("later.tsv", UNSHIPPED | {"is-replacement-order": "true"}, **LATER)
    assert outcomes(workspace.run(RUN_TIMES[1])) == {"unchanged": 1}
    assert [row["item-price"] for row in workspace.report("orders.tsv", "reports/2026-10-05/run-1")] == ["4400"]
