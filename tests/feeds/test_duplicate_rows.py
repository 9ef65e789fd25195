import pytest

from tests.support.feed_forms import flat_file, xml_feed
from tests.support.good_rows import good_row
from tests.support.read_feeds import problem_codes


def test_equal_rows_count_once(read_rows):
    feed = read_rows("payments", {}, {}, {"payment-reference": "PAY-2"}, {})
    assert feed.repeats.tolist() == [0, 1, 0, 1]
    assert feed.repeats.dtype == "int8"
    assert len(feed.problems) == 0


def test_rows_are_equal_by_their_values_not_their_spelling(read_rows):
    feed = read_rows(
        "confirmations", {}, {"ship-date": "2026-10-06T00:00:00+09:00", "carrier-code": "Yamato Transport"}
    )
    assert feed.repeats.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("name", "change", "column"),
    [
        ("orders", {"quantity-purchased": "3"}, "order-id, order-item-id"),
        ("payments", {"payment-status": "Failed"}, "order-id, payment-reference"),
        ("confirmations", {"quantity": "1"}, "order-id, order-item-id, parcel-id"),
        ("cancellations", {"cancellation-reason-code": "BuyerCanceled"}, "order-id, amazon-order-item-code"),
        ("inventory", {"quantity": "11"}, "sku"),
        ("address changes", {"ship-address-2": "見本荘101"}, "order-id, message-id"),
        ("unshipped", {"quantity-shipped": "1"}, "order-id, order-item-id"),
        ("pending", {"payment-type": "Other"}, "order-id, order-item-id"),
    ],
)
def test_the_same_key_with_other_values_refuses_every_record_of_it(read_rows, name, change, column):
    feed = read_rows(name, {}, change, {})
    assert problem_codes(feed) == [(1, 70014, column), (2, 70014, column), (3, 70014, column)]
    assert feed.repeats.tolist() == [0, 0, 0]


def test_a_clash_touches_no_other_key(read_rows):
    feed = read_rows("inventory", {}, {"sku": "B"}, {"quantity": "11"}, {"sku": "B"})
    assert [problem[0] for problem in problem_codes(feed)] == [1, 3]
    assert feed.repeats.tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("changes", "clash"),
    [
        ([{"tracking-number": "T2"}], False),
        ([{"tracking-number": "T2", "quantity": "1"}, {"tracking-number": "T3", "quantity": "1"}], False),
        ([{"parcel-id": "P1"}, {"parcel-id": "P2"}], False),
        ([{"parcel-id": "P1"}, {"parcel-id": "P1", "tracking-number": "T2"}], True),
        ([{"parcel-id": "P1"}], False),
        ([{"tracking-number": ""}, {"tracking-number": "", "ship-date": "2026-10-07"}], False),
        ([{"tracking-number": ""}, {"tracking-number": "NULL", "ship-method": "x"}], True),
        ([{"tracking-number": "", "ship-method": "x"}, {"tracking-number": "", "ship-method": "y"}], True),
        ([{"order-item-id": "00000000000102"}], False),
        ([{"order-item-id": "", "quantity": ""}], False),
        ([{"order-id": "999-0000001-0000002"}], False),
    ],
)
def test_a_parcel_is_its_id_else_its_tracking_number_else_date_carrier_and_quantity(read_rows, changes, clash):
    assert bool(problem_codes(read_rows("confirmations", {}, *changes))) is clash


def test_a_payment_is_its_reference_else_its_date(read_rows):
    later = {"payment-reference": "", "payment-date": "2026-10-06T12:00:00+09:00"}
    assert problem_codes(read_rows("payments", {}, {"payment-reference": ""}, later)) == []
    nameless = {"payment-reference": "", "payment-date": ""}
    feed = read_rows("payments", nameless, nameless | {"payment-status": "Failed"})
    assert [problem[:2] for problem in problem_codes(feed)] == [(1, 70014), (2, 70014)]


PROMOTION = {"item-promotion-discount": "100", "item-promotion-id": "P1", "ship-promotion-discount": ""}


def test_rows_that_differ_only_in_promotions_are_one_item(read_rows):
    second = PROMOTION | {"item-promotion-discount": "50", "item-promotion-id": "P2", "ship-promotion-discount": "30"}
    other = {"order-item-id": "00000000000102"}
    feed = read_rows(
        "orders", other, PROMOTION, second, PROMOTION, other | {"sku": "B", "order-id": "999-0000001-0000003"}
    )
    assert feed.repeats.tolist() == [0, 0, 2, 1, 0]
    assert feed.typed["item-promotion-discount"].tolist()[1] == 150
    assert feed.typed["ship-promotion-discount"].tolist()[1] == 30
    assert feed.typed["item-promotion-id"].tolist()[1] == "P1"
    assert feed.typed["item-promotion-discount"].isna().tolist() == [True, False, False, False, True]
    assert len(feed.problems) == 0
    assert feed.text["item-promotion-discount"].tolist() == ["", "100", "50", "100", ""]


def test_promotion_rows_with_another_difference_clash(read_rows):
    feed = read_rows("orders", PROMOTION, PROMOTION | {"item-promotion-discount": "50"}, PROMOTION | {"sku": "B"})
    assert [problem[:2] for problem in problem_codes(feed)] == [(1, 70014), (2, 70014), (3, 70014)]
    assert feed.typed["item-promotion-discount"].tolist() == [100, 50, 100]


