"""Refunds: whole yen to the buyer, in both forms, and nothing of them lost on the way."""

import pytest

from schemas.formats.refund_feed import REFUNDS
from schemas.statuses import REFUND_REASONS
from schemas.wording.reason_texts import COMPONENT
from tests.support.feed_forms import flat_file, xml_component, xml_feed
from tests.support.good_rows import good_row
from tests.support.read_feeds import problem_codes

FLAT = REFUNDS.names[:15]


def item_xml(*components, item="00000000000101", more="", reason="CustomerReturn"):
    """An AdjustedItem with these price components."""
    code = f"<AmazonOrderItemCode>{item}</AmazonOrderItemCode>" if item else ""
    prices = f"<ItemPriceAdjustments>{''.join(components)}</ItemPriceAdjustments>" if components else ""
    return f"<AdjustedItem>{code}<AdjustmentReason>{reason}</AdjustmentReason>{prices}{more}</AdjustedItem>"


def promotion_adjustments(*components):
    return f"<PromotionAdjustments>{''.join(components)}</PromotionAdjustments>"


@pytest.fixture
def read_refunds(read):
    """Items of messages of one order (one text a message) to the feed that is read from them."""

    def reading(*bodies):
        return read(
            xml_feed("OrderAdjustment", [f"<AmazonOrderID>999-0000001-0000001</AmazonOrderID>{b}" for b in bodies])
        )

    return reading


def column_cells(feed, *names):
    return [feed.text[name].tolist() for name in names]


def test_a_refund_is_read_from_the_fifteen_columns(read):
    assert FLAT[0] == "order-id"
    assert FLAT[-1] == "quantity-cancelled"
    feed = read(flat_file([dict.fromkeys(FLAT, "") | good_row("refunds")]))
    assert (feed.table, len(feed.problems)) == (REFUNDS, 0)
    assert feed.typed["item-price-adj"].tolist() == [1080]


def test_the_older_form_has_no_currency_and_promotions_may_be_left_out(read):
    row = good_row("refunds")
    del row["currency"]
    feed = read(flat_file([row]))
    assert (feed.table, len(feed.problems)) == (REFUNDS, 0)


def test_every_column_and_every_japanese_heading_of_a_refund_is_known(read):
    assert [len(read("\t".join(names) + "\r\n", "cp932").problems) for names in (REFUNDS.names, FLAT)] == [0, 0]
    labels = [column.label for column in REFUNDS.columns]
    assert all(labels)
    assert read("\t".join(labels) + "\r\n", "cp932").table is REFUNDS


@pytest.mark.parametrize("reason", REFUND_REASONS)
def test_every_reason_is_known_in_any_case(read_rows, reason):
    feed = read_rows("refunds", {"adjustment-reason-code": reason.lower()})
    assert (feed.typed["adjustment-reason-code"].tolist(), len(feed.problems)) == ([reason], 0)


@pytest.mark.parametrize(
    ("change", "problems"),
    [
        ({"order-id": ""}, (70101, "order-id")),
        ({"order-item-id": ""}, (70101, "order-item-id")),
        ({"adjustment-reason-code": ""}, (70101, "adjustment-reason-code")),
        ({"adjustment-reason-code": "BadMood"}, (70106, "adjustment-reason-code")),
        ({"item-price-adj": ""}, (70101, "item-price-adj")),
        ({"item-price-adj": "-1"}, (70108, "item-price-adj")),
        ({"item-price-adj": "10.5"}, (70108, "item-price-adj")),
        ({"item-tax-adj": "98"}, (70108, "item-tax-adj")),
        ({"shipping-tax-adj": "1"}, (70108, "shipping-tax-adj")),
        ({"gift-wrap-tax-adj": "-1"}, (70108, "gift-wrap-tax-adj")),
        ({"shipping-price-adj": "-300"}, (70108, "shipping-price-adj")),
        ({"currency": "USD"}, (70108, "currency")),
        ({"item-promotion-adj": "-1081"}, (70108, "item-price-adj")),
        ({"restocking-fee-adj": "-1081"}, (70108, "restocking-fee-adj")),
        ({"restocking-fee-adj": "1"}, (70108, "restocking-fee-adj")),
        ({"quantity-cancelled": "-1"}, (70102, "quantity-cancelled")),
        ({"action-type": "Cancel"}, (70101, "quantity-cancelled")),
        ({"action-type": "Cancel", "quantity-cancelled": "0"}, (70101, "quantity-cancelled")),
        ({"action-type": "Delete"}, (70106, "action-type")),
        ({"other-component": "Goodwill"}, (70106, "other-component")),
    ],
)
def test_each_fault_of_a_refund_is_named_once(read_rows, change, problems):
    assert problem_codes(read_rows("refunds", change)) == [(1, *problems)]


@pytest.mark.parametrize(
    "change",
    [
        {"currency": ""},
        {"currency": "jpy"},
        {"item-tax-adj": "0.00"},
        {"quantity-cancelled": "0"},
        {"action-type": "cancel", "quantity-cancelled": "1"},
        {"item-promotion-adj": "-1080"},
        {"ship-promotion-adj": "80", "restocking-fee-adj": "-1000"},
    ],
)
def test_what_is_blank_or_nothing_is_no_fault(read_rows, change):
    assert problem_codes(read_rows("refunds", change)) == []


def test_order_item_and_reason_stand_once_in_a_file(read_rows):
    other = {"adjustment-reason-code": "Exchange", "item-price-adj": "7"}
    feed = read_rows("refunds", {}, {}, other)
    assert (feed.repeats.tolist(), problem_codes(feed)) == ([0, 1, 0], [])
    feed = read_rows("refunds", {}, {"item-price-adj": "7"}, other)
    key = "order-id, order-item-id, adjustment-reason-code"
    assert problem_codes(feed) == [(1, 70014, key), (2, 70014, key)]


def test_orders_that_are_named_by_the_sellers_own_id_stand_once_too(read_rows):
    by_own = {"order-id": "", "merchant-order-id": "SHOP-1"}
    feed = read_rows("refunds", by_own, by_own, by_own | {"merchant-order-id": "SHOP-2"})
    assert feed.repeats.tolist() == [0, 1, 0]


def test_a_message_is_one_record_with_a_row_for_each_item(read_refunds):
    feed = read_refunds(
        item_xml(xml_component("Principal", "1000"), xml_component("Shipping", "300"), xml_component("GiftWrap", "200"))
        + item_xml(xml_component("Principal", "500"), xml_component("Principal", "80"), item="00000000000102")
    )
    assert (feed.records, len(feed.problems)) == (1, 0)
    names = ("item-price-adj", "shipping-price-adj", "gift-wrap-price-adj", "currency")
    assert column_cells(feed, *names) == [["1000", "580"], ["300", ""], ["200", ""], ["JPY", "JPY"]]


def test_a_message_says_who_it_is_of_and_what_it_does(read_refunds):
    more = "<MerchantAdjustmentItemID>ADJ-1</MerchantAdjustmentItemID><QuantityCancelled>2</QuantityCancelled>"
    feed = read_refunds(
        f"<MerchantOrderID>SHOP-1</MerchantOrderID><ActionType>Cancel</ActionType>{item_xml(more=more)}"
    )
    names = ("merchant-order-id", "action-type", "merchant-adjustment-item-id", "quantity-cancelled", "item-price-adj")
    assert (column_cells(feed, *names), len(feed.problems)) == ([["SHOP-1"], ["Cancel"], ["ADJ-1"], ["2"], ["0"]], 0)


def test_a_price_that_a_message_does_not_speak_of_is_nothing_but_not_where_it_gives_nothing_at_all(read_refunds):
    assert column_cells(read_refunds(item_xml(xml_component("Shipping", "300"))), "item-price-adj") == [["0"]]
    assert problem_codes(read_refunds(item_xml())) == [(1, 70101, "item-price-adj")]


def test_discounts_taken_back_and_a_fee_that_the_seller_keeps_have_columns_of_their_own(read_refunds):
    adjustments = promotion_adjustments(xml_component("Principal", "-100"), xml_component("Shipping", "50"))
    feed = read_refunds(
        item_xml(xml_component("Principal", "1080"), xml_component("RestockingFee", "-200"), more=adjustments)
    )
    assert len(feed.problems) == 0
    assert column_cells(feed, "item-price-adj", "restocking-fee-adj", "item-promotion-adj", "ship-promotion-adj") == [
        *(["1080"], ["-200"], ["-100"], ["50"])
    ]


@pytest.mark.parametrize("kind", ["Goodwill", "ReturnShipping", "COD", "principal", "RestockingFeeTax"])
def test_an_amount_of_another_type_is_refused_with_its_type(read_refunds, kind):
    feed = read_refunds(item_xml(xml_component("Principal", "1000"), xml_component(kind, "500")))
    assert feed.problems[["code", "column", "value", "limit"]].to_numpy().tolist() == [
        [70106, "other-component", kind, COMPONENT]
    ]


def test_an_amount_of_no_type_or_of_an_unknown_promotion_is_refused_too(read_refunds):
    nameless = xml_component("Principal", "1") + "<Component><Amount>5</Amount></Component>"
    strange = promotion_adjustments(xml_component("TaxDiscount", "-5"))
    feed = read_refunds(item_xml(nameless), item_xml(xml_component("Principal", "1"), more=strange, reason="Exchange"))
    assert problem_codes(feed) == [(1, 70106, "other-component"), (2, 70106, "other-component")]


def test_nothing_of_another_type_says_nothing(read_refunds):
    feed = read_refunds(
        item_xml(xml_component("Principal", "1000"), xml_component("Goodwill", "0.00"), xml_component("Tax", "0"))
    )
    assert (len(feed.problems), column_cells(feed, "other-component", "item-tax-adj")) == (0, [[""], ["0"]])


@pytest.mark.parametrize("kind", ["Tax", "ShippingTax", "GiftWrapTax"])
def test_a_tax_of_its_own_is_refused(read_refunds, kind):
    feed = read_refunds(item_xml(xml_component("Principal", "1000"), xml_component(kind, "90")))
    assert feed.problems["code"].tolist() == [70108]


@pytest.mark.parametrize("more", ["", promotion_adjustments(xml_component("Principal", "1", "EUR"))])
def test_money_that_is_not_yen_is_refused_wherever_it_stands(read_refunds, more):
    feed = read_refunds(item_xml(xml_component("Principal", "10", "JPY" if more else "USD"), more=more))
    assert problem_codes(feed) == [(1, 70108, "currency")]


def test_an_item_that_only_the_seller_knows_is_missing(read_refunds):
    own = "<MerchantOrderItemID>7</MerchantOrderItemID>"
    assert problem_codes(read_refunds(item_xml(xml_component("Principal", "1"), item="", more=own))) == [
        (1, 70101, "order-item-id")
    ]


def test_money_that_the_seller_collected_himself_is_read_without_a_word(read_refunds):
    charge = "<Component><Type>CODItemCharge</Type><Amount>9</Amount></Component>"
    direct = f"<DirectPaymentAdjustments>{charge}</DirectPaymentAdjustments>"
    item = item_xml(xml_component("Principal", "1"), more=direct)
    feed = read_refunds(f"<CODCollectionMethod>DirectPayment</CODCollectionMethod>{item}")
    assert (len(feed.problems), column_cells(feed, "item-price-adj")) == (0, [["1"]])