def test_a_row_at_fault_takes_no_part_beside_a_sound_promotion_row(read_rows):
    feed = read_rows("orders", PROMOTION, PROMOTION | {"item-promotion-discount": "1.5"})
    assert [problem[:2] for problem in problem_codes(feed)] == [(2, 70108)]
    assert feed.repeats.tolist() == [0, 0]


def test_promotions_are_not_added_up_beside_a_row_at_fault(read_rows):
    wrong, other = ({"item-promotion-discount": amount} for amount in ("1.5", "50"))
    feed = read_rows("orders", PROMOTION, PROMOTION | other, PROMOTION | wrong)
    assert [problem[:2] for problem in problem_codes(feed)] == [(1, 70014), (2, 70014), (3, 70108)]
    assert feed.repeats.tolist() == [0, 0, 0]


def test_an_equal_row_at_fault_is_refused_like_the_first(read_rows):
    feed = read_rows("orders", {"sku": ""}, {"sku": ""})
    assert problem_codes(feed) == [(1, 70101, "sku"), (2, 70101, "sku")]
    assert feed.repeats.tolist() == [0, 0]


def test_a_row_with_a_warning_may_be_repeated(read_rows):
    feed = read_rows("confirmations", {"carrier-code": "XYZ"}, {"carrier-code": "XYZ"})
    assert feed.repeats.tolist() == [0, 1]


def test_rows_without_a_readable_key_do_not_clash(read_rows):
    feed = read_rows("inventory", {"sku": ""}, {"sku": "", "quantity": "3"})
    assert {code for _, code, _ in problem_codes(feed)} == {70101}


def test_a_ragged_row_does_not_clash_with_the_good_one(read):
    row = {"order-id": "999-0000001-0000001", "payment-status": "Verified", "payment-reference": "P"}
    feed = read(flat_file([row]) + "\t".join([*row.values(), "x"]) + "\n")
    assert problem_codes(feed) == [(2, 70107, "")]


def test_an_item_named_twice_refuses_its_message_and_no_other(read):
    item = "<Item><AmazonOrderItemCode>{:014d}</AmazonOrderItemCode><CancelReason>{}</CancelReason></Item>"
    head = "<AmazonOrderID>999-0000001-000000{}</AmazonOrderID><StatusCode>Failure</StatusCode>"
    bodies = [
        head.format(1) + item.format(1, "NoInventory") * 2,
        head.format(2)
        + item.format(1, "NoInventory")
        + item.format(1, "BuyerCanceled")
        + item.format(2, "NoInventory"),
        head.format(1) + item.format(1, "NoInventory"),
    ]
    feed = read(xml_feed("OrderAcknowledgement", bodies))
    assert problem_codes(feed) == [(number, 70014, "order-id, amazon-order-item-code") for number in (1, 2)]
    assert feed.repeats.tolist() == [0] * 6


def test_what_a_refused_message_said_was_not_had(read):
    item = "<Item><AmazonOrderItemCode>{:014d}</AmazonOrderItemCode><CancelReason>{}</CancelReason></Item>"
    head = "<AmazonOrderID>999-0000001-0000001</AmazonOrderID><StatusCode>Failure</StatusCode>"
    bodies = [
        head + item.format(1, "NoInventory") + item.format(2, "NoInventory"),
        head + item.format(1, "BuyerCanceled"),
        head + item.format(2, "NoInventory"),
        head + item.format(2, "NoInventory"),
    ]
    feed = read(xml_feed("OrderAcknowledgement", bodies))
    assert problem_codes(feed) == [(number, 70014, "order-id, amazon-order-item-code") for number in (1, 2)]
    assert feed.repeats.tolist() == [0, 0, 0, 0, 1]


def test_an_item_said_twice_of_an_order_is_one_fact(read):
    row = good_row("orders")
    code = f"<AmazonOrderItemCode>{row['order-item-id']}</AmazonOrderItemCode>"
    item = f"<Item>{code}<SKU>A</SKU><Quantity>2</Quantity></Item>"
    order = f"<AmazonOrderID>{row['order-id']}</AmazonOrderID><OrderDate>{row['purchase-date']}</OrderDate>"
    feed = read(xml_feed("OrderReport", [order + item * 2]))
    assert (problem_codes(feed), feed.repeats.tolist()) == ([], [0, 1])


def test_keys_are_compared_over_the_whole_feed(read_rows, monkeypatch):
    monkeypatch.setattr("feeds.decode.BLOCK", 200)
    feed = read_rows("inventory", *[{"sku": f"S{n}"} for n in range(200)], {"sku": "S0"})
    assert feed.repeats.tolist() == [0] * 200 + [1]


def test_rows_without_a_key_never_clash_and_repeat_if_they_are_equal_and_name_their_item(read_rows):
    named = {"order-item-id": "00000000000101"}
    rows = ({}, {"quantity": "3"}, {}, named, named | {"quantity": "3"}, named)
    feed = read_rows("all-orders", *rows, {"purchase-date": "unheard"}, {"purchase-date": "unheard"})
    assert feed.repeats.tolist() == [0, 0, 0, 0, 0, 1, 0, 0]
    assert set(feed.problems["code"]) == {70103}
